"""What a past clause tells, of which of the four classes it is, and what hangs on what."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest

from assistant.brief import Brief
from assistant.freshening import generalised
from assistant.sheet.facts import Fact
from assistant.writing.loose import told_facts
from corpus.clauses import split_clauses, split_sentences
from corpus.lexicon import lexicon
from corpus.matters import act_verb, read_statements, standing_form, trim_appraisal, wording_of

ACTS: list[dict[str, Any]] = lexicon("acts")
APPRAISAL: list[dict[str, Any]] = lexicon("appraisal")

PRAISES = (
    "各项工作有力有序",
    "数量和质量得到双提升",
    "存贷规模再创新高",
    "落户机构为近年首家",
    "增速连续三个月领先",
    "贷款增速位居全省前列",
    "存量问题全部清零",
    "扎实推进重点工作取得积极成效",
    "整治成效十分显著",
    "服务能力显著提升",
    "乱象得到有效遏制",
    "服务体系不断健全",
    "普惠金融持续扩面",
    "责任链条拧得更实",
    "全年没有发生安全事故",
    "圆满完成全年任务",
    "工作受到市领导表扬",
    "办事效率群众满意",
    "努力克服了种种困难",
    "实现两位数增长",
    "填补了我市证券机构的空白",
    "专业干部占比提高到四成以上",
    "啃下了好几块“硬骨头”",
    "金融招商打开局面",
    "结束了没有证券机构的历史",
    "没有出现以传阅代替会议的情况",
    "干部队伍有新活力",
    "集体领导更加规范",
    "风险处置有序推进",
    "建议得到市委采纳",
    "金融工作取得了新成效",
    "不良贷款率降至历史最低",
)


def _sample(act: dict[str, Any]) -> str:
    """A clause in which the act's word stands where its entry looks for it."""
    return f"云岭项目{act['word']}" if act["where"] == "end" else f"{act['word']}云岭事项"


@pytest.mark.parametrize("act", ACTS, ids=lambda act: act["word"])
def test_every_act_is_found_where_its_entry_looks_and_has_a_reason(act: dict[str, Any]) -> None:
    assert act["why"]
    assert act_verb(_sample(act))
    assert wording_of(_sample(act)) == "act"


@pytest.mark.parametrize("act", [act for act in ACTS if act["plan"] == "carry"])
def test_in_a_plan_a_yearly_task_is_no_act(act: dict[str, Any]) -> None:
    assert act_verb(_sample(act), plan=True) != act["word"]


@pytest.mark.parametrize("act", [act for act in ACTS if act["plan"] == "drop"])
def test_even_in_a_plan_what_is_done_once_is_an_act(act: dict[str, Any]) -> None:
    assert act_verb(_sample(act), plan=True)


@pytest.mark.parametrize(
    ("act", "word"), [(act, word) for act in ACTS for word in act.get("unless", ())]
)
def test_words_that_only_hold_an_acts_word_are_none(act: dict[str, Any], word: str) -> None:
    assert act_verb(f"做好{word}工作") != act["word"]


@pytest.mark.parametrize(
    ("entry", "clause"), list(zip(APPRAISAL, PRAISES, strict=True)), ids=lambda each: str(each)[:20]
)
def test_every_praise_has_a_reason_and_is_found(entry: dict[str, Any], clause: str) -> None:
    assert entry["why"]
    assert re.search(entry["pattern"], clause)
    assert wording_of(clause) == "appraisal"


def test_a_plan_praises_nothing() -> None:
    assert wording_of("推动企业上市实现突破", plan=True) == "routine"


@pytest.mark.parametrize(
    "clause",
    [
        "有的同志纪律意识不强",
        "学习联系实际还不够",
        "工作中仍有一些差距",
        "学用两张皮的现象依然存在",
    ],
)
def test_words_of_faults_are_faults(clause: str) -> None:
    assert wording_of(clause) == "fault"


