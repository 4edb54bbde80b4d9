"""The outbox: messages to send, claimed with a lease, each attempt written before its call, receipts kept in order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, and_, bindparam, func, or_, select, update

from services.domain.clock import Instant
from services.domain.modes import Mode
from services.store import tables as t
from services.store.prepared import Prepared, Row, insert_of, upsert_of
from services.store.tx import Tx


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """A message to one address. `idem` is its unique key; `recipients` the contacts behind it; `state` as stored."""

    id: str
    idem: str
    alert_id: str
    revision: int
    mode: Mode
    channel: str
    target: str
    unit_ids: tuple[str, ...]
    recipients: tuple[str, ...]
    lane: int
    state: str
    next_at: Instant | None
    expires_at: Instant
    attempts: int = 0
    provider_id: str = ""
    reason: str = ""
    replaces: str | None = None
    accepted_at: Instant | None = None
    delivered_at: Instant | None = None
    answered_at: Instant | None = None


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """A provider's word about a message; `seq` is the provider's own running number per channel."""

    channel: str
    seq: int
    idem: str
    kind: str
    at: Instant
    by: str = ""
    text: str = ""


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far the messages of an alert's revision came, kept apart: accepted ≠ delivered ≠ answered."""

    targets: int
    accepted: int
    delivered: int
    answered: int
    failed: int
    unknown: int


