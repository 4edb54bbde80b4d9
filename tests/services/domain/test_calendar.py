"""Working time and deadlines, by the worked example of the domain facts (c2) and by properties."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.domain.calendar import Calendar, Counting, DayKind, read_periods
from services.domain.cases import Case, State
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS, from_datetime
from services.domain.deadlines import Limit, Stop, due_of, explain, resumed, suspended, with_deadline
from services.domain.limits import LimitKind
from services.domain.modes import Mode
from services.domain.stages import Stage, StageLimit, stage_clock
from services.domain.tiers import Tier

ZONE = ZoneInfo("Asia/Shanghai")
PERIODS = read_periods(("08:00-12:00", "14:00-18:00"))
NATIONAL_DAY_2019 = {date(2019, 9, 29): DayKind.WORK, date(2019, 10, 12): DayKind.WORK} | {
    date(2019, 10, day): DayKind.REST for day in range(1, 8)
}
FIVE_DAYS = Limit(rule_id="HP", text="5 个工作日", kind=LimitKind.WORKING_DAYS, number=5)


def at(text: str) -> int:
    return from_datetime(datetime.fromisoformat(text).replace(tzinfo=ZONE))


def calendar(counting: Counting = Counting.BY_HOURS, years: tuple[int, ...] = (2019,)) -> Calendar:
    return Calendar(ZONE, PERIODS, counting, NATIONAL_DAY_2019, frozenset(years))


def case(**fields: object) -> Case:
    made = Case(
        id="c",
        number="1",
        mode=Mode.LIVE,
        title="占道",
        area_path="d",
        tier=Tier.DISTRICT,
        answerable_id="d",
        holder_id="d",
        holder_since=0,
        reported_at=0,
        updated_at=0,
    )
    return msgspec.structs.replace(made, **fields)


START = at("2019-09-27 16:00")


@pytest.mark.parametrize(
    ("counting", "due"), [(Counting.BY_HOURS, "2019-10-10 16:00"), (Counting.BY_DAYS, "2019-10-10 18:00")]
)
def test_five_working_days_of_huangpu_over_the_national_day_of_2019(counting: Counting, due: str) -> None:
    found = due_of(FIVE_DAYS, START, calendar(counting))
    assert (found.at, found.unconfirmed) == (at(due), ())


def test_acceptance_within_24_natural_hours_stands_beside_the_working_days() -> None:
    rules = (StageLimit(stage=Stage.SIGN, limit=Limit(rule_id="S", text="24 小时内受理", length_ms=DAY_MS)),)
    waiting = case(state=State.DISPATCHED, dispatched_at=START, holder_since=START)
    clock = stage_clock(waiting, rules, calendar())
    assert clock is not None
    assert clock.due_at == at("2019-09-28 16:00")  # a Saturday: natural time runs on
    assert stage_clock(msgspec.structs.replace(waiting, signed_at=START + 1), rules, calendar()) is None
    assert stage_clock(suspended(waiting, START + 1, START + DAY_MS), rules, calendar()) is None


def test_a_year_nobody_confirmed_is_named_and_marks_the_deadline() -> None:
    limit = msgspec.structs.replace(FIVE_DAYS, number=3)
    held = with_deadline(case(), limit, at("2019-12-30 10:00"), calendar())
    assert held.due_at == at("2020-01-02 10:00")  # the week's guess: 1 January is not known to be off
    assert not held.due_confirmed
    assert "2020 年的工作日历未确认" in explain(held, calendar())


def test_without_a_choice_there_is_no_due_time_and_the_sentence_says_so() -> None:
    undecided = calendar(Counting.UNDECIDED)
    held = with_deadline(case(), FIVE_DAYS, START, undecided)
    assert (held.due_at, held.due_rule, held.due_confirmed) == (None, "HP", False)
    assert "计法（A 或 B）尚未选定" in explain(held, undecided)
    without_hours = Calendar(ZONE)
    assert "工作时段尚未选定" in explain(with_deadline(case(), FIVE_DAYS, START, without_hours), without_hours)


def test_a_deadline_in_one_sentence() -> None:
    held = with_deadline(case(), FIVE_DAYS, START, calendar())
    assert explain(held, calendar()) == (
        "自 2019-09-27 16:00 起算，时限“5 个工作日”（规则 HP），计法 A：自起算时刻起按工作时间累计，"
        "每日 8 小时（08:00-12:00、14:00-18:00）；2019-10-10 16:00 到期"
    )
    stopped = resumed(
        suspended(held, at("2019-09-29 10:00"), at("2020-01-01 00:00")), at("2019-09-30 10:00"), calendar()
    )
    assert "停表 1 次共1天" in explain(stopped, calendar())


@pytest.mark.parametrize(
    ("limit", "counting", "stop", "resume", "due"),
    [
        (
            Limit(rule_id="N", text="", length_ms=DAY_MS),
            "A",
            "2019-09-27 18:00",
            "2019-09-28 18:00",
            "2019-09-29 16:00",
        ),
        (FIVE_DAYS, "A", "2019-09-29 08:00", "2019-09-30 08:00", "2019-10-11 16:00"),
        (FIVE_DAYS, "A", "2019-10-01 08:00", "2019-10-07 08:00", "2019-10-10 16:00"),  # nobody worked meanwhile
        (FIVE_DAYS, "B", "2019-09-29 10:00", "2019-10-08 09:00", "2019-10-12 18:00"),  # 30 and 8 were lost
        (FIVE_DAYS, "B", "2019-10-11 10:00", "2019-10-14 10:00", "2019-10-10 18:00"),  # was overdue already
    ],
)
def test_a_stop_moves_the_due_time_in_the_limits_own_kind(
    limit: Limit, counting: str, stop: str, resume: str, due: str
) -> None:
    days = calendar(Counting(counting))
    held = with_deadline(case(), limit, START, days)
    still = suspended(held, at(stop), at("2019-12-01 00:00"))
    assert still.due_at == held.due_at
    after = resumed(still, at(resume), days)
    assert after.due_at == at(due)
    assert (after.suspended_at, after.suspended_until, after.suspensions) == (None, None, 1)
    assert after.stopped_ms == at(resume) - at(stop)
    again = due_of(limit, START, days, [Stop(start=at(stop), end=at(resume))])
    assert again.at == after.due_at


def test_a_due_time_set_outside_working_hours_keeps_what_was_left_of_the_night() -> None:
    held = msgspec.structs.replace(with_deadline(case(), FIVE_DAYS, START, calendar()), due_at=at("2019-09-27 22:00"))
    still = suspended(held, at("2019-09-27 19:00"), at("2019-12-01 00:00"))
    assert resumed(still, at("2019-10-08 09:00"), calendar()).due_at == at("2019-10-08 12:00")


def test_a_stop_that_is_ended_late_counts_to_its_planned_end_only() -> None:
    held = suspended(with_deadline(case(), FIVE_DAYS, START, calendar()), START, at("2019-09-29 12:00"))
    assert resumed(held, at("2019-12-01 00:00"), calendar()).stopped_ms == at("2019-09-29 12:00") - START


def test_stages_follow_the_state() -> None:
    micro = Limit(rule_id="M", text="15 分钟", length_ms=15 * MINUTE_MS)
    rules = tuple(StageLimit(stage=stage, limit=micro) for stage in Stage)
    for state, fields, stage, start in (
        (State.REPORTED, {"reported_at": 5}, Stage.ACCEPT, 5),
        (State.ACCEPTED, {"accepted_at": 7, "holder_since": 3}, Stage.DISPATCH, 7),
        (State.ACCEPTED, {"accepted_at": 7, "holder_since": 30}, Stage.DISPATCH, 30),  # returned meanwhile
        (State.FILED, {"accepted_at": 7, "filed_at": 9}, Stage.DISPATCH, 9),
        (State.FEEDBACK, {"feedback_at": 50, "resumed_at": 60}, Stage.CHECK, 60),
    ):
        clock = stage_clock(case(state=state, **fields), rules, None)
        assert clock is not None
        assert (clock.stage, clock.start, clock.due_at) == (stage, start, start + 15 * MINUTE_MS)
    assert stage_clock(case(state=State.HANDLING), rules, None) is None
    assert stage_clock(case(state=State.REPORTED), rules[1:], None) is None


@given(
    st.integers(at("2019-01-01 00:00"), at("2020-12-31 00:00")),
    st.integers(0, 400 * HOUR_MS),
    st.integers(0, 400 * HOUR_MS),
)
def test_working_time_adds_up(start: int, one: int, two: int) -> None:
    days = calendar()
    middle = days.after(start, one).at
    assert days.worked(start, middle)[0] == one
    assert days.after(middle, two).at == days.after(start, one + two).at


@given(st.integers(at("2019-01-01 00:00"), at("2020-12-31 00:00")), st.integers(1, 60))
def test_the_two_rules_are_never_far_apart(start: int, number: int) -> None:
    limit = msgspec.structs.replace(FIVE_DAYS, number=number)
    by_hours = due_of(limit, start, calendar(Counting.BY_HOURS)).at
    by_days = due_of(limit, start, calendar(Counting.BY_DAYS)).at
    assert by_hours is not None
    assert by_days is not None
    assert by_hours <= by_days
    assert calendar().worked(by_hours, by_days)[0] <= 8 * HOUR_MS


@pytest.mark.parametrize(
    ("texts", "word"),
    [
        (("08:00-12:00", "11:00-13:00"), "重叠"),
        (("14:00-12:00",), "晚于"),
        (("8-12",), "应写作"),
        (("08:00-12:60",), "应写作"),
        (("08:00",), "应写作"),
        (("00:00-24:01",), "晚于"),
    ],
)
def test_working_periods_that_cannot_be(texts: tuple[str, ...], word: str) -> None:
    with pytest.raises(ValueError, match="工作时段") as caught:
        read_periods(texts)
    assert word in str(caught.value)


def test_working_hours_until_midnight_and_across_a_clock_change() -> None:
    night = Calendar(ZONE, read_periods(("00:00-24:00",)), Counting.BY_DAYS, {}, frozenset({2019}))
    assert due_of(FIVE_DAYS, START, night).at == at("2019-10-05 00:00")
    berlin = Calendar(
        ZoneInfo("Europe/Berlin"), read_periods(("00:00-08:00",)), Counting.BY_HOURS, {}, frozenset({2019})
    )
    one_day = Calendar.after(berlin, from_datetime(datetime(2019, 3, 29, 8, tzinfo=berlin.zone)), 8 * HOUR_MS)
    assert one_day.at == from_datetime(datetime(2019, 4, 1, 8, tzinfo=berlin.zone))
