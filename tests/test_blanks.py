"""Blanks: every mask and every open amount, what it counts, and lists that may go."""

import os
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.blanks import Blank, find_blanks
from corpus.enumerating import strip_list

GOLD = os.environ.get("NIGAO_GOLD_DIR", "")
VALUE_MASKS = [
    "*",
    "**",
    "***",
    "X",
    "XX",
    "XXX",
    "xx",
    "ＸＸ",
    "××",
    "＊＊",
    "＿＿",
    "__",
    "□□",
    "某某",
]
NAME_MASKS = ["XX", "XXX", "**", "××", "某", "某某", "□□", "＊＊"]
MEASURES = [
    "次",
    "人次",
    "项",
    "条",
    "余篇",
    "万元",
    "亿元",
    "%",
    "个百分点",
    "名",
    "家",
    "年",
    "月",
]
PROSE = ["全面落实责任，", "扎实开展学习。", "一是强化统筹；", "增强“四个意识”，", "“三会一课”、"]


def labels(text: str) -> list[str]:
    return [blank.label for blank in find_blanks(text)]


def only(text: str) -> Blank:
    (blank,) = find_blanks(text)
    return blank


@pytest.mark.parametrize("mask", VALUE_MASKS)
def test_every_form_of_mask_before_a_measure_hides_a_value(mask: str) -> None:
    blank = only(f"召开党组会议{mask}次，推进工作。")
    assert (blank.text, blank.sort, blank.masked, blank.value) == (mask, "value", True, None)
    assert (blank.measure, blank.label) == ("次", "召开党组会议")


@pytest.mark.parametrize("mask", NAME_MASKS)
@pytest.mark.parametrize(
    "text",
    ["市{}局党组认真落实", "考察{}重要讲话精神", "服务{}经济社会发展", "提炼“{}路径”内涵",
     "驻{}银行", "驻{}人民银行", "推进{}项目建设", "{}日报刊发", "市{}所",
     "开展{}严重违纪违法案警示教育"],
)  # fmt: skip
def test_a_mask_that_stands_for_a_name_is_a_name(mask: str, text: str) -> None:
    blank = only(text.format(mask))
    assert (blank.text, blank.sort, blank.masked) == (mask, "name", True)


@pytest.mark.parametrize(
    "text",
    ["某些同志认为", "某种程度上", "某个支部", "某人", "配备X光机", "尺寸5×8", "MAX值",
     "SUBMIT文件", "* 加强学习", "***\n", "形成……格局"],
)  # fmt: skip
def test_what_only_looks_like_a_mask_is_none(text: str) -> None:
    assert [blank for blank in find_blanks(text) if blank.masked] == []


@pytest.mark.parametrize(
    ("text", "measure", "qualifier"),
    [
        ("形成心得体会**余篇", "篇", "余"),
        ("贷款余额力争突破XXXX亿元", "亿元", "力争突破"),
        ("每月召开会议不少于XX次", "次", "不少于"),
        ("每年至少讲X次以上党课", "次", "至少"),
        ("占比XX%", "%", ""),
        ("占百分之XX", "%", ""),
        ("贷款不少于XX。", "", "不少于"),
        ("增长XX.XX个百分点", "个百分点", ""),
        ("新增3**万元", "万元", ""),
        ("20XX年", "年", ""),
    ],
)
def test_a_masked_value_has_its_measure_and_bound(text: str, measure: str, qualifier: str) -> None:
    blank = only(text)
    assert (blank.sort, blank.measure, blank.qualifier) == ("value", measure, qualifier)


def test_a_masked_date_is_three_blanks() -> None:
    assert [blank.measure for blank in find_blanks("XX年XX月XX日")] == ["年", "月", "日"]


def test_both_ends_of_a_masked_range_are_values() -> None:
    found = find_blanks("开展活动**—**次")
    assert [(blank.sort, blank.measure) for blank in found] == [("value", "次")] * 2


