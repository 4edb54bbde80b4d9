"""Every way of tampering that somebody with the file in hand has, and that each is found and named."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from services.domain import audit as chain
from services.domain.ids import Ids
from services.store import audit_log, cases
from services.store.database import Database, Tx, open_database
from tests.fixtures.cases import DISTRICT_SCOPE, case, put_in, seed_units
from tests.fixtures.databases import CounterIds, ManualClock

KEY = b"k" * 32


def _fill(database: Database, count: int = 9, who: str = "p1") -> None:
    for number in range(count):
        database.write(lambda tx, n=number: tx.audit(who, "note", f"c{n}", {"text": f"备注 {n}", "n": n}))  # type: ignore[misc]


def _tamper(database: Database, *statements: str) -> None:
    """Do what only somebody who owns the database can: switch the guards off, then change history."""

    def work(tx: Tx) -> None:
        if database.engine_name == "sqlite":
            for verb in ("update", "delete"):
                tx.conn.execute(text(f"DROP TRIGGER IF EXISTS audit_no_{verb}"))
        else:
            tx.conn.execute(text("ALTER TABLE audit DISABLE TRIGGER audit_only_appended"))
        for statement in statements:
            tx.conn.execute(text(statement))

    database.write(work)


def _verify(database: Database, **options: object) -> audit_log.Verdict:
    return database.read(lambda conn: audit_log.verify(conn, **options))  # type: ignore[arg-type]


def test_an_untouched_chain_holds(database: Database) -> None:
    assert _verify(database).ok
    _fill(database)
    verdict = _verify(database)
    assert verdict.ok
    assert verdict.links == 9
    assert [link.action for link in database.read(lambda conn: audit_log.of_object(conn, "c3"))] == ["note"]
    assert database.read(lambda conn: [link.seq for link in audit_log.walk(conn, 7)]) == [8, 9]


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit", "DELETE FROM case_events"])
def test_history_is_only_appended_to(database: Database, ids: Ids, statement: str) -> None:
    seed_units(database)
    item = database.write(lambda tx: put_in(tx, case(ids)))
    database.write(lambda tx: cases.add_event(tx, item, "note", DISTRICT_SCOPE, text="备注"))
    with pytest.raises(Exception, match="only appended to"):
        database.write(lambda tx: tx.conn.execute(text(statement)))
    assert _verify(database).ok


@pytest.mark.parametrize(
    ("statements", "broken"),
    [
        (["UPDATE audit SET payload = '{}' WHERE seq = 4"], 4),
        (["UPDATE audit SET actor = 'somebody' WHERE seq = 5"], 5),
        (["UPDATE audit SET at = at + 1 WHERE seq = 2"], 2),
        (["DELETE FROM audit WHERE seq = 6"], 6),
        (
            [
                "UPDATE audit SET seq = 100 WHERE seq = 3",
                "UPDATE audit SET seq = 3 WHERE seq = 4",
                "UPDATE audit SET seq = 4 WHERE seq = 100",
            ],
            3,
        ),
        (["DELETE FROM audit WHERE seq = 9"], 9),
        (["DELETE FROM audit"], 1),
    ],
    ids=["edit", "forged actor", "time", "delete in the middle", "reorder", "cut tail, counter left", "emptied"],
)
def test_tampering_is_found_and_the_first_broken_link_named(
    database: Database, statements: list[str], broken: int
) -> None:
    _fill(database)
    _tamper(database, *statements)
    verdict = _verify(database)
    assert not verdict.ok
    assert verdict.broken == broken
    assert verdict.reason


def test_a_forged_actor_with_a_fresh_hash_breaks_the_next_link(database: Database) -> None:
    _fill(database)
    fourth = database.read(lambda conn: next(audit_log.walk(conn, 3)))
    forged = chain.link(fourth.seq, fourth.at, "somebody", fourth.action, fourth.object_id, fourth.payload, fourth.prev)
    _tamper(database, f"UPDATE audit SET actor = 'somebody', hash = '{forged.hash}' WHERE seq = 4")  # noqa: S608 - a hash
    assert _verify(database).broken == 5


def _anchored(database: Database, path: Path) -> list[audit_log.Head]:
    made = database.read(lambda conn: audit_log.signed_head(conn, KEY, database.now()))
    audit_log.write_head(path, made)
    return audit_log.read_heads(path)


def test_an_anchor_finds_a_tail_cut_with_its_counter(database: Database, tmp_path: Path) -> None:
    _fill(database)
    anchors = _anchored(database, tmp_path / audit_log.ANCHOR_NAME)
    assert _verify(database, anchors=anchors, key=KEY).ok
    seventh = database.read(lambda conn: next(audit_log.walk(conn, 6)))
    _tamper(
        database,
        "DELETE FROM audit WHERE seq > 7",
        f"UPDATE heads SET value = 7, hash = '{seventh.hash}' WHERE name = 'audit'",  # noqa: S608 - a hash
    )
    assert _verify(database).ok  # the chain by itself cannot know
    verdict = _verify(database, anchors=anchors, key=KEY)
    assert verdict.broken == 9
    assert "截断" in verdict.reason


def test_an_anchor_finds_another_history_in_the_files_place(
    sqlite_template: Path, fake_clock: ManualClock, tmp_path: Path
) -> None:
    def made(name: str, who: str) -> Database:
        path = tmp_path / name
        path.write_bytes(sqlite_template.read_bytes())
        database = open_database(f"sqlite:///{path}", fake_clock, ids=CounterIds())
        _fill(database, who=who)
        return database

    real, swapped = made("real.sqlite", "p1"), made("swapped.sqlite", "p2")
    anchors = _anchored(real, tmp_path / "anchor.jsonl")
    verdict = _verify(swapped, anchors=anchors, key=KEY)
    assert verdict.broken == 9
    assert "不是同一份" in verdict.reason
    real.close()
    swapped.close()


def test_an_anchor_that_is_not_the_keys_is_named(database: Database, tmp_path: Path) -> None:
    _fill(database, 3)
    path = tmp_path / "a" / "anchor.jsonl"
    _anchored(database, path)
    _fill(database, 2)
    anchors = _anchored(database, path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert _verify(database, anchors=anchors, key=KEY).anchors == 2
    forged = [anchors[0], msgspec.structs.replace(anchors[1], seq=4)]
    verdict = _verify(database, anchors=forged, key=KEY)
    assert (verdict.ok, verdict.anchors) == (False, 1)
    assert "签名" in verdict.reason


def test_a_trusted_end_saves_the_walk_before_it(database: Database) -> None:
    _fill(database, 6)
    trusted = database.read(lambda conn: audit_log.signed_head(conn, KEY, 0))
    _fill(database, 3)
    assert _verify(database, from_head=trusted).links == 3
    _tamper(database, "UPDATE audit SET payload = '{}' WHERE seq = 8")
    assert _verify(database, from_head=trusted).broken == 8
    elsewhere = msgspec.structs.replace(trusted, hash="f" * 64)
    assert _verify(database, from_head=elsewhere).broken == 6


def test_many_links_are_walked_in_batches(sqlite_url: str, fake_clock: ManualClock) -> None:
    database = open_database(sqlite_url, fake_clock, ids=CounterIds())
    database.write(lambda tx: [tx.audit("p1", "note", "c", None) for _ in range(11_000)])
    assert _verify(database).links == 11_000
    database.close()
