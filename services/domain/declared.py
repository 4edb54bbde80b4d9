"""A declared event: a rainstorm, a burst main; cases of its kind in its area belong to it while it lasts.

A case that belongs to an event keeps its own priority, grade and deadline: the four scales stay apart, and what an
event means for a case a person says.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from services.domain.clock import Instant
from services.domain.modes import Mode
from services.domain.tiers import is_within

JOINED, LEFT = "event_join", "event_leave"
"""Events of a case: it was taken into a declared event, or out of one."""

GATHERING: frozenset[str] = frozenset({JOINED, LEFT})
"""They change nothing else of a case: whoever has its form open is not held up by them."""


class DeclaredEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event. `kind` is a category's code or group, "" every kind; `area_path` the area it is declared for."""

    id: str
    name: str
    kind: str
    area_path: str
    mode: Mode
    demo: bool
    started_at: Instant
    started_by: str
    ended_at: Instant | None = None
    ended_by: str | None = None
    version: int = 1


def event_for(
    events: Iterable[DeclaredEvent], *, area_path: str, category: str, group: str, mode: Mode
) -> DeclaredEvent | None:
    """Return the event that a new case belongs to, None for none.

    Of several the nearest: the smallest area, then one that names the kind, then the latest declared.
    """
    fitting = [
        event
        for event in events
        if event.ended_at is None
        and event.mode is mode
        and event.kind in ("", category, group)
        and is_within(area_path, event.area_path)
    ]
    return max(fitting, key=_nearness, default=None)


def _nearness(event: DeclaredEvent) -> tuple[int, bool, Instant]:
    return event.area_path.count("/"), bool(event.kind), event.started_at
