"""The national profile, as far as it is established: names, times, levels, the file's name; the rest is refused."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import Any

import msgspec
import pytest

from services.alerts.cap import CapAlert, CapTime, Named
from services.alerts.national import UNVERIFIED, national
from services.domain.problems import Refusal
from tests.services.alerts.test_cap_rules import AREA, GOOD, INFO, NOW

CODE = "44011341600000"
RAIN = msgspec.structs.replace(
    INFO,
    event="暴雨",
    event_codes=(Named("eventType", "11B03"),),
    parameters=(Named("预警颜色", "橙色"),),
    sender_name="番禺区气象台",
    headline="番禺区气象台发布暴雨橙色预警",
    description="预计未来 3 小时有强降水 <50 毫米>。",
)
PUBLIC = msgspec.structs.replace(GOOD, scope="Public", restriction=None, status="Actual", note=None, infos=(RAIN,))


def _changed(**changes: Any) -> CapAlert:  # noqa: ANN401 - any field may be changed
    own = {name: changes.pop(name) for name in list(changes) if name in CapAlert.__struct_fields__}
    info = msgspec.structs.replace(RAIN, **changes)
    return msgspec.structs.replace(PUBLIC, **({"infos": (info,)} | own))


def test_the_established_fields_are_written_in_the_national_way() -> None:
    made = national(PUBLIC, CODE)
    assert made.name == "44011341600000_20261122154205_11B03_ORANGE_ALERT.XML"
    root = ET.fromstring(made.data)  # noqa: S314 - our own file
    said = {child.tag: child.text for child in root.iter()}
    assert said["identifier"] == "44011341600000_20261122154205"
    assert (said["senderCode"], said["sender"]) == (CODE, "番禺区气象台")
    assert said["sendTime"] == said["effective"] == "2026-11-22 15:42:05+08:00"
    assert (said["eventType"], said["severity"], said["certainty"]) == ("11B03", "Orange", "Observed")
    assert said["description"] == RAIN.description
    assert said["geocode"] == "440113007"
    assert said["polygon"].startswith("22.93,113.36 ")  # type: ignore[union-attr]
    assert UNVERIFIED in made.data.decode()


def test_a_change_refers_to_the_first_issue_and_times_are_beijings() -> None:
    first = PUBLIC.reference()
    later = CapTime(NOW + 60_000, 0)
    cancel = national(_changed(msg_type="Cancel", sent=later, references=(first,), certainty="Possible"), CODE)
    root = ET.fromstring(cancel.data)  # noqa: S314 - our own file
    assert cancel.name == "44011341600000_20261122154305_11B03_ORANGE_CANCEL.XML"
    assert root.findtext("references") == "44011341600000_20261122154205"
    assert root.findtext("sendTime") == "2026-11-22 15:43:05+08:00"
    assert root.findtext("info/certainty") == "Unknown"


def test_a_level_that_the_profile_does_not_have_is_unknown() -> None:
    white = national(_changed(parameters=(Named("预警颜色", "白色"),)), CODE)
    assert "_UNKNOWN_" in white.name
    assert b"<severity>Unknown</severity>" in white.data


@pytest.mark.parametrize(
    ("word", "changes", "code"),
    [
        ("14 位", {}, "440113"),
        ("Public", {"scope": "Restricted"}, CODE),
        ("Ack", {"msg_type": "Ack"}, CODE),
        ("System", {"status": "System"}, CODE),
        ("恰有一段", {"infos": ()}, CODE),
        ("事件类型", {"event_codes": ()}, CODE),
        ("区划代码", {"areas": (msgspec.structs.replace(AREA, geocodes=()),)}, CODE),
        ("正文", {"description": None}, CODE),
    ],
)
def test_what_is_not_established_is_refused(word: str, changes: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        national(_changed(**changes), code)
    assert word in refused.value.problem.sentence
