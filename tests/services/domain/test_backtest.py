"""A policy over past cases, held against calculations that are made differently; Boston 2015 among them."""

from __future__ import annotations

import csv
import gzip
import random
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from services.domain.backtest import Happened, Left, PastCase, PastEvent, run
from services.domain.cases import Priority
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS, from_datetime
from services.domain.escalation import Awaits, TierRule
from services.domain.tiers import Tier

if TYPE_CHECKING:
    from pathlib import Path

NEW_YORK = ZoneInfo("America/New_York")
START = 1_700_000_000_000
S1 = TierRule(rule_id="S1", tier=Tier.GRID, awaits=Awaits.SIGNING, wait_ms=HOUR_MS, tell=("supervisor",))
S2 = TierRule(rule_id="S2", tier=Tier.COMMUNITY, awaits=Awaits.SIGNING, wait_ms=HOUR_MS, to=Tier.DISTRICT)
P1 = TierRule(rule_id="P1", tier=Tier.GRID, awaits=Awaits.PROGRESS, wait_ms=4 * HOUR_MS)
POLICY = (S1, S2, P1)


def past(*events: tuple[float, Happened], due: float | None = None, case_id: str = "1") -> PastCase:
    return PastCase(
        case_id=case_id,
        reported_at=START,
        area_path="d/s/c/g",
        tier=Tier.GRID,
        due_at=None if due is None else START + int(due * HOUR_MS),
        events=tuple(PastEvent(START + int(hours * HOUR_MS), what) for hours, what in events),
    )


def told(case: PastCase, as_of: float | None = None) -> list[tuple[float, str, str]]:
    found = run([case], POLICY, None if as_of is None else START + int(as_of * HOUR_MS))
    return [((step.at - START) / HOUR_MS, step.rule, step.unit_id) for step in found.steps]


SIGNED, CLOSED, PROGRESS = Happened.SIGNED, Happened.CLOSED, Happened.PROGRESS


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (past((0.5, SIGNED), (3, CLOSED)), []),
        (past((1, SIGNED), (3, CLOSED)), []),  # signed in the very moment
        (past((1.5, SIGNED), (3, CLOSED)), [(1, "S1", "c")]),
        (past((3, CLOSED)), [(1, "S1", "c"), (2, "S2", "d")]),  # a tier is skipped
        (past((0.5, SIGNED), (9, CLOSED)), [(4.5, "P1", "c"), (5.5, "S2", "d")]),  # the signature expired
        (past((0.5, SIGNED), (3, PROGRESS), (6.5, CLOSED)), []),
        (past((0.5, SIGNED), (1, Happened.SUSPENDED), (20, Happened.RESUMED), (23, CLOSED)), []),
        (past((0.5, SIGNED), (1, Happened.FED_BACK), (20, CLOSED)), []),
        (past((0.5, SIGNED), (1, Happened.RETURNED), (1.5, CLOSED)), []),
        (past((0.5, SIGNED), (1, Happened.RETURNED), (2.5, CLOSED)), [(2, "S1", "c")]),
        (past((0.5, SIGNED), (1, CLOSED), (20, Happened.REOPENED), (20.5, SIGNED), (21, CLOSED)), []),
        (past((0.5, SIGNED), (1, CLOSED), (20, Happened.REOPENED), (21.5, CLOSED)), [(21, "S1", "c")]),
    ],
)
def test_what_would_have_gone_up(case: PastCase, expected: list[tuple[float, str, str]]) -> None:
    assert told(case) == expected


def test_open_cases_need_the_moment_up_to_which_the_data_go() -> None:
    case = past(due=1.5)
    found = run([case], POLICY, None)
    assert (found.steps_total, found.overdue) == (0, ())
    assert [(one.of, one.count) for one in found.excluded] == [(Left.OPEN_WITHOUT_AS_OF.value, 1)]
    assert told(case, as_of=1.25) == [(1, "S1", "c")]
    assert run([case], POLICY, START + HOUR_MS).overdue == ()
    assert run([case], POLICY, START + 2 * HOUR_MS).overdue == ("1",)
    assert [one.of for one in run([case], POLICY, START - 1).excluded] == [Left.AFTER_AS_OF.value]


def test_overdue_counts_where_the_case_was_when_it_fell_due() -> None:
    found = run([past((3, CLOSED), due=1.5)], POLICY, None)
    assert [(one.of, one.count) for one in found.overdue_by_unit] == [("c", 1)]
    found = run([past((3, CLOSED), due=0.5)], POLICY, None)
    assert [(one.of, one.count) for one in found.overdue_by_unit] == [("g", 1)]
    found = run([past((3, CLOSED), due=2.5)], POLICY, None)
    assert [(one.of, one.count) for one in found.overdue_by_tier] == [("4", 1)]


def test_the_order_of_the_cases_does_not_matter_and_it_can_be_stopped() -> None:
    dice = random.Random(1)
    cases = [past((dice.uniform(0, 3), SIGNED), (9, CLOSED), due=2, case_id=f"{n:04d}") for n in range(600)]
    whole = run(cases, POLICY, None)
    shuffled = cases[:]
    dice.shuffle(shuffled)
    assert run(shuffled, POLICY, None) == whole
    assert [(one.of, one.count) for one in whole.told] == [("supervisor", dict(counts(whole.by_rule))["S1"])]
    some = run(cases, POLICY, None, go_on=lambda count: count < 400)
    assert (some.cancelled, some.cases) == (True, 400)


