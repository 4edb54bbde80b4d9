"""The auditor on both databases: what has no next step, whose engine is dead; found once, told, and over when it is."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update

from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS
from services.domain.rights import Role
from services.engine.watch import APART, AT_ONCE, Watch
from services.store import audit_log, notices, timers, watching
from services.store.escalation_tables import engines
from services.store.tables import cases

if TYPE_CHECKING:
    from services.store.database import Tx
    from tests.fixtures.desks import Office


def auditor(office: Office, name: str = "one") -> Watch:
    return Watch(office.database, office.district, name, dict, sends=True)


def open_findings(office: Office) -> set[tuple[str, str]]:
    return set(office.database.read(watching.open_findings))


def put(office: Office, case_id: str, columns: dict[str, object]) -> None:
    """Write columns past the desk, as a fault would."""

    def work(tx: Tx) -> None:
        tx.conn.execute(update(cases).where(cases.c.id == case_id).values(columns))

    office.database.write(work)


def told(office: Office, role: Role) -> list[str]:
    found = office.database.read(lambda conn: notices.for_roles(conn, office.district.id, [role], 0, 100, unseen=True))
    return [one.text for one in found if one.kind == "watch"]


def links(office: Office, object_id: str) -> list[str]:
    found = office.database.read(lambda conn: audit_log.of_object(conn, object_id))
    return [link.action for link in found if link.action.startswith("engine.")]


def test_a_case_whose_timer_is_gone_is_found_once_by_whoever_looks(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    case, _other = office.report(), office.report()
    office.database.write(lambda tx: timers.cancel(tx, case.id, "escalate"))
    with caplog.at_level(logging.WARNING):
        for name in ("one", "two"):
            auditor(office, name).work()
    assert open_findings(office) == {("case", case.id)}
    assert len(caplog.records) == 1
    assert links(office, case.id) == ["engine.late"]
    assert [len(told(office, role)) for role in (Role.SYSTEM_ADMIN, Role.SUPERVISOR)] == [1, 1]
    assert case.number in told(office, Role.SUPERVISOR)[0]
    assert told(office, Role.OPERATOR) == []


def test_a_case_that_says_nothing_of_a_step_its_policy_has_is_found_and_over_again(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    case = office.report()
    quiet: dict[str, object] = {"escalate_at": None, "escalate_rule": ""}
    put(office, case.id, quiet)
    watch = auditor(office)
    with caplog.at_level(logging.WARNING):
        watch.work()
    assert open_findings(office) == {("case", case.id)}
    again: dict[str, object] = {"escalate_at": case.escalate_at, "escalate_rule": case.escalate_rule}
    put(office, case.id, again)
    office.clock.advance(MINUTE_MS)
    watch.work()
    assert open_findings(office) == set()
    assert links(office, case.id) == ["engine.late", "engine.caught_up"]


def test_very_much_at_once_is_written_down_bit_by_bit_and_told_in_one_sentence(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    cases = [office.report() for _ in range(AT_ONCE + APART)]
    office.database.write(lambda tx: [timers.cancel(tx, case.id, "escalate") for case in cases])
    watch = auditor(office)
    with caplog.at_level(logging.WARNING):
        watch.work()
    assert len(open_findings(office)) == len(caplog.records) == AT_ONCE
    assert len(told(office, Role.SUPERVISOR)) == 1
    assert f"有 {AT_ONCE} 项异常" in told(office, Role.SUPERVISOR)[0]
    with caplog.at_level(logging.WARNING):
        watch.work()
    assert open_findings(office) == {("case", case.id) for case in cases}
    assert len(told(office, Role.SUPERVISOR)) == 1 + APART
    assert all(links(office, case.id) == ["engine.late"] for case in cases)


def test_what_waits_for_nothing_is_no_finding(office: Office) -> None:
    office.report()
    top = office.report(lon=None, lat=None, area_id=office.district.id)
    assert top.escalate_at is None
    auditor(office).work()
    assert open_findings(office) == set()


def test_an_engine_that_dies_is_told_of_and_one_that_stops_is_not(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    dies, stops, lives = (auditor(office, name) for name in ("dies", "stops", "lives"))
    for watch in (dies, stops, lives):
        watch.work()
    stops.farewell()
    office.clock.advance(2 * MINUTE_MS)
    with caplog.at_level(logging.WARNING):
        lives.work()
        lives.work()
    assert open_findings(office) == {("engine", "dies")}
    assert len(caplog.records) == 1
    assert "dies" in told(office, Role.SYSTEM_ADMIN)[0]
    dies.work()
    lives.work()
    assert open_findings(office) == set()
    assert links(office, "dies") == ["engine.late", "engine.caught_up"]
    beats = office.database.read(lambda conn: conn.execute(select(engines.c.name).order_by(engines.c.name)).all())
    assert [row[0] for row in beats] == ["dies", "lives", "stops"]


def test_an_engine_that_has_been_dead_for_a_day_is_no_news(office: Office) -> None:
    auditor(office, "dies").work()
    office.clock.advance(DAY_MS + HOUR_MS)
    auditor(office).work()
    assert open_findings(office) == set()
