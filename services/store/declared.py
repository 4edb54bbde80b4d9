"""Declared events as stored."""

from __future__ import annotations

import msgspec
from sqlalchemy import ColumnElement, Connection, exists, func, insert, select, update

from services.domain.clock import Instant
from services.domain.declared import LEFT, DeclaredEvent
from services.store import tables as t
from services.store.prepared import Prepared
from services.store.team_tables import declared_events
from services.store.tx import Tx
from services.store.visibility import within

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


def fitting(conn: Connection, event: DeclaredEvent, categories: frozenset[str], in_charge: str, most: int) -> list[str]:
    """Return the ids of open cases that an event could take in, the oldest first.

    Those of its mode in its area, of the categories (empty: all of them), that belong to no event, never left one, are
    not merged into another (they follow it) and are answered for by a centre within the path `in_charge`.
    """
    query = select(t.cases.c.id).where(*_fits(event, categories, in_charge))
    return list(conn.execute(query.order_by(t.cases.c.reported_at, t.cases.c.id).limit(most)).scalars())


def count_fitting(conn: Connection, event: DeclaredEvent, categories: frozenset[str], in_charge: str) -> int:
    """Return how many cases `fitting` would give without a limit."""
    query = select(func.count()).select_from(t.cases).where(*_fits(event, categories, in_charge))
    return int(conn.execute(query).scalar_one())


def _fits(event: DeclaredEvent, categories: frozenset[str], in_charge: str) -> list[ColumnElement[bool]]:
    c, e = t.cases.c, t.case_events.c
    centres = select(t.units.c.id).where(within(t.units.c.path, in_charge))
    found = [
        c.open == 1,
        c.event_id.is_(None),
        c.merged_at.is_(None),
        c.mode == event.mode.value,
        within(c.area_path, event.area_path),
        c.answerable_id.in_(centres),
        ~exists().where(e.case_id == c.id, e.action == LEFT),
    ]
    return [*found, c.category.in_(sorted(categories))] if categories else found


def _event(row: tuple[object, ...]) -> DeclaredEvent:
    values = dict(zip(DeclaredEvent.__struct_fields__, row, strict=True))
    return msgspec.convert(values, DeclaredEvent, strict=False)
