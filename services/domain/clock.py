"""Time as the program carries it, and the clock that is passed in wherever time decides something."""

from __future__ import annotations

import time
from datetime import UTC, datetime, tzinfo
from typing import Annotated, Protocol, TypeAlias

import msgspec

Instant: TypeAlias = int
"""Milliseconds since 1970-01-01 00:00 UTC: stored, sent and compared so; zones exist only on screens and paper."""

LATEST: Instant = 4_102_444_800_000
"""2100-01-01: no moment that anybody may name lies after it (our rule), so that every one can be shown and stored."""

Moment: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=LATEST)]
"""An instant that comes from outside."""

SECOND_MS = 1_000
MINUTE_MS = 60 * SECOND_MS
HOUR_MS = 60 * MINUTE_MS
DAY_MS = 24 * HOUR_MS


class Clock(Protocol):
    """Where "now" comes from. One transaction or sweep asks once, so that all its rows agree."""

    def now(self) -> Instant:
        """Return the wall clock in milliseconds since the epoch, UTC."""
        ...

    def monotonic(self) -> float:
        """Return seconds on a clock that never jumps; for durations and time-outs only."""
        ...


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> Instant:
        """Return the machine's wall clock."""
        return time.time_ns() // 1_000_000

    def monotonic(self) -> float:
        """Return the machine's monotonic clock in seconds."""
        return time.monotonic()


def to_datetime(at: Instant, zone: tzinfo = UTC) -> datetime:
    """Return the aware datetime of an instant in a zone."""
    return datetime.fromtimestamp(at / 1000, zone)


def from_datetime(moment: datetime) -> Instant:
    """Return the instant of an aware datetime. Raises ValueError when it carries no zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be placed in time; give it its zone")
    return round(moment.timestamp() * 1000)
