"""Hearing: what a writer's message asks for, told by rules; the words are in words.yaml.

A message is heard as one :class:`Wish`. What is no command and answers no question is taken as
facts to be told (:class:`Give`), and where nothing in it can be one it is not understood.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from assistant.talk.wishes import (
    Act,
    Answer,
    Answered,
    Ask,
    Begin,
    Change,
    Export,
    Form,
    Give,
    GiveGuidance,
    GiveProblem,
    Head,
    Plainly,
    Revise,
    Unheard,
    What,
    Wish,
)
from corpus.blanks import find_blanks
from corpus.kinds import Kind
from corpus.matters import read_statements

_FORMS: Mapping[str, Form] = {
    "pdf": "pdf",
    "md": "md",
    "markdown": "md",
    "html": "html",
    "网页": "html",
}
_CLEAN = ("清稿", "上报稿", "报送稿", "定稿")
_YEAR = re.compile(r"(20\d\d)年?度?")
# The meeting a speech is for, as one says it: 局长在银企对接座谈会上的讲话, 工作会议讲话.
_AT_MEETING = "会议"
_MEETING = re.compile(r"(?:.*在)?(?P<name>[^，。；在]{3,40}?会议?)(?:上|上的|的)?$")
_OFFICE = re.compile(r"[^，]{1,20}?(?:局|办公室|办|委员会|委|厅|中心|公司|党组|党委)(?=20\d\d年)")
_RELATIVE = {"去年": -1, "上年": -1, "前年": -2}
_TAIL = "。！!~～ 吧哦呀啊"
_LONGEST_NAME, _LONGEST_BARE_NAME, _SHORTEST_DEED = 30, 12, 7
_PLACE = re.compile(
    r"第[一二三四五六七八九十\d]+(?:部分|章|节|条|点|项|段|个)|[（(][一二三四五六七八九十]+[）)]|"
    r"^[一二三四五六七八九十]+、?$|部分|开头|导语|结尾"
)


def hear(
    text: str, kinds: Mapping[str, Kind], *, year: int, asked: bool = False, open_paper: bool = True
) -> Wish:
    """What the message asks for.

    Args:
        text: The message.
        kinds: The kinds there are, by id.
        year: The paper's year, from which 去年 is reckoned.
        asked: Whether a question of ours stands unanswered.
        open_paper: Whether there is a paper to speak of.
    """
    said = text.strip()
    bare = re.sub(_table()["aside"], "", said).strip(_TAIL)
    if asked and not _head(bare) and (answer := _answer(bare)):
        return answer
    rules: tuple[Callable[[str], Wish | None], ...] = (
        _begin(kinds, open_paper=open_paper),
        _plainly,
        _export,
        _ask(year),
        _not_done_here,
        _head,
        _change,
        _section,
        _problem,
        _guidance,
    )
    for rule in rules:
        if wish := rule(bare):
            return wish
    return _given(said)


def _answer(text: str) -> Answer | None:
    table = _table()["answers"]
    kinds: tuple[Answered, ...] = ("none", "later", "same", "kept")
    for kind in kinds:
        if text in table[kind]:
            return Answer(kind)
    found = re.match(table["changed"], text)
    # 改为24次 gives a value, which is read as what it is.
    return Answer("changed", found["text"]) if found else None


def _begin(kinds: Mapping[str, Kind], *, open_paper: bool) -> Callable[[str], Begin | None]:
    def tried(text: str) -> Begin | None:
        found = re.match(_table()["begin"], text)
        what = found["what"] if found else "" if open_paper else text
        named = kind_in(what, kinds)
        if named is None or re.search(_table()["asks"], what):
            return None
        kind, at = named
        said = _YEAR.search(what)
        year = int(said[1]) if said else None
        told = what[:at] + (_AT_MEETING if what.startswith(_AT_MEETING, at) else "")
        if kind.is_spoken and (meeting := _MEETING.match(told)):
            office = _OFFICE.match(meeting["name"])
            return Begin(kind.id, year, office[0] if office else "", meeting["name"])
        before = _YEAR.sub("", what[:at]).strip(" 的，,份篇个")
        before = re.sub(r"^(?:我们|我|咱们|本)?", "", before)
        return Begin(kind.id, year, before)

    return tried


def kind_in(text: str, kinds: Mapping[str, Kind]) -> tuple[Kind, int] | None:
    """The kind whose name or alias stands in the text, and where; the longest name wins."""
    names = sorted(
        ((name, kind) for kind in kinds.values() for name in (kind.name, *kind.aliases)),
        key=lambda pair: -len(pair[0]),
    )
    for name, kind in names:
        at = text.rfind(name)
        if at >= 0:
            return kind, at
    return None


def _plainly(text: str) -> Plainly | None:
    wishes: tuple[What, ...] = (
        "stop",
        "undo",
        "help",
        "hello",
        "check",
        "draft",
        "thanks",
        "agreed",
    )
    for what in wishes:
        if any(re.fullmatch(pattern, text) for pattern in _table()["wishes"][what]):
            return Plainly(what)
    return None


def _export(text: str) -> Export | None:
    for pattern in _table()["wishes"]["export"]:
        found = re.fullmatch(pattern, text)
        if found and (found["form"] or found["clean"] or text.startswith(("导出", "下载"))):
            form = _FORMS.get((found["form"] or "").lower(), "docx")
            return Export(form, bool(found["clean"]))
    return None


def _ask(year: int) -> Callable[[str], Ask | None]:
    def tried(text: str) -> Ask | None:
        table = _table()
        past = re.search(table["past"], text)
        if not past or not re.search(table["asks"], text):
            return None
        word = past[0]
        if word in _RELATIVE:
            return Ask(text, year + _RELATIVE[word])
        told = _YEAR.match(word)
        return Ask(text, int(told[1]) if told else None)

    return tried


def _not_done_here(text: str) -> Unheard | None:
    return Unheard(text) if reply_to(text) else None


def _head(text: str) -> Head | None:
    table = _table()
    if found := re.match(table["office"], text):
        return Head(office=found["text"].strip())
    if found := re.match(table["title"], text):
        return Head(title=found["text"].strip(' “”"《》'))
    if found := re.match(table["year"], text):
        return Head(year=int(found["year"]))
    return None


def _change(text: str) -> Change | None:
    for pattern in _table()["change"]:
        if found := re.match(pattern, text):
            return Change(found["label"].strip(" 的，,"), found["value"])
    return None


def _section(text: str) -> Revise | None:
    acts: tuple[Act, ...] = ("unlock", "lock", "shorten", "lengthen", "redo")
    for act in acts:
        for pattern in _table()["sections"][act]:
            found = re.fullmatch(pattern, text)
            if found and len(found["where"]) <= _LONGEST_NAME and names_section(found["where"]):
                return Revise(
                    re.sub(r"(?:的|写得|写|内容)+$", "", found["where"].strip(" ，,把")), act
                )
    return None


def names_section(where: str) -> bool:
    """Whether the words may name a section: by number, by place, or by a short heading."""
    return bool(_PLACE.search(where)) or (
        len(where) <= _LONGEST_BARE_NAME and not find_blanks(where)
    )


def _problem(text: str) -> GiveProblem | None:
    found = re.match(_table()["problem"], text)
    return GiveProblem(found["text"]) if found else None


def _guidance(text: str) -> GiveGuidance | None:
    found = re.match(_table()["guidance"], text)
    return GiveGuidance(found["name"], found["text"].strip("“”\"' ")) if found else None


def _given(text: str) -> Give | GiveProblem | Unheard:
    """The text as a fact, a fault, one to be asked about, or talk that is none of them."""
    if is_question(text):
        return Unheard(text)
    if any(blank.value is not None for blank in find_blanks(text)):
        return Give(text)
    table = _table()
    orders = re.match(table["order"], text)
    if len(text) < _SHORTEST_DEED or orders or re.search(table["talk"], text):
        return Unheard(text)
    wording = {clause.wording for each in read_statements(text) for clause in each.clauses}
    is_dated = bool(re.match(table["dated"], text))
    is_fault = "fault" in wording or bool(re.search(table["fault"], text))
    if "措施：" in text or (is_fault and not is_dated):
        return GiveProblem(text)
    return Give(text, sure=is_dated or bool(wording & {"act", "appraisal"}))


def is_question(text: str) -> bool:
    """Whether the message asks something."""
    return bool(re.search(r"[？?]\s*$|(?:吗|呢|什么|多少|怎么办)$", text.strip(f"{_TAIL}\n")))


def names_office(text: str) -> bool:
    """Whether the words may be an office's name."""
    return bool(re.search(_table()["office_name"], text.strip(_TAIL))) and not is_question(text)


def is_spirit(text: str) -> bool:
    """Whether the words begin with the name of a meeting, a paper or a campaign from above."""
    return bool(re.match(_table()["spirit"], text.strip(_TAIL)))


def asks_for_paper(text: str) -> bool:
    """Whether the message asks for something to be written, of a kind there is or not."""
    found = re.match(_table()["begin"], text.strip(_TAIL))
    return found is not None and not _PLACE.search(found["what"])


def reply_to(text: str) -> str:
    """What we say to a message that asks for what is not done here; "" where it is no such."""
    said = text.strip(_TAIL)
    alone, asking = _table()["bare_number"]
    if re.search(alone, said):
        return str(asking)
    if any(blank.value is not None for blank in find_blanks(said)):
        return ""
    return next((reply for found, reply in _table()["replies"] if re.search(found, said)), "")


@cache
def _table() -> dict[str, Any]:
    source = files("assistant.talk").joinpath("words.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.safe_load(source)
    return table
