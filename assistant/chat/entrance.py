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
    """Stands before the page's server and shows whoever is not logged in where to do so.

    ``stands`` tells whether a name still has an account: a login outlives it by nothing.
    """

    def __init__(self, server: Server, stands: Callable[[str], bool]) -> None:
        self._server, self._stands = server, stands

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a visit to the page from outside ourselves, hand on everything else."""
        visits = scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == "/"
        if not visits or self._is_known(scope):
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

    def _is_known(self, scope: Scope) -> bool:
        """Whether the visitor has logged in, by the tokens that the page's server keeps."""
        names = (scope["app"].tokens.get(token) for token in _tokens(scope))
        return any(name is not None and self._stands(name) for name in names)


def _tokens(scope: Scope) -> list[str]:
    """What the visitor's cookies say it was given when it logged in."""
    server = scope["app"]
    cookies = SimpleCookie()
    try:
        for name, value in scope["headers"]:
            if name == b"cookie":
                cookies.load(value.decode("latin-1"))
    except CookieError:
        return []
    names = (f"access-token-{server.cookie_id}", f"access-token-unsecure-{server.cookie_id}")
    return [cookies[name].value for name in names if name in cookies]
