"""The hub put together: database, keys, district, sessions, streams and engine, made once and passed on.

What /health needs is there at once; the district, with its boundaries and rules, is loaded when the first of the
others asks for it, so that a console finds its hub within a second.
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Protocol

from services.api.sessions import Health
from services.domain.profile import Purpose
from services.hub.backtests import Backtests
from services.hub.broadcast import Broadcast
from services.hub.hubclock import HubClock
from services.hub.presence import Presence
from services.hub.serve import Stopper
from services.hub.version import VERSION
from services.hub.who import Sessions
from services.store import changes, people, settings
from services.store.database import open_database
from services.store.images import Redrawer

if TYPE_CHECKING:
    from services.desk.district import District
    from services.domain.clock import Clock
    from services.domain.ids import Ids
    from services.hub.settings import HubSettings
    from services.store.database import ChangeRow, Database
    from services.store.keys import Keys

logger = logging.getLogger(__name__)

PASSWORDS_AT_ONCE = 2
"""Passwords checked at the same time: each takes 64 MB and tens of milliseconds of a core, by design."""

_PROFILE, _PURPOSE = "profile", "purpose"


class Loops(Protocol):
    """What the hub needs of an engine that runs beside it."""

    def start(self) -> None:
        """Start every loop."""
        ...

    def stop(self, timeout_s: float) -> None:
        """End every loop, in so many seconds at most."""
        ...


class Hub:
    """One hub over one database."""

    def __init__(self, options: HubSettings, clock: Clock, ids: Ids, database: Database) -> None:
        self.options = options
        self.clock = clock
        self.ids = ids
        self.database = database
        self.time = HubClock(database, clock)
        self.broadcast = Broadcast()
        self.presence = Presence(database, self.time, self.broadcast, lambda: self.streams > 0)
        self.stopper = Stopper()
        self.streams = 0
        self.pictures = Redrawer()
        self.passwords = threading.BoundedSemaphore(PASSWORDS_AT_ONCE)
        self.sessions = Sessions(database, lambda: self.district, clock)
        self.backtests = Backtests(database, lambda: self.district, clock)
        self._loading = threading.Lock()
        self._district: District | None = None
        self._outdated = False
        self._keys: Keys | None = None
        self._areas: bytes | None = None
        self._loops: Loops | None = None
        self._starting = threading.Lock()
        self._closed = False
        self._demo = database.read(lambda conn: settings.get(conn, _PURPOSE)) == Purpose.DEMO
        self._set_up = self._demo
        database.on_commit(self._committed)

    def _committed(self, rows: tuple[ChangeRow, ...]) -> None:
        """Tell the streams; a change of calendar or catalogue, by whichever program, wants the district anew."""
        if any(row.kind in changes.OF_THE_DISTRICT for row in rows):
            self._outdated = True
        self.broadcast.poke()

    @property
    def district(self) -> District:
        """The district, loaded at the first asking. Raises Refusal setup_needed, key_wrong, key_unreadable."""
        with self._loading:
            if self._district is None or self._outdated:
                self._outdated = False
                from services.hub.loading import load  # noqa: PLC0415 - geometry and ciphers are not needed for /health

                self._district, self._keys = load(self.database, self.options.data_dir)
            return self._district

    def reload(self) -> None:
        """Load the district anew at the next asking: a source was registered while the hub was running."""
        with self._loading:
            self._district = None

    def _known_keys(self) -> Keys:
        if self._keys is None:
            raise RuntimeError("the district comes first, and brings the keys")
        return self._keys

    def health(self) -> Health:
        """Tell that the hub is up. Blocks for as long as a small read."""
        if not self._set_up:
            self._set_up = self.database.read(people.count) > 0
        return Health(version=VERSION, now=self.time.exact(), setup_needed=not self._set_up, demo=self._demo)

    def warm(self) -> None:
        """Do what would make the first question slow: load the district. Raises as `district` does."""
        _ = self.district

    def start_loops(self) -> None:
        """Start the engine beside the hub, where this hub has one and is not closed yet. Raises as `district` does."""
        if not self.options.engine:
            return
        from services.hub.beside import start_loops  # noqa: PLC0415 - after the first answers

        district = self.district
        with self._starting:
            if self._loops is None and not self._closed:
                self._loops = start_loops(self.database, district, self._known_keys(), self.clock, self.options)

    def areas(self) -> bytes:
        """Return the district's areas as the bytes of an AreaSet."""
        with self._loading:
            if self._areas is None:
                from services.hub.loading import area_bytes  # noqa: PLC0415 - as above

                self._areas = area_bytes(self.database)
            return self._areas

    def stop(self, why: str) -> None:
        """Write the stop down, end the streams and stop the server."""
        self.note("hub.stop", {"why": why})
        self.stopper.stop()

    def note(self, action: str, details: dict[str, str]) -> None:
        """Write an event of the hub's own life (start, stop) into the audit."""
        name = self.options.engine_name
        self.database.write(lambda tx: tx.audit("hub", action, name, details))

    def close(self) -> None:
        """End loops and database; the streams have ended before."""
        self.broadcast.stop()
        self.backtests.close()
        with self._starting:
            self._closed = True
        if self._loops is not None:
            self._loops.stop(1.0)
        self.presence.close()
        self.database.close()


def open_hub(options: HubSettings, clock: Clock, ids: Ids) -> Hub:
    """Open the database and, where it is empty and a profile is named, make it that district.

    Raises StoreProblem and Refusal (field_bad: an unknown profile).
    """
    database = open_database(
        options.database_url,
        clock,
        ids=ids,
        data_dir=options.data_dir,
        i_have_a_backup=options.i_have_a_backup,
    )
    try:
        if options.profile and not database.read(lambda conn: settings.get(conn, _PROFILE)):
            from services.hub.founding import make  # noqa: PLC0415 - once in the life of a data folder

            make(database, options.profile, Purpose.DEMO if options.demo else Purpose.DISTRICT)
        if options.demo and not database.read(changes.any_case):
            from services.hub.founding import begin  # noqa: PLC0415 - as above; a first start may have been cut short

            begin(database, options.data_dir)
        return Hub(options, clock, ids, database)
    except BaseException:
        database.close()
        raise
