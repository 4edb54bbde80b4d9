"""The engines' beats, and what the auditor found wrong, from when until when."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, and_, bindparam, exists, not_, select, update

from services.domain.cases import Case, State
from services.domain.clock import Instant
from services.domain.tiers import Tier
from services.store import tables as t
from services.store.cases import case_of
from services.store.escalation_tables import engines, findings, tier_policies
from services.store.prepared import Prepared, insert_of, upsert_of
from services.store.tx import Tx

_BEAT = upsert_of(
    engines,
    {"name": bindparam("name"), "started_at": bindparam("started"), "beat_at": bindparam("moment"), "stopped_at": None},
    ["name"],
    {"started_at": bindparam("started"), "beat_at": bindparam("moment"), "stopped_at": None},
)
_STOPPED = Prepared(
    update(engines).where(engines.c.name == bindparam("of_name")).values(stopped_at=bindparam("moment"))
)
_SILENT = Prepared(
    select(engines.c.name, engines.c.beat_at).where(
        engines.c.stopped_at.is_(None), engines.c.beat_at < bindparam("before"), engines.c.beat_at > bindparam("since")
    )
)
_BEGIN = insert_of(findings)
_OVER = Prepared(
    update(findings)
    .where(findings.c.kind == bindparam("of_kind"), findings.c.object_id == bindparam("of_object"))
    .where(findings.c.over_at.is_(None))
    .values(over_at=bindparam("moment"))
)
_OPEN = Prepared(select(findings.c.kind, findings.c.object_id, findings.c.text).where(findings.c.over_at.is_(None)))
_THERE = Prepared(
    select(findings.c.id).where(
        findings.c.kind == bindparam("of_kind"),
        findings.c.object_id == bindparam("of_object"),
        findings.c.over_at.is_(None),
    )
)

Found = tuple[str, str]
"""What a finding is of: its kind, and the object."""


def beat(tx: Tx, name: str, started_at: Instant) -> None:
    """Say that an engine is alive."""
    _BEAT.run(tx.conn, {"name": name, "started": started_at, "moment": tx.now})


def stopped(tx: Tx, name: str) -> None:
    """Say that an engine is stopping, so that its silence is none."""
    _STOPPED.run(tx.conn, {"of_name": name, "moment": tx.now})


def silent(conn: Connection, before: Instant, since: Instant) -> list[tuple[str, Instant]]:
    """Return the engines whose last beat lies between two moments and who did not say that they stop."""
    return [(str(row[0]), int(row[1])) for row in _SILENT.all(conn, {"before": before, "since": since})]


def open_findings(conn: Connection) -> dict[Found, str]:
    """Return what is wrong as far as is known: finding → its text."""
    return {(row[0], row[1]): row[2] for row in _OPEN.all(conn, {})}


def begin(tx: Tx, found: Found, text: str) -> bool:
    """Write a finding down; False when another auditor has already."""
    tx.lock()
    kind, object_id = found
    if _THERE.one(tx.conn, {"of_kind": kind, "of_object": object_id}) is not None:
        return False
    values: dict[str, Any] = {"id": tx.ids.new(), "kind": kind, "object_id": object_id, "text": text}
    _BEGIN.run(tx.conn, values | {"found_at": tx.now, "over_at": None})
    return True


def over(tx: Tx, found: Found) -> bool:
    """Say that a finding is over; False when somebody has already."""
    tx.lock()
    return _OVER.count(tx.conn, {"of_kind": found[0], "of_object": found[1], "moment": tx.now}) == 1


def stranded(conn: Connection, most: int) -> list[Case]:
    """Return open cases that say when they go up while no timer is armed for it."""
    c, timer = t.cases.c, t.timers.c
    theirs = exists().where(
        and_(timer.object_id == c.id, timer.kind == "escalate", timer.state == "armed", timer.due_at == c.escalate_at)
    )
    query = select(*[c[name] for name in Case.__struct_fields__]).where(
        c.open == 1, c.escalate_at.is_not(None), not_(theirs)
    )
    return [case_of(tuple(row)) for row in conn.execute(query.limit(most))]


def unarmed(conn: Connection, most: int) -> list[Case]:
    """Return open cases below the top that say nothing of a next step though their policy has steps at all."""
    c = t.cases.c
    waiting = (State.REPORTED, State.ACCEPTED, State.FILED, State.DISPATCHED, State.HANDLING)
    with_steps = select(tier_policies.c.id).where(tier_policies.c.steps != "[]")
    query = select(*[c[name] for name in Case.__struct_fields__]).where(
        c.open == 1,
        c.escalate_at.is_(None),
        c.suspended_at.is_(None),
        c.tier < int(Tier.DISTRICT),
        c.state.in_([state.value for state in waiting]),
        c.policy_id.in_(with_steps) | (c.policy_id == ""),
    )
    return [case_of(tuple(row)) for row in conn.execute(query.limit(most))]
