"""The working calendar in the hands of the system administrator: its days, working time, and what a change comes to.

A change of the calendar alters no due time by itself: the affected cases are listed, and changed by a command of their
own, with a reason, each by an event (domain facts d8, rule 4).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from services.api.calendar import CalendarDay, CalendarImport, CalendarView, CalendarYear, RefusedRow
from services.desk import access
from services.desk.clocks import WORKING_TIME, WorkingTime, calendar, working_time
from services.domain.calendar import Calendar, Counting, DayKind, Lack, LackKind, read_periods
from services.domain.calendar_file import YEARS, MarkedDay, read_days
from services.domain.clock import to_datetime
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.store import calendar as store
from services.store import settings
from services.store.calendar import DayRow, YearRow

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.api.calendar import CalendarEdit, WorkingTimeEdit
    from services.desk.district import District
    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.domain.tablefile import Refused
    from services.store.database import Tx

NEXT_YEAR_FROM = 11
"""From this month on, next year's days are missed when they are not there (our rule: the notice comes by then)."""

REFUSED_MOST = 500
"""Refused rows that an answer lists; the counts are of all."""


def view(conn: Connection, district: District, now: Instant) -> CalendarView:
    """Return working time, the years without their days, and what is missing."""
    time = working_time(conn, district)
    return CalendarView(
        periods=time.periods,
        counting=time.counting,
        origin=time.origin,
        version=time.version,
        years=tuple(_year(row) for row in store.years(conn).values()),
        missing=missing(calendar(conn, district), now),
    )


def missing(known: Calendar, now: Instant) -> tuple[Lack, ...]:
    """Return what the clocks lack: working time, counting rule, this year, from November the next."""
    found = []
    if not known.usable:
        found.append(Lack(LackKind.PERIODS))
    if known.counting is Counting.UNDECIDED:
        found.append(Lack(LackKind.COUNTING))
    today = to_datetime(now, known.zone)
    years = [today.year, today.year + 1] if today.month >= NEXT_YEAR_FROM else [today.year]
    found += [Lack(LackKind.YEAR, year) for year in years if year not in known.years]
    return tuple(found)


def year_view(conn: Connection, year: int) -> CalendarYear:
    """Return a year with its days; version 0 where there is nothing yet. Raises Refusal field_bad."""
    _check_year(year)
    found = store.years(conn).get(year)
    days = tuple(
        CalendarDay(day=row.day, kind=DayKind(row.kind), note=row.note, origin=row.origin)
        for row in store.days(conn, year)
    )
    if found is None:
        return CalendarYear(year=year, confirmed=False, version=0, days=days)
    return msgspec.structs.replace(_year(found), days=days)


def put_year(tx: Tx, district: District, scope: Scope, year: int, edit: CalendarEdit) -> CalendarYear:
    """Set the days of a year; a day that is left out follows the week again.

    Raises Refusal no_right, record_stale, field_bad.
    """
    access.need(scope, Right.SETTINGS, "修改工作日历")
    _check_year(year)
    _check_version(store.years(tx.conn).get(year), edit.version)
    marked = [_marked(year, given) for given in edit.days]
    if len({day.day for day in marked}) != len(marked):
        raise Refusal("field_bad", field="days", value="同一天出现两次", remedy="请删去重复的一天")
    _write(tx, district, scope, {year: marked}, {year} if edit.confirmed else set(), edit.origin.strip() or "手工录入")
    return year_view(tx.conn, year)


def import_days(tx: Tx, district: District, scope: Scope, data: bytes, file: str) -> CalendarImport:
    """Take days from a CSV file over what is there; other days of its years stay as they are.

    A year becomes confirmed when the file holds its whole list; one that was confirmed stays so. Raises Refusal
    no_right, too_large, field_bad (encoding, header, not one good row).
    """
    access.need(scope, Right.SETTINGS, "导入工作日历")
    read = read_days(data)
    if not read.days:
        why = read.refused[0].reason if read.refused else "没有数据行"
        raise Refusal("field_bad", field="文件", value="没有一行可用", remedy=f"第一处：{why}")
    whole = set(read.whole_years)
    known = store.years(tx.conn)
    by_year: dict[int, list[MarkedDay]] = {}
    for marked in read.days:
        by_year.setdefault(marked.day.year, []).append(marked)
    for year, days in by_year.items():  # the days that the file does not name stay
        named = {marked.day.isoformat() for marked in days}
        days += [
            MarkedDay(day=date.fromisoformat(row.day), kind=DayKind(row.kind), note=row.note)
            for row in store.days(tx.conn, year)
            if row.day not in named
        ]
    confirmed = whole | {year for year in by_year if year in known and known[year].confirmed}
    _write(tx, district, scope, by_year, confirmed, f"导入 {file[:80]}")
    return CalendarImport(
        rows=len(read.days) + len(read.refused),
        taken=len(read.days),
        years=tuple(sorted(by_year)),
        confirmed=tuple(sorted(confirmed)),
        refused=refused_rows(read.refused),
    )


