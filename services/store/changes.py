"""Reading the change log: what happened after a position, and where it ends."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, func, select

from services.store import tables as t
from services.store.prepared import Prepared, Row
from services.store.tx import ChangeRow

_COLUMNS = (
    t.changes.c.pos,
    t.changes.c.at,
    t.changes.c.kind,
    t.changes.c.object_id,
    t.changes.c.version,
    t.changes.c.command_id,
    t.changes.c.areas,
    t.changes.c.parties,
)
_SINCE = Prepared(
    select(*_COLUMNS).where(t.changes.c.pos > bindparam("pos")).order_by(t.changes.c.pos).limit(bindparam("most"))
)
_LAST = Prepared(select(t.heads.c.value).where(t.heads.c.name == "changes"))
_FIRST = Prepared(select(func.min(t.changes.c.pos)))

OF_THE_DISTRICT = frozenset({"calendar", "catalogue"})
"""Kinds of changes after which what a hub and its consoles know of the district is another."""


def since(conn: Connection, pos: int, limit: int = 100_000) -> list[ChangeRow]:
    """Return the rows after a position, in order, at most `limit`."""
    return [_row(row) for row in _SINCE.all(conn, {"pos": pos, "most": limit})]


def any_case(conn: Connection) -> bool:
    """Tell whether the log knows of a case; founding a district writes rows of other kinds."""
    return conn.execute(select(t.changes.c.pos).where(t.changes.c.kind == "case").limit(1)).first() is not None


def last(conn: Connection) -> int:
    """Return the position of the last committed change; 0 when there is none."""
    row = _LAST.one(conn, {})
    return int(row[0]) if row else 0


def first(conn: Connection) -> int:
    """Return the position of the oldest row kept; 0 when there is none. What lies before it cannot be resumed."""
    row = _FIRST.one(conn, {})
    return int(row[0]) if row and row[0] is not None else 0


def _row(row: Row) -> ChangeRow:
    pos, at, kind, object_id, version, command_id, areas, parties = row
    return ChangeRow(
        pos=pos,
        at=at,
        kind=kind,
        object_id=object_id,
        version=version,
        command_id=command_id,
        areas=tuple(areas.split("\n")) if areas else (),
        parties=tuple(parties.split("\n")) if parties else (),
    )
