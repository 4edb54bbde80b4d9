"""Area sets survive the wire, and damaged ones are refused in one sentence."""

from __future__ import annotations

import zlib

import msgspec
import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from services.domain.tiers import Tier
from services.domain.units import Unit, UnitKind
from services.geo.areas import AreaSet
from services.geo.shapes import area_set, geometry

RING = [(113.0, 22.0), (113.2, 22.0), (113.2, 22.2), (113.0, 22.2)]
HOLE = [(113.05, 22.05), (113.1, 22.05), (113.1, 22.1), (113.05, 22.1)]


def unit(identity: str, tier: Tier | None, parent: str | None = None) -> Unit:
    return Unit(
        id=identity, code=identity, name=f"区域{identity}", kind=UnitKind.AREA, tier=tier, parent_id=parent, path=""
    )


def sample() -> AreaSet:
    with_hole = shapely.MultiPolygon([shapely.Polygon(RING, [HOLE]), shapely.box(114, 23, 114.1, 23.1)])
    return area_set(
        [unit("a", Tier.DISTRICT), unit("b", Tier.STREET, "a"), unit("c", Tier.STREET, "a")],
        [with_hole, shapely.box(113.0, 22.0, 113.1, 22.1), None],
        "演示边界",
    )


def test_a_set_comes_back_from_its_binary_form() -> None:
    before = sample()
    after = AreaSet.decode(before.encode())
    assert (after.ids, after.codes, after.names, after.notice) == (before.ids, before.codes, before.names, "演示边界")
    assert after.tiers.tolist() == [4, 3, 3]
    assert after.parents.tolist() == [-1, 0, 0]
    np.testing.assert_allclose(after.vertices, before.vertices, atol=5.1e-7)
    np.testing.assert_allclose(after.centres, before.centres, atol=5.1e-7)
    assert np.isnan(after.centres[2]).all()
    assert geometry(after, 0).equals(geometry(before, 0))
    assert geometry(after, 2).is_empty


def test_what_is_asked_of_a_set() -> None:
    areas = sample()
    assert len(areas) == 3
    assert areas.index_of("b") == 1
    assert areas.at_tier(Tier.STREET).tolist() == [1, 2]
    assert [len(ring) for ring in areas.rings(0)] == [5, 5, 5]
    assert areas.bounds(0) == (113.0, 22.0, 114.1, 23.1)
    assert areas.ancestors(1) == (1, 0)
    with pytest.raises(KeyError, match="x"):
        areas.index_of("x")
    with pytest.raises(ValueError, match="no boundary"):
        areas.bounds(2)


def test_a_department_is_no_area() -> None:
    with pytest.raises(ValueError, match="no tier"):
        area_set([unit("a", None)], [None])


def test_the_label_of_a_bent_area_lies_inside_it() -> None:
    bow = shapely.Polygon([(0, 0), (3, 0), (3, 3), (0, 3), (0, 2.8), (2.8, 2.8), (2.8, 0.2), (0, 0.2)])
    areas = area_set([unit("a", Tier.GRID)], [bow])
    assert bow.contains(shapely.Point(areas.centres[0]))


def decoded(data: bytes) -> str:
    """Return what decoding says: "read", or its complaint."""
    try:
        AreaSet.decode(data)
    except ValueError as error:
        return str(error)
    return "read"


@given(st.integers(0, 400), st.binary(min_size=1, max_size=12))
def test_damaged_bytes_are_refused_in_a_sentence(at: int, junk: bytes) -> None:
    good = sample().encode()
    answer = decoded(good[:at] + junk + good[at + len(junk) :])
    assert answer == "read" or "请重新导出" in answer


def test_foreign_and_cut_data_are_refused() -> None:
    with pytest.raises(ValueError, match="不是呼应的区域数据"):
        AreaSet.decode(b"PK\x03\x04")
    with pytest.raises(ValueError, match="已损坏"):
        AreaSet.decode(sample().encode()[:-8])


@pytest.mark.parametrize(
    ("field", "value"),
    [("parents", [-1, 0, 7]), ("rings", [2, 1, 0]), ("lengths", [5, 5, 5, 9]), ("names", ["x"]), ("steps", b"1234567")],
)
def test_lengths_that_do_not_fit_are_refused(field: str, value: object) -> None:
    names = ("ids", "codes", "names", "tiers", "parents", "centres", "rings", "lengths", "holes", "steps", "notice")
    data = sample().encode()
    fields = msgspec.msgpack.decode(zlib.decompress(data[4:]))
    fields[names.index(field)] = value
    with pytest.raises(ValueError, match="已损坏"):
        AreaSet.decode(data[:4] + zlib.compress(msgspec.msgpack.encode(fields)))
