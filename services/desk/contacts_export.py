"""The register as a CSV file that the import takes back: masked, or in the clear for a purpose that is written down."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from services.alerts.prepared import CAP_CHANNEL
from services.desk import access
from services.desk.contacts import purpose_of
from services.desk.contacts_rows import below, in_order
from services.domain.clock import to_datetime
from services.domain.rights import Right
from services.store import contacts as store
from services.store import people

if TYPE_CHECKING:
    from services.api.contacts import ExportContacts
    from services.desk.district import District
    from services.domain.clock import Instant
    from services.domain.contacts import Contact
    from services.domain.rights import Scope
    from services.domain.units import Unit
    from services.store.database import Tx

OUR_COLUMNS: dict[str, tuple[str, ...]] = {
    "unit": ("单位", "单位代码", "单位名称", "所属单位"),
    "unit_name": ("单位全称",),  # for people to read; the import asks the column before it
    "slot": ("岗位", "角色", "职务"),
    "person": ("姓名", "名称", "联系人"),
    "deputy_of": ("副手归属", "代理", "替谁"),
    "account": ("账号", "用户名"),
    "on_from": ("到岗起", "开始", "起"),
    "on_to": ("到岗止", "结束", "止"),
    "hours": ("每日时段", "值守时段", "时段"),
    "note": ("备注", "说明"),
}
"""Our columns, each with the words it may stand under; the first is what an export writes."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(tx: Tx, district: District, scope: Scope, asked: ExportContacts) -> bytes:
    """Return the contacts of a unit and below as CSV (UTF-8 with its mark). With a purpose addresses are in the clear.

    Raises Refusal no_right, not_found, field_too_long.
    """
    access.need(scope, Right.CONTACT_READ, "查看通讯录")
    access.need(scope, Right.EXPORT, "导出通讯录")
    clear = bool(asked.purpose.strip())
    if clear:
        access.need(scope, Right.PERSONAL_OPEN, "导出完整联系方式")
    view = below(district, scope, asked.unit_id)
    contacts = in_order(store.every(tx.conn, view))
    if clear:
        addresses = store.opened_all(tx.conn, district.keys, [contact.id for contact in contacts])
    else:
        addresses = store.masked(tx.conn, view) if scope.may(Right.PERSONAL_MASKED) else {}
    details = {
        "unit": asked.unit_id,
        "rows": len(contacts),
        "purpose": purpose_of(asked.purpose) if clear else "",
        "clear": clear,
        "from": scope.origin,
    }
    tx.audit(scope.person_id, "contact.export", district.id, details)
    return _written(tx, district, contacts, addresses)


def _written(tx: Tx, district: District, contacts: list[Contact], addresses: dict[str, dict[str, str]]) -> bytes:
    channels = [spec for spec in district.book.channels.values() if spec.code != CAP_CHANNEL]
    names = {slot.code: slot.name for slot in district.profile.team}
    called = {contact.id: contact.person for contact in contacts}
    logins = {person.id: person.login for person in people.every(tx.conn)}
    text = io.StringIO(newline="")
    out = csv.writer(text)
    out.writerow([*(words[0] for words in OUR_COLUMNS.values()), *(spec.name for spec in channels)])
    for contact in contacts:
        known = addresses.get(contact.id, {})
        cells = (
            contact.unit_id,  # no other unit has it
            unit_names(district, district.units[contact.unit_id]),
            names.get(contact.slot, contact.slot),
            contact.person,
            called.get(contact.deputy_of, ""),
            logins.get(contact.account_id, ""),
            time_text(contact.on_from, district),
            time_text(contact.on_to, district),
            contact.hours,
            contact.note,
            *(known.get(spec.code, "") for spec in channels),
        )
        out.writerow([guarded(cell) for cell in cells])
    return text.getvalue().encode("utf-8-sig")


def unit_names(district: District, unit: Unit) -> str:
    """Return a unit's name with those above it, below the district: 市桥街道/沙圩社区/第一网格."""
    if unit.tier is None:
        return unit.name
    parts = unit.path.split("/")[1:] or [unit.id]
    return "/".join(district.units[part].name for part in parts)


def guarded(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def unguarded(cell: str) -> str:
    """Return a cell as it was before `guarded`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell


def time_text(at: Instant | None, district: District) -> str:
    """Return a moment as the file has it, by the district's clock; "" for none."""
    return "" if at is None else to_datetime(at, district.zone).strftime("%Y-%m-%d %H:%M")
