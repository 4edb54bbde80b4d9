"""SQLite as this program opens it: which library, which journal, which place; and what the settings protect.

WAL with several connections can corrupt the file up to SQLite 3.51.2 (fixed in 3.51.3, 3.50.7 and 3.44.6): older
libraries get the TRUNCATE journal. `synchronous=FULL` so that what was acknowledged survives a power cut.
"""

from __future__ import annotations

import importlib
import logging
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import QueuePool, StaticPool

from services.store.problems import Busy, Unusable, problem_of

_log = logging.getLogger(__name__)

BUSY_TIMEOUT_MS = 5_000
_NETWORK = ("nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "ncpfs", "ceph", "fuse.glusterfs")
_MOUNTS = Path("/proc/self/mounts")


def is_wal_safe(version: tuple[int, ...]) -> bool:
    """Tell whether this SQLite has the WAL-reset fix."""
    return version >= (3, 51, 3) or (3, 50, 7) <= version < (3, 51) or (3, 44, 6) <= version < (3, 45)


def find_library() -> ModuleType:
    """Return the SQLite driver to use: pysqlite3 where it is there and newer, else the standard library's."""
    try:
        bundled = importlib.import_module("pysqlite3.dbapi2")
    except ImportError:
        return sqlite3
    return bundled if bundled.sqlite_version_info >= sqlite3.sqlite_version_info else sqlite3


def mount_kind(path: Path, mounts: Iterable[str]) -> str:
    """Return the type of the file system a path lies on, by the lines of /proc/self/mounts; "" when unknown."""
    best, kind = -1, ""
    for line in mounts:
        parts = line.split(" ")
        if len(parts) < 3:
            continue
        point = parts[1].replace("\\040", " ")
        if (path == Path(point) or Path(point) in path.parents) and len(point) > best:
            best, kind = len(point), parts[2]
    return kind


def refuse_network_share(path: Path) -> None:
    """Raise Unusable for a file on a network share: its locks cannot be trusted, and SQLite corrupts there."""
    kind = "UNC" if str(path).startswith(("\\\\", "//")) else ""
    if not kind and _MOUNTS.exists():
        found = mount_kind(path.resolve(), _MOUNTS.read_text(errors="replace").splitlines())
        kind = found if found in _NETWORK else ""
    if kind:
        raise Unusable("network_share", kind=kind)


class SqliteFile:
    """A SQLite file and how to connect to it. `library` is a DB-API module (for tests: the standard one)."""

    def __init__(self, path: Path, library: ModuleType | None = None) -> None:
        self.path = path
        self.library = library or find_library()
        self.version: tuple[int, ...] = self.library.sqlite_version_info
        self.wal = is_wal_safe(self.version)
        refuse_network_share(path)
        if not self.wal:
            _log.info("SQLite %s lacks the WAL fix: using the TRUNCATE journal", self.library.sqlite_version)

    def connect(self, *, reader: bool = False) -> Any:  # noqa: ANN401 - the driver's connection
        """Open a connection with every protection set. Raises StoreProblem."""
        try:
            raw = self.library.connect(
                str(self.path), isolation_level=None, check_same_thread=False, cached_statements=512
            )
            self._set_up(raw, reader=reader)
        except self.library.Error as error:
            if "not a database" in str(error):
                raise Unusable("not_a_database", path=self.path.name) from error
            raise problem_of(error) or error from error
        return raw

    def _set_up(self, raw: Any, *, reader: bool) -> None:  # noqa: ANN401
        raw.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
        raw.execute("PRAGMA trusted_schema=OFF")
        raw.execute("PRAGMA foreign_keys=ON")
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA temp_store=MEMORY")
        raw.execute(f"PRAGMA cache_size={-8_000 if reader else -32_000}")
        if reader:
            raw.execute("PRAGMA query_only=ON")
            return
        wanted = "wal" if self.wal else "truncate"
        (journal,) = raw.execute(f"PRAGMA journal_mode={wanted}").fetchone()
        if journal != wanted:  # another process holds the file open in the other journal
            raise Busy
        raw.execute("PRAGMA journal_size_limit=67108864")

    def writer_engine(self) -> Engine:
        """Return an engine over one connection: transactions on it are begun and ended by the writer lane."""
        return create_engine(
            "sqlite://",
            module=self.library,
            creator=self.connect,
            poolclass=StaticPool,
            isolation_level="AUTOCOMMIT",
        )

    def reader_engine(self) -> Engine:
        """Return an engine of connections that can only read."""
        return create_engine(
            "sqlite://",
            module=self.library,
            creator=lambda: self.connect(reader=True),
            poolclass=QueuePool,
            pool_size=4,
            max_overflow=28,
            isolation_level="AUTOCOMMIT",
        )

    def copy_to(self, target: Path) -> Path:
        """Write a consistent copy of the whole file to a new file and return its path. Raises StoreProblem."""
        target.parent.mkdir(parents=True, exist_ok=True)
        raw = self.connect()
        try:
            raw.execute("VACUUM INTO ?", (str(target),))
        except self.library.Error as error:
            target.unlink(missing_ok=True)
            raise problem_of(error) or error from error
        finally:
            raw.close()
        target.chmod(0o600)
        return target
