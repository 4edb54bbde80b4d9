"""What can be done to a whistle that is drawn up: one function per action, and the one door that chooses among them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from services.desk import access
from services.desk.moves import Desk
from services.desk.whistle_calls import TEXT_MAX, check_called, in_charge
from services.desk.whistle_rows import done, look
from services.desk.whistle_trail import Told, went
from services.desk.whistle_words import at, behalf_words, called_words, tell_called, tell_centre
from services.domain import whistle_moves as moves
from services.domain.problems import Refusal
from services.domain.rights import Right, Scope, roles_with
from services.domain.whistles import (
    REFUSAL_REASONS,
    WHISTLE_ACTIONS,
    By,
    Rating,
    Whistle,
    WhistleAction,
    WhistleRule,
    WhistleState,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.api.whistles import WhistleAct, WhistleDone
    from services.desk.district import District
    from services.domain.clock import Instant
    from services.store.database import Tx

PERSON_MAX = 60
_INPUT = {
    "text": "说明",
    "reason": "理由",
    "person": "报到人",
    "mark": "评价",
    "until": "报到时间",
    "problem": "问题",
    "new_unit": "单位",
    "any_unit": "单位",
}
"""What each needed input is called in a refusal."""


@dataclass(frozen=True, slots=True)
class Step:
    """An action about to be done: the desk, the whistle as it was, what was asked, and the unit it is about."""

    desk: Desk
    before: Whistle
    act: WhistleAct
    unit_id: str

    @property
    def now(self) -> Instant:
        """The transaction's moment."""
        return self.desk.tx.now

    @property
    def unit(self) -> str:
        """The unit's name."""
        return self.desk.district.units[self.unit_id].name

    @property
    def words(self) -> str:
        """What was entered, and on whose word."""
        return self.act.text.strip() + behalf_words(self.act.said)


@dataclass(frozen=True, slots=True)
class Became:
    """The whistle after an action, what its record says of it, and what its case does ("" : nothing)."""

    whistle: Whistle
    text: str
    case_text: str = ""
    told: tuple[str, ...] = ()


def act(tx: Tx, district: District, scope: Scope, whistle_id: str, asked: WhistleAct) -> WhistleDone:
    """Do one action on a whistle.

    Raises Refusal in this order: no_right, not_found (outside one's view), whistle_not_yours, whistle_stale, what is
    missing in the request, and what the rule itself refuses.
    """
    rule = WHISTLE_ACTIONS[asked.action]
    _need(scope, rule)
    tx.lock()  # first: of two at once the second sees what the first did
    desk = Desk(tx, district, scope)
    before = look(tx.conn, scope, whistle_id)
    unit_id = _about(desk, before, asked, rule)
    if not rule.own and asked.version != before.version:
        raise Refusal("whistle_stale", changed={"version": before.version})
    _complete(asked, rule)
    became = _DO[asked.action](Step(desk, before, asked, unit_id))
    told = Told(
        action=asked.action.value,
        text=became.text,
        of_unit=unit_id,
        said=asked.said,
        case_text=became.case_text,
        command_id=asked.command_id,
    )
    pos = went(desk, before, became.whistle, told)
    if became.told:
        tell_centre(desk, became.whistle, became.text, became.told)
    return done(desk, became.whistle, pos, asked.command_id)


def _need(scope: Scope, rule: WhistleRule) -> None:
    """Raise Refusal no_right: it is one's own right, or that to act on behalf of who has it."""
    behalf = rule.by in (By.UNIT, By.LEADER) and scope.may(Right.WHISTLE) and scope.may(Right.CASE_BEHALF)
    if not (scope.may(rule.right) or behalf):
        roles = "、".join(role.zh for role in roles_with(rule.right))
        raise Refusal("no_right", action=rule.label, roles=roles)


def _about(desk: Desk, whistle: Whistle, asked: WhistleAct, rule: WhistleRule) -> str:
    """Return the unit an action is about ("" : the whistle itself), when it is one's to take.

    Raises Refusal whistle_not_yours, whistle_not_summoned, text_required (on whose behalf).
    """
    scope = desk.scope
    if rule.by is By.DISTRICT and scope.unit_id != desk.district.id:
        raise Refusal("whistle_not_yours", unit=desk.district.units[whistle.unit_id].name, action=rule.label)
    if rule.by in (By.UNIT, By.BOTH):
        return _unit(desk, whistle, asked, rule)
    if rule.by in (By.STREET, By.LEADER):
        if not in_charge(desk.district, scope, whistle):
            raise Refusal("whistle_not_yours", unit=desk.district.units[whistle.unit_id].name, action=rule.label)
        if rule.by is By.LEADER and not (scope.may(rule.right) and scope.unit_id == whistle.unit_id):
            _behalf(scope, asked, rule, named=True)
    if "unit" in rule.needs and whistle.summons(asked.unit_id) is None:
        raise Refusal("whistle_not_summoned", field="unit_id")
    return asked.unit_id


