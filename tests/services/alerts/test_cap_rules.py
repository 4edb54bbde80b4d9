"""The rules beside the schema: each fault the schema lets through is found by its own code."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from services.alerts.cap import CapAlert, CapArea, CapInfo, CapTime, Circle, Named, build
from services.alerts.cap_parse import CapReader
from services.alerts.cap_rules import CHINA, Bounds, Severity, check, errors

NOW = 1_795_333_325_000
PANYU = Bounds(113.2, 22.8, 113.7, 23.1)
RING = ((113.36, 22.93), (113.38, 22.93), (113.38, 22.95), (113.36, 22.93))
AREA = CapArea(description="市桥街道", polygons=(RING,), geocodes=(Named("区划代码", "440113007"),))
INFO = CapInfo(
    categories=("Met",),
    event="内涝",
    urgency="Immediate",
    severity="Moderate",
    certainty="Observed",
    onset=CapTime(NOW),
    expires=CapTime(NOW + 3_600_000),
    headline="内涝黄色预警",
    areas=(AREA,),
)
GOOD = CapAlert(
    identifier="YL1.1",
    sender="440113.huying",
    sent=CapTime(NOW),
    status="Exercise",
    msg_type="Alert",
    scope="Restricted",
    restriction="内部",
    note="演练 YL1",
    infos=(INFO,),
)


def _with(**changes: Any) -> CapAlert:  # noqa: ANN401 - any field may be changed
    own = {name: value for name, value in changes.items() if name in CapAlert.__struct_fields__}
    of_info = {name: value for name, value in changes.items() if name in CapInfo.__struct_fields__ and name not in own}
    of_area = {name: value for name, value in changes.items() if name in CapArea.__struct_fields__}
    area = msgspec.structs.replace(AREA, **of_area)
    info = msgspec.structs.replace(INFO, **({"areas": (area,)} | of_info))
    return msgspec.structs.replace(GOOD, **({"infos": (info,)} | own))


def test_a_sound_message_has_no_findings() -> None:
    assert check(GOOD, now=NOW, bounds=PANYU) == ()


def _turned(ring: Any) -> Any:  # noqa: ANN401 - a ring
    return tuple((lat, lon) for lon, lat in ring)


SELF = "440113.huying,YL1.1,2026-11-22T15:42:05+08:00"
OTHER = "440113.huying,YL0.1,2026-11-22T15:00:00+08:00"

CASES = [
    ("reference_missing", Severity.ERROR, {"msg_type": "Cancel"}),
    ("reference_missing", Severity.ERROR, {"msg_type": "Update"}),
    ("reference_missing", Severity.ERROR, {"msg_type": "Ack"}),
    ("reference_missing", Severity.ERROR, {"msg_type": "Error"}),
    ("reference_time", Severity.ERROR, {"msg_type": "Cancel", "references": (OTHER.removesuffix("+08:00"),)}),
    ("reference_time", Severity.ERROR, {"msg_type": "Cancel", "references": (OTHER.replace("+08:00", "Z"),)}),
    ("reference_form", Severity.ERROR, {"msg_type": "Update", "references": ("YL0.1",)}),
    ("reference_self", Severity.ERROR, {"msg_type": "Update", "references": (SELF,)}),
    ("reference_twice", Severity.WARNING, {"msg_type": "Update", "references": (OTHER, OTHER)}),
    ("name_form", Severity.ERROR, {"sender": "番禺 指挥中心"}),
    ("name_form", Severity.ERROR, {"sender": "a,b"}),
    ("name_form", Severity.ERROR, {"identifier": "a<b"}),
    ("name_empty", Severity.ERROR, {"sender": ""}),
    ("restriction_missing", Severity.ERROR, {"restriction": None}),
    ("addresses_missing", Severity.ERROR, {"scope": "Private"}),
    ("exercise_note", Severity.WARNING, {"note": None}),
    ("zone_bad", Severity.ERROR, {"sent": CapTime(NOW, 15 * 60)}),
    ("zone_bad", Severity.ERROR, {"onset": CapTime(NOW, -23 * 60)}),
    ("expires_missing", Severity.WARNING, {"expires": None}),
    ("expires_early", Severity.ERROR, {"expires": CapTime(NOW)}),
    ("onset_late", Severity.ERROR, {"onset": CapTime(NOW + 9_000_000)}),
    ("info_missing", Severity.ERROR, {"infos": ()}),
    ("words_missing", Severity.WARNING, {"headline": None}),
    ("area_missing", Severity.WARNING, {"areas": ()}),
    ("area_words_only", Severity.WARNING, {"polygons": (), "geocodes": ()}),
    ("area_twice", Severity.WARNING, {"areas": (AREA, AREA)}),
    ("info_twice", Severity.WARNING, {"infos": (INFO, INFO)}),
    ("polygon_open", Severity.ERROR, {"polygons": (RING[:-1],)}),
    ("polygon_short", Severity.ERROR, {"polygons": ((RING[0], RING[1], RING[0]),)}),
    (
        "polygon_flat",
        Severity.ERROR,
        {"polygons": (((113.3, 22.9), (113.4, 23.0), (113.5, 23.1), (113.3, 22.9)),)},
    ),
    (
        "polygon_crossed",
        Severity.WARNING,
        {"polygons": (((113.3, 22.9), (113.4, 23.0), (113.4, 22.9), (113.3, 23.0), (113.3, 22.9)),)},
    ),
    ("coordinate_range", Severity.ERROR, {"polygons": (_turned(RING),)}),
    ("coordinate_range", Severity.ERROR, {"circles": (Circle((200.0, 95.0), 1.0),)}),
    ("coordinate_bad", Severity.ERROR, {"circles": (Circle((float("nan"), 22.9), 1.0),)}),
    ("circle_radius", Severity.ERROR, {"circles": (Circle((113.3, 22.9), -1.0),)}),
    ("far_away", Severity.WARNING, {"circles": (Circle((116.4, 39.9), 1.0),)}),
]


@pytest.mark.parametrize(("code", "severity", "changes"), CASES)
def test_each_fault_is_found_by_its_code(code: str, severity: Severity, changes: dict[str, Any]) -> None:
    found = {finding.code: finding for finding in check(_with(**changes), now=NOW, bounds=PANYU)}
    assert code in found, found
    assert found[code].severity is severity
    assert found[code].sentence
    assert found[code].place


def test_swapped_positions_inside_the_world_are_found_by_the_districts_bounds() -> None:
    tokyo = ((35.6, 100.0), (35.7, 100.0), (35.7, 100.1), (35.6, 100.0))  # lon 35, lat 100: impossible
    assert "写反" in errors(check(_with(polygons=(tokyo,))))[0].sentence
    urumqi = ((43.8, 87.6), (43.9, 87.6), (43.9, 87.7), (43.8, 87.6))  # lon 43.8, lat 87.6: possible, and wrong
    assert "swapped" in {finding.code for finding in check(_with(polygons=(urumqi,)), bounds=CHINA)}
    assert not errors(check(_with(polygons=(urumqi,))))


def test_what_was_seen_before_is_a_duplicate() -> None:
    known = frozenset({("440113.huying", "YL1.1")})
    assert [finding.code for finding in errors(check(GOOD, known=known))] == ["duplicate"]


def test_the_present_is_compared_only_when_it_is_given() -> None:
    assert {finding.code for finding in check(GOOD, now=NOW + 3_600_000)} == {"expired"}
    assert {finding.code for finding in check(GOOD, now=NOW - 600_000)} == {"sent_ahead"}
    assert {finding.code for finding in check(_with(expires=CapTime(NOW + 90_000_000)), now=NOW)} == {"expires_far"}


@pytest.mark.parametrize(
    "changes",
    [{"msg_type": "Cancel"}, {"polygons": (_turned(RING),)}, {"sender": "a b,c"}, {"expires": CapTime(NOW - 1000)}],
)
def test_these_faults_are_ones_the_schema_lets_through(reader: CapReader, changes: dict[str, Any]) -> None:
    parsed = reader.parse(build(_with(**changes)))
    assert parsed.valid
    assert parsed.alert is not None
    assert errors(check(parsed.alert))


def test_errors_come_first() -> None:
    found = check(_with(msg_type="Update", note=None, expires=None))
    assert [finding.severity for finding in found] == sorted((f.severity for f in found), key=lambda s: s != "error")
