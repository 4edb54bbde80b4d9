"""Borders are drawn once, a click names the right area, neighbours chosen together have one border."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from services.domain.tiers import Tier
from tests.widgets.map.synthetic import SIDE, SOUTH, STEP, WEST, squares
from widgets.map.geometry import EMPTY, build
from widgets.map.projection import point_to_world

GEOMETRY = build(squares())


def test_every_border_is_there_once_as_the_highest_tier_it_bounds() -> None:
    assert len(GEOMETRY.edges) == 2 * SIDE * (SIDE + 1)
    counts = {tier: int(np.count_nonzero(GEOMETRY.edge_tier == tier)) for tier in Tier}
    # in steps of one grid: around the district, two lines between streets, four more between communities
    assert counts[Tier.DISTRICT] == 4 * SIDE
    assert counts[Tier.STREET] == 2 * SIDE
    assert counts[Tier.COMMUNITY] == 4 * SIDE
    assert counts[Tier.GRID] == len(GEOMETRY.edges) - 10 * SIDE


@given(st.floats(0.001, SIDE - 0.001), st.floats(0.001, SIDE - 0.001))
def test_a_position_lies_in_the_grid_its_coordinates_say(column: float, row: float) -> None:
    if min(column % 1, row % 1, 1 - column % 1, 1 - row % 1) < 1e-3:
        return  # a border belongs to either
    world = point_to_world(WEST + column * STEP, SOUTH + row * STEP)
    found = GEOMETRY.smallest_at(*world)
    assert found is not None
    assert GEOMETRY.ids[found] == f"g{int(row) * SIDE + int(column)}"
    street = GEOMETRY.area_at(*world, Tier.STREET)
    assert street is not None
    assert GEOMETRY.ids[street] == f"s{int(row) // 6 * 2 + int(column) // 6}"


def test_outside_there_is_nothing() -> None:
    assert GEOMETRY.smallest_at(*point_to_world(WEST - 0.001, SOUTH)) is None
    assert EMPTY.smallest_at(0.0, 0.0) is None


def test_areas_chosen_together_have_one_border() -> None:
    first = GEOMETRY.ids.index("g0")
    assert len(GEOMETRY.outline([first])) == 4
    assert len(GEOMETRY.outline([first, first + 1])) == 6
    assert len(GEOMETRY.outline([first, first + 5])) == 8
    assert len(GEOMETRY.outline([])) == 0


def test_a_name_on_the_map_leaves_out_the_area_it_stands_in() -> None:
    areas = squares()
    grid, community = areas.ids.index("g0"), areas.ids.index("c0")
    names = list(areas.names)
    names[grid] = f"{names[community]} 001 网格"
    named = build(type(areas)(**{**{n: getattr(areas, n) for n in areas.__slots__}, "names": tuple(names)}))
    assert named.labels[grid] == "001 网格"
    assert named.labels[community] == names[community]
