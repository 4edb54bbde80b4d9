"""Claims: who is at work on a case, what others may then do, when a claim ends by itself.

A claim keeps two people from doing the same work twice. It holds the desks that decide about a case, never the unit
that handles it, a note, a reminder or the engine. Nobody is locked out: who needs the case takes it over (接管), in the
first moments without a word, later with the reason.
"""

from __future__ import annotations

import msgspec

from services.domain.actions import ACTIONS, Action
from services.domain.cases import Case
from services.domain.clock import Instant
from services.domain.conditions import Asked, Facts, claim_stands
from services.domain.rights import Right

_FREE = frozenset({Action.CLAIM, Action.TAKE_OVER, Action.RELEASE, Action.URGE})

RESPECTING: frozenset[Action] = frozenset(
    action for action, rule in ACTIONS.items() if rule.right is Right.CASE_WORK and action not in _FREE
)
"""Actions that are not done on a case which somebody else has claimed: those that decide about it."""

CLAIMING: frozenset[str] = frozenset({Action.CLAIM.value, Action.TAKE_OVER.value, Action.RELEASE.value})
"""Events that say who is at work and change nothing else: one's own never make one's view of a case stale."""


def holder(case: Facts, asked: Asked) -> str:
    """Return the id of the person whose claim on a case is in force, "" for nobody."""
    return case.claimed_by or "" if claim_stands(case, asked) else ""


def is_in_the_way(action: Action, case: Facts, asked: Asked) -> bool:
    """Tell whether another person's claim keeps one from doing this."""
    return action in RESPECTING and holder(case, asked) not in ("", asked.person_id)


def reason_needed(case: Facts, asked: Asked) -> bool:
    """Tell whether taking this claim over asks for a reason: not while two may have opened the case at once."""
    return case.claimed_at is not None and asked.now - case.claimed_at >= asked.rules.claim_take_ms


def is_silent(claimed_at: Instant | None, seen_at: Instant | None, now: Instant, silent_ms: int) -> bool:
    """Tell whether a claim has heard nothing of its person for too long.

    `seen_at` is when that person was last at the case, None when that is not known.
    """
    last = max(claimed_at or 0, seen_at or 0)
    return now - last >= silent_ms


def let_go(before: Case, after: Case) -> Case:
    """Return the case without its claim where this move ended the work of who claimed it.

    That is so when the case went to another holder or centre or is no longer open; a claim that the move makes stays.
    """
    if after.claimed_by is None or after.claimed_by != before.claimed_by:
        return after
    gone = (before.holder_id, before.answerable_id) != (after.holder_id, after.answerable_id) or not after.is_open
    return msgspec.structs.replace(after, claimed_by=None, claimed_at=None) if gone else after
