"""What a tier policy may say, and at which field it is refused."""

from __future__ import annotations

import msgspec
import pytest

from services.desk.district import read_profile
from services.domain.cases import Priority
from services.domain.clock import HOUR_MS, MINUTE_MS
from services.domain.escalation import Awaits, TierRule, reminder_at
from services.domain.notices import Place, Told, Way, places_of, told
from services.domain.policies import Known, StepDraft, checked, draft_of
from services.domain.problems import Refusal
from services.domain.profile import Purpose
from services.domain.rights import Role
from services.domain.standing import Still, Stop, standing
from services.domain.tiers import Tier
from tests.services.domain.test_escalation import R1, START, fresh

KNOWN = Known(tiers=frozenset(Tier), categories=frozenset({"Y1"}), flags=frozenset({"hard"}), returns=True)
NO_GRIDS = msgspec.structs.replace(KNOWN, tiers=frozenset(Tier) - {Tier.GRID, Tier.COMMUNITY})


def step(rule_id: str = "A", **fields: object) -> StepDraft:
    values: dict[str, object] = {"tier": "street", "awaits": "signing", "minutes": 30}
    return StepDraft(rule_id=rule_id, **(values | fields))  # type: ignore[arg-type]  # the fields of a step


def refused(*steps: StepDraft, known: Known = KNOWN) -> tuple[str, str]:
    with pytest.raises(Refusal) as caught:
        checked(steps, known)
    problem = caught.value.problem
    assert problem.code == "field_bad"
    assert problem.remedy
    return problem.field, problem.remedy


def test_a_whole_policy_stands_and_comes_back_as_it_was_written() -> None:
    steps = (
        step("A", priorities=(3,), minutes=5, tell=("supervisor", "street@to")),
        step("B", awaits="feedback", minutes=60, categories=("Y1",), flags=("hard",), returns=2),
        step("C", tier="grid", awaits="progress", minutes=240, to="district"),
        step("D", minutes=50, remind_percent=80, remind_every_minutes=2, remind_most=3),
    )
    rules = checked(steps, KNOWN)
    assert tuple(draft_of(rule) for rule in rules) == steps
    assert rules[2].goes_to is Tier.DISTRICT
    assert rules[0].goes_to is Tier.DISTRICT
    assert rules[0].priorities == (Priority.EXTRA_URGENT,)


def test_the_demo_s_own_rules_stand() -> None:
    profile = read_profile("panyu", Purpose.DEMO)
    known = msgspec.structs.replace(KNOWN, categories=frozenset(one.code for one in profile.categories))
    assert checked([draft_of(rule) for rule in profile.tier_rules], known) == profile.tier_rules


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"tier": "village"}, "tier"),
        ({"tier": "district"}, "tier"),
        ({"to": "grid"}, "to"),
        ({"to": "street"}, "to"),
        ({"to": "moon"}, "to"),
        ({"awaits": "rain"}, "awaits"),
        ({"minutes": 0}, "minutes"),
        ({"minutes": -5}, "minutes"),
        ({"minutes": 10**9}, "minutes"),
        ({"priorities": (9,)}, "priorities"),
        ({"categories": ("Y9",)}, "categories"),
        ({"flags": ("soft",)}, "flags"),
        ({"returns": -1}, "returns"),
        ({"tell": ("king",)}, "tell"),
        ({"tell": ("supervisor@moon",)}, "tell"),
        ({"remind_percent": 100}, "remind_percent"),
        ({"remind_percent": 80, "remind_most": 0}, "remind_most"),
        ({"remind_percent": 80, "remind_most": 2}, "remind_every_minutes"),
        ({"rule_id": " "}, "rule_id"),
    ],
)
def test_a_step_that_cannot_stand_is_refused_at_its_field(bad: dict[str, object], field: str) -> None:
    rule_id = str(bad.pop("rule_id", "B"))
    where, _ = refused(step("A", minutes=1, tier="grid"), step(rule_id, **bad))
    assert where == f"steps[1].{field}"


