"""What a chat puts around the facts it tells: who speaks, calls to everybody, thanks and times."""

from __future__ import annotations

import re
from collections.abc import Sequence

_CHATTER = re.compile(
    r"^(?:@\S+\s*)+(?:.*(?:报数|报送|收到|请回复|上报|催|谢谢|辛苦).*)?$|"
    r"^(?:收到|好的?|知道了|明白|谢谢|辛苦了?|感谢|OK|ok|嗯+|1)(?:[，,！!。~～]*(?:收到|谢谢|辛苦了?|领导|大家))*[！!。~～]*$|"
    r"^\[[^\]]{1,8}\]$|"
    r"^(?:\S{1,12}\s+)?(?:20\d\d[-/年])?(?:\d{1,2}[-/月]\d{1,2}日?\s*)?(?:[上下]午)?\d{1,2}[:：]\d{2}(?:[:：]\d{2})?$"
)
_SPOKEN = re.compile(r"^(?P<who>[^:：，。；\d“”（）()]{2,12})[:：]\s*(?P<said>.{2,})$")
_FAULT = re.compile(r"^(?:存在的?)?(?:问题|不足|短板)(?:是|有)?[:：]\s*(?P<said>.{2,})$")
# A person of the department speaks: 办公室小王.
_NAME = r"[\u4e00-\u9fff]{1,3}"


def is_chatter(line: str) -> bool:
    """Whether a line tells nothing: 收到, @所有人 请报数, the time of a message."""
    return bool(_CHATTER.match(line.strip()))


def who_says(line: str, departments: Sequence[str]) -> tuple[str, str]:
    """The department that speaks in a line (金融科：…, 办公室小王：…), or "", and what it says."""
    found = _SPOKEN.match(line)
    if found is None:
        return "", line
    ends = "|".join(map(re.escape, departments))
    speaker = re.fullmatch(
        rf"(?P<department>[^\s]*?(?:{ends}))(?:\s*{_NAME})?", found["who"].strip()
    )
    return (speaker["department"], found["said"]) if speaker else ("", line)


def told_fault(line: str) -> str:
    """What a line that begins with 问题： or 不足： names, "" for any other line."""
    found = _FAULT.match(line)
    return found["said"].strip(" 。；") if found else ""
