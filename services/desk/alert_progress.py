"""What becomes of an alert's messages, as the engine learns it: attempts, receipts, answers, and large lists.

Three things are kept apart and only ever grow: accepted by the gateway, delivered to the device, answered by a person.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.alerts import compose
from services.alerts.outbox import RowState, Step, after_attempt
from services.alerts.prepared import FrozenList, Names
from services.desk import alert_trail
from services.desk.alert_drafts import draft_again
from services.desk.alerts import announce, messages_of
from services.store import alerts as store
from services.store import outbox
from services.store.alerts import StoredAnswer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from services.alerts.channels import Receipt
    from services.alerts.outbox import Outcome
    from services.desk.district import District
    from services.store.alerts import StoredContact
    from services.store.database import Tx
    from services.store.outbox import Message

_RANK = {state: rank for rank, state in enumerate(("accepted", "delivered", "answered"), 1)}
_FAILED = "failed"


def record_outcomes(
    tx: Tx, district: District, worker: str, tried: Iterable[tuple[Message, Outcome]]
) -> list[tuple[Message, Step]]:
    """Write what the attempts on some claimed messages came to, and what happens to each next; returns those steps.

    A message whose lease another worker took meanwhile is left to that one. Each alert concerned is sealed and
    announced once.
    """
    steps: list[tuple[Message, Step]] = []
    fates: list[alert_trail.Fate] = []
    for message, outcome in tried:
        policy = district.book.channel(message.channel).unknown
        step = after_attempt(outcome, policy, message.attempts, tx.now, message.expires_at)
        reason = step.reason or outcome.reason
        settled = outbox.settle(
            tx,
            message,
            worker,
            state=step.state.value,
            next_at=step.next_at,
            outcome=outcome.verdict.value,
            reason=reason,
            provider_id=outcome.provider_id or None,
        )
        if settled:
            steps.append((message, step))
            fates.append(alert_trail.Fate(message, outcome.verdict.value, step.state.value, reason))
    alert_trail.ended(tx, worker, "alert.outcome", fates)
    _announce(tx, district, (message.alert_id for message, _ in steps))
    return steps


def record_receipts(tx: Tx, district: District, channel: str, got: Sequence[Receipt]) -> int:
    """Write receipts of a channel, each once; returns how many were new. An answer belongs to (alert, person).

    A late receipt never takes back what a newer one said.
    """
    people = {contact.id: contact for contact in store.contacts(tx.conn)} if got else {}
    heard: list[alert_trail.Heard] = []
    for receipt in got:
        kept = outbox.Receipt(
            channel=channel,
            seq=receipt.seq,
            idem=receipt.idem,
            kind=receipt.kind,
            at=receipt.at,
            by=receipt.by,
            text=receipt.text,
        )
        if not outbox.receipt(tx, kept):
            continue
        message = outbox.by_idem(tx.conn, receipt.idem)
        person = ""
        if message is not None:
            _advance(tx, message, receipt)
            if receipt.kind == RowState.ANSWERED.value:
                person = _answer(tx, message, receipt, people)
        heard.append(alert_trail.Heard(receipt.seq, receipt.kind, receipt.at, message, person, receipt.text))
    alert_trail.heard(tx, channel, heard)
    _announce(tx, district, (item.message.alert_id for item in heard if item.message is not None))
    return len(heard)


def _advance(tx: Tx, message: Message, receipt: Receipt) -> None:
    rank = _RANK.get(message.state, 0)
    if receipt.kind == _FAILED:
        if rank <= _RANK["accepted"]:
            outbox.advance(tx, message.idem, RowState.REFUSED.value, receipt.at)
    elif _RANK.get(receipt.kind, 0) > rank:
        outbox.advance(tx, message.idem, receipt.kind, receipt.at)


def _answer(tx: Tx, message: Message, receipt: Receipt, people: dict[str, StoredContact]) -> str:
    """Keep an answer under the contact who gave it: named by id or by name, or the only one at the address.

    Return that contact's id, "" for somebody who is none.
    """
    mine = [people[contact] for contact in message.recipients if contact in people]
    who = next((contact for contact in mine if receipt.by in (contact.id, contact.person)), None)
    if who is None and len(mine) == 1:
        who = mine[0]
    store.answer(
        tx,
        StoredAnswer(
            alert_id=message.alert_id,
            person=who.id if who is not None else receipt.by or message.target,
            unit_id=who.unit_id if who is not None else next(iter(message.unit_ids), ""),
            at=receipt.at,
            text=receipt.text,
            channel=message.channel,
        ),
    )
    return who.id if who is not None else ""


def expand(tx: Tx, district: District, worker: str, message: Message) -> int:
    """Write the next messages of a large audience from its frozen list; returns how many, 0 when it is used up.

    `message` is the claimed row that stands for the list. Raises ValueError when the list was altered.
    """
    alert = store.get(tx.conn, message.alert_id)
    revisions = {item.revision: item for item in store.revisions(tx.conn, message.alert_id)}
    revision = revisions.get(message.revision)
    if alert is None or revision is None or revision.audience is None:
        raise ValueError(f"alert {message.alert_id} holds no audience to expand")
    written = [row for row in outbox.of_alert(tx.conn, alert.id) if row.revision == message.revision]
    names = Names(alert_id=alert.id, number=alert.number, sender="", revision=message.revision)
    rows = compose.expand(
        FrozenList(message.target, 0, revision.audience),
        len(written) - 1,  # all but the row that stands for the list
        names,
        draft_again(district, alert, revision),
        tx.now,
    )
    state, due = (RowState.PENDING.value, tx.now) if rows else (RowState.CANCELLED.value, None)
    reason = "" if rows else "名单已展开"
    mine = outbox.settle(tx, message, worker, state=state, next_at=due, outcome="", reason=reason)
    there = outbox.by_idem(tx.conn, message.idem)
    if not mine or there is None or there.state != state:
        return 0  # taken back, or another worker's, since it was claimed
    outbox.add(tx, messages_of(tx, rows))
    details = {"by": worker, "revision": message.revision, "list": message.target, "after": len(written) - 1}
    added = alert_trail.sealed([row.idem for row in rows])
    tx.audit(alert_trail.ACTOR, "alert.expand", alert.id, details | {"messages": added})
    _announce(tx, district, [alert.id])
    return len(rows)


def _announce(tx: Tx, district: District, alert_ids: Iterable[str]) -> None:
    for alert_id in dict.fromkeys(alert_ids):
        alert = store.get(tx.conn, alert_id)
        if alert is not None:
            announce(tx, district, alert)
