"""The form of a title, learned: office, years and occasion as the kind's own places."""

from __future__ import annotations

import re
from collections.abc import Sequence

from corpus.kinds import Kind
from corpus.masking import OPEN, mask
from corpus.report import Report

_OFFSETS = {"year": 0, "next": 1, "last": -1}
_PLACE = re.compile(r"\{(office|year|next|last)\}")
_OFFICE, _YEAR = "[^，。；：！？]*", r"20\d{2}"


def learned_title(newest: Sequence[Report], base: Kind, name: str) -> tuple[str, str]:
    """The title's form, as the newest report has it, and the pattern of all the reports' forms.

    ``base``'s stand where a title is missing, speaks of an occasion, or names what cannot be told
    apart from its form; for a kind of another ``name``, a form is made of that.
    """
    forms = [form for report in newest if (form := _form(report))]
    if "{occasion}" in base.title or len(forms) < len(newest):
        forms = []
    if forms:
        whole = "|".join(dict.fromkeys(map(_pattern, forms)))
        return forms[0], f"^(?:{whole})$"
    if name and "{occasion}" not in base.title:
        return f"{{office}}{{year}}年度{name}", f"^{_OFFICE}(?:{_YEAR}年度?)?{re.escape(name)}$"
    return base.title, base.title_pattern


def _form(report: Report) -> str:
    """The report's title with its places, or "" where it has none or something else in it."""
    if not report.titled:
        return ""
    text = report.title
    if report.unit:
        text = text.replace(report.unit, "{office}")
    for place, offset in _OFFSETS.items():
        text = text.replace(str(report.year + offset), f"{{{place}}}")
    rest = "，".join(_PLACE.split(text)[::2])
    return "" if OPEN in mask(rest).text or re.search(r"[{}\d]", rest) else text


def _pattern(form: str) -> str:
    parts = _PLACE.split(form)
    for at in range(1, len(parts), 2):
        parts[at] = _OFFICE if parts[at] == "office" else _YEAR
    parts[::2] = map(re.escape, parts[::2])
    return "".join(parts)
