"""How a case moves: each action as a pure function from the case as it was to the case as it becomes.

Four words, never mixed: `tier` and `answerable` (the centre of that tier on the jurisdiction tree) move by escalation;
`holder` (whose unsigned or handling time runs) moves by dispatch, return and escalation; assisting units sign and feed
back for themselves and never hold. Time unsigned counts from the moment a unit becomes the holder, before it signs.

Where an action may be taken stands in services.domain.actions; every function here asks that table first and raises the
Refusal that it gives. `at` is the moment, or who asks at which moment under which settings (`Asked`). Putting several
reports into one case is in services.domain.merging; what a stop does to a due time in services.domain.deadlines.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

import msgspec

from services.domain import deadlines
from services.domain.actions import Action, why_not
from services.domain.calendar import Calendar
from services.domain.cases import Case, State
from services.domain.clock import Instant
from services.domain.conditions import RETURN_ASKED_FLAG, Asked
from services.domain.duplicates import SIMILAR_FLAG
from services.domain.looprules import ReturnPolicy
from services.domain.problems import Refusal
from services.domain.tiers import Tier, ancestor_at

HARD_AFTER_RETURNS = 2
"""A case returned this often is raised to 疑难 by itself (our rule, after the districts' 疑难工单 practice)."""

HARD_FLAG = "hard"

REAL_FLAG, UNREAL_FLAG = "real", "unreal"
"""What the inspector found before filing (核实): the matter is as reported, or it is not."""

At: TypeAlias = Instant | Asked


def asked_at(at: At) -> Asked:
    """Return who asks when: a bare moment is nobody in particular, under our own settings."""
    return at if isinstance(at, Asked) else Asked(now=at)


def need(case: Case, action: Action, at: At) -> Asked:
    """Raise the Refusal that the table gives for an action; return who asks otherwise."""
    asked = asked_at(at)
    why = why_not(action, case, asked)
    if why is not None:
        raise Refusal(why.code, **why.params)
    return asked


def with_flags(flags: str, *, add: tuple[str, ...] = (), drop: tuple[str, ...] = ()) -> str:
    """Return a case's flags with some more and some fewer, in their order."""
    return " ".join(sorted({*flags.split(), *add} - set(drop)))


def step(case: Case, action: Action | None, at: At, **columns: object) -> Case:
    """Return the case's next version with these columns, if the table lets the action be taken (None: asked before)."""
    now = asked_at(at).now if action is None else need(case, action, at).now
    return msgspec.structs.replace(case, **columns, version=case.version + 1, updated_at=now)


def accept(case: Case, at: At) -> Case:
    """受理: the centre takes the case as its business."""
    return step(case, Action.ACCEPT, at, state=State.ACCEPTED, accepted_at=asked_at(at).now)


def decline(case: Case, at: At) -> Case:
    """不予受理: it is not the centre's business, and the case ends."""
    return step(case, Action.DECLINE, at, state=State.NOT_ACCEPTED, **_ended(at))


def verify(case: Case, at: At, *, real: bool) -> Case:
    """核实: what an inspector found before filing; the last word stands."""
    found, other = (REAL_FLAG, UNREAL_FLAG) if real else (UNREAL_FLAG, REAL_FLAG)
    return step(case, Action.VERIFY, at, flags=with_flags(case.flags, add=(found,), drop=(other,)))


def file(case: Case, at: At, *, criterion_id: str = "") -> Case:
    """立案, by a filing criterion of the standard where one is named. The deadline that follows is set by the desk."""
    named = {"criterion_id": criterion_id} if criterion_id else {}
    return step(case, Action.FILE, at, state=State.FILED, filed_at=asked_at(at).now, **named)


def dispatch(case: Case, lead_id: str, at: At, *, designated: bool = False) -> Case:
    """派单: the lead unit (主办) becomes the holder, unsigned from now; tier and answerable stay.

    The first unit that ever receives the case stays its first receiver (首接). Raises Refusal already_there too.
    """
    now = need(case, Action.DISPATCH, at).now
    if case.state in (State.DISPATCHED, State.HANDLING) and case.holder_id == lead_id:
        raise Refusal("already_there")
    return step(
        case,
        Action.DISPATCH,
        at,
        state=State.DISPATCHED,
        dispatched_at=now,
        holder_id=lead_id,
        holder_since=now,
        signed_at=None,
        former_lead_id=None,
        first_unit_id=case.first_unit_id or lead_id,
        designated=designated,
        flags=with_flags(case.flags, drop=(RETURN_ASKED_FLAG, SIMILAR_FLAG)),  # sent on: it is a matter of its own
    )


def sign(case: Case, at: At) -> Case:
    """签收: the holder takes the case in hand; a wish to return it is over."""
    flags = with_flags(case.flags, drop=(RETURN_ASKED_FLAG,))
    return step(case, Action.SIGN, at, state=State.HANDLING, signed_at=asked_at(at).now, flags=flags)


def feed_back(case: Case, at: At) -> Case:
    """反馈: the holder says what was done."""
    return step(case, Action.FEEDBACK, at, state=State.FEEDBACK, feedback_at=asked_at(at).now)


def check(case: Case, at: At, *, passed: bool) -> Case:
    """核查: passed, the case may be closed; not passed, it goes back for rework."""
    if passed:
        return step(case, Action.CHECK, at, state=State.CHECKED, checked_at=asked_at(at).now)
    return step(case, Action.CHECK, at, **_reworked(case))


def rework(case: Case, at: At) -> Case:
    """返工: back to the holder, counted; the follow-up call is to be made anew."""
    return step(case, Action.REWORK, at, **_reworked(case))


def _reworked(case: Case) -> Mapping[str, object]:
    """Return the columns of a rework: a centre that took over meanwhile has not signed, and does that first."""
    return {
        "state": State.HANDLING if case.is_signed else State.DISPATCHED,
        "feedback_at": None,
        "checked_at": None,
        "followed_at": None,
        "resolved": "",
        "satisfaction": "",
        "reworks": case.reworks + 1,
    }


def follow_up(case: Case, at: At, *, resolved: str, satisfaction: str, complete: bool) -> Case:
    """回访: what the caller said; `complete` when every known caller has been called."""
    followed_at = asked_at(at).now if complete else case.followed_at
    said = {"resolved": resolved, "satisfaction": satisfaction} if resolved or satisfaction else {}
    return step(case, Action.FOLLOW_UP, at, followed_at=followed_at, **said)


def close(case: Case, at: At) -> Case:
    """结案."""
    return step(case, Action.CLOSE, at, state=State.CLOSED, **_ended(at))


def reopen(case: Case, at: At) -> Case:
    """重开: a closed case is the centre's again, unsigned, as after its acceptance; it counts as a rework.

    The unit to handle it is chosen anew, and the caller is called anew. Extensions and suspensions count from here, as
    the limit does, which the desk starts anew (our rule: the time it was closed is nobody's).
    """
    now = asked_at(at).now
    return step(
        case,
        Action.REOPEN,
        at,
        state=State.ACCEPTED,
        holder_id=case.answerable_id,
        holder_since=now,
        former_lead_id=None,
        signed_at=None,
        dispatched_at=None,
        feedback_at=None,
        checked_at=None,
        closed_at=None,
        followed_at=None,
        resolved="",
        satisfaction="",
        designated=False,
        reworks=case.reworks + 1,
        extensions=0,
        suspensions=0,
        stopped_ms=0,
        resumed_at=now,
    )


def void(case: Case, at: At) -> Case:
    """作废: there was nothing in it, or it should never have been; the number stays used."""
    now = asked_at(at).now
    stood = 0 if case.suspended_at is None else now - case.suspended_at
    ended = {"suspended_at": None, "suspended_until": None, "stopped_ms": case.stopped_ms + stood, **_ended(at)}
    return step(case, Action.VOID, at, state=State.VOID, **ended)


def _ended(at: At) -> Mapping[str, object]:
    return {"closed_at": asked_at(at).now, "claimed_by": None, "claimed_at": None}


def supervise(case: Case, at: At, level: str) -> Case:
    """督办: somebody above watches the case, by a grade that is shown as a word; a new grade replaces the former."""
    return step(case, Action.SUPERVISE, at, supervised=level)


def unsupervise(case: Case, at: At) -> Case:
    """解除督办."""
    return step(case, Action.UNSUPERVISE, at, supervised="")


def urge(case: Case, at: At) -> Case:
    """催办: the holder is reminded, and it counts."""
    return step(case, Action.URGE, at, urges=case.urges + 1, urged_at=asked_at(at).now)


def escalate(case: Case, at: At, to: Tier | None = None) -> Case:
    """升级: tier and answerable move one step up (or to the tier `to`), and that centre holds the case, unsigned.

    A lead unit that held the case stays named as 原主办 until the centre confirms it or dispatches anew.
    """
    now = need(case, Action.ESCALATE, at).now
    above = case.tier.above() if to is None else to
    if above is None or above <= case.tier:
        raise Refusal("top_tier")
    centre = ancestor_at(case.area_path, above) or case.area_path.split("/")[0]
    with_lead = case.holder_id != case.answerable_id
    return step(
        case,
        Action.ESCALATE,
        at,
        tier=above,
        answerable_id=centre,
        holder_id=centre,
        holder_since=now,
        signed_at=None,
        state=State.DISPATCHED if case.state is State.HANDLING else case.state,
        former_lead_id=case.holder_id if with_lead else case.former_lead_id,
        designated=False,
        flags=with_flags(case.flags, drop=(RETURN_ASKED_FLAG,)),
        escalated_at=now,
    )


def give_back(case: Case, at: At) -> Case:
    """退单: back to the answerable centre; where the district wants it approved, only the wish to (退单须审批)."""
    asked = need(case, Action.RETURN, at)
    if asked.rules.returns is ReturnPolicy.APPROVAL:
        return step(case, Action.RETURN, at, flags=with_flags(case.flags, add=(RETURN_ASKED_FLAG,)))
    return step(case, Action.RETURN, at, **_returned(case, asked.now))


def allow_return(case: Case, at: At) -> Case:
    """准予退单: the centre takes back what the holder asked to return."""
    asked = need(case, Action.ALLOW_RETURN, at)
    return step(case, Action.ALLOW_RETURN, at, **_returned(case, asked.now))


def deny_return(case: Case, at: At) -> Case:
    """不准退单: the holder keeps the case; its time has gone on running."""
    return step(case, Action.DENY_RETURN, at, flags=with_flags(case.flags, drop=(RETURN_ASKED_FLAG,)))


def _returned(case: Case, now: Instant) -> Mapping[str, object]:
    """Return the columns of a return. It counts; the second makes the case 疑难."""
    returns = case.returns + 1
    hard = (HARD_FLAG,) if returns >= HARD_AFTER_RETURNS else ()
    return {
        "state": State.ACCEPTED,
        "holder_id": case.answerable_id,
        "holder_since": now,
        "signed_at": None,
        "dispatched_at": None,
        "designated": False,
        "returns": returns,
        "flags": with_flags(case.flags, add=hard, drop=(RETURN_ASKED_FLAG,)),
    }


def extend(case: Case, at: At, until: Instant) -> Case:
    """延期: a later due time, a few times and never after the case is overdue. Raises Refusal field_bad too."""
    need(case, Action.EXTEND, at)
    if case.due_at is None or until <= case.due_at:
        raise Refusal("field_bad", field="until", value=str(until), remedy="延期后的时限须晚于原时限")
    return step(case, Action.EXTEND, at, due_at=until, extensions=case.extensions + 1)


def suspend(case: Case, at: At, until: Instant) -> Case:
    """挂账: the clock stands still until `until` at the latest. Raises Refusal field_bad too."""
    asked = need(case, Action.SUSPEND, at)
    if until <= asked.now:
        raise Refusal("field_bad", field="until", value=str(until), remedy="恢复时间须晚于现在")
    if until - asked.now > asked.rules.suspension_ms_most:
        raise Refusal("suspend_too_long", days=asked.rules.suspension_days_most)
    return step(deadlines.suspended(case, asked.now, until), None, at)


def resume(case: Case, at: At, calendar: Calendar | None) -> Case:
    """恢复: the clock runs again, the due time moves by the time stopped; a tier's waiting begins anew."""
    asked = need(case, Action.RESUME, at)
    return step(deadlines.resumed(case, asked.now, calendar), None, at)


def restored(case: Case, at: At, former: Mapping[str, object]) -> Case:
    """Return the case with the columns of its last deed as they were; `former` is that event's `before`.

    Whether it may be taken back is the table's to say (`need`, Action.UNDO).
    """
    return step(msgspec.convert(msgspec.to_builtins(case) | dict(former), Case), None, at)


def note(case: Case, at: At) -> Case:
    """备注: nothing moves, but the version does, so that two people never overwrite each other's view."""
    return step(case, Action.NOTE, at)


def claim(case: Case, at: At) -> Case:
    """认领: somebody at a desk is working on it; a claim that has run out is nobody's any more."""
    asked = asked_at(at)
    return step(case, Action.CLAIM, asked, claimed_by=asked.person_id, claimed_at=asked.now)


def release(case: Case, at: At) -> Case:
    """取消认领: nobody is working on it any more."""
    return step(case, Action.RELEASE, at, claimed_by=None, claimed_at=None)
