"""The doctor's report on the terminal."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.doctor.points import Examination, Point, State

STATES: dict[State, str] = {"ok": "正常", "off": "未用", "note": "留意", "broken": "有误"}


def doctor_lines(examination: Examination) -> Iterator[str]:
    """Area by area what was seen, each with what to do next, and how many are broken."""
    for area, points in groupby(examination.points, key=lambda point: point.area):
        yield area
        for point in points:
            yield from _lines(point)
    broken = sum(each.state == "broken" for each in examination.points)
    yield f"有{broken}处要处理，见“{STATES['broken']}”各行" if broken else "都可以用"


def _lines(point: Point) -> Iterator[str]:
    yield f"  {STATES[point.state]}  {point.name}：{point.says}"
    if point.todo:
        yield f"        → {point.todo}"
