"""重开: what was closed a short while ago is to be done again, because the matter is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.desk import clocks
from services.desk.moves import Deed, Desk, Moved, moved
from services.desk.verbs.common import deed, joined, reason_of
from services.desk.verbs.joining import children_in_sight
from services.domain import custody
from services.domain.cases import State
from services.domain.deadlines import spell_moment
from services.domain.merging import reopened_with_parent
from services.store import cases as case_store

if TYPE_CHECKING:
    from services.api.cases import Act
    from services.domain.cases import Case


def reopen(desk: Desk, case: Case, act: Act) -> Moved:
    """重开 to the centre that answers for it, with the reason; its limit runs anew and the event says so.

    The cases merged into it stay merged and wait with it again, each with its own event.
    Raises Refusal wrong_step, merged, reopen_too_late, merge_out_of_sight.
    """
    merged = children_in_sight(desk, case)
    after = custody.reopen(case, desk.asked)
    after = clocks.restarted(desk.tx.conn, desk.district, after, desk.tx.now)
    for child in merged:
        told = Deed(action=act.action.value, text=f"随主案件 {case.number} 重开")
        moved(desk, child, reopened_with_parent(child, _state_before(desk, child), desk.tx.now), told)
    words = joined("重开", f"{reason_of(desk, act)}。{_limit_words(desk, after)}")
    return moved(desk, case, after, deed(act, words), ())


def _state_before(desk: Desk, child: Case) -> State:
    """Return at which step a merged case was when it was closed with its parent."""
    for event in reversed(case_store.events(desk.tx.conn, child.id)):
        if event.after.get("state") == State.CLOSED.value:
            return State(event.before["state"])
    return State.ACCEPTED


def _limit_words(desk: Desk, case: Case) -> str:
    if case.due_at is not None:
        return f"时限“{case.due_text}”自重开起重新计算，{spell_moment(case.due_at, desk.district.zone)} 到期"
    return "时限自派单起重新计算" if clocks.limit_for(desk.tx.conn, desk.district, case) else "本件没有适用的时限"
