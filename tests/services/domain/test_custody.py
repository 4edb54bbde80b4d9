from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain import custody
from services.domain.cases import OPEN_STATES, Case, State, changed_columns
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS
from services.domain.conditions import Asked
from services.domain.custody import HARD_FLAG
from services.domain.looprules import LoopRules, ReturnPolicy
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.tiers import Tier, ancestor_at

if TYPE_CHECKING:
    from collections.abc import Callable

PATH = "d/s/c/g"
START = 1_700_000_000_000


def fresh(**columns: object) -> Case:
    base = Case(
        id="1",
        number="YL1",
        mode=Mode.EXERCISE,
        title="井盖缺失",
        area_path=PATH,
        tier=Tier.GRID,
        answerable_id="g",
        holder_id="g",
        holder_since=START,
        reported_at=START,
        updated_at=START,
    )
    return msgspec.structs.replace(base, **columns)


def refused(call: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.problem.code


def test_the_whole_loop() -> None:
    case = custody.accept(fresh(), START + 1)
    case = custody.dispatch(case, "dept", START + 2)
    assert (case.tier, case.answerable_id, case.holder_id) == (Tier.GRID, "g", "dept")
    assert case.signed_at is None
    assert case.holder_since == START + 2
    case = custody.sign(case, START + 3)
    assert case.state is State.HANDLING
    case = custody.feed_back(case, START + 4)
    case = custody.check(case, START + 5, passed=True)
    case = custody.close(case, START + 6)
    assert case.state is State.CLOSED
    assert not case.is_open
    assert case.version == 7
    assert case.updated_at == START + 6


def test_rework_goes_back_to_the_same_unit_in_handling() -> None:
    case = fresh(state=State.FEEDBACK, holder_id="dept", signed_at=START, feedback_at=START)
    again = custody.check(case, START + 1, passed=False)
    assert (again.state, again.holder_id, again.feedback_at) == (State.HANDLING, "dept", None)


def test_rework_after_an_escalation_waits_for_the_centres_signature() -> None:
    case = fresh(state=State.FEEDBACK, holder_id="dept", signed_at=START, feedback_at=START)
    up = custody.escalate(case, START + 1)
    assert (up.holder_id, up.former_lead_id, up.is_signed) == ("c", "dept", False)
    assert custody.check(up, START + 2, passed=False).state is State.DISPATCHED


def test_escalation_gives_the_holding_back_to_the_centre_and_names_the_former_lead() -> None:
    case = fresh(state=State.HANDLING, holder_id="dept", signed_at=START)
    up = custody.escalate(case, START + 9)
    assert (up.tier, up.answerable_id, up.holder_id, up.signed_at) == (Tier.COMMUNITY, "c", "c", None)
    assert (up.state, up.former_lead_id, up.escalated_at) == (State.DISPATCHED, "dept", START + 9)
    again = custody.dispatch(up, "other", START + 10)
    assert (again.tier, again.holder_id, again.former_lead_id) == (Tier.COMMUNITY, "other", None)


def test_a_case_without_a_place_escalates_to_the_district() -> None:
    case = fresh(area_path="d", tier=Tier.STREET, answerable_id="s", holder_id="s")
    assert custody.escalate(case, START).answerable_id == "d"


def test_the_top_tier_cannot_escalate() -> None:
    assert refused(lambda: custody.escalate(fresh(tier=Tier.DISTRICT, answerable_id="d"), START)) == "top_tier"


def by(now: int = START, returns: ReturnPolicy = ReturnPolicy.WINDOW, **fields: object) -> Asked:
    """Return who asks, under rules with an hour to return in."""
    rules = LoopRules(returns=returns, return_window_ms=HOUR_MS)
    return msgspec.structs.replace(Asked(now=now, person_id="ann", rules=rules), **fields)


@pytest.mark.parametrize(
    ("policy", "code"),
    [(ReturnPolicy.FORBIDDEN, "return_forbidden"), (ReturnPolicy.UNKNOWN, "return_policy_unknown")],
)
def test_a_policy_that_lets_nobody_return_says_which(policy: ReturnPolicy, code: str) -> None:
    case = fresh(state=State.DISPATCHED, holder_id="dept")
    assert refused(lambda: custody.give_back(case, by(returns=policy))) == code


def test_a_return_that_must_be_approved_is_asked_for_and_the_centre_decides() -> None:
    case = fresh(state=State.DISPATCHED, holder_id="dept")
    late = by(START + 9 * HOUR_MS, returns=ReturnPolicy.APPROVAL)
    asked = custody.give_back(case, late)
    assert (asked.state, asked.holder_id, asked.holder_since, asked.returns) == (State.DISPATCHED, "dept", START, 0)
    assert refused(lambda: custody.give_back(asked, late)) == "return_asked"
    assert refused(lambda: custody.allow_return(case, START)) == "return_not_asked"
    allowed = custody.allow_return(asked, START + HOUR_MS)
    assert (allowed.state, allowed.holder_id, allowed.returns, allowed.flags) == (State.ACCEPTED, "g", 1, "")
    denied = custody.deny_return(asked, START + HOUR_MS)
    assert (denied.holder_id, denied.returns, denied.flags) == ("dept", 0, "")
    assert custody.sign(asked, START).flags == ""
    assert custody.dispatch(asked, "other", START).flags == ""
    assert custody.escalate(asked, START).flags == ""


def test_a_return_within_the_window_goes_to_the_centre_and_the_second_makes_it_hard() -> None:
    case = fresh(state=State.DISPATCHED, holder_id="dept")
    back = custody.give_back(case, by(START + HOUR_MS))
    assert (back.state, back.holder_id, back.returns, back.flags) == (State.ACCEPTED, "g", 1, "")
    sent = custody.dispatch(back, "other", START + HOUR_MS)
    again = custody.give_back(sent, by(START + HOUR_MS))
    assert again.returns == 2
    assert again.flags == HARD_FLAG


@pytest.mark.parametrize(
    ("columns", "now", "code"),
    [
        ({}, START + HOUR_MS + 1, "return_too_late"),
        ({"designated": True}, START, "return_designated"),
        ({"holder_id": "g"}, START, "with_the_centre"),
        ({"state": State.HANDLING}, START, "wrong_step"),
        ({"suspended_at": START}, START, "suspended"),
        ({"merged_at": START}, START, "merged"),
    ],
)
def test_what_stops_a_return(columns: dict[str, object], now: int, code: str) -> None:
    case = fresh(**{"state": State.DISPATCHED, "holder_id": "dept", **columns})
    assert refused(lambda: custody.give_back(case, by(now))) == code


@pytest.mark.parametrize(
    ("columns", "until", "code"),
    [
        ({"due_at": None}, START + HOUR_MS, "no_deadline"),
        ({"due_at": START}, START + HOUR_MS, "extend_overdue"),
        ({"extensions": 2}, START + 9 * HOUR_MS, "extend_too_often"),
        ({}, START + MINUTE_MS, "field_bad"),
        ({"state": State.REPORTED}, START + 9 * HOUR_MS, "wrong_step"),
        ({"suspended_at": START}, START + 9 * HOUR_MS, "suspended"),
    ],
)
def test_what_stops_an_extension(columns: dict[str, object], until: int, code: str) -> None:
    case = fresh(**{"state": State.HANDLING, "due_at": START + HOUR_MS, **columns})
    assert refused(lambda: custody.extend(case, START, until)) == code


def test_a_suspension_stops_the_clock_once_and_moves_the_due_time_by_what_it_stopped() -> None:
    case = fresh(state=State.HANDLING, signed_at=START, due_at=START + 4 * HOUR_MS, due_limit="natural:14400000")
    stopped = custody.suspend(case, START + HOUR_MS, START + 3 * HOUR_MS)
    assert (stopped.suspended_at, stopped.suspended_until) == (START + HOUR_MS, START + 3 * HOUR_MS)
    assert stopped.due_at == case.due_at
    for forbidden in (custody.feed_back, custody.escalate, custody.accept):
        assert refused(lambda move=forbidden: move(stopped, START)) in {"suspended", "wrong_step"}  # type: ignore[misc]
    again = custody.resume(stopped, START + 2 * HOUR_MS, None)
    assert (again.due_at, again.stopped_ms, again.suspended_at) == (START + 5 * HOUR_MS, HOUR_MS, None)
    assert refused(lambda: custody.resume(again, START, None)) == "not_suspended"
    assert refused(lambda: custody.suspend(again, START, START + HOUR_MS)) == "suspend_too_often"


@pytest.mark.parametrize(
    ("until", "code"),
    [(START, "field_bad"), (START + 365 * DAY_MS + 1, "suspend_too_long"), (START + 365 * DAY_MS, "")],
)
def test_how_long_a_suspension_may_be(until: int, code: str) -> None:
    case = fresh(state=State.HANDLING)
    if code:
        assert refused(lambda: custody.suspend(case, START, until)) == code
    else:
        assert custody.suspend(case, START, until).suspended_until == until


def test_what_ends_a_case_before_it_was_handled() -> None:
    assert custody.decline(fresh(), START).state is State.NOT_ACCEPTED
    assert refused(lambda: custody.decline(fresh(state=State.ACCEPTED), START)) == "wrong_step"
    held = fresh(state=State.HANDLING, suspended_at=START, suspended_until=START + HOUR_MS, claimed_by="ann")
    gone = custody.void(held, START + MINUTE_MS)
    assert (gone.state, gone.is_open, gone.suspended_at, gone.stopped_ms) == (State.VOID, False, None, MINUTE_MS)
    assert gone.claimed_by is None
    assert refused(lambda: custody.void(fresh(children=1), START)) == "merge_has_children"


def test_verifying_leaves_the_last_word_as_a_flag() -> None:
    case = custody.verify(fresh(flags="hard"), START, real=False)
    assert case.flags == "hard unreal"
    assert custody.verify(case, START, real=True).flags == "hard real"


def test_filing_keeps_its_criterion() -> None:
    filed = custody.file(fresh(state=State.ACCEPTED), START + 1, criterion_id="c1")
    assert (filed.state, filed.filed_at, filed.criterion_id) == (State.FILED, START + 1, "c1")


def test_rework_counts_and_asks_for_a_new_call() -> None:
    done = {"holder_id": "dept", "signed_at": START, "feedback_at": START, "checked_at": START}
    case = fresh(state=State.CHECKED, **done, followed_at=START, resolved="unsolved", satisfaction="unsatisfied")
    again = custody.rework(case, START + 1)
    assert (again.state, again.reworks, again.followed_at, again.resolved) == (State.HANDLING, 1, None, "")
    failed = custody.check(fresh(state=State.FEEDBACK, **done), START + 1, passed=False)
    assert failed.reworks == 1


def test_a_case_with_a_caller_closes_after_the_call_where_the_district_wants_it() -> None:
    case = fresh(state=State.CHECKED)
    strict = by(caller_known=True, rules=LoopRules(follow_up_first=True))
    assert refused(lambda: custody.close(case, strict)) == "follow_up_first"
    called = custody.follow_up(case, START, resolved="solved", satisfaction="satisfied", complete=True)
    assert custody.close(called, strict).state is State.CLOSED
    assert custody.close(case, msgspec.structs.replace(strict, caller_known=False)).state is State.CLOSED


CLOSED = {"state": State.CLOSED, "closed_at": START, "holder_id": "dept", "signed_at": START, "dispatched_at": START}


@pytest.mark.parametrize(
    ("columns", "after_ms", "code"),
    [
        ({}, 0, ""),
        ({}, DAY_MS, ""),
        ({}, DAY_MS + 1, "reopen_too_late"),
        ({"closed_at": None}, 0, "reopen_too_late"),
        ({"merged_at": START}, 0, "merged"),
        ({"state": State.VOID}, 0, "wrong_step"),
        ({"state": State.NOT_ACCEPTED}, 0, "wrong_step"),
        ({"state": State.CHECKED, "closed_at": None}, 0, "wrong_step"),
    ],
)
def test_which_case_is_reopened(columns: dict[str, object], after_ms: int, code: str) -> None:
    case = fresh(**{**CLOSED, **columns})
    if code:
        assert refused(lambda: custody.reopen(case, START + after_ms)) == code
    else:
        assert custody.reopen(case, START + after_ms).is_open


def test_a_reopened_case_is_the_centres_as_after_its_acceptance_and_counts_anew() -> None:
    spent = {"extensions": 2, "suspensions": 1, "stopped_ms": 9, "reworks": 1, "returns": 2, "flags": HARD_FLAG}
    said = {"feedback_at": START, "checked_at": START, "followed_at": START, "resolved": "solved", "designated": True}
    case = fresh(**{**CLOSED, **spent, **said}, tier=Tier.STREET, answerable_id="s", children=1, first_unit_id="dept")
    again = custody.reopen(case, START + HOUR_MS)
    assert (again.state, again.tier, again.answerable_id, again.holder_id) == (State.ACCEPTED, Tier.STREET, "s", "s")
    assert (again.holder_since, again.resumed_at, again.signed_at) == (START + HOUR_MS, START + HOUR_MS, None)
    assert (again.dispatched_at, again.feedback_at, again.checked_at, again.closed_at) == (None, None, None, None)
    assert (again.followed_at, again.resolved, again.designated) == (None, "", False)
    assert (again.extensions, again.suspensions, again.stopped_ms) == (0, 0, 0)
    assert (again.reworks, again.returns, again.flags, again.children) == (2, 2, HARD_FLAG, 1)
    assert again.first_unit_id == "dept"


def test_supervision_and_urging_leave_the_state() -> None:
    case = custody.supervise(fresh(), START, "日常")
    assert custody.supervise(case, START, "挂牌").supervised == "挂牌"
    assert custody.unsupervise(case, START).supervised == ""
    assert refused(lambda: custody.unsupervise(fresh(), START)) == "not_supervised"
    urged = custody.urge(custody.urge(fresh(), START), START + 1)
    assert (urged.urges, urged.urged_at, urged.state) == (2, START + 1, State.REPORTED)
    assert refused(lambda: custody.urge(fresh(), by(unit_id="g"))) == "urge_own"


def test_the_first_receiver_stays_named() -> None:
    case = custody.dispatch(fresh(state=State.ACCEPTED), "dept", START)
    other = custody.dispatch(case, "other", START)
    assert (other.first_unit_id, other.holder_id) == ("dept", "other")


def test_a_claim_is_one_persons_until_it_runs_out() -> None:
    case = custody.claim(fresh(), by())
    assert custody.claim(case, by(START + 1)).claimed_by == "ann"
    assert refused(lambda: custody.claim(case, by(person_id="bob"))) == "claimed"
    late = by(START + LoopRules().claim_ms, person_id="bob")
    assert custody.claim(case, late).claimed_by == "bob"
    assert custody.release(case, by()).claimed_by is None
    assert refused(lambda: custody.release(fresh(), by())) == "not_claimed"


def test_a_refusal_names_the_state_in_chinese() -> None:
    with pytest.raises(Refusal) as caught:
        custody.sign(fresh(), START)
    assert caught.value.problem.sentence == "案件处于“待受理”，不能签收"


def test_changed_columns_are_those_that_differ() -> None:
    assert set(changed_columns(fresh(), custody.accept(fresh(), START + 1))) == {
        "state",
        "accepted_at",
        "version",
        "updated_at",
    }


MOVES: dict[str, Callable[[Case, int], Case]] = {
    "accept": custody.accept,
    "dispatch": lambda case, now: custody.dispatch(case, "dept", now),
    "dispatch_other": lambda case, now: custody.dispatch(case, "other", now),
    "sign": custody.sign,
    "feedback": custody.feed_back,
    "escalate": custody.escalate,
    "pass": lambda case, now: custody.check(case, now, passed=True),
    "rework": lambda case, now: custody.check(case, now, passed=False),
    "close": custody.close,
    "reopen": custody.reopen,
    "note": custody.note,
    "return": lambda case, now: custody.give_back(case, by(now)),
    "extend": lambda case, now: custody.extend(case, now, (case.due_at or 0) + HOUR_MS),
    "claim": lambda case, now: custody.claim(case, by(now)),
    "release": lambda case, now: custody.release(case, by(now)),
    "file": custody.file,
    "suspend": lambda case, now: custody.suspend(case, now, now + HOUR_MS),
    "resume": lambda case, now: custody.resume(case, now, None),
    "rework_after": custody.rework,
    "urge": custody.urge,
    "supervise": lambda case, now: custody.supervise(case, now, "日常"),
}


@given(
    st.lists(st.sampled_from(sorted(MOVES)), max_size=40),
    st.lists(st.integers(0, HOUR_MS), min_size=40, max_size=40),
)
def test_whatever_is_done_the_four_words_stay_apart(names: list[str], gaps: list[int]) -> None:
    case, now = fresh(due_at=START + 4 * HOUR_MS, due_start=START), START
    for name, gap in zip(names, gaps, strict=False):
        now += gap
        try:
            after = MOVES[name](case, now)
        except Refusal:
            continue
        assert after.version == case.version + 1
        assert after.tier >= case.tier, "a case never goes down by itself"
        if name != "escalate":
            assert (after.tier, after.answerable_id) == (case.tier, case.answerable_id), (
                "only escalation moves the tier"
            )
        if after.holder_id != case.holder_id:
            assert after.holder_since == now, "time unsigned counts from the moment of holding"
            assert not after.is_signed
        case = after
        _invariants(case)


def _invariants(case: Case) -> None:
    assert case.answerable_id == ancestor_at(case.area_path, case.tier)
    if case.state is State.HANDLING:
        assert case.is_signed
    if case.state in (State.REPORTED, State.ACCEPTED, State.FILED):
        assert case.holder_id == case.answerable_id
    if case.state is State.DISPATCHED:
        assert not case.is_signed
    assert (case.state in OPEN_STATES) is case.is_open
    if case.returns >= 2:
        assert HARD_FLAG in case.flags.split()


def test_every_pair_of_moves_either_holds_or_refuses() -> None:
    for first, second in itertools.product(MOVES, repeat=2):
        case = fresh(due_at=START + HOUR_MS, due_start=START)
        for name in (first, second):
            try:
                case = MOVES[name](case, START + 1)
            except Refusal as refusal:
                assert refusal.problem.sentence  # noqa: PT017 - either outcome is right, but never another exception
