"""Masking keeps values and names from the writer and gives the text back exactly."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.masking import mask, unmask
from corpus.reading import read_report

MARK = re.compile("⟦[^⟦⟧]+⟧")


def outside(masked: str) -> str:
    return MARK.sub("", masked)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("召开党组会议24次，研究议题163项。", "召开党组会议⟦数1⟧次，研究议题⟦数2⟧项。"),
        ("贷款余额突破XX亿元，增长**%。", "贷款余额突破⟦空1⟧亿元，增长⟦空2⟧%。"),
        ("开展银龄守护行动7419次。", "开展⟦活动1⟧⟦数1⟧次。"),
        ("引进云岭银行，由张建国同志牵头。", "引进⟦银行1⟧，由⟦人1⟧同志牵头。"),
        ("2025年开展党建“五提升”活动，", "⟦年1⟧开展党建⟦名1⟧活动，"),
        ("运用监督执纪“四种形态”，落实“一岗双责”，", "运用监督执纪“四种形态”，落实“一岗双责”，"),
    ],
)
def test_values_and_names_become_typed_tokens(text: str, expected: str) -> None:
    assert mask(text).text == expected


def test_a_token_keeps_words_sort_and_measure() -> None:
    (token,) = mask("罚款412.5万元。").tokens
    assert (token.text, token.sort, token.measure) == ("412.5", "amount", "万元")


def test_a_document_number_is_one_token() -> None:
    masked = mask("按照云金发〔2025〕12号要求，")
    assert [token.sort for token in masked.tokens] == ["number"]
    assert outside(masked.text).endswith("要求，")


def test_a_name_that_holds_a_figure_is_one_token() -> None:
    masked = mask("贯彻市委四届九次全会精神，")
    assert masked.text == "贯彻⟦会议1⟧精神，"


def test_the_offices_own_name_is_a_token_of_its_own() -> None:
    masked = mask("云州市金融工作局党组召开会议。", own=("云州市金融工作局",))
    assert masked.text == "⟦本单位1⟧党组召开会议。"
    assert [token.sort for token in masked.tokens] == ["own"]


def test_brackets_that_stand_in_the_text_pass_for_no_token() -> None:
    text = "此处写有⟦数1⟧与⟧⟦，共3次。"
    masked = mask(text)
    assert unmask(masked) == text
    assert [token.sort for token in masked.tokens].count("bracket") == 4


PIECES = st.sampled_from(
    [
        "召开会议",
        "24次",
        "XX亿元",
        "**项",
        "2025年",
        "3.2万元",
        "⟦数1⟧",
        "⟦",
        "⟧",
        "“五提升”活动",
        "银龄守护行动",
        "，",
        "。",
        "百分之五",
        "云岭银行",
        "１２家",
        "二十四次",
        "〔2025〕3号",
        "7419",
    ]
)


@given(st.lists(PIECES, max_size=12).map("、".join))
def test_unmasking_restores_what_the_trade_writes(text: str) -> None:
    assert unmask(mask(text)) == text


@given(st.text(max_size=80))
def test_unmasking_restores_any_text(text: str) -> None:
    assert unmask(mask(text)) == text


@given(st.lists(PIECES, max_size=12).map("、".join))
def test_no_digit_is_left_outside_a_token(text: str) -> None:
    assert not re.search("[0-9０-９]", outside(mask(text).text))


PLANTED = {
    "{}带领工作组调研。": ["张三", "王建国", "陈立行"],
    "由{}牵头成立专班。": ["李明", "周明远", "赵红梅"],
    "局长{}主持会议。": ["刘宁", "孙晓燕"],
    "局长　{}，": ["刘宁", "孙晓燕"],
    "联系人：{}，": ["张建国", "王芳"],
    "分管领导{}、赵丽。": ["李明华", "周强"],
    "{}副局长带队检查，": ["张三", "王小明"],
    "由{}（局长）牵头，": ["王五", "赵一鸣"],
    "由科长{}负责，": ["马骏", "孙晓燕"],
    "选派{}到柳河村驻村，": ["杨帆", "周明远"],
    "请{}讲话，": ["李局长", "王主任"],
    "汲取{}等严重违纪违法案件教训，": ["孙德海", "周大勇"],
    "赴{}考察学习，": ["曲靖", "玉溪", "浙江", "延安"],
    "协调{}增加投放，": ["农行", "中行", "建行"],
    "推动{}高质量发展，": ["云州市", "云州"],
    "选派驻村干部{}。": ["杨帆", "高远"],
    "{}、吴敏、何平等3名同志获评先进。": ["孙浩", "谢天宇"],
    "赴{}开展联合检查，": ["昭山区", "望云区", "禾川县", "临江街道", "青石镇", "柳河村"],
    "与{}签订合作协议，": ["禾川农商银行", "江澜银行", "金鼎期货", "华岳保险", "交通银行"],
    "推动企业在{}上市，": ["北交所", "深交所", "上海证券交易所", "新三板", "纳斯达克"],
    "翠屏{}获得融资。": ["科技股份有限公司", "控股集团"],
    "打造{}产品，": ["“云岭贷”", "“金穗通”", "惠农e贷", "防贫保"],
    "扎实开展{}，": ["银龄守护行动", "千企万户大走访活动", "信用修复提升计划", "金桥培育工程"],
    "在{}刊发信息12篇，": ["人民日报", "云州日报", "学习强国"],
    "按照{}要求，": ["云金发〔2025〕12号", "云办发[2024]3号", "《云州市金融奖补办法》"],
    "贯彻{}精神，": ["市委四届九次全会", "第五届南亚博览会"],
    "{}召开大会。": ["2025年3月21日", "二〇二五年三月", "3月5日", "2025年"],
    "全年召开{}会议。": ["24次", "二十四次", "十几次", "三百余次", "**次", "XX次", "数十次"],
    "增长{}，": ["12.3%", "百分之五点二", "1,034.5亿元", "１２个百分点", "三成", "翻一番", "٣٤"],
}


@pytest.mark.parametrize(
    ("template", "planted"), [(key, each) for key, row in PLANTED.items() for each in row]
)
def test_nothing_planted_survives_masking(template: str, planted: str) -> None:
    text = f"今年以来，{template.format(planted)}成效明显。"
    masked = mask(text, own=("云州市金融工作局",))
    value = planted.removesuffix("次").rstrip("余")
    assert value not in masked.text
    assert not re.search("[0-9０-９]", outside(masked.text))
    assert unmask(masked) == text


SENTENCES = st.sampled_from([(key, each) for key, row in PLANTED.items() for each in row])


@given(st.lists(SENTENCES, min_size=1, max_size=6))
def test_nothing_survives_in_company_either(chosen: list[tuple[str, str]]) -> None:
    text = "".join(template.format(planted) for template, planted in chosen)
    masked = mask(text, own=("云州市金融工作局",))
    left = outside(masked.text)
    assert [each for _, each in chosen if len(each) > 2 and each in left] == []
    assert not re.search("[0-9０-９]", left)
    assert unmask(masked) == text


@given(
    st.sampled_from(["开展{}行动3次", "引进{}银行1家", "到{}社区调研2次", "打造“{}”品牌"]),
    st.text("岭翠霞锦澜鹭栖虹枫槐", min_size=2, max_size=4),
)
def test_no_planted_name_survives(template: str, proper: str) -> None:
    assert proper not in mask(f"今年以来，{template.format(proper)}，成效明显。").text


@pytest.mark.parametrize(
    "text",
    [
        "增强“四个意识”、坚定“四个自信”、做到“两个维护”，",
        "严格执行“三会一课”制度，落实中央八项规定精神，",
        "坚持党要管党、全面从严治党，压实“一岗双责”，",
        "贫困山区、集镇和城区的金融服务进一步改善，",
        "党员干部带头学习，常委会专题研究，文旅部门牵头落实，",
        "方案牵头单位认真履职，高校、施工企业积极参与，",
        "有关负责人介绍经验，班子成员包案化解，第一责任人主持会议，",
        "督促施工行业、其中行业协会规范经营，提交行政审批事项，严查违建行为，",
        "总体要求是坚持稳中求进，发展种业，弘扬延安精神，",
        "确保定期报告，推广安全用语，其中卫生、重大理论、创新乡村治理等课题，",
    ],
)
def test_what_names_nobody_stays(text: str) -> None:
    assert mask(text).text == text


@pytest.mark.gold
def test_the_real_reports_are_masked_and_given_back() -> None:
    folder = os.environ.get("NIGAO_GOLD_DIR")
    if not folder:
        pytest.skip("NIGAO_GOLD_DIR is not set")
    paths = [*Path(folder).glob("seeds/*.txt"), *Path(folder).glob("real/*.txt")]
    assert len(paths) > 6
    for path in paths:
        report = read_report(path)
        for text in report.texts():
            masked = mask(text, own=(report.unit,) if report.unit else ())
            assert unmask(masked) == text
            left = outside(masked.text)
            assert not re.search(r"\d|[*＊×]", left)
            assert not report.unit or report.unit not in left
