"""Editions of the category standard: imported as a draft, given their meaning by a person, taken into use, retired.

One edition is in use; taking the next one retires it, and what the admission list says goes along where class, subclass
and name are the same. Cases keep the criteria they have.
"""

from __future__ import annotations

from collections import Counter
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec

from services.api.catalogue import ClassRow, StandardImport, StandardMoved, StandardRow
from services.desk import access
from services.desk.calendars import refused_rows
from services.domain.limits import Means
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.domain.standard import NAME_MAX, Parsed, StandardState, read_standard
from services.store import catalogue as store
from services.store.catalogue import Criterion, Standard

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.api.catalogue import ConfirmStandard, MoveStandard
    from services.desk.district import District
    from services.domain.rights import Scope
    from services.store.database import Tx

_BARE_ZH = {"hours": "小时", "days": "天"}


class _Report(msgspec.Struct, frozen=True, kw_only=True):
    """What an import said, as it is kept with the standard."""

    classes: tuple[ClassRow, ...]
    limits: dict[str, int]
    without_limit: int
    refused: int


def rows(conn: Connection) -> list[StandardRow]:
    """Return all editions, the newest first."""
    return [_row(standard) for standard in store.every(conn)]


def import_standard(tx: Tx, scope: Scope, data: bytes, name: str, origin: str, file: str) -> StandardImport:
    """Import an edition from a CSV file as a draft: good rows are taken, the others listed with their reasons.

    Raises Refusal no_right, field_missing, field_too_long, too_large, field_bad (encoding, header, not one good row).
    """
    access.need(scope, Right.SETTINGS, "导入类别标准")
    _check_names(name, origin)
    parsed = read_standard(data)
    if not parsed.criteria:
        why = parsed.refused[0].reason if parsed.refused else "没有数据行"
        raise Refusal("field_bad", field="文件", value="没有一行可用", remedy=f"第一处：{why}")
    standard_id = f"s{tx.draw('standards')}"
    report = _Report(
        classes=tuple(msgspec.convert(item, ClassRow, from_attributes=True) for item in parsed.classes),
        limits=parsed.limits,
        without_limit=parsed.without_limit,
        refused=len(parsed.refused),
    )
    standard = Standard(
        id=standard_id,
        name=name.strip(),
        origin=origin.strip(),
        file=file[:200],
        sha256=sha256(data).hexdigest(),
        state=StandardState.DRAFT.value,
        hours_mean="",
        days_mean="",
        bare_hours=parsed.bare("hour"),
        bare_days=parsed.bare("day"),
        criteria=len(parsed.criteria),
        subclasses=sum(item.subclasses for item in parsed.classes),
        report=msgspec.json.encode(report).decode(),
        made_at=tx.now,
        made_by=scope.person_id,
    )
    store.add(tx, standard, _criteria(standard_id, parsed))
    details = {"name": standard.name, "file": standard.file, "sha256": standard.sha256, "criteria": standard.criteria}
    _audit(tx, scope, "standard.import", standard, details | {"refused": report.refused})
    return StandardImport(
        standard=_row(standard),
        encoding=parsed.encoding,
        rows=parsed.rows,
        refused_total=len(parsed.refused),
        refused=refused_rows(parsed.refused),
        notes=_notes(standard, parsed),
    )


def confirm(tx: Tx, scope: Scope, standard_id: str, message: ConfirmStandard) -> StandardRow:
    """Write down what bare 小时 and 天 mean in a draft.

    Raises Refusal no_right, not_found, record_stale, standard_state, text_required.
    """
    action = "确认时限含义"
    before = _of_version(tx, scope, standard_id, message.version, message.reason, action)
    _need_state(before, (StandardState.DRAFT,), action)
    after = msgspec.structs.replace(
        before,
        hours_mean=message.hours.value,
        days_mean=message.days.value,
        confirmed_at=tx.now,
        confirmed_by=scope.person_id,
        version=before.version + 1,
    )
    store.save(tx, after)
    details = {"hours": after.hours_mean, "days": after.days_mean, "reason": message.reason.strip()}
    _audit(tx, scope, "standard.confirm", after, details)
    return _row(after)


def use(tx: Tx, district: District, scope: Scope, standard_id: str, message: MoveStandard) -> StandardMoved:
    """Take an edition into use and retire the one before it, in one transaction.

    Raises Refusal no_right, not_found, record_stale, standard_state, standard_unconfirmed, text_required.
    """
    before = _of_version(tx, scope, standard_id, message.version, message.reason, "启用标准")
    _need_state(before, (StandardState.DRAFT, StandardState.RETIRED), "启用")
    if missing := _needs(before):
        units = "、".join(_BARE_ZH[name] for name in missing)
        raise Refusal("standard_unconfirmed", name=before.name, units=units)
    carried = 0
    dropped: tuple[str, ...] = ()
    earlier = next((row for row in store.every(tx.conn) if row.state == StandardState.IN_USE), None)
    if earlier is not None:
        _retire(tx, scope, earlier, f"由 {before.id} {before.name} 接替")
        carried, dropped = _carry(tx, district, scope, earlier.id, before.id)
    after = msgspec.structs.replace(
        before,
        state=StandardState.IN_USE.value,
        used_at=tx.now,
        used_by=scope.person_id,
        retired_at=None,
        version=before.version + 1,
    )
    store.save(tx, after)
    details: dict[str, object] = {"reason": message.reason.strip(), "carried": carried, "dropped": list(dropped)}
    _audit(tx, scope, "standard.use", after, details)
    return StandardMoved(standard=_row(after), carried=carried, dropped=dropped)


