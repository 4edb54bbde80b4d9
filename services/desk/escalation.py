"""Escalation by rule: what the engine does when a timer is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.desk.moves import Deed, Desk, moved
from services.domain import custody
from services.domain.clock import MINUTE_MS
from services.domain.deadlines import spell_duration
from services.domain.escalation import Awaits, TierRule
from services.domain.rights import Scope
from services.store import cases as case_store

if TYPE_CHECKING:
    from services.desk.district import District
    from services.domain.cases import Case
    from services.store.database import Tx
    from services.store.timers import Timer

LATE_MS = MINUTE_MS
"""A step done this much after its time is marked late (our rule): the hub was down or overloaded."""

_AWAITED = {Awaits.SIGNING: "签收", Awaits.FEEDBACK: "反馈"}


def engine_scope(district: District) -> Scope:
    """Return the scope in which the engine acts: no roles; what it does is allowed by the rule it names."""
    return Scope(
        person_id="engine",
        person_name="升级引擎",
        unit_id=district.id,
        unit_path=district.id,
        roles=frozenset(),
        origin="engine",
    )


def fire(tx: Tx, district: District, timer: Timer) -> bool:
    """Take a case one tier up by the rule its timer was armed with; tell whether anything was done.

    Does nothing when the case has moved on since (signed, fed back, extended, closed, armed anew): the timer must
    still be the one the case carries. The rule is the snapshot in the timer, not today's policy.
    """
    case = case_store.get(tx.conn, timer.object_id)
    rule = msgspec.convert(timer.policy, TierRule)
    if case is None or not case.is_open or (case.escalate_at, case.escalate_rule) != (timer.due_at, rule.rule_id):
        return False
    if case.tier is not rule.tier or case.tier.above() is None:
        return False
    after = custody.escalate(case, tx.now)
    late_ms = max(0, tx.now - timer.due_at)
    deed = Deed(action="escalate", text=_words(district, case, after, rule, late_ms), rule=rule.rule_id)
    moved(Desk(tx, district, engine_scope(district)), case, after, deed)
    return True


def _words(district: District, case: Case, after: Case, rule: TierRule, late_ms: int) -> str:
    label = district.tier_label(rule.tier)
    text = f"按规则 {rule.rule_id}：{label}层级 {spell_duration(rule.wait_ms)}内未{_AWAITED[rule.awaits]}"
    text += f"，升级至{district.tier_label(after.tier)}，由{district.units[after.answerable_id].name}接管"
    if after.former_lead_id is not None and after.former_lead_id != case.former_lead_id:
        text += f"，原主办 {district.units[after.former_lead_id].name}"
    if late_ms >= LATE_MS:
        text += f"（迟执行 {spell_duration(late_ms)}）"
    return text
