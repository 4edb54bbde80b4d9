"""A contact in words: the row of the table, its place, its addresses, its time on duty; and times as they are typed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from console.clocktext import ClockText
from console.wording import Wording, listed
from services.api.contacts import ContactRow, Register, SlotRow, VacancyRow
from services.api.district import UnitRow
from services.domain.clock import Instant, from_datetime
from widgets.figuretable import FigureCell, FigureColumn, FigureRow
from widgets.plain import one_line, sentence

_OURS = {
    "grid_head": str(QT_TRANSLATE_NOOP("Contacts", "网格长")),
    "grid_worker": str(QT_TRANSLATE_NOOP("Contacts", "网格员")),
    "community_duty": str(QT_TRANSLATE_NOOP("Contacts", "社区值班")),
    "community_device": str(QT_TRANSLATE_NOOP("Contacts", "社区广播与屏幕")),
    "street_leader": str(QT_TRANSLATE_NOOP("Contacts", "街镇带班领导")),
    "street_duty": str(QT_TRANSLATE_NOOP("Contacts", "街镇值班")),
    "street_device": str(QT_TRANSLATE_NOOP("Contacts", "街镇广播与屏幕")),
    "district_leader": str(QT_TRANSLATE_NOOP("Contacts", "区带班领导")),
    "district_duty": str(QT_TRANSLATE_NOOP("Contacts", "区值班")),
    "district_device": str(QT_TRANSLATE_NOOP("Contacts", "区广播与屏幕")),
    "dept_leader": str(QT_TRANSLATE_NOOP("Contacts", "部门带班领导")),
    "dept_duty": str(QT_TRANSLATE_NOOP("Contacts", "部门值班")),
}
"""Our own slots, in the person's language; those of the district are its data."""

_COLUMNS = {
    "unit": str(QT_TRANSLATE_NOOP("Contacts", "单位")),
    "slot": str(QT_TRANSLATE_NOOP("Contacts", "岗位")),
    "person": str(QT_TRANSLATE_NOOP("Contacts", "姓名")),
    "deputy_of": str(QT_TRANSLATE_NOOP("Contacts", "副手归属")),
    "on_from": str(QT_TRANSLATE_NOOP("Contacts", "到岗起")),
    "on_to": str(QT_TRANSLATE_NOOP("Contacts", "到岗止")),
    "note": str(QT_TRANSLATE_NOOP("Contacts", "备注")),
}
"""The columns of a file, by the hub's word for them."""

_FORMS = ("%Y-%m-%d %H:%M", "%Y-%m-%d")


@dataclass(frozen=True, slots=True)
class Names:
    """What codes are called: slots and channels by code, units and times by the desk's own words."""

    slots: Mapping[str, SlotRow]
    channels: Mapping[str, str]
    wording: Wording
    clock: ClockText

    def slot(self, code: str) -> str:
        """Return a slot's name; its code where no such slot is known any more."""
        found = self.slots.get(code)
        return slot_name(found) if found is not None else code

    def column(self, code: str) -> str:
        """Return what a column of a file is called."""
        if code in _COLUMNS:
            return QCoreApplication.translate("Contacts", _COLUMNS[code])
        return self.channels.get(code, code)

    def fitting(self, unit: UnitRow) -> list[SlotRow]:
        """Return the slots of a unit's team."""
        return [slot for slot in self.slots.values() if slot.tier == unit.tier]


def names_of(register: Register, wording: Wording, clock: ClockText) -> Names:
    """Return the names of a register."""
    slots = {slot.code: slot for slot in register.slots}
    return Names(slots, {one.code: one.name for one in register.channels}, wording, clock)


def columns() -> tuple[FigureColumn, ...]:
    """Return the columns beside the name."""
    translate = QCoreApplication.translate
    return (
        FigureColumn(translate("Contacts", "岗位"), words=True),
        FigureColumn(translate("Contacts", "单位"), words=True),
        FigureColumn(
            translate("Contacts", "顺序"), translate("Contacts", "同一岗位里先叫谁；副手排在正职之后"), words=True
        ),
        FigureColumn(translate("Contacts", "联系方式"), words=True, wide=True),
        FigureColumn(
            translate("Contacts", "值守"), translate("Contacts", "不在岗的不收预警，由在岗的副手代收"), words=True
        ),
        FigureColumn(translate("Contacts", "备注"), words=True),
    )


