"""What has to be true of a case before something may be done to it: one pure predicate per condition.

The hub asks them of the stored case, the console of the row on its board, so that both say the same thing. A condition
that does not hold gives the code of its refusal (services.domain.problems) and what fills the sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, NamedTuple, Protocol

import msgspec

from services.domain.clock import HOUR_MS, MINUTE_MS, Instant
from services.domain.looprules import LoopRules, ReturnPolicy
from services.domain.tiers import Tier

RETURN_ASKED_FLAG = "return_asked"
"""The holder has asked to return the case and waits for the centre's word (退单须审批)."""


class Facts(Protocol):
    """What the conditions look at; both `services.domain.cases.Case` and `services.api.board.BoardRow` have it."""

    @property
    def tier(self) -> Tier:
        """The tier that has the case."""

    @property
    def answerable_id(self) -> str:
        """The centre that answers for it."""

    @property
    def holder_id(self) -> str:
        """The unit whose time runs."""

    @property
    def holder_since(self) -> Instant:
        """Since when that unit holds it."""

    @property
    def designated(self) -> int:
        """Whether the unit was designated (指定承办)."""

    @property
    def due_at(self) -> Instant | None:
        """When it is due."""

    @property
    def suspended_at(self) -> Instant | None:
        """Since when its clock stands still (挂账)."""

    @property
    def suspensions(self) -> int:
        """How often it has been suspended."""

    @property
    def extensions(self) -> int:
        """How often it has been extended."""

    @property
    def supervised(self) -> str:
        """The grade of supervision, "" without."""

    @property
    def flags(self) -> str:
        """Its flags, blank-separated."""

    @property
    def children(self) -> int:
        """How many cases are merged into it."""

    @property
    def merged_at(self) -> Instant | None:
        """Since when it waits with its parent."""

    @property
    def claimed_by(self) -> str | None:
        """Who claimed it."""

    @property
    def claimed_at(self) -> Instant | None:
        """When that was."""

    @property
    def followed_at(self) -> Instant | None:
        """When every known caller had been called."""

    @property
    def closed_at(self) -> Instant | None:
        """When it ended."""

    @property
    def undo_until(self) -> Instant | None:
        """Until when the last deed can be taken back."""

    @property
    def undo_by(self) -> str | None:
        """By whom."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks, when, and under which settings. `caller_known`: somebody could be called back."""

    now: Instant
    person_id: str = ""
    unit_id: str = ""
    may_take_over: bool = False
    caller_known: bool = False
    rules: LoopRules = LoopRules()


class Broken(NamedTuple):
    """The refusal of a condition that does not hold. `params["who"]` is a person's id, for the asker to name."""

    code: str
    params: dict[str, Any] = {}  # noqa: RUF012 - a default that nobody writes into


class Condition(StrEnum):
    """Something that must hold."""

    NOT_MERGED = "not_merged"
    JOINED = "joined"  # is merged, or has others merged into it
    CHILDLESS = "childless"
    NOT_SUSPENDED = "not_suspended"
    SUSPENDED = "suspended"
    SUSPENSIONS_LEFT = "suspensions_left"
    BELOW_TOP = "below_top"
    HAS_DEADLINE = "has_deadline"
    NOT_OVERDUE = "not_overdue"
    EXTENSIONS_LEFT = "extensions_left"
    RETURNS_ALLOWED = "returns_allowed"
    NOT_DESIGNATED = "not_designated"
    IN_RETURN_WINDOW = "in_return_window"
    DISPATCHED_AWAY = "dispatched_away"  # held by another than the centre that answers for it
    RETURN_ASKED = "return_asked"
    RETURN_NOT_ASKED = "return_not_asked"
    SUPERVISED = "supervised"
    HELD_BY_OTHERS = "held_by_others"
    FOLLOWED_UP = "followed_up"
    CLOSED_LATELY = "closed_lately"  # within the hours in which the district reopens
    CLAIMABLE = "claimable"
    CLAIMED = "claimed"
    CLAIMED_BY_ANOTHER = "claimed_by_another"
    CLAIM_RELEASABLE = "claim_releasable"
    UNDOABLE = "undoable"


def flagged(flags: str, flag: str) -> bool:
    """Tell whether a case's flags hold one."""
    return flag in flags.split()


def claim_stands(case: Facts, asked: Asked) -> bool:
    """Tell whether somebody's claim is still in force: claims run out by themselves."""
    return bool(case.claimed_by) and (case.claimed_at is None or asked.now - case.claimed_at < asked.rules.claim_ms)


def _returns_allowed(case: Facts, asked: Asked) -> Broken | None:
    codes = {ReturnPolicy.FORBIDDEN: "return_forbidden", ReturnPolicy.UNKNOWN: "return_policy_unknown"}
    code = codes.get(asked.rules.returns)
    return None if code is None else Broken(code)


