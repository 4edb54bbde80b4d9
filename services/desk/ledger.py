"""Who bounced what how often: the custody ledger of a unit, or of all units of one's scope, in a period."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import and_

from services.api.ledger import Ledger, UnitLedger
from services.api.tiers import Definition
from services.desk import access
from services.domain.clock import DAY_MS
from services.domain.ledger import TERMS, tally
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.domain.tiers import is_within
from services.store import ledger as store
from services.store.ledger import LedgerHop, Period
from services.store.tables import cases
from services.store.visibility import may_see, may_see_ever

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from services.desk.district import District
    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.domain.units import Unit

DEFAULT_DAYS = 30
LONGEST_DAYS = 366
"""The period where none is named, and the longest one (our rules)."""

_DEFINITIONS = tuple(
    Definition(name=term.name, label=term.label, formula=term.formula, exclusions=term.exclusions) for term in TERMS
)


def of_unit(
    conn: Connection,
    district: District,
    scope: Scope,
    unit_id: str,
    now: Instant,
    *,
    since: Instant | None = None,
    before: Instant | None = None,
) -> Ledger:
    """Return the ledger of a unit ("" is one's own): of a unit in one's area, or of a department.

    Raises Refusal no_right, not_found, field_bad.
    """
    access.need(scope, Right.CASE_READ, _ACTION)
    unit = district.units.get(unit_id or scope.unit_id)
    if unit is None or not _may_ask(scope, unit):
        raise Refusal("not_found")
    return _ledger(conn, district, scope, (unit,), _period(district, now, since, before), now)


def of_units(
    conn: Connection,
    district: District,
    scope: Scope,
    now: Instant,
    *,
    since: Instant | None = None,
    before: Instant | None = None,
) -> Ledger:
    """Return the ledgers of all units of one's scope that had anything to do in the period, by what they received.

    Raises Refusal no_right, field_bad.
    """
    access.need(scope, Right.CASE_READ, _ACTION)
    units = tuple(unit for unit in district.units.values() if _may_ask(scope, unit))
    found = _ledger(conn, district, scope, units, _period(district, now, since, before), now)
    told = [unit for unit in found.units if any(unit.values.values())]
    told.sort(key=lambda unit: (-unit.values["received"], unit.unit_id))
    return Ledger(now=now, since=found.since, before=found.before, definitions=_DEFINITIONS, units=tuple(told))


_ACTION = "查看经手台账"


def _may_ask(scope: Scope, unit: Unit) -> bool:
    if unit.id == scope.unit_id:
        return True
    return bool(scope.unit_path) and (unit.tier is None or is_within(unit.path, scope.unit_path))


def _period(district: District, now: Instant, since: Instant | None, before: Instant | None) -> Period:
    end = now + 1 if before is None else before  # what happens at this moment counts
    start = district.day_start(end - DEFAULT_DAYS * DAY_MS) if since is None else since
    if start >= end:
        raise Refusal("field_bad", field="since", value=str(start), remedy="起始时间须早于截止时间")
    if end - start > LONGEST_DAYS * DAY_MS:
        raise Refusal("field_bad", field="since", value=str(start), remedy="一次最多查一年")
    return Period(since=start, before=end)


def _ledger(
    conn: Connection, district: District, scope: Scope, units: tuple[Unit, ...], period: Period, now: Instant
) -> Ledger:
    ids = frozenset(unit.id for unit in units)
    mine = and_(cases.c.mode == district.mode.value, _visible(scope, ids))
    hops: dict[str, list[LedgerHop]] = defaultdict(list)
    for hop in store.hops(conn, period, ids, mine):
        for unit_id in {hop.to_unit, hop.from_unit or ""} & ids:
            hops[unit_id].append(hop)
    overdue = store.overdue_in_hand(conn, period, ids, mine, now)
    return Ledger(
        now=now,
        since=period.since,
        before=period.before,
        definitions=_DEFINITIONS,
        units=tuple(_unit(unit, hops[unit.id], overdue.get(unit.id, 0), now) for unit in units),
    )


def _visible(scope: Scope, ids: frozenset[str]) -> ColumnElement[bool]:
    """Return what may be counted: of one's own unit also what it has handed over."""
    return may_see_ever(scope) if ids == {scope.unit_id} else may_see(scope)


def _unit(unit: Unit, hops: list[LedgerHop], overdue: int, now: Instant) -> UnitLedger:
    found = tally(unit.id, hops, overdue, now)
    return UnitLedger(
        unit_id=unit.id,
        name=unit.name,
        tier=unit.tier,
        values=found.values,
        unsigned_median_ms=found.unsigned_median_ms,
        unsigned_longest_ms=found.unsigned_longest_ms,
        returned_by_reason=found.returned_by_reason,
    )
