"""Who is served: an account that was taken away ends on every open page at once."""

from __future__ import annotations

import asyncio
from collections.abc import MutableMapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from desks import session_in

from assistant.chat.acts import act
from assistant.chat.entrance import Entrance
from assistant.chat.front import Front
from assistant.users import Users
from corpus.errors import SettingsError

PASSWORD = "correct-horse-7"


@dataclass(frozen=True)
class Visit:
    """A page that asks."""

    session_hash: str | None
    username: str | None


@pytest.fixture
def users(tmp_path: Path) -> Users:
    users = Users(tmp_path / "users.json")
    users.add("王芳", PASSWORD)
    users.add("李明", PASSWORD)
    return users


@pytest.fixture
def front(tmp_path: Path, users: Users) -> Front:
    return Front(session_in(tmp_path).around, users)


def test_an_account_taken_away_is_told_at_its_next_click(front: Front, users: Users) -> None:
    mine, other = Visit("p1", "王芳"), Visit("p2", "李明")
    act(front.seat(mine), {"act": "say", "text": "写2026年年度工作总结"})
    kept = front.seat(other)
    Users(users._file).remove("王芳")  # by another process: nigao users remove
    with pytest.raises(SettingsError, match=r"^账号“王芳”已停用"):
        front.seat(mine)
    assert front.seat(other) is kept


def test_an_account_given_again_finds_its_papers(front: Front, users: Users) -> None:
    mine = Visit("p1", "王芳")
    act(front.seat(mine), {"act": "say", "text": "写2026年年度工作总结"})
    users.remove("王芳")
    assert not front.serves(mine)
    users.add("王芳", "another-horse-8")
    paper = front.seat(mine).paper
    assert paper is not None
    assert paper.sheet.year == 2026


def test_when_the_last_account_goes_nobody_is_served(front: Front, users: Users) -> None:
    users.remove("王芳")
    users.remove("李明")
    assert not front.serves(Visit("p1", "王芳"))
    assert not front.serves(Visit("p2", ""))


def test_damaged_accounts_serve_nobody(front: Front, users: Users) -> None:
    users._file.write_text("{", encoding="utf-8")
    with pytest.raises(SettingsError, match="用户文件"):
        front.seat(Visit("p1", "王芳"))


def test_without_accounts_the_page_serves_whoever_sits_there(tmp_path: Path) -> None:
    alone = Front(session_in(tmp_path).around)
    assert alone.seat(Visit("p1", None)) is alone.seat(Visit("p1", None))


@dataclass
class Server:
    """The page's server: who was let on to it."""

    cookie_id: str = "c"
    tokens: dict[str, str] = field(default_factory=lambda: {"t1": "王芳"})
    visited: int = 0

    async def __call__(self, *_: object) -> None:
        self.visited += 1


@pytest.mark.parametrize(("removed", "visited"), [(False, 1), (True, 0)])
def test_a_login_lets_in_only_while_its_account_stands(
    users: Users, removed: bool, visited: int
) -> None:
    server, sent = Server(), list[MutableMapping[str, Any]]()

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    async def receive() -> MutableMapping[str, Any]:
        return {}

    if removed:
        users.remove("王芳")
    scope = {
        "type": "http",
        "method": "GET",
        "path": "/",
        "app": server,
        "headers": [(b"cookie", b"access-token-unsecure-c=t1")],
    }
    asyncio.run(Entrance(server, users.stands)(scope, receive, send))
    assert server.visited == visited
    assert bool(sent) is removed
