"""Timers as rows: armed with a snapshot of their rule, claimed with a lease, done once by compare-and-swap."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, or_, select, update

from services.domain.audit import canonical
from services.domain.clock import Instant
from services.store import tables as t
from services.store.prepared import Prepared, insert_of
from services.store.tx import Tx


class Timer(msgspec.Struct, frozen=True, kw_only=True):
    """An armed timer. `policy` is the rule as it was when the timer was armed, decoded."""

    id: str
    kind: str
    object_id: str
    due_at: Instant
    rule: str
    policy: Any


_c = t.timers.c
_INSERT = insert_of(t.timers)
_COLUMNS = (_c.id, _c.kind, _c.object_id, _c.due_at, _c.rule, _c.policy)
# An object has a handful of timers, the table any number of armed ones. Without statistics SQLite would go through all
# of those by the index on the state: hidden from the index, the state leaves only the object's own to look at.
_OF_OBJECT = (_c.object_id == bindparam("of_object"), func.coalesce(_c.state, "") == "armed")
_CANCEL = update(t.timers).where(*_OF_OBJECT).values(state="cancelled")
_CANCEL_ALL = Prepared(_CANCEL)
_CANCEL_KIND = Prepared(_CANCEL.where(_c.kind == bindparam("of_kind")))
_CANCEL_EITHER = Prepared(_CANCEL.where(or_(_c.kind == bindparam("one"), _c.kind == bindparam("other"))))
_CANCEL_PAST = Prepared(
    update(t.timers)
    .where(_c.kind == bindparam("of_kind"), _c.state == "armed", _c.due_at <= bindparam("moment"))
    .values(state="cancelled")
)
_FREE = or_(_c.lease_until.is_(None), _c.lease_until <= bindparam("moment"))
_DUE = Prepared(
    select(*_COLUMNS)
    .where(_c.state == "armed", _c.due_at <= bindparam("moment"), _FREE)
    .order_by(_c.due_at, _c.id)
    .limit(bindparam("most"))
    .with_for_update(skip_locked=True)
)
_LEASE = Prepared(
    update(t.timers).where(_c.id == bindparam("of_id")).values(lease_until=bindparam("until"), worker=bindparam("who"))
)
_DONE = Prepared(
    update(t.timers)
    .where(_c.id == bindparam("of_id"), _c.state == "armed")
    .values(state="done", done_at=bindparam("moment"), late_ms=bindparam("late"), lease_until=None)
)
_OF = Prepared(select(*_COLUMNS).where(*_OF_OBJECT).order_by(_c.due_at))
_NEXT = Prepared(select(func.min(_c.due_at)).where(_c.state == "armed"))
_ARMED = Prepared(select(func.count()).where(_c.state == "armed"))


def arm(tx: Tx, kind: str, object_id: str, due_at: Instant, *, rule: str, policy: object = None) -> str:
    """Arm a timer and return its id. `rule` names why; `policy` is kept as it is now."""
    timer_id = tx.ids.new()
    _INSERT.run(
        tx.conn,
        {
            "id": timer_id,
            "kind": kind,
            "object_id": object_id,
            "due_at": due_at,
            "rule": rule,
            "policy": canonical(policy),
            "state": "armed",
            "lease_until": None,
            "worker": None,
            "done_at": None,
            "late_ms": None,
        },
    )
    return timer_id


def cancel(tx: Tx, object_id: str, kind: str | None = None) -> int:
    """Cancel what is armed for an object (of one kind); return how many that were."""
    if kind is None:
        return _CANCEL_ALL.count(tx.conn, {"of_object": object_id})
    return _CANCEL_KIND.count(tx.conn, {"of_object": object_id, "of_kind": kind})


def cancel_either(tx: Tx, object_id: str, one: str, other: str) -> int:
    """Cancel what is armed for an object of one of two kinds; return how many that were."""
    return _CANCEL_EITHER.count(tx.conn, {"of_object": object_id, "one": one, "other": other})


def cancel_past(tx: Tx, kind: str) -> int:
    """Cancel every timer of a kind that is due by now; return how many that were."""
    return _CANCEL_PAST.count(tx.conn, {"of_kind": kind, "moment": tx.now})


def claim_due(tx: Tx, worker: str, lease_ms: int, limit: int) -> list[Timer]:
    """Return timers that are due and free, oldest first, leased to `worker`: nobody else gets them until then."""
    found = _DUE.all(tx.conn, {"moment": tx.now, "most": limit})
    _LEASE.many(tx.conn, [{"of_id": row[0], "until": tx.now + lease_ms, "who": worker} for row in found])
    return [_timer(row) for row in found]


def done(tx: Tx, timer_id: str, late_ms: int) -> bool:
    """Mark a timer done; False when it was done or cancelled already: then nothing of it may happen."""
    return _DONE.count(tx.conn, {"of_id": timer_id, "moment": tx.now, "late": late_ms}) == 1


def armed_for(conn: Connection, object_id: str) -> list[Timer]:
    """Return what is armed for an object, soonest first."""
    return [_timer(row) for row in _OF.all(conn, {"of_object": object_id})]


def next_due(conn: Connection) -> Instant | None:
    """Return when the next timer is due; None when none is armed."""
    row = _NEXT.one(conn, {})
    return row[0] if row else None


def count_armed(conn: Connection) -> int:
    """Return how many timers are armed."""
    row = _ARMED.one(conn, {})
    return int(row[0]) if row else 0


def _timer(row: tuple[Any, ...]) -> Timer:
    timer_id, kind, object_id, due_at, rule, policy = row
    return Timer(
        id=timer_id,
        kind=kind,
        object_id=object_id,
        due_at=due_at,
        rule=rule,
        policy=msgspec.json.decode(policy),
    )
