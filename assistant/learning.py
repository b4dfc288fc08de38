"""A file of a kind made from reports: which they are, what they are read as, where it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.export.single import replace_file
from assistant.named import named_report
from corpus.errors import KindError, SettingsError
from corpus.kinds import Kind, kind_named, load_kinds, to_yaml
from corpus.learning import learn_kind
from corpus.library import Library
from corpus.report import Report

_SUFFIXES = (".yaml", ".yml")
_HEAD = """\
# 由{count}份往年材料学来的文种：只记有哪几部分、次序、标题写法，不含材料里的话和数。
# 放进数据文件夹（NIGAO_HOME）的 kinds 里就能用；编号（id）与自带的相同，就代替自带的。
"""


@dataclass(frozen=True, slots=True)
class LearnOrder:
    """What a kind is learned from: reports by library id or file.

    ``kind`` says after which kind and ``year`` of which year they are, in place of what their words
    show; ``name`` makes it a kind of its own. ``kinds`` is the folder of the user's own.
    """

    names: Sequence[str]
    kind: str = ""
    name: str = ""
    year: int | None = None
    kinds: Path | None = None


@dataclass(frozen=True, slots=True)
class LearnedFile:
    """The kind learned and saved, and Chinese lines on what could not be told."""

    kind: Kind
    file: Path
    reports: int
    notes: tuple[str, ...]


def learn_kind_file(order: LearnOrder, out: Path, library: Library | None) -> LearnedFile:
    """Learn a kind from reports of one sort and save it to ``out``.

    Raises:
        KindError: the reports are of several kinds, or have no headings to learn from, or another
            kind goes by the name.
        SettingsError: ``out`` is no .yaml.
        NigaoError: a report cannot be found or read, or ``out`` cannot be written.
    """
    if out.suffix.lower() not in _SUFFIXES:
        raise SettingsError(f"“{out}”不是 .yaml 文件名；文种请存成 {out.stem}.yaml")
    kind = kind_named(order.kind, order.kinds).id if order.kind else None
    reports = [named_report(name, library, kind, order.kinds, order.year) for name in order.names]
    base = _base(kind or _kind_of(reports), order.kinds)
    if order.name and order.name in (base.id, base.name, *base.aliases):
        raise KindError(f"“{order.name}”就是{base.name}；要代替它请去掉 --name，要新立请换一个名称")
    learned = learn_kind(reports, base, order.name)
    head = _HEAD.format(count=len(reports))
    replace_file(out, (head + to_yaml(learned.kind)).encode())
    return LearnedFile(learned.kind, out, len(reports), learned.notes)


def _base(kind: str, own_kinds: Path | None) -> Kind:
    """The kind to learn after: the shipped one, though the user's own took its place before."""
    return load_kinds().get(kind) or kind_named(kind, own_kinds)


def _kind_of(reports: Sequence[Report]) -> str:
    kinds = sorted({report.kind for report in reports})
    if len(kinds) > 1:
        named = "、".join(kinds)
        raise KindError(f"这些材料不是一个文种（{named}）；请分开学，或用 --kind 说照哪个文种学")
    return kinds[0]
