"""Bringing a database's schema up to date, never without a copy of what was there before.

SQLite: the file is copied first (`VACUUM INTO`), then every step runs in one transaction. PostgreSQL: every step runs
in one transaction, so a failed upgrade leaves nothing behind; as a wrong upgrade would stay, it asks the administrator
to confirm a backup of the server's own kind where there is data already.
"""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import URL, Connection, create_engine, inspect, text
from sqlalchemy.pool import NullPool

from services.domain.clock import Instant
from services.store.migrations import HEAD, KNOWN
from services.store.prepared import driver
from services.store.problems import ReadOnly, Unusable, driver_error, problem_of
from services.store.sqlite import SqliteFile

SCRIPTS = Path(__file__).parent / "migrations"
_UPGRADE_LOCK = 0x48757969  # an arbitrary number of our own: one upgrade at a time


def upgrade_sqlite(file: SqliteFile, backups: Path, now: Instant, scripts: Path = SCRIPTS, head: str = HEAD) -> None:
    """Make the file (0600) or bring it up to `head`, after a copy into `backups`. Raises StoreProblem."""
    if not file.path.exists():
        _make(file.path)
    elif (revision := _sqlite_revision(file)) == head:
        return
    elif revision is not None:
        refuse_newer(revision)
        file.copy_to(backups / f"{file.path.stem}-{revision}-{now}{file.path.suffix}")
    engine = file.writer_engine()
    try:
        with engine.connect() as conn:
            raw = driver(conn)
            raw.execute("BEGIN IMMEDIATE")  # another process may have been faster: it is asked again inside
            try:
                if revision_of(conn) != head:
                    _run(conn, scripts)
                raw.execute("COMMIT")
            except BaseException:
                if raw.in_transaction:
                    raw.execute("ROLLBACK")
                raise
    except Exception as error:
        raise problem_of(error) or error from error
    finally:
        engine.dispose()


def upgrade_postgres(address: URL, *, i_have_a_backup: bool, scripts: Path = SCRIPTS, head: str = HEAD) -> None:
    """Bring a PostgreSQL database up to `head`. Raises Unusable (backup_needed, newer_data), Busy."""
    engine = create_engine(address, poolclass=NullPool, connect_args={"connect_timeout": 5})
    try:
        with engine.begin() as conn:
            conn.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADE_LOCK})
            revision = revision_of(conn)
            if revision == head:
                return
            if revision is not None:
                refuse_newer(revision)
                if not i_have_a_backup:
                    raise Unusable("backup_needed", path=address.database or "")
            _run(conn, scripts)
    finally:
        engine.dispose()


def revision_of(conn: Connection) -> str | None:
    """Return the revision a database is at, or None when it is empty."""
    if not inspect(conn).has_table("alembic_version"):
        return None
    found = conn.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found is not None else None


def refuse_newer(revision: str) -> None:
    """Raise Unusable when a database was written by a newer program."""
    if revision not in KNOWN:
        raise Unusable("newer_data")


def _make(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return  # made by another process in this moment
    except PermissionError as error:
        raise ReadOnly from error


def _sqlite_revision(file: SqliteFile) -> str | None:
    """Look without SQLAlchemy: at nearly every start there is nothing to do."""
    raw = file.connect(reader=True)
    try:
        row = raw.execute("SELECT version_num FROM alembic_version").fetchone()
    except file.library.OperationalError as error:
        if "no such table" in str(driver_error(error)):
            return None
        raise problem_of(error) or error from error
    finally:
        raw.close()
    return str(row[0]) if row else None


def _run(conn: Connection, scripts: Path) -> None:
    from alembic import command  # noqa: PLC0415 - a third of a second, needed at few starts
    from alembic.config import Config  # noqa: PLC0415 - as above

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = conn
    command.upgrade(config, "head")
