"""Who may see which case, as one predicate that every list, count, search and stream uses.

One may see a case that lies in one's area, or of which one's unit is or was answerable, holder, assisting or summoned;
former ones see what was known until they handed it over. A case without a place carries the district's own path and so
is the district's alone until it is placed.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, bindparam, exists, false, or_, select

from services.domain.cases import Case
from services.domain.clock import Instant
from services.domain.rights import Scope
from services.store import tables as t
from services.store.prepared import Prepared


class Sight(msgspec.Struct, frozen=True, kw_only=True):
    """How one sees a case: as it is now, or (`as_of`, `seen`) as it was when one's unit handed it over."""

    as_of: Instant | None = None
    seen: Case | None = None


def within(column: ColumnElement[Any], unit_path: str) -> ColumnElement[bool]:
    """Return the predicate "this area path lies in the unit's area", in a form that an index can serve."""
    return or_(column == unit_path, and_(column > unit_path + "/", column < unit_path + "0"))  # "0" follows "/"


def _party(unit_id: str, *, current: bool) -> ColumnElement[bool]:
    party = t.case_parties.alias()
    mine = and_(party.c.case_id == t.cases.c.id, party.c.unit_id == unit_id)
    return exists().where(and_(mine, party.c.until.is_(None)) if current else mine)


def _area(scope: Scope) -> ColumnElement[bool]:
    return within(t.cases.c.area_path, scope.unit_path) if scope.unit_path else false()


def may_see(scope: Scope) -> ColumnElement[bool]:
    """Return the predicate over `cases` for what one sees as it is now: lists, the board, counts and the stream."""
    return or_(_area(scope), _party(scope.unit_id, current=True))


def may_see_ever(scope: Scope) -> ColumnElement[bool]:
    """Return the wider predicate with what one's unit handed over: for look-ups, which then show `Sight.seen`."""
    return or_(_area(scope), _party(scope.unit_id, current=False))


_HANDED_OVER = Prepared(
    select(t.case_parties.c.until, t.case_parties.c.seen)
    .where(
        t.case_parties.c.case_id == bindparam("case_id"),
        t.case_parties.c.unit_id == bindparam("unit_id"),
    )
    .order_by(t.case_parties.c.until.is_(None).desc(), t.case_parties.c.until.desc())
    .limit(1)
)


def sight(conn: Connection, case: Case, scope: Scope) -> Sight | None:
    """Return how one sees a case; None when it is not one's to know of."""
    if scope.unit_path and (case.area_path == scope.unit_path or case.area_path.startswith(scope.unit_path + "/")):
        return Sight()
    return handed_over(conn, case.id, scope.unit_id)


def handed_over(conn: Connection, case_id: str, unit_id: str) -> Sight | None:
    """Return how a unit sees a case by having a part in it; None when it never had one."""
    row = _HANDED_OVER.one(conn, {"case_id": case_id, "unit_id": unit_id})
    if row is None:
        return None
    until, seen = row
    if until is None:
        return Sight()
    return Sight(as_of=until, seen=msgspec.json.decode(seen, type=Case) if seen else None)
