"""Several reports of one matter as one case (并案): a child waits with its parent, every caller keeps their own row.

A merged child keeps its state, holder and deadline as they were; it is on no board, its timers are off, and what is
done is done to the parent. Taking it out (拆案) gives it back as it stood, due later by the time it waited. Closing the
parent closes its children, reopening it reopens them.
"""

from __future__ import annotations

from services.domain.actions import Action
from services.domain.calendar import Calendar
from services.domain.cases import Case, State
from services.domain.clock import Instant
from services.domain.custody import At, asked_at, need, step, with_flags
from services.domain.deadlines import Stop, stood
from services.domain.duplicates import SIMILAR_FLAG
from services.domain.problems import Refusal


def merge(child: Case, parent: Case, at: At) -> tuple[Case, Case]:
    """并案: return the child, merged, and its parent. A follow-up call of the parent is to be made anew.

    Neither is marked as 疑似重复 any more: it has been decided. The child belongs to the declared event of its parent.

    Raises Refusal of the table, merge_itself, merge_into_closed, merge_into_merged, merge_mode.
    """
    asked = need(child, Action.MERGE, at)
    if child.id == parent.id:
        raise Refusal("merge_itself")
    if parent.merged_at is not None:
        raise Refusal("merge_into_merged")
    if not parent.is_open:
        raise Refusal("merge_into_closed", state=parent.state.zh)
    if child.mode is not parent.mode:
        raise Refusal("merge_mode")
    told = {one.id: with_flags(one.flags, drop=(SIMILAR_FLAG,)) for one in (child, parent)}
    columns = {"parent_id": parent.id, "merged_at": asked.now, "claimed_by": None, "claimed_at": None}
    merged = step(child, None, at, **columns, flags=told[child.id], event_id=parent.event_id or child.event_id)
    return merged, step(parent, None, at, children=parent.children + 1, followed_at=None, flags=told[parent.id])


def split(child: Case, parent: Case, at: At, calendar: Calendar | None) -> tuple[Case, Case]:
    """拆案: return the child as it stood before it was merged, and its former parent.

    Nobody could work on the child while it waited, so its clock stood still as in a suspension: it is due later by the
    time it was merged, in the limit's own kind of time; what was overdue by then stays so (our rule).

    Raises Refusal of the table, not_its_child.
    """
    now = need(child, Action.SPLIT, at).now
    if child.merged_at is None or child.parent_id != parent.id:
        raise Refusal("not_its_child")
    waited = Stop(start=child.merged_at, end=max(now, child.merged_at))
    alone = step(stood(child, waited, calendar), None, at, parent_id=None, merged_at=None)
    return alone, step(parent, None, at, children=max(0, parent.children - 1))


def closed_with_parent(child: Case, now: Instant) -> Case:
    """Return a merged child as it ends with its parent, whatever its own step."""
    return step(child, None, asked_at(now), state=State.CLOSED, closed_at=now)


def reopened_with_parent(child: Case, state: State, now: Instant) -> Case:
    """Return a merged child as it waits again with its reopened parent, at the step it had before both were closed."""
    return step(child, None, asked_at(now), state=state, closed_at=None)
