"""HTTP to the hub: kept connections per thread, time-outs on everything, bounded answers, refusals as values.

Blocks; only ever called on worker threads. Redirects are not followed and the environment's proxies and .netrc are not
read: the address a workstation was given is the address its token goes to.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import msgspec
import requests
from requests import exceptions
from urllib3.exceptions import NewConnectionError, ReadTimeoutError

from console.upload import Body, Stopped
from services.domain.clock import Clock
from services.domain.problems import Kind, Problem

CONNECT_TIMEOUT_S = 3.0
READ_TIMEOUT_S = 15.0
MOST_BYTES = 64 * 1024 * 1024
"""A larger answer is not read further: a board of 20,000 rows is about 6 MB."""

_CHUNK = 64 * 1024
_MOST_REFUSAL_BYTES = 256 * 1024

T = TypeVar("T")


class Trouble(StrEnum):
    """Why there is no usable answer."""

    NO_CONNECTION = "no_connection"
    TIMEOUT = "timeout"
    BROKEN = "broken"  # the connection ended in the middle
    TLS = "tls"
    REDIRECT = "redirect"
    GARBLED = "garbled"  # something answered, but not a hub of this version
    TOO_LARGE = "too_large"
    CLOSED = "closed"  # the console is closing, or the person stopped it


class HubError(Exception):
    """There is no result: see HubUnreachable and HubRefused."""


class HubUnreachable(HubError):
    """No usable answer. `sent` is False when the request certainly never reached the hub."""

    def __init__(self, trouble: Trouble, detail: str = "", *, sent: bool = True) -> None:
        super().__init__(f"{trouble}: {detail}" if detail else str(trouble))
        self.trouble = trouble
        self.sent = sent


class HubRefused(HubError):
    """The hub answered with a refusal."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(f"{problem.code}: {problem.sentence}")
        self.problem = problem

    @property
    def signed_out(self) -> bool:
        """Whether one has to sign in (or unlock) first."""
        return self.problem.kind is Kind.SIGNED_OUT


@dataclass(frozen=True, slots=True)
class Answer:
    """A successful answer: status, headers (names in lower case), body, and the monotonic second it was complete."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    at: float


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask. `repeatable`: sending it twice does no more than once, so a dead kept connection is tried anew."""

    method: str
    path: str
    params: Mapping[str, str] | None = None
    body: bytes | Body | None = None
    media_type: str = "application/json"
    headers: Mapping[str, str] | None = None
    repeatable: bool = True
    read_timeout_s: float = READ_TIMEOUT_S


