"""The demo district: divided exactly, numbered by rule, the same on every run, and the shipped file is that result."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
import shapely

import resources
from services.domain.contacts import made_up
from services.domain.profile import Department, Profile
from services.domain.profile_read import load_overlay, load_profile
from services.domain.tiers import Tier, is_within, tier_of_path
from services.domain.units import Setting, Unit, UnitKind
from services.geo.areas import AreaSet
from services.geo.demo import NOTICE, build_demo
from services.geo.demo_units import demo_areas, demo_units
from services.geo.district_units import district_units
from services.geo.divisions import read_divisions, read_points
from services.geo.locate import Locator
from services.geo.measure import metres_per_degree
from services.geo.names import initials
from services.geo.shapes import geometry
from services.geo.shipped import AREAS_FILE


@pytest.fixture(scope="module")
def areas() -> AreaSet:
    return demo_areas()


@pytest.fixture(scope="module")
def shapes(areas: AreaSet) -> list[shapely.MultiPolygon]:
    return [geometry(areas, index) for index in range(len(areas))]


@pytest.fixture(scope="module")
def points() -> dict[str, tuple[float, float]]:
    return read_points(resources.path("points.csv").read_text("utf-8"))


def profile(key: str) -> Profile:
    return load_profile(resources.path(f"profiles/{key}.toml").read_bytes())


def test_the_shipped_file_is_what_the_program_computes(points: dict[str, tuple[float, float]]) -> None:
    divisions = read_divisions(resources.path("divisions/panyu.csv").read_text("utf-8"))
    built = build_demo(divisions, points)
    shipped = demo_areas()
    assert built.ids == shipped.ids
    np.testing.assert_array_equal(np.rint(built.vertices * 1e6), np.rint(shipped.vertices * 1e6))
    np.testing.assert_array_equal(built.vertex_start, shipped.vertex_start)
    np.testing.assert_allclose(built.centres, shipped.centres, atol=5.1e-7)
    assert resources.path(AREAS_FILE).stat().st_size < 1_500_000


def test_counts_and_notice(areas: AreaSet) -> None:
    assert [len(areas.at_tier(tier)) for tier in reversed(Tier)] == [1, 16, 275, 2019]
    assert areas.notice == NOTICE == "演示边界"
    assert len(set(areas.ids)) == len(areas)


@pytest.mark.parametrize("tier", [Tier.GRID, Tier.COMMUNITY, Tier.STREET])
def test_each_tier_divides_the_outline_without_gap_or_overlap(
    areas: AreaSet, shapes: list[shapely.MultiPolygon], tier: Tier
) -> None:
    outline = shapes[0]
    parts = [shapes[int(k)] for k in areas.at_tier(tier)]
    assert all(part.is_valid and len(part.geoms) == 1 and not part.geoms[0].interiors for part in parts)
    assert shapely.symmetric_difference(shapely.union_all(parts), outline).area < 1e-9 * outline.area
    assert abs(sum(part.area for part in parts) - outline.area) < 1e-9 * outline.area
    # a valid coverage: interiors disjoint and common edges with the very same vertices, so nothing shows between
    assert shapely.coverage_is_valid([part.geoms[0] for part in parts])


def test_every_area_is_the_union_of_those_below(areas: AreaSet, shapes: list[shapely.MultiPolygon]) -> None:
    children: dict[int, list[shapely.MultiPolygon]] = {}
    for index, parent in enumerate(areas.parents.tolist()):
        children.setdefault(parent, []).append(shapes[index])
    for parent, below in children.items():
        if parent >= 0:
            edge = shapely.coverage_union_all([part.geoms[0] for part in below])
            assert edge.equals(shapes[parent]), areas.names[parent]


def test_the_size_is_that_of_the_district(shapes: list[shapely.MultiPolygon]) -> None:
    east, north = metres_per_degree(shapes[0].centroid.y)
    assert shapes[0].area * east * north == pytest.approx(530e6, rel=0.005)


def test_known_centres_lie_in_their_own_areas(
    areas: AreaSet, shapes: list[shapely.MultiPolygon], points: dict[str, tuple[float, float]]
) -> None:
    place = {code: index for index, code in enumerate(areas.codes)}
    known = {code: shapely.Point(point) for code, point in points.items() if code in place}
    assert Counter(len(code) for code in known) == {9: 13, 12: 11}
    assert [code for code, point in known.items() if not shapes[place[code]].contains(point)] == []


def test_the_district_is_found_point_by_point(areas: AreaSet, shapes: list[shapely.MultiPolygon]) -> None:
    locator = Locator(areas)
    grids = areas.at_tier(Tier.GRID)
    inside = shapely.get_coordinates([shapely.point_on_surface(shapes[int(k)]) for k in grids])
    assert locator.indices(inside[:, 0], inside[:, 1]).tolist() == grids.tolist()


def test_grids_are_numbered_in_rows_from_north_to_south_and_west_to_east(areas: AreaSet) -> None:
    for community in areas.at_tier(Tier.COMMUNITY):
        below = np.flatnonzero(areas.parents == community)
        codes = [areas.codes[int(k)] for k in below]
        assert codes == [f"{areas.codes[int(community)]}{n:03d}" for n in range(1, len(codes) + 1)]
        assert len(codes) >= 3
        assert areas.centres[below[0], 1] > areas.centres[below[-1], 1] - 0.004


def test_units_of_the_demo(areas: AreaSet) -> None:
    department = Department(code="water", name="区水务局", origin="demo", demo=True)
    units = demo_units([department])
    by_id = {unit.id: unit for unit in units}
    assert [unit.id for unit in units[: len(areas)]] == list(areas.ids)
    grid = by_id["440113007045003"]
    assert grid.path == "440113/440113007/440113007045/440113007045003"
    assert (grid.name, grid.initials, grid.setting) == ("桥东社区 003 网格", "qdsq003wg", Setting.COMMUNITY)
    assert by_id["440113007200001"].setting is Setting.RURAL
    assert by_id["440113007"].initials == "sqjd"
    assert (by_id["440113007"].lon, by_id["440113007"].lat) == (113.361423, 22.950619)
    water = by_id["dept-water"]
    assert (water.kind, water.tier, water.path) == (UnitKind.DEPARTMENT, None, "440113/dept-water")
    assert all(unit.demo for unit in units)
    for unit in units[: len(areas)]:
        assert unit.tier is tier_of_path(unit.path)
        assert unit.parent_id is None or is_within(unit.path, by_id[unit.parent_id].path)
        assert unit.lon is not None
        assert unit.initials.isascii()


def test_a_real_district_starts_without_grids_and_without_what_only_counts() -> None:
    units = district_units(profile("haigang"))
    tiers = Counter(unit.tier for unit in units)
    assert tiers == {Tier.DISTRICT: 1, Tier.STREET: 20, Tier.COMMUNITY: 388, None: 3}
    assert not any(unit.demo for unit in units)
    panyu: list[Unit] = district_units(profile("panyu"))
    assert not [unit for unit in panyu if "海傍农场" in unit.name]
    assert sum(unit.tier is Tier.COMMUNITY for unit in panyu) == 275


def test_every_demo_unit_has_one_contact_that_says_it_is_made_up() -> None:
    demo = load_overlay(resources.path("profiles/demo-rules.toml").read_bytes())
    units = demo_units(demo.departments)
    made = made_up(demo.contacts, units)
    assert [one.unit.id for one in made if not one.deputy] == [unit.id for unit in units]
    assert {one.unit.tier for one in made if one.deputy} == {Tier.STREET}
    assert all(one.person.startswith("演示·") for one in made)
    assert len({one.address for one in made}) == len(made)


def test_initials() -> None:
    assert initials("重庆路") == "cql"
    assert initials("12345 热线（Ａ）") == "12345rxa"
    assert initials("") == ""
