"""Text that no database keeps: NUL in a path, a query or a JSON body is refused before anything else looks at it.

SQLite would store it and cut it off elsewhere, PostgreSQL refuses the whole row; so neither gets it.
"""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any

import msgspec

from services.desk.commands import HTTP_STATUS
from services.domain.problems import Problem, Refusal

if TYPE_CHECKING:
    from services.hub.gate import App, Receive, Scope, Send

_ESCAPED = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")
_LONGEST = 6
"""Bytes of an escaped NUL: so many of a piece are kept, to find one that is cut in two."""


class Plain:
    """Stands before an application and keeps NUL from it."""

    def __init__(self, inner: App) -> None:
        self._inner = inner

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if "\x00" in scope["path"]:
            await _refuse(send, Refusal("not_found").problem)
        elif b"%00" in scope["query_string"]:
            await _refuse(send, _nul().problem)
        else:
            await self._inner(scope, _watched(scope, receive), send)


def _watched(scope: Scope, receive: Receive) -> Receive:
    if any(name == b"content-type" and value.startswith(b"multipart/") for name, value in scope["headers"]):
        return receive
    rest = b""

    async def watched() -> MutableMapping[str, Any]:
        nonlocal rest
        message = await receive()
        body = message.get("body", b"")
        if body:
            seen = rest + body
            if b"\x00" in seen or _ESCAPED.search(seen):
                raise _nul()
            rest = seen[1 - _LONGEST :]
        return message

    return watched


def _nul() -> Refusal:
    return Refusal("body_unreadable", reason="NUL")


async def _refuse(send: Send, problem: Problem) -> None:
    body = msgspec.json.encode(problem)
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": HTTP_STATUS[problem.kind], "headers": headers})
    await send({"type": "http.response.body", "body": body})
