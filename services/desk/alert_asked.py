"""What becomes of messages that never arrived at the gateway, as it says when asked, and of those that expired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.alerts.outbox import UNTOUCHED, RowState, Step, after_asking
from services.desk import alert_trail
from services.desk.alerts import announce
from services.store import alerts as store
from services.store import outbox

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.desk.district import District
    from services.store.database import Tx
    from services.store.outbox import Message

EXPIRED = "到期前没有送出"
OVERTAKEN = "已有更正或解除，不再发送"


def record_absent(tx: Tx, district: District, worker: str, absent: Iterable[Message]) -> list[tuple[Message, Step]]:
    """Write what happens to claimed messages that never arrived at the gateway, by their channel's policy."""
    steps: list[tuple[Message, Step]] = []
    for message in absent:
        policy = district.book.channel(message.channel).unknown
        steps.append((message, after_asking(None, policy, message.attempts, tx.now, message.expires_at)))
    return _settle(tx, district, worker, "alert.absent", steps)


def record_expired(tx: Tx, district: District, worker: str, expired: Iterable[Message]) -> list[tuple[Message, Step]]:
    """Write that claimed messages, which never left, may not leave any more."""
    step = Step(RowState.DEAD, None, "none", EXPIRED)
    return _settle(tx, district, worker, "alert.expire", [(message, step) for message in expired])


def record_overtaken(
    tx: Tx, district: District, worker: str, overtaken: Iterable[Message]
) -> list[tuple[Message, Step]]:
    """Write that claimed messages of an earlier revision stay where they are: the later one went after them."""
    steps: list[tuple[Message, Step]] = []
    for message in overtaken:
        never_left = RowState(message.state) in UNTOUCHED | {RowState.RETRY}
        state = RowState.CANCELLED if never_left else RowState.UNKNOWN
        steps.append((message, Step(state, None, "none", OVERTAKEN)))
    return _settle(tx, district, worker, "alert.overtaken", steps)


def _settle(
    tx: Tx, district: District, worker: str, action: str, steps: Iterable[tuple[Message, Step]]
) -> list[tuple[Message, Step]]:
    kept = [
        (message, step)
        for message, step in steps
        if outbox.settle(
            tx, message, worker, state=step.state.value, next_at=step.next_at, outcome="", reason=step.reason
        )
    ]
    fates = [alert_trail.Fate(message, "", step.state.value, step.reason) for message, step in kept]
    alert_trail.ended(tx, worker, action, fates)
    for alert_id in dict.fromkeys(message.alert_id for message, _ in kept):
        alert = store.get(tx.conn, alert_id)
        if alert is not None:
            announce(tx, district, alert)
    return kept
