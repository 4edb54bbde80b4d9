"""Open cases that were filed by a criterion of an earlier standard, with the same criterion of the one in use."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from sqlalchemy import Connection, and_, func, select

from services.domain.cases import Case
from services.domain.standard import StandardState
from services.store import tables as t
from services.store.cases import case_of
from services.store.clock_tables import criteria, standards

_SAME = ("kind", "main_code", "sub_code", "sub_name", "filing")
"""What makes a criterion of two standards the same one: subclass by code and name, and the words."""

_OF_EARLIER = and_(t.cases.c.open == 1, t.cases.c.criterion_id != "", standards.c.state != StandardState.IN_USE.value)


class Heir(msgspec.Struct, frozen=True, kw_only=True):
    """The criterion of the standard in use that says the same as an earlier one, and its category there."""

    criterion_id: str
    category: str
    filing: str


def filed_by_earlier(conn: Connection) -> list[Case]:
    """Return the open cases that go by a criterion of a standard that is not in use."""
    columns = [t.cases.c[name] for name in Case.__struct_fields__]
    query = (
        select(*columns)
        .join_from(t.cases, criteria, criteria.c.id == t.cases.c.criterion_id)
        .join(standards, standards.c.id == criteria.c.standard_id)
        .where(_OF_EARLIER)
        .order_by(t.cases.c.id)
    )
    return [case_of(tuple(row)) for row in conn.execute(query)]


def heirs(conn: Connection, criterion_ids: Iterable[str]) -> dict[str, Heir]:
    """Return by the id of an earlier criterion the same one of the standard in use, where it has one."""
    wanted = set(criterion_ids)
    old, new = criteria.alias(), criteria.alias()
    same = [old.c[name] == new.c[name] for name in _SAME]
    query = (
        select(old.c.id, new.c.id.label("heir"), new.c.category, new.c.filing)
        .join_from(old, new, and_(*same))
        .join(standards, standards.c.id == new.c.standard_id)
        .where(standards.c.state == StandardState.IN_USE.value, old.c.standard_id != new.c.standard_id)
    )
    return {
        row.id: Heir(criterion_id=row.heir, category=row.category, filing=row.filing)
        for row in conn.execute(query)
        if row.id in wanted
    }


def count_in_use(conn: Connection) -> int:
    """Return how many standards are in use: one, or none."""
    query = select(func.count()).select_from(standards).where(standards.c.state == StandardState.IN_USE.value)
    return int(conn.execute(query).scalar_one())
