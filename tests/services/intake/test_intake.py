from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.api.intake import IntakeCase, IntakeOutcome
from services.desk import questions
from services.desk.sources import register_source, source_of_key
from services.domain.cases import Priority, State
from services.domain.clock import MINUTE_MS, to_datetime
from services.domain.problems import Refusal
from services.domain.rights import Role
from services.geo.datum import Datum, from_wgs84
from services.intake.cases import take
from services.intake.replay import as_if_now, replay
from services.store import cases as case_store
from services.store import timers
from tests.fixtures.databases import START, ManualClock
from tests.fixtures.desks import PLACE

if TYPE_CHECKING:
    from tests.fixtures.desks import Office

NOW = to_datetime(START).isoformat()


def incoming(**fields: object) -> IntakeCase:
    values: dict[str, object] = {
        "number": "A-1",
        "title": "路灯不亮",
        "reported_at": NOW,
        "lon": PLACE[0],
        "lat": PLACE[1],
    }
    return IntakeCase(**(values | fields))  # type: ignore[arg-type]


def one(office: Office, **fields: object) -> IntakeOutcome:
    return take(office.database, office.district, "12345", [incoming(**fields)], "test").outcomes[0]


def test_a_case_is_taken_once_by_the_sources_number(office: Office) -> None:
    first = one(office, category="Y0604", caller="陈女士", phone="13800001234")
    assert first.outcome == "accepted"
    assert one(office).outcome == "repeated"
    assert one(office).case_number == first.case_number
    case = office.database.read(lambda conn: case_store.by_source(conn, "12345", "A-1"))
    assert case is not None
    assert case.priority is Priority.EXTRA_URGENT
    detail = office.database.read(lambda conn: questions.detail(conn, office.district, office.operator, case.id))
    assert detail.personal == {"caller": "陈**", "phone": "138****1234"}
    assert detail.events[0].actor == "12345 热线"


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"number": " "}, "number", "缺少"),
        ({"title": ""}, "title", "缺少"),
        ({"reported_at": "2025-11-22T08:00:00"}, "reported_at", "时区"),
        ({"reported_at": "早上"}, "reported_at", "ISO 8601"),
        ({"reported_at": "2030-01-01T00:00:00Z"}, "reported_at", "时区"),
        ({"category": "none"}, "category", "目录"),
        ({"lon": PLACE[1], "lat": PLACE[0]}, "lon", f"经度 {PLACE[0]}、纬度 {PLACE[1]}"),
        ({"lon": float("nan")}, "lon", "经度应在"),
        ({"datum": "mars"}, "datum", "wgs84"),
        ({"area_code": "999"}, "area_code", "目录"),
        ({"priority": "很急"}, "priority", "特急"),
        ({"state": "flying"}, "state", "closed"),
        ({"title": "长" * 500}, "title", "精简"),
    ],
)
def test_a_refused_case_names_the_field_and_the_remedy(
    office: Office, fields: dict[str, object], field: str, words: str
) -> None:
    outcome = one(office, **fields)
    assert outcome.outcome == "refused"
    assert outcome.field == field
    assert words in outcome.sentence + outcome.remedy
    assert outcome.remedy


def test_one_bad_case_keeps_no_other_out(office: Office) -> None:
    items = [incoming(number=str(n), title="" if n == 3 else "好") for n in range(6)]
    report = take(office.database, office.district, "12345", items, "test")
    assert [outcome.outcome for outcome in report.outcomes].count("accepted") == 5
    assert report.outcomes[3].outcome == "refused"


@pytest.mark.parametrize(("datum", "name"), [(Datum.GCJ02, "gcj02"), (Datum.BD09, "BD-09"), (Datum.WGS84, "wgs84")])
def test_every_datum_ends_in_the_same_grid(office: Office, datum: Datum, name: str) -> None:
    lon, lat = from_wgs84(*PLACE, datum)
    one(office, lon=float(lon), lat=float(lat), datum=name)
    case = office.database.read(lambda conn: case_store.by_source(conn, "12345", "A-1"))
    assert case is not None
    assert case.lon == pytest.approx(PLACE[0], abs=1e-6)
    assert case.lat == pytest.approx(PLACE[1], abs=1e-6)


def test_past_cases_come_in_finished_and_flagged_where_their_times_cannot_be(office: Office) -> None:
    assert one(office, number="1", state="办结", closed_at=NOW).outcome == "accepted"
    early = one(office, number="2", state="closed", closed_at="2020-01-01T00:00:00Z")
    assert (early.outcome, early.field) == ("flagged", "closed_at")
    assert one(office, number="3", state="作废").outcome == "flagged"
    case = office.database.read(lambda conn: case_store.by_source(conn, "12345", "2"))
    assert case is not None
    assert case.state is State.CLOSED
    assert case.flags == "closed_before_opened"
    assert office.database.read(timers.count_armed) == 0
    board = office.database.read(lambda conn: questions.board(conn, office.district, office.operator, START))
    assert board.total == 0


def test_control_characters_go_and_everything_else_stays(office: Office) -> None:
    one(office, title="a\x00\x1b[31m<script>", text="一\r\n二\t三")
    case = office.database.read(lambda conn: case_store.by_source(conn, "12345", "A-1"))
    assert case is not None
    assert case.title == "a[31m<script>"
    assert case.text == "一\n二\t三"


def test_a_key_opens_the_door_of_its_source_only(office: Office) -> None:
    admin = office.scope("", Role.SYSTEM_ADMIN)
    office.database.write(lambda tx: register_source(tx, office.district, admin, "qr", "扫码", "secret"))
    assert source_of_key(office.database, "secret") == "qr"
    with pytest.raises(Refusal, match="signed_out"):
        source_of_key(office.database, "other")
    with pytest.raises(Refusal, match="no_right"):
        office.database.write(lambda tx: register_source(tx, office.district, office.operator, "qr", "扫码"))


def test_a_replay_keeps_the_gaps_divided_by_the_speed() -> None:
    clock = ManualClock()
    past = [(START - 10**9 + gap * MINUTE_MS, incoming(number=str(gap), state="closed")) for gap in (0, 10, 60)]
    sent: list[tuple[float, IntakeCase]] = []

    def sleep(seconds: float) -> None:
        clock.advance(round(seconds * 1000))

    count = replay(past, 60.0, "r1", clock, sleep, lambda case: sent.append((clock.seconds, case)))
    assert count == 3
    assert [round(at) for at, _ in sent] == [0, 10, 60]
    assert [case.number for _, case in sent] == ["r1-0", "r1-10", "r1-60"]
    assert sent[0][1].state == ""
    assert as_if_now(past[0][1], "x", START).reported_at == NOW


def test_a_replay_stops_when_told_and_refuses_a_speed_that_is_none() -> None:
    clock = ManualClock()
    past = [(START, incoming()), (START + 10**9, incoming(number="2"))]
    sent: list[IntakeCase] = []
    assert replay(past, 1.0, "r", clock, lambda _: None, sent.append, lambda: bool(sent)) == 1
    for speed in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(Refusal, match="field_bad"):
            replay(past, speed, "r", clock, lambda _: None, sent.append)
