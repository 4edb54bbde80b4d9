"""The board of a tier: a unit and those right below it, each with its numbers, and what goes up next among their cases.

It also says where one case stands, with the rule of the case's own policy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, or_, select

from services.api.tiers import Definition, GoingUp, TierBoard, UnitFigures
from services.desk import access
from services.domain.figures import UNIT_FIGURES
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.domain.standing import standing
from services.domain.tiers import is_within
from services.reports.figures_sql import count_by
from services.store import cases as case_store
from services.store.tables import cases, custody
from services.store.visibility import may_see

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Connection

    from services.desk.district import District
    from services.domain.cases import Case
    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.domain.standing import Standing
    from services.domain.units import Unit

NEXT_MOST = 50

MOVED_IN, MOVED_OUT = "unit.escalated_in", "unit.escalated_out"

DEFINITIONS: tuple[Definition, ...] = (
    *(
        Definition(name=one.name, label=one.label, formula=one.formula, exclusions=one.exclusions)
        for one in UNIT_FIGURES
    ),
    Definition(
        name=MOVED_IN, label="今日升入", formula="今日由下级升级到该单位的次数", exclusions="并入其他案件的不计"
    ),
    Definition(
        name=MOVED_OUT, label="今日升出", formula="今日由该单位升级到上级的次数", exclusions="并入其他案件的不计"
    ),
)


def board(conn: Connection, district: District, scope: Scope, unit_id: str, now: Instant) -> TierBoard:
    """Return the board of a unit, "" for one's own.

    Raises Refusal no_right, not_found (not in one's area, or a department).
    """
    access.need(scope, Right.CASE_READ, "查看分级响应")
    unit = district.units.get(unit_id or scope.unit_id)
    if unit is None or unit.tier is None or not scope.unit_path or not is_within(unit.path, scope.unit_path):
        raise Refusal("not_found")
    below = [one for one in district.units.values() if one.parent_id == unit.id and one.tier is not None]
    units = [unit, *sorted(below, key=lambda one: one.id)]
    mine = and_(
        may_see(scope), cases.c.mode == district.mode.value, cases.c.answerable_id.in_([one.id for one in units])
    )
    day_start = district.day_start(now)
    numbers = count_by(conn, UNIT_FIGURES, cases.c.answerable_id, mine, now, day_start)
    moved_in, moved_out = _moved_today(conn, district, units, day_start)
    coming, total = _coming(conn, mine)
    return TierBoard(
        as_of=now,
        unit_id=unit.id,
        definitions=DEFINITIONS,
        units=tuple(
            UnitFigures(
                unit_id=one.id,
                name=one.name,
                tier=one.tier,
                values=dict.fromkeys((figure.name for figure in UNIT_FIGURES), 0)
                | numbers.get(one.id, {})
                | {MOVED_IN: moved_in.get(one.id, 0), MOVED_OUT: moved_out.get(one.id, 0)},
            )
            for one in units
        ),
        next=_going_up(conn, district, coming),
        next_total=total,
    )


def standing_of(conn: Connection, district: District, found: Case) -> Standing:
    """Return where a case stands by its own policy, and the rule that brought it to its tier."""
    rules = district.policies.of(conn, found.policy_id).steps
    extendable = found.extensions < district.loop_rules.extensions_most
    return standing(found, rules, by_rule=_brought_by(conn, found.id), extendable=extendable)


def _brought_by(conn: Connection, case_id: str) -> str:
    of_case = (custody.c.case_id == case_id, custody.c.kind == "tier")
    query = select(custody.c.rule).where(*of_case).order_by(custody.c.id.desc()).limit(1)
    return conn.execute(query).scalar_one_or_none() or ""


def _moved_today(
    conn: Connection, district: District, units: Sequence[Unit], day_start: Instant
) -> tuple[dict[str, int], dict[str, int]]:
    """Return how often today a case went up to each unit, and from each. Hops of closed cases count too."""
    ids = [one.id for one in units]
    recent = and_(
        cases.c.escalated_at >= day_start,
        or_(cases.c.open == 1, cases.c.closed_at >= day_start),
        cases.c.mode == district.mode.value,
    )
    hops = and_(custody.c.kind == "tier", custody.c.at >= day_start, custody.c.from_unit.is_not(None))
    joined = custody.join(cases, custody.c.case_id == cases.c.id)
    found = []
    for column in (custody.c.to_unit, custody.c.from_unit):
        query = select(column, func.count()).select_from(joined).where(recent, hops, column.in_(ids)).group_by(column)
        found.append({str(row[0]): int(row[1]) for row in conn.execute(query)})
    return found[0], found[1]


def _coming(conn: Connection, mine: ColumnElement[bool]) -> tuple[list[str], int]:
    armed = and_(cases.c.open == 1, cases.c.escalate_at.is_not(None), mine)
    query = select(cases.c.id).where(armed).order_by(cases.c.escalate_at, cases.c.id).limit(NEXT_MOST)
    total = conn.execute(select(func.count()).where(armed)).scalar_one()
    return list(conn.execute(query).scalars()), int(total)


def _going_up(conn: Connection, district: District, ids: Sequence[str]) -> tuple[GoingUp, ...]:
    found = (case_store.get(conn, case_id) for case_id in ids)
    return tuple(
        GoingUp(
            case_id=one.id,
            number=one.number,
            title=one.title,
            unit_id=one.answerable_id,
            standing=standing_of(conn, district, one),
        )
        for one in found
        if one is not None
    )