class Transport:
    """Sends requests to one hub. Every thread has a session of its own; `token` may change at any time."""

    def __init__(
        self,
        base: str,
        clock: Clock,
        *,
        headers: Mapping[str, str] | None = None,
        verify: bool | str = True,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self.base = base.rstrip("/")
        self.token = ""
        self._clock = clock
        self._headers = dict(headers or {})
        self._verify = verify
        self._most_bytes = most_bytes
        self._local = threading.local()
        self._lock = threading.Lock()
        self._sessions: list[requests.Session] = []
        self._closed = False

    def send(self, request: Request) -> Answer:
        """Send and read the whole answer. Raises HubUnreachable, HubRefused."""
        try:
            return self._send_once(request)
        except HubUnreachable as error:
            if error.trouble is not Trouble.BROKEN or not request.repeatable or self._closed:
                raise
        return self._send_once(request)

    @contextmanager
    def open(self, request: Request) -> Iterator[requests.Response]:
        """Open an answer that is read as it comes. Raises HubUnreachable, HubRefused, also while it is read."""
        if self._closed:
            raise HubUnreachable(Trouble.CLOSED, sent=False)
        headers = {**self._headers, **(request.headers or {})}
        if isinstance(request.body, Body):
            request.body.rewind()
        if request.body is not None:
            headers["Content-Type"] = request.media_type
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        with _as_trouble():
            response = self._session().request(
                request.method,
                self.base + request.path,
                params=request.params,
                data=request.body,
                headers=headers,
                timeout=(CONNECT_TIMEOUT_S, request.read_timeout_s),
                allow_redirects=False,
                stream=True,
                verify=self._verify,
            )
            try:
                self._refuse(response)
                yield response
            finally:
                response.close()

    def move_to(self, base: str, headers: Mapping[str, str]) -> None:
        """Speak to the same hub at another address from now on (it was started again); the token stays."""
        self.base, self._headers = base.rstrip("/"), dict(headers)

    def close(self) -> None:
        """Close every kept connection and send nothing any more."""
        with self._lock:
            self._closed = True
            sessions, self._sessions = self._sessions, []
        for session in sessions:
            session.close()

    def _session(self) -> requests.Session:
        session: requests.Session | None = getattr(self._local, "session", None)
        if session is None:
            session = requests.Session()
            session.trust_env = False
            self._local.session = session
            with self._lock:
                self._sessions.append(session)
        return session

    def _send_once(self, request: Request) -> Answer:
        until = self._clock.monotonic() + 2 * request.read_timeout_s  # a trickle that never ends is a time-out as well
        with self.open(request) as response:
            body = _read(response, self._most_bytes, lambda: self._clock.monotonic() > until)
            headers = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status_code, headers, body, self._clock.monotonic())

    def _refuse(self, response: requests.Response) -> None:
        if response.ok and not response.is_redirect:
            return
        if response.status_code == requests.codes.not_modified:
            return
        if 300 <= response.status_code < 400:
            raise HubUnreachable(Trouble.REDIRECT, response.headers.get("Location", "")[:200])
        body = _read(response, _MOST_REFUSAL_BYTES)
        try:
            problem = msgspec.json.decode(body, type=Problem)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise HubUnreachable(Trouble.GARBLED, f"HTTP {response.status_code}") from error
        raise HubRefused(problem)


def decode(answer: Answer, kind: type[T]) -> T:
    """Return the answer's body as a value of that type. Raises HubUnreachable when it is something else."""
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise HubUnreachable(Trouble.GARBLED, str(error)) from error


def _read(response: requests.Response, most: int, late: Callable[[], bool] = lambda: False) -> bytes:
    parts: list[bytes] = []
    size = 0
    for part in response.iter_content(_CHUNK):
        size += len(part)
        if size > most:
            raise HubUnreachable(Trouble.TOO_LARGE, f"> {most} bytes")
        if late():
            raise HubUnreachable(Trouble.TIMEOUT)
        parts.append(part)
    return b"".join(parts)


@contextmanager
def _as_trouble() -> Iterator[None]:
    """Turn what requests raises into HubUnreachable; most specific first, for its classes derive from one another."""
    try:
        yield
    except Stopped as error:
        raise HubUnreachable(Trouble.CLOSED, sent=False) from error
    except exceptions.ConnectTimeout as error:
        raise HubUnreachable(Trouble.NO_CONNECTION, str(error), sent=False) from error
    except exceptions.SSLError as error:
        raise HubUnreachable(Trouble.TLS, str(error), sent=False) from error
    except exceptions.Timeout as error:
        raise HubUnreachable(Trouble.TIMEOUT, str(error)) from error
    except exceptions.ConnectionError as error:
        raise _broken(error) from error
    except (requests.RequestException, OSError) as error:
        raise HubUnreachable(Trouble.BROKEN, str(error)) from error


def _broken(error: requests.ConnectionError) -> HubUnreachable:
    cause = error.args[0] if error.args else None
    if isinstance(getattr(cause, "reason", None), NewConnectionError):
        return HubUnreachable(Trouble.NO_CONNECTION, str(error), sent=False)
    if isinstance(cause, ReadTimeoutError):  # a time-out in the middle of a body comes as this class
        return HubUnreachable(Trouble.TIMEOUT, str(error))
    return HubUnreachable(Trouble.BROKEN, str(error))
