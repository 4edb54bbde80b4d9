"""The eight fields, the modes, the kinds that may not be written here."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.alerts import (
    LIVE_REFUSED,
    MANDATORY,
    AlertClass,
    AlertDraft,
    AlertKind,
    Reach,
    Relay,
    WarningLevel,
    missing_fields,
    refuse,
)
from services.domain.modes import Mode
from services.domain.problems import Refusal

NOW = 1_795_333_325_000
FLOOD = AlertKind(code="flood", name="洪水", klass=AlertClass.NATURAL, event_code="11A01")
FULL = AlertDraft(
    mode=Mode.EXERCISE,
    kind="flood",
    level=WarningLevel.RED,
    start=NOW,
    expires=NOW + 60_000,
    area_text="市桥街道",
    units=("d/s",),
    warning="水位上涨。",
    measures="请转移。",
    issuer="区指挥中心",
    issued_at=NOW,
)
EMPTY = {
    "kind": "",
    "level": None,
    "start": None,
    "area": "",
    "warning": " ",
    "measures": "",
    "issuer": "\n",
    "issued_at": None,
}


def _refused(draft: AlertDraft, kind: AlertKind = FLOOD, case: Mode | None = None, **options: bool) -> str:
    with pytest.raises(Refusal) as caught:
        refuse(draft, kind, case, **options)
    return caught.value.problem.code


@given(st.sets(st.sampled_from(list(MANDATORY))))
def test_exactly_the_empty_fields_are_named_in_the_laws_order(blank: set[str]) -> None:
    changes = {("area_text" if name == "area" else name): EMPTY[name] for name in blank}
    found = missing_fields(msgspec.structs.replace(FULL, **changes))
    assert found == tuple(name for name in MANDATORY if name in blank)


def test_an_area_needs_words_and_an_extent() -> None:
    assert missing_fields(msgspec.structs.replace(FULL, units=())) == ("area",)
    ring = ((113.0, 22.0), (113.1, 22.0), (113.1, 22.1))
    assert missing_fields(msgspec.structs.replace(FULL, units=(), polygons=(ring,))) == ()


def test_a_complete_exercise_may_go() -> None:
    refuse(FULL, FLOOD, Mode.LIVE)
    refuse(FULL, FLOOD, Mode.EXERCISE)


def test_the_refusal_names_every_empty_field_in_chinese() -> None:
    with pytest.raises(Refusal) as caught:
        refuse(msgspec.structs.replace(FULL, measures="", issuer=""), FLOOD, None)
    assert "应当采取的措施、发布单位" in caught.value.problem.sentence


def test_live_is_refused_for_every_alert_with_one_sentence() -> None:
    live = msgspec.structs.replace(FULL, mode=Mode.LIVE)
    assert _refused(live) == "live_refused"
    assert _refused(live, case=Mode.LIVE) == "live_refused"
    assert "正式预警" in LIVE_REFUSED


@pytest.mark.parametrize(
    ("case", "mode"), [(Mode.EXERCISE, Mode.LIVE), (Mode.TEST, Mode.LIVE), (Mode.TEST, Mode.EXERCISE)]
)
def test_an_alert_is_never_looser_than_its_case(case: Mode, mode: Mode) -> None:
    assert _refused(msgspec.structs.replace(FULL, mode=mode), case=case, live_open=True) == "mode_looser"


def test_social_security_has_no_public_alert() -> None:
    social = AlertKind(code="x", name="群体性事件", klass=AlertClass.SOCIAL)
    assert _refused(FULL, social) == "no_public_alert"


def test_weather_can_only_be_relayed() -> None:
    rain = AlertKind(code="rain", name="暴雨", klass=AlertClass.NATURAL, relay_only=True)
    assert _refused(FULL, rain) == "relay_only"
    relay = Relay(source="市气象台", issued_at=NOW - 1, text="暴雨橙色预警信号生效。")
    refuse(msgspec.structs.replace(FULL, relay=relay, warning="", measures=""), rain, None)


def test_white_exists_only_where_the_kind_has_it() -> None:
    assert _refused(msgspec.structs.replace(FULL, level=WarningLevel.WHITE)) == "field_bad"


@pytest.mark.parametrize("expires", [None, NOW, NOW - 1, NOW + 24 * 3_600_000 + 1])
def test_times_that_cannot_be(expires: int | None) -> None:
    assert _refused(msgspec.structs.replace(FULL, expires=expires)) in ("field_missing", "field_bad")


def test_exercises_are_not_for_the_public() -> None:
    assert _refused(msgspec.structs.replace(FULL, reach=Reach.PUBLIC)) == "field_bad"
