"""The catalogue as cases use it: the limit of a filing criterion, which may be chosen, and what a grid may be sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.api.catalogue import AdmissionList, AdmissionRow, CriterionPage, CriterionRow
from services.desk import access
from services.domain.deadlines import Limit, Starts
from services.domain.limits import Means, Printed, length_of
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.domain.standard import StandardState
from services.domain.tiers import Tier
from services.store import catalogue as store
from services.store.catalogue import Admission

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from services.api.catalogue import AdmissionChange, AdmissionEdit
    from services.desk.district import District
    from services.domain.rights import Scope
    from services.store.catalogue import Criterion
    from services.store.database import Tx

PAGE_MOST = 200
WORDS_MAX = 100
"""Criteria in one page, and characters asked for, at most (our rule)."""


def limit_of(conn: Connection, criterion_id: str) -> Limit | None:
    """Return the limit of a filing criterion, of whatever edition; None: 无时限. Raises Refusal unknown_criterion."""
    found = store.criterion(conn, criterion_id)
    if found is None:
        raise Refusal("unknown_criterion", field="criterion_id", value=criterion_id[:64])
    row, _, hours, days = found
    return _limit(row, Means(hours), Means(days))


def category_for(conn: Connection, criterion_id: str, category: str) -> str:
    """Return the category that a criterion goes with: the given one, or its own where none is given.

    Raises Refusal unknown_criterion unless the criterion is one of the standard in use, and of the given category.
    """
    found = store.criterion(conn, criterion_id)
    if found is None or found[1] != StandardState.IN_USE or category not in ("", found[0].category):
        raise Refusal("unknown_criterion", field="criterion_id", value=criterion_id[:64])
    return found[0].category


def check_admitted(conn: Connection, district: District, category: str, unit_ids: Iterable[str]) -> None:
    """Raise Refusal not_admitted when one of the units is a grid and the list says the category may not go there."""
    to_grid = any(district.units[unit_id].tier is Tier.GRID for unit_id in unit_ids)
    found = store.admitted(conn, category) if to_grid and category else None
    if found is not None and not found[0]:
        raise Refusal("not_admitted", category=district.categories.get(category, category))


def criteria(conn: Connection, standard_id: str, words: str, category: str, after: int, limit: int) -> CriterionPage:
    """Return criteria of a standard in the order of its file: of a category, or those that hold every word.

    Raises Refusal not_found, field_too_long.
    """
    standard = store.get(conn, standard_id)
    if standard is None:
        raise Refusal("not_found")
    if len(words) > WORDS_MAX:
        raise Refusal("field_too_long", field="q", limit=WORDS_MAX)
    most = min(max(limit, 1), PAGE_MOST)
    found = store.page(conn, standard_id, words, category, after, most + 1)
    hours, days = Means(standard.hours_mean), Means(standard.days_mean)
    rows = tuple(_criterion_row(row, hours, days) for row in found[:most])
    return CriterionPage(rows=rows, next=rows[-1].line if len(found) > most else None)


def _criterion_row(row: Criterion, hours: Means, days: Means) -> CriterionRow:
    return CriterionRow(
        id=row.id,
        line=row.line,
        category=row.category,
        kind=row.kind,
        main_name=row.main_name,
        sub_name=row.sub_name,
        filing=row.filing,
        closing=row.closing,
        limit_text=row.limit_text,
        limit=_words(row, hours, days),
        handler=row.handler,
        authority=row.authority,
        basis=row.basis,
    )


def _printed(row: Criterion) -> Printed | None:
    if row.number is None:
        return None
    return Printed(text=row.limit_text, number=row.number, unit=row.unit, time=row.time, suffix=row.suffix)


def _limit(row: Criterion, hours: Means, days: Means) -> Limit | None:
    printed = _printed(row)
    length = None if printed is None else length_of(printed, hours=hours, days=days)
    if length is None:
        return None
    return Limit(
        rule_id=row.id,
        text=row.limit_text,
        kind=length.kind,
        length_ms=length.length_ms,
        number=length.days,
        starts=Starts.DISPATCHED,
    )


_UNIT_ZH = {"minute": "分钟", "hour": "小时", "day": "天"}


def _words(row: Criterion, hours: Means, days: Means) -> str:
    """Return what a printed limit was read as: 4 小时（工作时）."""
    printed = _printed(row)
    if printed is None:
        return "无时限"
    length = length_of(printed, hours=hours, days=days)
    size = f"{printed.number} {_UNIT_ZH[printed.unit]}"
    meaning = "含义未确认" if length is None else length.kind.zh.split("，")[0]
    return f"{size}（{meaning}）" + (f"，{printed.suffix}" if printed.suffix else "")


def admissions(conn: Connection, district: District) -> AdmissionList:
    """Return every category that can be chosen now, with its line of the matter admission list."""
    known = store.admission_list(conn)
    rows = tuple(
        AdmissionRow(
            category=row.code,
            name=row.name,
            group=row.group,
            to_grid=line.to_grid if (line := known.get(row.code)) is not None else None,
            note=line.note if line is not None else "",
            version=line.version if line is not None else 0,
        )
        for row in district.view.categories
        if row.offered
    )
    return AdmissionList(rows=rows)


def put_admissions(tx: Tx, district: District, scope: Scope, edit: AdmissionEdit) -> AdmissionList:
    """Change lines of the matter admission list, all or none. Raises no_right, unknown_category, record_stale."""
    access.need(scope, Right.SETTINGS, "修改事项准入清单")
    known = store.admission_list(tx.conn)
    details = {}
    for change in edit.rows:
        before = known.get(change.category)
        _check_change(district, change, before)
        after = Admission(
            category=change.category,
            to_grid=change.to_grid,
            note=change.note.strip(),
            version=change.version + 1,
            updated_at=tx.now,
            updated_by=scope.person_id,
        )
        store.put_admission(tx, after)
        known[change.category] = after
        details[change.category] = {
            "before": None if before is None else [before.to_grid, before.note],
            "after": [after.to_grid, after.note],
        }
    tx.audit(scope.person_id, "admissions.put", district.id, {"from": scope.origin, "rows": details})
    tx.change("catalogue", "admissions", 1)
    return admissions(tx.conn, district)


def _check_change(district: District, change: AdmissionChange, before: Admission | None) -> None:
    if change.category not in district.offered:
        raise Refusal("unknown_category", field="category", value=change.category[:64])
    if (0 if before is None else before.version) != change.version:
        raise Refusal("record_stale")
