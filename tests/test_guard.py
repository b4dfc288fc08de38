"""The guard against sentences made to get past it, and none of the honest ones refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.brief import Brief
from assistant.desk import DraftOrder, plan_sheet
from assistant.indexing import index_reports
from assistant.plan import Plan
from assistant.planning import plan_draft
from assistant.sheet.facts import Fact
from assistant.sheet.loading import load_sheet, sheet_from_plain
from assistant.writing.guard import Guard
from assistant.writing.model import ModelWriter
from assistant.writing.prompted import phrasing_of
from assistant.writing.protocol import filled, parse_reply
from corpus.kinds import kind_named
from corpus.library import Library
from corpus.samples import sample_folder
from corpus.vague import find_vague
from tests.fakes import ScriptedChat

SHEET = sheet_from_plain(
    {
        "unit": "云州市金融工作局党组",
        "short": "局党组",
        "kind": "annual-summary",
        "year": "2026",
        "facts": [
            {"label": "召开党组会议", "value": "24", "unit": "次", "previous": "21"},
            {
                "label": "各项贷款余额",
                "value": "1034.5",
                "unit": "亿元",
                "qualifier": "突破",
                "previous": "980.2",
            },
            {"text": "6月引进云岭银行设立云州分行"},
            {"label": "不良贷款率", "value": "1.2", "unit": "%", "previous": "1.5"},
            {"text": "成立金融服务专班，深入12家企业走访"},
            {"label": "新增上市公司", "value": "3", "unit": "家"},
        ],
        "problems": [{"text": "直接融资比重偏低", "measure": "建立上市后备企业库"}],
        "guidance": [
            {
                "name": "市委五届三次全会",
                "issuer": "市委",
                "date": "2026-07-18",
                "text": "坚持把金融服务实体经济作为根本宗旨",
            }
        ],
    },
    "facts.yaml",
)
PLAN = plan_draft(SHEET, kind_named(SHEET.kind), None)


def guard_of(brief: Brief, plan: Plan = PLAN) -> Guard:
    return ModelWriter(ScriptedChat(lines=[]), plan, "m").guard(brief)


def brief_of(role: str) -> Brief:
    return next(brief for brief in PLAN.briefs() if brief.role == role)


WORK = guard_of(replace(brief_of("work"), facts=SHEET.facts, guidance=SHEET.guidance))
PROBLEMS = guard_of(brief_of("problems"))
NEXT = guard_of(brief_of("next"))


def reasons(guard: Guard, line: str) -> tuple[str, ...]:
    (said,) = parse_reply(line)
    return guard.reasons(said)


NASTY = """\
全年召开党组会议二十四次。
全年召开党组会议２４次。
召开党组会议廿四次。
召开党组会议两打。
贷款余额较上年翻了一番。
贷款余额翻番。
贷款规模实现倍增。
上市公司数量成倍增长。
一半以上的企业获得信贷支持。
过半企业获得信贷支持。
近三分之二的企业获得信贷支持。
贷款余额增长近两成。
贷款余额增长逾一成。
贷款余额占全省的半壁江山。
覆盖率达百分之百。
实现全覆盖。
走访企业数十家。
走访企业上百家。
走访企业若干家。
为数百家企业解决融资难题。
处置不良资产数亿元。
贷款余额突破千亿元大关。
各项贷款余额{F2}，首次突破千亿元大关。
各项贷款余额{F2}，增速居全省第一。
各项贷款余额{F2}，居全省首位。
各项贷款余额{F2}，排名全省前列。
各项贷款余额{F2}，创历史新高。
各项贷款余额{F2}，连续五年保持增长。
各项贷款余额{F2}，同比下降。
各项贷款余额{F2}，比上年下降{F2.growth}。
不良贷款率{F4}，比上年上升{F4.difference}。
不良贷款率由{F4.previous}上升到{F4}。
不良贷款率由{F4}下降到{F4.previous}。
不良贷款率{F4.previous}。
不良贷款率由1.5%下降到{F4}。
各项贷款余额由{F2.previous}增至{F2}。
新增上市公司由{F6.previous}增至{F6}。
新增上市公司{F6}，总数达到15家。
5月15日召开党组会议{F1}。
三季度召开党组会议{F1}。
去年召开党组会议{F1}。
2025年召开党组会议{F1}。
2026年上半年召开党组会议{F1}。
上半年召开党组会议{F1}。
局长王建国主持召开党组会议{F1}。
在王建国同志带领下召开党组会议{F1}。
与中国银行云州分行签订战略合作协议。
出台《云州市金融发展条例》。
与建行、农行合作开展活动。
成立工作领导小组。
建成全市首个金融服务平台。
荣获全国文明单位称号。
被省政府通报表扬。
有的干部作风不实。
存在服务意识不强的问题。
个别同志违规收受礼金。
强调“要把金融风险防控摆在更加突出的位置”。
习近平总书记指出，金融是国民经济的血脉。
市委书记强调要做好金融工作。
6月引进云岭银行设立云州分行，投放贷款超过十亿元〔F3〕。
7月引进云岭银行设立云州分行〔F3〕。
6月引进山海银行设立云州分行〔F3〕。
6月引进云岭银行设立云州分行，为全市首家外资银行〔F3〕。
组织金融知识进社区活动。
组织开展银企对接活动多场。
累计发放贷款惠及千家万户。
举办培训班第三期。
党组会议召开次数是上年的两倍。
第二次召开党组会议{F1}。
召开党组会议{F1}次左右。
召开党组会议近{F1}。
召开党组会议超过{F1}。
各项贷款余额不到{F2}。
各项贷款余额约{F2}。
召开党组会议{F1}〔F2〕。
召开党组会议若干次〔F1〕。
召开党组会议和新增上市公司分别为{F6}和{F1}。
召开党组会议、新增上市公司分别为{F6}、{F1}。
会议召开{F6}，上市公司新增{F1}。
坚持把金融服务实体经济作为根本宗旨，新设机构5家〔G1〕。
深入贯彻市委五届四次全会精神。
全市GDP增长5%。
实现利税1.2亿元。
获评先进单位。
人均走访企业3家。
每月召开一次党组会议。
每季度召开1次党组会议。
N家企业获得支持。
贷款余额达壹仟亿元。
贷款余额突破①千亿元。
贷款余额达1 034亿元。
贷款余额达１０３４．５亿元。
贷款余额达一〇三四亿元。
增长幅度为5‰。
增长3个百分点。
大幅增长。
贷款余额大幅增长。
企业融资成本持续下降。
整改问题全部完成。
整改完成率100%。
处分干部一人。
查处违纪干部。
新发现的问题已全部整改到位。
贷款余额增速位居全省第一方阵。
贷款余额增幅高于全省平均水平。
不良贷款率低于全国平均水平。
贷款余额比五年前增加一倍。
支持企业近千户。
走访企业二三十家。
走访企业几十家。
召开会议十余次。
培训干部百余人次。
带动就业上万人。
新增贷款超百亿。
各项贷款余额{F2}，其中涉农贷款占三成。
各项贷款余额{F2}，净增额创近年新高。
各项贷款余额{F2}，排在前三位。
各项贷款余额{F2}，增幅排全省第三。
各项贷款余额突破{F2}大关，迈上新台阶。
召开党组会议{F1}，同比增长14.3%。
召开党组会议{F1}，同比增长百分之十四。
召开党组会议{F1}，增长{F1.growth}，创历史最好水平。
省委主要领导对我局工作作出肯定性批示。
张三丰同志被评为先进个人。
我局张伟荣获省五一劳动奖章。
邀请清华大学教授授课。
组织干部赴井冈山开展党性教育。
与上海证券交易所签署战略合作备忘录。
编发《金融信息专报》。
开通“金融110”服务热线。
在全省率先推出“云金贷”产品。
推动云州农商行完成改制。
化解某集团债务风险。
处置非法集资案件。
追回被骗资金。
选派干部驻村帮扶。
开展“金融惠民月”活动。
召开全市金融工作大会。
市政府出台金融支持政策措施。
争取到国家级试点。
获得省级专项资金支持。
办理人大代表建议和政协提案，满意率百分之百。
成功举办第五届金融博览会。
6月成功引进云岭银行，带动就业上千人〔F3〕。
引进云岭银行和山海证券〔F3〕。
云岭银行云州分行开业运营，贷款投放位居前列〔F3〕。
6月引进云岭银行设立云州分行，市长出席揭牌仪式〔F3〕。
成立金融服务专班，深入20家企业走访〔F5〕。
成立金融服务专班，深入十二家企业走访，帮助解决融资〔F5〕。
成立金融服务专班，深入12家企业走访，解决问题12个〔F5〕。
2024年召开党组会议{F1}。
近三年来召开党组会议{F1}。
十四五以来新增上市公司{F6}。
截至10月底，各项贷款余额{F2}。
第四季度新增上市公司{F6}。
国庆前新增上市公司{F6}。
新增上市公司{F6}，全部为民营企业。
新增上市公司{F6}，总市值居全省前列。
召开局长办公会{F1}。
未召开党组会议{F1}。
召开党组会议不足{F1}。
取消党组会议{F1}。
某领导强调，要抓好金融。
正如古人所言，“金融活则经济活，金融稳则经济稳”。
他指出：‘要做好金融五篇大文章’。
干部作风明显好转。
群众满意度大幅提升。
队伍面貌焕然一新。
工作得到上级充分肯定。
全年无安全事故发生。
没有发生违纪违法案件。
""".splitlines()
HONEST = """\
坚持以习近平新时代中国特色社会主义思想为指导，深入学习贯彻党的二十大精神。
坚决做到“两个维护”，增强“四个意识”，坚定“四个自信”。
全年召开党组会议{F1}，比上年增加{F1.difference}。
不良贷款率由{F4.previous}下降到{F4}。
召开党组会议由{F1.previous}增加到{F1}。
各项贷款余额{F2}，同比增长{F2.growth}。
全市各项贷款余额{F2}，金融支持实体经济的力度持续加大。
6月引进云岭银行设立云州分行〔F3〕。
6月，云岭银行引进落地，设立云州分行〔F3〕。
6月成功引进云岭银行，设立云州分行，进一步丰富了金融机构体系〔F3〕。
不良贷款率{F4}，比上年下降{F4.difference}。
不良贷款率为{F4}，资产质量保持稳定。
成立金融服务专班，深入12家企业走访〔F5〕。
组建金融服务专班，走访企业12家〔F5〕。
新增上市公司{F6}。
坚持把金融服务实体经济作为根本宗旨，全面贯彻市委五届三次全会精神〔G1〕。
认真贯彻落实市委五届三次全会精神，坚持把金融服务实体经济作为根本宗旨〔G1〕。
严格执行民主集中制，重大事项集体研究决定。
一是加强政治建设。
一是强化理论武装，坚持第一议题制度。
扎实推进党风廉政建设，严格落实中央八项规定精神。
持续优化营商环境，为企业提供更加便捷的金融服务。
围绕中心、服务大局，较好完成了全年各项工作任务。
召开党组会议{F1}，研究部署重点工作。
局党组全年召开党组会议{F1}，坚持集体领导。
认真履行主体责任，坚持“一岗双责”。
2026年，局党组坚持稳中求进工作总基调。
坚持党建引领，推动业务工作与党建工作深度融合。
加强干部队伍建设，提升干部能力素质。
全面落实意识形态工作责任制。
各项贷款余额{F2}，比上年增加{F2.difference}，增长{F2.growth}。
全年新增上市公司{F6}，资本市场建设取得新进展。
防范化解金融风险，牢牢守住不发生系统性金融风险的底线。
坚持“三会一课”制度，规范党内政治生活。
强化监督执纪，一体推进不敢腐、不能腐、不想腐。
统筹发展和安全，切实做到守土有责、守土负责、守土尽责。
落实“三重一大”决策制度，做到科学决策、民主决策、依法决策。
深入开展调查研究，主动为企业排忧解难。
加强与上级部门的沟通对接，形成工作合力。
坚持第一议题制度，及时传达学习党中央重要会议精神。
全面落实党中央、国务院决策部署和省委、市委工作要求。
召开党组会议{F1}次，比上年增加{F1.difference}次。
各项贷款余额突破{F2}亿元。
各项贷款余额突破{F2}，较上年增长{F2.growth}。
不良贷款率{F4}，较上年下降{F4.difference}。
新增上市公司{F6}家，多层次资本市场体系加快完善。
聚焦服务实体经济，引导金融机构加大信贷投放。
严格落实“三会一课”、主题党日等制度。
扎实开展党性教育，引导党员干部坚定理想信念。
一体推进党风廉政建设和业务工作。
用好监督执纪“四种形态”，抓早抓小、防微杜渐。
坚持问题导向，着力破解企业融资难题。
深化金融改革开放，优化金融资源配置。
坚持民主集中制，重大事项集体讨论决定。
持续加强机关作风建设，力戒形式主义、官僚主义。
贯彻落实市委五届三次全会精神，坚持把金融服务实体经济作为根本宗旨，各项贷款余额{F2}〔G1〕。
6月，云岭银行成功引进并设立云州分行〔F3〕。
全年6月引进云岭银行，设立云州分行，金融组织体系进一步健全〔F3〕。
""".splitlines()


@pytest.mark.parametrize("line", NASTY)
def test_what_the_sheet_does_not_bear_out_is_refused(line: str) -> None:
    assert reasons(WORK, line)


@pytest.mark.parametrize("line", HONEST)
def test_an_honest_sentence_is_not_refused(line: str) -> None:
    assert reasons(WORK, line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "作风建设不够扎实。",
        "理论学习不深入，干部能力有短板。",
        "直接融资比重偏低，干部贪腐多发〔P1〕。",
        "个别干部贪污受贿。",
        "一些企业反映办事拖拉。",
        "直接融资比重偏低，占比不足两成〔P1〕。",
    ],
)
def test_a_fault_nobody_reported_is_refused_among_the_problems(line: str) -> None:
    assert reasons(PROBLEMS, line)


@pytest.mark.parametrize(
    "line",
    [
        "直接融资比重偏低〔P1〕。",
        "一是直接融资比重还偏低〔P1〕。",
        "工作中还存在一些不足：",
        "对照上级要求，还存在一些差距和不足。",
    ],
)
def test_a_problem_listed_and_what_leads_up_to_it_are_not_refused(line: str) -> None:
    assert reasons(PROBLEMS, line) == ()


@pytest.mark.parametrize(
    "line",
    [
        "建立上市后备企业库，力争新增上市公司5家〔M1〕。",
        "力争贷款增长10%以上。",
        "力争贷款翻一番。",
        "建立上市后备企业库，入库企业达百家〔M1〕。",
        "举办第六届金融博览会。",
    ],
)
def test_a_target_nobody_set_is_refused_in_what_is_to_be_done(line: str) -> None:
    assert reasons(NEXT, line)


@pytest.mark.parametrize(
    "line",
    [
        "建立上市后备企业库，着力提高直接融资比重〔M1〕。",
        "加快建立上市后备企业库，推动更多企业上市融资〔M1〕。",
        "进一步加强党的建设，提升干部队伍能力素质。",
    ],
)
def test_what_is_to_be_done_may_be_put_in_ones_own_words(line: str) -> None:
    assert reasons(NEXT, line) == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("召开党组会议{F1}次。", "召开党组会议24次。"),
        ("各项贷款余额突破{F2}亿元。", "各项贷款余额突破1034.5亿元。"),
        ("同比增长{F2.growth}%。", "同比增长5.5%。"),
    ],
)
def test_a_bound_or_measure_told_twice_is_told_once(line: str, told: str) -> None:
    assert filled(line, WORK.facts) == told


def test_a_rise_or_fall_its_own_event_tells_may_be_told() -> None:
    told = Fact(id="F9", text="受市场影响，直接融资规模回落")
    guard = guard_of(replace(brief_of("work"), facts=(told,)))
    assert reasons(guard, "受市场影响，直接融资规模回落〔F9〕。") == ()


def test_a_value_that_is_only_cited_is_still_missing() -> None:
    said = parse_reply("各项贷款余额稳步增长〔F2〕。\n新增上市公司{F6}。")
    missing = WORK.missing(said)
    assert "F2" in missing
    assert "F6" not in missing


def test_what_a_refused_sentence_told_is_missing_too() -> None:
    faults = WORK.faults(parse_reply("各项贷款余额{F2}，居全省首位。"))
    assert any("没有写到F2" in fault.reason for fault in faults)


def test_reasons_are_chinese_and_name_no_value_the_model_did_not_type() -> None:
    swapped = (
        "召开党组会议{F6}。",
        "新增上市公司{F2}。",
        "{F4}{F6}。",
        "召开党组会议{F1}，减少{F1}。",
    )
    told = "".join(reason for line in swapped for reason in reasons(WORK, line))
    assert told
    assert not [value for value in ("24", "1034.5", "1.2%", "3家") if value in told]
    assert not [word for word in ("untraced", "wrong", "label") if word in told]


@pytest.mark.parametrize(
    "line", ["召开党组会议和引进云岭银行分别{F3}和{F1}。", "分别{G1}、{F1}。", "近{F3}左右。"]
)
def test_what_has_no_value_is_not_put_in_as_one(line: str) -> None:
    assert "没有数值" in reasons(WORK, line)[0]


_MARKS = ["{F1}", "{F2}", "{F3}", "{F4.growth}", "{F5.difference}", "{F6}", "{G1}", "{P9}", "{F99}"]
_CITED = ["〔F1〕", "〔F3〕", "〔G1〕", "〔F3、F5〕", "〔X1〕"]
_STOPS = ["、", "，", "。", "；", "：", "\n", "“", "”", "**", "⟦0⟧", "【待补】"]
_WORDS = ["召开党组会议", "新增上市公司", "6月引进云岭银行", "增长", "下降", "没有", "近", "去年"]
_MORE = ["分别", "和", "指出，", "24次", "×", "第三季度", "存在的问题", "翻番", "左右"]
_PIECES = [*_MARKS, *_CITED, *_STOPS, *_WORDS, *_MORE]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
def test_whatever_a_model_says_is_judged_and_never_stops_the_work(reply: str) -> None:
    for guard in (WORK, PROBLEMS, NEXT):
        said = parse_reply(reply)
        faults = guard.faults(said)
        bad = {fault.at for fault in faults}
        for at, each in enumerate(said):
            if at not in bad:
                assert "{" not in filled(each.text, guard.facts)


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> list[Plan]:
    """The plans of the sample sheets, after last year's report and after the kind alone."""
    samples = Path(str(sample_folder()))
    shelf = tmp_path_factory.mktemp("library")
    index_reports([samples / "reports"], shelf)
    library = Library.open(shelf)
    sheets = [load_sheet(path) for path in sorted((samples / "sheets").glob("*.yaml"))]
    order = DraftOrder()
    return [plan_sheet(sheet, each, order).plan for sheet in sheets for each in (library, None)]


def test_the_phrasing_a_model_is_shown_may_be_told_again(plans: list[Plan]) -> None:
    refused = [
        (line, reasons)
        for plan in plans
        for brief in plan.briefs()
        for guard in [guard_of(brief, plan)]
        for line in phrasing_of(brief)
        if "（数）" not in line
        for said in parse_reply(line)
        if (reasons := guard.reasons(said))
    ]
    assert refused == []


@pytest.mark.parametrize(
    "words",
    [
        "千方百计抓落实",
        "惠及千家万户",
        "成效明显",
        "一成不变",
        "打击非法集资",
        "第一责任人",
        "半年",
    ],
)
def test_words_that_only_look_like_a_quantity_are_none(words: str) -> None:
    assert list(find_vague(words)) == []
