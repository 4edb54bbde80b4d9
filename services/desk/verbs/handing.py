"""From hand to hand: 派单, 签收, 反馈, also by assisting units, and 升级."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.desk import catalogue, clocks
from services.desk.moves import Desk, Moved, moved
from services.desk.verbs.common import deed, joined
from services.desk.verbs.files import named
from services.domain import custody
from services.domain.actions import ACTIONS, Action, failing
from services.domain.cases import PartyRole
from services.domain.deadlines import Starts
from services.domain.problems import Refusal
from services.store import cases as case_store

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from services.api.cases import Act
    from services.domain.cases import Case


def assisting(conn: Connection, case_id: str) -> tuple[str, ...]:
    """Return the units that assist in a case now."""
    parts = case_store.parties(conn, case_id)
    return tuple(part.unit_id for part in parts if part.role is PartyRole.ASSISTING and part.until is None)


def dispatch(desk: Desk, case: Case, act: Act) -> Moved:
    """派单 to a lead unit, with any assisting units; a limit that runs from dispatch starts at the first one.

    Only the district's centre designates a unit (指定承办), which then may not return the case. Raises Refusal
    unknown_unit, designate_district, not_admitted.
    """
    units = desk.district.units
    lead_id = act.unit_id or ""
    for unit_id in (lead_id, *act.assisting):
        if unit_id not in units:
            raise Refusal("unknown_unit", field="unit_id", value=unit_id)
    if act.designated and desk.scope.unit_id != desk.district.id:
        raise Refusal("designate_district")
    catalogue.check_admitted(desk.tx.conn, desk.district, case.category, (lead_id, *act.assisting))
    helpers = tuple(dict.fromkeys(unit_id for unit_id in act.assisting if unit_id != lead_id))
    after = custody.dispatch(case, lead_id, desk.asked, designated=act.designated)
    after = clocks.started(desk.tx.conn, desk.district, after, Starts.DISPATCHED, desk.tx.now)
    names = f"派单至 {units[lead_id].name}（{'指定主办' if act.designated else '主办'}）"
    if helpers:
        names += "、" + "、".join(f"{units[unit_id].name}（协办）" for unit_id in helpers)
    former = assisting(desk.tx.conn, case.id)
    told = {} if former == helpers else {"was": {"assisting": former}, "said": {"assisting": helpers}}
    return moved(desk, case, after, deed(act, joined(names, act.text), **told), helpers)


def sign(desk: Desk, case: Case, act: Act) -> Moved:
    """签收 by the holder."""
    return moved(desk, case, custody.sign(case, desk.asked), deed(act))


def feed_back(desk: Desk, case: Case, act: Act) -> Moved:
    """反馈 by the holder, with the photos it names."""
    return moved(desk, case, custody.feed_back(case, desk.asked), named(desk, case, act))


def assist(desk: Desk, case: Case, act: Act, unit_id: str) -> Moved:
    """签收 or 反馈 by an assisting unit: for itself only, the case's own step stays. Raises Refusal wrong_step."""
    rule = ACTIONS[act.action]
    steps = ACTIONS[Action.SIGN].states | ACTIONS[Action.FEEDBACK].states
    if case.state not in steps:
        raise Refusal("wrong_step", state=case.state.zh, action=rule.label)
    why = failing(rule, case, desk.asked)
    if why is not None:
        raise Refusal(why.code, **why.params)
    mark = case_store.sign_party if act.action is Action.SIGN else case_store.feed_back_party
    mark(desk.tx, case.id, unit_id, PartyRole.ASSISTING)
    name = desk.district.units[unit_id].name
    words = joined(f"{name}（协办）{rule.label}", act.text)
    return moved(desk, case, custody.note(case, desk.asked), named(desk, case, act, words))


def escalate(desk: Desk, case: Case, act: Act) -> Moved:
    """升级 by a person, with the reason."""
    after = custody.escalate(case, desk.asked)
    centre = desk.district.units[after.answerable_id].name
    return moved(desk, case, after, deed(act, f"升级至 {centre}：{act.text.strip() or act.reason_code}"))
