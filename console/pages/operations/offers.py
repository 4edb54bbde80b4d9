"""What a case offers: which buttons in which weight, and to whom it can be dispatched."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from services.api.board import BoardRow
from services.api.district import UnitRow
from services.domain.actions import Action
from services.domain.cases import State
from services.domain.tiers import Tier
from widgets.keycap import ActionSpec

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


def offered(found: Iterable[ActionSpec], row: BoardRow, person_id: str) -> tuple[ActionSpec, ...]:
    """Return the buttons to draw: claim or release, whichever applies, and the usual next step first in weight."""
    hidden = Action.CLAIM if row.claimed_by == person_id else Action.RELEASE
    following = _NEXT.get(row.state)
    return tuple(
        replace(spec, primary=spec.name == following and not spec.reason) for spec in found if spec.name != hidden
    )


def candidates(row: BoardRow, units: Iterable[UnitRow]) -> list[UnitRow]:
    """Return whom a case can be dispatched to: departments, the centres on its own branch, other streets."""
    known = tuple(units)
    branch = set(row.area_path.split("/"))
    own = [unit for unit in known if unit.id in branch]
    streets = [unit for unit in known if unit.tier is Tier.STREET and unit.id not in branch]
    return [*(unit for unit in known if unit.tier is None), *reversed(own), *streets]
