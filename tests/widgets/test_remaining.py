"""Remaining time: text, tone and share."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from widgets.remaining import DAY_MS, MINUTE_MS, remaining

MIN = MINUTE_MS


@pytest.mark.parametrize(
    ("left", "text", "tone"),
    [
        (-6 * MIN, "-00:06", "red"),
        (-1, "-00:01", "red"),
        (0, "00:00", "red"),
        (1, "00:01", "orange"),
        (4 * MIN, "00:04", "orange"),
        (10 * MIN, "00:10", "orange"),
        (10 * MIN + 1, "00:11", "yellow"),
        (30 * MIN, "00:30", "yellow"),
        (30 * MIN + 1, "00:31", "calm"),
        (72 * MIN, "01:12", "calm"),
        (DAY_MS - 1, "24:00", "calm"),
        (2 * DAY_MS + 5, "2天", "calm"),
        (-3 * DAY_MS, "-3天", "red"),
    ],
)
def test_as_in_the_queue(left: int, text: str, tone: str) -> None:
    found = remaining(left, left - 100 * MIN, 0, "{n}天")
    assert (found.text, found.tone) == (text, tone)


@given(due=st.integers(-(10**13), 10**13), start=st.integers(-(10**13), 10**13), now=st.integers(0, 2 * 10**12))
def test_share_is_a_share_and_late_is_full(due: int, start: int, now: int) -> None:
    found = remaining(due, start, now, "{n}天")
    assert 0.0 <= found.used <= 1.0
    if now >= due:
        assert found.used == 1.0
        assert found.tone == "red"
