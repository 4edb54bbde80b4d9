"""Reading GeoJSON from outside: size, depth and vertex caps, no NaN, every ring checked; never trusts the file."""

from __future__ import annotations

import math
import re
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, TypeAlias

import msgspec
import numpy as np
import shapely

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float64]


class Caps(NamedTuple):
    """What a file may be at most; beyond, it is refused before it costs memory or time."""

    size: int = 64 * 1024 * 1024
    depth: int = 40
    vertices: int = 3_000_000
    features: int = 20_000


class BoundaryError(ValueError):
    """The file as a whole cannot be used. The text is one Chinese sentence with the place and the remedy."""


class RawFeature(NamedTuple):
    """One feature as read: its number in the file (from 1), its id and properties as text, and its polygons.

    `polygons` holds per polygon its rings, each float64 (k, 2), longitude first, in the file's datum. `defects` are
    sentences about what was wrong with the rings and could be put right without guessing (an open ring).
    """

    number: int
    identity: str
    properties: dict[str, str]
    polygons: tuple[tuple[Floats, ...], ...]
    defects: tuple[str, ...]
    fault: str


_STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"')
_KNOWN_CRS = re.compile(r"(CRS84|EPSG:{1,2}(4326|4490|4979))$", re.IGNORECASE)


def read_features(data: bytes, caps: Caps) -> list[RawFeature]:
    """Read a FeatureCollection, a Feature or a bare geometry.

    A feature that cannot be used is returned with its `fault` (a sentence) and no polygons; the others are kept.
    Raises BoundaryError when the file as a whole is unusable.
    """
    document = _document(data, caps)
    kind = document.get("type")
    if kind == "FeatureCollection":
        features = document.get("features")
        if not isinstance(features, list):
            raise BoundaryError("FeatureCollection 缺少 features 数组；请重新导出 GeoJSON")
    elif kind == "Feature":
        features = [document]
    elif isinstance(kind, str) and ("coordinates" in document or "geometries" in document):
        features = [{"type": "Feature", "geometry": document}]
    else:
        raise BoundaryError(f"不是 GeoJSON：type 为 {str(kind)[:40]!r}；请导出为 FeatureCollection、Feature 或几何对象")
    if len(features) > caps.features:
        raise BoundaryError(f"文件含 {len(features)} 个要素，超过上限 {caps.features}；请分批导入")
    count = 0
    read: list[RawFeature] = []
    for number, feature in enumerate(features, start=1):
        item = _feature(feature, number)
        count += sum(len(ring) for polygon in item.polygons for ring in polygon)
        if count > caps.vertices:
            raise BoundaryError(f"到第 {number} 个要素时顶点已超过上限 {caps.vertices}；请先简化边界")
        read.append(item)
    return read


def _document(data: bytes, caps: Caps) -> dict[str, Any]:
    if len(data) > caps.size:
        raise BoundaryError(f"文件 {len(data) / 1e6:.1f} MB，超过上限 {caps.size / 1e6:.0f} MB；请先简化或分批")
    depth = _depth(data)
    if depth > caps.depth:
        raise BoundaryError(f"文件嵌套 {depth} 层，超过上限 {caps.depth} 层；这不是正常的边界文件")
    try:
        document = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        _explain(data, error)
    if not isinstance(document, dict):
        raise BoundaryError("不是 GeoJSON：最外层应为对象；请重新导出")
    _check_crs(document.get("crs"))
    return document


def _explain(data: bytes, error: Exception) -> NoReturn:
    bare = _STRINGS.sub(b'""', data)
    for word in (b"NaN", b"Infinity"):
        at = bare.find(word)
        if at >= 0:
            line = bare.count(b"\n", 0, at) + 1
            raise BoundaryError(f"第 {line} 行的坐标是 {word.decode()}，不是数字；请改正后再导入") from error
    raise BoundaryError(f"文件不是有效的 JSON（{error}）；请检查编码（UTF-8）与内容是否完整") from error


def _depth(data: bytes) -> int:
    """Return how deep brackets nest outside strings, without parsing."""
    codes = np.frombuffer(_STRINGS.sub(b"", data), np.uint8)
    opening = (codes == ord("[")) | (codes == ord("{"))
    closing = (codes == ord("]")) | (codes == ord("}"))
    level = np.cumsum(opening.astype(np.int32) - closing.astype(np.int32))
    return int(level.max(initial=0))


def _check_crs(crs: object) -> None:
    """Refuse a file that says it is in other than degrees; the datum itself is the caller's word, not the file's."""
    name = ""
    if isinstance(crs, dict) and isinstance(properties := crs.get("properties"), dict):
        name = str(properties.get("name", ""))
    if name and not _KNOWN_CRS.search(name):
        raise BoundaryError(f"文件声明的坐标系是 {name[:80]}，只接受经纬度（EPSG:4326、4490 或 CRS84）；请先转换")


