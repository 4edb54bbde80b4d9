"""Cases from other systems, and what became of each."""

from __future__ import annotations

from services.api.common import Message, Request


class IntakeCase(Request, frozen=True, kw_only=True):
    """A case from another system. `number` is that system's own; the same number is never taken twice.

    `datum` says what lon/lat are in (wgs84, cgcs2000, gcj02, bd09); `reported_at` is ISO 8601 with its zone.
    """

    number: str
    title: str
    reported_at: str
    text: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    datum: str = "wgs84"
    area_code: str = ""
    category: str = ""
    priority: str = ""
    call_kind: str = ""
    request_kind: str = ""
    proactive: bool = False
    caller: str = ""
    phone: str = ""
    state: str = ""
    closed_at: str = ""


class IntakeOutcome(Message, frozen=True, kw_only=True):
    """What became of one incoming case: accepted, repeated (taken before), flagged (taken with a remark) or refused."""

    number: str
    outcome: str
    case_number: str = ""
    field: str = ""
    sentence: str = ""
    remedy: str = ""


class IntakeReport(Message, frozen=True, kw_only=True):
    """What became of a delivery, in its own order."""

    outcomes: tuple[IntakeOutcome, ...]
