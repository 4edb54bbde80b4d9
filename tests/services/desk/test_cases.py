from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from services.api.cases import Behalf
from services.desk import questions
from services.domain.actions import Action
from services.domain.cases import Priority, State
from services.domain.clock import HOUR_MS, MINUTE_MS
from services.domain.problems import Problem, Refusal
from services.domain.rights import Role
from services.domain.tiers import Tier
from services.store import audit_log, changes, timers
from services.store import cases as case_store
from tests.fixtures.desks import PLACE, STREET, URBAN, WATER

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fixtures.desks import Office


def refused(call: Callable[[], object]) -> Problem:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.problem


def test_a_report_is_located_numbered_timed_and_armed(office: Office) -> None:
    case = office.report(category="Y0501")
    assert case.tier is Tier.GRID
    assert case.area_path.startswith(f"440113/{STREET}/")
    assert case.answerable_id == case.holder_id == case.area_path.split("/")[-1]
    assert case.number == "YL2025112200001"
    assert case.mode.value == "exercise"
    assert case.demo
    assert case.due_at == case.reported_at + 4 * HOUR_MS
    assert case.escalate_at == case.holder_since + HOUR_MS
    assert case.escalate_rule == "R3"
    assert office.report().number == "YL2025112200002"


def test_a_report_by_unit_and_one_without_a_place(office: Office) -> None:
    by_unit = office.report(lon=None, lat=None, area_id=STREET)
    assert (by_unit.tier, by_unit.area_path, by_unit.holder_id) == (Tier.STREET, f"440113/{STREET}", STREET)
    nowhere = office.report(lon=None, lat=None)
    assert (nowhere.tier, nowhere.area_path) == (Tier.DISTRICT, "440113")
    assert nowhere.escalate_at is None


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"title": "  "}, "field_missing", "title"),
        ({"title": "长" * 201}, "field_too_long", "title"),
        ({"category": "none"}, "unknown_category", "category"),
        ({"source": "none"}, "unknown_source", "source"),
        ({"area_id": "none", "lon": None, "lat": None}, "unknown_unit", "area_id"),
        ({"area_id": WATER, "lon": None, "lat": None}, "unknown_unit", "area_id"),
        ({"lon": PLACE[1], "lat": PLACE[0]}, "swapped_lonlat", "lon"),
        ({"lon": 200.0, "lat": 100.0}, "bad_coordinate", "lon"),
        ({"lon": float("nan"), "lat": 22.0}, "bad_coordinate", "lon"),
        ({"lon": 113.0, "lat": None}, "bad_coordinate", "lon"),
        ({"lon": 121.0, "lat": 31.0}, "outside_district", "lon"),
        ({"call_kind": "none"}, "field_bad", "call_kind"),
    ],
)
def test_a_bad_report_names_the_field(office: Office, fields: dict[str, Any], code: str, field: str) -> None:
    problem = refused(lambda: office.report(**fields))
    assert (problem.code, problem.field) == (code, field)
    assert office.database.read(lambda conn: case_store.by_number(conn, "YL2025112200001")) is None


def test_a_swap_is_suggested_in_numbers(office: Office) -> None:
    problem = refused(lambda: office.report(lon=PLACE[1], lat=PLACE[0]))
    assert problem.remedy == f"请改为经度 {PLACE[0]}、纬度 {PLACE[1]}"


def test_the_whole_loop_leaves_a_complete_history(office: Office) -> None:
    case = office.report(priority=Priority.ORDINARY)
    office.act(case.id, Action.ACCEPT)
    office.clock.advance(MINUTE_MS)
    office.act(case.id, Action.DISPATCH, unit=WATER, text="带泵车")
    assert office.case(case.id).holder_id == WATER
    office.clock.advance(MINUTE_MS)
    office.act(case.id, Action.SIGN, office.department())
    office.act(case.id, Action.FEEDBACK, office.department(), text="已排水")
    office.act(case.id, Action.CHECK, text="现场已通")
    done = office.act(case.id, Action.CLOSE, text="结")
    assert done.row.state is State.CLOSED
    detail = office.database.read(lambda conn: questions.detail(conn, office.district, office.operator, case.id))
    assert [event.action for event in detail.events] == [
        "report",
        "accept",
        "dispatch",
        "sign",
        "feedback",
        "check",
        "close",
    ]
    assert detail.events[2].text == "派单至 区水务局（主办）：带泵车"
    holders = [hop for hop in detail.custody if hop.kind == "holder"]
    assert [hop.to_unit for hop in holders] == [case.holder_id, WATER]
    assert holders[0].until == holders[1].at
    assert holders[1].signed_at == holders[1].at + MINUTE_MS
    assert set(detail.step_times) == {
        "reported",
        "accepted",
        "dispatched",
        "handling",
        "feedback",
        "checked",
        "closed",
    }
    assert office.database.read(lambda conn: timers.armed_for(conn, case.id)) == []


