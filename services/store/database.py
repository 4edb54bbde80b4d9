"""The database as the rest of the program sees it: transactions, snapshots, the time, and word of every commit."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypeVar

from sqlalchemy import Connection, make_url

from services.domain.clock import Clock, Instant
from services.domain.ids import Ids
from services.domain.rights import Scope
from services.store.feed import Listener
from services.store.tx import ChangeRow, Tx

__all__ = ["ChangeRow", "Database", "Tx", "open_database"]

T = TypeVar("T")


class Database(ABC):
    """An open database. Safe to use from any thread; close it before the program ends."""

    engine_name: Literal["sqlite", "postgresql"]

    @abstractmethod
    def write(self, work: Callable[[Tx], T], *, scope: Scope | None = None) -> T:
        """Run the work in one transaction and return its result when that is safely on disk.

        A Refusal (or any other exception) raised by the work undoes it and is raised here. The work may be run more
        than once (after a deadlock, or when a group commit failed), so it must change nothing but the database.
        `scope` is who it is for, given to PostgreSQL's row-level security; None is the program itself.
        Raises StoreProblem (a Refusal: disk_full, read_only, database_busy, outcome_unknown).
        """

    @abstractmethod
    def read(self, work: Callable[[Connection], T], *, scope: Scope | None = None) -> T:
        """Run the work over one unchanging snapshot that it cannot write to. Raises StoreProblem."""

    @abstractmethod
    def now(self) -> Instant:
        """Return the time that decides: SQLite, the later of the last seen and the wall clock; PostgreSQL, its own."""

    @abstractmethod
    def on_commit(self, listener: Listener) -> None:
        """Call `listener` with the change rows of every commit from now on, this process's and others', in order.

        It is called on the committing or the watching thread and must return at once.
        """

    @abstractmethod
    def backup(self, target: Path) -> Path:
        """Write a consistent copy to a new file and return it. Raises Unusable where the engine has its own tools."""

    @abstractmethod
    def close(self) -> None:
        """Finish what is being written and close every connection."""


def open_database(
    url: str,
    clock: Clock,
    *,
    ids: Ids,
    data_dir: Path | None = None,
    migrate: bool = True,
    database_clock: bool = True,
    i_have_a_backup: bool = False,
) -> Database:
    """Open "sqlite:///path" or "postgresql+psycopg://…", bringing its schema up to date first when `migrate`.

    An existing SQLite file is copied to `backups/` beside it (or under `data_dir`) before an upgrade; on PostgreSQL an
    upgrade of existing data asks for `i_have_a_backup`. `database_clock=False` makes PostgreSQL use the given clock
    (for tests). Raises StoreProblem.
    """
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        from services.store.sqlite_database import open_sqlite  # noqa: PLC0415 - only the engine in use is loaded

        if not address.database:
            raise ValueError("a SQLite database needs a file")
        return open_sqlite(Path(address.database), clock, ids=ids, data_dir=data_dir, migrate=migrate)
    from services.store.postgres import open_postgres  # noqa: PLC0415 - as above

    return open_postgres(
        address,
        clock if not database_clock else None,
        ids=ids,
        migrate=migrate,
        i_have_a_backup=i_have_a_backup,
    )
