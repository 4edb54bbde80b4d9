"""What a case offers: which buttons stand in its panel, in which weight, and to whom it can be dispatched.

The table of actions has more verbs than a panel has room for. Each state shows the few that belong to it, always in the
same order, whether they can be used or not; the rest is under one more button, and every key works all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace

from PySide6.QtCore import QCoreApplication

from services.api.board import BoardRow
from services.api.district import UnitRow
from services.domain.actions import Action
from services.domain.cases import State
from services.domain.conditions import RETURN_ASKED_FLAG, flagged
from services.domain.tiers import Tier
from widgets.keycap import ActionSpec

MORE = "more"
"""The name of the button that opens the list of everything that can be done."""

MORE_KEY = "."

_NEXT: dict[State, Action] = {
    State.REPORTED: Action.ACCEPT,
    State.ACCEPTED: Action.DISPATCH,
    State.FILED: Action.DISPATCH,
    State.DISPATCHED: Action.SIGN,
    State.HANDLING: Action.FEEDBACK,
    State.FEEDBACK: Action.CHECK,
    State.CHECKED: Action.CLOSE,
}
"""What normally comes next at each state: the button that is drawn as the first choice."""

_ALWAYS = (Action.SUPERVISE, Action.CLAIM)
_USUAL: dict[State, tuple[Action, ...]] = {
    State.REPORTED: (Action.ACCEPT, Action.DECLINE, Action.VERIFY, Action.MERGE, Action.ESCALATE),
    State.ACCEPTED: (Action.DISPATCH, Action.FILE, Action.MERGE, Action.SUSPEND, Action.ESCALATE),
    State.FILED: (Action.DISPATCH, Action.MERGE, Action.SUSPEND, Action.ESCALATE),
    State.DISPATCHED: (Action.SIGN, Action.DISPATCH, Action.RETURN, Action.URGE, Action.ESCALATE),
    State.HANDLING: (Action.FEEDBACK, Action.DISPATCH, Action.EXTEND, Action.URGE, Action.ESCALATE),
    State.FEEDBACK: (Action.CHECK, Action.FOLLOW_UP, Action.REWORK, Action.ESCALATE),
    State.CHECKED: (Action.CLOSE, Action.FOLLOW_UP, Action.REWORK),
}
_CLOSED = (Action.REOPEN, Action.NOTE)
_SUSPENDED = (Action.RESUME,)
_MERGED = (Action.SPLIT,)
_RETURN_ASKED = (Action.ALLOW_RETURN, Action.DENY_RETURN)


def _usual(row: BoardRow) -> tuple[Action, ...]:
    if row.merged_at is not None:
        return (*_MERGED, Action.NOTE)
    if row.suspended_at is not None:
        return (*_SUSPENDED, *_ALWAYS)
    usual = _USUAL.get(row.state)
    if row.state is State.CLOSED:
        return _CLOSED
    if usual is None:
        return (Action.NOTE,)
    if flagged(row.flags, RETURN_ASKED_FLAG):
        usual = (*_RETURN_ASKED, *(one for one in usual if one is not Action.RETURN))
    return (*usual, *_ALWAYS)


def following(row: BoardRow) -> Action | None:
    """Return what normally comes next for a case, None when nothing does."""
    if row.merged_at is not None:
        return Action.SPLIT
    if row.suspended_at is not None:
        return Action.RESUME
    return Action.ALLOW_RETURN if flagged(row.flags, RETURN_ASKED_FLAG) else _NEXT.get(row.state)


def offered(found: Collection[ActionSpec], row: BoardRow, person_id: str) -> tuple[ActionSpec, ...]:
    """Return the buttons to draw: the usual ones of the state, what can be taken back, and the button for the rest."""
    by_name = {spec.name: spec for spec in found}
    if not by_name:
        return ()  # a case that has left one's view
    wanted: list[Action] = []
    for action in _usual(row):
        shown = _claiming(row, person_id, by_name) if action is Action.CLAIM else action
        wanted.append(shown)
    if not by_name[Action.UNDO].reason:
        wanted.append(Action.UNDO)
    buttons = [by_name[action] for action in wanted]
    next_one = following(row)
    drawn = [replace(spec, primary=spec.name == next_one and not spec.reason) for spec in buttons]
    return (*drawn, ActionSpec(MORE, QCoreApplication.translate("Action", "更多"), MORE_KEY))


def _claiming(row: BoardRow, person_id: str, specs: dict[str, ActionSpec]) -> Action:
    if row.claimed_by == person_id:
        return Action.RELEASE
    return Action.CLAIM if not specs[Action.CLAIM].reason else Action.TAKE_OVER


def candidates(row: BoardRow, units: Iterable[UnitRow]) -> list[UnitRow]:
    """Return whom a case can be dispatched to: departments, the centres on its own branch, other streets."""
    known = tuple(units)
    branch = set(row.area_path.split("/"))
    own = [unit for unit in known if unit.id in branch]
    streets = [unit for unit in known if unit.tier is Tier.STREET and unit.id not in branch]
    return [*(unit for unit in known if unit.tier is None), *reversed(own), *streets]
