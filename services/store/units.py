"""Units and their boundaries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select

from services.domain.clock import Instant
from services.domain.tiers import Tier
from services.domain.units import Setting, Unit, UnitKind
from services.store import tables as t
from services.store.prepared import Prepared, Row, upsert_of
from services.store.tx import Tx


class Boundary(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's outline: WKB in lon, lat, WGS84; `origin` is "drawn" or the imported file's name and datum."""

    unit_id: str
    geometry: bytes
    origin: str
    updated_at: Instant


_FIELDS = Unit.__struct_fields__
_VALUES: dict[str, Any] = {name: bindparam(name) for name in (*_FIELDS, "valid_from")}
_PUT = upsert_of(
    t.units,
    {**_VALUES, "valid_to": None},
    ["id"],
    {name: bindparam(name) for name in _FIELDS if name != "id"} | {"valid_to": None},
)
_SELECT = select(*[t.units.c[name] for name in _FIELDS])
_ALL = Prepared(_SELECT.where(t.units.c.valid_to.is_(None)).order_by(t.units.c.path, t.units.c.id))
_GET = Prepared(_SELECT.where(t.units.c.id == bindparam("id")))
_b = t.boundaries.c
_PUT_BOUNDARY = upsert_of(
    t.boundaries,
    {name: bindparam(name) for name in Boundary.__struct_fields__},
    ["unit_id"],
    {name: bindparam(name) for name in Boundary.__struct_fields__ if name != "unit_id"},
)
_BOUNDARIES = Prepared(select(_b.unit_id, _b.geometry, _b.origin, _b.updated_at).order_by(_b.unit_id))


def every(conn: Connection) -> list[Unit]:
    """Return all units that are valid now, areas in the order of their paths."""
    return [_unit(row) for row in _ALL.all(conn, {})]


def get(conn: Connection, unit_id: str) -> Unit | None:
    """Return a unit, or None."""
    row = _GET.one(conn, {"id": unit_id})
    return _unit(row) if row else None


def put(tx: Tx, units: Iterable[Unit]) -> None:
    """Add units or bring them up to date; parents first."""
    _PUT.many(tx.conn, [_values(unit) | {"valid_from": tx.now} for unit in units])


def put_boundaries(tx: Tx, boundaries: Iterable[tuple[str, bytes]], origin: str) -> None:
    """Set outlines: pairs of unit id and WKB (lon, lat, WGS84)."""
    rows = [{"unit_id": unit, "geometry": wkb, "origin": origin, "updated_at": tx.now} for unit, wkb in boundaries]
    _PUT_BOUNDARY.many(tx.conn, rows)


def boundaries(conn: Connection) -> list[Boundary]:
    """Return all outlines."""
    return [
        Boundary(unit_id=unit, geometry=bytes(wkb), origin=origin, updated_at=at)
        for unit, wkb, origin, at in _BOUNDARIES.all(conn, {})
    ]


def _values(unit: Unit) -> dict[str, Any]:
    values = {name: getattr(unit, name) for name in _FIELDS}
    values["kind"], values["setting"] = unit.kind.value, unit.setting.value
    values["tier"] = int(unit.tier) if unit.tier is not None else None
    return values


def _unit(row: Row) -> Unit:
    values = dict(zip(_FIELDS, row, strict=True))
    values["kind"], values["setting"] = UnitKind(values["kind"]), Setting(values["setting"])
    values["tier"] = Tier(values["tier"]) if values["tier"] is not None else None
    values["demo"] = bool(values["demo"])
    return Unit(**values)
