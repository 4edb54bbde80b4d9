"""Hub and console say the same of a case: the table asks the stored case and the row on the board alike."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from services.desk.rows import board_row
from services.domain.actions import ACTIONS, Action, why_not
from services.domain.cases import State
from services.domain.clock import DAY_MS, HOUR_MS
from services.domain.conditions import Asked, Condition
from services.domain.looprules import LoopRules, ReturnPolicy
from services.domain.problems import Refusal
from services.domain.tiers import Tier
from tests.fixtures.cases import case
from tests.fixtures.databases import START, CounterIds

moments = st.none() | st.sampled_from([START - DAY_MS, START - HOUR_MS, START, START + HOUR_MS])
columns = st.fixed_dictionaries(
    {
        "state": st.sampled_from(list(State)),
        "tier": st.sampled_from(list(Tier)),
        "holder_id": st.sampled_from(["dept-water", "440113001001001"]),
        "holder_since": st.sampled_from([START - DAY_MS, START]),
        "designated": st.booleans(),
        "suspensions": st.integers(0, 2),
        "extensions": st.integers(0, 3),
        "children": st.integers(0, 2),
        "supervised": st.sampled_from(["", "挂牌"]),
        "flags": st.sampled_from(["", "hard", "hard return_asked", "return_asked"]),
        "claimed_by": st.sampled_from([None, "p1", "p2"]),
        "undo_by": st.sampled_from([None, "p1", "p2"]),
        **dict.fromkeys(("due_at", "suspended_at", "merged_at", "claimed_at", "followed_at", "undo_until"), moments),
    }
)
askers = st.builds(
    lambda take, known, returns, first, unit: Asked(
        now=START,
        person_id="p1",
        unit_id=unit,
        may_take_over=take,
        caller_known=known,
        rules=LoopRules(returns=returns, return_window_ms=HOUR_MS, follow_up_first=first),
    ),
    st.booleans(),
    st.booleans(),
    st.sampled_from(list(ReturnPolicy)),
    st.booleans(),
    st.sampled_from(["dept-water", "440113"]),
)


@given(columns, askers, st.sampled_from(list(Action)))
def test_the_case_and_its_row_are_refused_alike_with_a_sentence(
    values: dict[str, Any], asked: Asked, action: Action
) -> None:
    stored = case(CounterIds(), **values)
    row = board_row(stored)
    sent = msgspec.json.decode(msgspec.json.encode(row), type=type(row))
    why = why_not(action, stored, asked)
    assert why_not(action, sent, asked) == why
    if why is not None:
        assert "{" not in Refusal(why.code, **why.params).problem.sentence


def test_every_condition_is_asked_by_some_action_and_every_state_can_be_left_or_ends() -> None:
    assert {condition for rule in ACTIONS.values() for condition in rule.conditions} == set(Condition)
    reached = {State.REPORTED}.union(*(rule.to for rule in ACTIONS.values()))
    assert reached == set(State)
