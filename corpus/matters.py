"""Matters: what a past sentence tells, clause by clause, and what hangs on what.

Four classes of past wording decide what may be carried into this year: 提法 set phrases and 常规
routine may, 动作 one-off acts and 评价 appraisal need a fact or a decision. A fifth, faults, is
never carried: they come from this year's problems. The words that tell them apart are data in
``lexicon/acts.yaml``, ``appraisal.yaml``, ``faults.yaml`` and ``openers.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from corpus.clauses import Span, split_clauses, split_sentences
from corpus.lexicon import lexicon

WordingClass = Literal["set", "routine", "act", "appraisal", "fault"]
Stance = Literal["head", "lead", "means", "result", "aim"]

_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|‘[^’]*’")
_SUBJECT = (
    r"(?:[^，；。]{0,10}?(?:党组|党委|纪委|支部|总支|科室|班子|机关|部门|全局|全办|我局|我办|各级|"
    r"重点项目))?"
)
_ADVERB = (
    r"(?:并|还|先后|及时|积极|牵头|探索|成功|组织|深入|研究|共同|联合|推动|推进|进一步|认真|抓紧|"
    r"会同|协助|指导|督促|重新|集中|统一|全面|带头|同步|分别|按月|按季度|按年度|定期|年初|年中|年底|年末|年内|全年|今年|去年|"
    r"扎实|持续|主动|稳妥|有序|高质量|高标准|逐步|专门|专题|率先|配合)*"
)
_ORDINAL = re.compile(
    r"^(?:(?:[一二三四五六七八九十]{1,3})(?:是|要)|第[一二三四五六七八九十]{1,3}[，、]|(?:首先|其次|再次|最后)，|"
    r"[①②③④⑤⑥⑦⑧⑨⑩])"
)
_DOING = re.compile(
    r"(?:[^，；。]{0,10}(?:党组|科室|机关))?(?:扎实|深入|持续|积极|全面|有力|稳步|认真|大力|切实)*"
    r"(?:推进|推动|开展|落实|加强|抓好|抓实|做好|狠抓|强化|深化|实施|促进|服务|支持)"
)
# What goes with the act and not with the practice it left: 牵头组建, 修订完善.
_ONCE = re.compile(r"(?:牵头|探索|研究|深入|成功|及时|率先|先后|组织|共同|联合)+$")
_AND_SO_ON = re.compile(r"^(?:了|并|完善|健全|印发|出台|实施|发布|运行)+")
_LAST_YEAR = re.compile(r"(?:去年|上年)(?!以来)")
_BLAMED = re.compile(r"有的|有些|个别|少数")
_EVENT_DATE = re.compile(
    r"(?<!\d)\d{1,2}月(?:\d{1,2}日|份|上旬|中旬|下旬|底|初)?(?!末)|上半年|下半年|日前|近日"
)


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a past sentence, in its own words without the closing mark.

    ``stance`` says how it hangs together with its neighbours; ``verb`` is the act's verb for an
    act, else "". ``soft`` marks appraisal that any fact of the same item bears out.
    """

    text: str
    stop: str
    wording: WordingClass
    stance: Stance
    verb: str = ""
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """A past sentence: its ordinal (一是, 第一，) or "", and its clauses in order."""

    ordinal: str
    clauses: tuple[Clause, ...]

    @property
    def text(self) -> str:
        """The sentence in its own words."""
        return self.ordinal + "".join(clause.text + clause.stop for clause in self.clauses)


@lru_cache(maxsize=4096)  # a passage is lent from as often as facts look for words
def read_statements(paragraph: str, *, plan: bool = False) -> tuple[Statement, ...]:
    """The sentences of a past paragraph with each clause classed.

    ``plan`` is true for a plan or a next-step section, where 制定…方案 is a yearly task.
    An ordinal also begins a statement behind ； or ： (…差距：一是…；二是…).
    """
    return tuple(
        _statement(text, plan=plan)
        for sentence in split_sentences(paragraph.strip())
        for text in _cut_at_ordinals(sentence)
        if text.strip()
    )


def wording_of(clause: str, *, plan: bool = False) -> WordingClass:
    """Which of the four classes a clause's words belong to, by the tables of ``lexicon/``.

    ``clause`` comes without its mark; ``plan`` says that it tells what is to be done: what would
    be a deed in a summary (开展专项检查) is routine there.
    """
    return _clause(Span(0, len(clause), clause, ""), plan=plan).wording


def act_verb(clause: str, *, plan: bool = False) -> str:
    """The word of ``lexicon/acts.yaml`` that makes the clause a one-off act, or "".

    Words in “” do not count; in a ``plan``, those do not that a plan carries.
    """
    bare = _QUOTED.sub(lambda found: "“" + "　" * (len(found[0]) - 2) + "”", clause)
    for act, pattern in _acts():
        if act["word"] not in bare or (plan and act["plan"] == "carry"):
            continue
        if pattern.search(bare) and not any(word in bare for word in act.get("unless", ())):
            return str(act["word"])
    return ""


