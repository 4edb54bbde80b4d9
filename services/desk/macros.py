"""Macros and text blocks: one's own, one's unit's and the district's; the last two are kept by supervisors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.api.team import Macro, MacroRow
from services.desk import access
from services.domain import macros as names
from services.domain.actions import ACTIONS, Action
from services.domain.macros import FIELDS, Reach, unknown_fields
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.store import macros as store
from services.store.macros import StoredMacro

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.desk.district import District
    from services.domain.rights import Scope
    from services.store.database import Tx

MACROS_MOST = 100
"""Macros of one person (our rule): a longer list is no quicker than writing."""

_TASK = "管理短语"


def rows(conn: Connection, scope: Scope) -> list[MacroRow]:
    """Return what one may use, by name. Raises Refusal no_right."""
    access.need(scope, Right.CASE_READ, "查看短语")
    found = store.usable(conn, scope.person_id, scope.unit_id)
    return [MacroRow(macro=_message(one), own=_may_change(scope, one)) for one in found]


def put(tx: Tx, district: District, scope: Scope, macro: Macro) -> MacroRow:
    """Save a macro, new (version 0) or as of a version.

    Raises Refusal no_right, not_found (another's), stale, field_missing, field_bad, unknown_category, unknown_unit.
    """
    access.need(scope, Right.CASE_NOTE, _TASK)
    _check(district, macro)
    before = store.get(tx.conn, macro.id)
    if (before is None) != (macro.version == 0):
        raise Refusal("not_found")
    kept = StoredMacro(
        id=macro.id,
        reach=macro.reach,
        person_id=scope.person_id if before is None else before.person_id,
        unit_id=scope.unit_id if before is None else before.unit_id,
        name=macro.name.strip(),
        category=macro.category,
        action=macro.action,
        text=macro.text,
        to_unit=macro.to_unit,
        version=macro.version + 1,
    )
    if before is not None and not _may_change(scope, before):
        raise Refusal("not_found")
    if not _may_change(scope, kept):
        access.need(scope, Right.CASE_TAKE_OVER, "为单位设置短语")
        raise Refusal("field_bad", field=names.REACH, value="全区", remedy="全区的短语由区指挥中心设置")
    if before is None:
        _add(tx, scope, kept)
    elif not store.save(tx, kept, macro.version):
        raise Refusal("stale", changed={"version": before.version})
    tx.audit(scope.person_id, "macro.save", kept.id, {"from": scope.origin, "macro": _message(kept)})
    return MacroRow(macro=_message(kept), own=True)


def retire(tx: Tx, scope: Scope, macro_id: str) -> None:
    """Put a macro away: it stays as it was, nobody is offered it any more. Raises Refusal not_found."""
    found = store.get(tx.conn, macro_id)
    if found is None or found.retired_at is not None or not _may_change(scope, found):
        raise Refusal("not_found")
    store.save(tx, msgspec.structs.replace(found, retired_at=tx.now, version=found.version + 1), found.version)
    tx.audit(scope.person_id, "macro.retire", macro_id, {"from": scope.origin, "name": found.name})


def _add(tx: Tx, scope: Scope, macro: StoredMacro) -> None:
    mine = [one for one in store.usable(tx.conn, scope.person_id, scope.unit_id) if one.person_id == scope.person_id]
    if len(mine) >= MACROS_MOST:
        raise Refusal("field_bad", field="短语", value=f"已有 {MACROS_MOST} 条", remedy="请先停用不用的短语")
    store.add(tx, macro)


def _check(district: District, macro: Macro) -> None:
    if not macro.name.strip() or not (macro.text.strip() or macro.action):
        raise Refusal("field_missing", field=names.NAME_OR_TEXT)
    if macro.action and macro.action not in ACTIONS:
        raise Refusal("field_bad", field=names.ACTION, value=macro.action, remedy="请从操作中选择")
    strange = unknown_fields(macro.text)
    if strange:
        known = "、".join(f"{{{name}}}" for name in FIELDS)
        raise Refusal("field_bad", field=names.TEXT, value=f"{{{strange[0]}}}", remedy=f"可用的字段：{known}")
    groups = {category.group for category in district.profile.categories}
    if macro.category and macro.category not in district.categories and macro.category not in groups:
        raise Refusal("unknown_category", field="category", value=macro.category)
    if macro.to_unit is not None and macro.to_unit not in district.units:
        raise Refusal("unknown_unit", field="to_unit", value=macro.to_unit)
    if macro.to_unit is not None and macro.action != Action.DISPATCH:
        raise Refusal("field_bad", field=names.UNIT, value=macro.to_unit, remedy="只有派单用到单位")


def _may_change(scope: Scope, macro: StoredMacro) -> bool:
    """Tell whether one keeps this macro: one's own; supervisors the unit's, at the district's centre everybody's."""
    if macro.reach is Reach.PERSON:
        return macro.person_id == scope.person_id
    if not scope.may(Right.CASE_TAKE_OVER):
        return False
    return macro.unit_id == scope.unit_id if macro.reach is Reach.UNIT else scope.unit_path == scope.unit_id


def _message(macro: StoredMacro) -> Macro:
    return Macro(
        id=macro.id,
        name=macro.name,
        reach=macro.reach,
        category=macro.category,
        action=macro.action,
        text=macro.text,
        to_unit=macro.to_unit,
        version=macro.version,
    )
