from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from services.desk import questions
from services.desk.arming import ESCALATE
from services.domain.cases import Priority
from services.domain.clock import DAY_MS, HOUR_MS
from services.domain.tiers import Tier, ancestor_at
from services.intake.demo_plans import ESCALATED, NEAR_DUE, OVERDUE, STATES, SUPERVISED, TIERS
from services.intake.demo_seed import seed_demo
from services.intake.rainstorm import MARK, Rainstorm, rain, read_words
from services.store import audit_log, timers
from services.store import cases as case_store
from tests.fixtures.databases import START

if TYPE_CHECKING:
    from tests.fixtures.desks import Office


def dice(seed: int) -> Random:
    return Random(seed)


def test_the_first_day_looks_like_the_picture(office: Office) -> None:
    made = seed_demo(office.database, office.district, 1)
    now = office.database.now()
    found = office.database.read(lambda conn: questions.figures(conn, office.district, office.operator, now))
    values = {figure.name: figure.value for figure in found.values}
    assert made > 800
    assert values["queue.all"] == sum(STATES.values()) == 536
    assert [values[f"queue.{name}"] for name in ("to_accept", "to_dispatch", "handling", "to_check")] == [
        37,
        21,
        412,
        66,
    ]
    assert values["queue.supervised"] == SUPERVISED
    for tier, count in TIERS.items():
        key = f"tier.{tier.name.lower()}"
        assert abs(values[f"{key}.open"] - count) <= 3
        assert abs(values[f"{key}.near_due"] - NEAR_DUE[tier]) <= 2
        assert abs(values[f"{key}.overdue"] - OVERDUE[tier]) <= 1
    day_so_far = now - office.district.day_start(now)
    if day_so_far > 10 * HOUR_MS:
        assert abs(values["tier.community.escalated_today"] - ESCALATED[min(ESCALATED)]) <= 3
    assert office.database.read(audit_log.verify).ok
    board = office.database.read(lambda conn: questions.board(conn, office.district, office.operator, now))
    assert all(row.escalate_at is None or row.escalate_at > now for row in board.rows)
    armed = office.database.read(lambda conn: [one for row in board.rows for one in timers.armed_for(conn, row.id)])
    up = [timer for timer in armed if timer.kind == ESCALATE]
    assert len(up) == sum(row.escalate_at is not None for row in board.rows)
    assert all(timer.due_at > now for timer in armed), "a day that nobody lived has nothing to make up for"
    assert all(now - row.reported_at < 2 * DAY_MS for row in board.rows)
    for row in board.rows:  # a case lies in a grid, also when the street or the district answers for it
        assert row.lon is not None
        assert row.lat is not None
        assert row.area_path.count("/") == Tier.DISTRICT - Tier.GRID
        grid = office.district.area_at(row.lon, row.lat)
        assert grid is not None
        assert grid.path == row.area_path
        assert ancestor_at(row.area_path, row.tier) == row.answerable_id
    assert {row.tier for row in board.rows} == set(Tier)
    assert all(row.number.startswith("YL") and row.mode.value == "exercise" for row in board.rows)


def test_the_same_seed_gives_the_same_storm(office: Office) -> None:
    first, second = (Rainstorm(office.district, dice(7)) for _ in range(2))
    one = [first.next(str(n), START) for n in range(30)]
    assert one == [second.next(str(n), START) for n in range(30)]
    assert len({case.kind.category for case in one}) > 5
    for made in one:
        assert made.case.text.startswith(MARK)
        assert made.case.lon is not None
        assert made.case.lat is not None
        assert office.district.area_at(made.case.lon, made.case.lat) == made.grid


def test_every_kind_of_the_storm_is_in_the_catalogue_and_fills_its_words(office: Office) -> None:
    storm = Rainstorm(office.district, dice(1))
    assert len(storm.kinds) == len(read_words().kind)
    for kind in storm.kinds:
        assert any(source in office.district.sources for source in kind.sources)
        for pattern in (*kind.titles, *kind.texts, *kind.feedback):
            assert "{" not in storm.fill(pattern)


def test_rain_goes_in_at_the_sources_door_and_is_new_each_time(office: Office) -> None:
    def sleep(seconds: float) -> None:
        office.clock.advance(int(seconds * 1000) + 1)

    for run in ("a", "b"):
        sent = rain(
            office.database,
            office.district,
            office.clock,
            sleep,
            dice(3),
            per_minute=30,
            run=run,
            most=10,
        )
        assert sent == 10
    board = office.database.read(
        lambda conn: questions.board(conn, office.district, office.operator, office.clock.now())
    )
    assert board.total == 20
    case = office.case(board.rows[0].id)
    assert case.source_number is not None
    assert case.demo
    assert case.priority in set(Priority)
    assert office.database.read(lambda conn: case_store.events(conn, case.id))[0].actor_id.startswith("source:")


def test_rain_stops_when_told(office: Office) -> None:
    rained = rain(
        office.database,
        office.district,
        office.clock,
        lambda _: None,
        dice(1),
        per_minute=1,
        run="x",
        cancelled=lambda: True,
    )
    assert rained == 0