def row_of(row: ContactRow, names: Names, principals: Mapping[str, str], now: Instant) -> FigureRow:
    """Return a contact as a row of the table; `principals`: names by id, for deputies."""
    cells = (
        _words(names.slot(row.slot)),
        _words(names.wording.unit(row.unit_id)),
        _order(row, principals),
        _words(addresses(row.addresses, names)),
        _duty(row, names, now),
        _words(one_line(row.note, 60)),
    )
    return FigureRow(row.id, one_line(row.person, 40), cells)


def vacancy_row(row: VacancyRow, names: Names) -> FigureRow:
    """Return a vacancy as a row of the same table."""
    translate = QCoreApplication.translate
    lack = translate("Contacts", "缺 {n} 人").format(n=row.needed - row.have)
    note = translate("Contacts", "应有 {needed} 人，现有 {have} 人").format(needed=row.needed, have=row.have)
    cells = (
        _words(names.slot(row.slot)),
        _words(names.wording.unit(row.unit_id)),
        FigureCell("", None),
        FigureCell("", None),
        FigureCell(lack, lack, "yellow_text"),
        _words(note),
    )
    return FigureRow(f"{row.unit_id}|{row.slot}", translate("Contacts", "（空缺）"), cells)


def addresses(found: Mapping[str, str], names: Names) -> str:
    """Return addresses as one text: 短信 138****5678 · 值班电话 …; where one sees only that there is one, its name."""
    parts = (sentence(name, found[code], separator=" ") for code, name in names.channels.items() if code in found)
    return sentence(*parts)


def period(row: ContactRow, names: Names) -> str:
    """Return from when to when a contact holds the place, "" without bounds."""
    begin = names.clock.long(row.on_from) if row.on_from is not None else ""
    end = names.clock.long(row.on_to) if row.on_to is not None else ""
    translate = QCoreApplication.translate
    if begin and end:
        return translate("Contacts", "{begin} 至 {end}").format(begin=begin, end=end)
    if begin:
        return translate("Contacts", "{begin} 起").format(begin=begin)
    return translate("Contacts", "至 {end}").format(end=end) if end else ""


def read_time(text: str, zone: tzinfo) -> Instant | None:
    """Return the moment somebody typed, None for nothing. Raises ValueError."""
    if not text.strip():
        return None
    for form in _FORMS:
        try:
            return from_datetime(datetime.strptime(text.strip(), form).replace(tzinfo=zone))
        except ValueError:
            continue
    raise ValueError(text)


def _order(row: ContactRow, principals: Mapping[str, str]) -> FigureCell:
    if row.deputy_of:
        of = one_line(principals.get(row.deputy_of, ""), 20)
        words = QCoreApplication.translate("Contacts", "副手 {n}").format(n=row.order)
        return FigureCell(sentence(words, of), f"{row.order:04}b")
    return FigureCell(str(row.order), f"{row.order:04}a")


def _duty(row: ContactRow, names: Names, now: Instant) -> FigureCell:
    translate = QCoreApplication.translate
    when = sentence(row.hours, period(row, names))
    if row.removed_at is not None:
        removed = translate("Contacts", "{time} 移出").format(time=names.clock.near(row.removed_at, now))
        return FigureCell(removed, removed, "text_2")
    state = translate("Contacts", "在岗") if row.on_duty else translate("Contacts", "不在岗")
    words = sentence(state, when)
    return FigureCell(words, words, "" if row.on_duty else "text_2")


def _words(text: str) -> FigureCell:
    return FigureCell(text, text or None)


def slot_name(slot: SlotRow) -> str:
    """Return a slot's name: the district's as it is, ours in the person's language."""
    ours = _OURS.get(slot.code) if slot.ours else None
    return QCoreApplication.translate("Contacts", ours) if ours is not None else slot.name


def slot_words(slot: SlotRow) -> str:
    """Return a slot with how many it takes: 网格长 · 至少 1 人."""
    translate = QCoreApplication.translate
    parts = []
    if slot.needed:
        parts.append(translate("Contacts", "至少 {n} 人").format(n=slot.needed))
    if slot.most:
        parts.append(translate("Contacts", "至多 {n} 人").format(n=slot.most))
    if slot.device:
        parts.append(translate("Contacts", "设备"))
    return sentence(slot_name(slot), listed(parts))