def _unit(desk: Desk, whistle: Whistle, asked: WhistleAct, rule: WhistleRule) -> str:
    scope = desk.scope
    unit_id = asked.unit_id or scope.unit_id
    own = unit_id == scope.unit_id
    if not own and not in_charge(desk.district, scope, whistle):
        raise Refusal("whistle_not_yours", unit=desk.district.units[whistle.unit_id].name, action=rule.label)
    if whistle.summons(unit_id) is None:
        raise Refusal("whistle_not_summoned", field="unit_id")
    if not own and rule.by is By.UNIT:
        _behalf(scope, asked, rule)
    return unit_id


def _behalf(scope: Scope, asked: WhistleAct, rule: WhistleRule, *, named: bool = False) -> None:
    """Raise Refusal unless it is said through which channel, in which words (and by whom) one acts on behalf."""
    access.need(scope, Right.CASE_BEHALF, f"代{rule.label}")
    said = asked.said
    wanted = [("代办方式", said.channel if said else ""), ("对方原话", said.words if said else "")]
    if named:
        wanted.insert(0, ("批准人", said.person if said else ""))
    for field, value in wanted:
        if not value.strip():
            raise Refusal("text_required", field=field)
        if len(value) > TEXT_MAX:
            raise Refusal("field_too_long", field=field, limit=TEXT_MAX)


def _complete(asked: WhistleAct, rule: WhistleRule) -> None:
    """Raise Refusal when an input the action needs is missing or too long."""
    given: dict[str, object] = {
        "text": asked.text.strip(),
        "reason": asked.reason_code,
        "person": asked.person.strip(),
        "mark": asked.mark,
        "until": asked.until,
        "problem": asked.problem,
        "new_unit": asked.unit_id,
        "any_unit": asked.unit_id,
    }
    for name in rule.needs:
        if name in given and not given[name]:
            raise Refusal("text_required", field=_INPUT[name])
    for name, value, limit in (("text", asked.text, TEXT_MAX), ("person", asked.person, PERSON_MAX)):
        if len(value) > limit:
            raise Refusal("field_too_long", field=_INPUT[name], limit=limit)


def _blow(step: Step) -> Became:
    after = moves.blow(step.before, step.now)
    words = called_words(step.desk.district, after)
    if after.state is WhistleState.WAITING:
        return Became(after, f"报请批准：{words}")
    tell_called(step.desk, after, [part.unit_id for part in after.units])
    return Became(after, words, words)


def _approve(step: Step) -> Became:
    said = step.act.said
    who = said.person if said is not None else step.desk.scope.person_name
    after = moves.approve(step.before, who, step.now)
    tell_called(step.desk, after, [part.unit_id for part in after.units])
    words = f"{who}批准{behalf_words(said)}，{called_words(step.desk.district, after)}"
    return Became(after, words, words)


def _send_back(step: Step) -> Became:
    return Became(moves.send_back(step.before, step.now), f"退回：{step.words}", told=(step.before.unit_id,))


def _summon(step: Step) -> Became:
    check_called(step.desk.district, step.unit_id)
    until = step.act.until or 0
    after = moves.summon(step.before, step.unit_id, step.act.role, until, step.now)
    tell_called(step.desk, after, [step.unit_id])
    words = f"增召{step.unit}，{at(step.desk.district, until)} 前报到"
    return Became(after, words, words)


def _assign(step: Step) -> Became:
    check_called(step.desk.district, step.unit_id)
    until = step.act.until or 0
    refused = "、".join(step.desk.district.units[unit_id].name for unit_id in step.before.refusers)
    after = moves.assign(step.before, step.unit_id, step.act.role, until, step.now)
    words = f"{refused}拒绝，区指定{step.unit}，{at(step.desk.district, until)} 前报到，不得拒绝：{step.words}"
    return Became(after, words, words, told=(step.unit_id, step.before.unit_id))


