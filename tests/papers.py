"""Clean papers of an invented bureau, each with its sheet: what no check may find fault with."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import yaml

from assistant.draft import Draft, DraftSection, Sentence
from assistant.sheet.facts import Decision, Fact, Guidance, Problem, Sheet
from corpus.report import Report, Section
from eval.evaluate import Judgement, evaluate
from eval.examined import Examined, from_draft

_LEVELS = (
    (1, re.compile(r"^([一二三四五六七八九十]+、)(.+)$")),
    (2, re.compile(r"^(（[一二三四五六七八九十]+）)(.+)$")),
    (3, re.compile(r"^(\d+\. ?)(.+)$")),
)


def sheet_of(text: str) -> Sheet:
    plain = yaml.safe_load(text)
    made: dict[str, Any] = {
        key: tuple(
            model(**{"id": f"{letter}{number}", **_typed(row)})
            for number, row in enumerate(plain.get(key, ()), start=1)
        )
        for key, letter, model in (
            ("facts", "F", Fact),
            ("problems", "P", Problem),
            ("guidance", "G", Guidance),
            ("decisions", "D", Decision),
        )
    }
    return Sheet(**{**plain, **made})


def _typed(row: dict[str, Any]) -> dict[str, Any]:
    """Numbers as written: YAML floats would lose 9.80."""
    return {key: str(value) if isinstance(value, float) else value for key, value in row.items()}


def draft_of(text: str, *, kind: str, year: int, unit: str) -> Draft:
    """A draft from its printed text: title, salutation or opening, numbered headings, bodies."""
    title, *lines = text.strip().split("\n")
    salutation = lines.pop(0) if lines[0].endswith("：") and len(lines[0]) < 10 else ""
    draft = Draft(title=title, kind=kind, year=year, unit=unit, sections=(), salutation=salutation)
    flat: list[DraftSection] = []
    for line in lines:
        heading = _heading(line, len(flat))
        if heading:
            flat.append(heading)
        elif line.startswith("〖结尾〗"):
            closing = (*draft.closing, (Sentence(line.removeprefix("〖结尾〗")),))
            draft = replace(draft, closing=closing)
        elif flat:
            last = flat[-1]
            flat[-1] = replace(last, paragraphs=(*last.paragraphs, (Sentence(line),)))
        else:
            draft = replace(draft, opening=(*draft.opening, (Sentence(line),)))
    return replace(draft, sections=_nested(flat, 1))


def _heading(line: str, number: int) -> DraftSection | None:
    for level, pattern in _LEVELS:
        found = pattern.match(line)
        if found:
            heading, _, body = found[2].partition("。")
            paragraphs = ((Sentence(body),),) if body else ()
            return DraftSection(
                f"s{number}", level, found[1], heading, paragraphs, run_in=bool(body)
            )
    return None


def _nested(flat: list[DraftSection], level: int) -> tuple[DraftSection, ...]:
    """The flat list as a tree: each section takes those of a deeper level that follow it."""
    made: list[DraftSection] = []
    for at, section in enumerate(flat):
        if section.level != level:
            continue
        rest = flat[at + 1 :]
        stop = next((n for n, each in enumerate(rest) if each.level <= level), len(rest))
        made.append(replace(section, children=_nested(rest[:stop], level + 1)))
    return tuple(made)


def report_of(draft: Draft) -> Report:
    """The same paper as a report read from a file."""
    return Report(
        id=f"{draft.kind}-{draft.year}",
        title=draft.title,
        kind=draft.kind,
        year=draft.year,
        unit=draft.unit,
        source="paper.txt",
        sections=tuple(_section(section) for section in draft.sections),
        salutation=draft.salutation,
        opening=tuple(_text(paragraph) for paragraph in draft.opening),
        closing=tuple(_text(paragraph) for paragraph in draft.closing),
    )


def _section(section: DraftSection) -> Section:
    return Section(
        section.id,
        section.level,
        section.number,
        section.heading,
        section.run_in,
        tuple(_text(paragraph) for paragraph in section.paragraphs),
        tuple(_section(child) for child in section.children),
    )


def _text(paragraph: tuple[Sentence, ...]) -> str:
    return "".join(sentence.text for sentence in paragraph)


def examined_of(text: str, *, kind: str, year: int, unit: str) -> Examined:
    return from_draft(draft_of(text, kind=kind, year=year, unit=unit))


SUMMARY_SHEET = sheet_of("""
unit: 云州市金融工作局党组
short: 局党组
kind: annual-summary
year: 2026
date: 2027-01-06
facts:
  - {label: 召开党组会议, value: 24, unit: 次, previous: 21, source: 党组会议台账}
  - {label: 研究重要议题, value: 118, unit: 项, source: 党组会议台账}
  - {label: 修订完善工作制度, value: 19, unit: 项, source: 制度汇编}
  - {label: 理论学习中心组集中学习研讨, value: 12, unit: 次, source: 机关党委}
  - {label: 重点发言, value: 46, unit: 人次, source: 机关党委}
  - {label: 发展党员, value: 3, unit: 名, source: 机关党委}
  - label: 各项贷款余额
    value: 1034.5
    unit: 亿元
    previous: 940.5
    qualifier: 突破
    as_of: "2026-11-30"
    source: 金融统计月报
  - {label: 新发非法集资案件, value: 4, unit: 件, previous: 6, source: 稳定科}
  - {label: 做出行政处罚, value: 21, unit: 项, source: 法规科}
  - {label: 责令整改, value: 37, unit: 项, source: 法规科}
  - {label: 罚款, value: 412.50, unit: 万元, source: 法规科}
  - {text: 6月引进云岭银行设立云州分行，增设网点8个, source: 银行科}
  - {text: 9月组织12家银行机构开展“金融消费者权益保护宣传月”活动, source: 消保科}