@pytest.mark.parametrize(
    "clause", ["严格执行请示报告制度", "每半年听取保密工作汇报", "落实“引进”工程要求"]
)
def test_what_is_done_every_year_is_routine(clause: str) -> None:
    assert wording_of(clause) == "routine"


@pytest.mark.parametrize(
    "clause", ["年初专题研究制定责任清单", "诚恳接受市委第三巡察组政治巡察", "建成电子档案室"]
)
def test_what_was_done_once_is_an_act_whatever_leads_up_to_it(clause: str) -> None:
    assert wording_of(clause) == "act"


@pytest.mark.parametrize("clause", ["剩余问题一季度末见底清零", "年内高风险机构全部摘帽"])
def test_a_goal_that_is_reached_once_is_not_set_again(clause: str) -> None:
    assert wording_of(clause, plan=True) == "act"


def test_what_has_a_day_of_its_own_is_an_act_but_not_in_a_plan() -> None:
    assert wording_of("6月到县区宣讲") == "act"
    assert wording_of("6月底前到县区宣讲", plan=True) == "routine"


@pytest.mark.parametrize(
    ("clause", "stance"),
    [
        ("围绕服务实体经济", "lead"),
        ("聚焦主责主业", "lead"),
        ("截至2025年末", "lead"),
        ("通过专题党课等形式", "means"),
        ("制定方案", "means"),
        ("推动全面完成整改", "result"),
        ("后续又发布了办法", "result"),
        ("确保取得实效", "aim"),
        ("着力提升干部素养", "aim"),
        ("严格执行报告制度", "head"),
        ("围绕首贷培育开展走访", "head"),
    ],
)
def test_a_clauses_opening_says_how_it_hangs_together(clause: str, stance: str) -> None:
    (statement,) = read_statements(f"{clause}，落实责任。")
    assert statement.clauses[0].stance == stance


@pytest.mark.parametrize("sort", sorted(lexicon("openers")))
def test_every_opener_is_a_pattern_of_some_reach(sort: str) -> None:
    samples = {
        "lead": [
            "围绕中心",
            "坚持好干部标准",
            "在市委领导下",
            "以党建为统领",
            "一年来",
            "年末",
            "2025年以来",
            "为做好工作",
            "刚才",
        ],
        "means": ["制定方案", "结合巡察整改"],
        "result": [
            "形成合力",
            "由业务科室轮流主讲",
            "每篇明确牵头领导",
            "多到县区去",
            "局党组照单全收",
            "没有列入目录的不得报送",
            "讲得都很实在",
            "一个问题一名领导一本台账",
        ],
        "aim": ["确保实效"],
        "spoken": [
            "市委书记指出，",
            "市委要求：",
            "强调“守住底线”",
            "明确提出要求",
        ],
    }
    found = [any(re.search(p, s) for s in samples[sort]) for p in lexicon("openers")[sort]]
    assert all(found)


def test_ordinals_head_statements_and_are_not_in_their_clauses() -> None:
    statements = read_statements("重点做好：一是抓学习，落实制度；二是抓支部。")
    assert [each.ordinal for each in statements] == ["", "一是", "二是"]
    assert (
        "".join(each.text for each in statements) == "重点做好：一是抓学习，落实制度；二是抓支部。"
    )


def test_a_quotation_is_never_cut() -> None:
    text = "他说：“要学。要干。”大家都听。"
    assert [span.text for span in split_sentences(text)] == ["他说：“要学。要干。”", "大家都听。"]
    assert [span.text for span in split_clauses("贯彻“学思用，贯通”，抓落实")] == [
        "贯彻“学思用，贯通”，",
        "抓落实",
    ]


def test_numbers_are_never_cut() -> None:
    assert len(split_clauses("新增1,000户，9:30开会")) == 2


