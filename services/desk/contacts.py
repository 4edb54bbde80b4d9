"""The register of contacts: changed, put in order, opened. Right, then jurisdiction, then version, then rule.

One sees and keeps the contacts of one's own area and unit; the district's centre those of the departments too. A link
of the audit names unit, slot and what was changed, never a name or an address.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from services.alerts.audience import normalise
from services.alerts.prepared import CAP_CHANNEL
from services.api.contacts import ContactAddresses, ContactDone
from services.desk import access
from services.desk.contacts_rows import row_of, seen, sees
from services.domain.contacts import Contact, check_slot, ranked, read_hours
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.geo.names import initials
from services.store import contacts as store
from services.store import people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from services.api.contacts import ContactEdit, ContactFields, ContactMove, ContactOf, NewContact
    from services.desk.district import District
    from services.domain.contacts import Slot
    from services.domain.rights import Scope
    from services.domain.units import Unit
    from services.store.database import Tx

PURPOSE_MAX = 200
_NAMES = {"person": "姓名", "slot": "岗位", "deputy_of": "副手", "hours": "每日时段", "on_to": "到岗时间"}
_TYPED = ("person", "slot", "account_id", "deputy_of", "on_from", "on_to", "hours", "note")
_ADDRESS_REMEDY = {
    "sms": "请填 11 位手机号",
    "phone": "请填 11 位手机号、带区号的座机或 3 到 8 位短号",
}


@dataclass(frozen=True, slots=True)
class Keeping:
    """Somebody at work on the register of a district, in one transaction."""

    tx: Tx
    district: District
    scope: Scope

    @property
    def slots(self) -> dict[str, Slot]:
        """The slots of the district, by code."""
        return {slot.code: slot for slot in self.district.profile.team}


def add(tx: Tx, district: District, scope: Scope, new: NewContact) -> ContactDone:
    """Add a contact at the end of its slot.

    Raises Refusal no_right, not_found, field_missing, field_bad, contact_there, contact_full.
    """
    access.need(scope, Right.CONTACT_EDIT, "修改通讯录")
    desk = Keeping(tx, district, scope)
    made = put_new(desk, unit_for(district, scope, new.unit_id), new, checked(district, new.addresses))
    return _done(desk, made, new.command_id)


def put_new(desk: Keeping, unit: Unit, fields: ContactFields, addresses: Mapping[str, str]) -> Contact:
    """Write a new contact with its audit link; `addresses` are checked. Raises as `add`."""
    team = store.of_unit(desk.tx.conn, unit.id)
    blank = Contact(id=desk.tx.ids.new(), unit_id=unit.id, slot=fields.slot, person="", demo=desk.district.demo)
    made = _filled(desk, unit, team, blank, fields)
    made = msgspec.structs.replace(made, order=_last(team, made) + 1)
    store.insert(desk.tx, made)
    given = {channel: address for channel, address in addresses.items() if address}
    store.put_addresses(desk.tx, desk.district.keys, made.id, given)
    _sealed(desk, "contact.add", made, {"channels": sorted(given)})
    return made


def change(tx: Tx, district: District, scope: Scope, contact_id: str, edit: ContactEdit) -> ContactDone:
    """Change a contact. Raises Refusal no_right, not_found, record_stale, field_bad, contact_there, contact_full."""
    desk = Keeping(tx, district, scope)
    before = _at(desk, contact_id, edit.version)
    after = put_changed(desk, before, edit, checked(district, edit.addresses))
    return _done(desk, after, edit.command_id)


def put_changed(desk: Keeping, before: Contact, fields: ContactFields, addresses: Mapping[str, str]) -> Contact:
    """Write a contact as it shall be with its audit link; `addresses` are checked. Raises as `change`."""
    unit = desk.district.units[before.unit_id]
    team = [one for one in store.of_unit(desk.tx.conn, unit.id) if one.id != before.id]
    after = _filled(desk, unit, team, before, fields)
    if (after.slot, after.deputy_of) != (before.slot, before.deputy_of):
        _check_free(team, before)
        after = msgspec.structs.replace(after, order=_last(team, after) + 1)
    _save(desk, before, after)
    store.put_addresses(desk.tx, desk.district.keys, after.id, addresses)
    details = {
        "fields": [name for name in _TYPED if getattr(before, name) != getattr(after, name)],
        "channels": sorted(addresses),
    }
    _sealed(desk, "contact.change", after, details)
    return after


def move(tx: Tx, district: District, scope: Scope, contact_id: str, asked: ContactMove) -> ContactDone:
    """Call a contact earlier or later in its slot; at the end of it nothing changes. Raises as `change`."""
    desk = Keeping(tx, district, scope)
    before = _at(desk, contact_id, asked.version)
    group = _group(store.of_unit(tx.conn, before.unit_id), before)
    place = [one.id for one in group].index(before.id)
    to = place + asked.by
    if not 0 <= to < len(group):
        return _done(desk, before, asked.command_id)
    group[place], group[to] = group[to], group[place]
    for order, one in enumerate(group, 1):
        if one.order != order:
            after = msgspec.structs.replace(one, order=order)
            _save(desk, one, after)
            _sealed(desk, "contact.order", after, {"order": order})
    return _done(desk, _known(desk, contact_id), asked.command_id)


def remove(tx: Tx, district: District, scope: Scope, contact_id: str, asked: ContactOf) -> ContactDone:
    """Take a contact out of the register; it is kept and can be put back.

    Raises Refusal no_right, not_found, record_stale, contact_has_deputies.
    """
    desk = Keeping(tx, district, scope)
    before = _at(desk, contact_id, asked.version)
    _check_free(store.of_unit(tx.conn, before.unit_id), before)
    after = msgspec.structs.replace(before, removed_at=tx.now, removed_by=scope.person_id)
    _save(desk, before, after)
    _sealed(desk, "contact.remove", after, {})
    return _done(desk, _known(desk, contact_id), asked.command_id)


def restore(tx: Tx, district: District, scope: Scope, contact_id: str, asked: ContactOf) -> ContactDone:
    """Put a removed contact back, at the end of its slot, as the deputy it was while its principal is still there.

    Raises Refusal no_right, not_found, record_stale, contact_there, contact_full.
    """
    desk = Keeping(tx, district, scope)
    before = _at(desk, contact_id, asked.version, removed=True)
    unit = district.units[before.unit_id]
    team = store.of_unit(tx.conn, unit.id)
    principals = {one.id for one in team if not one.deputy_of and one.slot == before.slot}
    after = msgspec.structs.replace(
        before,
        removed_at=None,
        removed_by="",
        deputy_of=before.deputy_of if before.deputy_of in principals else "",
    )
    _check_room(desk, team, after)
    after = msgspec.structs.replace(after, order=_last(team, after) + 1)
    _save(desk, before, after)
    _sealed(desk, "contact.restore", after, {})
    return _done(desk, _known(desk, contact_id), asked.command_id)


def open_addresses(tx: Tx, district: District, scope: Scope, contact_id: str, purpose: str) -> ContactAddresses:
    """Return a contact's addresses in the clear; who, when, from where and what for is audited with it.

    Raises Refusal no_right, not_found, purpose_required, field_too_long.
    """
    access.need(scope, Right.CONTACT_READ, "查看通讯录")
    access.need(scope, Right.PERSONAL_OPEN, "查看联系方式")
    contact = find(tx.conn, district, scope, contact_id)
    found = store.opened(tx.conn, district.keys, contact_id)
    details = {"purpose": purpose_of(purpose), "channels": sorted(found), "unit": contact.unit_id, "from": scope.origin}
    tx.audit(scope.person_id, "contact.open", contact_id, details)
    return ContactAddresses(addresses=found)


def purpose_of(text: str) -> str:
    """Return a purpose as it is written down. Raises Refusal purpose_required, field_too_long."""
    if not text.strip():
        raise Refusal("purpose_required", field="purpose")
    if len(text) > PURPOSE_MAX:
        raise Refusal("field_too_long", field="purpose", limit=PURPOSE_MAX)
    return text.strip()


# ── what is asked of every change ───────────────────────────────────────────────────────────────────────────────────
def find(conn: Connection, district: District, scope: Scope, contact_id: str) -> Contact:
    """Return a contact one may see, removed ones too. Raises Refusal not_found."""
    found = store.get(conn, contact_id)
    unit = district.units.get(found.unit_id) if found is not None else None
    if found is None or unit is None or not sees(seen(district, scope), unit):
        raise Refusal("not_found")
    return found


def unit_for(district: District, scope: Scope, unit_id: str) -> Unit:
    """Return a unit whose contacts one may see. Raises Refusal not_found."""
    unit = district.units.get(unit_id)
    if unit is None or not sees(seen(district, scope), unit):
        raise Refusal("not_found")
    return unit


def _at(desk: Keeping, contact_id: str, version: int, *, removed: bool = False) -> Contact:
    access.need(desk.scope, Right.CONTACT_EDIT, "修改通讯录")
    desk.tx.lock()  # first: of two at once the second sees what the first did
    found = find(desk.tx.conn, desk.district, desk.scope, contact_id)
    if found.version != version or (found.removed_at is not None) is not removed:
        raise Refusal("record_stale", changed={"version": found.version})
    return found


def checked(district: District, addresses: Mapping[str, str]) -> dict[str, str]:
    """Return addresses in the form in which they are kept: trimmed, each possible on its channel, "" takes away.

    Raises Refusal field_bad; a refusal is kept, so that it shows an address masked only.
    """
    found = {}
    for channel, address in addresses.items():
        spec = None if channel == CAP_CHANNEL else district.book.channels.get(channel)
        if spec is None:
            raise Refusal("field_bad", field="渠道", value=channel[:20], remedy="请从渠道列表中选择")
        text = address.strip()
        if text and normalise(channel, text) is None:
            remedy = _ADDRESS_REMEDY.get(channel, "地址不能含空格、引号和尖括号，至多 128 个字符")
            raise Refusal("field_bad", field=spec.name, value=store.mask(text), remedy=remedy)
        found[channel] = text
    return found


def _filled(desk: Keeping, unit: Unit, team: Sequence[Contact], before: Contact, fields: ContactFields) -> Contact:
    """Return a contact with what was entered, checked. Raises Refusal field_missing, field_bad and others."""
    person = plain_name(fields.person)
    if not person:
        raise Refusal("field_missing", field=_NAMES["person"])
    slot = check_slot(desk.slots, fields.slot, unit)
    if slot is None:
        fitting = "、".join(one.name for one in desk.district.profile.team if one.fits(unit))
        raise Refusal(
            "field_bad", field=_NAMES["slot"], value=fields.slot[:20], remedy=f"{unit.name}的岗位有：{fitting}"
        )
    try:
        day_from, day_to = read_hours(fields.hours)
    except ValueError as error:
        raise Refusal("field_bad", field=_NAMES["hours"], value=fields.hours, remedy=str(error)) from error
    if fields.on_from is not None and fields.on_to is not None and fields.on_to <= fields.on_from:
        raise Refusal("field_bad", field=_NAMES["on_to"], value="止早于起", remedy="请把止时间改到起时间之后")
    after = msgspec.structs.replace(
        before,
        slot=slot.code,
        person=person,
        initials=initials(person),
        account_id=_account(desk, fields.account),
        deputy_of=fields.deputy_of,
        on_from=fields.on_from,
        on_to=fields.on_to,
        day_from=day_from,
        day_to=day_to,
        note=fields.note.strip(),
    )
    _check_deputy(team, after)
    _check_room(desk, team, after)
    return after


def plain_name(text: str) -> str:
    """Return a name as it is kept: one line, single blanks, no control characters."""
    return " ".join("".join(char if char.isprintable() else " " for char in unicodedata.normalize("NFC", text)).split())


def _account(desk: Keeping, login: str) -> str:
    if not login.strip():
        return ""
    found = people.by_login(desk.tx.conn, login.strip())
    if found is None or found.disabled_at is not None:
        raise Refusal("field_bad", field="账号", value=login.strip()[:32], remedy="请核对用户名，没有账号请留空")
    return found.id


def _check_deputy(team: Sequence[Contact], after: Contact) -> None:
    if not after.deputy_of:
        return
    principal = next((one for one in team if one.id == after.deputy_of), None)
    if principal is None or principal.slot != after.slot or principal.deputy_of:
        value = principal.person if principal is not None else "所选的人"
        raise Refusal("field_bad", field=_NAMES["deputy_of"], value=value, remedy="只能是同一单位同一岗位的正职的副手")


def _check_room(desk: Keeping, team: Sequence[Contact], after: Contact) -> None:
    """Raise Refusal contact_there for the same person twice in a slot, contact_full for one principal too many."""
    same = [one for one in team if one.slot == after.slot and one.id != after.id]
    slot = desk.slots.get(after.slot)
    names: dict[str, Any] = {
        "unit": desk.district.units[after.unit_id].name,
        "slot": slot.name if slot is not None else after.slot,
    }
    if any(one.person == after.person for one in same):
        raise Refusal("contact_there", person=after.person, **names)
    held = sum(not one.deputy_of for one in same)
    if slot is not None and slot.most and not after.deputy_of and held >= slot.most:
        raise Refusal("contact_full", limit=slot.most, **names)


def _check_free(team: Sequence[Contact], before: Contact) -> None:
    deputies = sum(one.deputy_of == before.id for one in team)
    if deputies:
        raise Refusal("contact_has_deputies", person=before.person, count=deputies)


def _group(team: Sequence[Contact], contact: Contact) -> list[Contact]:
    """Return those among whom a contact has its order: of the slot, or of the same principal."""
    principals, deputies = ranked([one for one in team if one.slot == contact.slot])
    if contact in principals:
        return principals
    return deputies[contact.deputy_of]


def _last(team: Sequence[Contact], contact: Contact) -> int:
    orders = [
        one.order
        for one in team
        if (one.slot, one.deputy_of) == (contact.slot, contact.deputy_of) and one.id != contact.id
    ]
    return max(orders, default=0)


def _save(desk: Keeping, before: Contact, after: Contact) -> None:
    saved = msgspec.structs.replace(after, version=before.version + 1, updated_at=desk.tx.now)
    store.save(desk.tx, before, saved)


def _known(desk: Keeping, contact_id: str) -> Contact:
    found = store.get(desk.tx.conn, contact_id)
    if found is None:
        raise Refusal("not_found")
    return found


def _sealed(desk: Keeping, action: str, contact: Contact, details: Mapping[str, object]) -> None:
    known = {"unit": contact.unit_id, "slot": contact.slot, "from": desk.scope.origin}
    desk.tx.audit(desk.scope.person_id, action, contact.id, {**known, **details})


def _done(desk: Keeping, contact: Contact, command_id: str) -> ContactDone:
    """Write the change that tells every screen concerned, and answer with the contact as it is now."""
    now_there = _known(desk, contact.id)
    return ContactDone(
        command_id=command_id,
        pos=announce(desk, [desk.district.units[contact.unit_id]], command_id, now_there),
        row=row_of(desk.tx.conn, desk.district, desk.scope, now_there, desk.tx.now),
    )


def announce(desk: Keeping, units: Sequence[Unit], command_id: str, contact: Contact | None = None) -> int:
    """Append the row of the change log; returns its position."""
    return desk.tx.change(
        "contact",
        contact.id if contact is not None else desk.district.id,
        contact.version if contact is not None else 1,
        areas=[unit.path for unit in units if unit.tier is not None],
        parties=[unit.id for unit in units],
        command_id=command_id,
    )
