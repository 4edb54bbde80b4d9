"""Calendar, category standards and tier policies: the hub's calls. Blocks: worker threads only.

Raises HubUnreachable, HubRefused.
"""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import quote, urlencode

import msgspec

from console.transport import Request, Transport, decode
from services.api.calendar import (
    Affected,
    Applied,
    ApplyCalendar,
    CalendarEdit,
    CalendarImport,
    CalendarView,
    CalendarYear,
    WorkingTimeEdit,
)
from services.api.catalogue import (
    AdmissionEdit,
    AdmissionList,
    ConfirmStandard,
    CriterionPage,
    CriterionRow,
    EarlierCases,
    EarlierMoved,
    MoveEarlier,
    MoveStandard,
    StandardImport,
    StandardMoved,
    StandardRow,
)
from services.api.policies import (
    Adopted,
    AdoptPolicy,
    AskBacktest,
    BacktestState,
    PolicyDraft,
    PolicyList,
    PolicyRow,
    UsePolicy,
)

T = TypeVar("T")

CRITERIA_PAGE = 200
"""Criteria fetched at once."""

_CSV = "text/csv"
_FILE_TIMEOUT_S = 60.0


class SettingsCalls:
    """What a console asks of a district's settings, over its client's transport."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    # ── the working calendar ────────────────────────────────────────────────────────────────────────────────────────
    def calendar(self) -> CalendarView:
        """Ask for working time, the years there are, and what is missing."""
        return self._get("/calendar", CalendarView)

    def year(self, year: int) -> CalendarYear:
        """Ask for a year with its marked days."""
        return self._get(f"/calendar/{year}", CalendarYear)

    def put_year(self, year: int, edit: CalendarEdit) -> CalendarYear:
        """Set the days of a year."""
        return self._send("PUT", f"/calendar/{year}", edit, CalendarYear)

    def put_working_time(self, edit: WorkingTimeEdit) -> CalendarView:
        """Choose working periods and counting rule."""
        return self._send("PUT", "/calendar/rules", edit, CalendarView)

    def import_days(self, command_id: str, file: str, data: bytes) -> CalendarImport:
        """Take days from a CSV file."""
        return self._file("/calendar/import", data, CalendarImport, command_id=command_id, file=file)

    def affected(self) -> Affected:
        """Ask which open cases would be due at another time by the calendar as it is now."""
        return self._get("/calendar/affected", Affected)

    def apply_calendar(self, message: ApplyCalendar) -> Applied:
        """Change the due times of cases to what the calendar says now."""
        return self._send("POST", "/calendar/apply", message, Applied)

    # ── category standards ──────────────────────────────────────────────────────────────────────────────────────────
    def standards(self) -> list[StandardRow]:
        """Ask for all editions, the newest first."""
        return self._get("/standards", list[StandardRow])

    def import_standard(self, command_id: str, name: str, origin: str, file: str, data: bytes) -> StandardImport:
        """Import an edition from a CSV file, as a draft."""
        given = {"command_id": command_id, "name": name, "origin": origin, "file": file}
        return self._file("/standards", data, StandardImport, **given)

    def confirm_standard(self, standard_id: str, message: ConfirmStandard) -> StandardRow:
        """Write down what bare 小时 and 天 mean in a draft."""
        return self._send("POST", f"/standards/{quote(standard_id, safe='')}/confirm", message, StandardRow)

    def move_standard(self, standard_id: str, move: str, message: MoveStandard) -> StandardMoved:
        """Take an edition into use (`use`), or out of it (`retire`)."""
        return self._send("POST", f"/standards/{quote(standard_id, safe='')}/{move}", message, StandardMoved)

    def earlier_cases(self) -> EarlierCases:
        """Ask which open cases still go by a standard that is not in use."""
        return self._get("/standards/earlier", EarlierCases)

    def move_earlier(self, message: MoveEarlier) -> EarlierMoved:
        """Move open cases to the same criteria of the standard in use."""
        return self._send("POST", "/standards/earlier", message, EarlierMoved)

    def criteria(self, standard_id: str, words: str = "", category: str = "", after: int = 0) -> CriterionPage:
        """Ask for criteria in the order of the file: of a category, or those that hold every word."""
        query = urlencode({"q": words, "category": category, "after": after, "limit": CRITERIA_PAGE})
        return self._get(f"/standards/{quote(standard_id, safe='')}/criteria?{query}", CriterionPage)

    def all_criteria(self, standard_id: str, category: str = "") -> tuple[CriterionRow, ...]:
        """Ask for all criteria of an edition, or of one category of it, page by page."""
        found: list[CriterionRow] = []
        after: int | None = 0
        while after is not None:
            page = self.criteria(standard_id, category=category, after=after)
            found += page.rows
            after = page.next
        return tuple(found)

    def admissions(self) -> AdmissionList:
        """Ask for every category that can be chosen now, and whether it may be sent to a grid."""
        return self._get("/admissions", AdmissionList)

    def put_admissions(self, edit: AdmissionEdit) -> AdmissionList:
        """Change lines of the matter admission list."""
        return self._send("PUT", "/admissions", edit, AdmissionList)

    # ── tier policies ───────────────────────────────────────────────────────────────────────────────────────────────
    def policies(self) -> tuple[PolicyRow, ...]:
        """Ask for all versions, newest first."""
        return self._get("/policies", PolicyList).policies

    def draft_policy(self, draft: PolicyDraft) -> PolicyRow:
        """Make a draft, or the next edition of one."""
        return self._send("POST", "/policies", draft, PolicyRow)

    def use_policy(self, policy_id: str, message: UsePolicy) -> PolicyRow:
        """Put a draft into use for the cases that come from now on."""
        return self._send("POST", f"/policies/{quote(policy_id, safe='')}/use", message, PolicyRow)

    def adopt_policy(self, message: AdoptPolicy) -> Adopted:
        """Move open cases of older versions to the one in use, a number at a time."""
        return self._send("POST", "/policies/adopt", message, Adopted)

    def begin_backtest(self, asked: AskBacktest) -> BacktestState:
        """Begin a back-test."""
        return self._send("POST", "/policies/backtest", asked, BacktestState)

    def backtest(self, test_id: str) -> BacktestState:
        """Ask how far a back-test is, and what it found."""
        return self._get(f"/policies/backtest/{quote(test_id, safe='')}", BacktestState)

    def cancel_backtest(self, test_id: str) -> BacktestState:
        """End a back-test early."""
        request = Request("DELETE", f"/policies/backtest/{quote(test_id, safe='')}")
        return decode(self._transport.send(request), BacktestState)

    # ── the common form ─────────────────────────────────────────────────────────────────────────────────────────────
    def _get(self, path: str, kind: type[T]) -> T:
        return decode(self._transport.send(Request("GET", path)), kind)

    def _send(self, method: str, path: str, body: msgspec.Struct, kind: type[T]) -> T:
        return decode(self._transport.send(Request(method, path, body=msgspec.json.encode(body))), kind)

    def _file(self, path: str, data: bytes, kind: type[T], **query: str) -> T:
        path = f"{path}?{urlencode(query)}"
        request = Request("POST", path, body=data, media_type=_CSV, read_timeout_s=_FILE_TIMEOUT_S)
        return decode(self._transport.send(request), kind)
