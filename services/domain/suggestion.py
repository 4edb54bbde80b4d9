"""Which unit a case would be dispatched to: by its category and its place. A suggestion; a person decides."""

from __future__ import annotations

from services.domain.tiers import Tier, ancestor_at


def suggested_lead(
    area_path: str, tier: Tier, holder_id: str, department_id: str, *, to_grid: bool = True
) -> str | None:
    """Return the id of the unit that a case suggests as lead (主办), or None when nothing does.

    The department that usually handles the category comes first (`department_id`, "" none); else the case is solved at
    the lowest tier that its place names and that lies below the centre that answers for it (小问题不出网格). Whoever
    holds it already is not suggested, nor a grid where its matters may not go to one (事项准入: `to_grid` False).
    `area_path` joins unit ids from the district down.
    """
    if department_id and department_id != holder_id:
        return department_id
    below = [ancestor_at(area_path, lower) for lower in Tier if lower < tier and (to_grid or lower > Tier.GRID)]
    return next((unit_id for unit_id in below if unit_id is not None and unit_id != holder_id), None)
