"""The four tiers of response: 网格 → 社区(村) → 街镇 → 区 (四级响应)."""

from __future__ import annotations

from enum import IntEnum


class Tier(IntEnum):
    """A tier of the jurisdiction tree, lowest first."""

    GRID = 1
    COMMUNITY = 2
    STREET = 3
    DISTRICT = 4

    def above(self) -> Tier | None:
        """Return the next tier up, or None at the district."""
        return Tier(self + 1) if self < Tier.DISTRICT else None


def is_within(path: str, unit_path: str) -> bool:
    """Tell whether an area path lies in a unit's area. Paths are unit ids from the district down, joined by "/"."""
    return path == unit_path or path.startswith(unit_path + "/")


def ancestor_at(path: str, tier: Tier) -> str | None:
    """Return the id of the unit of that tier on an area path, or None when the path ends above it."""
    parts = path.split("/")
    depth = Tier.DISTRICT - tier
    return parts[depth] if path and depth < len(parts) else None


def tier_of_path(path: str) -> Tier:
    """Return the tier of the unit an area path ends in (a path has one to four parts). Raises ValueError otherwise."""
    depth = len(path.split("/"))
    if not path or depth > 4:
        raise ValueError(f"an area path has one to four units, not {path!r}")
    return Tier(Tier.DISTRICT + 1 - depth)
