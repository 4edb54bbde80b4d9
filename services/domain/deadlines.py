"""Deadlines: when a limit starts, what stops its clock, when it is due, said in one sentence.

Hours that run around the clock (自然时, 紧急工作时) need no calendar; working time follows the district's, with the
counting rule that the district chose. A limit that the calendar cannot reckon is left without a due time and says why,
never guessed; one that runs through a year nobody has confirmed is marked 未确认.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from zoneinfo import ZoneInfo

import msgspec

from services.domain.calendar import Calendar, Counting, spell_periods
from services.domain.cases import Case
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS, Instant, to_datetime
from services.domain.limits import LimitKind


class Starts(StrEnum):
    """The moment a limit runs from."""

    REPORTED = "reported"
    DISPATCHED = "dispatched"


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """A limit for handling a case, by the rule `rule_id`: `number` working days, or `length_ms` of any other kind.

    `text` is the limit as its source prints it ("2紧急工作时", "4小时").
    """

    rule_id: str
    text: str
    length_ms: int = 0
    number: int = 0
    kind: LimitKind = LimitKind.NATURAL
    starts: Starts = Starts.REPORTED

    @property
    def shortness(self) -> int:
        """How long it is at least, in natural ms: to choose the shortest of several."""
        return self.number * DAY_MS if self.kind is LimitKind.WORKING_DAYS else self.length_ms


class Stop(msgspec.Struct, frozen=True, kw_only=True):
    """A time during which the clock stood still (挂账), over and done with."""

    start: Instant
    end: Instant


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """What a limit comes to. `at` is None where it cannot be reckoned, and `why` says what is missing.

    `unconfirmed` are the years of the calendar it ran through that nobody has confirmed.
    """

    at: Instant | None = None
    unconfirmed: tuple[int, ...] = ()
    why: str = ""


NO_HOURS = "工作时段尚未选定，不计算到期时间"
NO_COUNTING = "工作日的计法（A 或 B）尚未选定，不计算到期时间"


def spell_limit(limit: Limit, counting: Counting) -> str:
    """Return the limit as a case keeps it (`Case.due_limit`): kind, length (ms) or days, counting rule of days."""
    if limit.kind is LimitKind.WORKING_DAYS:
        return f"{limit.kind.value}:{limit.number}:{counting.value}"
    return f"{limit.kind.value}:{limit.length_ms}"


def limit_of(case: Case) -> tuple[Limit, Counting] | None:
    """Return the limit a case is reckoned by and how its days were counted; None without one."""
    kind, _, rest = case.due_limit.partition(":")
    if not kind:
        return None
    size, _, counting = rest.partition(":")
    known = LimitKind(kind)
    days = known is LimitKind.WORKING_DAYS
    limit = Limit(
        rule_id=case.due_rule,
        text=case.due_text,
        kind=known,
        number=int(size) if days else 0,
        length_ms=0 if days else int(size),
    )
    return limit, Counting(counting)


def due_of(limit: Limit, start: Instant, calendar: Calendar | None, stops: Sequence[Stop] = ()) -> Due:
    """Return when a limit that starts at `start` is due, its clock standing still during `stops` (in order)."""
    if not limit.kind.by_calendar:
        at = start + limit.length_ms
        for stop in stops:
            at = _moved(limit.kind, at, stop, None)[0]
        return Due(at=at)
    if calendar is None or not calendar.usable:
        return Due(why=NO_HOURS)
    if limit.kind is LimitKind.WORKING_DAYS and calendar.counting is Counting.UNDECIDED:
        return Due(why=NO_COUNTING)
    if limit.kind is LimitKind.WORKING_DAYS and calendar.counting is Counting.BY_DAYS:
        found = calendar.close_of(start, limit.number)
    else:
        length = limit.length_ms or limit.number * calendar.day_minutes * MINUTE_MS
        found = calendar.after(start, length)
    at, unconfirmed = found.at, set(found.unconfirmed)
    for stop in stops:
        at, years = _moved(limit.kind, at, stop, calendar)
        unconfirmed.update(years)
    return Due(at=at, unconfirmed=tuple(sorted(unconfirmed)))


def with_deadline(case: Case, limit: Limit | None, start: Instant, calendar: Calendar | None) -> Case:
    """Return the case with its deadline set by a limit from `start`, or without one when there is no limit."""
    if limit is None:
        return msgspec.structs.replace(
            case, due_at=None, due_start=None, due_rule="", due_text="", due_limit="", due_confirmed=True
        )
    due = due_of(limit, start, calendar)
    return msgspec.structs.replace(
        case,
        due_start=start,
        due_at=due.at,
        due_rule=limit.rule_id,
        due_text=limit.text,
        due_limit=spell_limit(limit, calendar.counting if calendar is not None else Counting.UNDECIDED),
        due_confirmed=due.at is not None and not due.unconfirmed,
    )


def suspended(case: Case, now: Instant, until: Instant) -> Case:
    """挂账: the clock stands still from `now`, until `until` at the latest; the due time moves when it is over."""
    return msgspec.structs.replace(case, suspended_at=now, suspended_until=until, suspensions=case.suspensions + 1)


def resumed(case: Case, now: Instant, calendar: Calendar | None) -> Case:
    """Return the case with its clock running again: the due time moves by the time stopped, in the limit's own kind.

    A stop ends at its planned end even where that is noticed later. What was overdue before the stop stays so. A case
    that was not suspended is returned as it is.
    """
    if case.suspended_at is None:
        return case
    end = now if case.suspended_until is None else min(now, case.suspended_until)
    stop = Stop(start=case.suspended_at, end=max(end, case.suspended_at))
    return stood(msgspec.structs.replace(case, suspended_at=None, suspended_until=None), stop, calendar)


def stood(case: Case, stop: Stop, calendar: Calendar | None) -> Case:
    """Return the case after its clock stood still during `stop`: due later by it, in the limit's own kind of time."""
    found = limit_of(case)
    kind = LimitKind.NATURAL if found is None else found[0].kind
    due_at, years = (case.due_at, ()) if case.due_at is None else _moved(kind, case.due_at, stop, calendar)
    return msgspec.structs.replace(
        case,
        due_at=due_at,
        due_confirmed=case.due_confirmed and not years,
        stopped_ms=case.stopped_ms + stop.end - stop.start,
    )


