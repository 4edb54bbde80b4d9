"""A district's units from its division list: what a real one starts with, before it brings grids and boundaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import resources
from services.domain.tiers import Tier
from services.domain.units import Unit, UnitKind
from services.geo.divisions import Division, DivisionKind, read_divisions, read_points, short_name
from services.geo.names import initials

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.domain.profile import Department, Profile


def district_units(profile: Profile) -> list[Unit]:
    """Return district, streets and communities of a profile's division list, then its departments.

    Statistical units are left out, parks are kept (villages lie below them). Office points are given where they are
    known, else None. There are no grids: a real district brings its own.
    """
    divisions = read_divisions(resources.path(profile.divisions).read_text("utf-8"))
    points = read_points(resources.path("points.csv").read_text("utf-8"))
    units = [_unit(d, profile.district_id, points) for d in divisions if d.kind is not DivisionKind.STATISTICAL]
    return [*units, *department_units(profile.departments, profile.district_id)]


def department_units(departments: Sequence[Department], district: str) -> list[Unit]:
    """Return the units of departments below a district; their ids are ``dept-`` and the code."""
    return [
        Unit(
            id=f"dept-{department.code}",
            code=department.code,
            name=department.name,
            kind=UnitKind.DEPARTMENT,
            parent_id=district,
            path=f"{district}/dept-{department.code}",
            initials=initials(department.name),
            demo=department.demo,
        )
        for department in departments
    ]


def _unit(division: Division, district: str, points: Mapping[str, tuple[float, float]]) -> Unit:
    lon, lat = points.get(division.code, (None, None))
    above = [district, division.parent] if division.tier is Tier.COMMUNITY else [division.parent]
    name = short_name(division.name)
    return Unit(
        id=division.code,
        code=division.code,
        name=name,
        kind=UnitKind.AREA,
        tier=division.tier,
        parent_id=division.parent or None,
        path="/".join(part for part in [*above, division.code] if part),
        lon=lon,
        lat=lat,
        initials=initials(name),
    )
