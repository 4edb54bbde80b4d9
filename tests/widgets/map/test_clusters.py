"""Counts on the map are exact whatever is joined, and nothing late is hidden in a ring."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from widgets.map.clusters import MIN_MEMBERS, NEVER_ABOVE, cluster, zoom_step
from widgets.map.rings import STEPS, digits_of, ring_shares

positions = st.lists(
    st.tuples(st.floats(-3e4, 3e4) | st.just(float("nan")), st.floats(-3e4, 3e4), st.integers(0, 4)), max_size=200
)


@given(positions, st.floats(1e-3, 1))
def test_every_placed_case_is_shown_exactly_once(rows: list[tuple[float, float, int]], scale: float) -> None:
    world = np.array([[x, y] for x, y, _ in rows]).reshape(-1, 2)
    light = np.array([code for _, _, code in rows], np.int8)
    found = cluster(world, light, np.ones(len(rows), np.int8), scale)
    placed = np.isfinite(world).all(axis=1)
    assert len(found.singles) + found.counts.sum() == placed.sum()
    assert (found.member[found.singles] == -1).all()
    assert (found.counts >= MIN_MEMBERS).all()
    for number in range(len(found.counts)):
        members = found.member == number
        assert (np.bincount(light[members], minlength=5) == found.lights[number]).all()
        west, south, east, north = found.boxes[number]
        x, y = found.middle[number]
        assert west <= x + 1e-6
        assert x <= east + 1e-6
        assert south <= y + 1e-6
        assert y <= north + 1e-6


def test_nothing_is_joined_close_up() -> None:
    world = np.zeros((50, 2))
    codes = np.ones(50, np.int8)
    assert len(cluster(world, codes, codes, NEVER_ABOVE * 1.2).singles) == 50
    assert cluster(world, codes, codes, 0.01).counts.tolist() == [50]


def test_a_pan_changes_no_cluster() -> None:
    assert zoom_step(0.1) == zoom_step(0.105)


def test_the_latest_is_drawn_last() -> None:
    world = np.arange(6.0).reshape(3, 2) * 1e5
    found = cluster(world, np.array([4, 0, 2], np.int8), np.ones(3, np.int8), 0.01)
    assert found.singles.tolist() == [1, 2, 0]


@given(st.integers(1, 10**7))
def test_the_mark_has_room_for_every_digit(count: int) -> None:
    assert digits_of(np.array([count])).tolist() == [len(str(count))]


@given(st.lists(st.integers(0, 3000), min_size=5, max_size=5).filter(any))
def test_a_single_late_case_keeps_its_arc(lights: list[int]) -> None:
    shares = ring_shares(np.array([lights]))[0].tolist()
    assert sum(shares) == STEPS
    assert all((share > 0) == (count > 0) for share, count in zip(shares, lights, strict=True))
