"""Boundary files from outside: real ones come in, every defect is named, hostile ones are refused early."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from services.geo.boundaries import BoundaryError, Caps, Expected, import_boundaries
from services.geo.datum import Datum, from_wgs84

SQUARE = [[113.3, 22.9], [113.4, 22.9], [113.4, 23.0], [113.3, 23.0], [113.3, 22.9]]
BOW = [[113.3, 22.9], [113.4, 23.0], [113.4, 22.9], [113.3, 23.0], [113.3, 22.9]]
UNITS = [Expected("440113007", "440113007", "市桥街道"), Expected("440113008", "440113008", "沙头街道", ("沙头街",))]


def feature(coordinates: object, kind: str = "Polygon", **properties: object) -> dict[str, object]:
    return {"type": "Feature", "properties": properties, "geometry": {"type": kind, "coordinates": coordinates}}


def collection(*features: object, **members: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **members}).encode()


@pytest.mark.parametrize(
    ("code", "name"),
    [("130302", "海港区"), ("320105", "建邺区"), ("440112", "黄埔区"), ("440113", "番禺区"), ("450105", "江南区")],
)
def test_the_five_district_outlines_come_in(code: str, name: str, shared_data: Path) -> None:
    data = (shared_data / f"boundaries/{code}.gcj02.geojson").read_bytes()
    report = import_boundaries(data, [Expected(code, code, name)], Datum.GCJ02)
    assert [(b.unit_id, b.matched_by, b.remarks) for b in report.matched] == [(code, "only", ())]
    assert report.matched[0].geometry.is_valid
    assert report.sentences()[0].startswith("已匹配 1 个，缺少 0 个")


def test_a_self_crossing_outline_names_the_ring_and_is_repaired_or_refused(shared_data: Path) -> None:
    data = (shared_data / "boundaries/broken-440112.geojson").read_bytes()
    expected = [Expected("440112", "440112", "黄埔区")]
    report = import_boundaries(data, expected, Datum.GCJ02)
    assert len(report.repaired) == 1
    assert report.matched[0].geometry.is_valid
    assert "第 1 个多边形的外环在 113." in report.sentences()[1]
    assert "处自相交" in report.sentences()[1]
    refused = import_boundaries(data, expected, Datum.GCJ02, repair=False)
    assert refused.missing == ("440112",)
    assert "外环在 113." in refused.refused[0].reason


@pytest.mark.parametrize("datum", list(Datum))
def test_every_datum_ends_in_the_same_place(datum: Datum) -> None:
    lon, lat = from_wgs84([p[0] for p in SQUARE], [p[1] for p in SQUARE], datum)
    moved = [[float(x), float(y)] for x, y in zip(lon, lat, strict=True)]
    report = import_boundaries(collection(feature([moved], code="440113007")), UNITS, datum)
    assert report.matched[0].geometry.equals_exact(shapely.MultiPolygon([shapely.Polygon(SQUARE)]), 1e-7)


def test_features_are_matched_by_code_then_name_and_the_rest_is_reported() -> None:
    data = collection(
        feature([SQUARE], adcode="440113007", name="旧名"),
        feature([[SQUARE]], "MultiPolygon", name="沙头街"),
        feature([SQUARE], name="别区街道"),
        {**feature([SQUARE]), "id": "440113007"},
    )
    report = import_boundaries(data, [*UNITS, Expected("x", "440113009", "东环街道")], Datum.WGS84)
    assert [(b.unit_id, b.matched_by) for b in report.matched] == [("440113007", "code"), ("440113008", "name")]
    assert report.missing == ("x",)
    assert [(r.feature, r.label) for r in report.unmatched] == [(3, "别区街道")]
    assert report.matched[0].geometry.area == pytest.approx(0.01)


def test_a_named_property_is_the_only_one_looked_at() -> None:
    data = collection(feature([SQUARE], code="440113007", jd="沙头街道"))
    report = import_boundaries(data, UNITS, Datum.WGS84, code_property="none", name_property="jd")
    assert [b.unit_id for b in report.matched] == ["440113008"]


def test_a_name_that_two_units_share_matches_neither() -> None:
    twins = [Expected("a", "1", "草堂村"), Expected("b", "2", "草堂村")]
    report = import_boundaries(collection(feature([SQUARE], name="草堂村")), twins, Datum.WGS84)
    assert report.missing == ("a", "b")
    assert len(report.unmatched) == 1


def test_holes_and_several_parts_are_kept() -> None:
    hole = [[113.32, 22.92], [113.34, 22.92], [113.34, 22.94], [113.32, 22.94], [113.32, 22.92]]
    far = [[114.0, 22.9], [114.1, 22.9], [114.1, 23.0], [114.0, 22.9]]
    report = import_boundaries(
        collection(feature([[SQUARE, hole], [far]], "MultiPolygon", code="440113007")), UNITS, Datum.WGS84
    )
    assert shapely.get_num_geometries(report.matched[0].geometry) == 2
    assert report.matched[0].geometry.area == pytest.approx(0.01 - 0.0004 + 0.005)
    assert not report.repaired


def test_an_open_ring_is_closed_and_reported() -> None:
    report = import_boundaries(collection(feature([SQUARE[:-1]], code="440113007")), UNITS, Datum.WGS84)
    assert report.matched[0].remarks == ("第 1 个多边形的外环没有闭合，已补上",)


def test_a_bow_tie_loses_area_and_says_so() -> None:
    report = import_boundaries(collection(feature([BOW], code="440113007")), UNITS, Datum.WGS84)
    assert "自相交" in report.matched[0].remarks[0]
    assert "请核对" in report.matched[0].remarks[1]


@pytest.mark.parametrize(
    ("broken", "complaint"),
    [
        (feature([[[23.0, 113.3], [22.9, 113.4], [22.9, 113.3], [23.0, 113.3]]], code="440113007"), "写反了"),
        (feature([[[1e6, 2e6], [2e6, 2e6], [2e6, 1e6], [1e6, 2e6]]], code="440113007"), "超出经纬度范围"),
        (feature([[[1, 2], [2, 2]]], code="440113007"), "围不成面"),
        (feature([[["a", "b"], [2, 2], [1, 1]]], code="440113007"), "不是成对的数字"),
        (feature([[[1], [2, 2], [1, 1]]], code="440113007"), "不是成对的数字"),
        (feature([], code="440113007"), "没有环"),
        (feature([[0, 0], [1, 1]], "LineString", code="440113007"), "LineString"),
        ({"type": "Feature", "properties": {"code": "440113007"}, "geometry": None}, "没有几何"),
        (feature([[[1, 1], [2, 2], [3, 3], [1, 1]]], code="440113007"), "没有剩下面积"),
        (7, "不是对象"),
    ],
)
def test_one_bad_feature_is_refused_with_its_reason_and_the_good_one_is_kept(broken: object, complaint: str) -> None:
    report = import_boundaries(collection(broken, feature([SQUARE], code="440113008")), UNITS, Datum.WGS84)
    assert [b.unit_id for b in report.matched] == ["440113008"]
    assert report.missing == ("440113007",)
    assert [r.feature for r in report.refused] == [1]
    assert complaint in report.refused[0].reason
    assert any("第 1 个要素" in sentence and complaint in sentence for sentence in report.sentences())


@pytest.mark.parametrize(
    ("data", "complaint"),
    [
        (b"", "不是有效的 JSON"),
        (b'{"type":"FeatureCollection","features":[', "不是有效的 JSON"),
        (b"\xff\xfe{}", "不是有效的 JSON"),
        (b"[1,2]", "最外层应为对象"),
        (b'{"type":"Topology","objects":{}}', "不是 GeoJSON"),
        (b'{"type":"FeatureCollection"}', "缺少 features"),
        (b'{"type":"Polygon",\n"coordinates":[[[NaN,1],[2,2],[3,1],[1,1]]]}', "第 2 行的坐标是 NaN"),
        (b'{"type":"Polygon","coordinates":[[[-Infinity,1],[2,2],[3,1],[1,1]]]}', "Infinity"),
        (b"[" * 5000 + b"]" * 5000, "嵌套 5000 层"),
        (collection(crs={"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}}), "EPSG::3857"),
    ],
)
def test_files_that_cannot_be_used_are_refused_in_one_sentence(data: bytes, complaint: str) -> None:
    with pytest.raises(BoundaryError) as caught:
        import_boundaries(data, UNITS, Datum.WGS84)
    assert complaint in str(caught.value)


def test_caps_hold_before_anything_is_built() -> None:
    data = collection(*[feature([SQUARE], code="440113007")] * 20)
    for caps, word in ((Caps(size=100), "MB"), (Caps(vertices=50), "顶点"), (Caps(features=5), "要素")):
        with pytest.raises(BoundaryError, match=word):
            import_boundaries(data, UNITS, Datum.WGS84, caps=caps)


def test_brackets_inside_names_are_no_nesting() -> None:
    data = collection(feature([SQUARE], code="440113007", note="[" * 500))
    assert len(import_boundaries(data, UNITS, Datum.WGS84).matched) == 1


def test_a_number_too_large_for_a_coordinate_is_refused() -> None:
    data = collection(feature([SQUARE], code="440113007")).replace(b"113.4", b"1e999", 1)
    with pytest.raises(BoundaryError, match="不是有效的 JSON"):
        import_boundaries(data, UNITS, Datum.WGS84)


def test_a_declared_known_crs_and_a_byte_order_mark_are_fine() -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    data = b"\xef\xbb\xbf" + collection(feature([SQUARE], code="440113007"), crs=crs)
    assert len(import_boundaries(data, UNITS, Datum.WGS84).matched) == 1


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "coordinates", "id"]), inner),
    max_leaves=12,
)


@given(json_values, st.sampled_from(["Polygon", "MultiPolygon", "GeometryCollection"]))
def test_no_geometry_whatever_brings_the_import_down(coordinates: object, kind: str) -> None:
    data = collection(feature(coordinates, kind, code="440113007"), coordinates)
    report = import_boundaries(data, UNITS, Datum.GCJ02)
    assert len(report.matched) + len(report.refused) + len(report.unmatched) == 2
