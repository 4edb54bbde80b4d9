"""The demo receiver's web server: the gateway protocol for the hub, and a page for people.

Protocol (the hub's side is `services.alerts.channels`): ``POST /messages``, ``GET /messages/{idem}``,
``GET /receipts?after=N`` with ``Authorization: Bearer <key>``. The key is an exercise key; a message in Live is
answered with 403, because this receiver reaches nobody. The page's own calls (`/page/…`) need a header that no foreign
site can send, and every call needs a Host of this machine.
"""

from __future__ import annotations

import asyncio
import contextlib
import hmac
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from litestar import Litestar, Request, Response, get, post
from litestar.exceptions import HTTPException
from litestar.params import FromPath, FromQuery

import resources
from services.gateway.journal import Journal
from services.gateway.mailbox import Mailbox, Message, Receipt, Switches
from services.gateway.page import Shown, State, state_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from litestar.connection import ASGIConnection
    from litestar.handlers import BaseRouteHandler, HTTPRouteHandler
    from litestar.types import Guard

_T = TypeVar("_T")
BODY_CAP = 1_000_000
PAGE_BYTES = 48_000
_MODES = ("exercise", "test")
_HANG_SECONDS = 65.0
_FILES = {
    "": ("gateway/page.html", "text/html"),
    "page.css": ("gateway/page.css", "text/css"),
    "page.js": ("gateway/page.js", "text/javascript"),
}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


class GatewaySettings(msgspec.Struct, frozen=True, kw_only=True):
    """What the receiver is started with: its exercise key, the Host names it answers to, where to keep its journal."""

    key: str
    hosts: tuple[str, ...]
    journal: Path | None = None


class Reply(msgspec.Struct, frozen=True):
    """A person's answer to some messages, from the page."""

    idems: list[str]
    by: str
    text: str


class Done(msgspec.Struct, frozen=True):
    """What the page's call came to."""

    done: int
    sentence: str = ""


def build(settings: GatewaySettings, clock: Callable[[], int]) -> Litestar:
    """Build the receiver. `clock` returns ms since 1970-01-01 UTC."""
    mailbox = Mailbox()
    journal = Journal(settings.journal) if settings.journal else None
    if journal is not None:
        journal.restore(mailbox)
    return Litestar(
        [*_protocol(mailbox, journal, settings.key, clock), *_page(mailbox, clock), _files],
        before_request=_host_check(frozenset(settings.hosts)),
        exception_handlers={HTTPException: _sentence},
        request_max_body_size=BODY_CAP,
        openapi_config=None,
        logging_config=None,
    )


def _protocol(
    mailbox: Mailbox, journal: Journal | None, key: str, clock: Callable[[], int]
) -> tuple[HTTPRouteHandler, ...]:
    """Return the hub's three doors."""
    guards: list[Guard] = [_key_guard(key)]

    @post("/messages", guards=guards, status_code=200)
    async def messages(request: Request[Any, Any, Any]) -> Response[bytes]:
        batch = _decoded(await request.body(), list[Message])
        if any(message.mode not in _MODES for message in batch):
            raise HTTPException("演示网关只收演练和测试消息", status_code=403)
        now = clock()
        mailbox.settle(now)
        results = mailbox.submit(batch, now)
        if journal is not None:
            journal.write(batch, results, now)
        if mailbox.switches.delay_ms:
            await asyncio.sleep(mailbox.switches.delay_ms / 1000)
        if mailbox.loses():
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(request.receive(), _HANG_SECONDS)  # until the caller gives up
        return _json(results)

    @get("/messages/{idem:str}", guards=guards)
    async def message(idem: FromPath[str]) -> Response[bytes]:
        result = mailbox.find(idem)
        if result is None:
            raise HTTPException("没有收到过这条消息", status_code=404)
        return _json(result)

    @get("/receipts", guards=guards)
    async def receipts(after: FromQuery[int] = 0) -> Response[bytes]:
        return _json(_page_of(mailbox.receipts(after, clock(), limit=500)))

    return messages, message, receipts


def _page(mailbox: Mailbox, clock: Callable[[], int]) -> tuple[HTTPRouteHandler, ...]:
    """Return the page's own calls: its picture, answers, switches."""
    guards: list[Guard] = [_page_guard]

    @get("/page/state", guards=guards)
    async def state(
        version: FromQuery[int] = -1,
        channel: FromQuery[str | None] = None,
        unit: FromQuery[str | None] = None,
        waiting: FromQuery[bool] = False,
    ) -> State:
        now = clock()
        mailbox.settle(now)
        return state_of(mailbox, now, version, Shown(channel, unit, waiting))

    @post("/page/answer", guards=guards, status_code=200)
    async def answer(request: Request[Any, Any, Any]) -> Done:
        reply = _decoded(await request.body(), Reply)
        problems = [mailbox.answer(idem, reply.by, reply.text, clock()) for idem in reply.idems]
        wrong = [problem for problem in problems if problem]
        return Done(len(problems) - len(wrong), wrong[0] if wrong else "")

    @post("/page/switches", guards=guards, status_code=200)
    async def switches(request: Request[Any, Any, Any]) -> Switches:
        wanted = _decoded(await request.body(), Switches)
        if wanted.problem():
            raise HTTPException(wanted.problem(), status_code=422)
        mailbox.change(wanted)
        return wanted

    return state, answer, switches


@get(["/", "/page.css", "/page.js"])
async def _files(request: Request[Any, Any, Any]) -> Response[bytes]:
    name, media_type = _FILES[request.url.path.lstrip("/")]
    return Response(resources.path(name).read_bytes(), media_type=media_type, headers=_HEADERS)


def _host_check(hosts: frozenset[str]) -> Callable[[Request[Any, Any, Any]], None]:
    """Refuse calls under a foreign name: a web page elsewhere could otherwise rebind its name to this machine."""

    def check(request: Request[Any, Any, Any]) -> None:
        if request.headers.get("host", "") not in hosts:
            raise HTTPException("请用本机地址访问", status_code=403)

    return check


def _key_guard(key: str) -> Guard:
    wanted = f"Bearer {key}".encode()

    def guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
        given = connection.headers.get("authorization", "").encode()
        if not hmac.compare_digest(given, wanted):
            raise HTTPException("凭据不对", status_code=401)

    return guard


def _page_guard(connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler) -> None:
    """Ask for the page's own header: a foreign site cannot send it without a permission that is never given."""
    if connection.headers.get("x-gateway-page") != "1":
        raise HTTPException("请在网关页面上操作", status_code=403)


def _decoded(body: bytes, shape: type[_T]) -> _T:
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HTTPException(f"内容无法读取：{error}", status_code=422) from error


def _json(value: object) -> Response[bytes]:
    return Response(msgspec.json.encode(value), media_type="application/json")


def _page_of(found: tuple[Receipt, ...]) -> list[Receipt]:
    """Return as many receipts as stay below what the hub is willing to read in one answer."""
    page: list[Receipt] = []
    size = 0
    for receipt in found:
        size += len(msgspec.json.encode(receipt)) + 1
        if size > PAGE_BYTES:
            break
        page.append(receipt)
    return page


def _sentence(_: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    body = msgspec.json.encode({"sentence": error.detail})
    return Response(body, status_code=error.status_code, media_type="application/json")
