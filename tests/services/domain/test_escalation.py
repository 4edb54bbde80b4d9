from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.cases import OPEN_STATES, Case, Priority, State
from services.domain.clock import HOUR_MS, MINUTE_MS
from services.domain.escalation import Awaits, TierRule, armed, next_escalation
from services.domain.modes import Mode
from services.domain.tiers import Tier

START = 1_700_000_000_000
R1 = TierRule(rule_id="R1", tier=Tier.GRID, awaits=Awaits.SIGNING, wait_ms=30 * MINUTE_MS)
R2 = TierRule(rule_id="R2", tier=Tier.GRID, awaits=Awaits.FEEDBACK, wait_ms=4 * HOUR_MS)
R3 = TierRule(
    rule_id="R3", tier=Tier.GRID, awaits=Awaits.SIGNING, wait_ms=5 * MINUTE_MS, priorities=(Priority.EXTRA_URGENT,)
)
R4 = TierRule(rule_id="R4", tier=Tier.COMMUNITY, awaits=Awaits.FEEDBACK, wait_ms=HOUR_MS)
POLICY = (R1, R2, R3, R4)


def fresh(**columns: object) -> Case:
    base = Case(
        id="1",
        number="1",
        mode=Mode.LIVE,
        title="积水",
        area_path="d/s/c/g",
        tier=Tier.GRID,
        answerable_id="g",
        holder_id="g",
        holder_since=START,
        reported_at=START,
        updated_at=START,
    )
    return msgspec.structs.replace(base, **columns)


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ({}, (START + 30 * MINUTE_MS, "R1")),
        ({"priority": Priority.EXTRA_URGENT}, (START + 5 * MINUTE_MS, "R3")),
        ({"state": State.DISPATCHED, "holder_since": START + HOUR_MS}, (START + 90 * MINUTE_MS, "R1")),
        ({"state": State.HANDLING, "signed_at": START}, (START + 4 * HOUR_MS, "R2")),
        ({"state": State.FEEDBACK, "signed_at": START}, None),
        ({"state": State.CLOSED}, None),
        ({"suspended_at": START}, None),
        ({"tier": Tier.DISTRICT}, None),
        ({"tier": Tier.STREET}, None),
        ({"tier": Tier.COMMUNITY, "escalated_at": START + HOUR_MS}, (START + 2 * HOUR_MS, "R4")),
    ],
)
def test_what_goes_up_next(columns: dict[str, object], expected: tuple[int, str] | None) -> None:
    found = next_escalation(POLICY, fresh(**columns))
    assert (None if found is None else (found[0], found[1].rule_id)) == expected


def test_an_extension_stops_what_comes_before_the_extended_due_time() -> None:
    case = fresh(state=State.DISPATCHED, due_at=START + 6 * HOUR_MS, extensions=1)
    found = next_escalation(POLICY, case)
    assert found is not None
    assert found[0] == START + 6 * HOUR_MS


def test_the_case_carries_what_is_armed() -> None:
    case, rule = armed(fresh(), POLICY)
    assert (case.escalate_at, case.escalate_rule) == (START + 30 * MINUTE_MS, "R1")
    assert rule is R1
    done, none = armed(msgspec.structs.replace(case, state=State.CLOSED), POLICY)
    assert (done.escalate_at, done.escalate_rule, none) == (None, "", None)


def test_a_rule_survives_as_a_snapshot() -> None:
    assert msgspec.json.decode(msgspec.json.encode(R3), type=TierRule) == R3


@given(
    st.sampled_from(list(State)),
    st.sampled_from(list(Tier)),
    st.sampled_from(list(Priority)),
    st.one_of(st.none(), st.integers(START, START + HOUR_MS)),
    st.integers(START, START + 9 * HOUR_MS),
)
def test_no_rule_of_another_tier_or_priority_ever_fires(
    state: State, tier: Tier, priority: Priority, signed_at: int | None, since: int
) -> None:
    case = fresh(state=state, tier=tier, priority=priority, signed_at=signed_at, holder_since=since)
    found = next_escalation(POLICY, case)
    if found is None:
        return
    at, rule = found
    assert state in OPEN_STATES
    assert rule.tier is tier
    assert not rule.priorities or priority in rule.priorities
    assert all(at <= other[0] for other in [next_escalation([one], case) for one in POLICY] if other is not None)