problems:
  - {text: 直接融资比重偏低, status: 仍存在, measure: 建立上市后备企业库，每季度会商1次}
  - {text: 支部标准化建设还不平衡, status: 新发现, measure: 开展支部对标提升行动}
guidance:
  - {name: 市委五届三次全会, issuer: 市委, date: "2026-07-18", text: 加快建设区域金融服务中心}
decisions:
  - {past: 成立信息写作小组, now: 无}
  - {past: 开展“作风建设年”活动, now: 改为, text: 开展“作风建设深化年”活动}
""")

SUMMARY_PAST = """云州市金融工作局党组2025年度工作总结
2025年，云州市金融工作局党组带领全局干部攻坚克难，完成了年度任务。现将有关情况报告如下。
一、工作开展情况
（一）坚持党的领导
局党组坚持“第一议题”制度，召开党组会议21次，研究重要议题97项，贯彻市委五届一次全会精神。成立信息写作小组，由陈志远同志作专题辅导，修订党组工作规则。
（二）强化理论武装
理论学习中心组集中学习研讨10次，重点发言41人次，发展党员2名。
（三）服务实体经济
各项贷款余额940.5亿元，同比增长8.2%。4月引进沧海银行设立云州分行，组织开展“松岭金融服务周”活动，累计走访企业326家。开展“作风建设年”活动，各类信息被采用77篇。
二、存在的不足
企业上市培育周期偏长，后备资源梳理还不充分，金融人才引进渠道比较单一，与发展需要还有差距。
三、下一步工作思路
2026年，局党组将抓好金融服务和风险防控，推动全市金融工作再上新台阶。
"""

SUMMARY = """云州市金融工作局党组2026年度工作总结
2026年，云州市金融工作局党组坚持以习近平新时代中国特色社会主义思想为指导，认真落实市委五届三次全会部署，围绕中心、服务大局，较好完成全年任务。现将工作情况报告如下。
一、工作开展情况
（一）坚持党的全面领导，扛牢政治责任
局党组把学习贯彻党的创新理论作为首要任务，全年召开党组会议24次，比上年增加3次，研究重要议题118项，修订完善工作制度19项，把制度优势转化为治理效能。
（二）强化理论武装，夯实思想根基
党组理论学习中心组开展集中学习研讨12次，重点发言46人次，带动各支部学深学透。严把入口关，发展党员3名。
（三）服务实体经济，提升监管质效
截至11月底，各项贷款余额突破1034.5亿元，同比增长10.0%。6月引进云岭银行设立云州分行，增设网点8个。9月组织12家银行机构开展“金融消费者权益保护宣传月”活动。新发非法集资案件4件，比上年减少2件。做出行政处罚21项、责令整改37项，合计58项，罚款412.50万元。
二、存在的不足
对照上级要求，工作中还有差距：一是直接融资比重偏低，企业上市的路子走得不宽；二是支部标准化建设还不平衡，个别支部抓得不够紧。
三、下一步工作思路
2027年，局党组将坚持问题导向，建立上市后备企业库，每季度会商1次；开展支部对标提升行动，以过硬作风推动全市金融工作迈上新台阶。
"""

PLAN_SHEET = sheet_of("""
unit: 云州市金融工作局
short: 局党组
kind: party-building-plan
year: 2027
date: 2027-01-15
facts:
  - {label: 专题研究党建工作, value: 4, unit: 次, qualifier: 不少于, source: 机关党委}
  - {label: 党组理论学习中心组集中学习, value: 12, unit: 次, qualifier: 不少于, source: 机关党委}
  - {label: 开展主题党日, value: 10, unit: 次, qualifier: 不少于, source: 机关党委}
  - {label: 发展党员, value: 2, unit: 名, qualifier: 不少于, source: 机关党委}
  - {label: 安排党费, value: 3.20, unit: 万元, source: 机关党委}
  - {text: 4月办好培训班，实现支委全覆盖, source: 机关党委}
