"""The outbox without its storage: rows, states, what an answer means, when to try again, what to do when nobody knows.

Three things are kept apart: accepted by the gateway, delivered to the device, answered by a person. A message whose
fate is unknown is neither sent nor failed; the channel's own policy says what happens next.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from services.domain.clock import SECOND_MS, Instant
from services.domain.modes import Mode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.alerts.audience import Target
    from services.alerts.book import UnknownPolicy

RETRY_SECONDS = (1, 2, 5, 10, 30)
"""Pauses after the 1st, 2nd … attempt of an emergency message; the last one repeats until the message expires."""

EXPAND_CHANNEL = "*"
"""The channel of the one row that stands for a frozen list of targets until it is expanded."""


class RowState(StrEnum):
    """Where a message stands."""

    PENDING = "pending"
    SENDING = "sending"  # an attempt was written and its call may be under way
    RETRY = "retry"  # refused for now; goes again at next_at
    UNKNOWN = "unknown"  # nobody knows whether it arrived
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    ANSWERED = "answered"
    REFUSED = "refused"  # for good
    DEAD = "dead"  # expired without being accepted
    CANCELLED = "cancelled"  # overtaken by a correction before it left


UNTOUCHED = frozenset({RowState.PENDING, RowState.CANCELLED})
"""States in which the message provably never left: a correction goes to everybody else."""


class Lane(StrEnum):
    """How urgent a message is."""

    CORRECTION = "correction"
    EMERGENCY = "emergency"
    NOTICE = "notice"

    @property
    def number(self) -> int:
        """Return the order in which rows are claimed, lowest first."""
        return tuple(Lane).index(self)


class Verdict(StrEnum):
    """What one attempt came to."""

    ACCEPTED = "accepted"
    REFUSED = "refused"  # for good
    BUSY = "busy"  # refused for now
    UNKNOWN = "unknown"


class Outcome(msgspec.Struct, frozen=True):
    """What became of one message in one attempt. `retry_after_ms` is the gateway's own wish for a pause, if any."""

    idem: str
    verdict: Verdict
    provider_id: str = ""
    reason: str = ""
    retry_after_ms: int | None = None


class Wire(StrEnum):
    """How far a call came."""

    ANSWERED = "answered"
    NOT_SENT = "not_sent"  # refused by our own rules, or never connected: nothing left this machine
    LOST = "lost"  # sent, or perhaps sent, and no whole answer came


class GatewayItem(msgspec.Struct, frozen=True):
    """The gateway's answer about one message."""

    idem: str
    status: str
    provider_id: str = ""
    reason: str = ""


class Response(msgspec.Struct, frozen=True):
    """What came back for the messages `idems` of one call: how far it came, HTTP status, the items that were read."""

    idems: tuple[str, ...]
    wire: Wire
    status: int = 0
    items: tuple[GatewayItem, ...] | None = None
    reason: str = ""
    retry_after_ms: int | None = None


class OutboxRow(msgspec.Struct, frozen=True, kw_only=True):
    """A message to one target. Its words are the revision's text for the channel; they are not repeated here.

    `recipients` are contact ids in the order of the audience; `replaces` is the idem of the row it stands in for.
    """

    idem: str
    alert_id: str
    revision: int
    mode: Mode
    channel: str
    target: str
    unit_ids: tuple[str, ...]
    recipients: tuple[str, ...]
    lane: int
    state: RowState
    next_at: Instant | None
    expires_at: Instant
    replaces: str | None = None


class Step(msgspec.Struct, frozen=True):
    """What happens to a row next: its state, when it is due (None: not by itself), and what is to be done then.

    `action`: "send", "send_marked" (可能重复), "ask" (what became of it), "operator" (a person decides) or "none".
    """

    state: RowState
    next_at: Instant | None
    action: str
    reason: str = ""


def idem_key(alert_id: str, revision: int, channel: str, target: str) -> str:
    """Return the idempotency key of a message: sha256 of alert | revision | channel | target, in hexadecimal."""
    return hashlib.sha256(f"{alert_id}|{revision}|{channel}|{target}".encode()).hexdigest()


def rows_for(
    targets: Iterable[Target],
    *,
    alert_id: str,
    revision: int,
    mode: Mode,
    now: Instant,
    expires_at: Instant,
    lane: Lane = Lane.EMERGENCY,
) -> tuple[OutboxRow, ...]:
    """Build the pending rows of a revision, one per target, due at once."""
    return tuple(
        OutboxRow(
            idem=idem_key(alert_id, revision, target.channel, target.address),
            alert_id=alert_id,
            revision=revision,
            mode=mode,
            channel=target.channel,
            target=target.address,
            unit_ids=target.units,
            recipients=tuple(recipient.contact for recipient in target.recipients),
            lane=lane.number,
            state=RowState.PENDING,
            next_at=now,
            expires_at=expires_at,
        )
        for target in targets
    )


