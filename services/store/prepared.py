"""Statements written once as Core expressions and sent to the driver as ready texts.

Core's own execution costs 60–100 µs per statement, and one transition has a dozen; the compiled text sent to the driver
costs a tenth of that. One expression gives the text for both engines, so they cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial
from typing import Any

from sqlalchemy import ClauseElement, ColumnElement, Connection, Table, bindparam, insert
from sqlalchemy.engine import Dialect

Row = tuple[Any, ...]
Maker = Callable[[str], ClauseElement]
"""Makes a statement for the engine of a name, where SQLAlchemy has no expression that both engines share (upserts)."""


@cache
def _dialect(name: str) -> Dialect:
    """Return a dialect to compile with, named like the connection's own. Only the one in use is loaded (0.1 s each)."""
    if name == "sqlite":
        from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite  # noqa: PLC0415 - as above

        return SQLiteDialect_pysqlite(paramstyle="named")
    from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg  # noqa: PLC0415 - as above

    return PGDialect_psycopg()  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped


class Prepared:
    """A statement whose parameters are all named bind parameters (no lists).

    Values go to the driver as they are: on SQLite a boolean column comes back as 0 or 1.
    """

    def __init__(self, statement: ClauseElement | Maker) -> None:
        """`statement` serves both engines, or is made for the one in use when it is first needed."""
        self._statement = statement
        self._texts: dict[str, tuple[str, dict[str, Any]]] = {}

    def _compiled(self, name: str) -> tuple[str, dict[str, Any]]:
        """Return the text for an engine and the values that stand in the expression itself; compiled at first use."""
        found = self._texts.get(name)
        if found is None:
            statement = self._statement if isinstance(self._statement, ClauseElement) else self._statement(name)
            compiled = statement.compile(dialect=_dialect(name))
            binds = getattr(compiled, "binds", {})
            fixed = {key: bind.effective_value for key, bind in binds.items() if not bind.required}
            found = self._texts[name] = (str(compiled), fixed)
        return found

    def run(self, conn: Connection, values: Mapping[str, Any]) -> Any:  # noqa: ANN401 - the driver's own cursor
        """Execute and return the driver's cursor. Raises the driver's own errors."""
        text, fixed = self._compiled(conn.dialect.name)
        return driver(conn).execute(text, {**fixed, **values} if fixed else values)

    def many(self, conn: Connection, rows: Iterable[Mapping[str, Any]]) -> None:
        """Execute once per row, in the driver's batch form."""
        text, fixed = self._compiled(conn.dialect.name)
        cursor = driver(conn).cursor()
        cursor.executemany(text, [{**fixed, **row} for row in rows] if fixed else rows)
        cursor.close()

    def one(self, conn: Connection, values: Mapping[str, Any]) -> Row | None:
        """Return the first row, or None."""
        row: Row | None = self.run(conn, values).fetchone()
        return row

    def all(self, conn: Connection, values: Mapping[str, Any]) -> list[Row]:
        """Return all rows."""
        rows: list[Row] = self.run(conn, values).fetchall()
        return rows

    def count(self, conn: Connection, values: Mapping[str, Any]) -> int:
        """Return how many rows were changed."""
        return int(self.run(conn, values).rowcount)


def upsert_of(
    table: Table,
    values: Mapping[str, Any],
    keys: Iterable[str],
    update: Mapping[str, Any],
    returning: ColumnElement[Any] | None = None,
) -> Prepared:
    """Return an insert that updates the row (`update`: column → expression) where its keys are there already."""
    return Prepared(partial(_upsert, table, dict(values), list(keys), dict(update), returning))


def _upsert(
    table: Table,
    values: dict[str, Any],
    keys: list[str],
    update: dict[str, Any],
    returning: ColumnElement[Any] | None,
    name: str,
) -> ClauseElement:
    made: Any
    if name == "sqlite":
        from sqlalchemy.dialects.sqlite import insert as sqlite_insert  # noqa: PLC0415 - only the engine in use

        made = sqlite_insert(table)
    else:
        from sqlalchemy.dialects.postgresql import insert as postgresql_insert  # noqa: PLC0415 - as above

        made = postgresql_insert(table)
    made = made.values(values).on_conflict_do_update(index_elements=keys, set_=update)
    statement: ClauseElement = made if returning is None else made.returning(returning)
    return statement


def driver(conn: Connection) -> Any:  # noqa: ANN401 - sqlite3's or psycopg's connection; both have execute and cursor
    """Return the driver's connection behind SQLAlchemy's; the transaction is the same."""
    return conn.connection.dbapi_connection


def insert_of(table: Table, *, leave: tuple[str, ...] = ()) -> Prepared:
    """Return the insert of a whole row of a table, each column a parameter of its name, except those in `leave`.

    It returns nothing: reading back what row-level security hides from its writer would refuse the insert.
    """
    values: dict[str, Any] = {c.name: bindparam(c.name) for c in table.columns if c.name not in leave}
    return Prepared(insert(table).inline().values(values))
