"""Statements written once as Core expressions and sent to the driver as ready texts.

Core's own execution costs 60–100 µs per statement, and one transition has a dozen; the compiled text sent to the driver
costs a tenth of that. One expression gives the text for both engines, so they cannot drift apart.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import ClauseElement, ColumnElement, Connection, Table, bindparam, insert
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine import Dialect

_DIALECTS: dict[str, Dialect] = {
    "sqlite": SQLiteDialect_pysqlite(paramstyle="named"),
    "postgresql": PGDialect_psycopg(),  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped
}
"""Only to compile with; the connection's own dialect is named the same."""

Row = tuple[Any, ...]


class Prepared:
    """A statement whose parameters are all named bind parameters (no lists).

    Values go to the driver as they are: on SQLite a boolean column comes back as 0 or 1.
    """

    def __init__(self, statement: ClauseElement, postgresql: ClauseElement | None = None) -> None:
        """`postgresql` is given where SQLAlchemy has no expression that both engines share (upserts)."""
        self._statements = {"sqlite": statement, "postgresql": statement if postgresql is None else postgresql}
        self._texts: dict[str, tuple[str, dict[str, Any]]] = {}

    def _compiled(self, name: str) -> tuple[str, dict[str, Any]]:
        """Return the text for an engine and the values that stand in the expression itself; compiled at first use."""
        found = self._texts.get(name)
        if found is None:
            compiled = self._statements[name].compile(dialect=_DIALECTS[name])
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
    statements: list[ClauseElement] = []
    for maker in (sqlite_insert, postgresql_insert):
        made: Any = maker(table).values(values).on_conflict_do_update(index_elements=list(keys), set_=dict(update))
        statements.append(made if returning is None else made.returning(returning))
    return Prepared(*statements)


def driver(conn: Connection) -> Any:  # noqa: ANN401 - sqlite3's or psycopg's connection; both have execute and cursor
    """Return the driver's connection behind SQLAlchemy's; the transaction is the same."""
    return conn.connection.dbapi_connection


def insert_of(table: Table, *, leave: tuple[str, ...] = ()) -> Prepared:
    """Return the insert of a whole row of a table, each column a parameter of its name, except those in `leave`.

    It returns nothing: reading back what row-level security hides from its writer would refuse the insert.
    """
    values: dict[str, Any] = {c.name: bindparam(c.name) for c in table.columns if c.name not in leave}
    return Prepared(insert(table).inline().values(values))
