"""A stage's micro-limit on both databases: it marks and tells, moves nothing, and the mark goes with the stage."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.desk.stage_timers import STAGE
from services.domain.actions import Action
from services.domain.cases import State
from services.domain.clock import MINUTE_MS
from services.domain.stages import STAGE_FLAG
from services.engine.due import Due
from services.store import cases as case_store
from services.store import notices, timers

if TYPE_CHECKING:
    from services.domain.cases import Case
    from tests.fixtures.desks import Office

LIMIT_MIN = 15
"""What the demo's rules give for 受理 and 派单."""


def turn(office: Office, minutes: int) -> int:
    office.clock.advance(minutes * MINUTE_MS)
    return Due(office.database, office.district, "one").work()


def armed(office: Office, case: Case) -> list[str]:
    found = office.database.read(lambda conn: timers.armed_for(conn, case.id))
    return [timer.rule for timer in found if timer.kind == STAGE]


def test_a_case_that_nobody_takes_in_time_is_marked_and_told_of_but_stays_where_it_is(office: Office) -> None:
    case = office.report()
    assert armed(office, case) == ["S1"]
    assert turn(office, LIMIT_MIN) == 1
    late = office.case(case.id)
    assert STAGE_FLAG in late.flags.split()
    assert (late.state, late.tier, late.holder_id) == (case.state, case.tier, case.holder_id)
    event = office.database.read(lambda conn: case_store.events(conn, case.id))[-1]
    assert (event.action, event.actor_id) == ("stage", "engine")
    assert "受理 15 分钟" in event.text
    told = office.database.read(lambda conn: notices.of_case(conn, case.id))
    assert [(one.kind, one.unit_id) for one in told] == [("stage", office.district.id)]
    assert turn(office, LIMIT_MIN) == 0, "once"


def test_the_mark_goes_with_the_stage_and_the_next_stage_has_its_own_limit(office: Office) -> None:
    case = office.report()
    turn(office, LIMIT_MIN)
    office.act(case.id, Action.ACCEPT)
    accepted = office.case(case.id)
    assert STAGE_FLAG not in accepted.flags
    assert accepted.state is State.ACCEPTED
    assert armed(office, case) == ["S2"]
    office.act(case.id, Action.NOTE, text="等车")
    assert armed(office, case) == ["S2"], "a note does not begin it anew"
    assert turn(office, LIMIT_MIN - 1) == 0
    assert turn(office, 1) == 1


def test_who_is_in_time_hears_nothing(office: Office) -> None:
    case = office.report()
    office.act(case.id, Action.ACCEPT)
    office.clock.advance(10 * MINUTE_MS)
    office.act(case.id, Action.DISPATCH, unit="dept-water")
    assert armed(office, case) == []
    assert turn(office, 30) == 0
    assert office.case(case.id).flags == ""
