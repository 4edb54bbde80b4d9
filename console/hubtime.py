"""The hub's time at this console: countdowns follow it, whatever the workstation's own clock does.

Every answer and every beat carries the hub's time. It is laid against the monotonic clock, so that a workstation whose
wall clock jumps, or is simply wrong, counts down exactly like the one beside it.
"""

from __future__ import annotations

import threading
from collections import deque

from services.domain.clock import Clock, Instant

DIFFERENCE_WARNED_MS = 2_000
"""From this difference between the hub's clock and the workstation's on, the console says so (our rule)."""

_SAMPLES = 12
_JUMPS_BELIEVED = 2


class HubTime:
    """The hub's clock, estimated from what it said. Safe to use from any thread.

    A message takes time to arrive, so each sample can only be late, never early: the latest reading of the last samples
    is nearest to the truth. A hub clock that was set back shows as samples that all lie behind; after two of them the
    older ones are forgotten.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._offsets: deque[float] = deque(maxlen=_SAMPLES)
        self._behind: list[float] = []

    def heard(self, hub_now: Instant, at: float | None = None) -> None:
        """Take the hub's time as read at monotonic second `at` (None: just now)."""
        moment = self._clock.monotonic() if at is None else at
        offset = hub_now - moment * 1000
        with self._lock:
            if self._offsets and offset < max(self._offsets) - DIFFERENCE_WARNED_MS:
                self._behind.append(offset)
                if len(self._behind) < _JUMPS_BELIEVED:
                    return
                self._offsets.clear()
                self._offsets.extend(self._behind)
            else:
                self._offsets.append(offset)
            self._behind.clear()

    @property
    def known(self) -> bool:
        """Whether the hub has said its time yet."""
        return bool(self._offsets)

    def now(self) -> Instant:
        """Return the hub's time; before it is known, the workstation's."""
        with self._lock:
            offset = max(self._offsets, default=None)
        return self._clock.now() if offset is None else round(self._clock.monotonic() * 1000 + offset)

    def difference_ms(self) -> int:
        """Return how far the workstation's clock is ahead of the hub's (negative: behind), in ms."""
        return self._clock.now() - self.now()

    def must_warn(self) -> bool:
        """Tell whether the two clocks differ by more than `DIFFERENCE_WARNED_MS`."""
        return self.known and abs(self.difference_ms()) > DIFFERENCE_WARNED_MS
