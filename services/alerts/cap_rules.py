"""Our rules beside the CAP schema: what it accepts and no receiver can use. Each has a code, a sentence, a severity.

The sentences are Chinese and name the element; the codes are stable, so a screen can say them in its own language.
Sources: CAP 1.2 sections 3.2 and 3.3 for what the text demands, "our rule" where it only makes sense.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from services.alerts.cap import CapAlert, CapArea
    from services.domain.alerts import LonLat, Ring
    from services.domain.clock import Instant

_FORBIDDEN = frozenset(" \t\r\n,<&")
_CHANGES = ("Update", "Cancel", "Ack", "Error")
_DAY_MS = 86_400_000
_AHEAD_MS = 5 * 60_000
_FARTHEST_ZONE = 14 * 60
"""Minutes: no zone is farther from Greenwich (UTC+14, Kiribati)."""

_FLAT = 1e-11
"""Square degrees, about a tenth of a square metre: a polygon in so little is a line."""

_ZONED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[-+]\d\d:\d\d")


class Severity(StrEnum):
    """An error keeps the message from going out or being taken in; a warning is shown beside it."""

    ERROR = "error"
    WARNING = "warning"


class Finding(msgspec.Struct, frozen=True):
    """One thing wrong: stable code, how bad, a Chinese sentence with the remedy, and the element it is about."""

    code: str
    severity: Severity
    sentence: str
    place: str = ""


class Bounds(msgspec.Struct, frozen=True):
    """Where positions are plausible: west, south, east, north in WGS84 degrees."""

    west: float
    south: float
    east: float
    north: float

    def hold(self, point: LonLat) -> bool:
        """Tell whether a lon, lat lies inside."""
        lon, lat = point
        return self.west <= lon <= self.east and self.south <= lat <= self.north


CHINA = Bounds(73.0, 3.0, 136.0, 54.0)
"""Mainland and sea areas, roughly; a district passes its own, narrower ones."""


def _error(code: str, sentence: str, place: str) -> Finding:
    return Finding(code, Severity.ERROR, sentence, place)


def _warning(code: str, sentence: str, place: str) -> Finding:
    return Finding(code, Severity.WARNING, sentence, place)


def check(
    alert: CapAlert,
    *,
    now: Instant | None = None,
    known: frozenset[tuple[str, str]] = frozenset(),
    bounds: Bounds | None = None,
) -> tuple[Finding, ...]:
    """Return every finding about a message that the schema has already accepted, errors first.

    `now` (ms) switches on the rules that compare with the present; `known` holds (sender, identifier) pairs seen
    before; `bounds` says where points are plausible (None: only impossible coordinates are found).
    """
    parts: list[Iterator[Finding]] = [rule(alert) for rule in _RULES]
    parts.append(_repeated(alert, known))
    parts.append(_positions(alert, bounds))
    if now is not None:
        parts.append(_present(alert, now))
    found = dict.fromkeys(chain.from_iterable(parts))
    return tuple(sorted(found, key=lambda finding: finding.severity is Severity.WARNING))


def errors(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return only the findings that stop a message."""
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)


def _names(alert: CapAlert) -> Iterator[Finding]:
    for place, zh, text in (("identifier", "编号", alert.identifier), ("sender", "发送者", alert.sender)):
        if not text:
            yield _error("name_empty", f"{zh}（{place}）为空，请填写", place)
        elif _FORBIDDEN & set(text):
            yield _error("name_form", f"{zh}（{place}）不得含空格、逗号、< 或 &，请改写", place)


def _references(alert: CapAlert) -> Iterator[Finding]:
    if alert.msg_type in _CHANGES and not alert.references:
        yield _error("reference_missing", f"{alert.msg_type} 必须引用原消息（references），请补上", "references")
    for token in alert.references:
        pieces = token.split(",")
        if len(pieces) != 3 or not all(pieces):
            yield _error("reference_form", f"引用“{token}”应为 sender,identifier,sent 三段，请改正", "references")
        elif not _ZONED.fullmatch(pieces[2]):
            yield _error("reference_time", f"引用“{token}”的时间须照抄原消息的 sent，含时区，请改正", "references")
        elif pieces[0] == alert.sender and pieces[1] == alert.identifier:
            yield _error("reference_self", "消息引用了自己，请改为原消息", "references")
    if len(set(alert.references)) != len(alert.references):
        yield _warning("reference_twice", "同一引用出现两次", "references")


def _scope(alert: CapAlert) -> Iterator[Finding]:
    if alert.scope == "Restricted" and not alert.restriction:
        yield _error("restriction_missing", "范围为 Restricted 时须写明限制（restriction）", "restriction")
    if alert.scope == "Private" and not alert.addresses:
        yield _error("addresses_missing", "范围为 Private 时须写明收件地址（addresses）", "addresses")
    if alert.status == "Exercise" and not alert.note:
        yield _warning("exercise_note", "演练消息应在 note 中写明演练名称", "note")


def _zones(alert: CapAlert) -> Iterator[Finding]:
    own = (time for info in alert.infos for time in (info.effective, info.onset, info.expires))
    for time in (alert.sent, *own):
        if time is not None and abs(time.offset) > _FARTHEST_ZONE:
            yield _error("zone_bad", f"时间“{time.text()}”的时区不存在，请核对，北京时间为 +08:00", "sent")