""")

PLAN_PAST = """云州市金融工作局2026年党建工作计划
为做好2026年党的建设工作，结合我局实际，制定本计划。
一、总体要求
坚持党建与业务一体谋划，推动机关党建走在前、作表率。
二、重点任务
（一）突出政治建设
1. 压实党建责任。党组专题研究党建工作不少于3次，各支部问题当面交账、逐项销号。
2. 强化理论武装。党组理论学习中心组集中学习不少于11次，邀请青禾大学教授授课。
三、组织保障
安排党费2.80万元，成立党建品牌创建专班，保障各项活动顺利开展。
"""

PLAN = """云州市金融工作局2027年党建工作计划
为切实做好2027年党的建设工作，结合我局实际，制定本计划。
一、总体要求
坚持以习近平新时代中国特色社会主义思想为指导，把机关党建放到金融工作大局中谋划，推动党建与业务同频共振。
二、重点任务
（一）把政治建设摆在首位
1. 压实党建责任。党组专题研究党建工作不少于4次，支部工作问题当面交账、逐项销号。
2. 强化理论武装。党组理论学习中心组集中学习不少于12次，把学习成果转化为服务企业的办法。
（二）夯实组织基础
3. 建强基层支部。各支部开展主题党日不少于10次，发展党员不少于2名，4月办好培训班，实现支委全覆盖。
三、组织保障
党组书记带头履行第一责任人责任，安排党费3.20万元，保证支部活动有经费、有场地。
"""

SPEECH_SHEET = sheet_of("""
unit: 云州市金融工作局
short: 局党组
kind: speech
year: 2027
date: 2027-02-19
occasion: 全市金融系统全面从严治党工作会议
facts:
  - {label: 开展警示教育, value: 4, unit: 次, year: 2026, source: 派驻纪检监察组}
  - {label: 化解非法集资陈案, value: 11, unit: 件, year: 2026, previous: 8, source: 稳定科}
problems:
  - {text: 廉政风险排查不够深入, status: 仍存在, measure: 每季度抽查廉政风险点并通报结果}
