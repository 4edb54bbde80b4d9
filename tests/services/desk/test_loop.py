"""The closed loop at the one door: declining, verifying, merging, follow-up, suspension, undoing and the rest."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from services.api.cases import Behalf
from services.desk import questions
from services.domain.actions import Action
from services.domain.cases import PartyRole, State
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS
from services.domain.looprules import UNDO_MS, ReturnPolicy
from services.domain.problems import Problem, Refusal
from services.domain.profile import RefusalRule
from services.domain.rights import Role
from services.engine.due import Due
from services.store import cases as case_store
from services.store import loop_rows, timers
from tests.fixtures.desks import OTHER_STREET, STREET, URBAN, WATER

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.api.cases import CaseDetail
    from services.domain.cases import Case
    from services.domain.rights import Scope
    from tests.fixtures.desks import Office


def refused(call: Callable[[], object]) -> Problem:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.problem


def detail(office: Office, case_id: str, scope: Scope | None = None) -> CaseDetail:
    return office.database.read(lambda conn: questions.detail(conn, office.district, scope or office.operator, case_id))


def handling(office: Office, **fields: Any) -> Case:  # noqa: ANN401 - fields of a new case
    case = office.dispatched(**fields)
    office.act(case.id, Action.SIGN, office.department())
    return office.case(case.id)


def checked(office: Office, **fields: Any) -> Case:  # noqa: ANN401 - fields of a new case
    case = handling(office, **fields)
    office.act(case.id, Action.FEEDBACK, office.department(), text="已排水")
    office.act(case.id, Action.CHECK, text="现场已通")
    return office.case(case.id)


def supervisor(office: Office) -> Scope:
    return office.scope("", Role.SUPERVISOR)


def closed(office: Office, **fields: Any) -> Case:  # noqa: ANN401 - fields of a new case
    case = checked(office, **fields)
    office.act(case.id, Action.FOLLOW_UP, resolved="solved", satisfaction="satisfied")
    office.act(case.id, Action.CLOSE, text="道路通畅")
    return office.case(case.id)


# ── before a unit has the case ──────────────────────────────────────────────────────────────────────────────────────
def test_a_case_is_declined_by_a_coded_reason(office: Office) -> None:
    case = office.report()
    assert refused(lambda: office.act(case.id, Action.DECLINE)).code == "text_required"
    assert refused(lambda: office.act(case.id, Action.DECLINE, reason_code="none")).code == "unknown_reason"
    assert refused(lambda: office.act(case.id, Action.DECLINE, reason_code="other")).code == "text_required"
    done = office.act(case.id, Action.DECLINE, reason_code="petition", text="已有受理编号")
    assert done.row.state is State.NOT_ACCEPTED
    assert detail(office, case.id).events[-1].text == "已进入信访渠道：已有受理编号"
    assert office.database.read(lambda conn: timers.armed_for(conn, case.id)) == []


def test_an_inspectors_word_stands_before_filing(office: Office) -> None:
    case = office.report()
    holder = office.scope(case.holder_id, Role.GRID_HEAD)
    office.act(case.id, Action.VERIFY, holder, passed=False, text="现场没有积水")
    assert office.case(case.id).flags == "unreal"
    assert detail(office, case.id).events[-1].text == "不属实：现场没有积水"
    office.act(case.id, Action.VERIFY, behalf=Behalf(unit_id=case.holder_id, channel="phone", words="又积水了"))
    assert office.case(case.id).flags == "real"
    office.act(case.id, Action.ACCEPT)
    office.act(case.id, Action.FILE)
    filed = office.case(case.id)
    assert (filed.state, filed.filed_at) == (State.FILED, office.clock.now())


def test_only_the_district_designates_and_a_designated_unit_may_not_return(office: Office) -> None:
    case = office.report()
    office.act(case.id, Action.ACCEPT)
    street = office.scope(STREET, Role.STREET)

    def designate(scope: Scope) -> object:
        return office.act(case.id, Action.DISPATCH, scope, unit=WATER, designated=True)

    assert refused(lambda: designate(street)).code == "designate_district"
    designate(office.operator)
    assert detail(office, case.id).events[-1].text == "派单至 区水务局（指定主办）"
    why = refused(lambda: office.act(case.id, Action.RETURN, office.department(), text="不归我们管"))
    assert why.code == "return_designated"


# ── returning ───────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_return_that_must_be_approved_is_a_request_which_the_centre_answers(office: Office) -> None:
    profile = msgspec.structs.replace(office.district.profile, refusal=RefusalRule(policy=ReturnPolicy.APPROVAL))
    office.district = dataclasses.replace(office.district, profile=profile)
    case = office.dispatched()

    def ask() -> object:
        return office.act(case.id, Action.RETURN, office.department(), reason_code="duty")

    ask()
    assert (office.case(case.id).holder_id, office.case(case.id).flags) == (WATER, "return_asked")
    assert refused(ask).code == "return_asked"
    assert refused(lambda: office.act(case.id, Action.ALLOW_RETURN, office.department())).code == "no_right"
    office.act(case.id, Action.DENY_RETURN, text="排水设施由你局养护")
    assert office.case(case.id).flags == ""
    ask()
    office.act(case.id, Action.ALLOW_RETURN)
    back = office.case(case.id)
    assert (back.state, back.holder_id, back.returns) == (State.ACCEPTED, back.answerable_id, 1)
    hop = next(hop for hop in detail(office, case.id).custody if hop.kind == "refused")
    assert (hop.from_unit, hop.reason_code, hop.reason) == (WATER, "duty", "申请退单：不属本单位职责")


def test_the_first_receiver_stays_named_when_others_get_the_case(office: Office) -> None:
    case = office.dispatched()
    office.act(case.id, Action.RETURN, office.department(), reason_code="duty")
    office.act(case.id, Action.DISPATCH, unit=URBAN)
    office.act(case.id, Action.RETURN, office.department(URBAN), reason_code="duty")
    found = detail(office, case.id)
    assert (found.first_unit_id, found.returns, found.row.flags) == (WATER, 2, "hard")


# ── feedback, check, follow-up, close ───────────────────────────────────────────────────────────────────────────────
def test_feedback_names_files_that_the_case_has(office: Office) -> None:
    case = handling(office)
    why = refused(
        lambda: office.act(case.id, Action.FEEDBACK, office.department(), text="已排水", attachments=("none",))
    )
    assert why.code == "unknown_attachment"


def test_a_case_with_a_caller_closes_after_the_call(office: Office) -> None:
    case = checked(office, caller="李四", phone="13800000000")
    assert refused(lambda: office.act(case.id, Action.CLOSE, text="结")).code == "follow_up_first"
    assert refused(lambda: office.act(case.id, Action.FOLLOW_UP)).code == "text_required"
    office.act(case.id, Action.FOLLOW_UP, resolved="unsolved", satisfaction="unsatisfied", text="又积水了")
    found = detail(office, case.id)
    assert (found.suggests, found.resolved, len(found.follow_ups)) == ("rework", "unsolved", 1)
    assert found.events[-1].text == "未解决，不满意：又积水了"
    office.act(case.id, Action.REWORK, text="再去现场")
    again = office.case(case.id)
    assert (again.state, again.holder_id, again.reworks, again.followed_at) == (State.HANDLING, WATER, 1, None)
    office.clock.advance(MINUTE_MS)
    office.act(case.id, Action.FEEDBACK, office.department(), text="更换水泵")
    office.act(case.id, Action.CHECK, text="已通")
    assert refused(lambda: office.act(case.id, Action.CLOSE, text="结")).code == "follow_up_first"
    for _ in range(office.district.loop_rules.follow_up_tries):
        assert office.case(case.id).followed_at is None
        office.act(case.id, Action.FOLLOW_UP, reached=False)
    assert office.act(case.id, Action.CLOSE, text="路面无积水").row.state is State.CLOSED
    assert len(detail(office, case.id).follow_ups) == 4


def test_a_case_without_a_caller_closes_without_a_call(office: Office) -> None:
    case = checked(office)
    assert office.act(case.id, Action.CLOSE, text="路面无积水").row.state is State.CLOSED


# ── watching ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_supervision_is_laid_and_lifted_by_who_may(office: Office) -> None:
    case = handling(office)
    assert refused(lambda: office.act(case.id, Action.SUPERVISE, level="挂牌", text="限时")).code == "no_right"
    boss = supervisor(office)
    assert refused(lambda: office.act(case.id, Action.SUPERVISE, boss, text="限时")).code == "text_required"
    office.act(case.id, Action.SUPERVISE, boss, level="日常", text="限时")
    office.act(case.id, Action.SUPERVISE, boss, level="挂牌", text="三次投诉")
    assert office.case(case.id).supervised == "挂牌"
    office.act(case.id, Action.UNSUPERVISE, boss, text="已落实")
    assert office.case(case.id).supervised == ""
    abroad = office.scope(OTHER_STREET, Role.STREET)
    assert refused(lambda: office.act(case.id, Action.SUPERVISE, abroad, level="日常", text="x")).code == "not_found"


def test_urging_counts_and_names_the_holder(office: Office) -> None:
    case = handling(office)
    office.act(case.id, Action.URGE, text="请加快")
    office.act(case.id, Action.URGE)
    assert office.case(case.id).urges == 2
    assert [event.text for event in detail(office, case.id).events[-2:]] == [
        "第 1 次催办 区水务局：请加快",
        "第 2 次催办 区水务局",
    ]


def test_voiding_is_the_supervisors(office: Office) -> None:
    case = handling(office)
    assert refused(lambda: office.act(case.id, Action.VOID, text="误报")).code == "no_right"
    office.act(case.id, Action.VOID, supervisor(office), text="误报")
    assert office.case(case.id).state is State.VOID
    assert refused(lambda: office.act(case.id, Action.ACCEPT)).code == "wrong_step"


# ── suspension ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_suspension_ends_by_itself_and_the_due_time_moves_by_what_it_stopped(office: Office) -> None:
    case = handling(office)
    start = office.clock.now()
    office.act(case.id, Action.SUSPEND, until=start + 5 * DAY_MS, reason_code="season")
    stopped = office.case(case.id)
    assert (stopped.due_at, stopped.escalate_at) == (case.due_at, None)
    for action, fields in ((Action.ESCALATE, {"text": "x"}), (Action.DISPATCH, {"unit": URBAN})):
        assert refused(lambda action=action, fields=fields: office.act(case.id, action, **fields)).code == "suspended"  # type: ignore[misc]
    assert refused(lambda: office.act(case.id, Action.FEEDBACK, office.department(), text="x")).code == "suspended"
    engine = Due(office.database, office.district, "one")
    office.clock.advance(5 * DAY_MS - 1)
    assert engine.work() == 0
    office.clock.advance(1 + HOUR_MS)
    assert engine.work() == 1
    again = office.case(case.id)
    assert case.due_at is not None
    assert (again.suspended_at, again.due_at, again.stopped_ms) == (None, case.due_at + 5 * DAY_MS, 5 * DAY_MS)
    assert again.escalate_at is not None
    found = detail(office, case.id)
    assert [(stop.at, stop.until, stop.reason_code) for stop in found.stops] == [(start, start + 5 * DAY_MS, "season")]
    assert found.events[-1].text == "挂账到期，自动恢复计时"
    why = refused(lambda: office.act(case.id, Action.SUSPEND, until=office.clock.now() + DAY_MS, text="x"))
    assert why.code == "suspend_too_often"


def test_a_suspension_ended_by_hand_leaves_no_timer(office: Office) -> None:
    case = handling(office)
    office.act(case.id, Action.SUSPEND, until=office.clock.now() + 5 * DAY_MS, text="等审批")
    office.clock.advance(HOUR_MS)
    office.act(case.id, Action.RESUME, text="已批")
    assert office.case(case.id).due_at == (case.due_at or 0) + HOUR_MS
    left = office.database.read(lambda conn: timers.armed_for(conn, case.id))
    assert "resume" not in {timer.kind for timer in left}
    assert detail(office, case.id).stops[0].until == office.clock.now()


# ── merging ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_a_merged_case_waits_with_its_parent_and_ends_with_it(office: Office) -> None:
    parent = checked(office, caller="张三", phone="13900000000")
    child = office.report(caller="李四", phone="13800000000")
    office.act(child.id, Action.MERGE, other_id=parent.id, text="同一处积水")
    merged = office.case(child.id)
    assert (merged.parent_id, merged.is_open, merged.escalate_at) == (parent.id, False, None)
    assert office.database.read(lambda conn: timers.armed_for(conn, child.id)) == []
    board = office.database.read(lambda conn: questions.board(conn, office.district, office.operator, 0))
    assert child.id not in {row.id for row in board.rows}
    assert next(row for row in board.rows if row.id == parent.id).children == 1
    for action in (Action.ACCEPT, Action.ESCALATE, Action.CLAIM):
        assert refused(lambda action=action: office.act(child.id, action, text="x")).code == "merged"  # type: ignore[misc]
    found = detail(office, parent.id)
    assert [link.number for link in found.children] == [child.number]
    of_child = detail(office, child.id).parent
    assert of_child is not None
    assert of_child.id == parent.id
    office.act(parent.id, Action.FOLLOW_UP, resolved="solved")
    assert refused(lambda: office.act(parent.id, Action.CLOSE, text="结")).code == "follow_up_first"
    office.act(parent.id, Action.FOLLOW_UP, resolved="partly", satisfaction="fairly", other_id=child.id)
    office.act(parent.id, Action.CLOSE, text="已通")
    ended = office.case(child.id)
    assert (ended.state, ended.closed_at) == (State.CLOSED, office.clock.now())
    assert detail(office, child.id).events[-1].text == f"随主案件 {parent.number} 结案：已通"


def test_a_split_gives_the_case_back_as_it_stood(office: Office) -> None:
    parent, child = office.report(), handling(office)
    office.act(child.id, Action.MERGE, other_id=parent.id)
    office.clock.advance(HOUR_MS)
    assert refused(lambda: office.act(parent.id, Action.SPLIT)).code == "text_required"
    office.act(parent.id, Action.SPLIT, other_id=child.id)
    alone = office.case(child.id)
    same = ("state", "holder_id", "signed_at", "parent_id", "merged_at")
    assert {name: getattr(alone, name) for name in same} == {name: getattr(child, name) for name in same}
    assert office.case(parent.id).children == 0
    armed = office.database.read(lambda conn: timers.armed_for(conn, child.id))
    assert alone.escalate_at in {timer.due_at for timer in armed}
    assert refused(lambda: office.act(child.id, Action.SPLIT)).code == "not_merged"


def test_after_a_long_merge_a_case_is_due_and_goes_up_later_by_the_time_it_waited(office: Office) -> None:
    parent, child = office.report(), handling(office)
    assert child.due_at is not None
    assert child.escalate_at is not None
    office.act(child.id, Action.MERGE, other_id=parent.id)
    office.clock.advance(3 * DAY_MS)
    office.act(child.id, Action.SPLIT)
    alone, now = office.case(child.id), office.clock.now()
    assert alone.due_at == child.due_at + 3 * DAY_MS
    assert alone.stopped_ms == 3 * DAY_MS
    assert alone.escalate_at is not None
    assert alone.escalate_at > now
    (stop,) = office.database.read(lambda conn: loop_rows.stops(conn, child.id))
    assert (stop.at, stop.until, stop.reason) == (now - 3 * DAY_MS, now, "并案期间")
    found = detail(office, child.id)
    assert "并案期间停表3天，时限顺延至" in found.events[-1].text
    assert "停表共3天" in found.due_sentence


def test_what_was_overdue_when_it_was_merged_stays_so(office: Office) -> None:
    parent, child = office.report(), handling(office)
    assert child.due_at is not None
    office.clock.advance(child.due_at - office.clock.now() + MINUTE_MS)
    office.act(child.id, Action.MERGE, other_id=parent.id)
    office.clock.advance(DAY_MS)
    office.act(parent.id, Action.SPLIT, other_id=child.id)
    assert office.case(child.id).due_at == child.due_at


def test_a_dispatch_away_from_a_holder_that_had_signed_gives_back_its_signature(office: Office) -> None:
    case = handling(office)
    office.clock.advance(HOUR_MS)
    office.act(case.id, Action.DISPATCH, unit=URBAN)
    office.clock.advance(UNDO_MS)
    office.act(case.id, Action.UNDO)
    assert office.case(case.id).signed_at == case.signed_at
    hops = [hop for hop in detail(office, case.id).custody if hop.kind == "holder"]
    assert (hops[-1].to_unit, hops[-1].signed_at) == (case.holder_id, case.signed_at)
    parts = office.database.read(lambda conn: case_store.parties(conn, case.id))
    (holder,) = [part for part in parts if part.role is PartyRole.HOLDER and part.until is None]
    assert (holder.unit_id, holder.signed_at) == (case.holder_id, case.signed_at)


def test_what_cannot_be_merged(office: Office) -> None:
    one, two, three = office.report(), office.report(), office.report()
    assert refused(lambda: office.act(one.id, Action.MERGE, other_id=one.id)).code == "merge_itself"
    assert refused(lambda: office.act(one.id, Action.MERGE, other_id="none")).code == "not_found"
    office.act(one.id, Action.MERGE, other_id=two.id)
    assert refused(lambda: office.act(three.id, Action.MERGE, other_id=one.id)).code == "merge_into_merged"
    assert refused(lambda: office.act(two.id, Action.MERGE, other_id=three.id)).code == "merge_has_children"
    assert refused(lambda: office.act(two.id, Action.DECLINE, reason_code="secret")).code == "merge_has_children"
    office.act(three.id, Action.DECLINE, reason_code="secret")
    four = office.report()
    assert refused(lambda: office.act(four.id, Action.MERGE, other_id=three.id)).code == "merge_into_closed"
    abroad = office.scope(OTHER_STREET, Role.STREET)
    assert refused(lambda: office.act(four.id, Action.MERGE, abroad, other_id=two.id)).code == "not_found"


# ── undoing ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_an_unsigned_dispatch_is_undone_with_its_assisting_units(office: Office) -> None:
    case = office.report()
    office.act(case.id, Action.ACCEPT)
    before = office.case(case.id)
    office.clock.advance(MINUTE_MS)
    office.act(case.id, Action.DISPATCH, unit=WATER, assisting=(URBAN,))
    office.clock.advance(UNDO_MS)
    office.act(case.id, Action.UNDO)
    after = office.case(case.id)
    for name in ("state", "holder_id", "holder_since", "dispatched_at", "first_unit_id", "escalate_at"):
        assert getattr(after, name) == getattr(before, name), name
    found = detail(office, case.id)
    assert (found.assisting, found.events[-1].text) == ((), "撤销派单")
    assert [hop.to_unit for hop in found.custody if hop.kind == "holder"] == [
        before.holder_id,
        WATER,
        before.holder_id,
    ]
    assert refused(lambda: office.act(case.id, Action.UNDO)).code == "undo_nothing"


def test_nothing_is_undone_late_by_others_or_after_somebody_acted(office: Office) -> None:
    case = office.dispatched()
    stranger = office.scope("", Role.OPERATOR, person="other")
    assert refused(lambda: office.act(case.id, Action.UNDO, stranger)).code == "undo_not_yours"
    office.clock.advance(UNDO_MS + 1)
    assert refused(lambda: office.act(case.id, Action.UNDO)).code == "undo_too_late"
    again = office.dispatched()
    office.act(again.id, Action.SIGN, office.department())
    assert refused(lambda: office.act(again.id, Action.UNDO)).code == "undo_nothing"


def test_a_suspension_undone_has_stopped_nothing(office: Office) -> None:
    case = handling(office)
    office.act(case.id, Action.SUSPEND, until=office.clock.now() + 5 * DAY_MS, text="等审批")
    office.clock.advance(UNDO_MS)
    office.act(case.id, Action.UNDO)
    after = office.case(case.id)
    assert (after.suspended_at, after.suspensions, after.due_at) == (None, 0, case.due_at)
    stop = detail(office, case.id).stops[0]
    assert stop.until == stop.at
    left = office.database.read(lambda conn: timers.armed_for(conn, case.id))
    assert "resume" not in {timer.kind for timer in left}


@pytest.mark.parametrize("side", ["child", "parent"])
def test_a_merge_is_undone_from_either_side(office: Office, side: str) -> None:
    parent, child = office.report(), office.report()
    office.act(child.id, Action.CLAIM)
    office.act(child.id, Action.MERGE, other_id=parent.id)
    office.act(child.id if side == "child" else parent.id, Action.UNDO)
    alone = office.case(child.id)
    assert (alone.parent_id, alone.is_open, alone.claimed_by) == (None, True, office.operator.person_id)
    assert office.case(parent.id).children == 0
    assert detail(office, child.id).events[-1].text == f"撤销并案，从 {parent.number} 拆出"


def test_a_note_and_a_claim_are_undone(office: Office) -> None:
    case = office.report()
    office.act(case.id, Action.NOTE, text="写错了")
    office.act(case.id, Action.UNDO)
    office.act(case.id, Action.CLAIM)
    office.act(case.id, Action.UNDO)
    assert office.case(case.id).claimed_by is None
    assert [event.text for event in detail(office, case.id).events][-3:] == ["撤销备注", "", "撤销认领"]


# ── the matter is back ──────────────────────────────────────────────────────────────────────────────────────────────
def test_a_closed_case_is_reopened_to_its_centre_with_its_limit_running_anew(office: Office) -> None:
    case = closed(office)
    assert case.due_at is not None
    office.clock.advance(20 * HOUR_MS)
    for stranger in (office.department(), office.scope(OTHER_STREET, Role.STREET)):
        assert refused(partial(office.act, case.id, Action.REOPEN, stranger, text="又积水")).code in (
            "no_right",
            "not_found",
        )
    assert refused(lambda: office.act(case.id, Action.REOPEN)).code == "text_required"
    done = office.act(case.id, Action.REOPEN, text="夜间又积水")
    now, again = office.clock.now(), office.case(case.id)
    assert done.row.state is State.ACCEPTED
    assert done.visible
    assert (again.holder_id, again.is_signed, again.reworks) == (again.answerable_id, False, 1)
    assert again.due_start == now
    assert again.due_at == now + (case.due_at - (case.due_start or 0))
    told = detail(office, case.id)
    event = told.events[-1]
    assert event.action == Action.REOPEN.value
    assert event.text.startswith("重开：夜间又积水。时限“")
    assert "自重开起重新计算" in event.text
    assert (event.before["closed_at"], event.after["closed_at"]) == (case.closed_at, None)
    board = office.database.read(lambda conn: questions.board(conn, office.district, office.operator, 0))
    assert case.id in {row.id for row in board.rows}
    assert office.database.read(lambda conn: timers.armed_for(conn, case.id))
    office.act(case.id, Action.DISPATCH, unit=WATER)
    office.act(case.id, Action.SIGN, office.department(WATER))
    assert office.case(case.id).state is State.HANDLING
    assert office.case(case.id).due_at == again.due_at


def test_a_reopened_case_waits_anew_at_its_tier_and_goes_up_by_the_same_rules(office: Office) -> None:
    case = closed(office)
    office.clock.advance(23 * HOUR_MS)
    office.act(case.id, Action.REOPEN, text="又坏了")
    again = office.case(case.id)
    assert again.tier is case.tier
    assert again.escalate_at is not None
    assert again.escalate_at > office.clock.now()
    Due(office.database, office.district, "one").work()
    assert office.case(case.id) == again
    office.clock.advance(again.escalate_at - office.clock.now())
    Due(office.database, office.district, "one").work()
    assert office.case(case.id).tier > case.tier


def test_the_time_a_case_was_closed_is_in_nobodys_hands(office: Office) -> None:
    case = closed(office)
    office.clock.advance(HOUR_MS)
    office.act(case.id, Action.REOPEN, text="又坏了")
    hops = [hop for hop in detail(office, case.id).custody if hop.kind in ("holder", "rework")]
    assert [(hop.kind, hop.to_unit) for hop in hops[-2:]] == [("holder", case.answerable_id), ("rework", WATER)]
    assert next(hop for hop in hops if hop.to_unit == WATER and hop.kind == "holder").until == case.closed_at


def test_after_a_day_a_new_case_is_made_instead(office: Office) -> None:
    case = closed(office)
    office.clock.advance(DAY_MS + 1)
    problem = refused(lambda: office.act(case.id, Action.REOPEN, text="又坏了"))
    assert (problem.code, problem.sentence) == ("reopen_too_late", "结案已超过 24 小时，不能重开")


def test_what_was_merged_waits_with_its_reopened_parent_again_and_can_be_taken_out(office: Office) -> None:
    child = office.report(caller="李四", phone="13800000000")
    parent = handling(office)
    office.act(child.id, Action.MERGE, other_id=parent.id)
    office.act(parent.id, Action.FEEDBACK, office.department(), text="已排水")
    office.act(parent.id, Action.CHECK, text="现场已通")
    office.act(parent.id, Action.FOLLOW_UP, resolved="solved", other_id=child.id)
    office.act(parent.id, Action.CLOSE, text="道路通畅")
    assert refused(lambda: office.act(child.id, Action.REOPEN, text="又来了")).code == "merged"
    office.act(parent.id, Action.REOPEN, text="又积水")
    again = office.case(child.id)
    assert (again.state, again.closed_at, again.parent_id) == (State.REPORTED, None, parent.id)
    assert not again.is_open
    assert detail(office, child.id).events[-1].text == f"随主案件 {parent.number} 重开"
    assert office.case(parent.id).children == 1
    new = office.report()
    office.act(new.id, Action.MERGE, other_id=parent.id)
    office.act(child.id, Action.SPLIT)
    assert office.case(child.id).is_open
    assert office.case(parent.id).children == 1