def test_an_open_amount_is_a_blank_with_its_value() -> None:
    blank = only("2025年全年开展调研活动不少于 12 次。")
    assert (blank.text, blank.value, blank.masked) == ("12", Decimal(12), False)
    assert (blank.measure, blank.qualifier, blank.label) == ("次", "不少于", "开展调研活动")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("做出行政处罚**项、罚款***万元", ["做出行政处罚", "罚款"]),
        ("设立*个工作组和*个专班", ["设立工作组", "专班"]),
        ("建立*类**项监督台账", ["建立监督台账"] * 2),
        ("培养XX名科长和晋升X名主任科员", ["培养科长", "晋升主任科员"]),
        ("完善风险点和防控措施**项", ["完善风险点和防控措施"]),
        ("办结督办3项、完善风险点和防控措施5项", ["办结督办", "完善风险点和防控措施"]),
        ("其中商贸（XX亿元）、住宿（XX亿元）达到XX亿元", ["商贸", "住宿", "商贸、住宿总量"]),
        ("制定计划、全年开展集中学习不少于8次", ["开展集中学习"]),
    ],
)
def test_counts_of_one_clause_have_labels_of_their_own(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("反馈的28个问题已完成整改27个", ["反馈的问题", "反馈的问题已完成整改"]),
        ("反馈的**个问题完成整改**个", ["反馈的问题", "反馈的问题完成整改"]),
        ("12项任务中已完成9项", ["任务", "任务中已完成"]),
        ("全市18家企业中有3家上市", ["全市企业", "全市企业中上市"]),
        ("36家企业入库12家", ["企业", "企业入库"]),
        ("签约项目15个中已有9个开工", ["签约项目", "签约项目中开工"]),
        ("30家规上企业中亏损企业5家", ["规上企业", "规上企业中亏损企业"]),
        ("涉案金额由年初的3.2亿元压降至1.1亿元", ["原涉案金额", "涉案金额"]),
        ("，同比分别增长7.2%和9.9%", ["同比增长", "同比增长"]),
        ("25个科室24个达标", ["科室", "科室达标"]),
        ("处置3家风险机构中的2家", ["风险机构", "处置风险机构"]),
        ("应到28人实到26人", ["应到", "实到"]),
        ("应到党员28人、实到26人", ["应到党员", "实到"]),
        ("共46人其中党员21名", ["总数", "党员"]),
        ("受理28件办结26件转办2件", ["受理", "办结", "转办"]),
        ("涉及56户128人", ["涉及"] * 2),
        ("贷款增长4.5%—5%", ["贷款增长下限", "贷款增长上限"]),
        ("存款、贷款、保费分别增长6%、5%、4%", ["存款增长", "贷款增长", "保费增长"]),
        ("城镇、农村居民收入分别达到3万元、2万元", ["城镇居民收入", "农村居民收入"]),
        ("城乡低保标准分别提高5%、6%", ["城镇低保标准提高", "农村低保标准提高"]),
        ("引进外资12亿元、增长11.3%", ["引进外资", "引进外资增长"]),
        ("调整为8∶41∶50", ["调整∶∶", "调整为∶∶", "调整为∶∶"]),
    ],
)
def test_counts_the_same_words_speak_of_are_told_apart(text: str, expected: list[str]) -> None:
    assert labels(text) == expected


@given(
    st.sampled_from(["反馈的", "交办", "市委巡察反馈的", ""]),
    st.sampled_from(["个问题", "项任务", "件提案", "家企业"]),
    st.sampled_from(["已完成", "中已办结", "中有", "全部落实", "，", "、"]),
    st.sampled_from(["12", "**", "三十"]),
)
def test_a_part_is_never_called_as_its_whole(lead: str, noun: str, said: str, part: str) -> None:
    whole, of_it = labels(f"{lead}28{noun}{said}{part}{noun[0]}符合要求")
    assert whole != of_it


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("制定**条纾困措施", "制定纾困措施"),
        ("累计自查整改问题**项", "自查整改问题"),
        ("年内召开民主生活会*次", "召开民主生活会"),
        ("党组全年专题研究党建工作不少于2次", "党组专题研究党建工作"),
        ("各类信息累计被市委信息、省台、日报等采用**篇", "各类信息被采用"),
        ("完成专题研讨、结对共建、承诺践诺等**项重点任务", "完成重点任务"),
        ("通过上党课、看视频等方式开展教育**次", "开展教育"),
        ("截至2025年11月底各项贷款余额达到**亿元", "各项贷款余额"),
        ("2025年以来提拔干部X名", "提拔干部"),
        ("存款余额突破千亿元大关", "存款余额"),
        ("党组班子仅有两名同志", "党组班子同志"),
        ("分管领导听取汇报各1次", "分管领导听取汇报"),
        ("驻XX银行存贷比仅为XX%", "驻银行存贷比"),
        ("上党课 2 次", "上党课"),
    ],
)
def test_a_label_is_the_words_of_the_clause_that_say_what_is_counted(
    text: str, expected: str
) -> None:
    assert find_blanks(text)[-1].label == expected