def retire(tx: Tx, scope: Scope, standard_id: str, message: MoveStandard) -> StandardMoved:
    """Take an edition out of use; its categories are offered no more. Raises as `use`."""
    before = _of_version(tx, scope, standard_id, message.version, message.reason, "停用标准")
    _need_state(before, (StandardState.DRAFT, StandardState.IN_USE), "停用")
    return StandardMoved(standard=_row(_retire(tx, scope, before, message.reason.strip())))


def _retire(tx: Tx, scope: Scope, before: Standard, reason: str) -> Standard:
    after = msgspec.structs.replace(
        before, state=StandardState.RETIRED.value, retired_at=tx.now, version=before.version + 1
    )
    store.save(tx, after)
    _audit(tx, scope, "standard.retire", after, {"reason": reason})
    return after


def _carry(tx: Tx, district: District, scope: Scope, earlier: str, later: str) -> tuple[int, tuple[str, ...]]:
    """Take the admission list's lines over to the same subclasses of the next edition; name those that have none."""
    same = store.same_subclasses(tx.conn, earlier, later)
    known = store.admission_list(tx.conn)
    carried = 0
    dropped: list[str] = []
    for category, line in sorted(known.items()):
        if not category.startswith(f"{earlier}-"):
            continue
        heir = same.get(category)
        if heir is None:
            dropped.append(district.categories.get(category, category))
        elif heir not in known:
            row = msgspec.structs.replace(line, category=heir, version=1, updated_at=tx.now, updated_by=scope.person_id)
            store.put_admission(tx, row)
            carried += 1
    return carried, tuple(dropped)


def _criteria(standard_id: str, parsed: Parsed) -> list[Criterion]:
    made = []
    numbers: Counter[str] = Counter()
    for row in parsed.criteria:
        numbers[row.category] += 1
        limit = row.limit
        made.append(
            Criterion(
                id=f"{standard_id}-{row.category}-{numbers[row.category]}",
                standard_id=standard_id,
                line=row.line,
                category=f"{standard_id}-{row.category}",
                kind=row.kind,
                main_code=row.main_code,
                main_name=row.main_name,
                sub_code=row.sub_code,
                sub_name=row.sub_name,
                filing=row.filing,
                closing=row.closing,
                limit_text=row.limit_text,
                number=None if limit is None else limit.number,
                unit="" if limit is None else limit.unit,
                time="" if limit is None else limit.time,
                suffix="" if limit is None else limit.suffix,
                handler=row.handler,
                authority=row.authority,
                basis=row.basis,
            )
        )
    return made


def _notes(standard: Standard, parsed: Parsed) -> tuple[str, ...]:
    found = []
    for name, count in (("小时", standard.bare_hours), ("天", standard.bare_days)):
        if count:
            found.append(f"{count} 条时限只写“{name}”，启用前须确认是工作时间还是自然时间")
    if parsed.without_limit:
        found.append(f"{parsed.without_limit} 条没有时限，按无时限显示")
    if parsed.padded:
        found.append(f"{parsed.padded} 行的代码少了前导零，已补上")
    return tuple(found)


def _row(standard: Standard) -> StandardRow:
    report = msgspec.json.decode(standard.report, type=_Report)
    return StandardRow(
        id=standard.id,
        name=standard.name,
        origin=standard.origin,
        file=standard.file,
        state=StandardState(standard.state),
        hours_mean=Means(standard.hours_mean),
        days_mean=Means(standard.days_mean),
        needs=_needs(standard),
        criteria=standard.criteria,
        subclasses=standard.subclasses,
        classes=report.classes,
        limits=report.limits,
        without_limit=report.without_limit,
        refused=report.refused,
        made_at=standard.made_at,
        made_by=standard.made_by,
        confirmed_at=standard.confirmed_at,
        confirmed_by=standard.confirmed_by,
        used_at=standard.used_at,
        used_by=standard.used_by,
        retired_at=standard.retired_at,
        version=standard.version,
    )


def _needs(standard: Standard) -> tuple[str, ...]:
    found = []
    if standard.bare_hours and not standard.hours_mean:
        found.append("hours")
    if standard.bare_days and not standard.days_mean:
        found.append("days")
    return tuple(found)


def _of_version(tx: Tx, scope: Scope, standard_id: str, version: int, reason: str, action: str) -> Standard:
    access.need(scope, Right.SETTINGS, action)
    tx.lock()  # two editions taken into use at once: the second sees the first
    found = store.get(tx.conn, standard_id)
    if found is None:
        raise Refusal("not_found")
    if found.version != version:
        raise Refusal("record_stale")
    if not reason.strip():
        raise Refusal("text_required", field="理由")
    return found


def _need_state(standard: Standard, states: tuple[StandardState, ...], action: str) -> None:
    state = StandardState(standard.state)
    if state not in states:
        raise Refusal("standard_state", name=standard.name, state=state.zh, action=action)


def _check_names(name: str, origin: str) -> None:
    for field, text in (("name", name), ("origin", origin)):
        if not text.strip():
            raise Refusal("field_missing", field=field)
        if len(text) > NAME_MAX * 2:
            raise Refusal("field_too_long", field=field, limit=NAME_MAX * 2)


def _audit(tx: Tx, scope: Scope, action: str, standard: Standard, details: dict[str, Any]) -> None:
    tx.audit(scope.person_id, action, standard.id, {"from": scope.origin, "name": standard.name, **details})
    tx.change("catalogue", standard.id, standard.version)
