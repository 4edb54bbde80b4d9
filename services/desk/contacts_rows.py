"""The register as it is looked at: the tree with its vacancies, contacts of a unit or found, masked by role."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from services.alerts.prepared import CAP_CHANNEL
from services.api.contacts import (
    ROWS_MOST,
    ContactPage,
    ContactRow,
    Register,
    SlotRow,
    UnitTeam,
    VacancyPage,
    VacancyRow,
)
from services.api.district import NamedCode
from services.desk import access
from services.domain.contacts import on_duty, ranked, vacancies
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.domain.tiers import is_within
from services.store import contacts as store
from services.store import people
from services.store.contacts import Seen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from sqlalchemy import Connection

    from services.desk.district import District
    from services.domain.clock import Instant
    from services.domain.contacts import Contact
    from services.domain.rights import Scope
    from services.domain.units import Unit

WORDS_MOST = 60
"""Characters asked for, at most."""


def seen(district: District, scope: Scope) -> Seen:
    """Return which contacts a person may see: of their area and unit, at the district's centre of departments too."""
    return Seen(scope.unit_path, scope.unit_id, root=scope.unit_path == district.units[district.id].path)


def sees(view: Seen, unit: Unit) -> bool:
    """Tell whether a unit's contacts are in a view."""
    if unit.id == view.unit_id:
        return True
    if unit.tier is None:
        return view.root
    return bool(view.path) and is_within(unit.path, view.path)


def below(district: District, scope: Scope, unit_id: str) -> Seen:
    """Return the view of a unit and what lies below it, "" for all of one's own. Raises Refusal not_found."""
    mine = seen(district, scope)
    if not unit_id:
        return mine
    unit = district.units.get(unit_id)
    if unit is None or not sees(mine, unit):
        raise Refusal("not_found")
    if unit.tier is None:
        return Seen("", unit.id)
    return Seen(unit.path, unit.id, root=mine.root and unit.id == district.id)


def register(conn: Connection, district: District, scope: Scope, now: Instant) -> Register:
    """Return slots, channels and every unit of one's view with its people and vacancies. Raises no_right."""
    access.need(scope, Right.CONTACT_READ, "查看通讯录")
    view = seen(district, scope)
    units = _units(district, view)
    contacts = store.every(conn, view)
    people_at = Counter(contact.unit_id for contact in contacts)
    vacant: Counter[str] = Counter()
    for empty in vacancies(district.profile.team, units, contacts, now):
        vacant[empty.unit_id] += empty.needed - empty.have
    return Register(
        slots=tuple(
            SlotRow(
                code=slot.code,
                name=slot.name,
                tier=None if slot.tier is None else int(slot.tier),
                needed=slot.needed,
                most=slot.most,
                device=slot.device,
                ours=slot.origin == "own",
            )
            for slot in district.profile.team
        ),
        channels=tuple(
            NamedCode(code=spec.code, name=spec.name)
            for spec in district.book.channels.values()
            if spec.code != CAP_CHANNEL
        ),
        units=tuple(UnitTeam(unit.id, people_at[unit.id], vacant[unit.id]) for unit in units),
        may_edit=scope.may(Right.CONTACT_EDIT),
        as_of=now,
    )


def missing(conn: Connection, district: District, scope: Scope, unit_id: str, now: Instant) -> VacancyPage:
    """Return who is missing for which unit, of a unit and below. Raises no_right, not_found."""
    access.need(scope, Right.CONTACT_READ, "查看通讯录")
    view = below(district, scope, unit_id)
    found = vacancies(district.profile.team, _units(district, view), store.every(conn, view), now)
    rows = tuple(VacancyRow(one.unit_id, one.slot, one.have, one.needed) for one in found[:ROWS_MOST])
    return VacancyPage(rows=rows, total=len(found), as_of=now)


