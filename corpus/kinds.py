"""Kinds of report as data: which sections, which title, which year each section speaks of."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator, Mapping
from functools import cache, cached_property, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from corpus import shipped
from corpus.errors import KindError

Role = Literal[
    "opening",  # 导语
    "guiding",  # 指导思想、总体要求
    "work",  # 工作开展情况、成效
    "problems",  # 存在的不足
    "next",  # 下一步打算
    "review",  # 讲话里的回顾
    "situation",  # 形势与认识
    "tasks",  # 重点任务
    "safeguards",  # 组织保障、工作要求
]
IDS = (
    "annual-summary",
    "duty-report",
    "integrity-plan",
    "party-building-plan",
    "speech",
    "work-plan",
    "work-report",
)
PLACEHOLDERS = frozenset({"office", "short", "year", "last", "next", "occasion", "count"})

_NOT_OF_A_HEADING = re.compile(r"\s|(?:19|20)\d{2}年度?")


def _checked_text(text: str) -> str:
    try:
        names = {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise ValueError(f"花括号不成对：“{text}”") from error
    if unknown := sorted(names - PLACEHOLDERS):
        known = "、".join(f"{{{name}}}" for name in sorted(PLACEHOLDERS))
        raise ValueError(f"占位 {{{unknown[0]}}} 不认识，可用 {known}")
    return text


def _checked_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"正则式写错了（{error}）") from error
    return pattern


def _checked_alias(alias: str) -> str:
    """An empty alias would be found in every heading."""
    if not _bare(alias):
        raise ValueError("别名不能为空，也不能只有年份")
    return alias


Text = Annotated[str, AfterValidator(_checked_text)]
Pattern = Annotated[str, AfterValidator(_checked_pattern)]
Alias = Annotated[str, AfterValidator(_checked_alias)]


class KindSection(BaseModel):
    """A section the kind knows.

    ``heading`` is used when no past report is followed; ``aliases`` are phrases by which a
    heading is recognised. ``year`` is the offset from the sheet's year of the time it speaks of.
    ``phrases`` are complete sentences of our own, carried when nothing else fills the section;
    in a problem section they stand after the list of problems. ``lead`` opens that list, and
    ``measures_lead`` the list of measures taken against the problems.
    ``usual`` are the usual sub-headings (a hole each when a required problem section is empty).
    A kind may have two sections of one role (履职情况 and 廉洁自律情况 are both work).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: Role
    heading: Alias
    aliases: tuple[Alias, ...] = ()
    year: Literal[-1, 0, 1] = 0
    required: bool = True
    lead: Text = ""
    phrases: tuple[Text, ...] = ()
    usual: tuple[str, ...] = ()
    measures_lead: Text = ""


class Kind(BaseModel):
    """A kind of report.

    In texts ``{office}`` ``{short}`` ``{year}`` ``{last}`` ``{next}`` ``{occasion}`` stand for the
    head's values and ``{count}`` for the number of first-level headings in Chinese numerals.
    ``plan`` is true where figures are targets. ``signed`` says whether a signature and a date
    stand at the end. ``title_pattern`` matches a whole right title; ``closing_pattern`` is to be
    found in the last paragraph, and is empty where the kind leaves the end free. ``spoken`` is
    true of what is said aloud to an audience.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    name: str = Field(min_length=1)
    aliases: tuple[str, ...] = ()
    title: Text
    title_pattern: Pattern
    plan: bool = False
    signed: bool = True
    spoken: bool = False
    salutation: str = ""
    opening: tuple[Text, ...] = ()
    closing: tuple[Text, ...] = ()
    closing_pattern: Pattern = ""
    sections: tuple[KindSection, ...] = Field(min_length=1)

    @property
    def is_spoken(self) -> bool:
        """Whether it is said aloud; one that takes the shipped speech's place need not say so."""
        return self.spoken or self.id == "speech"

    @property
    def nearest(self) -> str:
        """The id of the shipped kind whose ways of telling years are its own."""
        if self.id in IDS:
            return self.id
        return "speech" if self.is_spoken else "work-plan" if self.plan else "annual-summary"

    @cached_property
    def wordings(self) -> tuple[tuple[str, KindSection], ...]:
        """Every bare wording of a section's heading, with the section."""
        return tuple(
            (alias, section)
            for section in self.sections
            for alias in dict.fromkeys(map(_bare, (section.heading, *section.aliases)))
        )

    def required(self) -> Iterator[KindSection]:
        """The sections a draft of this kind must have, in order."""
        return (section for section in self.sections if section.required)


def load_kinds(extra: Path | None = None) -> dict[str, Kind]:
    """The kinds there are, by id: those shipped in the order of :data:`IDS`, then the user's own.

    Args:
        extra: A folder of the user's own ``*.yaml`` kinds. One with the id of a shipped kind
            takes its place.

    Raises:
        KindError: the folder is none, or a file in it does not describe a kind.
    """
    if extra is None:
        return dict(_shipped())
    if not extra.is_dir():
        raise KindError(f"自定义文种的文件夹“{extra}”不存在；请先建好，或去掉这个设置")
    return _shipped() | {kind.id: kind for kind in map(read_kind, kind_files(extra))}


