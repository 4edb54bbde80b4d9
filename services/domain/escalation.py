"""When a case goes up by itself, by which named rule, and what would stop that.

A policy is an ordered list of rules. Each waits for one thing at one tier: that the holder signs (签收), that the unit
feeds back (反馈), or that who has signed lets something be heard (进展). The rule that fires first is armed as a timer
row with a snapshot of itself, so that a later change of policy does not touch a case that is under way.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

import msgspec

from services.domain.cases import Case, Priority, State
from services.domain.clock import Instant
from services.domain.tiers import Tier


class Rising(Protocol):
    """What the rules look at: a `services.domain.cases.Case`, or a past case as a back-test lives it through again."""

    @property
    def tier(self) -> Tier:
        """Which tier answers for it."""
        ...

    @property
    def state(self) -> State:
        """Where it stands in the loop."""
        ...

    @property
    def is_open(self) -> bool:
        """Whether it still needs somebody."""
        ...

    @property
    def priority(self) -> Priority:
        """How urgent it is."""
        ...

    @property
    def category(self) -> str:
        """Its category's code."""
        ...

    @property
    def flags(self) -> str:
        """Its flags, blank-separated."""
        ...

    @property
    def returns(self) -> int:
        """How often it was returned."""
        ...

    @property
    def reported_at(self) -> Instant:
        """When it was reported."""
        ...

    @property
    def escalated_at(self) -> Instant | None:
        """When it last went up."""
        ...

    @property
    def holder_since(self) -> Instant:
        """Since when its holder has it."""
        ...

    @property
    def signed_at(self) -> Instant | None:
        """When the holder signed."""
        ...

    @property
    def progress_at(self) -> Instant | None:
        """The last word on its handling."""
        ...

    @property
    def suspended_at(self) -> Instant | None:
        """Since when its clock stands still."""
        ...

    @property
    def resumed_at(self) -> Instant | None:
        """When the last suspension ended."""
        ...

    @property
    def extensions(self) -> int:
        """How often it was extended."""
        ...

    @property
    def due_at(self) -> Instant | None:
        """When it is due."""
        ...


class Awaits(StrEnum):
    """What a rule waits for; if it does not happen in time, the case goes up."""

    SIGNING = "signing"
    FEEDBACK = "feedback"
    PROGRESS = "progress"  # signed, and then neither a note nor a file nor feedback: the signature expires

    @property
    def zh(self) -> str:
        """Return what is awaited, in Chinese."""
        return _AWAITED_ZH[self]


_AWAITED_ZH = {Awaits.SIGNING: "签收", Awaits.FEEDBACK: "反馈", Awaits.PROGRESS: "进展"}


class TierRule(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a tier policy: at `tier`, without what it awaits for `wait_ms`, the case goes up to `to`.

    `to` None is one tier up; a higher one skips what lies between. `priorities`, `categories`, `flags` (all of them)
    and `returns` (at least so many) narrow the rule; empty or 0: every case. `tell` names whom to tell besides the
    units concerned, as a role, or a role at a place (`services.domain.notices.Place`): ``supervisor``, ``street@to``.
    `remind_percent` of the wait the holder is reminded (0: never), then every `remind_every_ms` until the step, at most
    `remind_most` times.
    """

    rule_id: str
    tier: Tier
    awaits: Awaits
    wait_ms: int
    to: Tier | None = None
    priorities: tuple[Priority, ...] = ()
    categories: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    returns: int = 0
    tell: tuple[str, ...] = ()
    remind_percent: int = 0
    remind_every_ms: int = 0
    remind_most: int = 1

    @property
    def goes_to(self) -> Tier:
        """The tier that takes the case over. Raises ValueError at the top, where there is none."""
        above = self.to or self.tier.above()
        if above is None:
            raise ValueError("there is no tier above the district")
        return above

    def concerns(self, case: Rising) -> bool:
        """Tell whether the rule is for a case like this one, whatever its step and tier."""
        return (
            (not self.priorities or case.priority in self.priorities)
            and (not self.categories or case.category in self.categories)
            and case.returns >= self.returns
            and (not self.flags or set(self.flags) <= set(case.flags.split()))
        )


_BEFORE_SIGNING = frozenset({State.REPORTED, State.ACCEPTED, State.FILED, State.DISPATCHED})
_BEFORE_FEEDBACK = _BEFORE_SIGNING | {State.HANDLING}


def waiting_since(awaits: Awaits, case: Rising) -> Instant | None:
    """Return since when a case has been waiting for something; None when it does not wait for it.

    Waiting begins anew where a suspension has ended (our rule).
    """
    resumed = case.resumed_at or 0
    match awaits:
        case Awaits.SIGNING:
            if case.signed_at is None and case.state in _BEFORE_SIGNING:
                return max(case.holder_since, resumed)
        case Awaits.FEEDBACK:
            if case.state in _BEFORE_FEEDBACK:
                return max(case.escalated_at or 0, case.reported_at, resumed)
        case Awaits.PROGRESS:
            if case.state is State.HANDLING and case.signed_at is not None:
                return max(case.signed_at, case.progress_at or 0, resumed)
    return None


def _fires_at(rule: TierRule, case: Rising) -> Instant | None:
    if rule.tier is not case.tier or not rule.concerns(case):
        return None
    since = waiting_since(rule.awaits, case)
    return None if since is None else _not_before_extension(case, since + rule.wait_ms)


def _not_before_extension(case: Rising, at: Instant) -> Instant:
    """Return when a rule fires; an extension stops what would come before the extended due time (our rule)."""
    return max(at, case.due_at) if case.extensions and case.due_at is not None else at


def next_escalation(policy: Iterable[TierRule], case: Rising) -> tuple[Instant, TierRule] | None:
    """Return when the case goes up next and by which rule; None at the top tier, closed or suspended.

    Of rules that fire at the same moment the first of the policy counts.
    """
    if case.tier.above() is None or not case.is_open or case.suspended_at is not None:
        return None
    candidates = [(at, rule) for rule in policy if (at := _fires_at(rule, case)) is not None]
    return min(candidates, key=lambda pair: pair[0]) if candidates else None


def armed(case: Case, policy: Iterable[TierRule]) -> tuple[Case, TierRule | None]:
    """Return the case carrying its next escalation, and the rule to arm as a timer (None: cancel what is armed)."""
    found = next_escalation(policy, case)
    if found is None:
        return msgspec.structs.replace(
            case, escalate_at=None, escalate_rule="", escalate_awaits="", escalate_to=0
        ), None
    at, rule = found
    carrying = msgspec.structs.replace(
        case,
        escalate_at=at,
        escalate_rule=rule.rule_id,
        escalate_awaits=rule.awaits.value,
        escalate_to=int(rule.goes_to),
    )
    return carrying, rule


def reminder_at(rule: TierRule, step_at: Instant, sent: int, now: Instant) -> Instant | None:
    """Return when the next reminder before a step is due, after `sent` of them; None when there is none (any more).

    What would lie in the past is not made up for.
    """
    if not rule.remind_percent or sent >= rule.remind_most:
        return None
    first = step_at - rule.wait_ms * (100 - rule.remind_percent) // 100
    at = first + sent * rule.remind_every_ms
    return at if now < at < step_at else None
