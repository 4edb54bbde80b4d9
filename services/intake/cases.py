"""Cases of other systems, one by one: checked, converted, taken once; each with one sentence for what became of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from services.api.intake import IntakeCase, IntakeOutcome, IntakeReport
from services.desk.filing import Draft, check_draft, file_case
from services.desk.moves import Desk
from services.desk.sources import brought_before, source_scope
from services.domain.cases import Priority, State
from services.domain.clock import LATEST, MINUTE_MS, from_datetime
from services.domain.problems import Refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from services.desk.district import District
    from services.desk.sources import Database, Tx
    from services.domain.clock import Instant
    from services.domain.problems import Problem
    from services.domain.rights import Scope

BATCH = 500
"""Cases written in one transaction; small enough that others wait for less than a second."""

AHEAD_MS = 10 * MINUTE_MS
"""How far another system's clock may be ahead of ours before its times are refused (our rule)."""

NUMBER_MAX = 100

_PRIORITIES = {
    "特急": Priority.EXTRA_URGENT,
    "急": Priority.URGENT,
    "普": Priority.ORDINARY,
    "extra_urgent": Priority.EXTRA_URGENT,
    "urgent": Priority.URGENT,
    "ordinary": Priority.ORDINARY,
}
STATUS_WORDS: dict[str, State] = {
    "": State.REPORTED,
    "open": State.REPORTED,
    "reported": State.REPORTED,
    "待受理": State.REPORTED,
    "在办": State.REPORTED,
    "closed": State.CLOSED,
    "已结案": State.CLOSED,
    "办结": State.CLOSED,
    "已办结": State.CLOSED,
    "not_accepted": State.NOT_ACCEPTED,
    "不予受理": State.NOT_ACCEPTED,
    "void": State.VOID,
    "作废": State.VOID,
}
"""Words in which other systems say where a case stands. Whatever is under way there begins here as reported: who holds
it in this district is for this district to say."""

_CLOSED_EARLY = "closed_before_opened"
_CLOSED_WHEN = "closed_at_unknown"


@dataclass(frozen=True, slots=True)
class Remark:
    """Why a case was taken with a flag: the flag that stays on it, and the sentence for who sent it."""

    flag: str
    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """A case ready to be taken."""

    draft: Draft
    remark: Remark | None = None


def take(database: Database, district: District, source: str, items: Sequence[IntakeCase], origin: str) -> IntakeReport:
    """Take a delivery. Each case is accepted, repeated (taken before), flagged (taken with a remark) or refused.

    One that is refused keeps none of the others out.
    """
    scope = source_scope(district, source, origin)
    now = database.now()
    outcomes: list[IntakeOutcome] = []
    for start in range(0, len(items), BATCH):
        ready = [_try(district, source, item, now) for item in items[start : start + BATCH]]
        outcomes += database.write(lambda tx, ready=ready: write(tx, district, scope, ready))  # type: ignore[misc]
    return IntakeReport(outcomes=tuple(outcomes))


def take_one(database: Database, district: District, source: str, item: IntakeCase, origin: str) -> IntakeReport:
    """Take a single case. Raises Refusal for one that cannot stand; that it was refused is sealed all the same."""
    scope = source_scope(district, source, origin)
    try:
        ready = prepare(district, source, item, database.now())
    except Refusal as refusal:
        outcome = refused(item.number, refusal.problem)
        database.write(lambda tx: _seal_refused(tx, scope, [outcome]))
        raise
    return IntakeReport(outcomes=tuple(database.write(lambda tx: write(tx, district, scope, [ready]))))


def _try(district: District, source: str, item: IntakeCase, now: Instant) -> Prepared | IntakeOutcome:
    try:
        return prepare(district, source, item, now)
    except Refusal as refusal:
        return refused(item.number, refusal.problem)


def write(tx: Tx, district: District, scope: Scope, ready: Sequence[Prepared | IntakeOutcome]) -> list[IntakeOutcome]:
    """Write prepared cases in one transaction, in order; what was refused before passes through, sealed as refused."""
    desk = Desk(tx, district, scope)
    outcomes = [item if isinstance(item, IntakeOutcome) else _write_one(desk, item) for item in ready]
    _seal_refused(tx, scope, [item for item in ready if isinstance(item, IntakeOutcome)])
    return outcomes


def _seal_refused(tx: Tx, scope: Scope, outcomes: Sequence[IntakeOutcome]) -> None:
    """Put cases refused at the door into the audit: the source's own number and the field, never what stood in it."""
    if outcomes:
        rows = [{"number": outcome.number[:NUMBER_MAX], "field": outcome.field} for outcome in outcomes]
        tx.audit(scope.person_id, "intake.refused", "", {"cases": rows, "from": scope.origin})


def _write_one(desk: Desk, item: Prepared) -> IntakeOutcome:
    draft = item.draft
    number = draft.source_number or ""
    known = brought_before(desk.tx, draft.source, number)
    if known is not None:
        return IntakeOutcome(number=number, outcome="repeated", case_number=known.number)
    made = file_case(desk, draft).case
    if item.remark is None:
        return IntakeOutcome(number=number, outcome="accepted", case_number=made.number)
    return IntakeOutcome(
        number=number,
        outcome="flagged",
        case_number=made.number,
        field=item.remark.field,
        sentence=item.remark.sentence,
    )


def refused(number: str, problem: Problem) -> IntakeOutcome:
    """Return the outcome of a case that was not taken: the field, what is wrong, and the remedy."""
    return IntakeOutcome(
        number=number,
        outcome="refused",
        field=problem.field,
        sentence=problem.sentence,
        remedy=problem.remedy,
    )