def _moved(kind: LimitKind, due_at: Instant, stop: Stop, calendar: Calendar | None) -> tuple[Instant, tuple[int, ...]]:
    """Return a due time moved on by a stop, and the unconfirmed years that took."""
    if due_at <= stop.start:
        return due_at, ()
    if not kind.by_calendar or calendar is None or not calendar.usable:
        return due_at + stop.end - stop.start, ()
    if kind is LimitKind.WORKING_DAYS and calendar.counting is Counting.BY_DAYS:
        days, years = calendar.days_between(stop.start, stop.end)
        found = calendar.close_of(due_at, days) if days else None
        return (due_at, years) if found is None else (found.at, years + found.unconfirmed)
    left, years = calendar.worked(stop.start, due_at)
    if not left:  # a person set the due time outside working hours: what was left of the night is left again
        return due_at + stop.end - stop.start, years
    found = calendar.after(stop.end, left)
    return found.at, years + found.unconfirmed


def explain(case: Case, calendar: Calendar) -> str:
    """Return a deadline in one sentence: start, rule as printed, how it is counted, stops, due, unconfirmed years."""
    found = limit_of(case)
    if found is None or case.due_start is None:
        return "本件没有适用的时限，显示为无时限"
    limit, counting = found
    start, text = spell_moment(case.due_start, calendar.zone), limit.text
    parts = [f"自 {start} 起算，时限“{text}”（规则 {limit.rule_id}），{_how(limit, counting, calendar)}"]
    if case.suspensions:
        still = "，现在挂账中" if case.suspended_at is not None else ""
        parts.append(f"停表 {case.suspensions} 次共{spell_duration(case.stopped_ms)}{still}")
    elif case.stopped_ms:  # while it was merged
        parts.append(f"停表共{spell_duration(case.stopped_ms)}")
    if case.extensions:
        parts.append(f"延期 {case.extensions} 次")
    if case.due_at is None:
        why = due_of(limit, case.due_start, calendar).why
        return "；".join((*parts, why or "工作日历已更新，到期时间待重新计算"))
    parts.append(f"{spell_moment(case.due_at, calendar.zone)} 到期")
    if not case.due_confirmed:
        parts.append(_unconfirmed(case.due_start, case.due_at, calendar))
    return "；".join(parts)


def _how(limit: Limit, counting: Counting, calendar: Calendar) -> str:
    if not limit.kind.by_calendar:
        return limit.kind.zh
    hours = spell_periods(calendar) if calendar.usable else NO_HOURS
    return f"{counting.zh}，{hours}" if limit.kind is LimitKind.WORKING_DAYS else f"按工作时间累计，{hours}"


def _unconfirmed(start: Instant, due_at: Instant, calendar: Calendar) -> str:
    years = range(calendar.day_of(start).year, calendar.day_of(due_at).year + 1)
    unknown = [str(year) for year in years if year not in calendar.years]
    if not unknown:
        return "工作日历已更新，到期时间待重新计算"
    return f"{'、'.join(unknown)} 年的工作日历未确认，到期时间未确认"


def spell_moment(at: Instant, zone: ZoneInfo) -> str:
    """Return a moment to the minute as the district writes it: 2019-10-10 16:00."""
    return f"{to_datetime(at, zone):%Y-%m-%d %H:%M}"


def spell_duration(length_ms: int) -> str:
    """Return a duration in Chinese, in its two largest units: 2天3小时, 35分钟; below a minute, 不到1分钟."""
    minutes = abs(length_ms) // MINUTE_MS
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [(days, "天"), (hours, "小时"), (minutes, "分钟")]
    first = next((index for index, (count, _) in enumerate(parts) if count), None)
    if first is None:
        return "不到1分钟"
    return "".join(f"{count}{unit}" for count, unit in parts[first : first + 2] if count)


def limit_text(length_ms: int) -> str:
    """Return a limit of natural time as a profile without a printed text shows it: 2小时, 30分钟."""
    return spell_duration(length_ms) if length_ms % HOUR_MS else f"{length_ms // HOUR_MS}小时"
