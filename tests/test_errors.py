"""Why the system refused, in words for the person who hit it."""

from __future__ import annotations

import errno
import re

import pytest

from corpus.errors import cause_of


@pytest.mark.parametrize("number", [errno.ENOENT, errno.ENOSPC, errno.ENOTDIR, 9999, None])
def test_a_cause_is_told_in_chinese(number: int | None) -> None:
    error = OSError(number, "No such file") if number else OSError("No such file")
    assert re.fullmatch(r"[\u4e00-\u9fff]+\d*", cause_of(error))
