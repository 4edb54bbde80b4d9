"""Where a case stands on its way up: at which tier since when, where it goes when, by which rule, and what stops that.

"At 街镇 since 06:20 by rule R7; goes to 区 in 6 min; sign, or extend with a reason, to stop that": as values, so that
every client can say it in its own language.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from services.domain.cases import Case, State
from services.domain.clock import Instant
from services.domain.escalation import Awaits, TierRule, next_escalation
from services.domain.tiers import Tier


class Still(StrEnum):
    """Why a case does not go up by itself."""

    CLOSED = "closed"
    SUSPENDED = "suspended"
    TOP = "top"  # there is no tier above
    FED_BACK = "fed_back"  # what was awaited has happened
    NO_RULE = "no_rule"  # the policy has no rule for a case like this at this tier


class Stop(StrEnum):
    """What stops a step."""

    SIGN = "sign"
    FEEDBACK = "feedback"
    NOTE = "note"
    EXTEND = "extend"


class Standing(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A case at a tier. `rule`, `awaits`, `to`, `at` are of the step that comes next; `still` says why none does.

    `since` is when the tier began to answer for it; `by_rule` the rule that brought it there, "" when none did.
    """

    tier: Tier
    since: Instant
    by_rule: str = ""
    rule: str = ""
    awaits: Awaits | None = None
    to: Tier | None = None
    at: Instant | None = None
    stops: tuple[Stop, ...] = ()
    still: Still | None = None


_STOPS = {
    Awaits.SIGNING: (Stop.SIGN,),
    Awaits.FEEDBACK: (Stop.FEEDBACK,),
    Awaits.PROGRESS: (Stop.NOTE, Stop.FEEDBACK),
}


def stops_of(awaits: Awaits) -> tuple[Stop, ...]:
    """Return what stops a step that waits for something, beside an extension."""
    return _STOPS[awaits]


def standing(case: Case, policy: Iterable[TierRule], *, by_rule: str = "", extendable: bool = True) -> Standing:
    """Return where a case stands. `extendable`: an extension would still be granted (its count allows it)."""
    since = max(case.escalated_at or 0, case.reported_at)
    found = next_escalation(policy, case)
    if found is None:
        return Standing(tier=case.tier, since=since, by_rule=by_rule, still=_still(case))
    at, rule = found
    may_extend = extendable and case.due_at is not None and case.due_at > at
    return Standing(
        tier=case.tier,
        since=since,
        by_rule=by_rule,
        rule=rule.rule_id,
        awaits=rule.awaits,
        to=rule.goes_to,
        at=at,
        stops=_STOPS[rule.awaits] + ((Stop.EXTEND,) if may_extend else ()),
    )


def _still(case: Case) -> Still:
    if not case.is_open:
        return Still.CLOSED
    if case.suspended_at is not None:
        return Still.SUSPENDED
    if case.tier.above() is None:
        return Still.TOP
    if case.state in (State.FEEDBACK, State.CHECKED):
        return Still.FED_BACK
    return Still.NO_RULE
