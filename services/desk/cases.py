"""What can be done to a case: one function per verb of the closed loop, and the one door that chooses among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.desk import access, claims, rows
from services.desk.filing import TEXT_MAX, Draft, file_case
from services.desk.moves import Deed, Desk, Moved, moved
from services.domain import custody
from services.domain.actions import ACTIONS, Action, ActionRule
from services.domain.cases import PartyRole
from services.domain.conditions import Asked
from services.domain.deadlines import Starts, with_deadline
from services.domain.problems import Refusal
from services.domain.rights import Right, Scope
from services.domain.tiers import is_within
from services.store import cases as case_store
from services.store.visibility import sight

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from services.api.cases import Act, Done, NewCase
    from services.desk.district import District
    from services.domain.cases import Case
    from services.store.database import Tx

_INPUT = {"unit": "承办单位", "text": "情况说明", "reason": "理由", "until": "延至时间"}
"""What each needed input is called in a refusal."""


def report(tx: Tx, district: District, scope: Scope, new: NewCase) -> Done:
    """新建: take a case at the phone or the counter. Raises Refusal no_right and those of a draft."""
    access.need(scope, Right.CASE_REPORT, "新建案件")
    draft = Draft(
        title=new.title,
        text=new.text,
        place=new.place,
        lon=new.lon,
        lat=new.lat,
        area_id=new.area_id,
        category=new.category,
        source=new.source,
        call_kind=new.call_kind,
        request_kind=new.request_kind,
        proactive=new.proactive,
        priority=new.priority,
        caller=new.caller,
        phone=new.phone,
    )
    made = file_case(Desk(tx, district, scope), draft, command_id=new.command_id)
    return rows.done(made, new.command_id, visible=_sees(tx, scope, made.case))


def act(tx: Tx, district: District, scope: Scope, case_id: str, act: Act) -> Done:
    """Do one action on a case.

    Raises Refusal in this order: no_right, not_found (outside one's view), stale, not_holder, what is missing in the
    request, and what the rule itself refuses.
    """
    rule = ACTIONS[act.action]
    access.need(scope, rule.right, rule.label)
    before = access.visible_case(tx.conn, scope, case_id)
    access.fresh(tx.conn, before, act.version)
    desk = Desk(tx, district, scope)
    if rule.by_holder:
        unit_id = _acting_unit(desk, before, act, rule)
        _complete(act, rule)
        made = (
            _VERBS[act.action](desk, before, act)
            if unit_id == before.holder_id
            else _assist(desk, before, act, unit_id)
        )
    else:
        if rule.right is Right.CASE_WORK:
            access.in_charge(district, scope, before, rule.label)
        claims.respect(desk, before, act.action)
        _complete(act, rule)
        made = _VERBS[act.action](desk, before, act)
    return rows.done(made, act.command_id, visible=_sees(tx, scope, made.case))


def _sees(tx: Tx, scope: Scope, case: Case) -> bool:
    how = sight(tx.conn, case, scope)
    return how is not None and how.as_of is None


def assisting(conn: Connection, case_id: str) -> tuple[str, ...]:
    """Return the units that assist in a case now."""
    parts = case_store.parties(conn, case_id)
    return tuple(part.unit_id for part in parts if part.role is PartyRole.ASSISTING and part.until is None)


def _acting_unit(desk: Desk, case: Case, act: Act, rule: ActionRule) -> str:
    """Return the unit for which a holder's action is done: one's own, or the one on whose behalf it is."""
    helpers = assisting(desk.tx.conn, case.id) if act.action in (Action.SIGN, Action.FEEDBACK) else ()
    concerned = (case.holder_id, *helpers)
    if act.behalf is None:
        if desk.scope.unit_id in concerned:
            return desk.scope.unit_id
        raise Refusal("not_holder", holder=desk.district.units[case.holder_id].name, action=rule.label)
    access.need(desk.scope, Right.CASE_BEHALF, f"代{rule.label}")
    if act.behalf.unit_id not in concerned:
        raise Refusal("not_holder", holder=desk.district.units[case.holder_id].name, action=rule.label)
    if not _is_ones_own(desk, act.behalf.unit_id):  # a street that only assists speaks for nobody else
        access.in_charge(desk.district, desk.scope, case, f"代{rule.label}")
    for field, value in (("代办方式", act.behalf.channel), ("对方原话", act.behalf.words)):
        if not value.strip():
            raise Refusal("text_required", field=field)
    return act.behalf.unit_id


def _is_ones_own(desk: Desk, unit_id: str) -> bool:
    """Tell whether a unit is one's own or lies in one's own area."""
    unit, path = desk.district.units[unit_id], desk.scope.unit_path
    return unit_id == desk.scope.unit_id or bool(path and unit.tier is not None and is_within(unit.path, path))


def _complete(act: Act, rule: ActionRule) -> None:
    """Raise Refusal when an input the action needs is missing or too long."""
    given = {
        "unit": act.unit_id,
        "text": act.text.strip(),
        "reason": act.text.strip() or act.reason_code,
        "until": act.until,
    }
    for name in rule.needs:
        if not given[name]:
            raise Refusal("text_required", field=_INPUT[name])
    if len(act.text) > TEXT_MAX:
        raise Refusal("field_too_long", field=_INPUT["text"], limit=TEXT_MAX)


def _asked(desk: Desk) -> Asked:
    """Return who asks, when and under which settings, as the table of actions wants it."""
    scope = desk.scope
    return Asked(
        now=desk.tx.now,
        person_id=scope.person_id,
        unit_id=scope.unit_id,
        may_take_over=scope.may(Right.CASE_TAKE_OVER),
        rules=desk.district.loop_rules,
    )


def _deed(act: Act, text: str = "") -> Deed:
    return Deed(
        action=act.action.value,
        text=text or act.text.strip(),
        behalf=act.behalf,
        reason_code=act.reason_code,
        command_id=act.command_id,
    )


def accept(desk: Desk, case: Case, act: Act) -> Moved:
    """受理."""
    return moved(desk, case, custody.accept(case, desk.tx.now), _deed(act))


def dispatch(desk: Desk, case: Case, act: Act) -> Moved:
    """派单 to a lead unit, with any assisting units; a limit that runs from dispatch starts at the first one."""
    units = desk.district.units
    lead_id = act.unit_id or ""
    for unit_id in (lead_id, *act.assisting):
        if unit_id not in units:
            raise Refusal("unknown_unit", field="unit_id", value=unit_id)
    helpers = tuple(dict.fromkeys(unit_id for unit_id in act.assisting if unit_id != lead_id))
    after = custody.dispatch(case, lead_id, desk.tx.now, designated=act.designated)
    limit = desk.district.limit_for(case.category, case.priority)
    if limit is not None and limit.starts is Starts.DISPATCHED and not case.due_rule:
        after = with_deadline(after, limit, desk.tx.now, None)
    names = f"派单至 {units[lead_id].name}（主办）"
    if helpers:
        names += "、" + "、".join(f"{units[unit_id].name}（协办）" for unit_id in helpers)
    text = act.text.strip()
    return moved(desk, case, after, _deed(act, f"{names}：{text}" if text else names), helpers)


def sign(desk: Desk, case: Case, act: Act) -> Moved:
    """签收 by the holder."""
    return moved(desk, case, custody.sign(case, desk.tx.now), _deed(act))


def feed_back(desk: Desk, case: Case, act: Act) -> Moved:
    """反馈 by the holder."""
    return moved(desk, case, custody.feed_back(case, desk.tx.now), _deed(act))


def escalate(desk: Desk, case: Case, act: Act) -> Moved:
    """升级 by a person, with the reason."""
    after = custody.escalate(case, desk.tx.now)
    centre = desk.district.units[after.answerable_id].name
    return moved(desk, case, after, _deed(act, f"升级至 {centre}：{act.text.strip() or act.reason_code}"))


def check(desk: Desk, case: Case, act: Act) -> Moved:
    """核查: passed, or back for rework."""
    after = custody.check(case, desk.tx.now, passed=act.passed)
    return moved(desk, case, after, _deed(act, ("核查通过：" if act.passed else "返工：") + act.text.strip()))


def close(desk: Desk, case: Case, act: Act) -> Moved:
    """结案."""
    return moved(desk, case, custody.close(case, desk.tx.now), _deed(act))


def note(desk: Desk, case: Case, act: Act) -> Moved:
    """备注."""
    return moved(desk, case, custody.note(case, desk.tx.now), _deed(act))


def give_back(desk: Desk, case: Case, act: Act) -> Moved:
    """退单, as far as the district's policy lets a unit return; the refusal of the work goes into the ledger."""
    after = custody.give_back(case, _asked(desk))
    case_store.add_refusal(
        desk.tx,
        case.id,
        from_unit=case.holder_id,
        to_unit=after.holder_id,
        tier=case.tier,
        actor_id=desk.scope.person_id,
        reason_code=act.reason_code,
        reason=act.text.strip(),
    )
    return moved(desk, case, after, _deed(act), ())


def extend(desk: Desk, case: Case, act: Act) -> Moved:
    """延期 to a later due time, with the reason."""
    if act.until is None:
        raise Refusal("text_required", field=_INPUT["until"])
    after = custody.extend(case, _asked(desk), act.until)
    return moved(desk, case, after, _deed(act))


def _assist(desk: Desk, case: Case, act: Act, unit_id: str) -> Moved:
    """签收 or 反馈 by an assisting unit: for itself only, the case's own step stays. Raises Refusal wrong_step."""
    rule = ACTIONS[act.action]
    steps = ACTIONS[Action.SIGN].states | ACTIONS[Action.FEEDBACK].states
    if case.state not in steps:
        raise Refusal("wrong_step", state=case.state.zh, action=rule.label)
    mark = case_store.sign_party if act.action is Action.SIGN else case_store.feed_back_party
    mark(desk.tx, case.id, unit_id, PartyRole.ASSISTING)
    after = custody.note(case, desk.tx.now)
    name = desk.district.units[unit_id].name
    said = f"：{act.text.strip()}" if act.text.strip() else ""
    return moved(desk, case, after, _deed(act, f"{name}（协办）{rule.label}{said}"))


_VERBS: dict[Action, Callable[[Desk, Case, Act], Moved]] = {
    Action.ACCEPT: accept,
    Action.DISPATCH: dispatch,
    Action.SIGN: sign,
    Action.FEEDBACK: feed_back,
    Action.ESCALATE: escalate,
    Action.CHECK: check,
    Action.CLOSE: close,
    Action.NOTE: note,
    Action.RETURN: give_back,
    Action.EXTEND: extend,
    Action.CLAIM: claims.claim,
    Action.TAKE_OVER: claims.take_over,
    Action.RELEASE: claims.release,
}
