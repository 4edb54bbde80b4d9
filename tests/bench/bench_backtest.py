"""A back-test over 100,000 past cases, beside one that steps through time and asks every case again.

The rival looks every minute, over some of the cases, and is held against the time that all would take.
"""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING

from services.desk.district import read_profile
from services.domain.backtest import Happened, PastCase, PastEvent, run
from services.domain.cases import Case, Priority, State
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS
from services.domain.custody import dispatch, escalate, sign
from services.domain.escalation import next_escalation
from services.domain.modes import Mode
from services.domain.profile import Purpose
from services.domain.tiers import Tier
from tests.bench.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from services.domain.escalation import TierRule

CASES, OF_THE_RIVAL = 100_000, 50
BAR_S = 10.0
_BEGIN = 1_420_088_400_000


def benches() -> Iterable[Result]:
    """Yield the measurement."""
    policy = read_profile("panyu", Purpose.DEMO).tier_rules
    past = _made(CASES)
    started = time.perf_counter()
    found = run(past, policy, None)
    ours = time.perf_counter() - started
    some = past[:OF_THE_RIVAL]
    started = time.perf_counter()
    steps = sum(_stepped(one, policy) for one in some)
    rival = (time.perf_counter() - started) * CASES / OF_THE_RIVAL
    mine = run(some, policy, None).steps_total
    if not found.steps_total or abs(steps - mine) > mine // 5:
        raise RuntimeError(f"{mine} and {steps} steps")
    yield Result("backtest.100k", ours, "s", "every case asked again every minute", rival, bar=BAR_S, ratio_bar=10.0)


def _made(count: int) -> list[PastCase]:
    dice = random.Random(2015)
    made = []
    for number in range(count):
        at = _BEGIN + dice.randrange(300 * DAY_MS)
        sent = at + dice.randrange(2 * HOUR_MS)
        taken = sent + dice.randrange(3 * HOUR_MS)
        ended = taken + dice.randrange(12 * HOUR_MS)
        events = (
            PastEvent(sent, Happened.DISPATCHED),
            PastEvent(taken, Happened.SIGNED),
            PastEvent(ended, Happened.FED_BACK),
            PastEvent(ended + HOUR_MS, Happened.CLOSED),
        )
        made.append(
            PastCase(
                case_id=f"{number:06d}",
                reported_at=at,
                area_path="d/s/c/g",
                tier=Tier.GRID,
                priority=dice.choice(tuple(Priority)),
                due_at=at + 8 * HOUR_MS,
                events=events,
            )
        )
    return made


def _stepped(past: PastCase, policy: Sequence[TierRule]) -> int:
    """Return how often a case goes up when time is walked through."""
    case = Case(
        id=past.case_id,
        number="",
        mode=Mode.TEST,
        title="",
        area_path=past.area_path,
        tier=past.tier,
        priority=past.priority,
        answerable_id="g",
        holder_id="g",
        holder_since=past.reported_at,
        reported_at=past.reported_at,
        state=State.ACCEPTED,
        updated_at=past.reported_at,
    )
    steps, coming = 0, list(past.events)
    for now in range(past.reported_at, past.events[-1].at, MINUTE_MS):
        while coming and coming[0].at <= now:
            what = coming.pop(0).what
            if what is Happened.DISPATCHED:
                case = dispatch(case, "w", now)
            elif what is Happened.SIGNED:
                case = sign(case, now)
            elif what is Happened.FED_BACK:
                return steps
        found = next_escalation(policy, case)
        if found is not None and found[0] <= now:
            case, steps = escalate(case, now), steps + 1
    return steps
