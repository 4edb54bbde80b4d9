"""Loading the district of a database: its boundaries, its keys, its rules."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING

import resources
from services.desk.district import PURPOSE, District, load_district
from services.domain.profile import Purpose
from services.geo.shipped import AREAS_FILE
from services.store import settings, units
from services.store.keys import Keys, check_key, load_master

if TYPE_CHECKING:
    from services.geo.areas import AreaSet
    from services.store.database import Database

logger = logging.getLogger(__name__)


def load(database: Database, data_dir: Path) -> tuple[District, Keys]:
    """Return the district that a database serves, and its keys. Raises Refusal setup_needed, key_wrong."""
    master = load_master(data_dir)
    if master.warning:
        logger.info("%s", master.warning)
    keys = master.derive()
    check_key(database, keys)
    purpose = database.read(lambda conn: settings.get(conn, PURPOSE))
    areas = None if purpose == Purpose.DEMO else drawn_areas(database)
    return load_district(database, keys, areas=areas), keys


def drawn_areas(database: Database) -> AreaSet | None:
    """Return the boundaries that were imported, with every area unit; None where there are none at all."""
    found = database.read(units.boundaries)
    if not found:
        return None
    import shapely  # noqa: PLC0415 - most databases of a demo never need it

    from services.geo.shapes import area_set  # noqa: PLC0415 - likewise

    shapes = {boundary.unit_id: shapely.from_wkb(boundary.geometry) for boundary in found}
    areas = [unit for unit in database.read(units.every) if unit.tier is not None]
    return area_set(areas, [shapes.get(unit.id) for unit in areas])


def area_bytes(database: Database) -> bytes:
    """Return the district's areas in their binary form; of a district without boundaries, its tree of names."""
    if database.read(lambda conn: settings.get(conn, PURPOSE)) == Purpose.DEMO:
        return resources.path(AREAS_FILE).read_bytes()
    known = drawn_areas(database)
    return (known if known is not None else _undrawn(database)).encode()


def _undrawn(database: Database) -> AreaSet:
    from services.geo.shapes import area_set  # noqa: PLC0415 - as above

    areas = [unit for unit in database.read(units.every) if unit.tier is not None]
    return area_set(areas, [None] * len(areas))