def put_working_time(tx: Tx, district: District, scope: Scope, edit: WorkingTimeEdit) -> CalendarView:
    """Choose working periods and counting rule. Raises no_right, record_stale, text_required, field_bad."""
    access.need(scope, Right.SETTINGS, "修改工作时段与计法")
    if not edit.reason.strip():
        raise Refusal("text_required", field="理由")
    before = working_time(tx.conn, district)
    if before.version != edit.version:
        raise Refusal("record_stale")
    if edit.counting is Counting.UNDECIDED:
        raise Refusal("field_bad", field="counting", value="未定", remedy="请选定计法 A 或 B")
    try:
        read_periods(edit.periods)
    except ValueError as error:
        raise Refusal("field_bad", field="periods", value="、".join(edit.periods)[:60], remedy=str(error)) from error
    after = WorkingTime(
        periods=edit.periods,
        counting=edit.counting,
        origin=f"{scope.person_name} 选定：{edit.reason.strip()}",
        version=before.version + 1,
    )
    settings.put(tx, WORKING_TIME, msgspec.json.encode(after).decode())
    _changed(tx, district, scope, "calendar.rules", {"before": before, "after": after})
    return view(tx.conn, district, tx.now)


def seed(tx: Tx, district_id: str, actor: str, origin: str = "") -> tuple[int, ...]:
    """Enter every year that the package of Chinese holidays knows and that is not there yet; return these years."""
    from chinese_calendar import constants  # noqa: PLC0415 - only where a calendar is made, not at every start

    there = store.years(tx.conn)
    by_year: dict[int, list[DayRow]] = {}
    for kind, marks in ((DayKind.REST, constants.holidays), (DayKind.WORK, constants.workdays)):
        for day, name in marks.items():
            if day.year not in there:
                note = _NOTES.get(name, name) + ("调休" if kind is DayKind.WORK else "")
                row = DayRow(day=day.isoformat(), year=day.year, kind=kind.value, note=note, origin=_PACKAGE)
                by_year.setdefault(day.year, []).append(row)
    for year, rows in sorted(by_year.items()):
        store.put_days(tx, rows)
        made = YearRow(year=year, confirmed=True, origin=_PACKAGE, version=1, updated_at=tx.now, updated_by=actor)
        store.put_year(tx, made)
    if by_year:
        details = {"years": sorted(by_year), "origin": _PACKAGE, "from": origin}
        tx.audit(actor, "calendar.seed", district_id, details)
        tx.change("calendar", district_id, store.touch(tx))
    return tuple(sorted(by_year))


_PACKAGE = "chinesecalendar 数据包（国务院历年放假安排）"
_NOTES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
    "Anti-Fascist 70th Day": "抗战胜利 70 周年",
}


def refused_rows(refused: Sequence[Refused]) -> tuple[RefusedRow, ...]:
    """Return refused rows as they travel, the first REFUSED_MOST."""
    return tuple(
        RefusedRow(line=row.line, column=row.column, value=row.value, reason=row.reason)
        for row in refused[:REFUSED_MOST]
    )


def _write(
    tx: Tx,
    district: District,
    scope: Scope,
    years: Mapping[int, Iterable[MarkedDay]],
    confirmed: set[int],
    origin: str,
) -> None:
    """Write whole years: what is marked now and not given is taken back. One audit link with before and after."""
    known = store.years(tx.conn)
    details: dict[str, object] = {"origin": origin}
    for year, marked in years.items():
        before = {row.day: row for row in store.days(tx.conn, year)}
        after = {
            item.day.isoformat(): DayRow(
                day=item.day.isoformat(), year=year, kind=item.kind.value, note=item.note, origin=origin
            )
            for item in marked
        }
        gone = [msgspec.structs.replace(row, kind="", origin=origin) for day, row in before.items() if day not in after]
        same = {day for day, row in after.items() if day in before and _says(before[day]) == _says(row)}
        store.put_days(tx, [*gone, *(row for day, row in after.items() if day not in same)])
        version = known[year].version + 1 if year in known else 1
        made = YearRow(
            year=year,
            confirmed=year in confirmed,
            origin=origin,
            version=version,
            updated_at=tx.now,
            updated_by=scope.person_id,
        )
        store.put_year(tx, made)
        details[str(year)] = {
            "confirmed": year in confirmed,
            "before": {row.day: row.kind for day, row in before.items() if day not in same},
            "after": {row.day: row.kind for day, row in after.items() if day not in same},
        }
    _changed(tx, district, scope, "calendar.days", details)


def _says(row: DayRow) -> tuple[str, str]:
    return row.kind, row.note


def _changed(tx: Tx, district: District, scope: Scope, action: str, details: Mapping[str, object]) -> None:
    tx.audit(scope.person_id, action, district.id, {"from": scope.origin, **details})
    tx.change("calendar", district.id, store.touch(tx))


def _year(row: YearRow) -> CalendarYear:
    return CalendarYear(
        year=row.year,
        confirmed=row.confirmed,
        version=row.version,
        origin=row.origin,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
    )


def _marked(year: int, given: CalendarDay) -> MarkedDay:
    try:
        day = date.fromisoformat(given.day)
    except ValueError:
        raise Refusal("field_bad", field="days", value=given.day, remedy="日期应如 2027-01-01") from None
    if day.year != year:
        raise Refusal("field_bad", field="days", value=given.day, remedy=f"这里只能写 {year} 年的日子")
    return MarkedDay(day=day, kind=given.kind, note=given.note.strip())


def _check_year(year: int) -> None:
    if not YEARS[0] <= year <= YEARS[1]:
        raise Refusal("field_bad", field="year", value=str(year), remedy=f"年份应在 {YEARS[0]} 到 {YEARS[1]} 之间")


def _check_version(found: YearRow | None, version: int) -> None:
    if (0 if found is None else found.version) != version:
        raise Refusal("record_stale")
