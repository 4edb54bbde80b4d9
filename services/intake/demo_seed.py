"""The demo's first day: some eight hundred made-up cases with their histories, in every state and at every tier.

Steps of all cases happen in the order of time through the desk's own functions, escalations by rule included, so that
what a first start shows has a custody ledger, timers and an audit chain like any other day's. All of it is one
transaction: a demo is filled or it is empty.
"""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from services.api.cases import Act
from services.desk import cases as desk_cases
from services.desk.filing import Draft, file_case
from services.desk.history import at, case_of, demo_scope, fire_due, forget_past, has_caller
from services.desk.moves import Desk
from services.desk.sources import source_scope
from services.domain.actions import Action
from services.domain.cases import Priority, State
from services.domain.clock import MINUTE_MS
from services.domain.looprules import Resolved, Satisfaction, SupervisionLevel
from services.domain.rights import Role, Scope
from services.domain.tiers import Tier, ancestor_at
from services.intake.demo_plans import Target, age_of, bounds_of, steps_of, targets
from services.intake.rainstorm import Kind, Rainstorm

if TYPE_CHECKING:
    from services.desk.district import District
    from services.desk.sources import Database, Tx
    from services.domain.cases import Case
    from services.domain.clock import Instant

ESCALATE = "escalate"
ADVANCE = "advance"
"""The two kinds of planned steps: up a tier by hand, or on to the next state."""