def test_a_tier_without_units_is_refused_where_it_stands_or_is_gone_to() -> None:
    assert refused(step(tier="grid"), known=NO_GRIDS)[0] == "steps[0].tier"
    known = msgspec.structs.replace(KNOWN, tiers=frozenset({Tier.GRID, Tier.STREET, Tier.DISTRICT}))
    assert refused(step(tier="grid"), known=known)[0] == "steps[0].to"
    assert checked([step(tier="grid", to="street")], known)[0].goes_to is Tier.STREET


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"minutes": 10}, {"minutes": 30}),
        ({"minutes": 30}, {"minutes": 30}),
        ({"minutes": 10}, {"minutes": 30, "priorities": (3,)}),
        ({"minutes": 10, "awaits": "feedback"}, {"minutes": 30}),
        ({"minutes": 10, "awaits": "feedback"}, {"minutes": 30, "awaits": "progress"}),
        ({"minutes": 10, "returns": 1}, {"minutes": 30, "returns": 2, "flags": ("hard",)}),
    ],
)
def test_a_step_that_another_always_forestalls_is_refused(first: dict[str, object], second: dict[str, object]) -> None:
    where, remedy = refused(step("A", **first), step("B", **second))
    assert where == "steps[1].minutes"
    assert "A" in remedy


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"minutes": 10, "priorities": (3,)}, {"minutes": 30}),
        ({"minutes": 10}, {"minutes": 30, "awaits": "feedback"}),
        ({"minutes": 10}, {"minutes": 30, "tier": "grid"}),
        ({"minutes": 10, "returns": 2}, {"minutes": 30, "returns": 1}),
        ({"minutes": 10, "categories": ("Y1",)}, {"minutes": 30}),
    ],
)
def test_a_narrower_or_other_step_may_come_first(first: dict[str, object], second: dict[str, object]) -> None:
    assert len(checked([step("A", **first), step("B", **second)], KNOWN)) == 2


def test_where_nobody_may_return_a_step_for_returned_cases_is_refused() -> None:
    assert refused(step(returns=1), known=msgspec.structs.replace(KNOWN, returns=False))[0] == "steps[0].returns"


def test_two_steps_of_one_name_are_refused() -> None:
    assert refused(step("A"), step("A", tier="grid"))[0] == "steps[1].rule_id"


# ── whom to tell, reminders, where a case stands ────────────────────────────────────────────────────────────────────
def test_a_role_is_looked_for_where_the_rule_says() -> None:
    way = Way(answered_id="c", held_id="w", takes_id="s", path="d/s")
    assert told("supervisor") == Told(Role.SUPERVISOR, Place.UP)
    found = {place: tuple(places_of(Told(Role.STREET, place), way)) for place in Place}
    assert found == {
        Place.UP: ("s", "d"),
        Place.TO: ("s",),
        Place.FROM: ("c",),
        Place.HOLDER: ("w",),
        Place.DISTRICT: ("d",),
    }


def test_reminders_come_before_the_step_and_no_more_than_the_cap() -> None:
    rule = TierRule(
        rule_id="A",
        tier=Tier.STREET,
        awaits=Awaits.SIGNING,
        wait_ms=100 * MINUTE_MS,
        remind_percent=80,
        remind_every_ms=8 * MINUTE_MS,
        remind_most=5,
    )
    at = START + rule.wait_ms
    found = [reminder_at(rule, at, sent, START) for sent in range(6)]
    assert found == [at - 20 * MINUTE_MS, at - 12 * MINUTE_MS, at - 4 * MINUTE_MS, None, None, None]
    assert reminder_at(msgspec.structs.replace(rule, remind_most=1), at, 1, START) is None
    assert reminder_at(rule, at, 0, at - 20 * MINUTE_MS) is None, "what has passed is not made up for"


def test_a_case_says_where_it_stands_and_what_stops_the_step() -> None:
    case = fresh(due_at=START + 2 * HOUR_MS)
    found = standing(case, (R1,), by_rule="R0")
    assert (found.tier, found.since, found.by_rule, found.rule) == (Tier.GRID, START, "R0", "R1")
    assert (found.to, found.at) == (Tier.COMMUNITY, START + 30 * MINUTE_MS)
    assert found.stops == (Stop.SIGN, Stop.EXTEND)
    assert standing(case, (R1,), extendable=False).stops == (Stop.SIGN,)
    assert standing(fresh(tier=Tier.DISTRICT), (R1,)).still is Still.TOP
    assert standing(fresh(suspended_at=START), (R1,)).still is Still.SUSPENDED
    assert standing(fresh(tier=Tier.STREET), (R1,)).still is Still.NO_RULE
