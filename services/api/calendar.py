"""The working calendar on the wire.

| route | message → answer | who |
|---|---|---|
| GET /calendar | – → CalendarView: working time, the years, what is missing | everybody |
| GET /calendar/{year} | – → CalendarYear | everybody |
| PUT /calendar/{year} | CalendarEdit → CalendarYear | SETTINGS |
| POST /calendar/import?command_id=&file= | CSV as the body (date, 休/班, note) → CalendarImport | SETTINGS |
| PUT /calendar/rules | WorkingTimeEdit → CalendarView | SETTINGS |
| GET /calendar/affected | – → Affected: open cases whose due time would be another now | SETTINGS |
| POST /calendar/apply | ApplyCalendar → Applied: those changed, each with its own event | SETTINGS |

Days are YYYY-MM-DD. A year without `confirmed` makes every deadline that runs through it 未确认.
"""

from __future__ import annotations

from typing import Annotated

import msgspec

from services.api.common import Message, Request
from services.domain.calendar import PERIODS_MOST, Counting, DayKind, Lack
from services.domain.calendar_file import NOTE_MAX, YEARS
from services.domain.clock import Instant

APPLY_MOST = 500
"""Cases whose due time is changed by one command at most: one transaction (our rule)."""

Day = Annotated[str, msgspec.Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Year = Annotated[int, msgspec.Meta(ge=YEARS[0], le=YEARS[1])]


class RefusedRow(Message, frozen=True, kw_only=True):
    """A row of a file that was not taken. `line` counts from 1, the header's; `column` "" means the whole row."""

    line: int
    column: str
    value: str
    reason: str


class CalendarDay(Message, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A marked day."""

    day: Day
    kind: DayKind
    note: Annotated[str, msgspec.Meta(max_length=NOTE_MAX)] = ""
    origin: str = ""


class CalendarYear(Message, frozen=True, kw_only=True):
    """A year of the calendar; version 0 where nobody has written it yet."""

    year: int
    confirmed: bool
    version: int
    origin: str = ""
    updated_at: Instant | None = None
    updated_by: str = ""
    days: tuple[CalendarDay, ...] = ()


class CalendarView(Message, frozen=True, kw_only=True):
    """Working time, and the years without their days. `origin` "" and `counting` "" where nothing was chosen yet."""

    periods: tuple[str, ...]  # 08:00-12:00
    counting: Counting
    origin: str
    version: int  # of the working time
    years: tuple[CalendarYear, ...]
    missing: tuple[Lack, ...]


class CalendarEdit(Request, frozen=True, kw_only=True):
    """The days of a year as they shall be, over version `version`; days that are left out follow the week."""

    command_id: str
    version: int
    confirmed: bool
    days: Annotated[tuple[CalendarDay, ...], msgspec.Meta(max_length=366)]
    origin: Annotated[str, msgspec.Meta(max_length=200)] = ""


class WorkingTimeEdit(Request, frozen=True, kw_only=True):
    """The working periods of a day and the counting rule (A, B), over version `version`; a reason that stays."""

    command_id: str
    version: int
    periods: Annotated[tuple[str, ...], msgspec.Meta(min_length=1, max_length=PERIODS_MOST)]
    counting: Counting
    reason: Annotated[str, msgspec.Meta(max_length=500)]


class CalendarImport(Message, frozen=True, kw_only=True):
    """What an import of days did. `confirmed` are the years of which the file held the whole list."""

    rows: int
    taken: int
    years: tuple[int, ...]
    confirmed: tuple[int, ...]
    refused: tuple[RefusedRow, ...] = ()


class AffectedCase(Message, frozen=True, kw_only=True):
    """An open case whose due time would be another by the calendar as it is now. `old_due` None: it had none."""

    id: str
    number: str
    version: int
    limit_text: str
    start: Instant
    old_due: Instant | None
    new_due: Instant
    old_confirmed: bool
    new_confirmed: bool


class Affected(Message, frozen=True, kw_only=True):
    """The affected cases, those due first in front, at most APPLY_MOST of `total`.

    `extended` open cases in working time were extended by a person: their due time stays as that person set it.
    """

    total: int
    extended: int
    cases: tuple[AffectedCase, ...]


class ApplyCalendar(Request, frozen=True, kw_only=True):
    """Change the due times of these cases (ids), each at the version that was seen, for a reason that stays."""

    command_id: str
    reason: Annotated[str, msgspec.Meta(max_length=500)]
    cases: Annotated[dict[str, int], msgspec.Meta(min_length=1, max_length=APPLY_MOST)]  # id → version


class Applied(Message, frozen=True, kw_only=True):
    """What was changed; `moved_on` are ids whose case is another version by now. Ask for the affected ones again."""

    changed: tuple[AffectedCase, ...]
    moved_on: tuple[str, ...] = ()