_FIELDS = Message.__struct_fields__
_o = t.outbox.c
_COLUMNS = [_o[name] for name in _FIELDS]
_INSERT = insert_of(t.outbox)
_BY_IDEM = Prepared(select(*_COLUMNS).where(_o.idem == bindparam("idem")))
_OF_ALERT = Prepared(select(*_COLUMNS).where(_o.alert_id == bindparam("alert_id")).order_by(_o.revision, _o.id))
_HOLD = Prepared(select(_o.id).where(_o.alert_id == bindparam("alert_id")).order_by(_o.id).with_for_update())
_OPEN = ("pending", "retry", "unknown", "sending")
_FREE = or_(_o.lease_until.is_(None), _o.lease_until <= bindparam("moment"))
_DUE = Prepared(
    select(*_COLUMNS)
    .where(or_(*[_o.state == name for name in _OPEN]), _o.next_at <= bindparam("moment"), _FREE)
    .order_by(_o.lane, _o.next_at, _o.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_LEASE = Prepared(
    update(t.outbox).where(_o.id == bindparam("of_id")).values(lease_until=bindparam("until"), worker=bindparam("who"))
)
_BEGIN = Prepared(
    update(t.outbox)
    .where(_o.id == bindparam("of_id"))
    .values(state="sending", attempts=bindparam("number"), updated_at=bindparam("moment"))
)
_MINE = (_o.idem == bindparam("of_idem"), _o.worker == bindparam("who"), _o.attempts == bindparam("of_attempts"))
_SETTLE = Prepared(
    update(t.outbox)
    .where(*_MINE, or_(*[_o.state == name for name in _OPEN]))
    .values(
        state=bindparam("new_state"),
        next_at=bindparam("due"),
        reason=bindparam("why"),
        provider_id=func.coalesce(bindparam("provider"), _o.provider_id),
        accepted_at=func.coalesce(_o.accepted_at, bindparam("taken")),
        lease_until=None,
        worker=None,
        updated_at=bindparam("moment"),
    )
)
_LET_GO = Prepared(
    update(t.outbox)
    .where(*_MINE)
    .values(
        provider_id=func.coalesce(bindparam("provider"), _o.provider_id),
        accepted_at=func.coalesce(_o.accepted_at, bindparam("taken")),
        lease_until=None,
        worker=None,
    )
)
_STEP = Prepared(
    update(t.outbox)
    .where(_o.idem == bindparam("of_idem"))
    .values(
        state=bindparam("new_state"),
        accepted_at=func.coalesce(_o.accepted_at, bindparam("taken")),
        delivered_at=func.coalesce(_o.delivered_at, bindparam("arrived")),
        answered_at=func.coalesce(_o.answered_at, bindparam("replied")),
        next_at=None,
        updated_at=bindparam("moment"),
    )
)
_CANCEL = Prepared(
    update(t.outbox)
    .where(_o.alert_id == bindparam("of_alert"), _o.state == "pending")
    .values(state="cancelled", next_at=None, updated_at=bindparam("moment"))
)
_NEXT = Prepared(select(func.min(_o.next_at)).where(or_(*[_o.state == name for name in _OPEN])))
_UNSENT = Prepared(select(func.count()).where(or_(*[_o.state == name for name in _OPEN])))
_INSERT_ATTEMPT = insert_of(t.attempts, leave=("id",))
_END_ATTEMPT = Prepared(
    update(t.attempts)
    .where(t.attempts.c.outbox_id == bindparam("of_id"), t.attempts.c.number == bindparam("of_number"))
    .values(ended_at=bindparam("moment"), outcome=bindparam("what"), reason=bindparam("why"))
)
_RECEIPT = upsert_of(
    t.receipts,
    {c.name: bindparam(c.name) for c in t.receipts.columns},
    ["channel", "seq"],
    {"got_at": t.receipts.c.got_at},
    t.receipts.c.got_at,
)
_KNOWN_RECEIPT = Prepared(
    select(t.receipts.c.seq).where(t.receipts.c.channel == bindparam("channel"), t.receipts.c.seq == bindparam("seq"))
)
_LAST_RECEIPT = Prepared(select(func.max(t.receipts.c.seq)).where(t.receipts.c.channel == bindparam("channel")))


def add(tx: Tx, messages: Iterable[Message]) -> None:
    """Put messages in; a second one of the same key raises the driver's IntegrityError."""
    _INSERT.many(tx.conn, [_values(message) | _blank(tx.now) for message in messages])


def claim(tx: Tx, worker: str, lease_ms: int, limit: int) -> list[Message]:
    """Return messages that are due and free, most urgent lane first, leased to `worker`; `state` is as it was."""
    found = _DUE.all(tx.conn, {"moment": tx.now, "most": limit})
    for row in found:
        _LEASE.run(tx.conn, {"of_id": row[0], "until": tx.now + lease_ms, "who": worker})
    return [_message(row) for row in found]


def begin(tx: Tx, messages: Iterable[Message]) -> list[Message]:
    """Write that an attempt begins for each, before any call is made; return them with the attempt's number."""
    begun = []
    for message in messages:
        number = message.attempts + 1
        _BEGIN.run(tx.conn, {"of_id": message.id, "number": number, "moment": tx.now})
        values = {"outbox_id": message.id, "number": number, "started_at": tx.now}
        _INSERT_ATTEMPT.run(tx.conn, values | {"ended_at": None, "outcome": None, "reason": ""})
        begun.append(msgspec.structs.replace(message, attempts=number, state="sending"))
    return begun


def settle(
    tx: Tx,
    message: Message,
    worker: str,
    *,
    state: str,
    next_at: Instant | None,
    outcome: str,
    reason: str = "",
    provider_id: str | None = None,
) -> bool:
    """Write what became of a claimed message and give it free; False when another worker has it by now.

    `outcome` ends the attempt (accepted, refused, busy, unknown); "" where none was begun (it was only asked about).
    What was settled meanwhile (a receipt was faster, or a correction cancelled it) stays as it is.
    """
    mine_now = {"of_idem": message.idem, "who": worker, "of_attempts": message.attempts}
    values = mine_now | {
        "new_state": state,
        "due": next_at,
        "why": reason,
        "provider": provider_id,
        "taken": tx.now if state == "accepted" else None,
        "moment": tx.now,
    }
    mine = _SETTLE.count(tx.conn, values) == 1
    if not mine:
        rest = {"provider": provider_id, "taken": values["taken"]}
        mine = _LET_GO.count(tx.conn, mine_now | rest) == 1
    if mine and outcome:
        ended = {"of_id": message.id, "of_number": message.attempts, "moment": tx.now}
        _END_ATTEMPT.run(tx.conn, ended | {"what": outcome, "why": reason})
    return mine


def receipt(tx: Tx, got: Receipt) -> bool:
    """Keep a receipt; False when it is known already (the provider repeats itself)."""
    if _KNOWN_RECEIPT.one(tx.conn, {"channel": got.channel, "seq": got.seq}):
        return False
    _RECEIPT.run(tx.conn, {name: getattr(got, name) for name in Receipt.__struct_fields__} | {"got_at": tx.now})
    return True


def last_receipt(conn: Connection, channel: str) -> int:
    """Return the highest sequence number kept of a channel, 0 without any: where to ask on from."""
    row = _LAST_RECEIPT.one(conn, {"channel": channel})
    return int(row[0]) if row and row[0] is not None else 0


def advance(tx: Tx, idem: str, state: str, at: Instant) -> None:
    """Move a message on after a receipt; the first time it was accepted, delivered and answered stays."""
    reached = ("accepted", "delivered", "answered")
    rank = reached.index(state) if state in reached else -1
    values = {
        "of_idem": idem,
        "new_state": state,
        "taken": at if rank >= 0 else None,
        "arrived": at if rank >= 1 else None,
        "replied": at if rank >= 2 else None,
        "moment": tx.now,
    }
    _STEP.run(tx.conn, values)


def cancel_pending(tx: Tx, alert_id: str) -> int:
    """Cancel what has provably not left yet; return how many that were."""
    return _CANCEL.count(tx.conn, {"of_alert": alert_id, "moment": tx.now})


def by_idem(conn: Connection, idem: str) -> Message | None:
    """Return a message, or None."""
    row = _BY_IDEM.one(conn, {"idem": idem})
    return _message(row) if row else None


def hold(tx: Tx, alert_id: str) -> None:
    """Keep every message of an alert from being claimed or settled until this transaction ends."""
    _HOLD.all(tx.conn, {"alert_id": alert_id})


def of_alert(conn: Connection, alert_id: str) -> list[Message]:
    """Return every message of an alert, by revision."""
    return [_message(row) for row in _OF_ALERT.all(conn, {"alert_id": alert_id})]


def next_due(conn: Connection) -> Instant | None:
    """Return when the next message is due; None when none waits."""
    row = _NEXT.one(conn, {})
    return row[0] if row else None


def count_unsent(conn: Connection) -> int:
    """Return how many messages are not settled."""
    row = _UNSENT.one(conn, {})
    return int(row[0]) if row else 0


def progress(conn: Connection, alert_ids: Iterable[str]) -> dict[str, Progress]:
    """Return how far the messages of each alert's latest revision came."""
    query = (
        select(
            _o.alert_id,
            func.count(),
            func.count(_o.accepted_at),
            func.count(_o.delivered_at),
            func.count(_o.answered_at),
            *[func.count().filter(_o.state.in_(states)) for states in (("refused", "dead"), ("unknown",))],
        )
        .join(t.alerts, and_(t.alerts.c.id == _o.alert_id, t.alerts.c.revision == _o.revision))
        .where(_o.alert_id.in_([*alert_ids]))
        .group_by(_o.alert_id)
    )
    return {
        str(row[0]): Progress(
            targets=row[1], accepted=row[2], delivered=row[3], answered=row[4], failed=row[5], unknown=row[6]
        )
        for row in conn.execute(query)
    }


def _blank(now: Instant) -> dict[str, Any]:
    return {"lease_until": None, "worker": None, "updated_at": now}


def _values(message: Message) -> dict[str, Any]:
    values = {name: getattr(message, name) for name in _FIELDS}
    values["mode"] = message.mode.value
    values["unit_ids"] = " ".join(message.unit_ids)
    values["recipients"] = msgspec.json.encode(message.recipients).decode()
    return values


def _message(row: Row) -> Message:
    values = dict(zip(_FIELDS, row, strict=True))
    values["mode"] = Mode(values["mode"])
    values["unit_ids"] = tuple(values["unit_ids"].split())
    values["recipients"] = tuple(msgspec.json.decode(values["recipients"]))
    return Message(**values)
