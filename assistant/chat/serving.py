"""Serving the page: on this machine only without accounts, with no word to anybody else."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assistant.talk.surroundings import Surroundings
from assistant.users import Users
from corpus.errors import SettingsError

if TYPE_CHECKING:
    import gradio as gr

HOST, PORT = "127.0.0.1", 7860
_LARGEST = "50mb"
_THREADS = 80
_CLEARED = 24 * 3600
_FONTS = ("system-ui", "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "sans-serif")


@dataclass(frozen=True, slots=True)
class Address:
    """Where the page listens; ``port`` 0 takes any that is free."""

    host: str = HOST
    port: int = PORT


@dataclass(frozen=True, slots=True)
class Served:
    """The page being served: its address, and how to end it."""

    url: str
    close: Callable[[], None]


def serve(
    around: Surroundings, address: Address, users: Users | None, *, writer: str = "template"
) -> Served:
    """Serve the page and come back; it goes on in threads until closed.

    Raises:
        SettingsError: another machine is to be let in without accounts, there are no accounts in
            the file, or the port is taken.
    """
    if users is None and not _is_here(address.host):
        raise SettingsError(
            f"没有账号时只在本机打开，不能用 --host {address.host}；"
            "请先 nigao users add 建账号，再加 --users 用户文件"
        )
    if users is not None and not users.names():
        raise SettingsError("用户文件里还没有账号；请先 nigao users add 姓名 --users 用户文件")
    _refuse_taken(address)
    from assistant.chat.front import Front
    from assistant.chat.page import build_page

    page = build_page(Front(around, users, writer=writer))
    return _launched(page, address, users)


def _launched(page: gr.Blocks, address: Address, users: Users | None) -> Served:
    import gradio as gr

    from assistant.chat.entrance import Entrance
    from assistant.chat.page import asset

    page.delete_cache = (_CLEARED, _CLEARED)
    page.queue(default_concurrency_limit=None, api_open=False)
    more: dict[str, Any] = {}
    if users is not None:
        more = {
            "auth": users.knows,
            "app_kwargs": {"middleware": [(Entrance, (users.stands,), {})]},
        }
    _, url, _ = page.launch(
        server_name=address.host,
        server_port=address.port or _free_port(address.host),
        prevent_thread_lock=True,
        quiet=True,
        show_error=False,
        share=False,
        inbrowser=False,
        ssr_mode=False,
        mcp_server=False,
        pwa=False,
        enable_monitoring=False,
        footer_links=[],
        max_threads=_THREADS,
        max_file_size=_LARGEST,
        theme=gr.themes.Default(font=list(_FONTS), font_mono=["monospace"]),
        css=asset("style.css"),
        head=asset("head.html"),
        **more,
    )
    return Served(url, page.close)


def _is_here(host: str) -> bool:
    """Whether only this machine can reach the host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_taken(address: Address) -> None:
    if not address.port:
        return
    family = socket.AF_INET6 if ":" in address.host else socket.AF_INET
    with socket.socket(family) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((address.host, address.port))
        except OSError as error:
            raise SettingsError(
                f"{address.host}:{address.port} 打不开（{error.strerror}）；请用 --port 换一个端口"
            ) from error


def _free_port(host: str) -> int:
    with socket.socket() as tried:
        tried.bind((host, 0))
        return int(tried.getsockname()[1])
