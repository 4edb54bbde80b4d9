"""Figures of 吹哨报到 in SQL: one query for each kind of row, over the whistles that one may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Integer, and_, case, func, null, select, true, type_coerce

from services.domain.whistle_figures import WHISTLE_FIGURES, Over
from services.reports.figures_sql import condition
from services.store.whistle_tables import whistle_problems, whistle_units, whistles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Connection, FromClause

    from services.domain.clock import Instant
    from services.domain.modes import Mode

_u, _p = whistle_units.c, whistle_problems.c
_OF_WHISTLE: dict[str, ColumnElement[object]] = {
    name: whistles.c[name] for name in ("mode", "blown_at", "withdrawn_at", "closed_at")
}
_ON_TIME = case((_u.arrived_at.is_(None), null()), (_u.arrived_at <= _u.arrive_by, 1), else_=0)
_REFUSED = case((and_(_u.refused_at.is_not(None), _u.assigned_at.is_(None)), 1), else_=0)

_ROWS: dict[Over, tuple[FromClause, ColumnElement[bool], Mapping[str, ColumnElement[object]]]] = {
    Over.WHISTLES: (whistles, true(), _OF_WHISTLE),
    Over.UNITS: (
        whistles.join(whistle_units, _u.whistle_id == whistles.c.id),
        _u.place >= 0,
        {
            **_OF_WHISTLE,
            "arrive_by": _u.arrive_by,
            "arrived_at": _u.arrived_at,
            "on_time": type_coerce(_ON_TIME, Integer),
            "refused": type_coerce(_REFUSED, Integer),
        },
    ),
    Over.PROBLEMS: (
        whistles.join(whistle_problems, _p.whistle_id == whistles.c.id),
        _p.text != "",
        {**_OF_WHISTLE, "solved_at": _p.solved_at},
    ),
}


def count(
    conn: Connection, visible: ColumnElement[bool], mode: Mode, now: Instant, day_start: Instant
) -> dict[str, int]:
    """Return every figure's value over the visible whistles of one mode, as of `now`."""
    found: dict[str, int] = {}
    for over, (rows, kept, columns) in _ROWS.items():
        figures = [figure for figure in WHISTLE_FIGURES.values() if figure.over is over]
        sums = [
            func.coalesce(func.sum(case((condition(figure.rows, now, day_start, columns), 1), else_=0)), 0)
            for figure in figures
        ]
        query = select(*sums).select_from(rows).where(kept, visible, whistles.c.mode == mode.value)
        values = conn.execute(query).one()
        found.update((figure.name, int(value)) for figure, value in zip(figures, values, strict=True))
    return {name: found[name] for name in WHISTLE_FIGURES}
