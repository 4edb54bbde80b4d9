"""The demo's rainstorm: so that a demo shows a district at work, cases keep coming in for a while after each start.

They come through the same door as any other system's, one at a time, and are marked 演示 like everything of a demo.
"""

from __future__ import annotations

from random import Random

from services.desk.district import District
from services.domain.clock import Clock
from services.intake.cases import take
from services.intake.rainstorm import Rainstorm
from services.store.database import Database

MOST = 240
"""Cases of one storm, so that a demo left alone over night does not drown (our rule)."""


class Storm:
    """Sends one case each time it is asked, until the storm is over."""

    def __init__(self, database: Database, district: District, clock: Clock, rng: Random, most: int = MOST) -> None:
        self._database = database
        self._district = district
        self._clock = clock
        self._rain = Rainstorm(district, rng)
        self._run = f"storm-{clock.now()}"
        self._sent = 0
        self._most = most

    def work(self) -> int:
        """Send the next case. Returns 0: one case a round is all there is to do."""
        if self._sent < self._most:
            self._sent += 1
            made = self._rain.next(f"{self._run}-{self._sent}", self._clock.now())
            take(self._database, self._district, made.source, [made.case], "demo")
        return 0