def counts(counted: tuple[object, ...]) -> list[tuple[str, int]]:
    return [(one.of, one.count) for one in counted]  # type: ignore[attr-defined]  # Counted


# ── Boston 2015 ─────────────────────────────────────────────────────────────────────────────────────────────────────
EXTRACT = "01/20/2016 12:00:00 AM"
"""Our assumption for the test alone: the file does not say when it was drawn; its last closing is of 12 January."""


def hand_made_instant(text: str) -> int:
    """Return the instant of a local time in Boston by the American rule itself, without any time zone data."""
    date, clock, half = text.split()
    month, day, year = map(int, date.split("/"))
    hour, minute, second = map(int, clock.split(":"))
    hour = hour % 12 + (12 if half == "PM" else 0)
    days = days_before(year, month) + day - 1
    march, november = nth_sunday(year, 3, 2), nth_sunday(year, 11, 1)
    summer = (3, march, 2) <= (month, day, hour) and (month, day, hour) < (11, november, 2)
    return ((days * 24 + hour + (4 if summer else 5)) * 60 + minute) * 60_000 + second * 1000


def days_before(year: int, month: int) -> int:
    """Return the days from 1970 to the first of a month."""
    lengths = (31, 29 if year % 4 == 0 else 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
    return sum(366 if one % 4 == 0 else 365 for one in range(1970, year)) + sum(lengths[: month - 1])


def nth_sunday(year: int, month: int, number: int) -> int:
    weekday = (days_before(year, month) + 4) % 7  # the first of January 1970 was a Thursday; Sunday is 0
    return 1 + (7 - weekday) % 7 + 7 * (number - 1)


@pytest.fixture(scope="module")
def boston(shared_data: Path) -> list[dict[str, str]]:
    with gzip.open(shared_data / "cases" / "boston-2015.csv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of_row(row: dict[str, str]) -> PastCase:
    closed = (PastEvent(boston_time(row["closed"]), Happened.CLOSED),) if row["closed"] else ()
    return PastCase(
        case_id=row["id"],
        reported_at=boston_time(row["opened"]),
        area_path="d/s/c/g",
        tier=Tier.GRID,
        priority=Priority.ORDINARY,
        due_at=boston_time(row["due"]) if row["due"] else None,
        events=closed,
    )


def boston_time(text: str) -> int:
    local = datetime.strptime(text, "%m/%d/%Y %I:%M:%S %p")  # noqa: DTZ007 - the zone follows
    return from_datetime(local.replace(tzinfo=NEW_YORK))


@pytest.mark.parametrize("extract", [None, EXTRACT])
def test_a_year_of_boston_is_overdue_exactly_where_the_rows_say_so(
    boston: list[dict[str, str]], extract: str | None
) -> None:
    found = run(map(of_row, boston), POLICY, None if extract is None else boston_time(extract))
    expected = set()
    for row in boston:
        until = row["closed"] or extract
        if row["due"] and until is not None and hand_made_instant(until) > hand_made_instant(row["due"]):
            expected.add(row["id"])
    assert set(found.overdue) == expected
    assert len(found.overdue) == len(expected)
    left = {one.of: one.count for one in found.excluded}
    is_open = sum(not row["closed"] for row in boston)
    assert left.get(Left.OPEN_WITHOUT_AS_OF.value, 0) == (is_open if extract is None else 0)
    assert sum(one.count for one in found.overdue_by_tier) == len(expected)


def test_what_goes_up_is_what_a_walk_through_the_hours_finds() -> None:
    """Random cases on whole minutes: the same steps as a clock that is turned minute by minute."""
    dice = random.Random(7)
    kinds = (SIGNED, PROGRESS, Happened.FED_BACK, Happened.RETURNED, Happened.DISPATCHED)
    for number in range(60):
        minutes = sorted(dice.sample(range(1, 900), dice.randrange(1, 6)))
        events = tuple(PastEvent(START + at * MINUTE_MS, dice.choice(kinds)) for at in minutes)
        case = PastCase(
            case_id=str(number),
            reported_at=START,
            area_path="d/s/c/g",
            tier=Tier.GRID,
            events=(*events, PastEvent(START + DAY_MS, CLOSED)),
        )
        found = [((step.at - START) // MINUTE_MS, step.rule) for step in run([case], POLICY, None).steps]
        assert found == walked(case), case


def walked(case: PastCase) -> list[tuple[int, str]]:
    """Return the steps as somebody with a watch would note them."""
    tier, waiting_from, heard, stage = 1, 0, None, "unsigned"
    coming = {(event.at - START) // MINUTE_MS: event.what for event in case.events}
    noted: list[tuple[int, str]] = []
    for minute in range(1, 24 * 60):
        what = coming.get(minute)
        if what is SIGNED:
            stage, heard = "signed", minute
        elif what is PROGRESS and heard is not None:
            heard = minute
        elif what is Happened.FED_BACK:
            stage = "done"
        elif what in (Happened.RETURNED, Happened.DISPATCHED):
            stage, waiting_from = "unsigned", minute
        if stage == "unsigned" and tier in (1, 2) and minute - waiting_from >= 60:
            noted.append((minute, "S1" if tier == 1 else "S2"))
            tier, waiting_from = (2 if tier == 1 else 4), minute
        elif stage == "signed" and tier == 1 and heard is not None and minute - heard >= 240:
            noted.append((minute, "P1"))
            tier, waiting_from, stage = 2, minute, "unsigned"
    return noted
