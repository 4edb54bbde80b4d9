"""Accounts of the channels as stored: secrets sealed under the hub's master key, budgets shared by every engine."""

from __future__ import annotations

import os
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, bindparam, select, update

from services.domain.channels_budget import Spent
from services.domain.clock import Instant
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.store.channel_tables import channel_accounts, channel_budgets
from services.store.keys import Keys
from services.store.prepared import Prepared, Row, insert_of, upsert_of
from services.store.tables import attempts, outbox
from services.store.tx import Tx

_NONCE = 12


class StoredAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An account without its secrets. `sealed` is what only the master key opens; its text form shows nothing of it."""

    id: str
    channel: str
    mode: Mode
    kind: str
    name: str
    settings: dict[str, str]
    sealed: bytes
    serves: tuple[str, ...] = ()
    per_minute: int | None = None
    reserve_percent: int | None = None
    version: int = 1
    made_at: Instant = 0
    made_by: str = ""
    changed_at: Instant = 0
    changed_by: str = ""
    disabled_at: Instant | None = None

    def __repr__(self) -> str:
        return f"StoredAccount({self.id!r}, {self.channel!r}, {self.mode.value!r}, {self.kind!r}, v{self.version})"


class SentMessage(msgspec.Struct, frozen=True, kw_only=True):
    """What is needed to ask a provider about a message: its address, and when its latest attempt began."""

    id: str
    idem: str
    alert_id: str
    revision: int
    channel: str
    target: str
    expires_at: Instant
    lane: int
    sent_at: Instant


_c = channel_accounts.c
_NAMES = StoredAccount.__struct_fields__
_COLUMNS = [_c[name] for name in _NAMES]
_INSERT = insert_of(channel_accounts)
_GET = Prepared(select(*_COLUMNS).where(_c.id == bindparam("id")))
_ALL = Prepared(select(*_COLUMNS).order_by(_c.mode, _c.channel, _c.name, _c.id))
_OF_MODE = Prepared(
    select(*_COLUMNS).where(_c.mode == bindparam("mode"), _c.disabled_at.is_(None)).order_by(_c.channel, _c.id)
)
_b = channel_budgets.c
_BUDGET = Prepared(
    select(_b.seconds, _b.paused_until).where(_b.account_id == bindparam("account_id")).with_for_update()
)
_NEW: dict[str, Any] = {"seconds": bindparam("seconds"), "paused_until": bindparam("paused_until")}
_SPEND = upsert_of(channel_budgets, {"account_id": bindparam("account_id"), **_NEW}, ["account_id"], _NEW)
_o, _a = outbox.c, attempts.c
_SENT_COLUMNS = [
    *(_o[name] for name in SentMessage.__struct_fields__ if name != "sent_at"),
    _a.started_at,
]
_SENT = select(*_SENT_COLUMNS).join(attempts, (_a.outbox_id == _o.id) & (_a.number == _o.attempts))
_SENT_ONE = Prepared(_SENT.where(_o.idem == bindparam("idem")))
_SENT_MANY = Prepared(
    _SENT.where(
        _o.state == "accepted",
        _o.mode == bindparam("mode"),
        _o.channel == bindparam("channel"),
        _o.expires_at > bindparam("since"),
        _o.id > bindparam("after"),
    )
    .order_by(_o.id)
    .limit(bindparam("most"))
)


def seal(keys: Keys, account: StoredAccount, secrets: dict[str, str]) -> bytes:
    """Return secrets sealed to an account's id, channel, mode and kind: a copy in another row does not open."""
    nonce = os.urandom(_NONCE)
    return nonce + AESGCM(keys.channels).encrypt(nonce, msgspec.json.encode(secrets), _bound(account))


def opened(keys: Keys, account: StoredAccount) -> dict[str, str]:
    """Return an account's secrets, for an adapter only. Raises Refusal key_wrong: another key, or an altered row."""
    blob = account.sealed
    try:
        plain = AESGCM(keys.channels).decrypt(blob[:_NONCE], blob[_NONCE:], _bound(account))
    except (InvalidTag, ValueError):
        plain = b""
    if not plain:
        raise Refusal("key_wrong")
    return msgspec.json.decode(plain, type=dict[str, str])


def add(tx: Tx, account: StoredAccount) -> None:
    """Keep a new account."""
    _INSERT.run(tx.conn, _values(account))


def save(tx: Tx, account: StoredAccount, version: int) -> bool:
    """Write an account's next version; False when it has moved on from `version`."""
    values = {name: value for name, value in _values(account).items() if name != "id"}
    query = update(channel_accounts).where(_c.id == account.id, _c.version == version).values(values)
    return tx.conn.execute(query).rowcount == 1


def get(conn: Connection, account_id: str) -> StoredAccount | None:
    """Return an account, disabled or not."""
    row = _GET.one(conn, {"id": account_id})
    return _account(row) if row else None


def every(conn: Connection) -> list[StoredAccount]:
    """Return every account, disabled ones too."""
    return [_account(row) for row in _ALL.all(conn, {})]


def of_mode(conn: Connection, mode: Mode) -> list[StoredAccount]:
    """Return the accounts in use of a mode."""
    return [_account(row) for row in _OF_MODE.all(conn, {"mode": mode.value})]


def spent(tx: Tx, account_id: str) -> Spent:
    """Return what is spent of an account's budget, kept from every other engine until this transaction ends."""
    tx.lock()  # on PostgreSQL a budget without a row yet has no row to lock
    row = _BUDGET.one(tx.conn, {"account_id": account_id})
    if row is None:
        return Spent()
    return Spent(msgspec.json.decode(row[0], type=tuple[tuple[int, int], ...]), row[1])


def spend(tx: Tx, account_id: str, now_spent: Spent) -> None:
    """Write what is spent of an account's budget."""
    seconds = msgspec.json.encode(now_spent.seconds).decode()
    _SPEND.run(tx.conn, {"account_id": account_id, "seconds": seconds, "paused_until": now_spent.paused_until})


def sent(conn: Connection, idem: str) -> SentMessage | None:
    """Return a message with when its latest attempt began; None for one that was never tried."""
    row = _SENT_ONE.one(conn, {"idem": idem})
    return _sent(row) if row else None


def accepted(conn: Connection, mode: Mode, channel: str, since: Instant, after: str, most: int) -> list[SentMessage]:
    """Return messages that a provider has and no receipt came for yet, by id, after an id; expired ones to `since`."""
    values = {"mode": mode.value, "channel": channel, "since": since, "after": after, "most": most}
    return [_sent(row) for row in _SENT_MANY.all(conn, values)]


def _bound(account: StoredAccount) -> bytes:
    return f"channel|{account.id}|{account.channel}|{account.mode.value}|{account.kind}".encode()


def _values(account: StoredAccount) -> dict[str, Any]:
    values = {name: getattr(account, name) for name in _NAMES}
    values["mode"] = account.mode.value
    values["settings"] = msgspec.json.encode(account.settings, order="sorted").decode()
    values["serves"] = "\n".join(account.serves)
    return values


def _account(row: Row) -> StoredAccount:
    values = dict(zip(_NAMES, row, strict=True))
    values["mode"] = Mode(values["mode"])
    values["settings"] = msgspec.json.decode(values["settings"], type=dict[str, str])
    values["sealed"] = bytes(values["sealed"])
    values["serves"] = tuple(line for line in values["serves"].split("\n") if line)
    return StoredAccount(**values)


def _sent(row: Row) -> SentMessage:
    return SentMessage(**dict(zip(SentMessage.__struct_fields__, row, strict=True)))
