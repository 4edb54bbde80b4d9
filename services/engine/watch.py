"""The auditor of the other loops: what should have happened by now and has not, and which loop has fallen silent."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from services.domain.clock import MINUTE_MS
from services.store import outbox, timers

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.domain.clock import Instant
    from services.store.database import Database

logger = logging.getLogger(__name__)

LATE_MS = MINUTE_MS
SILENT_S = 60.0
"""Work this late, or a loop this long without a finished round, is told (our rule)."""


class Watch:
    """Looks for late work and silent loops; each finding is logged and audited when it begins and when it is over.

    `silence` returns by loop how many seconds it has been silent beyond its own period.
    """

    def __init__(self, database: Database, silence: Callable[[], dict[str, float]], *, sends: bool) -> None:
        self._database = database
        self._silence = silence
        self._sends = sends
        self._known: dict[str, str] = {}

    def work(self) -> int:
        """Look once; return 0: what is wrong now will still be wrong after the period."""
        found = self._look(self._database.now())
        for name, text in found.items():
            if name not in self._known:
                logger.warning("%s", text)
                self._audit("engine.late", name, text)
        for name, text in self._known.items():
            if name not in found:
                logger.info("over: %s", text)
                self._audit("engine.caught_up", name, text)
        self._known = {name: self._known.get(name, text) for name, text in found.items()}
        return 0

    def _look(self, now: Instant) -> dict[str, str]:
        found: dict[str, str] = {}
        due = self._database.read(timers.next_due)
        if due is not None and now - due > LATE_MS:
            found["timers"] = f"a timer is {(now - due) // 1000} s late"
        due = self._database.read(outbox.next_due)
        if due is not None and now - due > LATE_MS:
            why = "" if self._sends else ": this engine has no channel to send through"
            found["outbox"] = f"a message is {(now - due) // 1000} s late{why}"
        for name, seconds in self._silence().items():
            if seconds > SILENT_S:
                found[f"loop {name}"] = f"the {name} loop has been silent for {seconds:.0f} s"
        return found

    def _audit(self, action: str, name: str, text: str) -> None:
        self._database.write(lambda tx: tx.audit("engine", action, name, {"found": text}))
