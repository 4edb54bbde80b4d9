from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import msgspec
import pytest

from services.desk import escalation
from services.desk.arming import ESCALATE
from services.domain.actions import Action
from services.domain.cases import State
from services.domain.clock import HOUR_MS, MINUTE_MS
from services.domain.tiers import Tier
from services.store import audit_log, timers
from services.store import cases as case_store
from tests.fixtures.desks import STREET, WATER

if TYPE_CHECKING:
    from services.store.timers import Timer
    from tests.fixtures.desks import Office


def due(office: Office) -> list[Timer]:
    found = office.database.write(lambda tx: timers.claim_due(tx, "w", MINUTE_MS, 100))
    return [timer for timer in found if timer.kind == ESCALATE]


def fire(office: Office, timer: Timer) -> bool:
    return office.database.write(
        lambda tx: timers.done(tx, timer.id, 0) and escalation.fire(tx, office.district, timer)
    )


def test_an_unsigned_case_goes_up_tier_by_tier_by_named_rules(office: Office) -> None:
    case = office.report()
    tiers = []
    for wait in (HOUR_MS, HOUR_MS, 2 * HOUR_MS):
        office.clock.advance(wait)
        (timer,) = due(office)
        assert fire(office, timer)
        tiers.append(office.case(case.id).tier)
    assert tiers == [Tier.COMMUNITY, Tier.STREET, Tier.DISTRICT]
    office.clock.advance(10 * HOUR_MS)
    assert due(office) == []
    at_top = office.case(case.id)
    assert (at_top.holder_id, at_top.answerable_id, at_top.escalate_at) == ("440113", "440113", None)
    events = office.database.read(lambda conn: case_store.events(conn, case.id))
    assert events[1].text.startswith("按规则 R3：网格层级 1小时内未签收，升级至村（社区），由")
    assert events[1].actor_name == "升级引擎"
    hops = [hop for hop in office.database.read(lambda conn: case_store.custody(conn, case.id)) if hop.kind == "tier"]
    assert [hop.rule for hop in hops] == ["", "R3", "R9", "R15"]
    assert office.database.read(audit_log.verify).ok


def test_the_former_lead_is_named_and_sees_the_case_as_it_was(office: Office) -> None:
    case = office.dispatched()
    office.clock.advance(HOUR_MS)
    (timer,) = due(office)
    assert fire(office, timer)
    up = office.case(case.id)
    assert (up.former_lead_id, up.state, up.tier) == (WATER, State.DISPATCHED, Tier.COMMUNITY)
    event = office.database.read(lambda conn: case_store.events(conn, case.id))[-1]
    assert event.text.endswith("原主办 区水务局")


def test_a_late_step_fires_once_and_says_so(office: Office) -> None:
    case = office.report()
    office.clock.advance(HOUR_MS + 90 * MINUTE_MS)
    (timer,) = due(office)
    assert fire(office, timer)
    event = office.database.read(lambda conn: case_store.events(conn, case.id))[-1]
    assert event.text.endswith("（迟执行 1小时30分钟）")
    assert not fire(office, timer), "done once"


@pytest.mark.parametrize("action", [Action.SIGN, Action.EXTEND, Action.CLOSE])
def test_a_timer_does_nothing_when_the_case_has_moved(office: Office, action: Action) -> None:
    case = office.dispatched(category="Y0501")
    office.clock.advance(HOUR_MS)
    (timer,) = due(office)
    water = office.department()
    if action is Action.EXTEND:
        assert case.due_at is not None
        office.act(case.id, Action.EXTEND, water, text="等", until=case.due_at + HOUR_MS)
    else:
        office.act(case.id, Action.SIGN, water)
    if action is Action.CLOSE:
        office.act(case.id, Action.FEEDBACK, water, text="好")
        office.act(case.id, Action.CHECK, text="好")
        office.act(case.id, Action.CLOSE, text="好")
    before = office.case(case.id)
    assert not office.database.write(lambda tx: escalation.fire(tx, office.district, timer))
    assert office.case(case.id) == before


def test_a_later_change_of_policy_does_not_touch_what_is_armed(office: Office) -> None:
    case = office.report()
    office.clock.advance(HOUR_MS)
    (timer,) = due(office)
    patient = msgspec.structs.replace(office.district.profile, policy=())
    changed = dataclasses.replace(office.district, profile=patient)
    assert office.database.write(lambda tx: escalation.fire(tx, changed, timer))
    assert office.case(case.id).tier is Tier.COMMUNITY


def test_a_case_at_a_street_goes_to_the_district(office: Office) -> None:
    case = office.report(lon=None, lat=None, area_id=STREET)
    office.clock.advance(2 * HOUR_MS)
    (timer,) = due(office)
    assert fire(office, timer)
    assert office.case(case.id).answerable_id == "440113"
