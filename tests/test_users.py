"""Accounts: passwords are kept as hashes, wrong ones are counted, names stay names."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.cli import main
from assistant.users import Users
from corpus.errors import SettingsError


class Clock:
    """A clock that stands until it is put on."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_password_lets_in_and_another_does_not(tmp_path: Path) -> None:
    users = Users(tmp_path / "users.json")
    users.add("王芳", "云州2026年终总结")
    assert users.knows("王芳", "云州2026年终总结")
    assert not users.knows("王芳", "云州2025年终总结")
    assert not users.knows("李明", "云州2026年终总结")


def test_the_file_holds_no_password_and_is_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "users.json"
    users = Users(file)
    users.add("王芳", "same-password")
    users.add("李明", "same-password")
    text = file.read_text(encoding="utf-8")
    assert "same-password" not in text
    assert len(set(users._read()["王芳"].values()) & set(users._read()["李明"].values())) == 0
    assert file.stat().st_mode & 0o077 == 0


def test_five_wrong_ones_shut_the_door_for_a_minute(tmp_path: Path) -> None:
    clock = Clock()
    users = Users(tmp_path / "users.json", clock)
    users.add("王芳", "right-password")
    for _ in range(5):
        assert not users.knows("王芳", "wrong-password")
    assert not users.knows("王芳", "right-password")
    clock.now = 61.0
    assert users.knows("王芳", "right-password")


@pytest.mark.parametrize("name", ["", "../etc", "a/b", ".hidden", "a b", "长" * 33, "a\n"])
def test_a_name_that_could_be_a_path_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SettingsError, match="用户名"):
        Users(tmp_path / "users.json").add(name, "long-enough")


def test_a_damaged_file_lets_nobody_in(tmp_path: Path) -> None:
    file = tmp_path / "users.json"
    for text in ("{", "[]", '{"王芳": "x"}'):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(SettingsError):
            Users(file).knows("王芳", "long-enough")


def test_accounts_are_kept_from_the_command_line(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.StringIO("long-enough\n"))
    assert main(["users", "add", "王芳"]) == 0
    assert main(["users", "list"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "王芳"
    assert Users(home / "users.json").knows("王芳", "long-enough")
    assert main(["users", "remove", "王芳"]) == 0
    assert not (home / "users.json").exists()
    assert main(["users", "remove", "王芳"]) == 2
    assert "没有用户“王芳”" in capsys.readouterr().err


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.org"])
def test_without_accounts_no_other_machine_is_let_in(
    host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["chat", "--host", host]) == 2
    assert "只在本机打开" in capsys.readouterr().err
