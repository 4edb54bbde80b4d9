"""Whistles as they go over the wire: the list with its figures, one with its record, what a form offers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.api.district import NamedCode
from services.api.whistles import (
    WhistleCatalogue,
    WhistleDetail,
    WhistleDone,
    WhistleEventRow,
    WhistleFigure,
    WhistleFileRow,
    WhistleList,
    WhistleRow,
)
from services.desk import access
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.domain.whistle_figures import WHISTLE_FIGURES
from services.domain.whistles import GENERIC_KINDS, GENERIC_LABEL, REFUSAL_REASONS
from services.reports.whistle_figures_sql import count
from services.store import cases as case_store
from services.store import whistles as store
from services.store.visibility import sight

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.desk.district import District
    from services.desk.moves import Desk
    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.domain.whistles import Whistle

LIST_MOST = 300
_LOOK = "查看吹哨"


def kinds_of(district: District) -> tuple[tuple[NamedCode, ...], str]:
    """Return the kinds of whistle, and what has to be said of them ("" where they are the district's own)."""
    own = district.profile.whistle.kinds
    if own:
        return tuple(NamedCode(code=kind.code, name=kind.name) for kind in own), district.profile.rules_label
    return tuple(NamedCode(code=code, name=name) for code, name in GENERIC_KINDS), GENERIC_LABEL


def catalogue(district: District, scope: Scope) -> WhistleCatalogue:
    """Return what a form offers. Raises Refusal no_right."""
    access.need(scope, Right.CASE_READ, _LOOK)
    kinds, note = kinds_of(district)
    rules = district.profile.whistle
    return WhistleCatalogue(
        kinds=kinds,
        kinds_note=note,
        approval=rules.approval.value,
        arrive_minutes=rules.arrive_minutes,
        reasons=tuple(NamedCode(code=code, name=name) for code, name in REFUSAL_REASONS.items()),
    )


def row(conn: Connection, district: District, scope: Scope, whistle: Whistle) -> WhistleRow:
    """Return a whistle as one sees it: the wall sees units and times, but no person."""
    names = {kind.code: kind.name for kind in kinds_of(district)[0]}
    case = case_store.get(conn, whistle.case_id) if whistle.case_id is not None else None
    sees_case = case is not None and sight(conn, case, scope) is not None
    shown = whistle if scope.may(Right.CASE_NOTE) else _unnamed(whistle)
    return WhistleRow(
        whistle=shown,
        kind_name=names.get(whistle.kind, whistle.kind),
        case_number=case.number if case is not None and sees_case else "",
    )


def _unnamed(whistle: Whistle) -> Whistle:
    parts = tuple(msgspec.structs.replace(part, arrived_person="", arrived_said=None) for part in whistle.units)
    return msgspec.structs.replace(whistle, units=parts, made_by="", approved_by="")


def rows(conn: Connection, district: District, scope: Scope, now: Instant) -> WhistleList:
    """Return the whistles of one's view, live ones first, with the figures. Raises Refusal no_right."""
    access.need(scope, Right.CASE_READ, _LOOK)
    visible = store.may_see(scope)
    values = count(conn, visible, district.mode, now, district.day_start(now))
    return WhistleList(
        now=now,
        rows=tuple(row(conn, district, scope, whistle) for whistle in store.listed(conn, visible, LIST_MOST)),
        figures=tuple(
            WhistleFigure(
                name=figure.name,
                label=figure.label,
                formula=figure.formula,
                value=values[figure.name],
                of=values[figure.of] if figure.of else None,
                exclusions=figure.exclusions,
            )
            for figure in WHISTLE_FIGURES.values()
        ),
    )


def look(conn: Connection, scope: Scope, whistle_id: str) -> Whistle:
    """Return a whistle one may see. Raises Refusal no_right, not_found."""
    access.need(scope, Right.CASE_READ, _LOOK)
    found = store.listed(conn, store.of_id(whistle_id) & store.may_see(scope), 1)
    if not found:
        raise Refusal("not_found")
    return found[0]


def detail(conn: Connection, district: District, scope: Scope, whistle_id: str) -> WhistleDetail:
    """Return a whistle with its record and files. Raises Refusal no_right, not_found."""
    whistle = look(conn, scope, whistle_id)
    named = scope.may(Right.CASE_NOTE)
    return WhistleDetail(
        row=row(conn, district, scope, whistle),
        events=tuple(
            WhistleEventRow(
                at=event.at,
                action=event.action,
                actor=event.actor_name if named else "",
                unit_id=event.unit_id,
                of_unit=event.of_unit,
                said=event.said if named else None,
                text=event.text if named else "",
            )
            for event in store.events(conn, whistle_id)
        ),
        files=tuple(
            WhistleFileRow(
                id=item.id,
                unit_id=item.unit_id,
                name=item.name,
                media_type=item.media_type,
                size=item.size,
                sha256=item.sha256,
                at=item.at,
            )
            for item in store.files(conn, whistle_id)
        ),
    )


def app_rows(conn: Connection, district: District, scope: Scope) -> list[WhistleRow]:
    """Return the live whistles that summon one's unit: what a phone shows. Raises Refusal no_right."""
    access.need(scope, Right.CASE_READ, _LOOK)
    found = store.listed(conn, store.may_see(scope), LIST_MOST, live_only=True)
    return [row(conn, district, scope, whistle) for whistle in found if whistle.summons(scope.unit_id) is not None]


def done(desk: Desk, whistle: Whistle, pos: int, command_id: str) -> WhistleDone:
    """Return the answer to a committed command."""
    return WhistleDone(command_id=command_id, pos=pos, row=row(desk.tx.conn, desk.district, desk.scope, whistle))