def kind_files(folder: Path) -> tuple[Path, ...]:
    """The files of a folder of kinds as they are read: of two with one id the last wins."""
    return tuple(sorted((*folder.glob("*.yaml"), *folder.glob("*.yml"))))


def read_kind(path: Path) -> Kind:
    """The kind a file describes.

    Raises:
        KindError: the file cannot be read, or does not describe a kind; the message names both.
    """
    try:
        stat = path.stat()
        return _read(path, stat.st_mtime_ns, stat.st_size)
    except (OSError, UnicodeDecodeError) as error:
        raise KindError(f"文种文件“{path}”读不出来；请确认它是 UTF-8 编码的文本文件") from error


def kind_named(name: str, extra: Path | None = None) -> Kind:
    """The kind with this id, Chinese name or alias; the user's own are asked first.

    Raises:
        KindError: no kind goes by that name; the message lists the names there are.
    """
    kinds = load_kinds(extra)
    own_first = sorted(kinds.values(), key=lambda kind: kind is _shipped().get(kind.id))
    for kind in own_first:
        if name.strip() in (kind.id, kind.name, *kind.aliases):
            return kind
    known = "、".join(f"{kind.name}（{kind.id}）" for kind in kinds.values())
    raise KindError(f"不认识的文种“{name}”；可用的文种有：{known}")


def to_yaml(kind: Kind) -> str:
    """The text of a file that describes the kind, what is as by default left out."""
    plain = kind.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(plain, allow_unicode=True, sort_keys=False, width=10_000)


def titled_kind(title: str, extra: Path | None) -> Kind | None:
    """The first of the user's own kinds whose form the whole title has, None when none has.

    Raises:
        KindError: a file in the folder does not describe a kind.
    """
    own = (kind for kind in load_kinds(extra).values() if kind is not _shipped().get(kind.id))
    return next((kind for kind in own if title and re.search(kind.title_pattern, title)), None)


def sections_for(kind: Kind, heading: str) -> tuple[KindSection, ...]:
    """Which of the kind's sections a heading serves: none, one or two, in the heading's order.

    The longest alias found wins the place it stands at, so 存在的不足和下一步工作思路 serves both
    problems and next. Numbering marks, years and spaces in the heading make no difference.
    """
    bare = _bare(heading)
    won: list[tuple[int, int, KindSection]] = []
    for start, end, section in sorted(_places(kind, bare), key=lambda place: place[0] - place[1]):
        if all(end <= other or start >= stop for other, stop, _ in won):
            won.append((start, end, section))
    first: dict[int, tuple[int, KindSection]] = {}
    for start, _, section in won:
        first.setdefault(id(section), (start, section))
    served = sorted(list(first.values())[:2], key=lambda place: place[0])
    return tuple(section for _, section in served)


def _places(kind: Kind, heading: str) -> Iterator[tuple[int, int, KindSection]]:
    for alias, section in kind.wordings:
        at = heading.find(alias)
        while at >= 0:
            yield at, at + len(alias), section
            at = heading.find(alias, at + len(alias))


def _bare(heading: str) -> str:
    return _NOT_OF_A_HEADING.sub("", heading)


@cache
def _shipped() -> dict[str, Kind]:
    folder = files("prompts") / "kinds"
    return {
        name: _kind(shipped.parsed((folder / f"{name}.yaml").read_text("utf-8")), f"{name}.yaml")
        for name in IDS
    }


@lru_cache(maxsize=64)  # asked for with every report that is read; the stamps tell a changed file
def _read(path: Path, _changed: int, _size: int) -> Kind:
    return _parsed(path.read_text(encoding="utf-8"), str(path))


def _parsed(text: str, source: str) -> Kind:
    try:
        plain = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = f"第{mark.line + 1}行" if mark else "某处"
        raise KindError(
            f"文种文件“{source}”{place}不合 YAML 写法；请检查缩进、冒号和引号"
        ) from error
    return _kind(plain, source)


def _kind(plain: object, source: str) -> Kind:
    if not isinstance(plain, Mapping):
        raise KindError(f"文种文件“{source}”应是“键: 值”的写法；可用 nigao kinds show 看样子")
    try:
        return Kind.model_validate(plain)
    except ValidationError as error:
        raise KindError(f"文种文件“{source}”：{_first_fault(error)}") from error


def _first_fault(error: ValidationError) -> str:
    fault = error.errors()[0]
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in fault["loc"])
    said = _FAULTS.get(fault["type"], "写得不对，请对照自带的文种改")
    if fault["type"] == "value_error":
        said = str(fault["ctx"]["error"])
    if fault["type"] == "literal_error":
        said = f"只能写 {fault['ctx']['expected']}"
    return f"{place} {said}"


_FAULTS = {
    "missing": "没有写，请补上",
    "extra_forbidden": "是不认识的键，请删去或改对",
    "string_type": "应是文字",
    "string_too_short": "不能为空",
    "tuple_type": "应是一个列表",
    "too_short": "至少要有一项",
    "bool_parsing": "应写 true 或 false",
    "bool_type": "应写 true 或 false",
}
