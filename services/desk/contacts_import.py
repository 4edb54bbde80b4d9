"""The register from a CSV file, a slice of rows at a time: good rows are kept, the others say where and what to do.

A row is the same contact as one in the register when unit, slot and name are the same: it then changes what the file
says otherwise, so that a file taken twice adds nothing twice. Principals are taken before deputies, whatever the order
of the file. A cell is text, whatever it begins with.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from services.alerts.prepared import CAP_CHANNEL
from services.api.contacts import IMPORT_SLICE, ContactFields, ContactImport
from services.desk import access
from services.desk.calendars import refused_rows
from services.desk.contacts import Keeping, announce, checked, plain_name, put_changed, put_new
from services.desk.contacts_export import OUR_COLUMNS, time_text, unguarded, unit_names
from services.desk.contacts_rows import seen, sees
from services.domain.clock import from_datetime
from services.domain.contacts import NAME_MOST, NOTE_MOST, Contact
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.domain.tablefile import Refused, read_table
from services.store import contacts as store
from services.store import people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from services.desk.district import District
    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.domain.tablefile import Row
    from services.domain.units import Unit
    from services.store.database import Tx

_ALSO = {
    "wecom": ("微信", "企微"),
    "sms": ("手机", "手机号", "手机号码"),
    "phone": ("电话", "座机", "联系电话"),
    "broadcast": ("广播",),
    "led": ("大屏", "显示屏"),
}
"""What else a column of a channel may be called."""

_FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M", "%Y/%m/%d")


class _Bad(Exception):
    """A row that cannot be taken: which column, which value (masked where it is an address), why and what to do."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


@dataclass(frozen=True, slots=True)
class _Given:
    """What a row says: the unit, the fields, the addresses of the file's channels, and whose deputy by name."""

    unit: Unit
    slot: str
    person: str
    principal: str
    cells: Row


def take(tx: Tx, district: District, scope: Scope, data: bytes, after: int, unit_id: str = "") -> ContactImport:
    """Take the next rows of a file, from row `after` on. `unit_id`: for rows that name no unit.

    Raises Refusal no_right, too_large, field_bad (encoding, header).
    """
    access.need(scope, Right.CONTACT_EDIT, "修改通讯录")
    access.need(scope, Right.IMPORT, "导入通讯录")
    columns = _columns(district)
    table = read_table(data, columns, ("slot", "person") if unit_id else ("unit", "slot", "person"))
    rows = sorted(table.rows, key=lambda row: (bool(row["deputy_of"]), row.line))
    done = min(max(after, 0), len(rows)) + IMPORT_SLICE
    desk = Keeping(tx, district, scope)
    tx.lock()
    taken = _Taking(desk, _Places(desk, unit_id), columns)
    for row in rows[max(after, 0) : done]:
        taken.take(row)
    if taken.touched:
        announce(desk, list(taken.touched.values()), "")
    ends = done >= len(rows)
    refused = [*table.refused, *taken.refused] if after <= 0 else taken.refused
    return ContactImport(
        rows=len(rows),
        done=min(done, len(rows)),
        next=None if ends else done,
        added=taken.added,
        changed=taken.changed,
        same=taken.same,
        refused=refused_rows(sorted(refused, key=lambda one: one.line)),
        ignored=table.unread if after <= 0 else (),
    )


def _columns(district: District) -> dict[str, tuple[str, ...]]:
    """Return the columns a file may have: ours and one per channel, under its code, its name or another word for it."""
    channels = [spec for spec in district.book.channels.values() if spec.code != CAP_CHANNEL]
    return OUR_COLUMNS | {spec.code: (spec.name, *_ALSO.get(spec.code, ())) for spec in channels}


class _Places:
    """Units by what a file may call them: id, code, name, or the names from the street down joined by "/"."""

    def __init__(self, desk: Keeping, unit_id: str) -> None:
        self._district = desk.district
        view = seen(desk.district, desk.scope)
        self._by_name: dict[str, list[Unit]] = {}
        for unit in desk.district.units.values():
            if sees(view, unit):
                for name in {unit.id, unit.code, unit.name, unit_names(desk.district, unit)}:
                    self._by_name.setdefault(name, []).append(unit)
        self._slots = desk.district.profile.team
        self._usual = self._by_name.get(unit_id, [])

    def unit(self, text: str) -> Unit:
        """Return the unit a cell names. Raises _Bad."""
        found = self._by_name.get(text, []) if text else self._usual
        if len(found) == 1:
            return found[0]
        if not found:
            raise _Bad("unit", text[:60], "没有这个单位，或不在本辖区：请填单位代码、名称，或“街道/社区/网格”全称")
        names = "、".join(unit_names(self._district, unit) for unit in found[:3])
        raise _Bad("unit", text[:60], f"有 {len(found)} 个单位叫这个名字（{names}……）：请填代码或“街道/社区/网格”全称")

    def slot(self, text: str, unit: Unit) -> str:
        """Return the code of the slot a cell names. Raises _Bad."""
        fitting = [slot for slot in self._slots if slot.fits(unit)]
        found = next((slot.code for slot in fitting if text in (slot.code, slot.name)), None)
        if found is None:
            names = "、".join(slot.name for slot in fitting)
            raise _Bad("slot", text[:40], f"{unit.name}没有这个岗位，可填：{names}")
        return found


