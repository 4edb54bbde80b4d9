"""A new case: where it lies, whose it is, its number, its deadline and its first escalation."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from services.desk import catalogue, clocks, duplicates
from services.desk.declared import event_of
from services.desk.moves import Deed, Desk, Moved, born
from services.domain import numbers
from services.domain.cases import Case, Priority, State
from services.domain.custody import with_flags
from services.domain.deadlines import Starts
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.tiers import Tier, ancestor_at, tier_of_path
from services.store import personal
from services.store.search_words import words_of

if TYPE_CHECKING:
    from services.desk.district import District
    from services.domain.clock import Instant
    from services.domain.units import Unit

TITLE_MAX = 200
TEXT_MAX = 20_000
PLACE_MAX = 300
PERSONAL_MAX = 60
"""Longest texts taken, in characters (our rule): beyond them it is a file, not a case."""


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A case before it is one, from whatever door, already in the program's own units.

    `reported_at` None means now. A past case comes in finished: with its `state` (closed, not accepted, void) and when.
    `area_id` is used where lon/lat (WGS84 degrees) are not given. `said` is the first line of the timeline.
    `compared`: whether to mark it where something alike is there already; nobody asks that of an invented history.
    `tier`: whose the case is at first, where not the smallest known area's: of the units above its place.
    """

    title: str
    text: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    area_id: str | None = None
    tier: Tier | None = None
    category: str = ""
    criterion_id: str = ""
    source: str
    source_number: str | None = None
    call_kind: str = ""
    request_kind: str = ""
    proactive: bool = False
    priority: Priority = Priority.ORDINARY
    caller: str = ""
    phone: str = ""
    reported_at: Instant | None = None
    state: State = State.REPORTED
    closed_at: Instant | None = None
    flags: str = ""
    said: str = ""
    compared: bool = True


def file_case(desk: Desk, draft: Draft, *, command_id: str | None = None) -> Moved:
    """Write a new case. Rights are the door's own to ask for.

    Raises Refusal field_missing, field_too_long, unknown_category, unknown_source, unknown_unit, bad_coordinate,
    swapped_lonlat, outside_district, unknown_criterion.
    """
    check_draft(desk.district, draft)
    area = _area_of(desk.district, draft)
    path = area.path if area is not None else desk.district.id
    tier = max(tier_of_path(path), draft.tier or Tier.GRID)
    answerable_id = ancestor_at(path, tier) or desk.district.id
    now = desk.tx.now
    reported_at = now if draft.reported_at is None else draft.reported_at
    case = Case(
        id=desk.tx.ids.new(),
        number=next_number(desk, now),
        mode=desk.district.mode,
        demo=desk.district.demo,
        title=draft.title.strip(),
        text=draft.text,
        place=draft.place.strip(),
        lon=draft.lon,
        lat=draft.lat,
        area_id=area.id if area is not None else None,
        area_path=path,
        category=draft.category,
        criterion_id=draft.criterion_id,
        source=draft.source,
        source_number=draft.source_number,
        call_kind=draft.call_kind,
        request_kind=draft.request_kind,
        proactive=draft.proactive,
        priority=draft.priority,
        tier=tier,
        answerable_id=answerable_id,
        holder_id=answerable_id,
        holder_since=now,
        reported_at=reported_at,
        event_id=_event_of(desk, path, draft),
        flags=draft.flags,
        updated_at=now,
    )
    if draft.criterion_id:
        category = catalogue.category_for(desk.tx.conn, draft.criterion_id, draft.category)
        case = msgspec.structs.replace(case, category=category)
    case = clocks.started(desk.tx.conn, desk.district, case, Starts.REPORTED, reported_at)
    case = msgspec.structs.replace(case, state=draft.state, closed_at=draft.closed_at)
    alike = duplicates.flag_for(desk.tx.conn, desk.district, case, now) if draft.compared else ""
    if alike:
        case = msgspec.structs.replace(case, flags=with_flags(case.flags, add=(alike,)))
    deed = Deed(action="report", text=draft.said, command_id=command_id)
    made = born(desk, case, deed, search=search_words(desk.district, case))
    for field, value in (("caller", draft.caller.strip()), ("phone", draft.phone.strip())):
        if value:
            personal.put(desk.tx, desk.district.keys, case.id, field, value)
    return made


