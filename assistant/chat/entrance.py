"""The way in where there are accounts: a page of our own, in Chinese, to log in by."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from assistant.chat.markup import rendered

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Server = Callable[[Scope, Receive, Send], Awaitable[None]]


class Entrance:
    """Stands before the page's server and shows whoever is not logged in where to do so."""

    def __init__(self, server: Server) -> None:
        self._server = server

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a visit to the page from outside ourselves, hand on everything else."""
        visits = scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == "/"
        if not visits or _is_known(scope):
            await self._server(scope, receive, send)
            return
        body = rendered("login").encode()
        headers = [
            (b"content-type", b"text/html; charset=utf-8"),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"referrer-policy", b"no-referrer"),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _is_known(scope: Scope) -> bool:
    """Whether the visitor has logged in, by the tokens that the page's server keeps."""
    server = scope["app"]
    cookies = SimpleCookie()
    try:
        for name, value in scope["headers"]:
            if name == b"cookie":
                cookies.load(value.decode("latin-1"))
    except CookieError:
        return False
    names = (f"access-token-{server.cookie_id}", f"access-token-unsecure-{server.cookie_id}")
    return any(name in cookies and cookies[name].value in server.tokens for name in names)
