"""Channels: what carries messages out, and the one that talks to a gateway over HTTP.

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

import contextlib
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from itertools import islice
from typing import TYPE_CHECKING, Protocol

import msgspec
import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ReadTimeoutError
from urllib3.exceptions import HTTPError as TransportError
from urllib3.exceptions import SSLError as TransportSSLError

from services.alerts.hosts import AddressRefused, PinnedAdapter, Resolver, checked_address, system_resolver
from services.alerts.outbox import GatewayItem, Outcome, Response, Verdict, Wire, classify
from services.domain.clock import Clock, Instant
from services.domain.modes import Mode

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from services.alerts.hosts import GatewayAddress
    from services.alerts.outbox import OutboxRow

RESPONSE_CAP = 64 * 1024
MAX_THREADS = 64


class Credential(msgspec.Struct, frozen=True):
    """A channel's secret and the one mode it may be used in. Its text form never shows the secret."""

    mode: Mode
    secret: str

    def __repr__(self) -> str:
        return f"Credential(mode={self.mode.value!r}, secret=…)"


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """A message as a channel gets it, with its final words. `expires` is an instant."""

    idem: str
    channel: str
    target: str
    text: str
    alert: str
    revision: int
    mode: Mode
    expires: Instant
    callback: str = ""
    unit: str = ""
    people: tuple[str, ...] = ()


def outgoing(row: OutboxRow, text: str, unit: str = "", people: tuple[str, ...] = ()) -> Outgoing:
    """Return the message of an outbox row with its final words (see `texts.mark_duplicate` for a resend in doubt)."""
    return Outgoing(
        idem=row.idem,
        channel=row.channel,
        target=row.target,
        text=text,
        alert=row.alert_id,
        revision=row.revision,
        mode=row.mode,
        expires=row.expires_at,
        unit=unit,
        people=people,
    )


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What the gateway learnt later: `kind` is "delivered", "failed" or "answered"; `by` and `text` are an answer's."""

    seq: int
    idem: str
    kind: str
    at: Instant
    by: str = ""
    text: str = ""


