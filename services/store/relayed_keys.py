"""The keys with which the hub signs, as rows: the private key sealed under the master key, its certificate in clear."""

from __future__ import annotations

import os

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, bindparam, select, update

from services.domain.clock import Instant
from services.domain.problems import Refusal
from services.store.keys import Keys
from services.store.prepared import Prepared, Row, insert_of
from services.store.relayed_tables import signing_keys
from services.store.tx import Tx

_NONCE = 12


class SigningKey(msgspec.Struct, frozen=True, kw_only=True):
    """A key the hub signs with, or signed with. Its text form shows nothing of the private part."""

    id: str
    certificate: str
    sealed: bytes
    made_at: Instant
    made_by: str
    retired_at: Instant | None = None

    def __repr__(self) -> str:
        return f"SigningKey({self.id!r}, made_at={self.made_at}, retired_at={self.retired_at})"


_NAMES = SigningKey.__struct_fields__
_c = signing_keys.c
_INSERT = insert_of(signing_keys)
_SELECT = select(*[_c[name] for name in _NAMES]).order_by(_c.made_at.desc(), _c.id.desc())
_IN_USE = Prepared(_SELECT.where(_c.retired_at.is_(None)))
_ALL = Prepared(_SELECT)
_RETIRE = Prepared(
    update(signing_keys).where(_c.retired_at.is_(None)).values(retired_at=bindparam("at"), sealed=bindparam("nothing"))
)


def replace(tx: Tx, keys: Keys, key_id: str, private: bytes, certificate: str, by: str) -> SigningKey:
    """Keep a new key, the one in use from now on; the one before is retired and its private part forgotten."""
    _RETIRE.run(tx.conn, {"at": tx.now, "nothing": b""})
    nonce = os.urandom(_NONCE)
    sealed = nonce + AESGCM(keys.signing).encrypt(nonce, private, _bound(key_id))
    made = SigningKey(id=key_id, certificate=certificate, sealed=sealed, made_at=tx.now, made_by=by)
    _INSERT.run(tx.conn, msgspec.structs.asdict(made))
    return made


def in_use(conn: Connection) -> SigningKey | None:
    """Return the key in use."""
    row = _IN_USE.one(conn, {})
    return _key(row) if row else None


def every(conn: Connection) -> list[SigningKey]:
    """Return every key, newest first."""
    return [_key(row) for row in _ALL.all(conn, {})]


def opened(keys: Keys, key: SigningKey) -> bytes:
    """Return the private part. Raises Refusal key_wrong: another master key, or an altered row."""
    try:
        return AESGCM(keys.signing).decrypt(key.sealed[:_NONCE], key.sealed[_NONCE:], _bound(key.id))
    except (InvalidTag, ValueError):
        raise Refusal("key_wrong") from None


def _bound(key_id: str) -> bytes:
    return f"signing|{key_id}".encode()


def _key(row: Row) -> SigningKey:
    values = dict(zip(_NAMES, row, strict=True))
    values["sealed"] = bytes(values["sealed"])
    return SigningKey(**values)