def _event_of(desk: Desk, path: str, draft: Draft) -> str | None:
    """Return the declared event that the case belongs to; a past case comes too late for one."""
    if draft.state is not State.REPORTED:
        return None
    return event_of(desk.tx.conn, desk.district, path, draft.category)


def search_words(district: District, case: Case) -> str:
    """Return what a case can be found by: title, text, place, category and source number as bigrams."""
    kind = district.categories.get(case.category, "")
    parts = (case.title, case.text, case.place, kind, case.source_number or "")
    return words_of(parts)


def next_number(desk: Desk, now: Instant) -> str:
    """Draw the next public number of the day by the district's pattern; never reused."""
    district = desk.district
    patterns = district.profile.numbers
    pattern = {Mode.LIVE: patterns.live, Mode.EXERCISE: patterns.exercise, Mode.TEST: patterns.test}[district.mode]
    serial = desk.tx.draw(f"numbers:{numbers.series(pattern, now, district.zone)}")
    return numbers.number(pattern, serial, now, district.zone)


def check_draft(district: District, draft: Draft) -> None:
    """Raise Refusal for the first field that cannot stand."""
    if not draft.title.strip():
        raise Refusal("field_missing", field="title")
    lengths = (
        ("title", draft.title, TITLE_MAX),
        ("text", draft.text, TEXT_MAX),
        ("place", draft.place, PLACE_MAX),
        ("caller", draft.caller, PERSONAL_MAX),
        ("phone", draft.phone, PERSONAL_MAX),
    )
    for field, value, limit in lengths:
        if len(value) > limit:
            raise Refusal("field_too_long", field=field, limit=limit)
        if "\x00" in value:
            raise Refusal("field_bad", field=field, value="NUL", remedy="请去掉控制字符")
    _check_codes(district, draft)
    _check_place(district, draft)


def _check_codes(district: District, draft: Draft) -> None:
    if draft.category and draft.category not in district.offered:
        raise Refusal("unknown_category", field="category", value=draft.category)
    if draft.source not in district.sources:
        raise Refusal("unknown_source", field="source", value=draft.source)
    for field, value, known in (
        ("call_kind", draft.call_kind, district.call_kinds),
        ("request_kind", draft.request_kind, district.request_kinds),
    ):
        if value and value not in known:
            raise Refusal("field_bad", field=field, value=value, remedy="请从目录中选择")


def _check_place(district: District, draft: Draft) -> None:
    if draft.area_id is not None:
        unit = district.units.get(draft.area_id)
        if unit is None or unit.tier is None:
            raise Refusal("unknown_unit", field="area_id", value=draft.area_id)
    if draft.lon is None and draft.lat is None:
        return
    lon, lat = draft.lon, draft.lat
    shown = f"{lon}, {lat}"
    if lon is None or lat is None or not (math.isfinite(lon) and math.isfinite(lat)):
        raise Refusal("bad_coordinate", field="lon", value=shown)
    if not district.holds(lon, lat):
        if district.holds(lat, lon):
            raise Refusal("swapped_lonlat", field="lon", value=shown, lon=lat, lat=lon)
        if abs(lon) > 180 or abs(lat) > 90:
            raise Refusal("bad_coordinate", field="lon", value=shown)
        raise Refusal("outside_district", field="lon", value=shown)


def _area_of(district: District, draft: Draft) -> Unit | None:
    """Return the smallest known area: by position, else the unit named, else none (the district keeps it until placed).

    A point that lies in the district but in no known area counts by the unit that was named with it.
    """
    if draft.lon is not None and draft.lat is not None:
        found = district.area_at(draft.lon, draft.lat)
        if found is not None:
            return found
    return district.units[draft.area_id] if draft.area_id is not None else None
