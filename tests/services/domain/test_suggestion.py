from __future__ import annotations

import pytest

from services.domain.suggestion import suggested_lead
from services.domain.tiers import Tier

GRID = "440113/440113007/440113007001/440113007001003"
STREET = "440113/440113007"


@pytest.mark.parametrize(
    ("path", "tier", "holder", "department", "expected"),
    [
        (GRID, Tier.GRID, "440113007001003", "dept-water", "dept-water"),
        (GRID, Tier.STREET, "dept-water", "dept-water", "440113007001003"),  # not again to who has it
        (GRID, Tier.STREET, "440113007", "", "440113007001003"),
        (GRID, Tier.COMMUNITY, "440113007001", "", "440113007001003"),
        (GRID, Tier.STREET, "440113007001003", "", "440113007001"),
        (GRID, Tier.GRID, "440113007001003", "", None),  # the grid has it, and nothing lies below
        (STREET, Tier.DISTRICT, "440113", "", "440113007"),
        ("440113", Tier.DISTRICT, "440113", "", None),  # no place known
    ],
)
def test_the_category_s_department_or_the_lowest_unit_of_the_place(
    path: str, tier: Tier, holder: str, department: str, expected: str | None
) -> None:
    assert suggested_lead(path, tier, holder, department) == expected


def test_what_may_not_go_to_a_grid_suggests_the_community_above_it() -> None:
    assert suggested_lead(GRID, Tier.STREET, "440113007", "", to_grid=False) == "440113007001"
    assert suggested_lead(GRID, Tier.COMMUNITY, "440113007001", "", to_grid=False) is None
