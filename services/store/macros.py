"""Macros as stored: never deleted, only retired."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, and_, insert, or_, select, update

from services.domain.macros import Reach
from services.store.team_tables import macros
from services.store.tx import Tx


class StoredMacro(msgspec.Struct, frozen=True, kw_only=True):
    """A macro with whose it is."""

    id: str
    reach: Reach
    person_id: str
    unit_id: str
    name: str
    category: str
    action: str
    text: str
    to_unit: str | None
    version: int
    retired_at: int | None = None


_c = macros.c
_COLUMNS = [_c[name] for name in StoredMacro.__struct_fields__]


def get(conn: Connection, macro_id: str) -> StoredMacro | None:
    """Return a macro, retired or not."""
    row = conn.execute(select(*_COLUMNS).where(_c.id == macro_id)).one_or_none()
    return None if row is None else _macro(tuple(row))


def usable(conn: Connection, person_id: str, unit_id: str) -> list[StoredMacro]:
    """Return what somebody may use, by name: their own, their unit's, the district's."""
    mine = or_(
        and_(_c.reach == Reach.PERSON, _c.person_id == person_id),
        and_(_c.reach == Reach.UNIT, _c.unit_id == unit_id),
        _c.reach == Reach.DISTRICT,
    )
    query = select(*_COLUMNS).where(_c.retired_at.is_(None), mine).order_by(_c.name, _c.id)
    return [_macro(tuple(row)) for row in conn.execute(query)]


def add(tx: Tx, macro: StoredMacro) -> None:
    """Keep a new macro."""
    tx.conn.execute(insert(macros).values(msgspec.structs.asdict(macro)))


def save(tx: Tx, macro: StoredMacro, version: int) -> bool:
    """Write a macro's next version; False when it has moved on from `version`."""
    values = {name: value for name, value in msgspec.structs.asdict(macro).items() if name != "id"}
    query = update(macros).where(_c.id == macro.id, _c.version == version).values(values)
    return tx.conn.execute(query).rowcount == 1


def _macro(row: tuple[object, ...]) -> StoredMacro:
    return msgspec.convert(dict(zip(StoredMacro.__struct_fields__, row, strict=True)), StoredMacro)
