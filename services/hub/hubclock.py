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
        self._ahead = 0
        self.exact()

    def exact(self) -> Instant:
        """Ask the database for the time."""
        now = self._database.now()
        self._ahead = now - self._clock.now()
        return now

    def now(self) -> Instant:
        """Return the time without asking."""
        return self._clock.now() + self._ahead

    def monotonic(self) -> float:
        """Return seconds on a clock that never jumps."""
        return self._clock.monotonic()
