"""When a case goes up a tier by itself, by which named rule, and what would stop that.

A policy is an ordered list of rules. Each waits for one thing at one tier: that the holder signs (签收), or that the
unit feeds back (反馈). The rule that fires first is armed as a timer row with a snapshot of itself, so that a later
change of policy does not touch a case that is under way.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from services.domain.cases import Case, Priority, State
from services.domain.clock import Instant
from services.domain.tiers import Tier


class Awaits(StrEnum):
    """What a rule waits for; if it does not happen in time, the case goes up."""

    SIGNING = "signing"
    FEEDBACK = "feedback"


class TierRule(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a tier policy: at `tier`, without what it awaits for `wait_ms`, the case goes one tier up.

    `priorities` narrows it ((): all). `tell` names whom to tell besides the units concerned (role names).
    """

    rule_id: str
    tier: Tier
    awaits: Awaits
    wait_ms: int
    priorities: tuple[Priority, ...] = ()
    tell: tuple[str, ...] = ()


_BEFORE_SIGNING = frozenset({State.REPORTED, State.ACCEPTED, State.FILED, State.DISPATCHED})
_BEFORE_FEEDBACK = _BEFORE_SIGNING | {State.HANDLING}


def _fires_at(rule: TierRule, case: Case) -> Instant | None:
    if rule.tier is not case.tier or (rule.priorities and case.priority not in rule.priorities):
        return None
    if rule.awaits is Awaits.SIGNING:
        if case.signed_at is None and case.state in _BEFORE_SIGNING:
            return _not_before_extension(case, case.holder_since + rule.wait_ms)
        return None
    if case.state in _BEFORE_FEEDBACK:
        began = max(case.escalated_at or case.reported_at, case.reported_at)
        return _not_before_extension(case, began + rule.wait_ms)
    return None


def _not_before_extension(case: Case, at: Instant) -> Instant:
    """Return when a rule fires; an extension stops what would come before the extended due time (our rule)."""
    return max(at, case.due_at) if case.extensions and case.due_at is not None else at


def next_escalation(policy: Iterable[TierRule], case: Case) -> tuple[Instant, TierRule] | None:
    """Return when the case goes up next and by which rule; None at the top tier, closed or suspended."""
    if case.tier.above() is None or not case.is_open or case.suspended_at is not None:
        return None
    candidates = [(at, rule) for rule in policy if (at := _fires_at(rule, case)) is not None]
    return min(candidates, key=lambda pair: pair[0]) if candidates else None


def armed(case: Case, policy: Iterable[TierRule]) -> tuple[Case, TierRule | None]:
    """Return the case carrying its next escalation, and the rule to arm as a timer (None: cancel what is armed)."""
    found = next_escalation(policy, case)
    if found is None:
        return msgspec.structs.replace(case, escalate_at=None, escalate_rule=""), None
    at, rule = found
    return msgspec.structs.replace(case, escalate_at=at, escalate_rule=rule.rule_id), rule
