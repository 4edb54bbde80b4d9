"""The rows of the queue, as the plain tuples that travel: the fields of the protocol's board row, in its order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import (
    Boolean,
    ColumnElement,
    Connection,
    Integer,
    Select,
    cast,
    func,
    literal_column,
    select,
)

from services.domain.cases import Case
from services.store import tables as t
from services.store.prepared import Row

BOARD_COLUMNS: tuple[str, ...] = (
    "id",
    "version",
    "number",
    "mode",
    "title",
    "place",
    "area_path",
    "lon",
    "lat",
    "category",
    "source",
    "priority",
    "state",
    "tier",
    "answerable_id",
    "holder_id",
    "signed_at",
    "reported_at",
    "due_start",
    "due_at",
    "escalate_at",
    "escalated_at",
    "suspended_at",
    "supervised",
    "claimed_by",
    "flags",
    "suspended_until",
    "extensions",
    "returns",
    "urges",
    "call_kind",
    "request_kind",
    "proactive",
    "followed_at",
    "children",
    "event_id",
    "escalate_rule",
    "claimed_at",
    "holder_since",
    "designated",
    "suspensions",
    "merged_at",
    "undo_until",
    "undo_by",
    "closed_at",
    "reworks",
    "escalate_awaits",
    "escalate_to",
)
"""The order of the fields of `services.api.board.BoardRow` (a test compares them)."""

CHUNK = 500
"""Ids asked for in one statement."""

BOARD_SELECT = [
    cast(t.cases.c[name], Integer).label(name) if isinstance(t.cases.c[name].type, Boolean) else t.cases.c[name]
    for name in BOARD_COLUMNS
]
"""Truth travels as 0 or 1: SQLite knows no other, and twenty thousand rows go out as they come."""
_OPEN: ColumnElement[bool] = t.cases.c.open == literal_column("1")
"""Not a parameter: only a constant proves to every planner that the partial index will do."""


def board(conn: Connection, visible: ColumnElement[bool], limit: int) -> tuple[list[Row], int]:
    """Return the most urgent open cases that are visible (by due time, none last; then priority), and how many in all.

    The rows are tuples in the order of `BOARD_COLUMNS`; JSON makes of them what it makes of a board row.
    """
    open_cases = (_OPEN, visible)
    query = (
        select(*BOARD_SELECT)
        .where(*open_cases)
        .order_by(t.cases.c.due_at.is_(None), t.cases.c.due_at, t.cases.c.priority.desc(), t.cases.c.id)
        .limit(limit)
    )
    found = plain_rows(conn, query)
    if len(found) < limit:
        return found, len(found)
    total = conn.execute(select(func.count()).select_from(t.cases).where(*open_cases)).scalar_one()
    return found, int(total)


def rows(conn: Connection, ids: Iterable[str], visible: ColumnElement[bool], *, open_only: bool = True) -> list[Row]:
    """Return the board rows of those of the ids that are visible (and open), in no particular order."""
    wanted = list(dict.fromkeys(ids))
    found: list[Row] = []
    for at in range(0, len(wanted), CHUNK):
        query = select(*BOARD_SELECT).where(t.cases.c.id.in_(wanted[at : at + CHUNK]), visible)
        found += plain_rows(conn, query.where(_OPEN) if open_only else query)
    return found


def plain_rows(conn: Connection, query: Select[Any]) -> list[Row]:
    """Return the driver's own tuples: twenty thousand rows need no row objects."""
    result = conn.execute(query)
    cursor = result.cursor
    if cursor is None:
        raise RuntimeError("a select without rows")
    found: Sequence[Any] = cursor.fetchall()
    result.close()
    return list(found)


def board_tuple(case: Case) -> Row:
    """Return the board row of a case one holds already."""
    values = [msgspec.to_builtins(getattr(case, name)) for name in BOARD_COLUMNS]
    return tuple(int(value) if isinstance(value, bool) else value for value in values)
