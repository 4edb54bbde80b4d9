"""The channel that talks to a gateway over HTTP: emergency broadcast, street displays, calls, and the demo receiver.

The gateway's protocol (our own; `huying gateway` is its demo receiver). Every call carries ``Authorization: Bearer
<credential>``; a credential belongs to one mode, and a gateway answers 403 to a message of another mode. Bodies are
UTF-8 JSON; times are milliseconds since 1970-01-01 UTC.

``POST {gateway}/messages``
    ``[{"idem", "channel", "target", "text", "alert", "revision", "mode", "expires", "callback",
    "unit", "people"}, …]`` →
    ``[{"idem", "status": "accepted" | "refused" | "busy", "provider_id", "reason"}, …]``, one item per message.
    A repeated ``idem`` is not sent again: it gets the first result. ``busy`` was not taken and may be sent again.
    ``callback`` is empty: receipts are fetched. ``unit`` and ``people`` (names) may be empty; a gateway that shows or
    speaks them may use them, no gateway needs them.
``GET {gateway}/messages/{idem}``
    What became of a message: the same item, or 404 when it never arrived.
``GET {gateway}/receipts?after=N``
    ``[{"seq", "idem", "kind": "delivered" | "failed" | "answered", "at", "by", "text"}, …]`` with seq > N, ascending,
    a page at a time; an empty list means there is nothing newer. ``seq`` only grows, also over a restart.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from services.alerts.channels.base import Credential, GatewayUnreachable, Outgoing, Receipt, Timeouts, crossed
from services.alerts.channels.line import Call, CallFailed, Line
from services.alerts.hosts import AddressRefused, Resolver, checked_address, system_resolver
from services.alerts.outbox import GatewayItem, Outcome, Response, Verdict, Wire, classify
from services.domain.modes import Mode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.alerts.hosts import GatewayAddress
    from services.domain.clock import Clock

MAX_THREADS = 64


class _Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A message as the protocol has it."""

    idem: str
    channel: str
    target: str
    text: str
    alert: str
    revision: int
    mode: Mode
    expires: int
    callback: str
    unit: str
    people: tuple[str, ...]


