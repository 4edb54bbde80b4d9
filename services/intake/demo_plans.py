"""What the demo's first day looks like: how many cases stand where, and when each of its steps happened.

The counts are those of the design's picture of the console, so that a first start resembles it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.domain.cases import Priority, State
from services.domain.clock import HOUR_MS, MINUTE_MS
from services.domain.escalation import Awaits
from services.domain.tiers import Tier

if TYPE_CHECKING:
    from random import Random

    from services.desk.district import District
    from services.intake.rainstorm import Kind

STATES = {
    State.REPORTED: 37,
    State.ACCEPTED: 21,
    State.DISPATCHED: 94,
    State.HANDLING: 318,
    State.FEEDBACK: 41,
    State.CHECKED: 25,
}
"""Open cases by state: 待受理 37, 待派单 21, 处置中 412 (of them 94 unsigned), 待核查 66."""

TIERS = {Tier.DISTRICT: 21, Tier.STREET: 97, Tier.COMMUNITY: 126, Tier.GRID: 292}
ESCALATED = {Tier.DISTRICT: 7, Tier.STREET: 23, Tier.COMMUNITY: 51}
NEAR_DUE = {Tier.DISTRICT: 3, Tier.STREET: 12, Tier.COMMUNITY: 9, Tier.GRID: 21}
OVERDUE = {Tier.DISTRICT: 1, Tier.STREET: 4, Tier.COMMUNITY: 2, Tier.GRID: 0}
SUPERVISED = 9
CLOSED = 320
"""Cases of the last day that are closed already."""

_DAY = 24 * HOUR_MS
_MARGIN = 0.85
"""How much of an escalation's wait a case may have used, so that it is still where the plan wants it."""

_QUICK = 15 * MINUTE_MS
"""Where a signature is waited for less long than this, the first steps are taken faster in proportion."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where one case is to stand. `due`: "near" within 30 minutes, "over" past its limit, "" neither."""

    state: State
    tier: Tier
    escalated: bool = False
    due: str = ""
    supervised: bool = False


def targets(rng: Random) -> list[Target]:
    """Return where every case of the day is to stand, the open ones first."""
    states = [state for state, count in STATES.items() for _ in range(count)]
    tiers = [tier for tier, count in TIERS.items() for _ in range(count)]
    rng.shuffle(states)
    pairs = sorted(zip(states, tiers, strict=True), key=lambda pair: (-pair[1], pair[0] is not State.HANDLING))
    supervised = set(rng.sample(range(TIERS[Tier.DISTRICT] + TIERS[Tier.STREET]), SUPERVISED))
    made: list[Target] = []
    ranks = dict.fromkeys(Tier, 0)
    for place, (state, tier) in enumerate(pairs):
        rank = ranks[tier]
        ranks[tier] += 1
        last = TIERS[tier] - ESCALATED.get(tier, 0)
        due = _due(tier, rank) if state is State.HANDLING else ""
        made.append(Target(state, tier, rank >= last, due, place in supervised))
    return [*made, *(Target(State.CLOSED, _low(rng)) for _ in range(CLOSED))]


def _due(tier: Tier, rank: int) -> str:
    """Return the mark of the first cases of a tier that are being handled, in their fixed number."""
    if rank < OVERDUE[tier]:
        return "over"
    return "near" if rank < OVERDUE[tier] + NEAR_DUE[tier] else ""


def _low(rng: Random) -> Tier:
    return rng.choices((Tier.GRID, Tier.COMMUNITY, Tier.STREET), (70, 20, 10))[0]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What bounds the age of a case (ms): its own limit, and how long its tier waits for signature and feedback."""

    limit: int
    signing: int
    feedback: int


def bounds_of(district: District, kind: Kind, tier: Tier) -> Bounds:
    """Return the bounds for a kind of case at a tier; a day where there is no rule."""
    category = district.profile.category(kind.category)
    priority = category.priority if category is not None and category.priority is not None else Priority.ORDINARY
    limit = district.limit_for(kind.category, priority)
    waits = {
        awaits: rule.wait_ms if (rule := district.profile.tier_rule_for(tier, priority, awaits)) is not None else _DAY
        for awaits in Awaits
    }
    return Bounds(limit.length_ms if limit is not None else _DAY, waits[Awaits.SIGNING], waits[Awaits.FEEDBACK])


def age_of(target: Target, bounds: Bounds, rng: Random) -> int | None:
    """Return how long ago (ms) a case was reported so that it stands where it is to, or None when this kind cannot."""
    if target.state is State.CLOSED:
        return rng.randrange(90 * MINUTE_MS, 26 * HOUR_MS)
    most = _longest(target.state, bounds)
    if target.due:
        away = rng.randrange(MINUTE_MS, 29 * MINUTE_MS)
        age = bounds.limit + away // 2 if target.due == "over" else bounds.limit - away
        return age if 20 * MINUTE_MS < age < most else None
    most = min(most, bounds.limit - 35 * MINUTE_MS, 9 * HOUR_MS)
    least = 2 * MINUTE_MS if target.state in (State.REPORTED, State.ACCEPTED) else 12 * MINUTE_MS
    return rng.randrange(least, most) if most > least + MINUTE_MS else None


def _longest(state: State, bounds: Bounds) -> int:
    if state in (State.REPORTED, State.ACCEPTED, State.DISPATCHED):
        return int(bounds.signing * _MARGIN)
    return int(bounds.feedback * _MARGIN) if state is State.HANDLING else _DAY


def steps_of(state: State, age: int, bounds: Bounds, rng: Random) -> list[int]:
    """Return how long after the report (ms) each step happened that a case in this state has behind it.

    In order: accepted, dispatched, signed, fed back, checked, closed. Nothing takes so long that it would have gone up.
    """
    order = (State.ACCEPTED, State.DISPATCHED, State.HANDLING, State.FEEDBACK, State.CHECKED, State.CLOSED)
    done = order.index(state) + 1 if state in order else 0
    span = min(age, int(min(bounds.feedback, bounds.limit) * _MARGIN))
    haste = min(1.0, bounds.signing / _QUICK)
    taken = [
        rng.uniform(0.4, 2.5) * MINUTE_MS * haste,
        rng.uniform(0.5, 3) * MINUTE_MS * haste,
        min(bounds.signing, span) * rng.uniform(0.1, 0.4),
        *(span * rng.uniform(0.1, 0.3) for _ in range(3)),
    ][:done]
    scale = min(1.0, 0.97 * span / max(sum(taken), 1))
    moments: list[int] = []
    passed = 0.0
    for length in taken:
        passed += length * scale
        moments.append(int(passed))
    return moments
