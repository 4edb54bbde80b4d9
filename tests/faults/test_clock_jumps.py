"""A clock that is set an hour forth or back: nothing fires twice, nothing stands still, the history stays in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.domain.clock import HOUR_MS, MINUTE_MS
from services.domain.tiers import Tier
from services.engine.due import Due
from services.store import audit_log
from services.store import cases as case_store

if TYPE_CHECKING:
    from tests.fixtures.databases import ManualClock
    from tests.fixtures.desks import Office
    from tests.fixtures.hub import RunningHub


def test_set_back_by_an_hour_a_step_is_late_by_a_tenth_of_its_wait_at_most(office: Office) -> None:
    """Where the database has no clock of its own (SQLite); PostgreSQL's server keeps its own time."""
    if office.database.engine_name != "sqlite":
        return
    case = office.report()
    assert case.escalate_at is not None
    wait = case.escalate_at - office.database.now()
    office.clock.at -= HOUR_MS
    engine = Due(office.database, office.district, "one")
    assert engine.work() == 0
    for _ in range(wait * 10 // 9 // MINUTE_MS + 1):
        office.clock.advance(MINUTE_MS)
        engine.work()
    assert office.case(case.id).tier is Tier.COMMUNITY


def test_forth_and_back_again_fires_each_step_once_and_keeps_the_order(office: Office) -> None:
    case = office.report()
    engine = Due(office.database, office.district, "one")
    for jump in (HOUR_MS, -HOUR_MS, HOUR_MS, -HOUR_MS):
        office.clock.at += jump
        while engine.work():
            pass
        office.clock.advance(MINUTE_MS)
    events = office.database.read(lambda conn: case_store.events(conn, case.id))
    assert [event.action for event in events].count("escalate") == office.case(case.id).tier - Tier.GRID
    if office.database.engine_name == "sqlite":
        assert [event.at for event in events] == sorted(event.at for event in events)
    assert office.database.read(audit_log.verify).ok


def test_the_time_of_every_answer_does_not_follow_the_wall(hub: RunningHub, fake_clock: ManualClock) -> None:
    seat = hub.operator
    first = int(seat.ask("GET", "/health").headers["x-huying-now"])
    fake_clock.at -= HOUR_MS
    fake_clock.seconds += 30
    shown = int(seat.ask("GET", "/profile").headers["x-huying-now"])
    assert first < shown <= first + 30_000
