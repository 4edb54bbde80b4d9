"""Which shift is on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.shifts import current
from services.domain.clock import from_datetime

SHIFTS = ("白班 08:00–16:00", "中班 16:00–24:00", "夜班 00:00–08:00")
LONG_NIGHT = ("白班 08:30–17:30", "夜班 17:30–08:30")


@pytest.mark.parametrize(
    ("shifts", "time", "on"),
    [
        (SHIFTS, (8, 0), "白班 08:00–16:00"),
        (SHIFTS, (15, 59), "白班 08:00–16:00"),
        (SHIFTS, (16, 0), "中班 16:00–24:00"),
        (SHIFTS, (23, 59), "中班 16:00–24:00"),
        (SHIFTS, (3, 0), "夜班 00:00–08:00"),
        (LONG_NIGHT, (2, 0), "夜班 17:30–08:30"),
        (LONG_NIGHT, (17, 30), "夜班 17:30–08:30"),
        (("机动",), (9, 0), ""),
        ((), (9, 0), ""),
    ],
)
def test_the_shift_of_a_time_of_day(shifts: tuple[str, ...], time: tuple[int, int], on: str) -> None:
    moment = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(hours=time[0], minutes=time[1])
    assert current(shifts, from_datetime(moment), UTC) == on
