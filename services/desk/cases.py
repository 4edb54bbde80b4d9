"""Entering a case, and the one door to everything that can be done to it: who may, whose turn, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.desk import access, claims, rows
from services.desk.filing import Draft, file_case
from services.desk.moves import Desk, Moved
from services.desk.verbs import ending, handing, joining, opening, reopening, returning, timing, undoing, watching
from services.desk.verbs.common import complete
from services.desk.verbs.handing import assist, assisting
from services.domain.actions import ACTIONS, CENTRE_RIGHTS, Action, ActionRule
from services.domain.problems import Refusal
from services.domain.rights import Right, Scope
from services.domain.tiers import is_within
from services.store.visibility import sight

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.api.cases import Act, Done, NewCase
    from services.desk.district import District
    from services.domain.cases import Case
    from services.store.database import Tx


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
        criterion_id=new.criterion_id,
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
        complete(act, rule)
        made = (
            _VERBS[act.action](desk, before, act) if unit_id == before.holder_id else assist(desk, before, act, unit_id)
        )
    else:
        if rule.right in CENTRE_RIGHTS:
            access.in_charge(district, scope, before, rule.label)
        claims.respect(desk, before, act.action)
        complete(act, rule)
        made = _VERBS[act.action](desk, before, act)
    return rows.done(made, act.command_id, visible=_sees(tx, scope, made.case))


def _sees(tx: Tx, scope: Scope, case: Case) -> bool:
    how = sight(tx.conn, case, scope)
    return how is not None and how.as_of is None


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


_VERBS: dict[Action, Callable[[Desk, Case, Act], Moved]] = {
    Action.ACCEPT: opening.accept,
    Action.DECLINE: opening.decline,
    Action.VERIFY: opening.verify,
    Action.FILE: opening.file,
    Action.DISPATCH: handing.dispatch,
    Action.SIGN: handing.sign,
    Action.FEEDBACK: handing.feed_back,
    Action.ESCALATE: handing.escalate,
    Action.SUPERVISE: watching.supervise,
    Action.UNSUPERVISE: watching.unsupervise,
    Action.URGE: watching.urge,
    Action.MERGE: joining.merge,
    Action.SPLIT: joining.split,
    Action.CHECK: ending.check,
    Action.FOLLOW_UP: ending.follow_up,
    Action.CLOSE: ending.close,
    Action.REOPEN: reopening.reopen,
    Action.REWORK: ending.rework,
    Action.RETURN: returning.give_back,
    Action.ALLOW_RETURN: returning.allow,
    Action.DENY_RETURN: returning.deny,
    Action.EXTEND: timing.extend,
    Action.SUSPEND: timing.suspend,
    Action.RESUME: timing.resume,
    Action.VOID: ending.void,
    Action.NOTE: watching.note,
    Action.CLAIM: claims.claim,
    Action.TAKE_OVER: claims.take_over,
    Action.RELEASE: claims.release,
    Action.UNDO: undoing.undo,
}
