"""Escalation by rule: what the engine does when a case's step, or the reminder before it, is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.desk.arming import Reminder, remind
from services.desk.moves import Deed, Desk, moved
from services.desk.telling import EVERYBODY, Teller, unreached
from services.domain import custody
from services.domain.clock import MINUTE_MS
from services.domain.deadlines import spell_duration
from services.domain.escalation import TierRule
from services.domain.notices import NoticeKind, Way
from services.domain.rights import Scope
from services.store import cases as case_store

if TYPE_CHECKING:
    from services.desk.district import District
    from services.domain.cases import Case
    from services.store.database import Tx
    from services.store.timers import Timer

LATE_MS = MINUTE_MS
"""A step done this much after its time is marked late (our rule): the hub was down or overloaded."""


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
    """Take a case up by the rule its timer was armed with, and tell whom it concerns; tell whether anything was done.

    Does nothing when the case has moved on since (signed, fed back, extended, closed, armed anew): the timer must
    still be the one the case carries. The rule is the snapshot in the timer, not today's policy.
    """
    case = case_store.get(tx.conn, timer.object_id)
    rule = msgspec.convert(timer.policy, TierRule)
    if case is None or not case.is_open or (case.escalate_at, case.escalate_rule) != (timer.due_at, rule.rule_id):
        return False
    if case.tier is not rule.tier or case.tier.above() is None:
        return False
    after = custody.escalate(case, tx.now, rule.to)
    late_ms = max(0, tx.now - timer.due_at)
    text = _words(district, case, after, rule, late_ms)
    desk = Desk(tx, district, engine_scope(district))
    now = moved(desk, case, after, Deed(action="escalate", text=text, rule=rule.rule_id)).case
    nobody = _told(tx, district, case, now, rule)
    if nobody:
        words = unreached(tx, district, now, rule.rule_id, nobody)
        moved(desk, now, custody.note(now, tx.now), Deed(action="unreached", text=words, rule=rule.rule_id))
    return True


def _told(tx: Tx, district: District, before: Case, after: Case, rule: TierRule) -> tuple[str, ...]:
    """Tell everybody at the units concerned and whom the rule names; return whom nobody could be told for."""
    takes = district.units[after.answerable_id]
    waited = f"{spell_duration(rule.wait_ms)}内未{rule.awaits.zh}"
    text = f"{before.number} 按规则 {rule.rule_id}（{waited}）升级至{takes.name} · {district.tier_label(after.tier)}"
    teller = Teller(tx, district, before.id, rule.rule_id)
    for unit_id in (takes.id, before.answerable_id, before.holder_id):
        teller.tell(NoticeKind.ESCALATED, unit_id, EVERYBODY, text)
    way = Way(answered_id=before.answerable_id, held_id=before.holder_id, takes_id=takes.id, path=takes.path)
    return teller.find(rule.tell, way, NoticeKind.ESCALATED, text)


def remind_holder(tx: Tx, district: District, timer: Timer) -> bool:
    """Remind the holder of a step that is coming, and arm the next reminder; tell whether anything was done."""
    case = case_store.get(tx.conn, timer.object_id)
    reminder = msgspec.convert(timer.policy, Reminder)
    rule = reminder.rule
    if case is None or (case.escalate_at, case.escalate_rule) != (reminder.step_at, rule.rule_id):
        return False
    if not case.is_open or tx.now >= reminder.step_at:
        return False
    left = spell_duration(reminder.step_at - tx.now)
    text = (
        f"{case.number} 尚未{rule.awaits.zh}，{left}后按规则 {rule.rule_id} 升级至{district.tier_label(rule.goes_to)}"
    )
    Teller(tx, district, case.id, rule.rule_id).tell(NoticeKind.REMIND, case.holder_id, EVERYBODY, text)
    sent = reminder.sent + 1
    tx.audit("engine", "reminder.sent", case.id, {"rule": rule.rule_id, "unit": case.holder_id, "sent": sent})
    remind(tx, case.id, msgspec.structs.replace(reminder, sent=sent))
    return True


def _words(district: District, case: Case, after: Case, rule: TierRule, late_ms: int) -> str:
    label = district.tier_label(rule.tier)
    text = f"按规则 {rule.rule_id}：{label}层级 {spell_duration(rule.wait_ms)}内未{rule.awaits.zh}"
    text += f"，升级至{district.tier_label(after.tier)}，由{district.units[after.answerable_id].name}接管"
    if after.former_lead_id is not None and after.former_lead_id != case.former_lead_id:
        text += f"，原主办 {district.units[after.former_lead_id].name}"
    if late_ms >= LATE_MS:
        text += f"（迟执行 {spell_duration(late_ms)}）"
    return text
