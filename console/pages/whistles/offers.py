"""What can be done to the whistle at hand, why not, and what the form of an action offers to choose from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from console.forms.whistle_act import Offer
from console.pages.whistles.words import ACTIONS, MARKS, REASONS, Speaker, say, state_word
from console.problem_texts import TEXTS
from console.wording import listed, role_word
from services.domain.rights import Right, roles_with
from services.domain.whistle_moves import ratings_missing
from services.domain.whistles import (
    WHISTLE_ACTIONS,
    Seat,
    Summons,
    UnitState,
    Whistle,
    WhistleAction,
    WhistleRule,
    WhistleState,
    commands,
    why_not,
)
from widgets.keycap import ActionSpec

if TYPE_CHECKING:
    from console.desk import Desk
    from services.api.district import UnitRow

_NEXT: dict[WhistleState, WhistleAction] = {
    WhistleState.DRAFT: WhistleAction.BLOW,
    WhistleState.WAITING: WhistleAction.APPROVE,
    WhistleState.BLOWN: WhistleAction.ARRIVE,
    WhistleState.ARRIVING: WhistleAction.ARRIVE,
    WhistleState.ON_SITE: WhistleAction.SOLVE,
    WhistleState.SOLVED: WhistleAction.RATE_UNIT,
    WhistleState.RATED: WhistleAction.CLOSE,
}
"""The one next thing to do."""

_FIT: dict[WhistleAction, Callable[[Summons], bool]] = {
    WhistleAction.ARRIVE: lambda part: part.is_coming,
    WhistleAction.REFUSE: lambda part: part.state is UnitState.SUMMONED,
    WhistleAction.LEAVE: lambda part: part.state is UnitState.ARRIVED,
    WhistleAction.RELEASE: lambda part: part.state is UnitState.ARRIVED,
    WhistleAction.SOLVE: lambda part: part.arrived_at is not None,
    WhistleAction.PROBLEM: lambda part: part.state is not UnitState.REFUSED,
    WhistleAction.RATE_UNIT: lambda part: part.state is not UnitState.REFUSED,
    WhistleAction.RATE_WHISTLE: lambda part: part.arrived_at is not None,
}
"""Which of the summoned units an action can be about."""


def seat_of(desk: Desk) -> Seat:
    """Return who asks."""
    session = desk.session
    return Seat(unit_id=session.unit_id, unit_path=session.unit_path, rights=frozenset(session.rights))


def reason(rule: WhistleRule, whistle: Whistle, desk: Desk) -> str:
    """Return why an action cannot be taken, in one sentence; "" when it can."""
    if not desk.connected:
        return QCoreApplication.translate("Whistle", "与服务的连接中断，恢复后可用")
    blower = desk.units.get(whistle.unit_id)
    code = why_not(rule, whistle, seat_of(desk), blower.path if blower is not None else "")
    if not code:
        return _nobody(rule, whistle, desk)
    words = {
        "action": say(ACTIONS[rule.action]),
        "state": state_word(whistle.state),
        "unit": desk.wording.unit(whistle.unit_id),
        "roles": listed(role_word(role) for role in roles_with(rule.right)),
    }
    return QCoreApplication.translate("Problem", str(TEXTS[code][0])).format_map(words)


def _nobody(rule: WhistleRule, whistle: Whistle, desk: Desk) -> str:
    """Return what stands in the way where no unit is left that the action could be about."""
    if rule.action in _FIT and "unit" in rule.needs and not fitting(rule.action, whistle, desk):
        return QCoreApplication.translate("Whistle", "没有单位可以{action}").format(action=say(ACTIONS[rule.action]))
    return ""


def specs(whistle: Whistle, desk: Desk, busy: WhistleAction | None) -> tuple[ActionSpec, ...]:
    """Return the actions as buttons; those of another step are left out, the next one is marked."""
    shown = [rule for rule in WHISTLE_ACTIONS.values() if whistle.state in rule.states]
    shown = [rule for rule in shown if rule.action is not WhistleAction.ASSIGN or whistle.to_assign]
    next_one = WhistleAction.ASSIGN if whistle.to_assign else _NEXT.get(whistle.state)
    return tuple(
        ActionSpec(
            rule.action.value,
            say(ACTIONS[rule.action]),
            rule.key,
            reason(rule, whistle, desk),
            primary=rule.action is next_one,
            busy=rule.action is busy,
        )
        for rule in shown
    )


def fitting(action: WhistleAction, whistle: Whistle, desk: Desk) -> tuple[tuple[str, str], ...]:
    """Return the units an action can be about: one's own alone, unless one speaks for the others."""
    seat = seat_of(desk)
    blower = desk.units.get(whistle.unit_id)
    every = commands(whistle, seat, blower.path if blower is not None else "")
    missing = ratings_missing(whistle)
    found = []
    for part in whistle.units:
        if not _FIT[action](part) or not (every or part.unit_id == seat.unit_id):
            continue
        if action is WhistleAction.RATE_UNIT and (whistle.unit_id, part.unit_id) not in missing:
            continue
        if action is WhistleAction.RATE_WHISTLE and (part.unit_id, "") not in missing:
            continue
        found.append((part.unit_id, desk.wording.unit(part.unit_id)))
    return tuple(found)


def offer(action: WhistleAction, whistle: Whistle, desk: Desk, usual: int | None, unit_id: str = "") -> Offer:
    """Return what the form of an action is told."""
    seat = seat_of(desk)
    return Offer(
        title=whistle.matter,
        label=say(ACTIONS[action]),
        now=desk.now(),
        own=seat.unit_id,
        units=fitting(action, whistle, desk) if action in _FIT else (),
        problems=tuple((item.seq, f"{item.seq}. {item.text}") for item in whistle.problems if item.solved_at is None),
        reasons=tuple((code, say(words)) for code, words in REASONS.items()),
        marks=tuple((mark, say(words)) for mark, words in MARKS.items()),
        all_units=departments_first(desk),
        unit_id=unit_id,
        leader=Right.WHISTLE_APPROVE in seat.rights and seat.unit_id == whistle.unit_id,
        usual=usual,
        version=whistle.version,
    )


def departments_first(desk: Desk) -> tuple[UnitRow, ...]:
    """Return every unit, the departments before the areas: they are who is summoned."""
    return tuple(sorted(desk.units.values(), key=lambda unit: unit.tier is not None))


def speaker(desk: Desk) -> Speaker:
    """Return the words of the desk's district."""
    return Speaker(desk.wording, desk.clock_text)
