"""Drafts made by hand for the export tests, about an office that does not exist."""

from __future__ import annotations

from decimal import Decimal

from assistant.draft import Draft, DraftSection, Evidence, Hole, LeftOut, Paragraph, Sentence
from assistant.sheet.facts import Fact, Guidance, Problem, Sheet
from corpus.clauses import split_sentences

OFFICE = "云州市金融工作局"
PARTY_GROUP = f"中共{OFFICE}党组"
CARRIED = Evidence("passage", "总结-2025#1.1", "沿用")


def said(text: str, *evidence: Evidence) -> Paragraph:
    """A paragraph of the sentences of ``text``, each with the same evidence."""
    return tuple(Sentence(span.text, evidence) for span in split_sentences(text))


def fact(ref: str) -> Evidence:
    """Evidence that points at a fact."""
    return Evidence("fact", ref)


SHEET = Sheet(
    unit=PARTY_GROUP,
    kind="duty-report",
    year=2026,
    facts=(
        Fact(
            id="F1",
            label="召开党组会议",
            value=Decimal("24"),
            measure="次",
            previous=Decimal("21"),
            source="党组会议台账",
            department="办公室",
        ),
        Fact(id="F2", label="不良贷款率", value=Decimal("1.20"), measure="%", source="监管分局"),
        Fact(id="F3", text="6月引进云岭银行设立云州分行", source="银行科"),
        Fact(id="F4", label="开展警示教育", value=Decimal("3"), measure="场", weight="备用"),
    ),
    problems=(Problem(id="P1", text="直接融资比重偏低", found_by="市委巡察"),),
    guidance=(Guidance(id="G1", name="市委五届三次全会", issuer="市委", date="2026-07-18"),),
)

DUTY_REPORT = Draft(
    title=f"{PARTY_GROUP}2026年度履行全面从严治党主体责任情况的报告",
    kind="duty-report",
    year=2026,
    unit=PARTY_GROUP,
    opening=(said("2026年，局党组坚持“第一议题”制度，认真履行管党治党责任。现报告如下。"),),
    sections=(
        DraftSection(
            "1",
            1,
            "一、",
            "主要工作及成效",
            (),
            (
                DraftSection(
                    "1.1",
                    2,
                    "（一）",
                    "坚持党的全面领导",
                    (
                        (
                            *said("召开党组会议24次，研究“三重一大”事项**项。", fact("F1")),
                            *said("严格执行请示报告制度——重大事项一事一报。", CARRIED),
                            *said("开展谈心谈话【待补1】人次。"),
                        ),
                        said("党组成员带头到联系点讲党课。", CARRIED),
                    ),
                    run_in=True,
                    role="work",
                    year=2026,
                ),
                DraftSection(
                    "1.2",
                    2,
                    "（二）",
                    "服务实体经济",
                    (said("6月引进云岭银行设立云州分行。", fact("F3")),),
                ),
            ),
        ),
        DraftSection(
            "2",
            1,
            "二、",
            "存在的问题",
            (said("直接融资比重偏低。", Evidence("problem", "P1")),),
            role="problems",
        ),
    ),
    closing=(said("特此报告。"),),
    signature=PARTY_GROUP,
    date="2026年12月25日",
    holes=(Hole(1, "1.1", "开展谈心谈话", "人次", "机关纪委", "32人次", "1.1.3"),),
    left_out=(
        LeftOut("1.1", "成立**个工作专班", "去年的动作，今年无事实支持"),
        LeftOut("1.2", "举办“金融活水”论坛", "去年的动作，今年无事实支持"),
    ),
    unused=("F2", "F4"),
    recipe={"writer": "template", "library": "云州"},
)