class Channel(Protocol):
    """Something that takes messages, in one mode only, and says honestly what became of each."""

    @property
    def mode(self) -> Mode:
        """Return the only mode this channel carries."""
        ...

    def send(self, batch: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        """Hand over messages; return one outcome per message in the same order. Never raises for a bad gateway."""
        ...

    def ask(self, idem: str) -> Outcome | None:
        """Return what became of a message, None when it never arrived, an unknown outcome when that cannot be told."""
        ...

    def receipts(self, after: int) -> tuple[Receipt, ...]:
        """Return the next page of receipts after a sequence number. Raises GatewayUnreachable."""
        ...

    def close(self) -> None:
        """End threads and connections."""
        ...


class GatewayUnreachable(Exception):
    """Receipts could not be fetched; one Chinese sentence."""


class Timeouts(msgspec.Struct, frozen=True):
    """Seconds to connect, to wait for each piece of an answer, and for the whole call."""

    connect: float = 3.0
    read: float = 10.0
    whole: float = 20.0


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
        address.refuse_unlisted()
        self._mode = mode
        self._address = address
        self._credential = credential
        self._clock = clock
        self._timeouts = timeouts
        self._per_request = max(1, per_request)
        self._resolver = resolver
        self._threads = min(max(1, threads), MAX_THREADS)
        self._pools: set[ThreadPoolExecutor] = set()
        self._free: list[requests.Session] = []
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
            url = self._url()
        except AddressRefused as error:
            response = Response(tuple(message.idem for message in own), Wire.NOT_SENT, reason=error.sentence)
            found = classify(response)
        else:
            found = self._post_all(url, [*_parts(own, self._per_request)])
        by_idem = {outcome.idem: outcome for outcome in found}
        return tuple(by_idem.get(message.idem) or _crossed(message) for message in batch)

    def ask(self, idem: str) -> Outcome | None:
        """Return what became of a message; None when the gateway says that it never arrived."""
        try:
            status, body, _ = self._call("GET", f"{self._url()}/messages/{idem}")
        except (AddressRefused, requests.RequestException) as error:
            return Outcome(idem, Verdict.UNKNOWN, "", _sentence(error))
        if status == 404:
            return None
        try:
            items = (self._item.decode(body),) if status == 200 else None
        except msgspec.DecodeError:
            items = None
        if items is None:
            return Outcome(idem, Verdict.UNKNOWN, "", f"网关没有说明这条消息的去向（{status}）")
        return classify(Response((idem,), Wire.ANSWERED, status, items))[0]

    def receipts(self, after: int) -> tuple[Receipt, ...]:
        """Return the next page of receipts with a sequence number above `after`, ascending.

        Raises GatewayUnreachable when the gateway cannot be asked or answers something else.
        """
        try:
            status, body, _ = self._call("GET", f"{self._url()}/receipts?after={after}")
            if status != 200:
                raise GatewayUnreachable(f"网关拒绝提供回执（{status}）")
            page = self._receipts.decode(body)
        except (AddressRefused, requests.RequestException, msgspec.DecodeError) as error:
            raise GatewayUnreachable(_sentence(error)) from error
        return tuple(sorted((receipt for receipt in page if receipt.seq > after), key=lambda receipt: receipt.seq))

    def close(self) -> None:
        """Wait for calls under way, then end threads and connections."""
        with self._lock:
            pools = [*self._pools]
        for pool in pools:
            pool.shutdown(wait=True, cancel_futures=True)
        with self._lock:
            free, self._free = self._free, []
        for session in free:
            session.close()

    def _url(self) -> str:
        return self._address.pinned_url(checked_address(self._address, self._resolver))

    def _post_all(self, url: str, parts: Sequence[Sequence[Outgoing]]) -> tuple[Outcome, ...]:
        if not parts:
            return ()
        with ThreadPoolExecutor(min(self._threads, len(parts)), thread_name_prefix="gateway") as pool:
            with self._lock:
                self._pools.add(pool)
            try:
                calls = pool.map(lambda part: self._post(url, part), parts)
                return tuple(outcome for outcomes in calls for outcome in outcomes)
            finally:
                with self._lock:
                    self._pools.discard(pool)

    def _post(self, url: str, part: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        idems = tuple(message.idem for message in part)
        try:
            status, body, pause = self._call("POST", f"{url}/messages", msgspec.json.encode(part))
        except (requests.ConnectTimeout, _NeverConnected) as error:
            return classify(Response(idems, Wire.NOT_SENT, reason=_sentence(error)))
        except requests.RequestException as error:
            return classify(Response(idems, Wire.LOST, reason=_sentence(error)))
        try:
            items = tuple(self._items.decode(body)) if status == 200 else None
        except msgspec.DecodeError:
            return classify(Response(idems, Wire.ANSWERED, status, None, "网关的回答无法读取"))
        return classify(Response(idems, Wire.ANSWERED, status, items, _refusal(status), pause))

    def _call(self, method: str, url: str, body: bytes | None = None) -> tuple[int, bytes, int | None]:
        """Return status, body (capped) and the wished pause in ms. Raises requests.RequestException."""
        with self._lent() as session:
            return self._exchange(session, method, url, body)

    def _exchange(
        self, session: requests.Session, method: str, url: str, body: bytes | None
    ) -> tuple[int, bytes, int | None]:
        deadline = self._clock.monotonic() + self._timeouts.whole
        try:
            response = session.request(
                method,
                url,
                data=body,
                headers={"Host": self._address.netloc, "Authorization": f"Bearer {self._credential.secret}"},
                timeout=(self._timeouts.connect, self._timeouts.read),
                allow_redirects=False,
                stream=True,
            )
        except requests.ConnectionError as error:
            early = _before_sending(error)
            if early is None:
                raise
            raise early from error
        with contextlib.closing(response):
            return response.status_code, self._read(response, deadline), _pause(response)

    def _read(self, response: requests.Response, deadline: float) -> bytes:
        """Read a body piece by piece, so that neither its size nor its slowness can hold a thread."""
        body = bytearray()
        while piece := _piece(response):
            body += piece
            if len(body) > RESPONSE_CAP:
                raise _TooLarge
            if self._clock.monotonic() > deadline:
                raise requests.ReadTimeout("the answer comes too slowly")
        return bytes(body)

    @contextlib.contextmanager
    def _lent(self) -> Iterator[requests.Session]:
        """Lend a session to one call at a time; it keeps its connection for the next one, on whatever thread."""
        with self._lock:
            session = self._free.pop() if self._free else None
        if session is None:
            session = self._made()
        try:
            yield session
        finally:
            with self._lock:
                self._free.append(session)

    def _made(self) -> requests.Session:
        session = requests.Session()
        session.trust_env = False  # no proxies, no .netrc: the address is checked, and so must the way be
        session.verify = self._address.ca_file or True
        session.headers["Content-Type"] = "application/json"
        session.headers["Accept-Encoding"] = "identity"
        adapter = PinnedAdapter(self._address)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        return session


class _NeverConnected(requests.ConnectionError):
    """The connection was refused or could not be made: nothing was sent."""


class _Untrusted(_NeverConnected):
    """The gateway's certificate is not the one its name calls for: nothing was sent."""


class _TooLarge(requests.RequestException):
    """The gateway's answer is longer than any honest one."""


def _before_sending(error: requests.ConnectionError) -> _NeverConnected | None:
    """Return the error that says so when the call provably failed before a byte of the request left."""
    cause = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(cause, (NewConnectionError, ConnectTimeoutError)):
        return _NeverConnected(str(error))
    if isinstance(cause, TransportSSLError) and isinstance(cause.args[0], ssl.SSLCertVerificationError):
        return _Untrusted(str(error))
    return None


def _piece(response: requests.Response) -> bytes:
    """Return what has arrived of a body, waiting for at least a byte; nothing at its end. Raises RequestException."""
    try:
        piece: bytes = response.raw.read1(RESPONSE_CAP)
    except ReadTimeoutError as error:
        raise requests.ReadTimeout(str(error)) from error
    except (TransportError, HTTPException, OSError) as error:
        raise requests.ConnectionError(str(error)) from error
    return piece


def _sentence(error: Exception) -> str:
    if isinstance(error, AddressRefused):
        return error.sentence
    return next((text for kind, text in _SENTENCES if isinstance(error, kind)), "与网关的连接中断")


_SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (_Untrusted, "网关的证书不可信"),
    (_NeverConnected, "连不上网关"),
    (requests.ConnectTimeout, "连不上网关"),
    (_TooLarge, "网关的回答超过 64 KB"),
    (requests.Timeout, "网关没有按时回答"),
    (msgspec.DecodeError, "网关的回答无法读取"),
)


def _refusal(status: int) -> str:
    if status == 200:
        return ""
    if 300 <= status < 400:
        return f"网关要求转到别处（{status}），不予跟随"
    known = {401: "网关不认凭据", 403: "凭据与模式不符或无权发送", 429: "网关限流", 503: "网关暂停服务"}
    return known.get(status, f"网关返回 {status}")


def _pause(response: requests.Response) -> int | None:
    text = response.headers.get("Retry-After", "")
    return int(text) * 1000 if text.isascii() and text.isdigit() and len(text) <= 5 else None


def _parts(messages: Sequence[Outgoing], size: int) -> Iterator[tuple[Outgoing, ...]]:
    rest = iter(messages)
    while part := tuple(islice(rest, size)):
        yield part


def _crossed(message: Outgoing) -> Outcome:
    return Outcome(message.idem, Verdict.REFUSED, "", "消息与渠道的模式不符，没有送出")