class _Taking:
    """The rows of one slice on their way into the register, with what became of them."""

    def __init__(self, desk: Keeping, places: _Places, columns: Mapping[str, Sequence[str]]) -> None:
        self._desk = desk
        self._places = places
        self._channels = [name for name in columns if name not in OUR_COLUMNS]
        self.added = self.changed = self.same = 0
        self.refused: list[Refused] = []
        self.touched: dict[str, Unit] = {}

    def take(self, row: Row) -> None:
        """Take one row, or say why not."""
        try:
            self._take(row)
        except _Bad as bad:
            self.refused.append(Refused(row.line, bad.column, bad.value, bad.reason))
        except Refusal as refusal:
            problem = refusal.problem
            reason = "；".join(part for part in (problem.sentence, problem.remedy) if part)
            self.refused.append(Refused(row.line, problem.field, "", reason))

    def _take(self, row: Row) -> None:
        unit = self._places.unit(row["unit"])
        given = _Given(
            unit=unit,
            slot=self._places.slot(row["slot"], unit),
            person=_person(row),
            principal=plain_name(unguarded(row["deputy_of"])),
            cells=row,
        )
        team = store.of_unit(self._desk.tx.conn, unit.id)
        known = next((one for one in team if (one.slot, one.person) == (given.slot, given.person)), None)
        fields = self._fields(given, team, known)
        addresses = self._addresses(given, known)
        if known is None:
            put_new(self._desk, unit, fields, addresses)
            self.added += 1
        elif not addresses and self._says(known) == fields:
            self.same += 1
            return
        else:
            put_changed(self._desk, known, fields, addresses)
            self.changed += 1
        self.touched[unit.id] = unit

    def _fields(self, given: _Given, team: Sequence[Contact], known: Contact | None) -> ContactFields:
        """Return what the row says; a column the file has not leaves a known contact as it is."""
        row, told = given.cells, self._says(known)
        return ContactFields(
            person=given.person,
            slot=given.slot,
            account=unguarded(row["account"]) if "account" in row.cells else told.account,
            deputy_of=_principal(given, team) if "deputy_of" in row.cells else told.deputy_of,
            on_from=_time(self._desk.district, row, "on_from") if "on_from" in row.cells else told.on_from,
            on_to=_time(self._desk.district, row, "on_to") if "on_to" in row.cells else told.on_to,
            hours=row["hours"] if "hours" in row.cells else told.hours,
            note=_note(row) if "note" in row.cells else told.note,
        )

    def _says(self, known: Contact | None) -> ContactFields:
        if known is None:
            return ContactFields(person="", slot="")
        account = people.get(self._desk.tx.conn, known.account_id) if known.account_id else None
        return ContactFields(
            person=known.person,
            slot=known.slot,
            account=account.login if account is not None else "",
            deputy_of=known.deputy_of,
            on_from=known.on_from,
            on_to=known.on_to,
            hours=known.hours,
            note=known.note,
        )

    def _addresses(self, given: _Given, known: Contact | None) -> dict[str, str]:
        """Return the addresses that are new or other than known; an empty cell, or a masked known one, says nothing."""
        conn, keys = self._desk.tx.conn, self._desk.district.keys
        masked = store.masked_of(conn, known.id) if known is not None else {}
        there = store.opened(conn, keys, known.id) if known is not None else {}
        found = {}
        for channel in self._channels:
            text = unguarded(given.cells[channel])
            if not text or masked.get(channel) == text:
                continue
            if "*" in text:
                raise _Bad(channel, text[:40], "这是遮盖过的地址，不能导入：请填完整地址，或留空")
            checked_one = _checked(self._desk.district, channel, text)
            if store.normal(there.get(channel, "")) != store.normal(checked_one):
                found[channel] = checked_one
        return found


def _checked(district: District, channel: str, text: str) -> str:
    try:
        return checked(district, {channel: text})[channel]
    except Refusal as refusal:
        raise _Bad(channel, store.mask(text), f"地址不可用：{refusal.problem.remedy}") from refusal


def _person(row: Row) -> str:
    name = plain_name(unguarded(row["person"]))
    if not name:
        raise _Bad("person", "", "缺少姓名：请补上，或删去这一行")
    if len(name) > NAME_MOST:
        raise _Bad("person", name[:40], f"姓名超过 {NAME_MOST} 个字，请精简")
    return name


def _note(row: Row) -> str:
    text = plain_name(unguarded(row["note"]))
    if len(text) > NOTE_MOST:
        raise _Bad("note", text[:40], f"备注超过 {NOTE_MOST} 个字，请精简")
    return text


def _principal(given: _Given, team: Sequence[Contact]) -> str:
    """Return the id of the contact whose deputy the row's is, "" for nobody's. Raises _Bad."""
    if not given.principal:
        return ""
    found = next((one for one in team if (one.slot, one.person) == (given.slot, given.principal)), None)
    if found is None or found.deputy_of:
        raise _Bad("deputy_of", given.principal[:40], "同一单位同一岗位里没有这位正职：请核对姓名，或先登记正职")
    return found.id


def _time(district: District, row: Row, column: str) -> Instant | None:
    text = row[column]
    if not text:
        return None
    for form in _FORMS:
        try:
            return from_datetime(datetime.strptime(text, form).replace(tzinfo=district.zone))
        except ValueError:
            continue
    raise _Bad(column, text[:40], f"时间应如 {time_text(0, district)} 或 2026-10-01")
