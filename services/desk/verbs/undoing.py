"""撤销: the counter-deed that gives back what was, within a minute and while nobody has acted since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.desk.moves import Desk, Moved, moved
from services.desk.verbs.common import deed
from services.desk.verbs.joining import undo_merge
from services.domain import custody
from services.domain.actions import ACTIONS, Action
from services.domain.problems import Refusal
from services.store import cases as case_store

if TYPE_CHECKING:
    from services.api.cases import Act
    from services.domain.cases import Case

_ASIDE = "assisting"
"""What an event tells beside the case's own columns and undoing restores too."""


def undo(desk: Desk, case: Case, act: Act) -> Moved:
    """撤销 one's own last deed: its own event, nothing is deleted.

    Raises Refusal undo_nothing, undo_not_yours, undo_too_late.
    """
    custody.need(case, Action.UNDO, desk.asked)
    last = case_store.events(desk.tx.conn, case.id)[-1]
    if last.version != case.version:
        raise Refusal("undo_nothing")
    if last.action == Action.MERGE.value:
        return undo_merge(desk, case, act, last.at)
    former = {name: value for name, value in last.before.items() if name != _ASIDE}
    helpers = last.before.get(_ASIDE)
    words = f"撤销{ACTIONS[Action(last.action)].label}"
    after = custody.restored(case, desk.asked, former)
    return moved(desk, case, after, deed(act, words), None if helpers is None else tuple(helpers))