def prepare(district: District, source: str, item: IntakeCase, now: Instant) -> Prepared:
    """Convert and check a case. Raises Refusal naming the field that cannot stand.

    Text stays as it came, tags, formulas and all: it is shown as plain text only. Control characters are taken out.
    """
    number = clean(item.number).strip()
    if not number:
        raise Refusal("field_missing", field="number")
    if len(number) > NUMBER_MAX:
        raise Refusal("field_too_long", field="number", limit=NUMBER_MAX)
    reported_at = moment(item.reported_at, "reported_at")
    if reported_at > now + AHEAD_MS:
        raise Refusal("field_bad", field="reported_at", value=item.reported_at, remedy="晚于当前时间，请核对时区")
    lon, lat = position(district, item.lon, item.lat, item.datum)
    draft = Draft(
        title=clean(item.title),
        text=clean(item.text),
        place=clean(item.place),
        lon=lon,
        lat=lat,
        area_id=_area_id(district, item.area_code),
        category=item.category.strip(),
        source=source,
        source_number=number,
        call_kind=item.call_kind.strip(),
        request_kind=item.request_kind.strip(),
        proactive=item.proactive,
        priority=_priority(district, item),
        caller=clean(item.caller),
        phone=clean(item.phone),
        reported_at=reported_at,
        state=_state(item.state),
        said=f"由 {district.sources.get(source, source)} 转入，来件编号 {number}",
    )
    ready = _with_end(draft, item)
    check_draft(district, ready.draft)
    return ready


def _with_end(draft: Draft, item: IntakeCase) -> Prepared:
    """Set when a past case ended; a time that cannot be is kept as it came, and flagged."""
    if draft.state is State.REPORTED:
        return Prepared(draft)
    if not item.closed_at.strip():
        sentence = "来件已结束而没有结束时间，按上报时间记"
        return Prepared(
            msgspec.structs.replace(draft, closed_at=draft.reported_at, flags=_CLOSED_WHEN),
            Remark(_CLOSED_WHEN, "closed_at", sentence),
        )
    closed_at = moment(item.closed_at, "closed_at")
    if closed_at >= (draft.reported_at or 0):
        return Prepared(msgspec.structs.replace(draft, closed_at=closed_at))
    return Prepared(
        msgspec.structs.replace(draft, closed_at=closed_at, flags=_CLOSED_EARLY),
        Remark(_CLOSED_EARLY, "closed_at", "结束时间早于上报时间，已照收并标记"),
    )


def moment(text: str, field: str) -> Instant:
    """Return the instant of an ISO 8601 text with its zone. Raises Refusal field_missing, field_bad."""
    if not text.strip():
        raise Refusal("field_missing", field=field)
    try:
        parsed = datetime.fromisoformat(text.strip())
    except ValueError:
        raise Refusal(
            "field_bad", field=field, value=text[:40], remedy="请用 ISO 8601，如 2026-01-31T08:00:00+08:00"
        ) from None
    if parsed.tzinfo is None:
        raise Refusal("field_bad", field=field, value=text[:40], remedy="请写明时区，如 +08:00")
    at = from_datetime(parsed)
    if not 0 <= at <= LATEST:
        raise Refusal("field_bad", field=field, value=text[:40], remedy="请用 ISO 8601，如 2026-01-31T08:00:00+08:00")
    return at


def position(district: District, lon: float | None, lat: float | None, datum: str) -> tuple[float | None, float | None]:
    """Return a position in WGS84 degrees, or two Nones where none was given. Raises Refusal for an unknown datum.

    Coordinates that look swapped are left as they are, so that the check can suggest the swap in the sender's numbers.
    """
    from services.geo.datum import Datum, point_to_wgs84  # noqa: PLC0415 - loads arrays, which no start needs

    datums = {"wgs84": Datum.WGS84, "cgcs2000": Datum.CGCS2000, "gcj02": Datum.GCJ02, "bd09": Datum.BD09}
    known = datums.get(datum.strip().lower().replace("-", ""))
    if known is None:
        raise Refusal("field_bad", field="datum", value=datum[:20], remedy="请用 wgs84、cgcs2000、gcj02 或 bd09")
    if lon is None or lat is None or not (math.isfinite(lon) and math.isfinite(lat)) or abs(lat) > 90:
        return lon, lat
    there = point_to_wgs84(lon, lat, known)
    return there if district.holds(*there) else (lon, lat)


def clean(text: str) -> str:
    """Return a text without control characters other than line breaks and tabs; nothing else is touched."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in plain if char in "\n\t" or (ord(char) >= 32 and not 127 <= ord(char) < 160))


def _area_id(district: District, code: str) -> str | None:
    if not code.strip():
        return None
    unit = district.units_by_code.get(code.strip())
    if unit is None:
        raise Refusal("unknown_unit", field="area_code", value=code.strip())
    return unit.id


def _priority(district: District, item: IntakeCase) -> Priority:
    """Return the priority that was said, else the one the category is born with, else ordinary."""
    said = item.priority.strip()
    if said:
        if said not in _PRIORITIES:
            raise Refusal("field_bad", field="priority", value=said[:20], remedy="请用 特急、急 或 普")
        return _PRIORITIES[said]
    kind = district.profile.category(item.category.strip())
    return kind.priority if kind is not None and kind.priority is not None else Priority.ORDINARY


def _state(word: str) -> State:
    found = STATUS_WORDS.get(word.strip().lower())
    if found is None:
        words = "、".join(word for word in STATUS_WORDS if word.isascii() and word)
        raise Refusal("field_bad", field="state", value=word[:20], remedy=f"请用 {words}")
    return found
