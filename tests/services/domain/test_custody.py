from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain import custody
from services.domain.cases import OPEN_STATES, Case, State, changed_columns
from services.domain.clock import HOUR_MS, MINUTE_MS
from services.domain.custody import HARD_FLAG
from services.domain.looprules import ReturnPolicy
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


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        (ReturnPolicy.FORBIDDEN, "return_forbidden"),
        (ReturnPolicy.APPROVAL, "return_needs_approval"),
        (ReturnPolicy.UNKNOWN, "return_policy_unknown"),
    ],
)
def test_a_policy_that_lets_nobody_return_says_which(policy: ReturnPolicy, code: str) -> None:
    case = fresh(state=State.DISPATCHED, holder_id="dept")
    assert refused(lambda: custody.give_back(case, START, policy, HOUR_MS)) == code


def test_a_return_within_the_window_goes_to_the_centre_and_the_second_makes_it_hard() -> None:
    case = fresh(state=State.DISPATCHED, holder_id="dept")
    back = custody.give_back(case, START + HOUR_MS, ReturnPolicy.WINDOW, HOUR_MS)
    assert (back.state, back.holder_id, back.returns, back.flags) == (State.ACCEPTED, "g", 1, "")
    sent = custody.dispatch(back, "other", START + HOUR_MS)
    again = custody.give_back(sent, START + HOUR_MS, ReturnPolicy.WINDOW, HOUR_MS)
    assert again.returns == 2
    assert again.flags == HARD_FLAG


@pytest.mark.parametrize(
    ("columns", "now", "code"),
    [
        ({}, START + HOUR_MS + 1, "return_too_late"),
        ({"designated": True}, START, "return_designated"),
        ({"holder_id": "g"}, START, "already_there"),
        ({"state": State.HANDLING}, START, "wrong_step"),
    ],
)
def test_what_stops_a_return(columns: dict[str, object], now: int, code: str) -> None:
    case = fresh(**{"state": State.DISPATCHED, "holder_id": "dept", **columns})
    assert refused(lambda: custody.give_back(case, now, ReturnPolicy.WINDOW, HOUR_MS)) == code


@pytest.mark.parametrize(
    ("columns", "until", "code"),
    [
        ({"due_at": None}, START + HOUR_MS, "no_deadline"),
        ({"due_at": START}, START + HOUR_MS, "extend_overdue"),
        ({"extensions": 2}, START + 9 * HOUR_MS, "extend_too_often"),
        ({}, START + MINUTE_MS, "field_bad"),
        ({"state": State.REPORTED}, START + 9 * HOUR_MS, "wrong_step"),
    ],
)
def test_what_stops_an_extension(columns: dict[str, object], until: int, code: str) -> None:
    case = fresh(**{"state": State.HANDLING, "due_at": START + HOUR_MS, **columns})
    assert refused(lambda: custody.extend(case, START, until, most=2)) == code


def test_a_claim_is_one_persons() -> None:
    case = custody.claim(fresh(), "ann", START)
    assert custody.claim(case, "ann", START + 1).claimed_by == "ann"
    assert refused(lambda: custody.claim(case, "bob", START)) == "claimed"
    assert custody.release(case, START).claimed_by is None


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
    "note": custody.note,
    "return": lambda case, now: custody.give_back(case, now, ReturnPolicy.WINDOW, HOUR_MS),
    "extend": lambda case, now: custody.extend(case, now, (case.due_at or 0) + HOUR_MS, most=2),
    "claim": lambda case, now: custody.claim(case, "ann", now),
    "release": custody.release,
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
