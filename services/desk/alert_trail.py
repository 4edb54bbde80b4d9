"""The audit links of what becomes of an alert's messages: one per alert and claimed batch, in the batch's transaction.

A link names messages by their outbox ids, people by their contact ids; an address, a name or the words of an answer
never stand in it in clear. The chain is kept for years and read by auditors who may not see them.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from services.domain.clock import Instant
    from services.store.database import Tx
    from services.store.outbox import Message

ACTOR = "engine"
_DIGITS = re.compile(r"\d{5,}")
_HIDDEN = "…"


class Fate(NamedTuple):
    """What one claimed message came to: the attempt's outcome ("" where there was none), the state that follows, why.

    `attempt` is the attempt's number, from 1.
    """

    message: Message
    outcome: str
    state: str
    reason: str

    @property
    def attempt(self) -> int:
        """Return which attempt it was, 0 before the first."""
        return self.message.attempts


class Heard(NamedTuple):
    """A receipt that was new. `message` None: nobody knows its key; `person` the contact who answered, "" unknown."""

    seq: int
    kind: str
    at: Instant
    message: Message | None
    person: str = ""
    text: str = ""


def sealed(keys: Sequence[str]) -> dict[str, object]:
    """Return how many messages there are and the SHA-256 over their keys, which are hashes of their addresses."""
    return {"count": len(keys), "sha256": hashlib.sha256("\n".join(keys).encode()).hexdigest()}


def began(tx: Tx, worker: str, begun: Iterable[tuple[Message, bool]]) -> None:
    """Seal that attempts begin, before any call is made; True marks one that may be a repetition."""
    by_alert: dict[str, dict[tuple[int, bool], list[str]]] = {}
    for message, again in begun:
        groups = by_alert.setdefault(message.alert_id, {})
        groups.setdefault((message.attempts, again), []).append(message.id)
    for alert_id, groups in by_alert.items():
        attempts = [{"attempt": number, "marked": again, "messages": ids} for (number, again), ids in groups.items()]
        tx.audit(ACTOR, "alert.attempt", alert_id, {"by": worker, "attempts": attempts})


def ended(tx: Tx, worker: str, action: str, fates: Iterable[Fate]) -> None:
    """Seal what claimed messages came to, those of the same fate together."""
    by_alert: dict[str, dict[tuple[int, str, str, str], list[str]]] = {}
    for fate in fates:
        why = _without_address(fate.reason, fate.message.target)
        groups = by_alert.setdefault(fate.message.alert_id, {})
        groups.setdefault((fate.attempt, fate.outcome, fate.state, why), []).append(fate.message.id)
    for alert_id, groups in by_alert.items():
        fates_of_it = [
            {"attempt": attempt, "outcome": outcome, "state": state, "reason": why, "messages": ids}
            for (attempt, outcome, state, why), ids in groups.items()
        ]
        tx.audit(ACTOR, action, alert_id, {"by": worker, "fates": fates_of_it})


def heard(tx: Tx, channel: str, receipts: Iterable[Heard]) -> None:
    """Seal the new receipts of a page, per alert; those of unknown messages under no alert."""
    by_alert: dict[str, list[dict[str, object]]] = {}
    for receipt in receipts:
        alert_id = receipt.message.alert_id if receipt.message is not None else ""
        by_alert.setdefault(alert_id, []).append(_receipt(receipt))
    for alert_id, rows in by_alert.items():
        tx.audit(ACTOR, "alert.receipts", alert_id, {"channel": channel, "receipts": rows})


def _receipt(receipt: Heard) -> dict[str, object]:
    row: dict[str, object] = {"seq": receipt.seq, "kind": receipt.kind, "at": receipt.at}
    if receipt.message is not None:
        row["message"] = receipt.message.id
    if receipt.person:
        row["person"] = receipt.person
    if receipt.text:
        row["text"] = hashlib.sha256(receipt.text.encode()).hexdigest()
    return row


def _without_address(reason: str, target: str) -> str:
    """Return a reason without the address it may repeat: a gateway writes what it likes."""
    plain = reason.replace(target, _HIDDEN) if target else reason
    return _DIGITS.sub(_HIDDEN, plain)
