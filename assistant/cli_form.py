"""What the terminal shows of workbooks made, parted and put together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.forming import Formed, Joined


def formed_lines(formed: Formed) -> Iterator[str]:
    """How many rows there are to fill in, and where the workbook or workbooks lie."""
    counted = "，".join(f"{title}{count}行" for title, count in formed.counts.items() if count)
    yield counted or "没有要填的行"
    for file in formed.files:
        yield f"已存到  {file}"


def joined_lines(joined: Joined) -> Iterator[str]:
    """Conflicts, who owes how much, and where the workbook lies."""
    if joined.conflicts:
        yield f"冲突{joined.conflicts}处，见“冲突”表；请在相邻的两行里留下对的，删去另一行"
    for department, missing in joined.owed.items():
        yield f"{department}  还有{missing}项没有填"
    yield f"已存到  {joined.file}"
