"""Where everybody is: taken in from the consoles of this hub, shared with other hubs through the database.

What a console tells is kept in memory and written with that of all others, once a second at most, without an audit
link. The same round reads what every hub wrote, in one question for all streams together; a stream only picks out what
is its own, so that a hundred people going from case to case cost a hundred lists in memory and no more questions.
"""

from __future__ import annotations

import asyncio
import logging
import threading
from typing import TYPE_CHECKING

import msgspec

from services.desk.presence import of_view, shape
from services.domain.looprules import LoopRules
from services.store import presence as store
from services.store.presence import Glance, Seen

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.api.team import Glance as Shown
    from services.domain.rights import Scope
    from services.hub.broadcast import Broadcast
    from services.hub.hubclock import HubClock
    from services.store.database import Database

logger = logging.getLogger(__name__)

ROUND_S = 0.7
"""How often the round is made while somebody listens: what one looks at shows at others within a second."""


class Presence:
    """One per hub. `note` may be called from any thread; `run` is the hub's own loop."""

    def __init__(
        self,
        database: Database,
        time: HubClock,
        broadcast: Broadcast,
        listening: Callable[[], bool],
        *,
        silent_ms: int = LoopRules().claim_silent_ms,
    ) -> None:
        """Take `listening`, which tells whether a stream is open; who was at a case `silent_ms` ago is not told."""
        self._database = database
        self._time = time
        self._broadcast = broadcast
        self._listening = listening
        self._silent_ms = silent_ms
        self._lock = threading.Lock()
        self._at_work = threading.Lock()
        self._closed = False
        self._here: dict[str, Glance] = {}
        self._unwritten: dict[tuple[str, str], Glance] = {}
        self._seen: tuple[Seen, ...] = ()
        self._shape: frozenset[tuple[str, str]] = frozenset()
        self.version = 0

    def note(self, person_id: str, case_id: str) -> None:
        """Take in that a person is at a case ("" at none)."""
        now = self._time.now()
        with self._lock:
            before = self._here.pop(person_id, None)
            if before is not None and before.case_id != case_id:
                self._keep(msgspec.structs.replace(before, at=now, left_at=now))
            if case_id:
                self._here[person_id] = glance = Glance(person_id, case_id, now)
                self._keep(glance)

    def _keep(self, glance: Glance) -> None:
        self._unwritten[glance.person_id, glance.case_id] = glance

    def told(self, scope: Scope) -> tuple[Shown, ...]:
        """Return what one may know, as of the last round."""
        return of_view(self._seen, scope, self._time.now())

    async def run(self) -> None:
        """Make rounds until the hub stops."""
        while not self._broadcast.stopping:
            await asyncio.sleep(ROUND_S)
            try:
                await asyncio.to_thread(self.round)
            except Exception as error:  # noqa: BLE001 - a database that is away for a while: the next round tells
                logger.info("who looks at what could not be shared: %s", error)

    def close(self) -> None:
        """Let the round that is under way end, and make no more: the database is about to close."""
        with self._at_work:
            self._closed = True

    def round(self) -> None:
        """Write what is new, read what all hubs know, and wake the streams when somebody came or went."""
        with self._at_work:
            if not self._closed:
                self._round()

    def _round(self) -> None:
        with self._lock:
            fresh, self._unwritten = list(self._unwritten.values()), {}
        if fresh:
            self._database.write(lambda tx: store.put(tx, fresh))
        elif not self._listening():
            return
        now = self._time.now()
        self._seen = tuple(self._database.read(lambda conn: store.recent(conn, now - self._silent_ms)))
        found = shape(self._seen, now)
        if found != self._shape:
            self._shape = found
            self.version += 1
            self._broadcast.nudge()
