"""What adapters share that make one HTTP call per message: in parallel, in one mode, each answer read honestly."""

from __future__ import annotations

import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

import msgspec

from services.alerts.channels.base import Timeouts, cannot_tell, crossed
from services.alerts.channels.line import CallFailed, Line
from services.alerts.hosts import GatewayAddress, system_resolver
from services.alerts.outbox import Outcome, Verdict, Wire

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from services.alerts.channels.base import Account, Outgoing, Receipt
    from services.alerts.channels.line import Answer
    from services.alerts.hosts import Resolver
    from services.domain.clock import Clock, Instant
    from services.domain.modes import Mode

logger = logging.getLogger(__name__)

T = TypeVar("T")
THREADS = 16
"""Calls at once per account (our rule); a rate budget stands before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What an adapter is built with besides its account: the clock, which inner hosts the district allows, time-outs.

    `random` returns so many random bytes (nonces).
    """

    clock: Clock
    random: Callable[[int], bytes]
    inner_hosts: tuple[str, ...] = ()
    timeouts: Timeouts = field(default_factory=Timeouts)
    resolver: Resolver = system_resolver

    def address(self, account: Account) -> GatewayAddress:
        """Return where the account's calls go. Raises ValueError for what is no address."""
        url = account.settings.get("url", "")
        named = GatewayAddress(url=url, hosts=())
        ca_file = account.settings.get("ca_file", "")
        return GatewayAddress(url=url, hosts=(named.host,), inner_hosts=self.inner_hosts, ca_file=ca_file)


class Fate(msgspec.Struct, frozen=True):
    """What one call came to, before it is somebody's message."""

    verdict: Verdict
    reason: str = ""
    provider_id: str = ""
    retry_after_ms: int | None = None

    def of(self, message: Outgoing) -> Outcome:
        """Return the outcome of a message."""
        return Outcome(message.idem, self.verdict, self.provider_id, self.reason, self.retry_after_ms)


class EachByHttp:
    """One account, one call per message. A subclass says how a message is handed over (`_deliver`)."""

    peer = "对方"
    pauses = True

    def __init__(self, account: Account, around: Surroundings) -> None:
        """Build it; nothing is connected yet. Raises ValueError: crossed modes, or an address that cannot be one."""
        account.refuse_crossed()
        self._account = account
        self._secrets = account.secrets
        self._clock = around.clock
        address = around.address(account)
        self._line = Line(address, self._clock, timeouts=around.timeouts, resolver=around.resolver, peer=self.peer)
        self._pools: set[ThreadPoolExecutor] = set()
        self._lock = threading.Lock()

    @property
    def mode(self) -> Mode:
        """Return the only mode this account carries."""
        return self._account.mode

    def send(self, batch: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        """Hand over messages, several at once; one outcome each, in order. A message of another mode never leaves."""
        if not batch:
            return ()
        with ThreadPoolExecutor(min(THREADS, len(batch)), thread_name_prefix="channel") as pool:
            with self._lock:
                self._pools.add(pool)
            try:
                return tuple(pool.map(self._one, batch))
            finally:
                with self._lock:
                    self._pools.discard(pool)

    def ask(self, message: Outgoing, sent_at: Instant) -> Outcome | None:
        """Say that it cannot be told: most providers cannot be asked."""
        del sent_at
        return cannot_tell(message, f"{self.peer}不能查询消息的去向")

    def news(self, sent: Sequence[tuple[Outgoing, Instant]]) -> tuple[Receipt, ...]:
        """Return nothing: most providers give no receipts."""
        del sent
        return ()

    def heard(self, receipts: Sequence[Receipt]) -> None:
        """Nothing to forget."""

    def close(self) -> None:
        """Wait for calls under way, then end threads and connections."""
        with self._lock:
            pools = [*self._pools]
        for pool in pools:
            pool.shutdown(wait=True, cancel_futures=True)
        self._line.close()

    def _one(self, message: Outgoing) -> Outcome:
        if message.mode is not self._account.mode:
            return crossed(message)
        try:
            fate = self._deliver(message)
        except CallFailed as error:
            fate = failed(error)
        except Exception as error:  # noqa: BLE001 - its words may hold a secret; only its kind is told
            who = self._account
            logger.error("the %s account %s failed with %s", who.kind, who.id, type(error).__name__)
            fate = Fate(Verdict.UNKNOWN, "渠道程序出错，不知是否送出")
        return msgspec.structs.replace(fate, reason=self._secrets.scrub(fate.reason, *self._hidden())).of(message)

    def _hidden(self) -> tuple[str, ...]:
        """Return secrets that came up in the conversation, beside the account's own."""
        return ()

    def _deliver(self, message: Outgoing) -> Fate:
        raise NotImplementedError


def failed(error: CallFailed) -> Fate:
    """Return what a call without an answer means: nothing left, or nobody knows."""
    return Fate(Verdict.BUSY if error.wire is Wire.NOT_SENT else Verdict.UNKNOWN, error.sentence)


def by_status(answer: Answer, peer: str) -> Fate | None:
    """Return what an answer's HTTP status alone means; None for 2xx, which alone means nothing.

    A redirect is not followed. A wrong credential (401, 403) can be mended before the message expires: refused for
    now. After a server error nobody knows.
    """
    status = answer.status
    if 200 <= status < 300:
        return None
    if 300 <= status < 400:
        return Fate(Verdict.REFUSED, f"{peer}要求转到别处（{status}），不予跟随")
    if status in (401, 403):
        return Fate(Verdict.BUSY, f"{peer}不认凭据（{status}）")
    if status in (408, 425, 429, 503):
        words = {429: "限流", 503: "暂停服务"}.get(status, "繁忙")
        return Fate(Verdict.BUSY, f"{peer}{words}（{status}）", retry_after_ms=answer.retry_after_ms)
    if status >= 500:
        return Fate(Verdict.UNKNOWN, f"{peer}出错（{status}），不知是否收下")
    return Fate(Verdict.REFUSED, f"{peer}拒绝（{status}）")


def decoded(answer: Answer, shape: type[T]) -> T | None:
    """Return an answer's JSON, None where it is something else."""
    try:
        return msgspec.json.decode(answer.body, type=shape, strict=False)
    except msgspec.DecodeError:
        return None


def by_code(code: int, words: str, busy: Collection[int], peer: str, pause_ms: int | None = None) -> Fate:
    """Return what a provider's own error code means: those in `busy` pass, every other one is a refusal."""
    sentence = f"{peer}拒绝：{code} {words}".strip()
    if code in busy:
        return Fate(Verdict.BUSY, sentence, retry_after_ms=pause_ms)
    return Fate(Verdict.REFUSED, sentence)


def unreadable(peer: str) -> Fate:
    """Return what a 2xx means whose body is not what the provider documents: nobody knows."""
    return Fate(Verdict.UNKNOWN, f"{peer}的回答无法读取")


def too_long(used: int, limit: int, unit: str) -> Fate:
    """Return the refusal of a text that the channel cannot carry whole: it is never cut, and never left."""
    return Fate(Verdict.REFUSED, f"内容过长：{used:,}/{limit:,} {unit}，没有送出")
