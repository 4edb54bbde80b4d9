"""The seats: who is on, who holds what, and passing on the claims of somebody who is away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from services.api.team import Reassign
from services.desk import names, seats
from services.desk.sessions import open_session
from services.domain.actions import Action
from services.domain.rights import Role
from services.store.tables import audit
from tests.fixtures.desks import OTHER_STREET, STREET
from tests.services.desk.test_macros import refused, somebody

if TYPE_CHECKING:
    from services.api.team import Reassigned, SeatRow
    from services.domain.rights import Scope
    from tests.fixtures.desks import Office


@pytest.fixture
def sue(office: Office) -> Scope:
    return somebody(office, "sue", Role.SUPERVISOR)


def rows(office: Office, scope: Scope) -> dict[str, SeatRow]:
    now = office.database.now()
    found = office.database.read(lambda conn: seats.seats(conn, office.district, scope, now))
    return {row.person_id: row for row in found}


def passed_on(office: Office, scope: Scope, person: str, command: str = "c", **fields: str | None) -> list[Reassigned]:
    ask = Reassign(command_id=command, **({"reason": "离岗"} | fields))  # type: ignore[arg-type]  # fields by name
    return seats.reassign(office.database, office.district, scope, person, ask)


def test_a_seat_tells_who_is_on_what_is_held_and_what_was_last(office: Office, sue: Scope) -> None:
    ann = somebody(office, "ann")
    somebody(office, "kim", Role.STREET, unit=STREET)
    open_session(office.database, office.district, "ann", "here", "")
    first = office.report()
    office.act(first.id, Action.CLAIM, ann)
    claimed_at = office.clock.now()
    office.clock.advance(60_000)
    office.act(office.report().id, Action.CLAIM, ann)
    row = rows(office, sue)["ann"]
    assert (row.claims, row.oldest_claim, row.last_action) == (2, claimed_at, "claim")
    assert row.on_since is not None
    assert rows(office, sue)["kim"].on_since is None
    assert set(rows(office, office.scope(STREET, Role.SUPERVISOR))) == {"kim"}
    assert refused(lambda: rows(office, ann)).code == "no_right"


def test_all_claims_are_given_back_one_recorded_command_each(office: Office, sue: Scope) -> None:
    ann = somebody(office, "ann")
    cases = [office.report() for _ in range(3)]
    for case in cases:
        office.act(case.id, Action.CLAIM, ann)
    done = passed_on(office, sue, "ann")
    assert [one.problem for one in done] == [None, None, None]
    assert {office.case(case.id).claimed_by for case in cases} == {None}
    links = office.database.read(lambda conn: conn.execute(select(audit.c.action, audit.c.actor)).all())
    assert sum(link.action == "case.release" and link.actor == "sue" for link in links) == 3
    assert passed_on(office, sue, "ann") == []


def test_claims_go_to_who_may_work_on_them(office: Office, sue: Scope) -> None:
    ann, _bob = somebody(office, "ann"), somebody(office, "bob")
    somebody(office, "kim", Role.STREET, unit=OTHER_STREET)
    case = office.report()
    office.act(case.id, Action.CLAIM, ann)
    problem = passed_on(office, sue, "ann", "c1", to="kim")[0].problem
    assert problem is not None
    assert problem.code == "not_holder"
    assert passed_on(office, sue, "ann", "c2", to="bob")[0].problem is None
    assert office.case(case.id).claimed_by == "bob"
    for person, to, code in (("ann", "nobody", "unknown_person"), ("nobody", None, "not_found")):
        assert refused(lambda person=person, to=to: passed_on(office, sue, person, "c3", to=to)).code == code  # type: ignore[misc]
    assert refused(lambda: passed_on(office, sue, "ann", "c4", reason=" ")).code == "text_required"
    assert refused(lambda: passed_on(office, ann, "bob", "c5")).code == "no_right"


def test_names_are_told_of_who_works_on_cases(office: Office) -> None:
    somebody(office, "ann")
    somebody(office, "wang", Role.DEPARTMENT, unit="dept-urban")
    found = office.database.read(lambda conn: names.names(conn, office.district, office.department()))
    assert {one.id for one in found} >= {"ann"}
    assert "wang" not in {one.id for one in found}