def listed(
    conn: Connection,
    district: District,
    scope: Scope,
    now: Instant,
    *,
    unit_id: str = "",
    words: str = "",
    removed: bool = False,
) -> ContactPage:
    """Return the contacts of a unit and below that hold every word, or the removed ones, the latest first.

    A word is found in a person's name, its pinyin initials, the unit's name and initials, and the slot's name; a whole
    telephone number or address by its blind index. Raises Refusal no_right, not_found, field_too_long.
    """
    access.need(scope, Right.CONTACT_READ, "查看通讯录")
    if len(words) > WORDS_MOST:
        raise Refusal("field_too_long", field="q", limit=WORDS_MOST)
    view = below(district, scope, unit_id)
    found = store.gone(conn, view, ROWS_MOST) if removed else in_order(store.every(conn, view))
    if words.strip():
        addressed = store.find(conn, district.keys, words) if scope.may(Right.PERSONAL_MASKED) else set()
        slots = {slot.code: slot.name for slot in district.profile.team}
        asked = words.casefold().split()
        found = [one for one in found if one.id in addressed or _holds(district, slots, one, asked)]
    shown = found[:ROWS_MOST]
    masked = store.masked(conn, view) if shown else {}
    logins = _logins(conn, shown)
    open_to = scope.may(Right.PERSONAL_MASKED)
    rows = tuple(_row(district, one, masked.get(one.id, {}), logins, now, open_to=open_to) for one in shown)
    return ContactPage(rows=rows, total=len(found), as_of=now)


def row_of(conn: Connection, district: District, scope: Scope, contact: Contact, now: Instant) -> ContactRow:
    """Return one contact as a person may see it."""
    open_to = scope.may(Right.PERSONAL_MASKED)
    masked = store.masked_of(conn, contact.id)
    return _row(district, contact, masked, _logins(conn, [contact]), now, open_to=open_to)


def _row(
    district: District, contact: Contact, masked: dict[str, str], logins: dict[str, str], now: Instant, *, open_to: bool
) -> ContactRow:
    return ContactRow(
        id=contact.id,
        unit_id=contact.unit_id,
        slot=contact.slot,
        person=contact.person,
        initials=contact.initials,
        account=logins.get(contact.account_id, ""),
        order=contact.order,
        deputy_of=contact.deputy_of,
        addresses={channel: text if open_to else "" for channel, text in masked.items()},
        on_from=contact.on_from,
        on_to=contact.on_to,
        hours=contact.hours,
        note=contact.note,
        demo=contact.demo,
        on_duty=on_duty(contact, now, district.zone),
        version=contact.version,
        removed_at=contact.removed_at,
        updated_at=contact.updated_at,
    )


def _units(district: District, view: Seen) -> list[Unit]:
    """Return the units of a view: areas in the order of the tree, then departments."""
    units = [unit for unit in district.units.values() if sees(view, unit)]
    return sorted(units, key=lambda unit: (unit.tier is None, unit.path))


def in_order(contacts: Sequence[Contact]) -> list[Contact]:
    """Return contacts by unit, slot and order, deputies after whom they stand in for."""
    teams: dict[tuple[str, str], list[Contact]] = {}
    for contact in contacts:
        teams.setdefault((contact.unit_id, contact.slot), []).append(contact)
    found: list[Contact] = []
    for team in teams.values():
        principals, deputies = ranked(team)
        for contact in principals:
            found += (contact, *deputies.get(contact.id, ()))
    return found


def _holds(district: District, slots: Mapping[str, str], contact: Contact, words: Iterable[str]) -> bool:
    unit = district.units.get(contact.unit_id)
    slot = slots.get(contact.slot, contact.slot)
    where = (unit.name, unit.initials) if unit is not None else ()
    text = "\n".join((contact.person, contact.initials, slot, *where)).casefold()
    return all(word in text for word in words)


def _logins(conn: Connection, contacts: Iterable[Contact]) -> dict[str, str]:
    found = {}
    for account_id in {contact.account_id for contact in contacts if contact.account_id}:
        person = people.get(conn, account_id)
        if person is not None:
            found[account_id] = person.login
    return found
