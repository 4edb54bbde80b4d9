"""Printed limits: what is read, what is refused, and what bare words come to."""

from __future__ import annotations

import pytest

from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS
from services.domain.limits import Length, LimitKind, Means, UnknownLimit, length_of, read_limit

URGENT, NATURAL, HOURS, DAYS = LimitKind.URGENT, LimitKind.NATURAL, LimitKind.WORKING_HOURS, LimitKind.WORKING_DAYS


@pytest.mark.parametrize(
    ("text", "number", "unit", "suffix", "working", "natural"),
    [
        ("2紧急工作时", 2, "紧急工作时", "", (URGENT, 2 * HOUR_MS), (URGENT, 2 * HOUR_MS)),
        ("1紧急工作时制止", 1, "紧急工作时", "制止", (URGENT, HOUR_MS), (URGENT, HOUR_MS)),
        ("2 紧急工作日", 2, "紧急工作日", "", (URGENT, 2 * DAY_MS), (URGENT, 2 * DAY_MS)),
        ("4小时", 4, "小时", "", (HOURS, 4 * HOUR_MS), (NATURAL, 4 * HOUR_MS)),
        ("4工作时", 4, "工作时", "", (HOURS, 4 * HOUR_MS), (HOURS, 4 * HOUR_MS)),
        ("５天", 5, "天", "", (DAYS, 5), (NATURAL, 5 * DAY_MS)),
        ("2工作日", 2, "工作日", "", (DAYS, 2), (DAYS, 2)),
        ("5 个工作日内", 5, "工作日", "", (DAYS, 5), (DAYS, 5)),
        ("15分钟", 15, "分钟", "", (NATURAL, 15 * MINUTE_MS), (NATURAL, 15 * MINUTE_MS)),
        ("3自然日", 3, "自然日", "", (NATURAL, 3 * DAY_MS), (NATURAL, 3 * DAY_MS)),
    ],
)
def test_limits_as_printed(
    text: str,
    number: int,
    unit: str,
    suffix: str,
    working: tuple[LimitKind, int],
    natural: tuple[LimitKind, int],
) -> None:
    found = read_limit(text)
    assert found is not None
    assert (found.text, found.number, found.unit_text, found.suffix) == (text, number, unit, suffix)
    for means, (kind, size) in ((Means.WORKING, working), (Means.NATURAL, natural)):
        days = kind is LimitKind.WORKING_DAYS
        length = Length(kind=kind, days=size if days else 0, length_ms=0 if days else size)
        assert length_of(found, hours=means, days=means) == length


def test_bare_words_wait_for_a_person() -> None:
    hours, days = read_limit("4小时"), read_limit("5天")
    assert hours is not None
    assert days is not None
    assert length_of(hours, hours=Means.UNDECIDED, days=Means.WORKING) is None
    assert length_of(days, hours=Means.WORKING, days=Means.UNDECIDED) is None


@pytest.mark.parametrize("text", ["无时限", "无", " 不限 "])
def test_no_limit_is_no_limit(text: str) -> None:
    assert read_limit(text) is None


@pytest.mark.parametrize("text", ["", " ", "-", "—", "/"])
def test_a_limit_that_may_have_been_forgotten_is_asked_for(text: str) -> None:
    with pytest.raises(UnknownLimit, match="请写“无时限”"):
        read_limit(text)


@pytest.mark.parametrize(
    "text", ["半天", "尽快", "2", "小时", "0天", "1.5小时", "5天内酌情", "2小时、5天", "=2天", "9999999天"]
)
def test_what_cannot_be_read_is_said(text: str) -> None:
    with pytest.raises(UnknownLimit, match="时限“"):
        read_limit(text)
