"""One provider's HTTP door: its host checked and pinned, TLS verified, no redirect, no proxy, every wait bounded.

Nothing of a request (its path may hold a robot's key) gets into an exception or a log: a call that failed is told by
one sentence of ours, without the library's own error behind it, and the library's own chatter is shut off.
"""

from __future__ import annotations

import contextlib
import logging
import ssl
import threading
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from typing import TYPE_CHECKING

import msgspec
import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ReadTimeoutError
from urllib3.exceptions import HTTPError as TransportError
from urllib3.exceptions import SSLError as TransportSSLError

from services.alerts.channels.base import Timeouts
from services.alerts.hosts import AddressRefused, PinnedAdapter, Resolver, checked_address, system_resolver
from services.alerts.outbox import Wire
from services.domain.clock import Clock, from_datetime

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.alerts.hosts import GatewayAddress

RESPONSE_CAP = 64 * 1024
_PAUSE_MOST_MS = 24 * 3600 * 1000
_CHATTER = ("urllib3.connectionpool", "urllib3.util.retry")


class Answer(msgspec.Struct, frozen=True):
    """What came back: status, the body (at most 64 KB), and the pause the provider wishes for, in ms."""

    status: int
    body: bytes
    retry_after_ms: int | None = None


class Call(msgspec.Struct, frozen=True):
    """One request. `path` starts with "/" and may hold a secret, as may headers and body: none of them is shown."""

    method: str
    path: str
    body: bytes | None = None
    headers: dict[str, str] = {}

    def __repr__(self) -> str:
        return f"Call({self.method} …)"


class CallFailed(Exception):
    """No whole answer came; `wire` says whether anything can have left, `sentence` what happened, in Chinese."""

    def __init__(self, wire: Wire, sentence: str) -> None:
        super().__init__(sentence)
        self.wire = wire
        self.sentence = sentence


class Line:
    """Connections to one provider. `peer` is what sentences call it. Any thread may call."""

    def __init__(
        self,
        address: GatewayAddress,
        clock: Clock,
        *,
        timeouts: Timeouts = Timeouts(),  # noqa: B008 - frozen
        resolver: Resolver = system_resolver,
        peer: str = "网关",
    ) -> None:
        """Build it; nothing is connected yet. Raises ValueError when the address is not on its own list."""
        address.refuse_unlisted()
        _quieten()
        self._address = address
        self._clock = clock
        self._timeouts = timeouts
        self._resolver = resolver
        self._peer = peer
        self._free: list[requests.Session] = []
        self._lock = threading.Lock()

    @property
    def host(self) -> str:
        """The Host header, as the provider's address has it."""
        return self._address.netloc

    def call(self, call: Call) -> Answer:
        """Make one call. Raises CallFailed."""
        found = self._tried(call)
        if isinstance(found, CallFailed):
            raise found
        return found

    def close(self) -> None:
        """End the connections that are not in use."""
        with self._lock:
            free, self._free = self._free, []
        for session in free:
            session.close()

    def _tried(self, call: Call) -> Answer | CallFailed:
        """Make a call; a failure is returned, so that it is raised with no other error behind it."""
        try:
            base = self._address.pinned_url(checked_address(self._address, self._resolver))
            with self._lent() as session:
                return self._exchange(session, base, call)
        except AddressRefused as error:
            return CallFailed(Wire.NOT_SENT, error.sentence)
        except requests.RequestException as error:
            early = isinstance(error, (requests.ConnectTimeout, _NeverConnected))
            return CallFailed(Wire.NOT_SENT if early else Wire.LOST, self._sentence(error))

    def _exchange(self, session: requests.Session, base: str, call: Call) -> Answer:
        deadline = self._clock.monotonic() + self._timeouts.whole
        try:
            response = session.request(
                call.method,
                base + call.path,
                data=call.body,
                headers={"Host": self._address.netloc, "Content-Type": "application/json", **call.headers},
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
            return Answer(response.status_code, self._read(response, deadline), self._pause(response))

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

    def _pause(self, response: requests.Response) -> int | None:
        """Return the pause of Retry-After in ms: seconds, or a date (RFC 9110); None for anything else."""
        text = response.headers.get("Retry-After", "").strip()
        if text.isascii() and text.isdigit() and len(text) <= 5:
            return int(text) * 1000
        try:
            moment = parsedate_to_datetime(text)
        except ValueError:
            return None
        if moment.tzinfo is None:
            return None
        return min(max(0, from_datetime(moment) - self._clock.now()), _PAUSE_MOST_MS)

    def _sentence(self, error: Exception) -> str:
        text = next((text for kind, text in _SENTENCES if isinstance(error, kind)), "与{peer}的连接中断")
        return text.format(peer=self._peer)

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
        session.headers["Accept-Encoding"] = "identity"
        adapter = PinnedAdapter(self._address)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        return session


class _NeverConnected(requests.ConnectionError):
    """The connection was refused or could not be made: nothing was sent."""


class _Untrusted(_NeverConnected):
    """The provider's certificate is not the one its name calls for: nothing was sent."""


class _TooLarge(requests.RequestException):
    """The answer is longer than any honest one."""


_SENTENCES: tuple[tuple[type[Exception], str], ...] = (
    (_Untrusted, "{peer}的证书不可信"),
    (_NeverConnected, "连不上{peer}"),
    (requests.ConnectTimeout, "连不上{peer}"),
    (_TooLarge, "{peer}的回答超过 64 KB"),
    (requests.Timeout, "{peer}没有按时回答"),
)


def _before_sending(error: requests.ConnectionError) -> _NeverConnected | None:
    """Return the error that says so when the call provably failed before a byte of the request left."""
    cause = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(cause, (NewConnectionError, ConnectTimeoutError)):
        return _NeverConnected()
    if isinstance(cause, TransportSSLError) and isinstance(cause.args[0], ssl.SSLCertVerificationError):
        return _Untrusted()
    return None


def _piece(response: requests.Response) -> bytes:
    """Return what has arrived of a body, waiting for at least a byte; nothing at its end. Raises RequestException."""
    try:
        piece: bytes = response.raw.read1(RESPONSE_CAP)
    except ReadTimeoutError as error:
        raise requests.ReadTimeout from error
    except (TransportError, HTTPException, OSError) as error:
        raise requests.ConnectionError from error
    return piece


class _NoDetails(logging.Filter):
    """Drops what a transport says of single requests: their paths may hold keys."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep errors only."""
        return record.levelno >= logging.ERROR


_QUIET = _NoDetails()


def _quieten() -> None:
    for name in _CHATTER:
        logging.getLogger(name).addFilter(_QUIET)  # the same filter again changes nothing
