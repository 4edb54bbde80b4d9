"""The engine's loops: each looks for due rows, works them off, and sleeps until poked or until its period is over.

Any number of engines may run: a row is claimed with a lease before it is worked on, so that none is done twice and
none is lost when a worker dies. A loop that fails says so, waits and goes on; it never takes the others with it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from typing import NamedTuple

from services.domain.clock import Clock

logger = logging.getLogger(__name__)

_LONGEST_PAUSE_S = 30.0


class Sweep(NamedTuple):
    """One kind of work: `work` does what is due and returns how much; it is asked again at least every period."""

    name: str
    period_s: float
    work: Callable[[], int]


class Engine:
    """Runs sweeps, each on its own thread, until it is stopped; `farewell` is done last."""

    def __init__(self, sweeps: Sequence[Sweep], clock: Clock, farewell: Callable[[], None] | None = None) -> None:
        self._clock = clock
        self._farewell = farewell
        self._stopping = threading.Event()
        self._pokes = {sweep.name: threading.Event() for sweep in sweeps}
        self._periods = {sweep.name: sweep.period_s for sweep in sweeps}
        self._beats = {sweep.name: clock.monotonic() for sweep in sweeps}
        self._threads = [
            threading.Thread(target=self._run, args=(sweep,), name=f"engine-{sweep.name}", daemon=True)
            for sweep in sweeps
        ]

    def start(self) -> None:
        """Start every loop."""
        for thread in self._threads:
            thread.start()

    def poke(self, name: str = "") -> None:
        """Tell a loop (every loop without a name) that there may be something to do now."""
        for found, event in self._pokes.items():
            if name in ("", found):
                event.set()

    def stop(self, timeout_s: float = 3.0) -> None:
        """Ask every loop to end and wait for each, at most `timeout_s` seconds in all."""
        self._stopping.set()
        self.poke()
        deadline = self._clock.monotonic() + timeout_s
        for thread in self._threads:
            if thread.is_alive():
                thread.join(max(0.0, deadline - self._clock.monotonic()))
        if self._farewell is not None:
            farewell, self._farewell = self._farewell, None
            try:
                farewell()
            except Exception:  # noqa: BLE001 - what stops must stop, also where the database is away
                logger.info("the engine could not say that it stops; others will take it for dead")

    def overdue(self) -> dict[str, float]:
        """Return for each loop how many seconds longer than its period it has not finished a round."""
        now = self._clock.monotonic()
        return {name: max(0.0, now - beat - self._periods[name]) for name, beat in self._beats.items()}

    def _run(self, sweep: Sweep) -> None:
        poked = self._pokes[sweep.name]
        pause_s = sweep.period_s
        while not self._stopping.is_set():
            poked.clear()
            try:
                done = sweep.work()
                pause_s = sweep.period_s
            except Exception:
                done = 0
                pause_s = min(_LONGEST_PAUSE_S, pause_s * 2)
                logger.exception("the %s loop failed; next try in %.0f s", sweep.name, pause_s)
            self._beats[sweep.name] = self._clock.monotonic()
            if not done:
                poked.wait(pause_s)
