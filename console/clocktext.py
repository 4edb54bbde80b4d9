"""Times as people read them, in the district's zone: the one place where an instant becomes a text."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from services.domain.clock import DAY_MS, Instant, from_datetime, to_datetime


class ClockText:
    """Formats instants in one zone. Raises ZoneInfoNotFoundError when the zone's name is unknown."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)

    def time(self, at: Instant) -> str:
        """Return hours and minutes: 15:42."""
        return to_datetime(at, self._zone).strftime("%H:%M")

    def seconds(self, at: Instant) -> str:
        """Return hours, minutes and seconds: 15:42:07."""
        return to_datetime(at, self._zone).strftime("%H:%M:%S")

    def short(self, at: Instant) -> str:
        """Return month, day, hours and minutes: 11-22 15:42."""
        return to_datetime(at, self._zone).strftime("%m-%d %H:%M")

    def long(self, at: Instant) -> str:
        """Return the whole moment to the minute: 2026-11-22 15:42."""
        return to_datetime(at, self._zone).strftime("%Y-%m-%d %H:%M")

    def near(self, at: Instant, now: Instant) -> str:
        """Return only the time for a moment of today, else day and time."""
        start = self.day_start(now)
        return self.time(at) if start <= at < start + DAY_MS else self.short(at)

    def day_start(self, now: Instant) -> Instant:
        """Return the instant at which the day of `now` began in this zone."""
        return from_datetime(to_datetime(now, self._zone).replace(hour=0, minute=0, second=0, microsecond=0))
