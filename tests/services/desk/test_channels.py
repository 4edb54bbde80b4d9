"""Accounts of the channels at the desk: who may, what changes, and that no secret comes back by any door."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from sqlalchemy import select

from services.api.channels import AccountRow, DisableAccount, PutAccount
from services.desk import channels, commands
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.rights import Role
from services.store import channels as store
from services.store.channel_tables import channel_accounts
from services.store.schema import metadata
from tests.fixtures.desks import KEYS

if TYPE_CHECKING:
    from services.domain.rights import Scope
    from tests.fixtures.desks import Office

SECRET, OTHER = "geheim-1-9f3a7c", "geheim-2-0b44d1"


def given(office: Office, **changes: Any) -> PutAccount:  # noqa: ANN401 - any field
    values: dict[str, Any] = {
        "command_id": office.command_id(),
        "id": "qun1",
        "version": 0,
        "channel": "wecom",
        "mode": Mode.EXERCISE,
        "kind": "wecom_bot",
        "name": "市桥群",
        "secrets": {"key": SECRET},
    }
    return PutAccount(**(values | changes))


def keeper(office: Office) -> Scope:
    return office.scope("", Role.SYSTEM_ADMIN)


def put(office: Office, scope: Scope | None = None, **changes: Any) -> AccountRow:  # noqa: ANN401 - any field
    asked = given(office, **changes)
    return office.database.write(lambda tx: channels.put(tx, office.district, scope or keeper(office), asked))


def rows(office: Office) -> list[AccountRow]:
    return office.database.read(lambda conn: channels.rows(conn, office.district, keeper(office)))


def refused(office: Office, **changes: Any) -> str:  # noqa: ANN401 - any field
    with pytest.raises(Refusal) as caught:
        put(office, **changes)
    assert SECRET not in f"{caught.value} {msgspec.json.encode(caught.value.problem).decode()}"
    return caught.value.problem.code


def everything(office: Office) -> bytes:
    """Return every value of every table."""
    tables = [table for table in metadata.sorted_tables if not table.name.startswith("case_search")]
    return office.database.read(
        lambda conn: b"\n".join(
            value if isinstance(value, bytes) else str(value).encode()
            for table in tables
            for row in conn.execute(select(table))
            for value in row
        )
    )


def test_an_account_is_kept_and_its_secret_never_comes_back(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    scope, asked = keeper(office), given(office)
    with caplog.at_level(logging.DEBUG):
        answer = commands.run(
            office.database,
            scope,
            asked.command_id,
            "channel",
            lambda tx: channels.put(tx, office.district, scope, asked),
        )
        again = commands.run(
            office.database,
            scope,
            asked.command_id,
            "channel",
            lambda tx: channels.put(tx, office.district, scope, asked),
        )
    (row,) = rows(office)
    assert row.secrets == ("key",)
    assert row.settings == {"url": "https://qyapi.weixin.qq.com", "format": "text"}
    assert answer == again
    shown = f"{answer.body!r} {row} {asked!r} {caplog.text}"
    assert SECRET not in shown
    assert SECRET.encode() not in everything(office), "neither the row, nor the audit, nor the command's answer"
    kept = office.database.read(lambda conn: store.get(conn, "qun1"))
    assert kept is not None
    assert store.opened(KEYS, kept) == {"key": SECRET}
    assert SECRET not in repr(kept)


def test_only_the_system_administrator_may(office: Office) -> None:
    gone = DisableAccount(command_id="c", version=1, reason="x")
    for role in Role:
        if role is Role.SYSTEM_ADMIN:
            continue
        scope = office.scope("", role)
        with pytest.raises(Refusal, match="no_right"):
            put(office, scope)
        with pytest.raises(Refusal, match="no_right"):
            office.database.read(partial(channels.rows, district=office.district, scope=scope))
        with pytest.raises(Refusal, match="no_right"):
            channels.kinds(scope)
        with pytest.raises(Refusal, match="no_right"):
            office.database.write(
                partial(channels.disable, district=office.district, scope=scope, account_id="qun1", given=gone)
            )
    assert {kind.kind for kind in channels.kinds(keeper(office))} >= {"wecom_bot", "smtp", "mqtt"}


def test_a_change_keeps_the_secrets_that_are_not_given(office: Office) -> None:
    put(office)
    row = put(office, version=1, name="市桥二群", secrets={}, per_minute=10)
    assert (row.name, row.version, row.secrets, row.per_minute) == ("市桥二群", 2, ("key",), 10)
    put(office, version=2, secrets={"key": OTHER})
    kept = office.database.read(lambda conn: store.get(conn, "qun1"))
    assert kept is not None
    assert store.opened(KEYS, kept) == {"key": OTHER}
    assert refused(office, version=1) == "record_stale"
    assert refused(office, version=0) == "not_found"


def test_a_known_secret_is_not_sent_to_a_new_address(office: Office) -> None:
    put(office)
    moved = {"url": "https://evil.example"}
    assert refused(office, version=1, settings=moved, secrets={}) == "field_missing"
    assert put(office, version=1, settings=moved).settings["url"] == "https://evil.example"


@pytest.mark.parametrize(
    "changes",
    [{"mode": Mode.LIVE}, {"channel": "webhook", "kind": "webhook"}, {"kind": "wecom_app"}],
)
def test_mode_channel_and_kind_never_change(office: Office, changes: dict[str, Any]) -> None:
    put(office)
    assert refused(office, version=1, **changes) in {"field_bad", "field_missing"}
    assert rows(office)[0].mode is Mode.EXERCISE


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"channel": "sms"}, "field_bad"),
        ({"channel": "pigeon"}, "field_bad"),
        ({"kind": "pigeon"}, "field_bad"),
        ({"secrets": {}}, "field_missing"),
        ({"secrets": {"key": SECRET, "more": "x"}}, "field_bad"),
        ({"settings": {"url": f"https://qyapi.weixin.qq.com/send?key={SECRET}"}}, "field_bad"),
        ({"name": "a\u202eb"}, "field_bad"),
        ({"per_minute": 21}, "field_bad"),
        ({"serves": ("a b",)}, "field_bad"),
    ],
)
def test_what_is_no_account(office: Office, changes: dict[str, Any], code: str) -> None:
    assert refused(office, **changes) == code
    assert rows(office) == []


def test_a_disabled_account_forgets_its_secrets_and_stays_disabled(office: Office) -> None:
    put(office)
    gone = DisableAccount(command_id="c", version=1, reason="换群")
    scope = keeper(office)
    row = office.database.write(lambda tx: channels.disable(tx, office.district, scope, "qun1", gone))
    assert (row.secrets, row.disabled_at) == ((), office.clock.now())
    assert refused(office, version=2) == "not_found"
    with pytest.raises(Refusal, match="not_found"):
        office.database.write(lambda tx: channels.disable(tx, office.district, scope, "qun1", gone))
    assert office.database.read(lambda conn: store.of_mode(conn, Mode.EXERCISE)) == []


def test_sealed_secrets_open_in_their_own_row_and_under_their_own_key_only(office: Office) -> None:
    put(office)
    put(office, id="qun2", mode=Mode.LIVE, secrets={"key": OTHER})
    found = {row.id: row for row in office.database.read(store.every)}
    stolen = msgspec.structs.replace(found["qun2"], sealed=found["qun1"].sealed)
    other_key = msgspec.structs.replace(KEYS, channels=b"x" * 32)
    for keys, row in ((KEYS, stolen), (other_key, found["qun1"]), (KEYS, msgspec.structs.replace(stolen, sealed=b""))):
        with pytest.raises(Refusal, match="key_wrong"):
            store.opened(keys, row)


def test_every_change_says_who_and_where_to_and_no_secret(office: Office) -> None:
    put(office, serves=("市桥群",))
    put(office, version=1, secrets={"key": OTHER})
    audit = metadata.tables["audit"]
    query = select(audit.c.actor, audit.c.payload).where(audit.c.action == "channel.put").order_by(audit.c.seq)
    found = [tuple(row) for row in office.database.read(lambda conn: conn.execute(query).all())]
    assert len(found) == 2
    details = [msgspec.json.decode(str(row[1])) for row in found]
    assert {row[0] for row in found} == {keeper(office).person_id}
    assert details[1]["replaced"] == ["key"]
    assert (details[0]["settings"]["url"], details[0]["serves"]) == ("https://qyapi.weixin.qq.com", 1)
    assert len(office.database.read(lambda conn: conn.execute(select(channel_accounts)).all())) == 1
