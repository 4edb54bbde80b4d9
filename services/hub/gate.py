"""What stands before every route: the folder's key, the session, the headers of every answer, and /health itself.

/health answers while the rest of the hub is still being loaded; every other request waits for that.
"""

from __future__ import annotations

import asyncio
import hmac
import logging
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeAlias

import msgspec

from services.api.hubfile import KEY_HEADER
from services.desk.commands import HTTP_STATUS
from services.domain.problems import Problem, Refusal

if TYPE_CHECKING:
    from services.hub.compose import Hub
    from services.hub.who import Who

logger = logging.getLogger(__name__)

Scope: TypeAlias = MutableMapping[str, Any]
Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

HUB, WHO = "huying.hub", "huying.who"
THREADS = 24
"""Handlers at work at once; they wait for the database most of the time."""

LOOPS_AFTER_S = 1.0
"""How long a hub that has just been made answers alone: a console that starts it waits for its first answers."""

_OWN_DOOR = ("/intake/", "/app/", "/feed/", "/schema", "/embedded")
_OPEN = frozenset({"/session/demo", "/session/unlock", "/setup"})
_WATCHING = frozenset({"/stream", "/board", "/figures", "/session"})
"""What a console asks by itself: it does not count as somebody being at the seat."""

_BY_ITSELF = frozenset({"/presence"})
"""What a console tells by itself: likewise."""

_HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
)
_STRICT = (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'")
_NO_STORE = (b"cache-control", b"no-store")


class Gate:
    """The outermost application. `build` makes the inner one; it is run on a worker thread, once."""

    def __init__(self, hub: Hub, build: Callable[[], App]) -> None:
        self._hub = hub
        self._build = build
        self._inner: asyncio.Task[App] | None = None
        self._loops: asyncio.Task[None] | None = None
        self._key = hub.options.embedded_key.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._serve(scope, receive, self._dressed(scope, send))

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(THREADS, thread_name_prefix="hub"))
        self._hub.broadcast.attach(loop)
        await send({"type": "lifespan.startup.complete"})
        if self._inner is None:  # the first request may have been faster
            self._inner = loop.create_task(self._make())
        rounds = loop.create_task(self._hub.presence.run())
        await receive()
        for task in (rounds, self._inner, self._loops):
            if task is not None:
                task.cancel()
        await send({"type": "lifespan.shutdown.complete"})

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = dict(scope["headers"])
        if self._key and not hmac.compare_digest(headers.get(KEY_HEADER.lower().encode(), b""), self._key):
            await _refuse(send, Refusal("not_found").problem)
            return
        path = scope["path"].rstrip("/") or "/"
        if path == "/health" and scope["method"] in ("GET", "HEAD"):
            await self._health(send)
            return
        try:
            inner = await self._ready()
        except Refusal as refusal:
            await _refuse(send, refusal.problem)
            return
        scope[HUB] = self._hub
        if not _is_open(scope["method"], path):
            try:
                scope[WHO] = await self._who(scope, path, headers.get(b"authorization", b""))
            except Refusal as refusal:
                await _refuse(send, refusal.problem)
                return
        await inner(scope, receive, send)

    async def _ready(self) -> App:
        """Return the inner application; one that could not be made is tried again at the next request.

        Raises Refusal: hub_stopping, what stands against making it (setup_needed, key_wrong …), internal.
        """
        if self._hub.broadcast.stopping:
            raise Refusal("hub_stopping")
        if self._inner is None:
            self._inner = asyncio.get_running_loop().create_task(self._make())
        making = self._inner
        try:
            return await asyncio.shield(making)
        except Refusal:
            self._forget(making)
            raise
        except Exception as error:
            self._forget(making)
            raise Refusal("internal", ref=self._hub.ids.new()[-8:]) from error

    async def _make(self) -> App:
        """Make the inner application; the loops beside it begin a little later."""
        app = await asyncio.to_thread(self._build)
        self._loops = asyncio.get_running_loop().create_task(self._begin_loops())
        return app

    async def _begin_loops(self) -> None:
        await asyncio.sleep(LOOPS_AFTER_S)
        try:
            await asyncio.to_thread(self._hub.start_loops)
        except Exception:
            logger.exception("the loops beside the hub did not start")

    def _forget(self, making: asyncio.Task[App]) -> None:
        if self._inner is making:
            self._inner = None

    async def _who(self, scope: Scope, path: str, authorization: bytes) -> Who:
        scheme, _, token = authorization.decode("latin-1").partition(" ")
        if scheme.lower() != "bearer" or not token.strip():
            raise Refusal("signed_out")
        active = path not in (_WATCHING if scope["method"] == "GET" else _BY_ITSELF)
        known = self._hub.sessions.known(token.strip(), active=active)
        if known is not None:
            return known
        client = scope.get("client") or ("", 0)
        return await asyncio.to_thread(self._hub.sessions.resolve, token.strip(), client[0], active=active)

    async def _health(self, send: Send) -> None:
        try:
            health = await asyncio.to_thread(self._hub.health)
        except Refusal as refusal:
            await _refuse(send, refusal.problem)
            return
        await _answer(send, 200, msgspec.json.encode(health))

    def _dressed(self, scope: Scope, send: Send) -> Send:
        """Return a `send` that adds the headers of every answer: safety, and the hub's time."""
        page = scope["path"].startswith("/schema")

        async def dressed(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = [*message.get("headers", ()), *_HEADERS]
                names = {name.lower() for name, _ in headers}
                if b"cache-control" not in names:
                    headers.append(_NO_STORE)
                if not page:
                    headers.append(_STRICT)
                headers.append((b"x-huying-now", str(self._hub.time.now()).encode()))
                message["headers"] = headers
            await send(message)

        return dressed


def _is_open(method: str, path: str) -> bool:
    if path in _OPEN or path.startswith(_OWN_DOOR):
        return True
    return path == "/session" and method != "GET"


async def _refuse(send: Send, problem: Problem) -> None:
    await _answer(send, HTTP_STATUS[problem.kind], msgspec.json.encode(problem))


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