def test_a_stale_version_is_refused_and_says_what_changed(office: Office) -> None:
    case = office.report()
    office.act(case.id, Action.ACCEPT)
    problem = refused(lambda: office.act(case.id, Action.NOTE, text="x", version=1))
    assert problem.code == "stale"
    assert problem.changed["state"] == "accepted"
    assert problem.changed["version"] == 2


def test_right_before_jurisdiction_before_version(office: Office) -> None:
    case = office.report()
    wall = office.scope("", Role.WALL)
    assert refused(lambda: office.act(case.id, Action.ACCEPT, wall, version=99)).code == "no_right"
    elsewhere = office.scope("440113008", Role.STREET)
    outside = refused(lambda: office.act(case.id, Action.ACCEPT, elsewhere, version=99))
    absent = refused(lambda: office.act(case.id[::-1], Action.ACCEPT, elsewhere, version=99))
    assert outside == absent
    assert outside.code == "not_found"
    assert refused(lambda: office.act(case.id, Action.ACCEPT, version=99)).code == "stale"


def test_who_handed_a_case_over_learns_no_later_version_of_it(office: Office) -> None:
    case = office.dispatched()
    office.clock.advance(1000)
    office.act(case.id, Action.RETURN, office.department(), text="不属我局职责")
    office.clock.advance(1000)
    office.act(case.id, Action.NOTE, text="另派")
    for version in (case.version, office.case(case.id).version, 99):
        told = refused(lambda v=version: office.act(case.id, Action.NOTE, office.department(), text="x", version=v))  # type: ignore[misc]
        assert (told.code, told.changed) == ("not_found", {})


def test_a_street_works_its_own_tier_and_below_only(office: Office) -> None:
    case = office.report()
    street = office.scope(STREET, Role.STREET)
    office.act(case.id, Action.ACCEPT, street)
    for _ in range(3):
        office.act(case.id, Action.ESCALATE, text="跨街道")
    assert office.case(case.id).tier is Tier.DISTRICT
    problem = refused(lambda: office.act(case.id, Action.DISPATCH, street, unit=WATER))
    assert problem.code == "not_holder"


def test_only_the_holder_signs_or_somebody_on_its_behalf_in_its_words(office: Office) -> None:
    case = office.dispatched()
    assert refused(lambda: office.act(case.id, Action.SIGN)).code == "not_holder"
    assert refused(lambda: office.act(case.id, Action.SIGN, office.department(URBAN))).code == "not_found"
    silent = Behalf(unit_id=WATER, channel="电话", words=" ")
    assert refused(lambda: office.act(case.id, Action.SIGN, behalf=silent)).code == "text_required"
    wrong = Behalf(unit_id=URBAN, channel="电话", words="收到")
    assert refused(lambda: office.act(case.id, Action.SIGN, behalf=wrong)).code == "not_holder"
    community = office.scope(case.area_path.split("/")[2], Role.COMMUNITY)
    said = Behalf(unit_id=WATER, channel="电话", words="收到，马上到")
    assert refused(lambda: office.act(case.id, Action.SIGN, community, behalf=said)).code == "no_right"
    office.act(case.id, Action.SIGN, behalf=said)
    signed = office.case(case.id)
    assert signed.state is State.HANDLING
    event = office.database.read(lambda conn: case_store.events(conn, case.id))[-1]
    assert event.behalf == {"unit_id": WATER, "channel": "电话", "words": "收到，马上到"}


def test_assisting_units_sign_and_feed_back_for_themselves(office: Office) -> None:
    case = office.dispatched(assisting=[URBAN, URBAN, WATER])
    helper = office.department(URBAN)
    office.act(case.id, Action.SIGN, helper)
    assert office.case(case.id).state is State.DISPATCHED, "the holder has not signed"
    office.act(case.id, Action.FEEDBACK, helper, text="围挡已设")
    assert refused(lambda: office.act(case.id, Action.RETURN, helper, text="不归我")).code == "not_holder"
    parts = {
        (part.unit_id, part.role.value): part
        for part in office.database.read(lambda conn: case_store.parties(conn, case.id))
    }
    mine = parts[URBAN, "assisting"]
    assert mine.signed_at is not None
    assert mine.feedback_at is not None
    assert parts[WATER, "holder"].signed_at is None
    office.act(case.id, Action.SIGN, office.department())
    assert office.case(case.id).state is State.HANDLING


