"""The custody ledger by unit: the hops of a period, as one person may see them."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, exists, func, or_, select

from services.domain.clock import Instant
from services.store.tables import cases, custody

_h = custody.c
_lead = custody.alias("lead")


class LedgerHop(msgspec.Struct, frozen=True, kw_only=True):
    """A hop: when the case came to `to_unit` from whom, when it was signed for, and when it went on (None: not yet).

    `end` is the end of the hop, or of the handling where the case was fed back or closed in that unit's hands;
    `raised`: the case came by going up a tier. `kind` is holder, refused or rework.
    """

    kind: str
    case_id: str
    at: Instant
    end: Instant | None
    from_unit: str | None
    to_unit: str
    signed_at: Instant | None
    reason_code: str
    raised: bool


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """From `since` until before `before`."""

    since: Instant
    before: Instant


_up = custody.alias("up").c
_RAISED = exists().where(
    _up.case_id == _h.case_id, _up.kind == "tier", _up.at == _h.at, _up.from_unit.is_not(None), _h.kind == "holder"
)
_END = func.coalesce(_h.until, cases.c.feedback_at, cases.c.closed_at)


def hops(conn: Connection, period: Period, units: frozenset[str], visible: ColumnElement[bool]) -> list[LedgerHop]:
    """Return the hops of the period that came to or went from one of the units, in visible cases, oldest first."""
    columns = (_h.kind, _h.case_id, _h.at, _END, _h.from_unit, _h.to_unit, _h.signed_at, _h.reason_code, _RAISED)
    query = (
        select(*columns)
        .select_from(custody.join(cases, cases.c.id == _h.case_id))
        .where(_h.kind != "tier", _h.at >= period.since, _h.at < period.before, visible, _of(units))
        .order_by(_h.id)
    )
    names = LedgerHop.__struct_fields__
    return [LedgerHop(**dict(zip(names, (*row[:-1], bool(row[-1])), strict=True))) for row in _rows(conn, query)]


def _of(units: frozenset[str]) -> ColumnElement[bool]:
    return or_(_h.to_unit.in_(sorted(units)), _h.from_unit.in_(sorted(units)))


def overdue_in_hand(
    conn: Connection, period: Period, units: frozenset[str], visible: ColumnElement[bool], now: Instant
) -> dict[str, int]:
    """Return per unit how many cases ran over their due time in the period while that unit had them."""
    end = func.coalesce(_lead.c.until, cases.c.feedback_at, cases.c.closed_at, now)
    query = (
        select(_lead.c.to_unit, func.count(cases.c.id.distinct()))
        .select_from(cases.join(_lead, and_(_lead.c.case_id == cases.c.id, _lead.c.kind == "holder")))
        .where(
            cases.c.due_at >= period.since,
            cases.c.due_at < min(period.before, now),
            cases.c.suspended_at.is_(None),
            _lead.c.at <= cases.c.due_at,
            end > cases.c.due_at,
            _lead.c.to_unit.in_(sorted(units)),
            visible,
        )
        .group_by(_lead.c.to_unit)
    )
    return {row[0]: int(row[1]) for row in _rows(conn, query)}


def _rows(conn: Connection, query: Select[Any]) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in conn.execute(query)]
