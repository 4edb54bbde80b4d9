"""The working calendar: which days are worked (休/班, with 调休), which hours of them, how working days are counted.

A year that nobody has confirmed is loud: whatever is reckoned through it names it in `unconfirmed`, and a working day
of it is then Monday to Friday, which is a guess and said to be one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import MAXYEAR, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from services.domain.clock import Instant, from_datetime, to_datetime

_DAY_MINUTES = 24 * 60
_CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"
PERIODS_MOST = 6
"""Working periods of one day at most (our rule)."""

PeriodText = Annotated[str, msgspec.Meta(pattern=_CLOCK)]
"""A working period by the district's clock: 08:00-12:00; 24:00 is the end of the day."""


class DayKind(StrEnum):
    """What a day is marked as; a day without a mark follows the week."""

    REST = "休"
    WORK = "班"


class LackKind(StrEnum):
    """What clocks may lack that count working time."""

    PERIODS = "periods"  # no working periods were chosen
    COUNTING = "counting"  # how working days count was not chosen
    YEAR = "year"  # a year is not entered, or nobody confirmed it


class Lack(msgspec.Struct, frozen=True):
    """Something the clocks lack; `year` where it is one, else 0."""

    kind: LackKind
    year: int = 0

    @property
    def zh(self) -> str:
        """Return it as one sentence."""
        if self.kind is LackKind.PERIODS:
            return "工作时段尚未选定：以工作时、工作日计的时限不计算到期时间。"
        if self.kind is LackKind.COUNTING:
            return "工作日的计法（A 或 B）尚未选定：以工作日计的时限不计算到期时间。"
        return f"{self.year} 年的工作日历未录入或未确认：经过该年的到期时间均标为未确认。"


class Counting(StrEnum):
    """How working days are counted (domain facts c2); a district has to choose, there is no default.

    A: each day is so many working hours, from the minute. B: the day of the start is not counted, due at the close of
    the last day.
    """

    BY_HOURS = "A"
    BY_DAYS = "B"
    UNDECIDED = ""

    @property
    def zh(self) -> str:
        """Return the rule in words, as a case prints it."""
        return _COUNTING_ZH[self]


_COUNTING_ZH = {
    Counting.BY_HOURS: "计法 A：自起算时刻起按工作时间累计",
    Counting.BY_DAYS: "计法 B：起算当日不计，末日下班时到期",
    Counting.UNDECIDED: "计法未定",
}


class Period(msgspec.Struct, frozen=True, order=True):
    """A working period of a day, in minutes from midnight by the district's clock."""

    starts: int
    ends: int

    @property
    def text(self) -> str:
        """The period as it is written: 08:00-12:00."""
        return "-".join(f"{minutes // 60:02}:{minutes % 60:02}" for minutes in (self.starts, self.ends))


def read_periods(texts: tuple[str, ...]) -> tuple[Period, ...]:
    """Read working periods ("08:00-12:00"). Raises ValueError with a Chinese sentence: overlap, order, too many."""
    if len(texts) > PERIODS_MOST:
        raise ValueError(f"一天至多 {PERIODS_MOST} 个工作时段")
    found: list[Period] = []
    for text in texts:
        try:
            starts, ends = (_minutes(part) for part in text.split("-"))
        except ValueError:
            raise ValueError(f"工作时段“{text[:20]}”应写作 08:00-12:00") from None
        if not 0 <= starts < ends <= _DAY_MINUTES:
            raise ValueError(f"工作时段“{text}”的结束应晚于开始")
        if found and starts < found[-1].ends:
            raise ValueError(f"工作时段“{text}”与前一时段重叠或次序颠倒")
        found.append(Period(starts, ends))
    return tuple(found)


def _minutes(text: str) -> int:
    hours, minutes = text.split(":")
    if len(hours) != 2 or len(minutes) != 2 or int(minutes) > 59:
        raise ValueError(text)
    return int(hours) * 60 + int(minutes)