@pytest.mark.parametrize(
    ("action", "missing"),
    [(Action.DISPATCH, "承办单位"), (Action.NOTE, "情况说明"), (Action.ESCALATE, "理由")],
)
def test_what_an_action_needs_is_asked_for(office: Office, action: Action, missing: str) -> None:
    case = office.report()
    office.act(case.id, Action.ACCEPT)
    problem = refused(lambda: office.act(case.id, action, text="  "))
    assert problem.sentence == f"请填写{missing}"


def test_dispatch_to_an_unknown_unit_or_the_same_again(office: Office) -> None:
    case = office.dispatched()
    assert refused(lambda: office.act(case.id, Action.DISPATCH, unit="none")).code == "unknown_unit"
    assert refused(lambda: office.act(case.id, Action.DISPATCH, unit=WATER)).code == "already_there"


def test_a_return_goes_into_the_ledger_with_its_reason(office: Office) -> None:
    case = office.dispatched()
    office.act(case.id, Action.RETURN, office.department(), text="不属我局职责")
    back = office.case(case.id)
    assert (back.state, back.holder_id, back.returns) == (State.ACCEPTED, case.answerable_id, 1)
    hops = office.database.read(lambda conn: case_store.custody(conn, case.id))
    refusal = next(hop for hop in hops if hop.kind == "refused")
    assert (refusal.from_unit, refusal.to_unit, refusal.reason) == (WATER, case.answerable_id, "不属我局职责")
    office.act(case.id, Action.DISPATCH, unit=URBAN)
    office.act(case.id, Action.RETURN, office.department(URBAN), text="同上")
    assert "hard" in office.case(case.id).flags.split()


def test_a_return_after_the_window_is_refused(office: Office) -> None:
    case = office.dispatched()
    office.clock.advance(61 * MINUTE_MS)
    problem = refused(lambda: office.act(case.id, Action.RETURN, office.department(), text="迟"))
    assert problem.code == "return_too_late"


def test_an_extension_moves_the_deadline_and_the_escalation(office: Office) -> None:
    case = office.dispatched(category="Y0501")
    assert case.due_at is not None
    until = case.due_at + 2 * HOUR_MS
    office.act(case.id, Action.EXTEND, office.department(), text="等泵车", until=until)
    later = office.case(case.id)
    assert (later.due_at, later.extensions, later.escalate_at) == (until, 1, until)
    armed = office.database.read(lambda conn: timers.armed_for(conn, case.id))
    assert [timer.due_at for timer in armed] == [until]


def test_a_claim_is_one_persons_and_expires(office: Office) -> None:
    case = office.report()
    ann, bob = office.scope(person="ann"), office.scope(person="bob")
    office.act(case.id, Action.CLAIM, ann)
    assert refused(lambda: office.act(case.id, Action.CLAIM, bob)).code == "claimed"
    assert refused(lambda: office.act(case.id, Action.RELEASE, bob)).code == "claimed"
    office.clock.advance(office.district.loop_rules.claim_ms)
    office.act(case.id, Action.CLAIM, bob)
    assert office.case(case.id).claimed_by == "bob"
    chief = office.scope("", Role.SUPERVISOR, person="chief")
    office.act(case.id, Action.RELEASE, chief)
    assert office.case(case.id).claimed_by is None


def test_rework_keeps_the_unit(office: Office) -> None:
    case = office.dispatched()
    office.act(case.id, Action.SIGN, office.department())
    office.act(case.id, Action.FEEDBACK, office.department(), text="好了")
    office.act(case.id, Action.CHECK, text="没有好", passed=False)
    again = office.case(case.id)
    assert (again.state, again.holder_id) == (State.HANDLING, WATER)


def test_every_move_is_audited_and_announced(office: Office) -> None:
    case = office.dispatched()
    rows = office.database.read(lambda conn: changes.since(conn, 0))
    assert [row.version for row in rows if row.object_id == case.id] == [1, 2, 3]
    assert WATER in rows[-1].parties
    assert case.holder_id in rows[-1].parties
    assert office.database.read(audit_log.verify).ok
