"""Which unit a case of the board suggests as lead, of those it can be dispatched to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from console.pages.operations.offers import candidates
from services.api.board import BoardRow
from services.api.district import ProfileView, UnitRow
from services.domain.suggestion import suggested_lead


def suggested(row: BoardRow, profile: ProfileView, units: Iterable[UnitRow]) -> UnitRow | None:
    """Return the unit that a case suggests by its category and its place, None when nothing does.

    `units` are those it can be dispatched to; another one is never suggested.
    """
    category = next((one for one in profile.categories if one.code == row.category), None)
    department_id = category.department_id if category is not None else ""
    to_grid = category is None or category.to_grid
    lead = suggested_lead(row.area_path, row.tier, row.holder_id, department_id, to_grid=to_grid)
    return next((unit for unit in units if unit.id == lead), None)


def suggestions(
    rows: Iterable[BoardRow], profile: ProfileView, units: tuple[UnitRow, ...]
) -> Mapping[str, UnitRow | None]:
    """Return by the id of each case the unit it suggests. `units` are all of the district."""
    return {row.id: suggested(row, profile, candidates(row, units)) for row in rows}
