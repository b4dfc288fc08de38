"""The commands of the page: opening it, and its accounts."""

from __future__ import annotations

import datetime
import getpass
import sys
import threading
from argparse import Namespace
from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.settings import hush_page_library
from assistant.users import Users

if TYPE_CHECKING:
    from assistant.settings import Settings
    from assistant.talk.surroundings import Surroundings


def chat_until_interrupted(asked: Namespace, settings: Settings) -> None:
    """Serve the page until the person at the terminal ends it.

    Raises:
        SettingsError: the address will not do, or accounts are missing.
    """
    hush_page_library(settings.desk / "uploads")
    from assistant.chat.serving import Address, serve

    if settings.model.model:
        sys.stderr.write(
            f"行文由模型 {settings.model.model} 来写，文字将发给 {settings.model.host}\n"
        )
    served = serve(
        surroundings(asked, settings),
        Address(asked.host, asked.port),
        _accounts(asked, settings),
        writer="model" if settings.model.model else "template",
    )
    print(f"拟稿已打开：{served.url}", flush=True)
    sys.stderr.write("在浏览器里打开上面的地址；按 Ctrl+C 结束\n")
    try:
        threading.Event().wait()
    finally:
        served.close()


def surroundings(asked: Namespace, settings: Settings) -> Surroundings:
    """What the page has around it on this machine."""
    from assistant.talk.surroundings import Surroundings

    return Surroundings(
        desk=settings.desk,
        library=asked.library or settings.library,
        today=datetime.date.today,
        kinds=settings.kinds,
        rules=settings.rules,
        layout=settings.layout,
        model=settings.model,
        embedding=settings.embedding,
    )


def users_lines(asked: Namespace, settings: Settings) -> Iterator[str]:
    """Do what was asked of the accounts; the lines say what was done.

    Raises:
        SettingsError: the name or password will not do, or there is no such account.
    """
    users = Users(asked.users or settings.users)
    if asked.action == "add":
        users.add(asked.name, _password(asked.name))
        yield f"账号“{asked.name}”已建好；nigao chat 会要求登录"
    elif asked.action == "remove":
        users.remove(asked.name)
        yield f"账号“{asked.name}”已删去"
    else:
        yield from users.names() or ("还没有账号",)


def _accounts(asked: Namespace, settings: Settings) -> Users | None:
    if asked.users:
        return Users(asked.users)
    return Users(settings.users) if settings.users.is_file() else None


def _password(name: str) -> str:
    if sys.stdin.isatty():
        return getpass.getpass(f"“{name}”的密码（至少8个字符，输入时不显示）：")
    return sys.stdin.readline().rstrip("\r\n")
