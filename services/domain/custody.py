"""How a case moves: each action as a pure function from the case as it was to the case as it becomes.

Four words, never mixed: `tier` and `answerable` (the centre of that tier on the jurisdiction tree) move by escalation;
`holder` (whose unsigned or handling time runs) moves by dispatch, return and escalation; assisting units sign and feed
back for themselves and never hold. Time unsigned counts from the moment a unit becomes the holder, before it signs.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from services.domain.actions import ACTIONS, Action
from services.domain.cases import Case, State
from services.domain.clock import MINUTE_MS, Instant
from services.domain.problems import Refusal
from services.domain.tiers import ancestor_at

HARD_AFTER_RETURNS = 2
"""A case returned this often is raised to 疑难 by itself (our rule, after the districts' 疑难工单 practice)."""

HARD_FLAG = "hard"


class ReturnPolicy(StrEnum):
    """Whether a unit may return what was dispatched to it (退单): a setting of the district."""

    FORBIDDEN = "forbidden"  # 禁止
    APPROVAL = "approval"  # 须审批
    WINDOW = "window"  # 时限内可退
    UNKNOWN = ""  # nobody has told us: refused, and the refusal says so


def _step(case: Case, action: Action, now: Instant, **columns: object) -> Case:
    rule = ACTIONS[action]
    if case.state not in rule.states:
        raise Refusal("wrong_step", state=case.state.zh, action=rule.label)
    return msgspec.structs.replace(case, **columns, version=case.version + 1, updated_at=now)


def accept(case: Case, now: Instant) -> Case:
    """受理: the centre takes the case as its business. Raises Refusal wrong_step."""
    return _step(case, Action.ACCEPT, now, state=State.ACCEPTED, accepted_at=now)


def dispatch(case: Case, lead_id: str, now: Instant, *, designated: bool = False) -> Case:
    """派单: the lead unit (主办) becomes the holder, unsigned from now; tier and answerable stay.

    Raises Refusal wrong_step, already_there.
    """
    if case.state in (State.DISPATCHED, State.HANDLING) and case.holder_id == lead_id:
        raise Refusal("already_there")
    return _step(
        case,
        Action.DISPATCH,
        now,
        state=State.DISPATCHED,
        dispatched_at=now,
        holder_id=lead_id,
        holder_since=now,
        signed_at=None,
        former_lead_id=None,
        designated=designated,
    )


def sign(case: Case, now: Instant) -> Case:
    """签收: the holder takes the case in hand. Raises Refusal wrong_step."""
    return _step(case, Action.SIGN, now, state=State.HANDLING, signed_at=now)


def feed_back(case: Case, now: Instant) -> Case:
    """反馈: the holder says what was done. Raises Refusal wrong_step."""
    return _step(case, Action.FEEDBACK, now, state=State.FEEDBACK, feedback_at=now)


def check(case: Case, now: Instant, *, passed: bool) -> Case:
    """核查: passed, the case may be closed; not passed, it goes back to the holder for rework (返工).

    A centre that took the case over meanwhile has not signed for it: then it waits for that signature first. Raises
    Refusal wrong_step.
    """
    if passed:
        return _step(case, Action.CHECK, now, state=State.CHECKED, checked_at=now)
    back = State.HANDLING if case.is_signed else State.DISPATCHED
    return _step(case, Action.CHECK, now, state=back, feedback_at=None)


def close(case: Case, now: Instant) -> Case:
    """结案. Raises Refusal wrong_step."""
    return _step(case, Action.CLOSE, now, state=State.CLOSED, closed_at=now, claimed_by=None, claimed_at=None)


def escalate(case: Case, now: Instant) -> Case:
    """升级: tier and answerable move one step up, and that centre holds the case, unsigned.

    A lead unit that held the case stays named as 原主办 until the centre confirms it or dispatches anew. Raises Refusal
    top_tier, wrong_step.
    """
    above = case.tier.above()
    if above is None:
        raise Refusal("top_tier")
    centre = ancestor_at(case.area_path, above) or case.area_path.split("/")[0]
    with_lead = case.holder_id != case.answerable_id
    return _step(
        case,
        Action.ESCALATE,
        now,
        tier=above,
        answerable_id=centre,
        holder_id=centre,
        holder_since=now,
        signed_at=None,
        state=State.DISPATCHED if case.state is State.HANDLING else case.state,
        former_lead_id=case.holder_id if with_lead else case.former_lead_id,
        escalated_at=now,
    )


def give_back(case: Case, now: Instant, policy: ReturnPolicy, window_ms: int = 0) -> Case:
    """退单: back to the answerable centre, if the district's policy lets a unit return. Counts; twice makes it 疑难.

    Raises Refusal wrong_step, already_there (the centre itself holds it), return_forbidden, return_policy_unknown,
    return_needs_approval, return_designated, return_too_late.
    """
    if case.state not in ACTIONS[Action.RETURN].states:
        raise Refusal("wrong_step", state=case.state.zh, action=ACTIONS[Action.RETURN].label)
    if case.holder_id == case.answerable_id:
        raise Refusal("already_there")
    _check_return(case, now, policy, window_ms)
    returns = case.returns + 1
    flags = set(case.flags.split())
    if returns >= HARD_AFTER_RETURNS:
        flags.add(HARD_FLAG)
    return _step(
        case,
        Action.RETURN,
        now,
        state=State.ACCEPTED,
        holder_id=case.answerable_id,
        holder_since=now,
        signed_at=None,
        dispatched_at=None,
        designated=False,
        returns=returns,
        flags=" ".join(sorted(flags)),
    )


def _check_return(case: Case, now: Instant, policy: ReturnPolicy, window_ms: int) -> None:
    refusals = {
        ReturnPolicy.FORBIDDEN: "return_forbidden",
        ReturnPolicy.APPROVAL: "return_needs_approval",
        ReturnPolicy.UNKNOWN: "return_policy_unknown",
    }
    if policy in refusals:
        raise Refusal(refusals[policy])
    if case.designated:
        raise Refusal("return_designated")
    if now - case.holder_since > window_ms:
        raise Refusal("return_too_late", minutes=window_ms // MINUTE_MS)


def extend(case: Case, now: Instant, until: Instant, *, most: int) -> Case:
    """延期: a later due time, at most `most` times and never after the case is overdue.

    Raises Refusal wrong_step, no_deadline, extend_overdue, extend_too_often, field_bad.
    """
    if case.due_at is None:
        raise Refusal("no_deadline")
    if now >= case.due_at:
        raise Refusal("extend_overdue")
    if case.extensions >= most:
        raise Refusal("extend_too_often", count=case.extensions)
    if until <= case.due_at:
        raise Refusal("field_bad", field="until", value=str(until), remedy="延期后的时限须晚于原时限")
    return _step(case, Action.EXTEND, now, due_at=until, extensions=case.extensions + 1)


def note(case: Case, now: Instant) -> Case:
    """备注: nothing moves, but the version does, so that two people never overwrite each other's view."""
    return _step(case, Action.NOTE, now)


def claim(case: Case, person_id: str, now: Instant) -> Case:
    """认领: somebody at a desk is working on it. Raises Refusal claimed when somebody else is."""
    if case.claimed_by not in (None, person_id):
        raise Refusal("claimed", who=case.claimed_by)
    return _step(case, Action.CLAIM, now, claimed_by=person_id, claimed_at=now)


def release(case: Case, now: Instant) -> Case:
    """取消认领: nobody is working on it any more."""
    return _step(case, Action.RELEASE, now, claimed_by=None, claimed_at=None)
