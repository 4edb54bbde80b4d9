"""并案 and 拆案, and what undoing a merge comes to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.desk import access
from services.desk.clocks import calendar
from services.desk.moves import Deed, Desk, Moved, moved
from services.desk.verbs.common import deed, joined
from services.domain import custody, merging
from services.domain.actions import ACTIONS, Action
from services.domain.deadlines import spell_duration, spell_moment
from services.domain.problems import Refusal
from services.store import cases as case_store
from services.store import loop_rows
from services.store.visibility import sight

if TYPE_CHECKING:
    from services.api.cases import Act
    from services.domain.cases import Case


def merge(desk: Desk, case: Case, act: Act) -> Moved:
    """并案: the case waits with another (`other_id`), which has to be one's own to decide about as well."""
    label = ACTIONS[Action.MERGE].label
    parent = access.visible_case(desk.tx.conn, desk.scope, act.other_id)
    access.in_charge(desk.district, desk.scope, parent, label)
    child_after, parent_after = merging.merge(case, parent, desk.asked)
    made = moved(desk, case, child_after, deed(act, joined(f"并入 {parent.number}", act.text)))
    moved(desk, parent, parent_after, Deed(action=act.action.value, text=joined(f"{case.number} 并入本件", act.text)))
    return made


def split(desk: Desk, case: Case, act: Act) -> Moved:
    """拆案: out of its parent, or out of this case the one that is named (`other_id`).

    Raises Refusal text_required, not_found, not_its_child.
    """
    custody.need(case, Action.SPLIT, desk.asked)
    if case.merged_at is None and not act.other_id:
        raise Refusal("text_required", field="另一案件")
    child, parent = _pair(desk, case, act.other_id)
    child_after, parent_after = merging.split(child, parent, desk.asked, calendar(desk.tx.conn, desk.district))
    return _apart(desk, case, (child, child_after), (parent, parent_after), act)


def _pair(desk: Desk, case: Case, other_id: str) -> tuple[Case, Case]:
    """Return child and parent. Raises Refusal not_found for a parent or a child that one may not see."""
    if case.merged_at is not None:
        return case, access.visible_case(desk.tx.conn, desk.scope, case.parent_id or "")
    return access.visible_case(desk.tx.conn, desk.scope, other_id), case


def _apart(desk: Desk, case: Case, child: tuple[Case, Case], parent: tuple[Case, Case], act: Act) -> Moved:
    """Write both cases (before, after), each with its own event; return the move of the one that was acted on."""
    head = "撤销并案，" if act.action is Action.UNDO else ""
    told = {
        child[0].id: f"{head}从 {parent[0].number} 拆出{_stood_words(desk, *child)}",
        parent[0].id: f"{head}{child[0].number} 拆出",
    }
    made = {}
    for before, after in (child, parent):
        text = joined(told[before.id], act.text)
        its = deed(act, text) if before.id == case.id else Deed(action=act.action.value, text=text)
        made[before.id] = moved(desk, before, after, its)
    return made[case.id]


def _stood_words(desk: Desk, before: Case, after: Case) -> str:
    """Return what the time as a merged case did to the deadline, "" where it did nothing."""
    if after.due_at is None or after.due_at == before.due_at:
        return ""
    length = spell_duration(after.stopped_ms - before.stopped_ms)
    return f"，并案期间停表{length}，时限顺延至 {spell_moment(after.due_at, desk.district.zone)}"


def children_in_sight(desk: Desk, case: Case) -> list[Case]:
    """Return the cases merged into one. Raises Refusal merge_out_of_sight where one does not see all of them."""
    if not case.children:
        return []
    conn = desk.tx.conn
    views = [(child, sight(conn, child, desk.scope)) for child in loop_rows.children(conn, case.id)]
    seen = [child for child, how in views if how is not None and how.as_of is None]
    if len(seen) < case.children:
        raise Refusal("merge_out_of_sight", count=case.children - len(seen))
    return seen


def undo_merge(desk: Desk, case: Case, act: Act, at: int) -> Moved:
    """Take a merge back, from the child or from its parent; `at` is the moment of the merge.

    Raises Refusal undo_nothing, undo_not_yours, undo_too_late, not_found.
    """
    asked = custody.need(case, Action.UNDO, desk.asked)
    if case.merged_at is not None:
        child, parent = _pair(desk, case, "")
    else:
        found = [one for one in loop_rows.children(desk.tx.conn, case.id) if one.merged_at == at]
        if not found:
            raise Refusal("undo_nothing")
        child, parent = found[-1], case
    former = {"parent_id": None, "merged_at": None}
    last = case_store.events(desk.tx.conn, child.id)[-1]
    if last.action == Action.MERGE.value:
        former |= last.before
    alone = custody.restored(child, asked, former)
    count = max(0, parent.children - 1)
    left = custody.step(parent, None, asked, children=count)
    return _apart(desk, case, (child, alone), (parent, left), act)