def _in_return_window(case: Facts, asked: Asked) -> Broken | None:
    window = asked.rules.return_window_ms
    if asked.rules.returns is ReturnPolicy.WINDOW and asked.now - case.holder_since > window:
        return Broken("return_too_late", {"minutes": str(window // MINUTE_MS)})
    return None


def _closed_lately(case: Facts, asked: Asked) -> Broken | None:
    if case.closed_at is not None and asked.now - case.closed_at <= asked.rules.reopen_hours * HOUR_MS:
        return None
    return Broken("reopen_too_late", {"hours": str(asked.rules.reopen_hours)})


def _claimable(case: Facts, asked: Asked) -> Broken | None:
    if not claim_stands(case, asked) or case.claimed_by == asked.person_id:
        return None
    return Broken("claimed", {"who": case.claimed_by or ""})


def _claimed_by_another(case: Facts, asked: Asked) -> Broken | None:
    if claim_stands(case, asked) and case.claimed_by != asked.person_id:
        return None
    return Broken("not_claimed")


def _claim_releasable(case: Facts, asked: Asked) -> Broken | None:
    if case.claimed_by in (None, asked.person_id) or asked.may_take_over:
        return None
    return Broken("claimed", {"who": case.claimed_by or ""})


def _undoable(case: Facts, asked: Asked) -> Broken | None:
    if case.undo_until is None:
        return Broken("undo_nothing")
    if case.undo_by != asked.person_id:
        return Broken("undo_not_yours")
    return Broken("undo_too_late") if asked.now > case.undo_until else None


def _unless(holds: bool, code: str, **params: object) -> Broken | None:
    return None if holds else Broken(code, {name: str(value) for name, value in params.items()})


def _overdue(case: Facts, asked: Asked) -> bool:
    return case.due_at is not None and asked.now >= case.due_at


_Check = Callable[[Facts, Asked], Broken | None]

_CHECKS: dict[Condition, _Check] = {
    Condition.NOT_MERGED: lambda case, _: _unless(case.merged_at is None, "merged"),
    Condition.JOINED: lambda case, _: _unless(case.merged_at is not None or case.children > 0, "not_merged"),
    Condition.CHILDLESS: lambda case, _: _unless(not case.children, "merge_has_children", count=case.children),
    Condition.NOT_SUSPENDED: lambda case, _: _unless(case.suspended_at is None, "suspended"),
    Condition.SUSPENDED: lambda case, _: _unless(case.suspended_at is not None, "not_suspended"),
    Condition.SUSPENSIONS_LEFT: lambda case, asked: _unless(
        case.suspensions < asked.rules.suspensions_most, "suspend_too_often", count=case.suspensions
    ),
    Condition.BELOW_TOP: lambda case, _: _unless(case.tier.above() is not None, "top_tier"),
    Condition.HAS_DEADLINE: lambda case, _: _unless(case.due_at is not None, "no_deadline"),
    Condition.NOT_OVERDUE: lambda case, asked: _unless(not _overdue(case, asked), "extend_overdue"),
    Condition.EXTENSIONS_LEFT: lambda case, asked: _unless(
        case.extensions < asked.rules.extensions_most, "extend_too_often", count=case.extensions
    ),
    Condition.RETURNS_ALLOWED: _returns_allowed,
    Condition.NOT_DESIGNATED: lambda case, _: _unless(not case.designated, "return_designated"),
    Condition.IN_RETURN_WINDOW: _in_return_window,
    Condition.DISPATCHED_AWAY: lambda case, _: _unless(case.holder_id != case.answerable_id, "with_the_centre"),
    Condition.RETURN_ASKED: lambda case, _: _unless(flagged(case.flags, RETURN_ASKED_FLAG), "return_not_asked"),
    Condition.RETURN_NOT_ASKED: lambda case, _: _unless(not flagged(case.flags, RETURN_ASKED_FLAG), "return_asked"),
    Condition.SUPERVISED: lambda case, _: _unless(bool(case.supervised), "not_supervised"),
    Condition.HELD_BY_OTHERS: lambda case, asked: _unless(case.holder_id != asked.unit_id, "urge_own"),
    Condition.FOLLOWED_UP: lambda case, asked: _unless(
        not (asked.rules.follow_up_first and asked.caller_known) or case.followed_at is not None, "follow_up_first"
    ),
    Condition.CLOSED_LATELY: _closed_lately,
    Condition.CLAIMABLE: _claimable,
    Condition.CLAIMED: lambda case, _: _unless(bool(case.claimed_by), "not_claimed"),
    Condition.CLAIMED_BY_ANOTHER: _claimed_by_another,
    Condition.CLAIM_RELEASABLE: _claim_releasable,
    Condition.UNDOABLE: _undoable,
}


def broken(condition: Condition, case: Facts, asked: Asked) -> Broken | None:
    """Return why a condition does not hold, None when it does."""
    return _CHECKS[condition](case, asked)
