"""The open cases whose limits follow the working calendar, and how long their clocks stood still."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, and_, func, select

from services.domain.cases import Case
from services.domain.deadlines import Stop
from services.store import tables as t
from services.store.cases import case_of
from services.store.loop_tables import stops

_AT_ONCE = 500
_WORKING = and_(t.cases.c.open == 1, t.cases.c.due_limit.like("working%"))


def in_working_time(conn: Connection) -> tuple[list[Case], int]:
    """Return the open cases with a limit in working time, and how many more of them a person has extended."""
    columns = [t.cases.c[name] for name in Case.__struct_fields__]
    found = conn.execute(select(*columns).where(_WORKING, t.cases.c.extensions == 0).order_by(t.cases.c.id))
    extended = conn.execute(select(func.count()).select_from(t.cases).where(_WORKING, t.cases.c.extensions > 0))
    return [case_of(tuple(row)) for row in found], int(extended.scalar_one())


def stops_of(conn: Connection, case_ids: Iterable[str]) -> dict[str, list[Stop]]:
    """Return the finished stops of cases, in order."""
    ids = list(case_ids)
    found: dict[str, list[Stop]] = {}
    for first in range(0, len(ids), _AT_ONCE):
        some = stops.c.case_id.in_(ids[first : first + _AT_ONCE])
        query = select(stops.c.case_id, stops.c.at, stops.c.until).where(some, stops.c.until.is_not(None))
        for case_id, at, until in conn.execute(query.order_by(stops.c.case_id, stops.c.id)):
            found.setdefault(case_id, []).append(Stop(start=at, end=until))
    return found