_TASKS = (
    (
        "以更高站位把牢政治方向",
        "各党支部要把学习贯彻党的创新理论作为首要政治任务，落实“第一议题”制度，坚持读原著、学原文、悟原理，"
        "做到学思用贯通、知信行统一。要把市委、市政府的部署细化成责任清单，一项一项抓好落实，定期开展“回头看”，"
        "防止以会议落实会议、以文件落实文件。要压紧压实“一岗双责”，党组书记带头抓、班子成员分头抓、科室负责人具体抓。",
    ),
    (
        "以更实举措服务发展大局",
        "我们要围绕制造业强市建设，引导金融机构加大中长期贷款投放，力争全年新增制造业贷款60亿元以上，普惠小微贷款增速"
        "不低于15.5%。要办好银企对接活动，用好“云州金服”平台，让诚实守信的企业更容易得到贷款。要加大上市后备企业培育力度，"
        "健全梯次培育名单，落实专人联系、专班服务，推动企业通过股权融资、债券融资等多种方式拓宽渠道。",
    ),
    (
        "以更严要求守住风险底线",
        "要完善金融风险监测预警机制，对地方金融组织做到底数清、情况明、处置快，严厉打击非法集资等违法违规活动。"
        "要紧盯重点领域和关键岗位，扎紧制度笼子，管好审批权、检查权和处置权，坚决防止“小事不管、大事难管”。"
        "要坚持严管和厚爱结合、激励和约束并重，让干部敢为、愿为、有为，营造心齐气顺、风正劲足的良好氛围。",
    ),
)


def _speech_part(at: int, number: str, heading: str) -> DraftSection:
    children = tuple(
        DraftSection(
            f"{at}.{child}", 2, f"（{'一二三'[child - 1]}）", words, (said(text),), (), True
        )
        for child, (words, text) in enumerate(_TASKS, start=1)
    )
    return DraftSection(str(at), 1, number, heading, (), children)


SPEECH = Draft(
    title="在云州市金融工作局2027年全面从严治党暨党风廉政建设工作会议上的讲话",
    kind="speech",
    year=2027,
    unit=PARTY_GROUP,
    byline=("局党组书记、局长 林 川", "（2027年1月15日）"),
    salutation="同志们：",
    opening=(
        said(
            "这次会议的主要任务是，总结去年全面从严治党工作，部署今年任务。刚才，机关纪委通报了有关情况，"
            "3个科室作了交流发言，讲得都很好，我都赞成。下面，我讲三点意见。"
        ),
    ),
    sections=(
        _speech_part(1, "一、", "肯定成绩，进一步坚定全面从严治党的信心"),
        _speech_part(2, "二、", "正视问题，进一步增强管党治党的责任感紧迫感"),
        _speech_part(3, "三、", "突出重点，推动全面从严治党向纵深发展"),
    ),
    closing=(
        said("同志们，新的一年任务艰巨、使命光荣。让我们振奋精神、扎实工作，共同开创新局面！"),
    ),
)


def _measures(at: int) -> tuple[DraftSection, ...]:
    texts = (text for _, text in _TASKS)
    return tuple(
        DraftSection(
            f"2.{at}.{child}", 3, f"{child + (at - 1) * 3}.", words, (said(text),), (), True
        )
        for child, (words, text) in enumerate(
            zip(("抓学习教育", "抓责任落实", "抓监督管理"), texts, strict=True), start=1
        )
    )


PLAN = Draft(
    title=f"{OFFICE}党组2027年党风廉政建设和反腐败工作计划",
    kind="integrity-plan",
    year=2027,
    unit=f"{OFFICE}党组",
    opening=(said("为深入推进全面从严治党，结合我局实际，制定本计划。"),),
    sections=(
        DraftSection("1", 1, "一、", "总体要求", (said(_TASKS[0][1]),)),
        DraftSection(
            "2",
            1,
            "二、",
            "重点任务",
            (),
            (
                DraftSection("2.1", 2, "（一）", "加强政治建设", (), _measures(1)),
                DraftSection("2.2", 2, "（二）", "强化日常监督", (), _measures(2)),
            ),
        ),
        DraftSection("3", 1, "三、", "组织保障", (said(_TASKS[2][1]),)),
    ),
    signature=f"{OFFICE}党组",
    date="2027年1月20日",
)
