"""An office's own rules: a folder of YAML files that extend ours and set findings aside.

A folder may hold ``phrases.yaml``, ``names.yaml``, ``confusables.yaml``, ``thresholds.yaml`` and
``waivers.yaml``; each is a list of rows, ``thresholds.yaml`` a mapping.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from corpus.errors import SettingsError, cause_of
from eval.finding import Finding
from eval.rules import rules, threshold


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OwnPhrase(_Row):
    """A set phrase of the office's: word for word, and never counted as copied."""

    phrase: str = Field(min_length=4)
    source: str = "本单位提法"


class OwnName(_Row):
    """A name as the office writes it, with the ways it must not be written."""

    right: str = Field(min_length=2)
    wrong: tuple[str, ...]


class OwnConfusable(_Row):
    """A word commonly miswritten, with the right one."""

    wrong: str = Field(min_length=1)
    right: str
    reason: str = ""


class Waiver(_Row):
    """A finding the office lets stand, by its code and the words it stands at, and why.

    Without ``excerpt`` every finding of the code is meant.
    """

    code: str = Field(pattern=r"^[SBNYCRWF]\d{3}$")
    excerpt: str = ""
    reason: str = Field(min_length=1)
    by: str = ""

    def covers(self, finding: Finding) -> bool:
        """Whether this finding is one the office lets stand."""
        return finding.code == self.code and self.excerpt in finding.excerpt


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules a text is judged by: ours, with what the office adds."""

    own_phrases: tuple[OwnPhrase, ...] = ()
    names: tuple[OwnName, ...] = ()
    confusables: tuple[OwnConfusable, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    thresholds: Mapping[str, Any] = field(default_factory=dict)

    def threshold(self, name: str) -> Any:
        """The office's threshold of this name, else ours."""
        return self.thresholds[name] if name in self.thresholds else threshold(name)

    def reuse(self, kind: str, role: str) -> float:
        """The share of a part that may be last year's words, in [0, 1]."""
        shares = self.threshold("reuse")
        usual = threshold("reuse")["default"]
        known = {**usual, **shares.get("default", {}), **shares.get(kind, {})}
        return float(known.get(role, known["work"]))

    @property
    def phrases(self) -> tuple[tuple[str, str], ...]:
        """(phrase, source) of the office's set phrases."""
        return tuple((each.phrase, each.source) for each in self.own_phrases)

    def waiver_of(self, finding: Finding) -> Waiver | None:
        """The first waiver that covers a finding, None when it stands."""
        return next((each for each in self.waivers if each.covers(finding)), None)


OURS = Rules()
"""The rules without an office's own."""


_R = TypeVar("_R", bound=_Row)


def load_rules(folder: Path | None) -> Rules:
    """The rules with those of an office's folder; ours alone when there is none.

    Raises:
        SettingsError: a file of the folder is unknown, unreadable or wrong; the message names the
            file, the row and the key.
    """
    if folder is None or not folder.is_dir():
        return OURS
    paths = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml"))
    read = {path.stem: (path, _read(path)) for path in paths}
    known = ("phrases", "names", "confusables", "waivers", "thresholds")
    for stem, (path, _) in read.items():
        if stem not in known:
            names = "、".join(f"{each}.yaml" for each in known)
            raise SettingsError(f"不认识的规则文件“{path}”；规则文件夹里可有：{names}")
    return Rules(
        own_phrases=_rows(OwnPhrase, *read.get("phrases", (folder, []))),
        names=_rows(OwnName, *read.get("names", (folder, []))),
        confusables=_rows(OwnConfusable, *read.get("confusables", (folder, []))),
        waivers=_rows(Waiver, *read.get("waivers", (folder, []))),
        thresholds=_thresholds(*read.get("thresholds", (folder, {}))),
    )


def set_aside(
    findings: Iterable[Finding], waivers: Rules
) -> tuple[list[Finding], list[tuple[Finding, Waiver]]]:
    """The findings that stand, and those the office lets pass, each with the waiver that covers it.

    Both keep the order of ``findings``; ``waivers`` are the rules that hold them.
    """
    standing: list[Finding] = []
    waived: list[tuple[Finding, Waiver]] = []
    for finding in findings:
        waiver = waivers.waiver_of(finding)
        if waiver is None:
            standing.append(finding)
        else:
            waived.append((finding, waiver))
    return standing, waived


def own_phrase_spans(text: str, own: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """Where the office's set phrases stand in a text."""
    return [found.span() for phrase, _ in own for found in re.finditer(re.escape(phrase), text)]


def _read(path: Path) -> Any:
    try:
        return yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except OSError as error:
        raise SettingsError(f"打不开规则文件“{path}”（{cause_of(error)}），请检查权限") from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise SettingsError(f"规则文件“{path}”不是能读的 YAML，请检查缩进和引号") from error


def _rows(model: type[_R], path: Path, plain: Any) -> tuple[_R, ...]:
    if not isinstance(plain, list):
        raise SettingsError(f"规则文件“{path}”应是一列条目（每条以“- ”开头）")
    made: list[_R] = []
    for number, row in enumerate(plain, start=1):
        try:
            made.append(model.model_validate(row))
        except ValidationError as error:
            where = ".".join(str(part) for part in error.errors()[0]["loc"]) or "整条"
            raise SettingsError(
                f"规则文件“{path}”第{number}条的“{where}”不对；"
                f"这里可写的键是：{'、'.join(model.model_fields)}"
            ) from error
    return tuple(made)


def _thresholds(path: Path, plain: Any) -> Mapping[str, Any]:
    if not plain:
        return {}
    if not isinstance(plain, dict):
        raise SettingsError(f"规则文件“{path}”应是“名称: 数值”的形式")
    ours = rules("thresholds")
    for name, value in plain.items():
        alike = isinstance(value, dict) if isinstance(ours.get(name), dict) else _is_number(value)
        if name not in ours or not alike:
            raise SettingsError(f"规则文件“{path}”里的“{name}”不对；可写：{'、'.join(ours)}")
    return plain


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
