"""The demo district as units, and the area set that ships with the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import resources
from services.domain.tiers import Tier
from services.domain.units import Setting, Unit, UnitKind
from services.geo.areas import AreaSet
from services.geo.district_units import department_units
from services.geo.divisions import is_village, read_points
from services.geo.names import initials
from services.geo.shipped import AREAS_FILE

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.domain.profile import Department


def demo_areas() -> AreaSet:
    """Read the shipped area set of the demo district: 1 district, 16 streets, 275 communities, 2,019 grids."""
    return AreaSet.decode(resources.path(AREAS_FILE).read_bytes())


def demo_units(departments: Sequence[Department] = ()) -> list[Unit]:
    """Return all units of the demo district in the order of its area set, and after them its departments.

    An area's point is the known office point of the real unit where there is one, else a point inside the drawn area.
    """
    areas = demo_areas()
    known = read_points(resources.path("points.csv").read_text("utf-8"))
    units: list[Unit] = []
    short: dict[str, str] = {}
    for index in range(len(areas)):
        unit = _area(areas, index, known, short)
        short[unit.id] = unit.initials
        units.append(unit)
    district = units[0].id
    return [*units, *department_units(departments, district)]


def _area(areas: AreaSet, index: int, known: Mapping[str, tuple[float, float]], short: Mapping[str, str]) -> Unit:
    line = areas.ancestors(index)
    code, name, tier = areas.codes[index], areas.names[index], Tier(int(areas.tiers[index]))
    lon, lat = known.get(code, (float(areas.centres[index, 0]), float(areas.centres[index, 1])))
    parent = areas.ids[line[1]] if len(line) > 1 else None
    setting = Setting.NONE
    keys = ""
    if tier is Tier.GRID and parent is not None:
        setting = Setting.RURAL if is_village(parent) else Setting.COMMUNITY
        # the community's initials are known already; only its grids' common ending is new
        keys = f"{short[parent]}{code[-3:]}wg"
    return Unit(
        id=areas.ids[index],
        code=code,
        name=name,
        kind=UnitKind.AREA,
        tier=tier,
        parent_id=parent,
        path="/".join(areas.ids[k] for k in reversed(line)),
        lon=lon,
        lat=lat,
        initials=keys or initials(name),
        setting=setting,
        demo=True,
    )
