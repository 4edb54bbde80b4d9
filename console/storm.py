"""When so many cases arrive that a list of rows no longer helps: a rate, above which the queue is grouped."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal, Slot

from services.domain.clock import MINUTE_MS, Instant
from services.domain.looprules import LoopRules

TELL_EVERY = 10
"""After the first, one more sentence for so many new cases."""


@dataclass(frozen=True, slots=True)
class Storm:
    """A storm: since when, how many cases came within the last minutes, how many in all since it began."""

    since: Instant
    recent: int
    arrived: int
    by_hand: bool = False


class StormWatch(QObject):
    """Counts arrivals. On the drawing thread; knows no widget."""

    began = Signal(object)
    """A Storm: time for one tone and one sentence."""
    grew = Signal(object)
    """A Storm: ten more cases have come (又有 10 件)."""
    changed = Signal(object)
    """A Storm whose numbers moved, None when it is over."""

    def __init__(self, rules: LoopRules, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._most = rules.storm_cases
        self._calm = rules.storm_cases * rules.storm_calm_percent / 100  # less than began it: it does not come and go
        self._window = rules.storm_minutes * MINUTE_MS
        self.minutes = rules.storm_minutes
        self._arrivals: deque[tuple[Instant, int]] = deque()
        self._storm: Storm | None = None
        self._told = 0
        self._left = False

    @property
    def storm(self) -> Storm | None:
        """The storm there is, None in calm."""
        return self._storm

    def arrive(self, count: int, now: Instant) -> None:
        """Take in that so many new cases came."""
        if count:
            self._arrivals.append((now, count))
            self._look(now, count)

    @Slot(object)
    def tick(self, now: Instant) -> None:
        """Look again: a storm ends by itself."""
        self._look(now, 0)

    def begin(self, now: Instant) -> None:
        """Group by hand: then it lasts until it is ended by hand."""
        if self._storm is None:
            self._storm = Storm(now, self._recent(now), 0, by_hand=True)
            self.changed.emit(self._storm)

    def leave(self) -> None:
        """End it by hand; the same storm does not begin again by itself."""
        self._left = True
        self._end()

    def _recent(self, now: Instant) -> int:
        while self._arrivals and self._arrivals[0][0] <= now - self._window:
            self._arrivals.popleft()
        return sum(count for _, count in self._arrivals)

    def _look(self, now: Instant, arrived: int) -> None:
        recent = self._recent(now)
        storm = self._storm
        calm = recent <= self._calm
        self._left = self._left and not calm
        if storm is None:
            if recent >= self._most and not self._left:
                self._told = 0
                self._storm = Storm(now, recent, recent)
                self.began.emit(self._storm)
                self.changed.emit(self._storm)
        elif calm and not storm.by_hand:
            self._end()
        elif recent != storm.recent or arrived:
            self._storm = Storm(storm.since, recent, storm.arrived + arrived, storm.by_hand)
            self._tell_more(arrived)
            self.changed.emit(self._storm)

    def _tell_more(self, arrived: int) -> None:
        self._told += arrived
        if self._told >= TELL_EVERY:
            self._told %= TELL_EVERY
            self.grew.emit(self._storm)

    def _end(self) -> None:
        if self._storm is not None:
            self._storm = None
            self.changed.emit(None)