@dataclass(frozen=True, slots=True)
class Reckoned:
    """A moment found by the calendar, and the years it went through that nobody has confirmed."""

    at: Instant
    unconfirmed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days, hours and counting rule of a district, as one value.

    `marked` holds the days that differ from the week or are named in a notice; `years` are those that are confirmed.
    No `periods`: the working hours are not known, and nothing can be reckoned (`usable`).
    """

    zone: ZoneInfo
    periods: tuple[Period, ...] = ()
    counting: Counting = Counting.UNDECIDED
    marked: Mapping[date, DayKind] = field(default_factory=dict)
    years: frozenset[int] = frozenset()

    @property
    def usable(self) -> bool:
        """Whether working hours can be reckoned at all."""
        return bool(self.periods)

    @property
    def day_minutes(self) -> int:
        """How long a working day is, in minutes."""
        return sum(period.ends - period.starts for period in self.periods)

    def is_working(self, day: date) -> bool:
        """Tell whether a day is worked: by its mark, else by the week."""
        kind = self.marked.get(day)
        return kind is DayKind.WORK if kind is not None else day.weekday() < 5

    def after(self, start: Instant, length_ms: int) -> Reckoned:
        """Return the moment `length_ms` of working time after `start`; no time at all is over at once.

        Raises ValueError without working hours.
        """
        self._check()
        if length_ms <= 0:
            return Reckoned(start)
        left, passed = length_ms, _Years(self.years)
        for day in self._days(start, passed):
            for opens, closes in self._spans(day):
                begin = max(opens, start)
                if begin >= closes:
                    continue
                if left <= closes - begin:
                    return Reckoned(begin + left, passed.unconfirmed)
                left -= closes - begin
        raise ValueError("the calendar ends before the limit does")

    def close_of(self, start: Instant, number: int) -> Reckoned:
        """Return the close of the `number`th working day after the day of `start`, which is not counted.

        Raises ValueError without working hours.
        """
        self._check()
        left, passed = number, _Years(self.years)
        first = self.day_of(start)
        for day in self._days(start, passed):
            if day == first or not self.is_working(day):
                continue
            left -= 1
            if left <= 0:
                return Reckoned(_spans(self.zone, self.periods, day)[-1][1], passed.unconfirmed)
        raise ValueError("the calendar ends before the limit does")

    def worked(self, start: Instant, end: Instant) -> tuple[int, tuple[int, ...]]:
        """Return the working time between two moments (ms), and the unconfirmed years between them."""
        self._check()
        total, passed = 0, _Years(self.years)
        for day in self._days(start, passed) if end > start else ():
            if day > self.day_of(end):
                break
            total += sum(max(0, min(closes, end) - max(opens, start)) for opens, closes in self._spans(day))
        return total, passed.unconfirmed

    def days_between(self, start: Instant, end: Instant) -> tuple[int, tuple[int, ...]]:
        """Return how many working days lie after the day of `start` up to that of `end`, and the unconfirmed years."""
        total, passed, last = 0, _Years(self.years), self.day_of(end)
        for day in self._days(start, passed) if end > start else ():
            if day > last:
                break
            total += self.is_working(day) and day != self.day_of(start)
        return total, passed.unconfirmed

    def day_of(self, at: Instant) -> date:
        """Return the day of a moment by the district's clock."""
        return to_datetime(at, self.zone).date()

    def _check(self) -> None:
        if not self.periods:
            raise ValueError("no working hours are set")

    def _days(self, start: Instant, passed: _Years) -> Iterator[date]:
        day = self.day_of(start)
        while day.year < MAXYEAR:
            passed.note(day.year)
            yield day
            day += timedelta(days=1)

    def _spans(self, day: date) -> tuple[tuple[Instant, Instant], ...]:
        return _spans(self.zone, self.periods, day) if self.is_working(day) else ()


@lru_cache(maxsize=4_096)
def _spans(zone: ZoneInfo, periods: tuple[Period, ...], day: date) -> tuple[tuple[Instant, Instant], ...]:
    """Return the working periods of a day as moments. The same few months are asked for all cases: kept."""
    return tuple((_moment(zone, day, period.starts), _moment(zone, day, period.ends)) for period in periods)


def _moment(zone: ZoneInfo, day: date, minutes: int) -> Instant:
    midnight = datetime(day.year, day.month, day.day, tzinfo=zone)
    # 24:00 is the next midnight; a clock that is put forward or back moves it, so the wall time is asked
    if minutes == _DAY_MINUTES:
        return from_datetime(midnight + timedelta(days=1))
    return from_datetime(midnight.replace(hour=minutes // 60, minute=minutes % 60))


class _Years:
    """The years a reckoning has gone through that are not confirmed."""

    def __init__(self, known: frozenset[int]) -> None:
        self._known = known
        self._found: list[int] = []

    def note(self, year: int) -> None:
        if year not in self._known and (not self._found or self._found[-1] != year):
            self._found.append(year)

    @property
    def unconfirmed(self) -> tuple[int, ...]:
        return tuple(self._found)


def spell_periods(calendar: Calendar) -> str:
    """Return the working hours in words: 每日 8 小时（08:00-12:00、14:00-18:00）."""
    hours, minutes = divmod(calendar.day_minutes, 60)
    length = f"{hours} 小时" + (f" {minutes} 分" if minutes else "")
    return f"每日 {length}（{'、'.join(period.text for period in calendar.periods)}）"
