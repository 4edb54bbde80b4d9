"""The timers of a case, armed and cancelled with every move: the step up, and the reminders before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from services.domain.clock import Instant
from services.domain.escalation import TierRule, reminder_at
from services.store import timers

if TYPE_CHECKING:
    from services.domain.cases import Case
    from services.store.database import Tx

ESCALATE = "escalate"
"""The kind of the timer that takes a case up."""

REMIND = "remind"
"""The kind of the timer that reminds the holder before that."""


class Reminder(msgspec.Struct, frozen=True, kw_only=True):
    """What a reminder's timer keeps: the rule, when its step is due, and how many reminders went before."""

    rule: TierRule
    step_at: Instant
    sent: int


def arm(tx: Tx, case: Case, rule: TierRule | None) -> None:
    """Arm the next step of a case and its first reminder; nothing without a rule."""
    if rule is None or case.escalate_at is None:
        return
    timers.arm(tx, ESCALATE, case.id, case.escalate_at, rule=rule.rule_id, policy=rule)
    remind(tx, case.id, Reminder(rule=rule, step_at=case.escalate_at, sent=0))


def remind(tx: Tx, case_id: str, coming: Reminder) -> None:
    """Arm the next reminder before a step, if the rule has one left that is still to come."""
    at = reminder_at(coming.rule, coming.step_at, coming.sent, tx.now)
    if at is not None:
        timers.arm(tx, REMIND, case_id, at, rule=coming.rule.rule_id, policy=coming)


def rearm(tx: Tx, before: Case, after: Case, rule: TierRule | None) -> None:
    """Cancel what was armed for a case and arm what is to come, where that has changed."""
    said = ("escalate_at", "escalate_rule", "policy_id")
    if all(getattr(before, name) == getattr(after, name) for name in said):
        return
    if before.escalate_at is not None:
        timers.cancel_either(tx, after.id, ESCALATE, REMIND)
    arm(tx, after, rule)