@pytest.mark.parametrize(
    ("clause", "expected"),
    [
        ("信息被市委信息、日报等采用", "信息被采用"),
        ("被日报等采用88篇", "被采用88篇"),
        ("完成专题研讨、结对共建等12项重点任务", "完成12项重点任务"),
        ("完成专题研讨、结对共建等【待补1】项重点任务", "完成【待补1】项重点任务"),
        ("通过评选先进、业务培训等持续推进规范化建设", "持续推进规范化建设"),
        ("依托专栏、例会等载体强化教育", "强化教育"),
        ("审议通过制度、办法等12项", "审议通过制度、办法等12项"),
        ("推动小微、绿色等重点领域贷款增长", "推动小微、绿色等重点领域贷款增长"),
        ("由发改、财政等组成专班", "由发改、财政等组成专班"),
        ("坚持平等、公开", "坚持平等、公开"),
        ("全面落实责任", "全面落实责任"),
    ],
)
def test_a_past_list_goes_only_where_the_sentence_can_do_without_it(
    clause: str, expected: str
) -> None:
    assert strip_list(clause) == expected


def test_a_label_keeps_to_its_line() -> None:
    assert labels("各项工作\n召开会议3次\n举办培训**期") == ["召开会议", "举办培训"]


@given(
    st.lists(
        st.tuples(st.sampled_from(PROSE), st.sampled_from(VALUE_MASKS), st.sampled_from(MEASURES)),
        max_size=6,
    )
)
def test_each_planted_mask_is_found_once(planted: list[tuple[str, str, str]]) -> None:
    text = "".join(f"{prose}共办理事项{mask}{measure}，" for prose, mask, measure in planted)
    found = find_blanks(text)
    assert [blank.text for blank in found] == [mask for _, mask, _ in planted]
    assert [blank.measure for blank in found] == [m.lstrip("余") for *_, m in planted]
    assert all(blank.sort == "value" for blank in found)


@given(st.text("召开会议次项名万元银行某市*X×□_＿＊12３.、和，。；“”（）等被通过% \n", max_size=50))
def test_blanks_are_verbatim_ordered_and_within_the_text(text: str) -> None:
    reached = 0
    for blank in find_blanks(text):
        assert reached <= blank.start < blank.end <= len(text)
        assert blank.text == text[blank.start : blank.end]
        assert (blank.value is None) == blank.masked
        reached = blank.end


@given(st.text(max_size=40))
def test_any_text_may_be_searched(text: str) -> None:
    assert isinstance(find_blanks(text), tuple)


@pytest.mark.gold
@pytest.mark.skipif(not GOLD, reason="NIGAO_GOLD_DIR is not set")
@pytest.mark.parametrize(
    ("seed", "values", "names"),
    [("000", 42, 0), ("001", 18, 6), ("002", 0, 3), ("003", 9, 6), ("004", 1, 2)],
)
def test_the_seeds_hold_as_many_masks_as_were_counted_by_eye(
    seed: str, values: int, names: int
) -> None:
    (path,) = (Path(GOLD) / "seeds").glob(f"{seed}_*.txt")
    masked = [blank for blank in find_blanks(path.read_text(encoding="utf-8")) if blank.masked]
    sorts = [blank.sort for blank in masked]
    assert (sorts.count("value"), sorts.count("name")) == (values, names)
    assert all(blank.label for blank in masked)