def _feature(feature: object, number: int) -> RawFeature:
    if not isinstance(feature, dict):
        return RawFeature(number, "", {}, (), (), f"第 {number} 个要素不是对象")
    properties = feature.get("properties")
    texts = {str(k): _text(v) for k, v in properties.items()} if isinstance(properties, dict) else {}
    identity = _text(feature.get("id"))
    defects: list[str] = []
    try:
        polygons = _polygons(feature.get("geometry"), defects)
    except _FeatureFault as fault:
        return RawFeature(number, identity, texts, (), (), str(fault))
    return RawFeature(number, identity, texts, polygons, tuple(defects), "")


class _FeatureFault(Exception):
    """What makes one feature unusable, as a sentence without the feature's name."""


def _text(value: object) -> str:
    return str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _polygons(geometry: object, defects: list[str]) -> tuple[tuple[Floats, ...], ...]:
    if not isinstance(geometry, dict):
        raise _FeatureFault("没有几何")
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    if kind == "GeometryCollection" and isinstance(members := geometry.get("geometries"), list):
        return tuple(polygon for member in members for polygon in _polygons(member, defects))
    if kind not in {"Polygon", "MultiPolygon"}:
        raise _FeatureFault(f"几何类型是 {str(kind)[:40]}，边界应为 Polygon 或 MultiPolygon")
    parts = [coordinates] if kind == "Polygon" else coordinates
    if not isinstance(parts, list) or not parts:
        raise _FeatureFault("几何是空的")
    return tuple(_polygon(part, number, defects) for number, part in enumerate(parts, start=1))


def _polygon(part: object, number: int, defects: list[str]) -> tuple[Floats, ...]:
    if not isinstance(part, list) or not part:
        raise _FeatureFault(f"第 {number} 个多边形没有环")
    return tuple(_ring(ring, ring_name(number, k), defects) for k, ring in enumerate(part))


def ring_name(polygon: int, ring: int) -> str:
    """Return how a ring is called in sentences; polygons count from 1, ring 0 is the outer one."""
    return f"第 {polygon} 个多边形的" + ("外环" if ring == 0 else f"第 {ring} 个内环")


def _ring(ring: object, name: str, defects: list[str]) -> Floats:
    try:
        points = np.array([pair[:2] for pair in ring], np.float64)  # type: ignore[attr-defined]
    except (TypeError, ValueError, OverflowError):
        raise _FeatureFault(f"{name}的坐标不是成对的数字") from None
    if points.ndim != 2 or points.shape[1:] != (2,) or not len(points):
        raise _FeatureFault(f"{name}的坐标不是成对的数字")
    _check_range(points, name)
    if not np.array_equal(points[0], points[-1]):
        points = np.vstack((points, points[:1]))
        defects.append(f"{name}没有闭合，已补上")
    if len(points) < 4:
        raise _FeatureFault(f"{name}只有 {len(points) - 1} 个点，围不成面")
    return points


def _check_range(points: Floats, name: str) -> None:
    if not np.isfinite(points).all():
        raise _FeatureFault(f"{name}含有不是数字的坐标（NaN 或无穷大）")
    lon, lat = points[:, 0], points[:, 1]
    if np.abs(lat).max() > 90.0 and np.abs(lat).max() <= 180.0 and np.abs(lon).max() <= 90.0:
        raise _FeatureFault(
            f"{name}的经纬度似乎写反了：{points[0, 0]:g},{points[0, 1]:g} 应为 {points[0, 1]:g},{points[0, 0]:g}"
        )
    if np.abs(lon).max() > 180.0 or np.abs(lat).max() > 90.0:
        worst = points[np.argmax(np.maximum(np.abs(lon) - 180.0, np.abs(lat) - 90.0))]
        raise _FeatureFault(f"{name}的坐标 {worst[0]:g},{worst[1]:g} 超出经纬度范围；请换成以度为单位的经纬度")


def self_crossing(ring: Floats) -> str | None:
    """Return where a closed ring crosses or touches itself, as "lon, lat" text, or None when it is simple."""
    line = shapely.LinearRing(ring)
    if line.is_simple:
        return None
    reason = shapely.is_valid_reason(shapely.Polygon(ring))
    at = re.search(r"\[([-\d.e]+) ([-\d.e]+)", reason)
    if at is None:
        return "?"
    lon, lat = float(at[1]), float(at[2])
    return f"{lon:.6f}, {lat:.6f}" if math.isfinite(lon) and math.isfinite(lat) else "?"
