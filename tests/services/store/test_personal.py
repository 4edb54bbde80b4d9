from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import text

from services.domain.ids import Ids
from services.domain.problems import Refusal
from services.store import personal
from services.store.database import Database
from services.store.keys import Keyring, MasterKey, check_key, load_master
from tests.fixtures.cases import case, put_in, seed_units

KEYS = MasterKey(bytes(range(32)), "test").derive()
OTHER = MasterKey(bytes(32), "test").derive()


class Ring(Keyring):
    """A keyring in memory; `works=False` takes nothing."""

    def __init__(self, works: bool = True) -> None:
        self.kept: dict[str, str] = {}
        self.works = works

    def get(self, user: str) -> str | None:
        return self.kept.get(user)

    def put(self, user: str, secret: str) -> bool:
        if self.works:
            self.kept[user] = secret
        return self.works


def test_a_caller_is_sealed_masked_found_and_opened(database: Database, ids: Ids) -> None:
    seed_units(database)
    item = database.write(lambda tx: put_in(tx, case(ids)))
    database.write(lambda tx: personal.put(tx, KEYS, item.id, "phone", "+86 138 0013 8000"))
    database.write(lambda tx: personal.put(tx, KEYS, item.id, "caller", "陈先生"))
    database.write(lambda tx: personal.put(tx, KEYS, item.id, "caller", " "))
    assert database.read(lambda conn: personal.masked(conn, item.id)) == {"caller": "陈**", "phone": "138****8000"}
    opened = database.read(lambda conn: personal.opened(conn, KEYS, item.id))
    assert opened == {"caller": "陈先生", "phone": "+86 138 0013 8000"}
    for spelt in ("13800138000", "138-0013-8000", "１３８００１３８０００"):
        assert database.read(lambda conn, s=spelt: personal.find(conn, KEYS, "phone", s)) == [item.id]  # type: ignore[misc]
    assert database.read(lambda conn: personal.find(conn, OTHER, "phone", "13800138000")) == []
    with pytest.raises(Refusal, match="key_wrong"):
        database.read(lambda conn: personal.opened(conn, OTHER, item.id))
    raw = database.read(lambda conn: conn.execute(text("SELECT sealed, blind, masked FROM personal")).fetchall())
    assert not any("13800138000" in str(value) or "陈先生".encode() in bytes(row[0]) for row in raw for value in row)
    with pytest.raises(ValueError, match="no personal field"):
        database.write(lambda tx: personal.put(tx, KEYS, item.id, "address", "x"))


def test_a_sealed_value_opens_at_its_own_case_only(database: Database, ids: Ids) -> None:
    seed_units(database)
    first, second = database.write(lambda tx: [put_in(tx, case(ids)) for _ in range(2)])
    database.write(lambda tx: personal.put(tx, KEYS, first.id, "phone", "13800138000"))
    moved = text("UPDATE personal SET case_id = :to")
    database.write(lambda tx: tx.conn.execute(moved, {"to": second.id}))
    with pytest.raises(Refusal, match="key_wrong"):
        database.read(lambda conn: personal.opened(conn, KEYS, second.id))


@pytest.mark.parametrize(
    ("field", "value", "shown"),
    [("phone", "020-84890000", "020****0000"), ("phone", "12345", "***45"), ("caller", "李", "李"), ("caller", "", "")],
)
def test_masks(field: str, value: str, shown: str) -> None:
    assert personal.mask(field, value) == shown


def test_the_key_comes_from_the_first_place_that_has_one(tmp_path: Path) -> None:
    data = tmp_path / "data"
    named = tmp_path / "named.key"
    named.write_text("ab" * 32 + "\n")
    found = load_master(data, {"HUYING_KEY_FILE": str(named)}, Ring())
    assert (found.key, found.origin, found.warning) == (b"\xab" * 32, "HUYING_KEY_FILE", "")
    credentials = tmp_path / "credentials"
    credentials.mkdir()
    (credentials / "huying-key").write_bytes(b"c" * 40)
    assert load_master(data, {"CREDENTIALS_DIRECTORY": str(credentials)}, Ring()).key == b"c" * 40
    ring = Ring()
    first = load_master(data, {}, ring)
    assert (first.origin, first.warning) == ("keyring", "")
    assert load_master(data, {}, ring) == first
    assert not data.exists()


def test_without_a_keyring_a_file_is_made_and_said(tmp_path: Path) -> None:
    first = load_master(tmp_path / "data", {}, Ring(works=False))
    path = tmp_path / "data" / "master.key"
    assert path.stat().st_mode & 0o777 == 0o600
    assert str(path) in first.warning
    assert load_master(tmp_path / "data", {}, Ring()) == first  # what sealed the data stays the key
    assert "ab" * 8 not in repr(first)
    assert first.key.hex() not in repr(first)
    assert first.derive() != KEYS
    assert "heads" not in repr(KEYS)


def test_a_key_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="key_unreadable"):
        load_master(tmp_path, {"HUYING_KEY_FILE": str(tmp_path / "none")}, Ring())
    short = tmp_path / "short"
    short.write_text("secret")
    with pytest.raises(Refusal, match="key_unreadable"):
        load_master(tmp_path, {"HUYING_KEY_FILE": str(short)}, Ring())


def test_a_file_of_another_key_is_noticed_at_the_start(database: Database) -> None:
    check_key(database, KEYS)
    check_key(database, KEYS)
    with pytest.raises(Refusal, match="key_wrong"):
        check_key(database, OTHER)
