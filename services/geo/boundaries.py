"""Importing boundaries of any tier: matched to units by code or name, converted to WGS84, with a report of it all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import shapely

from services.geo.datum import Datum, to_wgs84
from services.geo.geojson import BoundaryError, Caps, RawFeature, read_features, ring_name, self_crossing
from services.geo.measure import metres_per_degree

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["Boundary", "BoundaryError", "BoundaryReport", "Caps", "Expected", "Refused", "import_boundaries"]

_CODES = ("code", "adcode", "CODE", "Code", "区划代码", "代码", "编码")
_NAMES = ("name", "NAME", "Name", "fullname", "名称", "街道", "网格名称")
_GREW = 0.02
"""A repair that changes the area by more than this share is doubtful and says so loudly (our rule)."""


class Expected(NamedTuple):
    """A unit that a boundary may be for; `also` are other names it is known by."""

    id: str
    code: str
    name: str
    also: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Boundary:
    """A boundary that was taken: WGS84 degrees; `matched_by` is "code", "name" or "only"; `remarks` are sentences."""

    unit_id: str
    feature: int
    matched_by: str
    geometry: shapely.MultiPolygon
    remarks: tuple[str, ...] = ()


class Refused(NamedTuple):
    """A feature that was not taken, and why, in a sentence."""

    feature: int
    label: str
    reason: str


@dataclass(frozen=True, slots=True, eq=False)
class BoundaryReport:
    """What an import found: boundaries taken, unit ids without one, features without a unit, features refused.

    `repaired` are those of `matched` that were not valid as published; their remarks say which ring and how much the
    area changed.
    """

    datum: Datum
    matched: tuple[Boundary, ...]
    missing: tuple[str, ...]
    unmatched: tuple[Refused, ...]
    refused: tuple[Refused, ...]

    @property
    def repaired(self) -> tuple[Boundary, ...]:
        """The boundaries that had to be put right."""
        return tuple(boundary for boundary in self.matched if boundary.remarks)

    def geometries(self) -> dict[str, shapely.MultiPolygon]:
        """Return the geometry per unit id."""
        return {boundary.unit_id: boundary.geometry for boundary in self.matched}

    def sentences(self) -> tuple[str, ...]:
        """Return the report as Chinese sentences for a person, the total first."""
        total = (
            f"已匹配 {len(self.matched)} 个，缺少 {len(self.missing)} 个，"
            f"无对应单位 {len(self.unmatched)} 个，不可用 {len(self.refused)} 个；坐标由 {self.datum} 转为 WGS84"
        )
        lines = [total]
        lines.extend(f"第 {b.feature} 个要素：{remark}" for b in self.matched for remark in b.remarks)
        lines.extend(f"第 {r.feature} 个要素（{r.label}）：{r.reason}" for r in (*self.unmatched, *self.refused))
        return tuple(lines)


def import_boundaries(
    data: bytes,
    expected: Sequence[Expected],
    datum: Datum,
    *,
    repair: bool = True,
    code_property: str = "",
    name_property: str = "",
    caps: Caps = Caps(),  # noqa: B008 - an immutable tuple of numbers
) -> BoundaryReport:
    """Read GeoJSON and give its polygons to the expected units.

    `datum` must be given because files do not say it truthfully. A feature is matched by code (the named property, a
    usual one, or the feature's id), else by name; several features for one unit are united. A bare geometry without
    any label is taken when exactly one unit is expected. A polygon that crosses itself is repaired and reported, or
    refused when `repair` is false. Raises BoundaryError when the file as a whole cannot be used.
    """
    features = read_features(data, caps)
    by_code = {unit.code: unit.id for unit in expected}
    by_name = _names(expected)
    taken: dict[str, Boundary] = {}
    unmatched: list[Refused] = []
    refused: list[Refused] = []
    for feature in features:
        label = _label(feature, name_property, code_property)
        unit_id, how = _match(feature, by_code, by_name, code_property, name_property)
        if not unit_id and not label and len(features) == len(expected) == 1:
            unit_id, how = expected[0].id, "only"
        if feature.fault:
            refused.append(Refused(feature.number, label, feature.fault))
        elif not unit_id:
            unmatched.append(Refused(feature.number, label, "没有代码或名称相同的单位"))
        else:
            outcome = _build(feature, unit_id, how, datum, repair)
            if isinstance(outcome, Refused):
                refused.append(outcome._replace(label=label))
            else:
                taken[unit_id] = _joined(taken.get(unit_id), outcome)
    missing = tuple(unit.id for unit in expected if unit.id not in taken)
    return BoundaryReport(datum, tuple(taken.values()), missing, tuple(unmatched), tuple(refused))


def _names(expected: Sequence[Expected]) -> dict[str, str]:
    """Return unit ids by name; a name that two units share matches neither."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for unit in expected:
        for name in {unit.name, *unit.also}:
            if found.setdefault(name, unit.id) != unit.id:
                shared.add(name)
    return {name: unit_id for name, unit_id in found.items() if name not in shared}


def _match(
    feature: RawFeature, by_code: Mapping[str, str], by_name: Mapping[str, str], code_property: str, name_property: str
) -> tuple[str, str]:
    texts = feature.properties
    codes = [texts.get(key, "").strip() for key in ([code_property] if code_property else _CODES)]
    names = [texts.get(key, "").strip() for key in ([name_property] if name_property else _NAMES)]
    for code in [*codes, "" if code_property else feature.identity.strip()]:
        if code in by_code:
            return by_code[code], "code"
    for name in names:
        if name in by_name:
            return by_name[name], "name"
    return "", ""


def _label(feature: RawFeature, name_property: str, code_property: str) -> str:
    """Return what a feature calls itself, shortened; it is foreign text."""
    texts = feature.properties
    for key in (name_property, code_property, *_NAMES, *_CODES):
        if key and texts.get(key):
            return texts[key][:60]
    return feature.identity[:60]


def _build(feature: RawFeature, unit_id: str, how: str, datum: Datum, repair: bool) -> Boundary | Refused:
    remarks = list(feature.defects)
    shapes: list[shapely.Geometry] = []
    for number, rings in enumerate(feature.polygons, start=1):
        moved = [np.column_stack(to_wgs84(ring[:, 0], ring[:, 1], datum)) for ring in rings]
        # where a ring crosses itself is said in the file's own coordinates, so that it can be found there
        crossings = [
            f"{ring_name(number, k)}在 {at} 处自相交" for k, ring in enumerate(rings) if (at := self_crossing(ring))
        ]
        shape = shapely.Polygon(moved[0], moved[1:])
        if shape.is_valid:
            shapes.append(shape)
            continue
        faults = crossings or [f"第 {number} 个多边形的环彼此相交或内环在外环之外"]
        if not repair:
            return Refused(feature.number, "", "；".join(faults) + "；请修正后再导入，或允许修复")
        mended = _surface(shapely.make_valid(shape))
        if mended.is_empty:
            return Refused(feature.number, "", "；".join(faults) + "；修复后没有剩下面积")
        remarks.extend(faults)
        remarks.append(_change(moved[0], mended))
        shapes.append(mended)
    whole = _surface(shapely.union_all(shapes))
    if not all(shape.is_valid for shape in shapes) or whole.is_empty:
        return Refused(feature.number, "", "几何没有面积")
    return Boundary(unit_id, feature.number, how, whole, tuple(remarks))


def _surface(shape: shapely.Geometry) -> shapely.MultiPolygon:
    """Return the areal parts of a geometry; lines and points that a repair leaves over are dropped."""
    parts = shapely.get_parts(shape)
    nested = [inner for part in parts for inner in shapely.get_parts(part)]
    return shapely.MultiPolygon([part for part in nested if part.geom_type == "Polygon"])


def _change(outer: np.ndarray[tuple[int, ...], np.dtype[np.float64]], mended: shapely.MultiPolygon) -> str:
    """Say how far a repaired polygon's area is from that inside the ring as it was walked."""
    east, north = metres_per_degree(float(outer[:, 1].mean()))
    x, y = outer[:, 0] - outer[0, 0], outer[:, 1] - outer[0, 1]
    before = abs(float(np.dot(x[:-1], y[1:]) - np.dot(x[1:], y[:-1]))) / 2.0 * east * north
    after = float(mended.area) * east * north
    share = (after - before) / before if before else 1.0
    note = "，变化较大，请核对" if abs(share) > _GREW else ""
    return f"已修复，面积 {before / 1e6:.3f} → {after / 1e6:.3f} 平方千米（{share:+.2%}）{note}"


def _joined(before: Boundary | None, now: Boundary) -> Boundary:
    if before is None:
        return now
    whole = _surface(shapely.union_all([before.geometry, now.geometry]))
    return Boundary(before.unit_id, before.feature, before.matched_by, whole, (*before.remarks, *now.remarks))