def _arrive(step: Step) -> Became:
    after = moves.arrive(step.before, step.unit_id, step.act.person.strip(), step.now, said=step.act.said)
    part = after.summons(step.unit_id)
    how = "按时" if part is not None and part.on_time else "迟到"
    words = f"{step.unit}报到（{how}），{step.act.person.strip()}{behalf_words(step.act.said)}"
    return Became(after, words, f"{step.unit}报到（{how}）")


def _refuse(step: Step) -> Became:
    after = moves.refuse(step.before, step.unit_id, step.act.reason_code, step.act.text.strip(), step.now)
    words = f"{step.unit}拒绝：{REFUSAL_REASONS[step.act.reason_code]}，{step.words}"
    told = (step.before.unit_id, step.desk.district.id) if after.to_assign else (step.before.unit_id,)
    return Became(after, words + ("；两个单位拒绝，待区指定" if after.to_assign else ""), words, told)


def _problem(step: Step) -> Became:
    after = moves.add_problem(step.before, step.act.text.strip(), step.act.unit_id, step.now)
    return Became(after, f"问题 {len(after.problems)}：{step.act.text.strip()}")


def _solve(step: Step) -> Became:
    after = moves.solve(step.before, step.act.problem, step.unit_id, step.act.text.strip(), step.now)
    words = f"问题 {step.act.problem} 由{step.unit}解决：{step.words}"
    over = "；问题都已解决，待评哨" if after.state in (WhistleState.SOLVED, WhistleState.RATED) else ""
    return Became(after, words + over, words)


def _leave(step: Step) -> Became:
    return Became(moves.leave(step.before, step.unit_id, step.now), f"{step.unit}离场{step.words}")


def _release(step: Step) -> Became:
    after = moves.leave(step.before, step.unit_id, step.now, released=True)
    return Became(after, f"准予{step.unit}离场：{step.words}")


def _rate_unit(step: Step) -> Became:
    return _rated(step, step.before.unit_id, step.unit_id, f"评{step.unit}")


def _rate_whistle(step: Step) -> Became:
    return _rated(step, step.unit_id, "", f"{step.unit}评哨")


def _appraise(step: Step) -> Became:
    return _rated(step, moves.DISTRICT, "", "区评（一事一考）")


def _rated(step: Step, by_unit: str, of_unit: str, what: str) -> Became:
    mark = step.act.mark
    if mark is None:
        raise Refusal("text_required", field=_INPUT["mark"])
    rating = Rating(by_unit=by_unit, of_unit=of_unit, mark=mark, text=step.act.text.strip(), at=step.now)
    text = f"，{step.act.text.strip()}" if step.act.text.strip() else ""
    words = f"{what}：{mark.zh}{text}{behalf_words(step.act.said)}"
    return Became(moves.rate(step.before, rating, step.now), words)


def _close(step: Step) -> Became:
    text = f"结束：{step.words}" if step.words else "结束"
    solved = sum(item.solved_at is not None for item in step.before.problems)
    return Became(moves.close(step.before, step.now), text, f"结束，解决问题 {solved} 个")


def _withdraw(step: Step) -> Became:
    after = moves.withdraw(step.before, step.now)
    blown = step.before.blown_at is not None
    told = tuple(part.unit_id for part in step.before.units if part.summoned_at is not None)
    return Became(after, f"撤回：{step.words}", f"撤回：{step.words}" if blown else "", told)


def _note(step: Step) -> Became:
    return Became(moves.note(step.before, step.now), step.words)


_DO: dict[WhistleAction, Callable[[Step], Became]] = {
    WhistleAction.BLOW: _blow,
    WhistleAction.APPROVE: _approve,
    WhistleAction.SEND_BACK: _send_back,
    WhistleAction.SUMMON: _summon,
    WhistleAction.ASSIGN: _assign,
    WhistleAction.ARRIVE: _arrive,
    WhistleAction.REFUSE: _refuse,
    WhistleAction.PROBLEM: _problem,
    WhistleAction.SOLVE: _solve,
    WhistleAction.LEAVE: _leave,
    WhistleAction.RELEASE: _release,
    WhistleAction.RATE_UNIT: _rate_unit,
    WhistleAction.RATE_WHISTLE: _rate_whistle,
    WhistleAction.APPRAISE: _appraise,
    WhistleAction.CLOSE: _close,
    WhistleAction.WITHDRAW: _withdraw,
    WhistleAction.NOTE: _note,
}
