"""Who stands in a slot at a moment: order, deputies, hours over midnight, and what is a vacancy."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec
import pytest

import resources
from services.domain.clock import from_datetime
from services.domain.contacts import GENERAL_SLOTS, Contact, on_duty, read_hours, slots_of, standing, vacancies
from services.domain.profile_read import load_profile
from services.domain.tiers import Tier
from services.domain.units import Unit, UnitKind

ZONE = ZoneInfo("Asia/Shanghai")
GRID = Unit(id="g1", code="g1", name="第一网格", kind=UnitKind.AREA, tier=Tier.GRID, path="d/s/c/g1")
WATER = Unit(id="dept-water", code="water", name="水务局", kind=UnitKind.DEPARTMENT, path="dept-water")


def at(hour: int, minute: int = 0, day: int = 10) -> int:
    """Return a moment of a day in October 2026 by the district's clock."""
    return from_datetime(datetime(2026, 10, day, hour, minute, tzinfo=ZONE))


def one(number: int, **fields: object) -> Contact:
    """Return a grid head."""
    blank = Contact(id=f"c{number}", unit_id="g1", slot="grid_head", person=f"张{number}", order=number)
    return msgspec.structs.replace(blank, **fields)


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("08:30-17:30", (510, 1050)),
        (" 8:00 — 20:00 ", (480, 1200)),
        ("20:00至08:00", (1200, 480)),
        ("", (None, None)),
    ],
)
def test_hours_are_read_as_people_write_them(text: str, minutes: tuple[int | None, int | None]) -> None:
    assert read_hours(text) == minutes


@pytest.mark.parametrize("text", ["8点到17点", "25:00-26:00", "08:30", "08:60-09:00"])
def test_what_is_no_hours_says_how_to_write_them(text: str) -> None:
    with pytest.raises(ValueError, match="08:30-17:30"):
        read_hours(text)


def test_night_shifts_run_over_midnight_and_a_posting_has_its_time() -> None:
    night = one(1, day_from=1200, day_to=480)
    assert [on_duty(night, at(hour), ZONE) for hour in (19, 20, 23, 0, 7, 8)] == [False, True, True, True, True, False]
    posted = one(2, on_from=at(9), on_to=at(9, day=12))
    assert [on_duty(posted, moment, ZONE) for moment in (at(8, 59), at(9), at(8, 59, 12), at(9, 0, 12))] == [
        False,
        True,
        True,
        False,
    ]


def test_who_is_off_duty_is_stood_in_for_by_the_first_deputy_on_duty() -> None:
    day = one(1, day_from=480, day_to=1200)
    late = one(2, order=1, deputy_of="c1", day_from=600, day_to=660)
    night = one(3, order=2, deputy_of="c1")
    team = [night, late, day]
    assert [who.id for who in standing(team, at(12), ZONE)] == ["c1"]
    assert [who.id for who in standing(team, at(23), ZONE)] == ["c3"]
    assert [who.id for who in standing([day, late], at(23), ZONE)] == ["c1"], "nobody on duty: reached all the same"


def test_everybody_on_duty_is_reached_by_order_and_the_removed_are_not() -> None:
    team = [one(3), one(1), one(2, day_from=0, day_to=60), one(4, removed_at=at(1))]
    assert [who.id for who in standing(team, at(12), ZONE)] == ["c1", "c3"]


def test_a_deputy_fills_no_place_and_a_past_posting_does_not_either() -> None:
    slots = slots_of(())
    assert [(gap.unit_id, gap.slot, gap.have) for gap in vacancies(slots, [GRID, WATER], [], at(12))] == [
        ("g1", "grid_head", 0),
        ("dept-water", "dept_duty", 0),
    ]
    deputy = [one(1, deputy_of="c9"), one(2, on_to=at(1))]
    assert len(vacancies(slots, [GRID], deputy, at(12))) == 1
    assert vacancies(slots, [GRID], [one(1, day_from=0, day_to=60)], at(12)) == [], "asleep is not vacant"


def test_jiangnan_has_its_1_1_1_n_and_our_slots_for_the_tiers_it_says_nothing_of() -> None:
    profile = load_profile(resources.path("profiles/jiangnan.toml").read_bytes())
    grid = [(slot.name, slot.most, slot.origin) for slot in profile.team if slot.tier is Tier.GRID]
    assert grid == [("网格党组织", 0, "S4"), ("网格指导员", 1, "S4"), ("网格长", 1, "S4"), ("网格员", 0, "S4")]
    assert [slot for slot in profile.team if slot.tier is not Tier.GRID] == [
        slot for slot in GENERAL_SLOTS if slot.tier is not Tier.GRID
    ]
