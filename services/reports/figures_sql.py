"""Figures in SQL: a predicate of `services.domain.figures` as a condition over the case table, counted in one query.

A row without a value never matches a comparison, under `Not` too it counts as "does not match", exactly as the plain
reading of the predicates says; SQL's third truth value is folded away at every leaf.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, case, false, func, not_, or_, select, true

from services.domain.figures import All, Anchor, Any, Before, Figure, Is, Known, Not, NotBefore, Predicate
from services.store.tables import cases

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeAlias

    from sqlalchemy import Column, ColumnElement, Connection
    from sqlalchemy.sql.base import ReadOnlyColumnCollection

    from services.domain.clock import Instant
    from services.domain.modes import Mode

    Columns: TypeAlias = Mapping[str, ColumnElement[object]] | ReadOnlyColumnCollection[str, Column[object]]


def condition(
    predicate: Predicate, now: Instant, day_start: Instant, columns: Columns = cases.c
) -> ColumnElement[bool]:
    """Return a predicate as an SQL condition over columns (of the case table), as of `now`.

    `day_start` is the day's first instant. Raises KeyError for a column there is not.
    """
    match predicate:
        case All(parts=parts):
            return and_(true(), *(condition(part, now, day_start, columns) for part in parts))
        case Any(parts=parts):
            return or_(false(), *(condition(part, now, day_start, columns) for part in parts))
        case Not(part=part):
            return not_(condition(part, now, day_start, columns))
        case _:
            return _leaf(predicate, {Anchor.NOW: now, Anchor.DAY_START: day_start}, columns)


def _leaf(
    predicate: Is | Known | Before | NotBefore,
    anchors: dict[Anchor, Instant],
    columns: Columns,
) -> ColumnElement[bool]:
    column = columns[predicate.column]
    match predicate:
        case Is(values=values):
            if column.type.python_type is bool:
                return column.in_([bool(value) for value in values])
            return and_(column.is_not(None), column.in_([_plain(value) for value in values]))
        case Known(known=known):
            there = and_(column.is_not(None), column != "") if _is_text(column) else column.is_not(None)
            return there if known else not_(there)
        case Before(anchor=anchor, offset_ms=offset):
            return and_(column.is_not(None), column < anchors[anchor] + offset)
        case NotBefore(anchor=anchor, offset_ms=offset):
            return and_(column.is_not(None), column >= anchors[anchor] + offset)


def _plain(value: str | int) -> str | int:
    """Return a member of an enumeration as the text or number that is stored."""
    return str(value) if isinstance(value, str) else int(value)


def _is_text(column: ColumnElement[object]) -> bool:
    return bool(column.type.python_type is str)


def implies_open(predicate: Predicate) -> bool:
    """Tell whether only open cases can match, so that a count need not look at the closed ones.

    An open state alone does not say so: a merged case keeps its state and is open no more.
    """
    match predicate:
        case Is(column="open", values=values):
            return set(values) <= {1}
        case All(parts=parts):
            return any(implies_open(part) for part in parts)
        case Any(parts=parts):
            return all(implies_open(part) for part in parts)
        case _:
            return False


def count(
    conn: Connection,
    figures: Iterable[Figure],
    visible: ColumnElement[bool],
    mode: Mode,
    now: Instant,
    day_start: Instant,
) -> dict[str, int]:
    """Return every figure's value over the visible cases of one mode; one query, as of `now`.

    Only when some figure looks at closed cases does a second query go beyond the open ones.
    """
    chosen = tuple(figures)
    narrow = [figure for figure in chosen if implies_open(figure.rows)]
    wide = [figure for figure in chosen if not implies_open(figure.rows)]
    found: dict[str, int] = {}
    for group, extra in ((narrow, cases.c.open == 1), (wide, true())):
        if not group:
            continue
        sums = [
            func.coalesce(func.sum(case((condition(figure.rows, now, day_start), 1), else_=0)), 0) for figure in group
        ]
        row = conn.execute(select(*sums).where(extra, cases.c.mode == mode.value, visible)).one()
        found.update((figure.name, int(value)) for figure, value in zip(group, row, strict=True))
    return {figure.name: found[figure.name] for figure in chosen}


def count_by(
    conn: Connection,
    figures: Iterable[Figure],
    by: Column[str],
    where: ColumnElement[bool],
    now: Instant,
    day_start: Instant,
) -> dict[str, dict[str, int]]:
    """Return every figure's value for each value of a column, over the open cases that match; one query.

    Raises ValueError for a figure that looks beyond the open cases.
    """
    chosen = tuple(figures)
    if not all(implies_open(figure.rows) for figure in chosen):
        raise ValueError("only figures of open cases are counted by a column")
    sums = [func.coalesce(func.sum(case((condition(figure.rows, now, day_start), 1), else_=0)), 0) for figure in chosen]
    found = conn.execute(select(by, *sums).where(cases.c.open == 1, where).group_by(by))
    return {
        str(row[0]): {figure.name: int(value) for figure, value in zip(chosen, row[1:], strict=True)} for row in found
    }
