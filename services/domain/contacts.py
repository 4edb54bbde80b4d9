"""Who is to be reached at a unit: slots of its team, people in them, their order and deputies, when they are on duty.

A unit's team has slots (网格长, 值班 …): data of the district's profile, and our own general ones for a tier of which
the district has said nothing. People of one slot are called by their order; a deputy stands in for one of them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Annotated

import msgspec

from services.domain.clock import Instant, to_datetime
from services.domain.tiers import Tier
from services.domain.units import Unit, UnitKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import tzinfo

    from services.domain.profile import ContactPattern

NAME_MOST, NOTE_MOST = 40, 200
ADDRESS_MOST = 200
"""Characters of a person's name, a note and an address, at most (our rule)."""

_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–—~至到]\s*([01]?\d|2[0-3]):([0-5]\d)")
_CODE = Annotated[str, msgspec.Meta(pattern=r"^[a-z][a-z0-9_-]*$", max_length=64)]
_NAME = Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
_COUNT = Annotated[int, msgspec.Meta(ge=0, le=10_000)]


class Slot(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A place in the team of every unit of a tier (None: of departments).

    Fewer than `needed` people in it is a vacancy; `most` 0: as many as there are (the N of 1+1+1+N). `device`: what
    stands in it is no person (a loudspeaker, a display).
    """

    code: _CODE
    name: _NAME
    tier: Tier | None = None
    needed: _COUNT = 0
    most: _COUNT = 0
    device: bool = False
    origin: str

    def fits(self, unit: Unit) -> bool:
        """Tell whether the unit's team has this slot."""
        return unit.tier is self.tier and (unit.kind is UnitKind.DEPARTMENT) is (self.tier is None)


def _ours(code: str, name: str, tier: Tier | None, needed: int = 0, *, device: bool = False) -> Slot:
    return Slot(code=code, name=name, tier=tier, needed=needed, device=device, origin="own")


GENERAL_SLOTS: tuple[Slot, ...] = (
    _ours("grid_head", "网格长", Tier.GRID, 1),
    _ours("grid_worker", "网格员", Tier.GRID),
    _ours("community_duty", "社区值班", Tier.COMMUNITY, 1),
    _ours("community_device", "社区广播与屏幕", Tier.COMMUNITY, device=True),
    _ours("street_leader", "街镇带班领导", Tier.STREET),
    _ours("street_duty", "街镇值班", Tier.STREET, 1),
    _ours("street_device", "街镇广播与屏幕", Tier.STREET, device=True),
    _ours("district_leader", "区带班领导", Tier.DISTRICT, 1),
    _ours("district_duty", "区值班", Tier.DISTRICT),
    _ours("district_device", "区广播与屏幕", Tier.DISTRICT, device=True),
    _ours("dept_leader", "部门带班领导", None),
    _ours("dept_duty", "部门值班", None, 1),
)
"""Our own slots, for every tier of which the district's profile names none (our rule)."""


def slots_of(known: Sequence[Slot]) -> tuple[Slot, ...]:
    """Return the district's slots, lowest tier first, and our general ones for the tiers it says nothing of."""
    told = {slot.tier for slot in known}
    return (*known, *(slot for slot in GENERAL_SLOTS if slot.tier not in told))


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """A person or device in a slot of a unit. `order` counts from 1 among those of the slot, or of the same principal.

    `deputy_of` is the contact they stand in for, "" for none. `on_from`, `on_to`: the time they hold the place, open
    where None. `day_from`, `day_to`: minutes of the district's day in which they are on duty; both None is always, an
    end at or before the start runs over midnight. `removed_at`: no longer in the register, kept for undo and history.
    """

    id: str
    unit_id: str
    slot: str
    person: str
    initials: str = ""
    account_id: str = ""
    order: int = 1
    deputy_of: str = ""
    on_from: Instant | None = None
    on_to: Instant | None = None
    day_from: int | None = None
    day_to: int | None = None
    note: str = ""
    demo: bool = False
    version: int = 1
    removed_at: Instant | None = None
    removed_by: str = ""
    updated_at: Instant = 0

    @property
    def hours(self) -> str:
        """The hours on duty as they are written: 08:30-17:30, "" around the clock."""
        return "" if self.day_from is None or self.day_to is None else f"{_clock(self.day_from)}-{_clock(self.day_to)}"


class Vacancy(msgspec.Struct, frozen=True):
    """A slot of a unit with fewer people than it needs."""

    unit_id: str
    slot: str
    have: int
    needed: int


def read_hours(text: str) -> tuple[int | None, int | None]:
    """Return the minutes of 08:30-17:30, (None, None) for "". Raises ValueError with the remedy."""
    if not text.strip():
        return None, None
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise ValueError("应如 08:30-17:30；全天在岗请留空")
    hour, minute, until_hour, until_minute = (int(part) for part in found.groups())
    return hour * 60 + minute, until_hour * 60 + until_minute


def on_duty(contact: Contact, now: Instant, zone: tzinfo) -> bool:
    """Tell whether a contact is on duty at a moment, by the district's clock."""
    if not holds(contact, now):
        return False
    start, end = contact.day_from, contact.day_to
    if start is None or end is None:
        return True
    at = to_datetime(now, zone)
    minute = at.hour * 60 + at.minute
    return start <= minute < end if start < end else minute >= start or minute < end


def holds(contact: Contact, now: Instant) -> bool:
    """Tell whether a contact holds the place on this day at all, whatever the hour."""
    begun = contact.on_from is None or now >= contact.on_from
    return begun and (contact.on_to is None or now < contact.on_to) and contact.removed_at is None


def standing(contacts: Iterable[Contact], now: Instant, zone: tzinfo) -> tuple[Contact, ...]:
    """Return who is reached at a moment, slot by slot, by order.

    Of each slot: everybody on duty; for who is not, their first deputy on duty. Where that leaves nobody, the first of
    the slot is reached all the same: an alert is never kept back because a roster has a hole (our rule).
    """
    teams: dict[tuple[str, str], list[Contact]] = defaultdict(list)
    for contact in contacts:
        if contact.removed_at is None:
            teams[contact.unit_id, contact.slot].append(contact)
    return tuple(contact for team in teams.values() for contact in _of_slot(team, now, zone))


def _of_slot(team: Sequence[Contact], now: Instant, zone: tzinfo) -> list[Contact]:
    principals, deputies = ranked(team)
    reached: list[Contact] = []
    for contact in principals:
        chain = (contact, *deputies.get(contact.id, ()))
        found = next((one for one in chain if on_duty(one, now, zone)), None)
        if found is not None:
            reached.append(found)
    return reached or principals[:1]


def ranked(team: Iterable[Contact]) -> tuple[list[Contact], dict[str, list[Contact]]]:
    """Return the principals of one slot by order, and the deputies of each by order.

    A deputy whose principal is not in the slot counts as a principal, after the others of the same order.
    """
    by_order = sorted(team, key=lambda contact: (contact.order, bool(contact.deputy_of), contact.id))
    there = {contact.id for contact in by_order if not contact.deputy_of}
    principals = [contact for contact in by_order if contact.deputy_of not in there]
    deputies: dict[str, list[Contact]] = defaultdict(list)
    for contact in by_order:
        if contact.deputy_of in there:
            deputies[contact.deputy_of].append(contact)
    return principals, deputies


def vacancies(slots: Sequence[Slot], units: Iterable[Unit], contacts: Iterable[Contact], now: Instant) -> list[Vacancy]:
    """Return every slot of the units that has fewer people than it needs, in the order of units and slots.

    A deputy fills no slot, and who no longer (or not yet) holds the place does not either.
    """
    have: dict[tuple[str, str], int] = defaultdict(int)
    for contact in contacts:
        if not contact.deputy_of and holds(contact, now):
            have[contact.unit_id, contact.slot] += 1
    return [
        Vacancy(unit.id, slot.code, have[unit.id, slot.code], slot.needed)
        for unit in units
        for slot in slots
        if slot.needed and slot.fits(unit) and have[unit.id, slot.code] < slot.needed
    ]


def check_slot(slots: Mapping[str, Slot], code: str, unit: Unit) -> Slot | None:
    """Return the slot of that code when the unit's team has it, else None."""
    slot = slots.get(code)
    return slot if slot is not None and slot.fits(unit) else None


class Made(msgspec.Struct, frozen=True, kw_only=True):
    """A made-up contact of the demo: the name says so, the address leads to the demo's own receiver only."""

    unit: Unit
    slot: str
    person: str
    address: str
    deputy: bool


def made_up(patterns: Sequence[ContactPattern], units: Iterable[Unit]) -> list[Made]:
    """Return the demo's contacts by the overlay's patterns, unit by unit; a tier without a pattern has none."""
    return [
        Made(
            unit=unit,
            slot=pattern.slot,
            # replaced, not formatted: a unit's name is data and may hold braces
            person=pattern.name.replace("{unit}", unit.name),
            address=pattern.address.replace("{id}", unit.id),
            deputy=pattern.deputy,
        )
        for unit in units
        for pattern in patterns
        if pattern.tier is unit.tier and (unit.kind is UnitKind.DEPARTMENT) is (pattern.tier is None)
    ]


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