def classify(response: Response) -> tuple[Outcome, ...]:
    """Return one outcome per message of a call, in its order.

    An HTTP 200 alone says nothing: only an item "accepted" for that very message is an acceptance; a message that the
    answer does not mention is unknown. A server error may have come after the messages were taken: unknown. A wrong
    credential (401) can be mended before the message expires: refused for now. A redirect is never followed.
    """
    if response.wire is not Wire.ANSWERED or response.status != 200 or response.items is None:
        verdict = _whole(response)
        reason = response.reason or f"网关返回 {response.status}"
        return tuple(
            Outcome(idem, verdict, "", reason, response.retry_after_ms if verdict is Verdict.BUSY else None)
            for idem in response.idems
        )
    items = {item.idem: item for item in response.items}
    return tuple(_one(idem, items.get(idem), response) for idem in response.idems)


def _whole(response: Response) -> Verdict:
    if response.wire is Wire.NOT_SENT:
        return Verdict.BUSY
    if response.wire is Wire.LOST or response.status == 200:
        return Verdict.UNKNOWN
    if response.status in (401, 408, 425, 429, 503):
        return Verdict.BUSY
    return Verdict.REFUSED if 300 <= response.status < 500 else Verdict.UNKNOWN


def _one(idem: str, item: GatewayItem | None, response: Response) -> Outcome:
    if item is None:
        return Outcome(idem, Verdict.UNKNOWN, "", "网关的回答里没有这条消息")
    if item.status == Verdict.ACCEPTED:
        return Outcome(idem, Verdict.ACCEPTED, item.provider_id, item.reason)
    if item.status == Verdict.REFUSED:
        return Outcome(idem, Verdict.REFUSED, item.provider_id, item.reason or "网关拒绝，未说明原因")
    if item.status == Verdict.BUSY:
        return Outcome(idem, Verdict.BUSY, "", item.reason or "网关繁忙", response.retry_after_ms)
    return Outcome(idem, Verdict.UNKNOWN, item.provider_id, f"网关的回答无法识别：{item.status[:40]}")


def next_attempt_at(
    attempts: int, now: Instant, expires_at: Instant, retry_after_ms: int | None = None
) -> Instant | None:
    """Return when to try again after so many attempts, or None when the message will have expired by then.

    The pauses are 1, 2, 5, 10 and then every 30 s; a gateway's own wish for a longer pause is kept.
    """
    pause = RETRY_SECONDS[min(max(attempts, 1), len(RETRY_SECONDS)) - 1] * SECOND_MS
    due = now + max(pause, retry_after_ms or 0)
    return due if due < expires_at else None


def after_attempt(outcome: Outcome, policy: UnknownPolicy, attempts: int, now: Instant, expires_at: Instant) -> Step:
    """Return what happens to a row after its latest attempt (the `attempts`-th) came to this outcome."""
    if outcome.verdict is Verdict.ACCEPTED:
        return Step(RowState.ACCEPTED, None, "none")
    if outcome.verdict is Verdict.REFUSED:
        return Step(RowState.REFUSED, None, "none", outcome.reason)
    due = next_attempt_at(attempts, now, expires_at, outcome.retry_after_ms)
    if outcome.verdict is Verdict.BUSY:
        if due is None:
            return Step(RowState.DEAD, None, "none", f"到期未能送出：{outcome.reason}")
        return Step(RowState.RETRY, due, "send", outcome.reason)
    if due is None:
        return Step(RowState.UNKNOWN, None, "operator", f"到期仍不知是否送出：{outcome.reason}")
    return Step(RowState.UNKNOWN, due, "send_marked" if policy == "resend_marked" else "ask", outcome.reason)


def after_asking(
    answer: Outcome | None, policy: UnknownPolicy, attempts: int, now: Instant, expires_at: Instant
) -> Step:
    """Return what happens to an unknown row once the gateway was asked about it (None: it never arrived there)."""
    if answer is not None:
        return after_attempt(answer, policy, attempts, now, expires_at)
    due = next_attempt_at(attempts, now, expires_at)
    if policy == "operator":
        return Step(RowState.UNKNOWN, None, "operator", "网关没有收到，须由值班人员决定是否重发")
    if due is None:
        return Step(RowState.DEAD, None, "none", "到期未能送出：网关没有收到")
    return Step(RowState.RETRY, due, "send", "网关没有收到")


def due_action(state: RowState, policy: UnknownPolicy) -> str:
    """Return what a claimed row that is due calls for, from its stored state alone: "send", "send_marked" or "ask".

    A row found in "sending" (its worker died after the attempt was written) counts as unknown.
    """
    if state in (RowState.UNKNOWN, RowState.SENDING):
        return "send_marked" if policy == "resend_marked" else "ask"
    return "send"


_FORWARD = {
    RowState.ACCEPTED: 1,
    RowState.DELIVERED: 2,
    RowState.ANSWERED: 3,
}


def advance(state: RowState, receipt: str) -> RowState:
    """Return a row's state after a receipt ("delivered", "failed", "answered"). It only moves forward.

    A receipt proves that the gateway had the message, whatever we knew before: it lifts unknown and even dead rows.
    A failure after delivery is ignored, and so is one for a cancelled row.
    """
    if receipt == "failed":
        return state if _FORWARD.get(state, 0) >= 2 or state is RowState.CANCELLED else RowState.REFUSED
    reached = {"delivered": RowState.DELIVERED, "answered": RowState.ANSWERED}.get(receipt)
    if reached is None or _FORWARD.get(state, 0) >= _FORWARD[reached]:
        return state
    return reached
