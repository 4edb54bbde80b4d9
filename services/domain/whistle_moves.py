"""How a whistle moves: each action as a pure function from the whistle as it was to the whistle as it becomes.

Between blowing and rating, the state follows from the parts: who came, what is solved, who has rated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.domain.problems import Refusal
from services.domain.whistles import (
    CALLED,
    REFUSAL_REASONS,
    WHISTLE_ACTIONS,
    Mark,
    Rating,
    Said,
    Summons,
    UnitRole,
    UnitState,
    Whistle,
    WhistleAction,
    WhistleProblem,
    WhistleState,
)

if TYPE_CHECKING:
    from services.domain.clock import Instant

_MOVING = CALLED | {WhistleState.SOLVED, WhistleState.RATED}
UNITS_MOST = 40
PROBLEMS_MOST = 50
"""Our rule: beyond them it is not one matter any more."""


def blow(whistle: Whistle, now: Instant) -> Whistle:
    """吹哨: for approval where that is asked, else at once. Raises Refusal whistle_step, field_bad, whistle_no_unit."""
    _check(whistle, WhistleAction.BLOW)
    check_call(whistle, now)
    if whistle.needs_approval:
        return _as(whistle, now, state=WhistleState.WAITING)
    return _called(whistle, now)


def check_call(whistle: Whistle, now: Instant) -> None:
    """Raise Refusal where nobody is summoned or nothing to solve, or the time is not ahead."""
    if not whistle.units:
        raise Refusal("whistle_no_unit")
    if not whistle.problems:
        raise Refusal("text_required", field="要解决的问题")
    _ahead(whistle.arrive_by, now)


def approve(whistle: Whistle, who: str, now: Instant) -> Whistle:
    """批准: the whistle goes out. Raises Refusal whistle_step, field_bad when its time has passed meanwhile."""
    _check(whistle, WhistleAction.APPROVE)
    _ahead(whistle.arrive_by, now)
    return _called(msgspec.structs.replace(whistle, approved_at=now, approved_by=who), now)


def send_back(whistle: Whistle, now: Instant) -> Whistle:
    """退回: the leader wants it changed. Raises Refusal whistle_step."""
    _check(whistle, WhistleAction.SEND_BACK)
    return _as(whistle, now, state=WhistleState.DRAFT)


def summon(whistle: Whistle, unit_id: str, role: UnitRole, arrive_by: Instant, now: Instant) -> Whistle:
    """增召: one more unit; it takes the problems that a refusal left to nobody.

    Raises Refusal whistle_step, whistle_unit_there, whistle_too_many.
    """
    _check(whistle, WhistleAction.SUMMON)
    _ahead(arrive_by, now)
    if whistle.summons(unit_id) is not None:
        raise Refusal("whistle_unit_there")
    if len(whistle.units) >= UNITS_MOST:
        raise Refusal("whistle_too_many", count=UNITS_MOST)
    part = Summons(unit_id=unit_id, role=role, arrive_by=arrive_by, summoned_at=now)
    return _moved(whistle, now, units=(*whistle.units, part), problems=_taken(whistle, unit_id))


def assign(whistle: Whistle, unit_id: str, role: UnitRole, arrive_by: Instant, now: Instant) -> Whistle:
    """指定: the district names a unit because two refused; one of them, or another. It may not refuse.

    Raises Refusal whistle_step, whistle_no_assign, whistle_unit_there (one that has not refused).
    """
    _check(whistle, WhistleAction.ASSIGN)
    if not whistle.to_assign:
        raise Refusal("whistle_no_assign")
    _ahead(arrive_by, now)
    known = whistle.summons(unit_id)
    if known is not None and known.state is not UnitState.REFUSED:
        raise Refusal("whistle_unit_there")
    asked = known or Summons(unit_id=unit_id, role=role, arrive_by=arrive_by)
    named = msgspec.structs.replace(asked, role=role, arrive_by=arrive_by, summoned_at=now, assigned_at=now)
    others = tuple(
        msgspec.structs.replace(part, answered_by=unit_id) if part.unit_id in whistle.refusers else part
        for part in whistle.units
        if part.unit_id != unit_id
    )
    return _moved(whistle, now, units=(*others, named), problems=_taken(whistle, unit_id))


def arrive(whistle: Whistle, unit_id: str, person: str, now: Instant, *, said: Said | None = None) -> Whistle:
    """报到: a unit is on site, on time or late by its own time. Raises Refusal whistle_step, whistle_not_coming."""
    _check(whistle, WhistleAction.ARRIVE)
    part = _part(whistle, unit_id)
    if not part.is_coming:
        raise Refusal("whistle_not_coming", state=UNIT_STATE_ZH[part.state])
    there = msgspec.structs.replace(part, arrived_at=now, arrived_person=person, arrived_said=said)
    return _moved(whistle, now, units=_with(whistle, there))


def refuse(whistle: Whistle, unit_id: str, code: str, text: str, now: Instant) -> Whistle:
    """拒绝, with a coded reason; its problems are nobody's then. A unit the district named may not.

    Raises Refusal whistle_step, whistle_not_coming, whistle_designated, field_bad.
    """
    _check(whistle, WhistleAction.REFUSE)
    part = _part(whistle, unit_id)
    if part.state is UnitState.ASSIGNED:
        raise Refusal("whistle_designated")
    if part.state is not UnitState.SUMMONED:
        raise Refusal("whistle_not_coming", state=UNIT_STATE_ZH[part.state])
    if code not in REFUSAL_REASONS:
        raise Refusal("field_bad", field="reason_code", value=code, remedy="请从理由目录中选择")
    gone = msgspec.structs.replace(part, refused_at=now, refused_code=code, refused_text=text)
    return _moved(
        whistle,
        now,
        units=_with(whistle, gone),
        problems=tuple(
            msgspec.structs.replace(item, unit_id="") if item.unit_id == unit_id and item.solved_at is None else item
            for item in whistle.problems
        ),
    )


def add_problem(whistle: Whistle, text: str, unit_id: str, now: Instant) -> Whistle:
    """列问题: one more thing to solve here. Raises Refusal whistle_step, unknown_unit, whistle_too_many."""
    _check(whistle, WhistleAction.PROBLEM)
    if unit_id:
        _part(whistle, unit_id)
    if len(whistle.problems) >= PROBLEMS_MOST:
        raise Refusal("whistle_too_many", count=PROBLEMS_MOST)
    item = WhistleProblem(seq=len(whistle.problems) + 1, text=text, unit_id=unit_id or whistle.lead_id)
    return _moved(whistle, now, problems=(*whistle.problems, item))


def solve(whistle: Whistle, seq: int, unit_id: str, text: str, now: Instant) -> Whistle:
    """问题解决 by a unit that is or was on site. Raises Refusal whistle_step, whistle_no_problem, whistle_not_there."""
    _check(whistle, WhistleAction.SOLVE)
    item = next((item for item in whistle.problems if item.seq == seq), None)
    if item is None or item.solved_at is not None:
        raise Refusal("whistle_no_problem", seq=seq)
    if _part(whistle, unit_id).arrived_at is None:
        raise Refusal("whistle_not_there")
    solved = msgspec.structs.replace(item, unit_id=unit_id, solved_at=now, solved_text=text)
    return _moved(whistle, now, problems=tuple(solved if known.seq == seq else known for known in whistle.problems))


def leave(whistle: Whistle, unit_id: str, now: Instant, *, released: bool = False) -> Whistle:
    """离场: with its problems done, or because the street lets it go (事不完、人不撤).

    Raises Refusal whistle_step, whistle_not_there, whistle_not_done.
    """
    _check(whistle, WhistleAction.RELEASE if released else WhistleAction.LEAVE)
    part = _part(whistle, unit_id)
    if part.state is not UnitState.ARRIVED:
        raise Refusal("whistle_not_there")
    left = whistle.open_problems(unit_id)
    if left and not released:
        raise Refusal("whistle_not_done", seq="、".join(str(item.seq) for item in left))
    gone = msgspec.structs.replace(part, left_at=now, left_how="released" if released else "done")
    return _moved(whistle, now, units=_with(whistle, gone))


def rate(whistle: Whistle, rating: Rating, now: Instant) -> Whistle:
    """Rate: the last word of one on another counts, earlier ones stay. A poor mark needs its words.

    Raises Refusal whistle_step, unknown_unit, whistle_not_there (a unit that never came has nothing to rate),
    text_required.
    """
    _check(whistle, WhistleAction.APPRAISE)
    if rating.of_unit:
        _part(whistle, rating.of_unit)
    rater = whistle.summons(rating.by_unit)
    if not rating.of_unit and rater is not None and rater.arrived_at is None:
        raise Refusal("whistle_not_there")
    if rating.mark is Mark.POOR and not rating.text:
        raise Refusal("text_required", field="不满意的原因")
    return _moved(whistle, now, ratings=(*whistle.ratings, rating))


def close(whistle: Whistle, now: Instant) -> Whistle:
    """结束; who is still on site leaves with it. Raises Refusal whistle_step, whistle_unrated before all have rated."""
    if whistle.state is WhistleState.SOLVED:
        raise Refusal("whistle_unrated", missing=len(ratings_missing(whistle)))
    _check(whistle, WhistleAction.CLOSE)
    units = tuple(
        msgspec.structs.replace(part, left_at=now, left_how="closed") if part.state is UnitState.ARRIVED else part
        for part in whistle.units
    )
    return _as(whistle, now, state=WhistleState.CLOSED, closed_at=now, units=units)


def withdraw(whistle: Whistle, now: Instant) -> Whistle:
    """撤回: it was not needed; what was recorded stays. Raises Refusal whistle_step."""
    _check(whistle, WhistleAction.WITHDRAW)
    return _as(whistle, now, state=WhistleState.WITHDRAWN, withdrawn_at=now)


def note(whistle: Whistle, now: Instant) -> Whistle:
    """记录: nothing moves but the version."""
    return _as(whistle, now)


def missed(whistle: Whistle, now: Instant) -> tuple[Whistle, tuple[str, ...]]:
    """Mark the units whose time has passed without arrival; return the whistle and those that were not marked yet."""
    late = tuple(
        part.unit_id
        for part in whistle.units
        if part.is_coming and part.missed_at is None and part.arrive_by <= now and whistle.state in CALLED
    )
    if not late:
        return whistle, ()
    units = tuple(
        msgspec.structs.replace(part, missed_at=now) if part.unit_id in late else part for part in whistle.units
    )
    return _as(whistle, now, units=units), late


def next_arrival(whistle: Whistle) -> Instant | None:
    """Return the next moment by which a unit has to be there, None when nobody is waited for."""
    if whistle.state not in CALLED:
        return None
    return min((part.arrive_by for part in whistle.units if part.is_coming and part.missed_at is None), default=None)


def ratings_missing(whistle: Whistle) -> tuple[tuple[str, str], ...]:
    """Return who has not rated whom yet, as (by, of): of "" is the whistle; by "district" is the appraisal.

    The street rates every unit that did not refuse, those that never came too; who came rates the whistle.
    """
    asked = [(whistle.unit_id, part.unit_id) for part in whistle.units if part.state is not UnitState.REFUSED]
    asked += [(part.unit_id, "") for part in whistle.units if part.arrived_at is not None]
    missing = [pair for pair in asked if whistle.rating(*pair) is None]
    if whistle.rating(DISTRICT) is None:
        missing.append((DISTRICT, ""))
    return tuple(missing)


DISTRICT = "district"
"""Who appraises the whole matter (一事一考), as `by_unit` of its rating: the centre may have blown it as well."""

UNIT_STATE_ZH = {
    UnitState.SUMMONED: "未报到",
    UnitState.ASSIGNED: "由区指定，未报到",
    UnitState.ARRIVED: "已报到",
    UnitState.REFUSED: "已拒绝",
    UnitState.LEFT: "已离场",
}


def _check(whistle: Whistle, action: WhistleAction) -> None:
    rule = WHISTLE_ACTIONS[action]
    if whistle.state not in rule.states:
        raise Refusal("whistle_step", state=whistle.state.zh, action=rule.label)


def _ahead(arrive_by: Instant, now: Instant) -> None:
    if arrive_by <= now:
        raise Refusal("field_bad", field="arrive_by", value=str(arrive_by), remedy="报到时间须晚于现在")


def _part(whistle: Whistle, unit_id: str) -> Summons:
    part = whistle.summons(unit_id)
    if part is None:
        raise Refusal("whistle_not_summoned")
    return part


def _with(whistle: Whistle, part: Summons) -> tuple[Summons, ...]:
    return tuple(part if known.unit_id == part.unit_id else known for known in whistle.units)


def _taken(whistle: Whistle, unit_id: str) -> tuple[WhistleProblem, ...]:
    """Return the problems, those that are nobody's now the unit's."""
    return tuple(
        msgspec.structs.replace(item, unit_id=unit_id) if not item.unit_id and item.solved_at is None else item
        for item in whistle.problems
    )


def _called(whistle: Whistle, now: Instant) -> Whistle:
    """Return the whistle as it goes out: what was given to no unit is the lead unit's from now on."""
    units = tuple(msgspec.structs.replace(part, summoned_at=now) for part in whistle.units)
    problems = _taken(whistle, whistle.lead_id)
    return _as(whistle, now, state=WhistleState.BLOWN, blown_at=now, units=units, problems=problems)


def _as(whistle: Whistle, now: Instant, **columns: object) -> Whistle:
    return msgspec.structs.replace(whistle, **columns, version=whistle.version + 1, updated_at=now)


def _moved(whistle: Whistle, now: Instant, **parts: object) -> Whistle:
    """Return the whistle with new parts and the state that follows from them."""
    after = _as(whistle, now, **parts)
    state = _follows(after)
    solved_at = after.solved_at
    if state in (WhistleState.SOLVED, WhistleState.RATED):
        solved_at = solved_at or now
    return msgspec.structs.replace(after, state=state, solved_at=solved_at)


def _follows(whistle: Whistle) -> WhistleState:
    if whistle.state not in _MOVING:
        return whistle.state
    if all(item.solved_at is not None for item in whistle.problems):
        return WhistleState.SOLVED if ratings_missing(whistle) else WhistleState.RATED
    if not any(part.arrived_at is not None for part in whistle.units):
        return WhistleState.BLOWN
    return WhistleState.ARRIVING if any(part.is_coming for part in whistle.units) else WhistleState.ON_SITE
