"""What a click may do: a page that lags behind is told so, and changes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from desks import session_in

from assistant.chat.acts import act
from assistant.chat.seat import Seat


@pytest.mark.parametrize(
    "click",
    [
        {"act": "fact", "ref": "F999", "field": "value", "value": "3"},
        {"act": "outline_up", "at": "999"},
        {"act": "outline_name", "at": "999", "value": ""},
    ],
)
def test_a_click_on_what_is_gone_is_told_and_changes_nothing(
    tmp_path: Path, click: dict[str, str]
) -> None:
    seat = Seat(session_in(tmp_path))
    act(seat, {"act": "say", "text": "写2026年年度工作总结"})
    before = seat.paper
    act(seat, click)
    assert (seat.notice, seat.wrong) == ("页面过时了，已经刷新，请再点一次", True)
    assert seat.paper == before