def standing_form(clause: str) -> str:
    """The clause as a practice that goes on (建立会商机制 → 用好会商机制); itself if no act."""
    for act, pattern in _acts():
        found = pattern.search(clause)
        if found and act["as"]:
            before = _ONCE.sub("", clause[: found.start("verb")])
            thing = _AND_SO_ON.sub("", clause[found.end("verb") :])
            return before + str(act["as"]).format(thing)
    return clause


def trim_appraisal(clause: str) -> str:
    """The clause without a praise at its end that may be cut off, or "" if nothing is left."""
    for entry, pattern in _appraisals():
        found = pattern.search(clause)
        if entry.get("trim") and found and found.end() == len(clause):
            stem = clause[: found.start()].rstrip("，、并了")
            return stem if len(stem) >= 6 and _DOING.match(stem) else ""
    return ""


def praise_in(clause: str) -> str:
    """The words that praise in a clause, "" if none do."""
    found = (pattern.search(clause) for _, pattern in _appraisals())
    return next((each[0] for each in found if each), "")


def _cut_at_ordinals(sentence: Span) -> Iterator[str]:
    text, start = sentence.text, 0
    for clause in split_clauses(text):
        begins = _ORDINAL.match(text[clause.start :])
        if begins and clause.start > start and text[clause.start - 1] in "；：。":
            yield text[start : clause.start]
            start = clause.start
    yield text[start:]


def _statement(text: str, *, plan: bool) -> Statement:
    found = _ORDINAL.match(text)
    ordinal = found[0] if found else ""
    clauses = tuple(
        _clause(span, plan=plan)
        for span in split_clauses(text[len(ordinal) :])
        if span.body.strip()
    )
    if clauses and _LAST_YEAR.match(clauses[0].text):
        # 去年，涉案人员…: all that is told of last year is its own.
        clauses = tuple(_of_last_year(clause) for clause in clauses)
    return Statement(ordinal, tuple(_faults_to_their_end(clauses)))


def _of_last_year(clause: Clause) -> Clause:
    return replace(clause, wording="act", verb="日期") if clause.wording == "routine" else clause


def _faults_to_their_end(clauses: Iterable[Clause]) -> Iterator[Clause]:
    """The clauses, of which those that go on with a fault are faults too.

    有的科室抓业务轰轰烈烈，抓廉政冷冷清清；
    """
    blamed = False
    for clause in clauses:
        if clause.wording == "fault" and _BLAMED.match(clause.text):
            blamed = True
        elif blamed and clause.wording == "routine":
            clause = replace(clause, wording="fault")
        yield clause
        blamed = blamed and clause.stop not in ("；", "。", "")


def _clause(span: Span, *, plan: bool) -> Clause:
    text = span.body.strip(" \u3000\xa0")
    stance = _stance(text)
    verb = act_verb(text, plan=plan)
    if verb:
        return Clause(text, span.stop, "act", stance, verb)
    if not plan and _EVENT_DATE.search(_QUOTED.sub("", text)):
        return Clause(text, span.stop, "act", stance, "日期")
    if _spoken().search(text + span.stop):
        return Clause(text, span.stop, "act", stance, "引语")
    if _faults().search(text):
        return Clause(text, span.stop, "fault", stance)
    if not plan and _any_appraisal().search(text):
        praise = next(entry for entry, pattern in _appraisals() if pattern.search(text))
        return Clause(text, span.stop, "appraisal", stance, soft=bool(praise.get("soft")))
    return Clause(text, span.stop, "routine", stance)


def _stance(text: str) -> Stance:
    for stance, pattern in _openers():
        if pattern.search(text):
            return stance
    return "head"


@cache
def _openers() -> tuple[tuple[Stance, re.Pattern[str]], ...]:
    order: tuple[Stance, ...] = ("lead", "means", "result", "aim")
    return tuple((each, re.compile("|".join(lexicon("openers")[each]))) for each in order)


@cache
def _faults() -> re.Pattern[str]:
    return re.compile("|".join(lexicon("faults")))


@cache
def _spoken() -> re.Pattern[str]:
    return re.compile("|".join(lexicon("openers")["spoken"]))


@cache
def _acts() -> tuple[tuple[dict[str, str], re.Pattern[str]], ...]:
    forms = {
        "any": "(?P<verb>WORD)",
        "verb": f"(?:^{_SUBJECT}{_ADVERB}|[、并和])(?P<verb>WORD)",
        "end": "(?P<verb>WORD)$",
    }
    ordered = sorted(lexicon("acts"), key=lambda act: -len(act["word"]))
    return tuple(
        (act, re.compile(forms[act["where"]].replace("WORD", act["word"]))) for act in ordered
    )


@cache
def _any_appraisal() -> re.Pattern[str]:
    """All of them in one: most clauses praise nothing, and one look says so."""
    return re.compile("|".join(f"(?:{pattern.pattern})" for _, pattern in _appraisals()))


@cache
def _appraisals() -> tuple[tuple[dict[str, object], re.Pattern[str]], ...]:
    return tuple((entry, re.compile(entry["pattern"])) for entry in lexicon("appraisal"))
