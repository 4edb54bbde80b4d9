"""Declared events: new cases of the kind in the area belong to them, and keep their own priority."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.api.team import Declare, EndEvent, LeaveEvent, TakeIn
from services.desk import declared
from services.domain.actions import Action
from services.domain.cases import Priority, State
from services.domain.declared import DeclaredEvent, event_for
from services.domain.modes import Mode
from services.domain.rights import Role
from services.domain.tiers import Tier
from services.store import cases as case_store
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
    rows = office.database.read(lambda conn: declared.rows(conn, office.district, sue, now))
    assert [row.cases for row in rows] == [1]


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


def take_in(office: Office, scope: Scope, event: EventDeclared, most: int = 50) -> EventDeclared:
    ask = TakeIn(command_id=office.command_id(), most=most)
    return office.database.write(lambda tx: declared.take_in(tx, office.district, scope, event.id, ask))


def leave(office: Office, case_id: str, scope: Scope | None = None, version: int | None = None) -> None:
    asked = office.case(case_id).version if version is None else version
    ask = LeaveEvent(command_id=office.command_id(), version=asked)
    who = scope or office.operator
    office.database.write(lambda tx: declared.leave(tx, office.district, who, case_id, ask))


def told(office: Office, case_id: str) -> list[str]:
    return [event.text for event in office.database.read(lambda conn: case_store.events(conn, case_id))]


def test_open_cases_of_the_kind_in_the_area_are_counted_and_taken_in(office: Office, sue: Scope) -> None:
    inside = [office.report(category="Y0501") for _number in range(3)]
    others = [
        office.report(),
        office.report(lon=None, lat=None, area_id=OTHER_STREET, category="Y0501"),
        office.report(category="Y0501"),
    ]
    office.act(others[2].id, Action.VOID, sue, text="误报")
    ask = Declare(command_id="-", name="-", kind="Y0501", area_id=STREET)
    now = office.database.now()
    count = office.database.read(lambda conn: declared.count_fitting(conn, office.district, sue, ask, now))
    event = declare(office, sue, kind="Y0501")
    assert (count.cases, event.cases, event.fitting) == (3, 0, 3)
    first = take_in(office, sue, event, most=2)
    assert (first.cases, first.fitting) == (2, 1)
    assert sum(office.case(case.id).event_id == event.id for case in inside) == 2
    rest = take_in(office, sue, event)
    assert (rest.cases, rest.fitting) == (3, 0)
    assert told(office, inside[0].id)[-1] == "归入事件“暴雨”"
    after = office.case(inside[0].id)
    assert (after.priority, after.due_at, after.state) == (inside[0].priority, inside[0].due_at, inside[0].state)
    assert [office.case(case.id).event_id for case in others] == [None, None, None]
    assert office.report(category="Y0501").event_id == event.id  # new ones join as before


def test_what_is_merged_follows_its_parent_into_the_event_and_out_of_it(office: Office, sue: Scope) -> None:
    parent, child = office.report(category="Y0501"), office.report()
    office.act(child.id, Action.MERGE, other_id=parent.id)
    event = declare(office, sue, kind="Y0501")
    assert event.fitting == 1
    take_in(office, sue, event)
    assert [office.case(one.id).event_id for one in (parent, child)] == [event.id, event.id]
    assert told(office, child.id)[-1] == f"随 {parent.number} 归入事件“暴雨”"
    leave(office, parent.id)
    assert [office.case(one.id).event_id for one in (parent, child)] == [None, None]


def test_a_report_merged_into_a_case_of_an_event_belongs_to_it_until_that_is_undone(office: Office, sue: Scope) -> None:
    event = declare(office, sue, kind="Y0501")
    parent, child = office.report(category="Y0501"), office.report()
    office.act(child.id, Action.MERGE, other_id=parent.id)
    assert office.case(child.id).event_id == event.id
    office.act(child.id, Action.UNDO)
    assert office.case(child.id).event_id is None


def test_what_has_left_the_event_is_not_taken_in_again(office: Office, sue: Scope) -> None:
    case = office.report(category="Y0501")
    event = take_in(office, sue, declare(office, sue))
    assert event.cases == 1
    leave(office, case.id)
    assert told(office, case.id)[-1] == "移出事件“暴雨”"
    assert take_in(office, sue, event).cases == 0
    assert refused(lambda: leave(office, case.id)).code == "not_found"
    end(office, sue, event)
    assert refused(lambda: take_in(office, sue, event)).code == "not_found"


def test_who_may_take_in_and_let_go(office: Office, sue: Scope) -> None:
    below = office.report(category="Y0501")
    above = office.report(category="Y0501")
    while office.case(above.id).tier < Tier.DISTRICT:
        office.act(above.id, Action.ESCALATE, text="需区级协调")
    street = somebody(office, "street", Role.SUPERVISOR, unit=STREET)
    event = declare(office, street, kind="Y0501")
    assert event.fitting == 1  # the street decides about its own only
    take_in(office, street, event)
    assert (office.case(below.id).event_id, office.case(above.id).event_id) == (event.id, None)
    assert refused(lambda: take_in(office, office.operator, event)).code == "no_right"
    assert refused(lambda: take_in(office, office.scope(OTHER_STREET, Role.SUPERVISOR), event)).code == "not_found"
    assert refused(lambda: leave(office, below.id, office.department())).code == "no_right"
    assert refused(lambda: leave(office, below.id, office.scope(OTHER_STREET))).code == "not_found"
    assert refused(lambda: leave(office, below.id, version=99)).code == "stale"


def test_a_form_that_is_open_is_not_made_stale_by_an_event(office: Office, sue: Scope) -> None:
    case = office.report(category="Y0501")
    take_in(office, sue, declare(office, sue))
    assert office.case(case.id).version > case.version
    office.act(case.id, Action.ACCEPT, version=case.version)
    assert office.case(case.id).state is State.ACCEPTED


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