class HttpGatewayChannel:
    """Sends through a gateway over HTTP on up to 64 connections, in exactly one mode with that mode's credential."""

    def __init__(
        self,
        mode: Mode,
        address: GatewayAddress,
        credential: Credential,
        clock: Clock,
        *,
        timeouts: Timeouts = Timeouts(),  # noqa: B008 - frozen
        threads: int = MAX_THREADS,
        per_request: int = 5,
        resolver: Resolver = system_resolver,
    ) -> None:
        """Build the channel; nothing is connected yet.

        `per_request` messages share one call, so an answer that is lost leaves so many unknown; against a gateway that
        takes 50 ms, 1,100 messages took 2.0 s one by one and 0.5 s by fives (two busy cores, gateway included).

        Raises ValueError when the credential belongs to another mode, or the address is not on its own list.
        """
        if credential.mode is not mode:
            raise ValueError(f"a {credential.mode.value} credential cannot be loaded into a {mode.value} channel")
        self._line = Line(address, clock, timeouts=timeouts, resolver=resolver)
        self._mode = mode
        self._address = address
        self._resolver = resolver
        self._headers = {"Authorization": f"Bearer {credential.secret}"}
        self._per_request = max(1, per_request)
        self._threads = min(max(1, threads), MAX_THREADS)
        self._pools: set[ThreadPoolExecutor] = set()
        self._lock = threading.Lock()
        self._items = msgspec.json.Decoder(list[GatewayItem])
        self._item = msgspec.json.Decoder(GatewayItem)
        self._receipts = msgspec.json.Decoder(list[Receipt])

    @property
    def mode(self) -> Mode:
        """Return the only mode this channel carries."""
        return self._mode

    def send(self, batch: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        """Send a batch in parallel; return one outcome per message in the same order. Its threads end with it.

        A message of another mode is refused here and never leaves. A gateway name that leads to an address that is not
        allowed refuses for now: nothing leaves either.
        """
        own = [message for message in batch if message.mode is self._mode]
        try:
            checked_address(self._address, self._resolver)
        except AddressRefused as error:
            response = Response(tuple(message.idem for message in own), Wire.NOT_SENT, reason=error.sentence)
            found = classify(response)
        else:
            found = self._post_all([*_parts(own, self._per_request)])
        by_idem = {outcome.idem: outcome for outcome in found}
        return tuple(by_idem.get(message.idem) or crossed(message) for message in batch)

    def ask(self, idem: str) -> Outcome | None:
        """Return what became of a message; None when the gateway says that it never arrived."""
        try:
            answer = self._line.call(Call("GET", f"/messages/{idem}", headers=self._headers))
        except CallFailed as error:
            return Outcome(idem, Verdict.UNKNOWN, "", error.sentence)
        if answer.status == 404:
            return None
        try:
            items = (self._item.decode(answer.body),) if answer.status == 200 else None
        except msgspec.DecodeError:
            items = None
        if items is None:
            return Outcome(idem, Verdict.UNKNOWN, "", f"网关没有说明这条消息的去向（{answer.status}）")
        return classify(Response((idem,), Wire.ANSWERED, answer.status, items))[0]

    def receipts(self, after: int) -> tuple[Receipt, ...]:
        """Return the next page of receipts with a sequence number above `after`, ascending.

        Raises GatewayUnreachable when the gateway cannot be asked or answers something else.
        """
        try:
            answer = self._line.call(Call("GET", f"/receipts?after={after}", headers=self._headers))
        except CallFailed as error:
            raise GatewayUnreachable(error.sentence) from error
        if answer.status != 200:
            raise GatewayUnreachable(f"网关拒绝提供回执（{answer.status}）")
        try:
            page = self._receipts.decode(answer.body)
        except msgspec.DecodeError as error:
            raise GatewayUnreachable("网关的回答无法读取") from error
        return tuple(sorted((receipt for receipt in page if receipt.seq > after), key=lambda receipt: receipt.seq))

    def close(self) -> None:
        """Wait for calls under way, then end threads and connections."""
        with self._lock:
            pools = [*self._pools]
        for pool in pools:
            pool.shutdown(wait=True, cancel_futures=True)
        self._line.close()

    def _post_all(self, parts: Sequence[Sequence[Outgoing]]) -> tuple[Outcome, ...]:
        if not parts:
            return ()
        with ThreadPoolExecutor(min(self._threads, len(parts)), thread_name_prefix="gateway") as pool:
            with self._lock:
                self._pools.add(pool)
            try:
                return tuple(outcome for outcomes in pool.map(self._post, parts) for outcome in outcomes)
            finally:
                with self._lock:
                    self._pools.discard(pool)

    def _post(self, part: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        idems = tuple(message.idem for message in part)
        try:
            answer = self._line.call(Call("POST", "/messages", _encoded(part), self._headers))
        except CallFailed as error:
            return classify(Response(idems, error.wire, reason=error.sentence))
        status = answer.status
        try:
            items = tuple(self._items.decode(answer.body)) if status == 200 else None
        except msgspec.DecodeError:
            return classify(Response(idems, Wire.ANSWERED, status, None, "网关的回答无法读取"))
        return classify(Response(idems, Wire.ANSWERED, status, items, _refusal(status), answer.retry_after_ms))


def _refusal(status: int) -> str:
    if status == 200:
        return ""
    if 300 <= status < 400:
        return f"网关要求转到别处（{status}），不予跟随"
    known = {401: "网关不认凭据", 403: "凭据与模式不符或无权发送", 429: "网关限流", 503: "网关暂停服务"}
    return known.get(status, f"网关返回 {status}")


def _encoded(part: Sequence[Outgoing]) -> bytes:
    rows = [_Sent(**{name: getattr(message, name) for name in _Sent.__struct_fields__}) for message in part]
    return msgspec.json.encode(rows)


def _parts(messages: Sequence[Outgoing], size: int) -> Iterator[tuple[Outgoing, ...]]:
    rest = iter(messages)
    while part := tuple(islice(rest, size)):
        yield part