_TRIES = 400
_REASONS = ("超出网格处置能力", "涉及多个部门，需上级协调", "现场水情加重，请上级支援", "需调用大型泵车")
_SUPERVISED = (
    (SupervisionLevel.LISTED, "区领导批示"),
    (SupervisionLevel.DAILY, "限时办结"),
    (SupervisionLevel.DAILY, "多次投诉"),
    (SupervisionLevel.LISTED, "安全隐患"),
)
_CONTENT = (Satisfaction.SATISFIED, Satisfaction.SATISFIED, Satisfaction.FAIRLY)
_ROLES = {
    None: Role.DEPARTMENT,
    Tier.GRID: Role.GRID_HEAD,
    Tier.COMMUNITY: Role.COMMUNITY,
    Tier.STREET: Role.STREET,
    Tier.DISTRICT: Role.OPERATOR,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """A case to be: where it is to stand, of which kind, born at which tier, reported when, and its steps in order."""

    target: Target
    kind: Kind
    birth: Tier
    reported_at: Instant
    steps: tuple[tuple[Instant, str], ...]


def seed_demo(database: Database, district: District, seed: int) -> int:
    """Fill a demo that has no cases yet with its first day; the same seed gives the same day. Returns how many cases.

    Raises Refusal not_found for a real district.
    """
    return database.write(lambda tx: _Day(tx, district, Random(seed)).play())  # noqa: S311 - a story, not a secret


def plans(district: District, kinds: list[Kind], now: Instant, rng: Random) -> list[Plan]:
    """Return the plan of every case of the day that ends `now`."""
    weights = [kind.weight for kind in kinds]
    return [_plan(district, target, (kinds, weights), now, rng) for target in targets(rng)]


def _plan(district: District, target: Target, choice: tuple[list[Kind], list[int]], now: Instant, rng: Random) -> Plan:
    for _ in range(_TRIES):
        kind = rng.choices(*choice)[0]
        bounds = bounds_of(district, kind, target.tier)
        age = age_of(target, bounds, rng)
        if age is None:
            continue
        birth = Tier(target.tier - 1) if target.escalated else target.tier
        offsets = steps_of(target.state, age, bounds, rng)
        before, by_hand = 0, list[int]()
        if target.escalated:
            waits = bounds_of(district, kind, birth).signing
            if not target.due and age + waits < bounds.limit - 35 * MINUTE_MS and rng.random() < 0.5:
                before = waits + MINUTE_MS  # nobody signs: the rule takes it up
            else:  # after it was accepted, before it is dispatched
                first, second = (*offsets, int(min(waits, age) * 0.3), age)[:2]
                by_hand.append((first + min(second, waits)) // 2 if first < waits else first // 2)
        reported_at = now - age - before
        timed = [(reported_at + before + offset, ADVANCE) for offset in offsets]
        timed += [(reported_at + offset, ESCALATE) for offset in by_hand]
        return Plan(target, kind, birth, reported_at, tuple(sorted(timed)))
    raise ValueError(f"no kind of case can stand at {target}; the demo's rules leave no room for it")


@dataclass(slots=True)
class _Life:
    """A case on its way through its plan."""

    plan: Plan
    case: Case | None = None
    done: int = 0


class _Day:
    """Plays the day once, within one transaction."""

    def __init__(self, tx: Tx, district: District, rng: Random) -> None:
        self._tx = tx
        self._district = district
        self._rng = rng
        self._storm = Rainstorm(district, rng)
        self._operator = demo_scope(tx, district)
        self._serial = itertools.count(1)

    def play(self) -> int:
        """Do every step of every case, in the order of time; returns how many cases there are."""
        made = plans(self._district, self._storm.kinds, self._tx.now, self._rng)
        order = itertools.count()
        heap = [(plan.reported_at, next(order), _Life(plan)) for plan in made]
        heapq.heapify(heap)
        while heap:
            moment, _, life = heapq.heappop(heap)
            following = self._next(at(self._tx, moment), life)
            if following is not None and following <= self._tx.now:
                heapq.heappush(heap, (max(following, moment), next(order), life))
        forget_past(self._tx)
        return len(made)

    def _next(self, tx: Tx, life: _Life) -> Instant | None:
        """Do what is due for a case at the transaction's moment; return when something of it is due next."""
        case = life.case
        if case is None:
            case = self._born(tx, life.plan)
        elif not fire_due(tx, self._district, case.id):
            _, step = life.plan.steps[life.done]
            life.done += 1
            self._step(tx, life.plan, case, step)
        life.case = case_of(tx, case.id)
        return self._due(life.case, life)

    def _due(self, case: Case, life: _Life) -> Instant | None:
        """Return what comes first: the next planned step, or the rule that takes the case up."""
        planned = life.plan.steps[life.done][0] if life.done < len(life.plan.steps) else None
        found = [moment for moment in (planned, case.escalate_at) if moment is not None]
        return min(found, default=None)

    def _born(self, tx: Tx, plan: Plan) -> Case:
        made = self._storm.next(f"demo-{next(self._serial)}", tx.now, plan.kind)
        case = made.case
        category = self._district.profile.category(plan.kind.category)
        draft = Draft(
            title=case.title,
            text=case.text,
            place=case.place,
            lon=case.lon,
            lat=case.lat,
            area_id=made.grid.id,
            tier=plan.birth,
            category=case.category,
            source=made.source,
            source_number=case.number,
            call_kind=case.call_kind,
            request_kind=case.request_kind,
            proactive=case.proactive,
            priority=category.priority if category is not None and category.priority else Priority.ORDINARY,
            caller=case.caller,
            phone=case.phone,
            said=f"由 {self._district.sources[made.source]} 转入",
            compared=False,
        )
        desk = Desk(tx, self._district, source_scope(self._district, made.source, "demo"))
        born = file_case(desk, draft).case
        if plan.target.supervised:
            level, why = self._rng.choice(_SUPERVISED)
            self._act(tx, self._operator, born, Action.SUPERVISE, level=level.value, text=why)
        return born

    def _step(self, tx: Tx, plan: Plan, case: Case, step: str) -> None:
        if step == ESCALATE:
            if case.tier.above() is not None:
                self._act(tx, self._operator, case, Action.ESCALATE, text=self._rng.choice(_REASONS))
            return
        self._advance(tx, plan, case)

    def _advance(self, tx: Tx, plan: Plan, case: Case) -> None:
        """Take a case on to its next state, by whoever does that."""
        rng, act = self._rng, self._act
        if case.state is State.REPORTED:
            act(tx, self._operator, case, Action.ACCEPT)
        elif case.state in (State.ACCEPTED, State.FILED):
            lead, helpers = self._units(case, plan)
            act(tx, self._operator, case, Action.DISPATCH, unit_id=lead, assisting=helpers)
        elif case.state is State.DISPATCHED:
            act(tx, self._scope(case.holder_id), case, Action.SIGN)
        elif case.state is State.HANDLING:
            said = self._storm.fill(rng.choice(plan.kind.feedback))
            act(tx, self._scope(case.holder_id), case, Action.FEEDBACK, text=said)
        elif case.state is State.FEEDBACK:
            act(tx, self._operator, case, Action.CHECK, text="现场核查，已处理到位")
        elif case.state is State.CHECKED:
            if has_caller(tx, case.id):
                outcome = {"resolved": Resolved.SOLVED.value, "satisfaction": rng.choice(_CONTENT).value}
                act(tx, self._operator, case, Action.FOLLOW_UP, text="来电人确认已处理", **outcome)
            act(tx, self._operator, case_of(tx, case.id), Action.CLOSE, text="办结归档")

    def _units(self, case: Case, plan: Plan) -> tuple[str, tuple[str, ...]]:
        """Return who is to handle a case and who assists: the category's department, or a centre of the place."""
        category = self._district.profile.category(plan.kind.category)
        tier = Tier.COMMUNITY if case.tier is Tier.GRID else Tier.STREET
        centre = ancestor_at(case.area_path, tier) if case.tier < Tier.DISTRICT else None
        department = f"dept-{category.department}" if category is not None and category.department else ""
        own = case.holder_id
        if department and (centre in (None, own) or case.tier >= Tier.STREET or self._rng.random() < 0.55):
            lead = department
        else:
            lead = centre if centre is not None and centre != own else own
        street = ancestor_at(case.area_path, Tier.STREET)
        helps = street is not None and street != lead and self._rng.random() < 0.2
        return lead, (street,) if helps and street is not None else ()

    def _scope(self, unit_id: str) -> Scope:
        unit = self._district.units[unit_id]
        return Scope(
            person_id=f"demo-{unit.id}",
            person_name=f"演示·{unit.name}值班员",
            unit_id=unit.id,
            unit_path=unit.path if unit.tier is not None else "",
            roles=frozenset({_ROLES[unit.tier]}),
            origin="demo",
        )

    def _act(self, tx: Tx, scope: Scope, case: Case, action: Action, **fields: object) -> None:
        values = {"command_id": f"demo-{next(self._serial)}", "action": action, "version": case.version, **fields}
        desk_cases.act(tx, self._district, scope, case.id, Act(**values))  # type: ignore[arg-type]
