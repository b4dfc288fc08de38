"""What an examination says: one point for each thing looked at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from assistant import __version__

Area = Literal["环境", "功能", "数据文件夹", "材料库", "模型服务"]
State = Literal[
    "ok",  # works
    "off",  # not there, and needed only by who wants it
    "note",  # works, and somebody should know
    "broken",  # asked for, and does not work
]


@dataclass(frozen=True, slots=True)
class Point:
    """One thing looked at: what was seen, and what to do next ("" where nothing is to be done)."""

    area: Area
    name: str
    state: State
    says: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Examination:
    """All that was looked at, in the order it is told."""

    points: tuple[Point, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing that was asked for is broken."""
        return all(each.state != "broken" for each in self.points)

    def to_plain(self) -> dict[str, Any]:
        """What ``nigao doctor --json`` prints."""
        return {
            "version": __version__,
            "passed": self.passed,
            "points": [
                {
                    "area": each.area,
                    "name": each.name,
                    "state": each.state,
                    "says": each.says,
                    "todo": each.todo,
                }
                for each in self.points
            ],
        }


def parted(error: Exception) -> tuple[str, str]:
    """An error's line as what is wrong and what to do: the two stand around its first ；."""
    says, _, todo = " ".join(str(error).split("\n")).partition("；")
    return says, todo
