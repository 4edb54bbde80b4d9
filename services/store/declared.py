"""Declared events as stored."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, func, insert, select, update

from services.domain.clock import Instant
from services.domain.declared import DeclaredEvent
from services.store import tables as t
from services.store.prepared import Prepared
from services.store.team_tables import declared_events
from services.store.tx import Tx

_c = declared_events.c
_COLUMNS = [_c[name] for name in DeclaredEvent.__struct_fields__]
_UNDER_WAY = Prepared(select(*_COLUMNS).where(_c.ended_at.is_(None)).order_by(_c.started_at.desc(), _c.id))


def add(tx: Tx, event: DeclaredEvent) -> None:
    """Keep a new event."""
    tx.conn.execute(insert(declared_events).values(msgspec.structs.asdict(event)))


def get(conn: Connection, event_id: str) -> DeclaredEvent | None:
    """Return an event, or None."""
    row = conn.execute(select(*_COLUMNS).where(_c.id == event_id)).one_or_none()
    return None if row is None else _event(tuple(row))


def under_way(conn: Connection) -> list[DeclaredEvent]:
    """Return the events that have not ended, the latest first."""
    return [_event(row) for row in _UNDER_WAY.all(conn, {})]


def since(conn: Connection, moment: Instant) -> list[DeclaredEvent]:
    """Return the events that are under way or ended after a moment, the latest first."""
    query = select(*_COLUMNS).where((_c.ended_at.is_(None)) | (_c.ended_at > moment))
    return [_event(tuple(row)) for row in conn.execute(query.order_by(_c.started_at.desc(), _c.id))]


def end(tx: Tx, event: DeclaredEvent, person_id: str) -> bool:
    """End an event as of its version; False when it has moved on."""
    query = update(declared_events).where(_c.id == event.id, _c.version == event.version)
    values = {"ended_at": tx.now, "ended_by": person_id, "version": event.version + 1}
    return tx.conn.execute(query.values(values)).rowcount == 1


def open_cases(conn: Connection) -> dict[str, int]:
    """Return how many open cases belong to each event."""
    c = t.cases.c
    query = select(c.event_id, func.count()).where(c.open == 1, c.event_id.is_not(None)).group_by(c.event_id)
    return {row[0]: row[1] for row in conn.execute(query)}


def _event(row: tuple[object, ...]) -> DeclaredEvent:
    values = dict(zip(DeclaredEvent.__struct_fields__, row, strict=True))
    return msgspec.convert(values, DeclaredEvent, strict=False)
