"""Which limit a case has and by which calendar it is reckoned: asked wherever a clock starts, stops or is explained."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from services.desk import catalogue
from services.domain.calendar import Calendar, Counting, DayKind, read_periods
from services.domain.deadlines import Starts, explain, with_deadline
from services.store import calendar as store
from services.store import settings

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.desk.district import District
    from services.domain.cases import Case
    from services.domain.clock import Instant
    from services.domain.deadlines import Limit

WORKING_TIME = "working_time"
"""The setting that holds the district's own choice of working periods and counting rule, as JSON."""


class WorkingTime(msgspec.Struct, frozen=True, kw_only=True):
    """The working periods of a day and the counting rule; version 0 is what the profile says, "" where it says nothing.

    `origin` is who chose it, or where the profile has it from.
    """

    periods: tuple[str, ...] = ()
    counting: Counting = Counting.UNDECIDED
    origin: str = ""
    version: int = 0


def working_time(conn: Connection, district: District) -> WorkingTime:
    """Return the working time that is in force: the district's choice, else its profile's."""
    chosen = settings.get(conn, WORKING_TIME)
    if chosen:
        return msgspec.json.decode(chosen, type=WorkingTime)
    known = district.profile.working
    if known is None:
        return WorkingTime()
    origin = district.profile.origins[known.origin].text
    return WorkingTime(periods=known.periods, counting=known.counting, origin=origin)


def calendar(conn: Connection, district: District) -> Calendar:
    """Return the working calendar as it is now.

    Built once per change: a stamp in the database tells, so that a change made by another program counts at once.
    """
    stamp = store.stamp(conn)
    found = district.calendars.get(stamp)
    if found is None:
        found = _built(conn, district)
        district.calendars.clear()
        district.calendars[stamp] = found
    return found


def _built(conn: Connection, district: District) -> Calendar:
    time = working_time(conn, district)
    return Calendar(
        zone=district.zone,
        periods=read_periods(time.periods),
        counting=time.counting,
        marked={date.fromisoformat(row.day): DayKind(row.kind) for row in store.days(conn)},
        years=frozenset(row.year for row in store.years(conn).values() if row.confirmed),
    )


def limit_for(conn: Connection, district: District, case: Case) -> Limit | None:
    """Return the limit of a case: its filing criterion's if that has one, else that of its category and priority.

    None: 无时限.
    """
    limit = catalogue.limit_of(conn, case.criterion_id) if case.criterion_id else None
    return limit or district.limit_for(case.category, case.priority)


def started(conn: Connection, district: District, case: Case, at: Starts, now: Instant) -> Case:
    """Return the case with its clock set where its limit starts at this moment of the loop; else as it is.

    A limit that runs already is not started anew (a second dispatch), one that the case did not have yet replaces it.
    """
    limit = limit_for(conn, district, case)
    if limit is None or limit.starts is not at or case.due_rule == limit.rule_id:
        return case
    return with_deadline(case, limit, now, calendar(conn, district))


def restarted(conn: Connection, district: District, case: Case, now: Instant) -> Case:
    """Return a reopened case with its limit running anew from now, or from the next dispatch where it starts there."""
    limit = limit_for(conn, district, case)
    begins = limit if limit is not None and limit.starts is Starts.REPORTED else None
    return with_deadline(case, begins, now, calendar(conn, district))


def sentence(conn: Connection, district: District, case: Case) -> str:
    """Return the deadline of a case in one sentence; where it has none, the district's own reason if it gives one."""
    if not case.due_limit and district.profile.no_limit:
        return f"无时限：{district.profile.no_limit}"
    return explain(case, calendar(conn, district))
