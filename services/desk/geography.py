"""The district's units and their outlines, as the system administrator brings them in from files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.desk import access
from services.domain.rights import Right
from services.store import units as store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.desk.district import District
    from services.domain.rights import Scope
    from services.domain.units import Unit
    from services.store.database import Tx


def put_units(tx: Tx, district: District, scope: Scope, units: Sequence[Unit], file: str) -> None:
    """Add units or bring them up to date; parents first. Raises Refusal no_right."""
    access.need(scope, Right.SETTINGS, "导入单位")
    store.put(tx, units)
    tx.audit(scope.person_id, "units.put", district.id, {"file": file, "units": len(units)})


def put_outlines(
    tx: Tx, district: District, scope: Scope, outlines: Sequence[tuple[str, bytes]], file: str, datum: str
) -> None:
    """Set outlines: pairs of unit id and WKB (lon, lat, WGS84), converted from `datum`. Raises Refusal no_right."""
    access.need(scope, Right.SETTINGS, "导入边界")
    store.put_boundaries(tx, outlines, f"{file} ({datum})")
    details = {"file": file, "datum": datum, "matched": len(outlines)}
    tx.audit(scope.person_id, "boundaries.import", district.id, details)
