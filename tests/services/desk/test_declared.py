"""Declared events: new cases of the kind in the area belong to them, and keep their own priority."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.api.team import Declare, EndEvent
from services.desk import declared
from services.domain.cases import Priority
from services.domain.declared import DeclaredEvent, event_for
from services.domain.modes import Mode
from services.domain.rights import Role
from tests.fixtures.desks import OTHER_STREET, STREET
from tests.services.desk.test_macros import refused, somebody

if TYPE_CHECKING:
    from services.api.team import EventDeclared
    from services.domain.rights import Scope
    from tests.fixtures.desks import Office


@pytest.fixture
def sue(office: Office) -> Scope:
    return somebody(office, "sue", Role.SUPERVISOR)


def declare(office: Office, scope: Scope, area: str = STREET, kind: str = "", name: str = "暴雨") -> EventDeclared:
    ask = Declare(command_id=office.command_id(), name=name, kind=kind, area_id=area)
    return office.database.write(lambda tx: declared.declare(tx, office.district, scope, ask))


def end(office: Office, scope: Scope, event: EventDeclared, version: int = 1) -> EventDeclared:
    ask = EndEvent(command_id=office.command_id(), version=version)
    return office.database.write(lambda tx: declared.end(tx, scope, event.id, ask))


def test_new_cases_of_the_kind_in_the_area_belong_to_it_and_keep_their_priority(office: Office, sue: Scope) -> None:
    before = office.report(category="Y0501")
    event = declare(office, sue, kind="Y0501")
    case = office.report(category="Y0501", priority=Priority.ORDINARY)
    assert (case.event_id, case.priority) == (event.id, Priority.ORDINARY)
    assert office.case(before.id).event_id is None
    assert office.report(lon=None, lat=None, area_id=OTHER_STREET, category="Y0501").event_id is None
    assert office.report().event_id is None
    now = office.database.now()
    assert [row.cases for row in office.database.read(lambda conn: declared.rows(conn, sue, now))] == [1]


def test_after_its_end_nothing_more_belongs_to_it(office: Office, sue: Scope) -> None:
    event = declare(office, sue)
    case = office.report()
    assert end(office, sue, event).ended_at is not None
    assert office.report().event_id is None
    assert office.case(case.id).event_id == event.id
    assert refused(lambda: end(office, sue, event, 2)).code == "not_found"


def test_who_may_declare_and_where(office: Office, sue: Scope) -> None:
    assert refused(lambda: declare(office, office.operator)).code == "no_right"
    assert refused(lambda: declare(office, office.scope(STREET, Role.SUPERVISOR), OTHER_STREET)).code == "unknown_unit"
    assert refused(lambda: declare(office, sue, kind="none")).code == "unknown_category"
    assert refused(lambda: declare(office, sue, name=" ")).code == "field_missing"
    event = declare(office, sue)
    assert refused(lambda: end(office, sue, event, 7)).code == "stale"
    assert refused(lambda: end(office, office.scope(OTHER_STREET, Role.SUPERVISOR), event)).code == "not_found"


def test_of_several_events_the_nearest_one_counts() -> None:
    def event(name: str, path: str, kind: str = "", at: int = 0, mode: Mode = Mode.LIVE) -> DeclaredEvent:
        return DeclaredEvent(
            id=name, name=name, kind=kind, area_path=path, mode=mode, demo=False, started_at=at, started_by="p"
        )

    events = [
        event("district", "d", at=9),
        event("street", "d/s"),
        event("kind", "d/s", "flood"),
        event("exercise", "d/s/c", mode=Mode.EXERCISE),
        event("elsewhere", "d/s2", at=10),
    ]
    found = event_for(events, area_path="d/s/c/g", category="flood", group="应急", mode=Mode.LIVE)
    assert found is not None
    assert found.id == "kind"
    assert event_for(events[4:], area_path="d/s", category="", group="", mode=Mode.LIVE) is None
