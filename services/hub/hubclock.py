"""The hub's time: the database's, asked where it decides, and carried on between two askings where it only shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.domain.clock import Clock, Instant
    from services.store.database import Database


class HubClock:
    """A clock on the database's time. `exact` asks (it may block); `now` carries the last answer on."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._last = (0, 0.0)
        self.exact()

    def exact(self) -> Instant:
        """Ask the database for the time."""
        now = self._database.now()
        self._last = (now, self._clock.monotonic())
        return now

    def now(self) -> Instant:
        """Return the time without asking: the last answer and what has passed since, whatever the wall clock does."""
        asked, since = self._last
        return asked + round((self._clock.monotonic() - since) * 1000)

    def monotonic(self) -> float:
        """Return seconds on a clock that never jumps."""
        return self._clock.monotonic()
