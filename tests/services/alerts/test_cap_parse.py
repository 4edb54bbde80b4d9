"""CAP in and out: the sample messages' verdicts, older versions named, round trips, hostile input refused."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.alerts.cap import CapAlert, CapArea, CapInfo, CapResource, CapTime, Circle, Named, build, close
from services.alerts.cap_parse import MAX_BYTES, CapReader, CapRefused
from services.alerts.cap_rules import check, errors

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="session")
def samples(shared_data: Path) -> list[tuple[dict[str, Any], bytes]]:
    index = json.loads((shared_data / "cap" / "index.json").read_text(encoding="utf-8"))
    return [(entry, (shared_data / "cap" / f"{entry['id']}.xml").read_bytes()) for entry in index]


def _verdict(reader: CapReader, data: bytes) -> bool | None:
    try:
        return reader.parse(data).valid
    except CapRefused:
        return False


def test_every_verdict_of_the_version_1_2_samples_is_reproduced(
    reader: CapReader, samples: list[tuple[dict[str, Any], bytes]]
) -> None:
    ours = {entry["id"]: _verdict(reader, data) for entry, data in samples if entry["ver"] == "1.2"}
    theirs = {entry["id"]: entry["xsd_valid"] for entry, _ in samples if entry["ver"] == "1.2"}
    assert len(ours) == 57
    assert ours == theirs


def test_older_versions_are_named_and_readable(reader: CapReader, samples: list[tuple[dict[str, Any], bytes]]) -> None:
    older = [(entry, data, reader.parse(data)) for entry, data in samples if entry["ver"] != "1.2"]
    assert len(older) == 16
    for entry, data, parsed in older:
        assert parsed.version == entry["ver"]
        assert parsed.alert is None
        assert parsed.valid is None
        assert entry["ver"] in parsed.findings[0].sentence
        assert (parsed.readable.identifier, parsed.readable.sent) == (entry["identifier"], entry["sent"])
        assert parsed.readable.event or b"<info>" not in data


def test_valid_samples_survive_parse_build_parse(
    reader: CapReader, samples: list[tuple[dict[str, Any], bytes]]
) -> None:
    for entry, data in samples:
        if entry["ver"] != "1.2" or not entry["xsd_valid"]:
            continue
        first = reader.parse(data)
        assert first.alert is not None, entry["id"]
        built = build(first.alert)
        second = reader.parse(built)
        assert second.alert == first.alert, entry["id"]
        assert build(first.alert) == built
        assert first.alert.identifier == entry["identifier"]
        assert first.alert.sent.text() == entry["sent"]
        assert _said(data) == _said(built), entry["id"]


def _said(data: bytes) -> list[tuple[str, str]]:
    """Return every element that says something with its words, in order; circles and polygons as numbers."""
    said: list[tuple[str, str]] = []
    for element in ET.fromstring(data).iter():  # noqa: S314 - samples and our own files
        space, _, name = element.tag.rpartition("}")
        text = " ".join((element.text or "").split())
        if not text or len(element) or "xmldsig" in space:
            continue
        if name in ("circle", "polygon"):
            text = " ".join(str(float(piece)) for piece in text.replace(",", " ").split())
        said.append((name, text))
    return sorted(said)


def test_what_the_schema_refuses_names_the_line_and_stays_readable(
    reader: CapReader, samples: list[tuple[dict[str, Any], bytes]]
) -> None:
    wrong = [
        reader.parse(data)
        for entry, data in samples
        if entry["ver"] == "1.2" and not entry["xsd_valid"] and b"<!DOCTYPE" not in data
    ]
    assert wrong
    for parsed in wrong:
        assert parsed.alert is None
        assert "行不符合 CAP 1.2" in parsed.findings[0].sentence
        assert parsed.readable.identifier


def _alert(**changes: Any) -> CapAlert:  # noqa: ANN401 - any field may be changed
    values: dict[str, Any] = {
        "identifier": "YL1.1",
        "sender": "440113.huying",
        "sent": CapTime(1_795_333_325_000),
        "status": "Exercise",
        "msg_type": "Alert",
        "scope": "Restricted",
        "restriction": "内部",
        "note": "演练",
    }
    return CapAlert(**(values | changes))


def test_the_xml_is_what_cap_asks_for(reader: CapReader) -> None:
    ring = ((113.36, 22.93), (113.38, 22.93), (113.38, 22.95))
    info = CapInfo(
        categories=("Met",),
        event="内涝",
        urgency="Immediate",
        severity="Moderate",
        certainty="Observed",
        language="zh-CN",
        areas=(CapArea(description="市桥街道", polygons=(ring,), circles=(Circle((113.37, 22.94), 1.5),)),),
    )
    text = build(_alert(infos=(info,))).decode()
    assert "<sent>2026-11-22T15:42:05+08:00</sent>" in text
    assert "<polygon>22.93,113.36 22.93,113.38 22.95,113.38 22.93,113.36</polygon>" in text
    assert "<circle>22.94,113.37 1.5</circle>" in text
    assert reader.parse(text.encode()).valid


def test_of_several_languages_the_chinese_words_are_shown(reader: CapReader) -> None:
    english = CapInfo(categories=("Met",), event="Rain", urgency="Past", severity="Minor", certainty="Likely")
    chinese = msgspec.structs.replace(english, language="zh-CN", event="暴雨", sender_name="区气象台")
    readable = reader.parse(build(_alert(infos=(english, chinese)))).readable
    assert (readable.event, readable.sender_name, readable.severity) == ("暴雨", "区气象台", "Minor")


def test_a_time_in_utc_stays_as_its_sender_wrote_it(reader: CapReader) -> None:
    data = build(_alert()).replace(b"2026-11-22T15:42:05+08:00", b"2026-11-22T07:42:05+00:00")
    alert = reader.parse(data).alert
    assert alert is not None
    assert alert.reference() == "440113.huying,YL1.1,2026-11-22T07:42:05+00:00"
    assert b"07:42:05+00:00" in build(alert)


def test_utc_is_written_as_minus_zero() -> None:
    assert CapTime(0, 0).text() == "1970-01-01T00:00:00-00:00"
    assert CapTime(0, -210).text() == "1969-12-31T20:30:00-03:30"


TEXT = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn"), exclude_characters="\ufffe\uffff"),
        min_size=1,
        max_size=20,
    )
    .map(str.strip)
    .filter(bool)
)
TOKEN = st.text("abc.-:0123你好", min_size=1, max_size=12)
TIMES = st.builds(CapTime, st.integers(0, 4_000_000_000).map(lambda s: s * 1000), st.integers(-840, 840))
POINTS = st.tuples(st.floats(-180, 180), st.floats(-90, 90))
RINGS = st.lists(POINTS, min_size=3, max_size=6, unique=True).map(lambda points: close(tuple(points)))
NAMED = st.lists(st.builds(Named, TEXT, TEXT), max_size=2).map(tuple)
AREAS = st.builds(
    CapArea,
    description=TEXT,
    polygons=st.lists(RINGS, max_size=2).map(tuple),
    circles=st.lists(st.builds(Circle, POINTS, st.floats(0, 1000)), max_size=2).map(tuple),
    geocodes=NAMED,
    altitude=st.none() | st.integers(0, 999).map(str),
    ceiling=st.none(),
)
RESOURCES = st.builds(
    CapResource,
    description=TEXT,
    mime_type=st.just("image/png"),
    size=st.none() | st.integers(0, 9999).map(str),
    uri=st.none() | st.just("https://example.org/a.png"),
    embedded=st.none(),
    digest=st.none(),
)
INFOS = st.builds(
    CapInfo,
    categories=st.lists(st.sampled_from(["Met", "Geo", "Infra"]), min_size=1, max_size=2).map(tuple),
    event=TEXT,
    urgency=st.sampled_from(["Immediate", "Expected", "Future", "Past", "Unknown"]),
    severity=st.sampled_from(["Extreme", "Severe", "Moderate", "Minor", "Unknown"]),
    certainty=st.sampled_from(["Observed", "Likely", "Possible", "Unlikely", "Unknown"]),
    language=st.none() | st.just("zh-CN"),
    response_types=st.lists(st.sampled_from(["AllClear", "Evacuate"]), max_size=2).map(tuple),
    audience=st.none() | TEXT,
    event_codes=NAMED,
    effective=st.none() | TIMES,
    onset=st.none() | TIMES,
    expires=st.none() | TIMES,
    sender_name=st.none() | TEXT,
    headline=st.none() | TEXT,
    description=st.none() | TEXT,
    instruction=st.none() | TEXT,
    web=st.none() | st.just("https://example.org/"),
    contact=st.none() | TEXT,
    parameters=NAMED,
    resources=st.lists(RESOURCES, max_size=1).map(tuple),
    areas=st.lists(AREAS, max_size=2).map(tuple),
)
ALERTS = st.builds(
    CapAlert,
    identifier=TOKEN,
    sender=TOKEN,
    sent=TIMES,
    status=st.sampled_from(["Actual", "Exercise", "System", "Test", "Draft"]),
    msg_type=st.sampled_from(["Alert", "Update", "Cancel", "Ack", "Error"]),
    scope=st.sampled_from(["Public", "Restricted", "Private"]),
    source=st.none() | TEXT,
    restriction=st.none() | TEXT,
    addresses=st.none() | TEXT,
    codes=st.lists(TEXT, max_size=2).map(tuple),
    note=st.none() | TEXT,
    references=st.lists(st.tuples(TOKEN, TOKEN).map(",".join), max_size=2).map(tuple),
    incidents=st.none() | TEXT,
    infos=st.lists(INFOS, max_size=2).map(tuple),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(ALERTS)
def test_any_message_we_build_is_read_back_as_it_was(reader: CapReader, alert: CapAlert) -> None:
    data = build(alert)
    parsed = reader.parse(data)
    assert parsed.valid, parsed.findings
    assert parsed.alert == alert
    assert build(alert) == data
    check(alert, now=alert.sent.at)  # any message can be judged


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_xml"),
        (b"<alert", "not_xml"),
        ("预警".encode("gb18030"), "not_xml"),
        (b"<html/>", "not_cap"),
        (b'<alert xmlns="urn:other"/>', "not_cap"),
        (b'<info xmlns="urn:oasis:names:tc:emergency:cap:1.2"/>', "not_cap"),
        (b"<alert>" + b" " * MAX_BYTES + b"</alert>", "too_large"),
        (b'<!DOCTYPE alert [<!ENTITY a SYSTEM "file:///etc/passwd">]><alert>&a;</alert>', "doctype"),
        ('<!DOCTYPE alert [<!ENTITY a "x">]><alert>&a;</alert>'.encode("utf-16"), "doctype"),
        (b'<!DOCTYPE alert SYSTEM "http://127.0.0.1:9/x.dtd"><alert/>', "doctype"),
    ],
)
def test_what_may_not_be_read_is_refused_with_a_sentence(reader: CapReader, data: bytes, code: str) -> None:
    with pytest.raises(CapRefused) as caught:
        reader.parse(data)
    assert caught.value.code == code
    assert caught.value.sentence


def test_a_billion_laughs_cost_nothing(reader: CapReader) -> None:
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE alert [<!ENTITY l0 "ha">{entities}]><alert>&l9;</alert>'.encode()
    with pytest.raises(CapRefused):
        reader.parse(bomb)


def test_a_polygon_that_cannot_be_read_is_named_and_the_rest_is_kept(reader: CapReader) -> None:
    info = CapInfo(
        categories=("Met",),
        event="内涝",
        urgency="Past",
        severity="Minor",
        certainty="Likely",
        expires=CapTime(1_795_339_999_000),
        areas=(CapArea(description="市桥街道", geocodes=(Named("区划代码", "440113007"),)),),
    )
    data = build(_alert(infos=(info,))).replace(b"</areaDesc>", b"</areaDesc><polygon>hello</polygon>")
    parsed = reader.parse(data)
    assert parsed.valid
    assert parsed.alert is not None
    assert parsed.alert.infos == (info,)
    assert [finding.code for finding in errors(parsed.findings)] == ["polygon_unreadable"]
    assert "市桥街道" in parsed.findings[0].sentence