""")

SPEECH_PAST = """在全市金融系统全面从严治党工作会议上的讲话
同志们：
今天我们召开会议，下面，我讲三点意见。
一、2025年工作回顾
2025年，我们开展警示教育3次，化解非法集资陈案8件。
二、认清面临的形势
金融领域反腐败斗争依然严峻复杂，任何时候都不能有松口气、歇歇脚的念头。
三、抓好重点任务
要把纪律规矩立在前面，把监督检查做在平常，切实管好队伍、带好作风。
〖结尾〗同志们，让我们振奋精神、扎实工作，奋力开创全市金融工作新局面。
"""

SPEECH = """在全市金融系统全面从严治党工作会议上的讲话
同志们：
这次会议的主要任务，是总结去年的工作，部署2027年的任务。下面，我讲三点意见。
一、2026年工作简要回顾
2026年，我们一手抓教育、一手抓监督，全系统开展警示教育4次，化解非法集资陈案11件，比上年增加3件，管党治党的氛围更加浓厚。
二、认清形势任务，增强责任感使命感
我们要清醒看到，廉政风险排查不够深入，有的同志对身边的诱惑看得不重、防得不严。
三、抓好重点任务，推动各项工作落地见效
我们要把责任扛在肩上，每季度抽查廉政风险点并通报结果，让制度真正长出牙齿。
〖结尾〗同志们，让我们振奋精神、扎实工作，奋力开创全市金融工作新局面。
"""

DUTY_SHEET = sheet_of("""
unit: 云州市金融工作局党组
short: 局党组
kind: duty-report
year: 2026
date: 2026-12-28
facts:
  - {label: 党组专题研究全面从严治党工作, value: 5, unit: 次, previous: 4, department: 办公室}
  - {label: 开展廉政谈话, value: 131, unit: 人次, department: 机关纪委}
  - {label: 全市银行业不良贷款率, value: 1.38, unit: "%", previous: 1.52, source: 金融统计月报}
problems:
  - {text: 责任传导逐级递减, status: 新发现, measure: 对科室负责人开展履责约谈}
""")

DUTY_PAST = """云州市金融工作局党组2025年度履行主体责任情况报告
现将2025年度履行主体责任情况报告如下。
一、主要工作及成效
党组专题研究全面从严治党工作4次，开展廉政谈话118人次。牵头组建清廉金融文化讲师团，讲清案例、讲透纪律。
二、存在问题和不足
监督的穿透力还不强，发现问题主要靠上级交办。
三、下步工作打算
2026年，局党组将紧盯关键少数，把监督做深做实。
〖结尾〗特此报告。
"""

DUTY = """云州市金融工作局党组2026年度履行主体责任情况报告
根据有关要求，现将2026年度履行主体责任情况报告如下。
一、主要工作及成效
局党组扛牢管党治党责任，党组专题研究全面从严治党工作5次，开展廉政谈话131人次，把教育提醒做在日常。全市银行业不良贷款率1.38%，比上年下降0.14个百分点，防控成效持续巩固。
二、存在问题和不足
对照上级要求，责任传导逐级递减，个别科室抓得不紧，压力没有真正传到末端。
三、下步工作打算
2027年，局党组将坚持问题导向，对科室负责人开展履责约谈，推动责任一贯到底。
〖结尾〗特此报告。
"""


@dataclass(frozen=True)
class Paper:
    """A clean paper with what it is judged against."""

    text: str
    kind: str
    year: int
    unit: str
    sheet: Sheet
    past: Report

    def examined(self) -> Examined:
        return examined_of(self.text, kind=self.kind, year=self.year, unit=self.unit)

    def judged(self) -> Judgement:
        return evaluate(self.examined(), sheet=self.sheet, past=(self.past,))

    def with_(self, old: str, new: str) -> Paper:
        """The paper with one stretch changed; the stretch must be there."""
        assert old in self.text
        return replace(self, text=self.text.replace(old, new, 1))


def _paper(text: str, past: str, sheet: Sheet) -> Paper:
    last = draft_of(past, kind=sheet.kind, year=sheet.year - 1, unit=sheet.office)
    return Paper(text, sheet.kind, sheet.year, sheet.office, sheet, report_of(last))


PAPERS = {
    "summary": _paper(SUMMARY, SUMMARY_PAST, SUMMARY_SHEET),
    "plan": _paper(PLAN, PLAN_PAST, PLAN_SHEET),
    "speech": _paper(SPEECH, SPEECH_PAST, SPEECH_SHEET),
    "duty": _paper(DUTY, DUTY_PAST, DUTY_SHEET),
}


def planted(paper: str, old: str, new: str) -> list[tuple[str, str]]:
    """(code, excerpt) of every finding on a clean paper with ``new`` planted for ``old``."""
    return [
        (finding.code, finding.excerpt)
        for finding in PAPERS[paper].with_(old, new).judged().findings
    ]
