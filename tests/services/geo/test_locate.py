"""Which grid a point lies in: one answer on every border, many points at once, and a city's own labels as oracle."""

from __future__ import annotations

import csv
import gzip
import json
from typing import TYPE_CHECKING

import numpy as np
import shapely

from services.domain.tiers import Tier
from services.domain.units import Unit, UnitKind
from services.geo.boundaries import Expected, import_boundaries
from services.geo.datum import Datum
from services.geo.demo_units import demo_areas
from services.geo.locate import Locator
from services.geo.shapes import area_set

if TYPE_CHECKING:
    from pathlib import Path


def test_a_point_gets_its_grid_community_street_and_path() -> None:
    locator = Locator(demo_areas())
    place = locator.locate(113.361423, 22.950619)
    assert place is not None
    assert place.street == "440113007"
    assert place.district == "440113"
    assert place.grid == place.smallest
    assert place.path == f"440113/440113007/{place.community}/{place.grid}"


def test_outside_and_unusable_points_are_nowhere() -> None:
    locator = Locator(demo_areas())
    assert locator.locate(113.0, 22.0) is None
    assert locator.locate(float("nan"), 22.95) is None
    assert locator.indices([113.361423, np.nan, 0.0], [22.950619, 22.9, np.inf]).tolist()[1:] == [-1, -1]
    assert locator.indices([], []).tolist() == []


def test_a_point_on_a_common_border_belongs_to_the_first_area_always() -> None:
    def street(code: str) -> Unit:
        return Unit(
            id=code, code=code, name=code, kind=UnitKind.AREA, tier=Tier.STREET, parent_id="d", path=f"d/{code}"
        )

    district = Unit(id="d", code="d", name="d", kind=UnitKind.AREA, tier=Tier.DISTRICT, path="d")
    areas = area_set(
        [district, street("a"), street("b")],
        [shapely.box(0, 0, 2, 1), shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)],
    )
    locator = Locator(areas)
    assert locator.indices([1.0, 0.5, 1.5, 1.0], [0.5, 0.5, 0.5, 1.0]).tolist() == [1, 1, 2, 1]
    place = locator.locate(1.0, 0.5)
    assert place is not None
    assert (place.grid, place.community, place.street, place.path) == (None, None, "a", "d/a")


def test_where_only_part_has_lower_areas_the_smallest_known_one_answers() -> None:
    areas = area_set(
        [
            Unit(id="d", code="d", name="d", kind=UnitKind.AREA, tier=Tier.DISTRICT, path="d"),
            Unit(id="s", code="s", name="s", kind=UnitKind.AREA, tier=Tier.STREET, parent_id="d", path="d/s"),
        ],
        [shapely.box(0, 0, 2, 1), shapely.box(0, 0, 1, 1)],
    )
    place = Locator(areas).locate(1.5, 0.5)
    assert place is not None
    assert (place.smallest, place.street) == ("d", None)


def test_los_angeles_cases_fall_into_the_area_their_city_says(shared_data: Path) -> None:
    data = (shared_data / "boundaries/los-angeles-councils.wgs84.geojson").read_bytes()
    names = [feature["properties"]["name"] for feature in json.loads(data)["features"]]
    report = import_boundaries(data, [Expected(name, name, name) for name in names], Datum.WGS84)
    assert (len(report.matched), report.missing, report.unmatched, report.refused) == (99, (), (), ())
    shapes = report.geometries()
    units = [Unit(id=n, code=n, name=n, kind=UnitKind.AREA, tier=Tier.STREET, path=n) for n in shapes]
    areas = area_set(units, list(shapes.values()))
    with gzip.open(shared_data / "cases/los-angeles.csv.gz", "rt", encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["area"] in shapes and row["lat"]]
    assert len(rows) == 7161
    found = Locator(areas).indices([float(row["lon"]) for row in rows], [float(row["lat"]) for row in rows])
    right = sum(index >= 0 and areas.ids[index] == row["area"] for index, row in zip(found, rows, strict=True))
    assert right / len(rows) >= 0.985
