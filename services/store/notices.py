"""Notices in the store: whom the engine told of what, and who has seen it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, Select, bindparam, or_, select, update

from services.domain.clock import Instant
from services.domain.rights import Role
from services.store.escalation_tables import notices
from services.store.prepared import Prepared, insert_of
from services.store.tables import people
from services.store.tx import Tx


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """A notice to a role at a unit (`role` "": everybody there). `pos` is its place in the change log."""

    pos: int
    at: Instant
    unit_id: str
    role: str
    kind: str
    case_id: str | None
    rule: str
    text: str
    seen_by: str | None = None
    seen_at: Instant | None = None


_c = notices.c
_FIELDS = Notice.__struct_fields__
_COLUMNS = [_c[name] for name in _FIELDS]
_INSERT = insert_of(notices)
_GET = Prepared(select(*_COLUMNS).where(_c.pos == bindparam("of_pos")))
_OF_CASE = Prepared(select(*_COLUMNS).where(_c.case_id == bindparam("of_case")).order_by(_c.pos))
_SEEN = Prepared(
    update(notices)
    .where(_c.pos == bindparam("of_pos"), _c.seen_at.is_(None))
    .values(seen_by=bindparam("who"), seen_at=bindparam("moment"))
)
_ROLES = Prepared(
    select(people.c.roles).where(people.c.unit_id == bindparam("of_unit"), people.c.disabled_at.is_(None))
)


def add(tx: Tx, one: Notice) -> Notice:
    """Write a notice with its row in the change log and return it; its `pos` and `at` are set here."""
    pos = tx.change("notice", one.case_id or one.unit_id, 1, parties=(one.unit_id,))
    kept = msgspec.structs.replace(one, pos=pos, at=tx.now)
    _INSERT.run(tx.conn, {name: getattr(kept, name) for name in _FIELDS})
    return kept


def get(conn: Connection, pos: int) -> Notice | None:
    """Return a notice, or None."""
    row = _GET.one(conn, {"of_pos": pos})
    return _notice(row) if row else None


def of_case(conn: Connection, case_id: str) -> list[Notice]:
    """Return the notices about a case, oldest first."""
    return [_notice(row) for row in _OF_CASE.all(conn, {"of_case": case_id})]


def for_roles(
    conn: Connection, unit_id: str, roles: Iterable[Role], after: int, limit: int, *, unseen: bool = False
) -> list[Notice]:
    """Return what was told to a unit, or to one of the roles there, after a position, oldest first."""
    query: Select[Any] = (
        select(*_COLUMNS)
        .where(_c.unit_id == unit_id, _c.pos > after)
        .where(or_(_c.role == "", _c.role.in_([role.value for role in roles])))
        .order_by(_c.pos)
        .limit(limit)
    )
    if unseen:
        query = query.where(_c.seen_at.is_(None))
    return [_notice(tuple(row)) for row in conn.execute(query)]


def seen(tx: Tx, pos: int, who: str) -> bool:
    """Mark a notice as seen; False when somebody has already."""
    return _SEEN.count(tx.conn, {"of_pos": pos, "who": who, "moment": tx.now}) == 1


def anybody(conn: Connection, unit_id: str, role: str) -> bool:
    """Tell whether somebody who may sign in has a role at a unit ("": any)."""
    found = _ROLES.all(conn, {"of_unit": unit_id})
    return any(not role or role in str(row[0]).split() for row in found)


def _notice(row: tuple[Any, ...]) -> Notice:
    return Notice(**dict(zip(_FIELDS, row, strict=True)))
