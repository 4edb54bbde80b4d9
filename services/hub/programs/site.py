"""A district's data as the programs beside the hub open it: the same database, the same keys, the same functions.

They may run while the hub does: every transaction is as safe as the hub's own, and the hub hears of each commit.
"""

from __future__ import annotations

import getpass
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from services.desk.district import District
from services.domain.clock import Clock, SystemClock
from services.domain.ids import TimeIds
from services.domain.rights import Role, Scope
from services.hub.loading import load
from services.hub.settings import HubSettings
from services.store.database import Database, open_database
from services.store.keys import Keys


@dataclass(frozen=True, slots=True)
class Site:
    """An open database, where its folder is, and the clock of this machine."""

    database: Database
    data_dir: Path
    clock: Clock

    def district(self) -> tuple[District, Keys]:
        """Load the district and its keys. Raises Refusal setup_needed."""
        return load(self.database, self.data_dir)


@contextmanager
def opened(data_dir: Path, database: str) -> Iterator[Site]:
    """Open a district's data and close it again. Raises StoreProblem."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    clock = SystemClock()
    url = HubSettings(data_dir=data_dir, database=database).database_url
    found = open_database(url, clock, ids=TimeIds(clock), data_dir=data_dir)
    try:
        yield Site(found, data_dir, clock)
    finally:
        found.close()


def at_the_machine(district: District) -> Scope:
    """Return the scope of whoever runs a program on the hub's own machine: a system administrator, by their login."""
    name = getpass.getuser()
    return Scope(
        person_id=f"machine:{name}",
        person_name=name,
        unit_id=district.id,
        unit_path=district.id,
        roles=frozenset({Role.SYSTEM_ADMIN}),
        origin="命令行",
    )
