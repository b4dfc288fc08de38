"""How long a model is waited for."""

from __future__ import annotations

import pytest

from assistant.settings import Settings
from assistant.wiring import PATIENCE
from corpus.errors import SettingsError


def test_a_slow_local_model_may_be_given_more_time() -> None:
    assert Settings.from_env({}).model.timeout == PATIENCE
    assert Settings.from_env({"NIGAO_PATIENCE": "180"}).model.timeout == 180


@pytest.mark.parametrize("named", ["soon", "-3", "0", "1e9", "99999"])
def test_a_patience_that_is_no_number_of_seconds_is_one_clear_line(named: str) -> None:
    with pytest.raises(SettingsError, match="NIGAO_PATIENCE"):
        Settings.from_env({"NIGAO_PATIENCE": named})