def _times(alert: CapAlert) -> Iterator[Finding]:
    for info in alert.infos:
        begin = max(time.at for time in (alert.sent, info.effective, info.onset) if time is not None)
        if info.expires is None:
            yield _warning("expires_missing", "没有失效时间（expires），接收方不知道何时作废", "expires")
        elif info.expires.at <= alert.sent.at and alert.msg_type != "Cancel":
            yield _error("expires_early", "失效时间（expires）不晚于发送时间（sent），请改正", "expires")
        elif info.expires.at < begin:
            yield _error("onset_late", "起始时间（onset、effective）晚于失效时间（expires），请改正", "onset")


def _content(alert: CapAlert) -> Iterator[Finding]:
    if alert.msg_type in ("Alert", "Update") and not alert.infos:
        yield _error("info_missing", f"{alert.msg_type} 没有内容（info），无可转达", "info")
    for info in alert.infos:
        if not (info.headline or info.description):
            yield _warning("words_missing", "既无标题也无描述，接收方无文字可读", "description")
        if not info.areas and alert.msg_type != "Cancel":
            yield _warning("area_missing", "没有区域（area），接收方无法判断与己相关", "area")
        for area in info.areas:
            if not (area.polygons or area.circles or area.geocodes):
                yield _warning("area_words_only", f"区域“{area.description}”只有文字，没有多边形、圆或区划代码", "area")


def _repeated_parts(alert: CapAlert) -> Iterator[Finding]:
    for info in alert.infos:
        if max(Counter(info.areas).values(), default=1) > 1:
            yield _warning("area_twice", "同一区域出现两次", "area")
    if max(Counter(alert.infos).values(), default=1) > 1:
        yield _warning("info_twice", "同一内容（info）出现两次", "info")


_RULES: tuple[Callable[[CapAlert], Iterator[Finding]], ...] = (
    _names,
    _references,
    _scope,
    _zones,
    _times,
    _content,
    _repeated_parts,
)


def _repeated(alert: CapAlert, known: frozenset[tuple[str, str]]) -> Iterator[Finding]:
    if (alert.sender, alert.identifier) in known:
        yield _error("duplicate", f"消息 {alert.identifier} 已经收到过，不再处理", "identifier")


def _present(alert: CapAlert, now: Instant) -> Iterator[Finding]:
    if alert.sent.at > now + _AHEAD_MS:
        yield _warning("sent_ahead", "发送时间（sent）在将来，请核对双方时钟", "sent")
    ends = [info.expires.at for info in alert.infos if info.expires is not None]
    if ends and max(ends) <= now:
        yield _warning("expired", "消息已经失效", "expires")
    if ends and max(ends) - alert.sent.at > _DAY_MS:
        yield _warning("expires_far", "有效期超过 24 小时，请在到期前复核", "expires")


def _positions(alert: CapAlert, bounds: Bounds | None) -> Iterator[Finding]:
    for info in alert.infos:
        for area in info.areas:
            yield from _area(area, bounds)


def _area(area: CapArea, bounds: Bounds | None) -> Iterator[Finding]:
    name = area.description
    for ring in area.polygons:
        yield from _ring(ring, name)
        yield from _points(ring, name, bounds)
    for circle in area.circles:
        yield from _points((circle.centre,), name, bounds)
        if not (math.isfinite(circle.radius_km) and 0 <= circle.radius_km <= 20_038):
            yield _error("circle_radius", f"区域“{name}”的圆半径 {circle.radius_km} 公里不可用", "circle")


def _ring(ring: Ring, name: str) -> Iterator[Finding]:
    if ring and ring[0] != ring[-1]:
        yield _error("polygon_open", f"区域“{name}”的多边形没有闭合，首尾两点应相同", "polygon")
    elif len(ring) < 4 or len(set(ring)) < 3:
        yield _error("polygon_short", f"区域“{name}”的多边形不足 4 点，围不成面", "polygon")
    elif all(math.isfinite(value) for point in ring for value in point):
        from shapely.geometry import Polygon  # noqa: PLC0415 - every hub loads these rules, few ever meet a polygon

        shape = Polygon(ring)
        if shape.convex_hull.area < _FLAT:
            yield _error("polygon_flat", f"区域“{name}”的多边形各点在一条线上，围不成面，请核对", "polygon")
        elif not shape.is_valid:
            yield _warning("polygon_crossed", f"区域“{name}”的多边形自相交，请检查点的顺序", "polygon")


def _points(ring: Ring, name: str, bounds: Bounds | None) -> Iterator[Finding]:
    world = Bounds(-180.0, -90.0, 180.0, 90.0)
    if not all(math.isfinite(value) for point in ring for value in point):
        yield _error("coordinate_bad", f"区域“{name}”含有非数字坐标", "polygon")
    elif not all(world.hold(point) for point in ring):
        swapped = all(world.hold((lat, lon)) for lon, lat in ring)
        remedy = "经纬度似乎写反了，应为纬度在前" if swapped else "请核对坐标与坐标系"
        yield _error("coordinate_range", f"区域“{name}”的坐标超出范围：{remedy}", "polygon")
    elif bounds is not None and not any(bounds.hold(point) for point in ring):
        if all(bounds.hold((lat, lon)) for lon, lat in ring):
            yield _error("swapped", f"区域“{name}”的经纬度写反了：CAP 中纬度在前，请对调", "polygon")
        else:
            yield _warning("far_away", f"区域“{name}”不在本区一带，请核对坐标与坐标系", "polygon")