@pytest.mark.parametrize(
    ("clause", "goes_on"),
    [
        ("建立月度会商机制", "用好月度会商机制"),
        ("制定《工作指引》", "落实《工作指引》"),
        ("组建金融招商专班", "发挥金融招商专班作用"),
        ("开设“金融夜校”", "办好“金融夜校”"),
        ("落实报告制度", "落实报告制度"),
        ("修订完善局党组工作规则", "执行局党组工作规则"),
        ("牵头组建“云岭”调解中心", "发挥“云岭”调解中心作用"),
        ("修订并印发《翠湖手册》", "执行《翠湖手册》"),
    ],
)
def test_a_deed_has_a_form_in_which_it_goes_on(clause: str, goes_on: str) -> None:
    assert standing_form(clause) == goes_on


def test_praise_is_cut_only_where_work_is_left() -> None:
    assert trim_appraisal("扎实推进各项重点工作取得积极成效") == "扎实推进各项重点工作"
    assert trim_appraisal("整治取得成效") == ""


def test_every_finder_every_topic_and_every_kin_group_is_of_use() -> None:
    assert all(verb.endswith("的") for verb in lexicon("finders").values())
    assert all(len(group) >= 2 for group in lexicon("kin"))
    words = [word for group in lexicon("kin") for word in group]
    assert len(lexicon("topics")) >= 3
    assert len(words) > 50


@pytest.mark.parametrize(
    ("at", "clause"),
    [
        (0, "有的同志纪律意识不强"),
        (1, "学习联系实际还不够"),
        (2, "工作中仍有一些差距"),
        (3, "学用两张皮的现象依然存在"),
    ],
)
def test_every_pattern_of_faults_finds_its_sample(at: int, clause: str) -> None:
    assert re.search(lexicon("faults")[at], clause)
    assert len(lexicon("faults")) == 4


@pytest.mark.parametrize(
    ("at", "slip", "mended"),
    [
        (0, "严格管理,营造氛围", "严格管理，营造氛围"),
        (1, "抓学习;抓支部", "抓学习；抓支部"),
        (2, "抓 学习", "抓学习"),
        (3, "《甲》、《乙》", "《甲》《乙》"),
        (4, "“甲”、“乙”", "“甲”“乙”"),
        (5, "十九大以来", "党的十九大以来"),
    ],
)
def test_every_slip_is_mended(at: int, slip: str, mended: str) -> None:
    wrong, right = lexicon("tidying")[at]
    assert re.sub(wrong, right, slip) == mended


@pytest.mark.parametrize(
    ("at", "masked", "general"),
    [
        (
            0,
            "习近平总书记考察XX重要讲话和对××工作的重要指示批示精神",
            "习近平总书记重要讲话和重要指示批示精神",
        ),
        (1, "习近平总书记视察**重要讲话精神", "习近平总书记重要讲话精神"),
        (2, "习近平总书记对XX工作重要指示批示精神", "习近平总书记重要指示批示精神"),
        (3, "服务XXX经济社会发展", "服务经济社会发展"),
    ],
)
def test_every_masked_saying_has_its_general_form(at: int, masked: str, general: str) -> None:
    assert len(lexicon("generalising")) == 4
    assert lexicon("generalising")[at][0]
    assert generalised(masked) == general


@pytest.mark.parametrize("verb", lexicon("doing"))
def test_a_label_with_a_verb_gets_no_other(verb: str) -> None:
    fact = Fact(id="F1", label=f"{verb}云岭活动", value=Decimal(4), unit="次")
    (told,) = told_facts([fact], Brief("1", 1, "一、", "", "work", 2026, False), frozenset())
    assert told.text == f"{verb}云岭活动4次。"


@pytest.mark.parametrize(
    ("at", "praise"),
    [
        (0, "存贷规模再创新高"),
        (1, "企业上市取得突破"),
        (2, "金融环境持续优化"),
        (3, "责任链条拧得更实"),
        (4, "信贷结构良好"),
        (5, "干部队伍有新活力"),
        (6, "风险处置有序推进"),
        (7, "作风建设过硬"),
        (8, "信息工作走在前列"),
    ],
)
def test_every_topic_ends_where_its_praise_begins(at: int, praise: str) -> None:
    assert len(lexicon("topics")) == 9
    assert re.search(lexicon("topics")[at], praise)
