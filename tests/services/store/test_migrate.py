from __future__ import annotations

import shutil
import sqlite3
import stat
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect, make_url, text

from services.domain.problems import Refusal
from services.store import migrate, settings
from services.store.database import open_database
from services.store.migrations import HEAD, KNOWN
from services.store.schema import metadata
from services.store.sqlite import SqliteFile
from tests.fixtures.databases import START, CounterIds, ManualClock, PostgresServer

NEXT = f"""
import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{HEAD}"


def upgrade() -> None:
    op.add_column("cases", sa.Column("weather", sa.Text(), nullable=False, server_default="雨"))
"""


def _scripts(tmp_path: Path, step: str = NEXT) -> Path:
    """Return a later program's steps: ours, and one more."""
    scripts = tmp_path / "steps"
    shutil.copytree(migrate.SCRIPTS, scripts)
    (scripts / "versions" / "9999_next.py").write_text(step, encoding="utf-8")
    return scripts


def test_head_and_known_name_the_steps() -> None:
    script = ScriptDirectory(str(migrate.SCRIPTS))
    assert script.get_current_head() == HEAD
    assert {step.revision for step in script.walk_revisions()} == KNOWN


def _engine(url: str) -> Engine:
    address = make_url(url)
    return SqliteFile(Path(address.database or "")).reader_engine() if "sqlite" in url else create_engine(address)


def test_the_tables_and_the_migrated_schema_agree(database_url: str) -> None:
    engine = _engine(database_url)

    def ours(_thing: object, name: str | None, kind: str, _reflected: bool, _other: object) -> bool:
        searched = kind == "table" and str(name).startswith("case_search")  # its index differs per engine
        return not searched and name not in ("alembic_version", "ix_case_search_lexemes")

    with engine.connect() as conn:
        context = MigrationContext.configure(
            conn, opts={"compare_type": True, "include_object": ours, "target_metadata": metadata}
        )
        assert compare_metadata(context, metadata) == []
        known = set(inspect(conn).get_table_names())
        columns = [column["name"] for column in inspect(conn).get_columns("case_search")]
    engine.dispose()
    assert {table.name for table in metadata.sorted_tables} <= known
    assert columns[:2] == ["case_id", "words"]


def test_a_new_file_is_its_owners_only(tmp_path: Path, fake_clock: ManualClock) -> None:
    path = tmp_path / "new" / "huying.sqlite"
    open_database(f"sqlite:///{path}", fake_clock, ids=CounterIds()).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert not (tmp_path / "new" / "backups").exists()


def test_an_older_file_is_copied_and_then_brought_up_to_date(
    sqlite_url: str, tmp_path: Path, fake_clock: ManualClock
) -> None:
    database = open_database(sqlite_url, fake_clock, ids=CounterIds())
    database.write(lambda tx: settings.put(tx, "profile", "panyu"))
    database.close()
    file = SqliteFile(Path(make_url(sqlite_url).database or ""))
    backups = tmp_path / "backups"
    migrate.upgrade_sqlite(file, backups, START, scripts=_scripts(tmp_path), head="9999")
    (copy,) = backups.iterdir()
    assert copy.name == f"huying-{HEAD}-{START}.sqlite"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    for path, revision in ((copy, HEAD), (file.path, "9999")):
        raw = file.library.connect(str(path))
        assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (revision,)
        assert raw.execute("SELECT value FROM settings WHERE key = 'profile'").fetchone() == ("panyu",)
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        raw.close()
    with pytest.raises(Refusal, match="newer_data"):  # and this program does not touch what a later one wrote
        open_database(sqlite_url, fake_clock, ids=CounterIds())


def test_a_step_that_fails_leaves_the_file_as_it_was(sqlite_url: str, tmp_path: Path) -> None:
    file = SqliteFile(Path(make_url(sqlite_url).database or ""))
    broken = NEXT + '    op.execute("SELECT no_such_function()")\n'
    with pytest.raises(Exception, match="no_such_function"):
        migrate.upgrade_sqlite(file, tmp_path / "b", START, scripts=_scripts(tmp_path, broken), head="9999")
    raw = file.connect()
    assert raw.execute("SELECT version_num FROM alembic_version").fetchone() == (HEAD,)
    assert "weather" not in [row[1] for row in raw.execute("PRAGMA table_info(cases)")]
    raw.close()


def test_a_server_is_upgraded_only_after_a_backup_was_confirmed(
    postgres_url: str, postgres_server: PostgresServer, tmp_path: Path
) -> None:
    address = make_url(postgres_url)
    scripts = _scripts(tmp_path)
    with pytest.raises(Refusal, match="backup_needed"):
        migrate.upgrade_postgres(address, i_have_a_backup=False, scripts=scripts, head="9999")
    migrate.upgrade_postgres(address, i_have_a_backup=True, scripts=scripts, head="9999")
    engine = create_engine(address)
    with engine.connect() as conn:
        assert migrate.revision_of(conn) == "9999"
    engine.dispose()
    with pytest.raises(Refusal, match="newer_data"):
        migrate.upgrade_postgres(address, i_have_a_backup=True)
    assert postgres_server.template


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, fake_clock: ManualClock) -> None:
    path = tmp_path / "huying.sqlite"
    path.write_text("这不是数据库" * 200, encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(Refusal, match="not_a_database"):
        open_database(f"sqlite:///{path}", fake_clock, ids=CounterIds())
    assert path.read_bytes() == before


def test_a_backup_is_a_whole_database(sqlite_url: str, tmp_path: Path, fake_clock: ManualClock) -> None:
    database = open_database(sqlite_url, fake_clock, ids=CounterIds())
    database.write(lambda tx: settings.put(tx, "profile", "panyu"))
    copy = database.backup(tmp_path / "copies" / "today.sqlite")
    database.write(lambda tx: settings.put(tx, "profile", "haigang"))
    database.close()
    raw = sqlite3.connect(copy)
    assert raw.execute("SELECT value FROM settings WHERE key = 'profile'").fetchone() == ("panyu",)
    raw.close()
    restored = open_database(f"sqlite:///{copy}", fake_clock, ids=CounterIds())
    assert restored.read(lambda conn: settings.get(conn, "profile")) == "panyu"
    restored.close()


def test_a_server_is_backed_up_with_its_own_tools(postgres_url: str, tmp_path: Path, fake_clock: ManualClock) -> None:
    database = open_database(postgres_url, fake_clock, ids=CounterIds(), database_clock=False)
    with pytest.raises(Refusal, match="backup_needed"):
        database.backup(tmp_path / "x")
    assert database.read(lambda conn: conn.execute(text("SELECT 1")).scalar_one()) == 1
    database.close()


def test_a_server_that_is_not_there_is_said(fake_clock: ManualClock) -> None:
    with pytest.raises(Refusal, match="database_busy"):
        open_database("postgresql+psycopg://nobody@127.0.0.1:1/none", fake_clock, ids=CounterIds())
