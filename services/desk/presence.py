"""Who looks at which case, as others in whose view the case lies may know it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.api.team import Glance
from services.domain.tiers import is_within

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.domain.clock import Instant
    from services.domain.rights import Scope
    from services.store.presence import Seen

LOOKING_MS = 35_000
"""A console tells every ten seconds that somebody is at it; who has missed three of these is no longer there."""


def of_view(seen: Iterable[Seen], scope: Scope, now: Instant) -> tuple[Glance, ...]:
    """Return who looks at a case of one's view, and when who has claimed one was last at it; oneself left out."""
    found = []
    for one in seen:
        glance = one.glance
        there = glance.left_at is None and now - glance.at < LOOKING_MS
        if glance.person_id != scope.person_id and (there or one.claimed) and _in_view(one, scope):
            found.append(Glance(glance.person_id, glance.case_id, glance.at, there))
    return tuple(found)


def shape(seen: Iterable[Seen], now: Instant) -> frozenset[tuple[str, str]]:
    """Return what others notice at once: who is where. That somebody is still there is told with the next beat."""
    return frozenset(
        (one.glance.person_id, one.glance.case_id)
        for one in seen
        if one.glance.left_at is None and now - one.glance.at < LOOKING_MS
    )


def _in_view(one: Seen, scope: Scope) -> bool:
    """Tell whether one may see the case as it is now: by the same rule as `services.store.visibility.may_see`."""
    inside = bool(scope.unit_path) and is_within(one.area_path, scope.unit_path)
    return inside or scope.unit_id in one.units
