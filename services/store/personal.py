"""Personal fields (caller, phone): sealed with AES-GCM, found by a blind index, shown masked.

Sealed to case and field, so that a value copied to another case does not open there.
"""

from __future__ import annotations

import hmac
import os
import unicodedata
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, bindparam, select

from services.domain.problems import Refusal
from services.store import tables as t
from services.store.keys import Keys
from services.store.prepared import Prepared, upsert_of
from services.store.tx import Tx

__all__ = ["FIELDS", "Keys", "find", "mask", "masked", "opened", "put"]

FIELDS = ("caller", "phone")
_NONCE = 12
_c = t.personal.c
_NEW: dict[str, Any] = {name: bindparam(name) for name in ("sealed", "blind", "masked")}
_PUT = upsert_of(
    t.personal, {"case_id": bindparam("case_id"), "field": bindparam("field"), **_NEW}, ["case_id", "field"], _NEW
)
_MASKED = Prepared(select(_c.field, _c.masked).where(_c.case_id == bindparam("case_id")).order_by(_c.field))
_SEALED = Prepared(select(_c.field, _c.sealed).where(_c.case_id == bindparam("case_id")).order_by(_c.field))
_FIND = Prepared(select(_c.case_id).where(_c.field == bindparam("field"), _c.blind == bindparam("blind")))


def put(tx: Tx, keys: Keys, case_id: str, field: str, value: str) -> None:
    """Seal a value; an empty one is not stored. Raises ValueError for a field that is none."""
    if field not in FIELDS:
        raise ValueError(f"no personal field {field!r}")
    if not value.strip():
        return
    nonce = os.urandom(_NONCE)
    sealed = nonce + AESGCM(keys.personal).encrypt(nonce, value.encode(), _bound(case_id, field))
    _PUT.run(
        tx.conn,
        {
            "case_id": case_id,
            "field": field,
            "sealed": sealed,
            "blind": _blind(keys, field, value),
            "masked": mask(field, value),
        },
    )


def masked(conn: Connection, case_id: str) -> dict[str, str]:
    """Return the masked fields of a case, by name."""
    return {str(field): str(text) for field, text in _MASKED.all(conn, {"case_id": case_id})}


def opened(conn: Connection, keys: Keys, case_id: str) -> dict[str, str]:
    """Return the open fields of a case, by name; who asks, and what for, must be written down before.

    Raises Refusal key_wrong when one was sealed with another key or altered.
    """
    found = {}
    for field, sealed in _SEALED.all(conn, {"case_id": case_id}):
        blob = bytes(sealed)
        try:
            plain = AESGCM(keys.personal).decrypt(blob[:_NONCE], blob[_NONCE:], _bound(case_id, field))
        except InvalidTag as error:
            raise Refusal("key_wrong") from error
        found[str(field)] = plain.decode()
    return found


def find(conn: Connection, keys: Keys, field: str, value: str) -> list[str]:
    """Return the ids of the cases with exactly this value (after normalising); what one may see is not checked here."""
    return [str(row[0]) for row in _FIND.all(conn, {"field": field, "blind": _blind(keys, field, value)})]


def mask(field: str, value: str) -> str:
    """Return what may be shown: 138****5678; of a name, its first character."""
    text = value.strip()
    if field != "phone":
        return text[:1] + "*" * min(len(text) - 1, 2)
    digits = normal(field, text)
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) >= 9 else "*" * max(len(digits) - 2, 1) + digits[-2:]


def normal(field: str, value: str) -> str:
    """Return the form in which two spellings of one value are the same: digits of a number, a name without blanks."""
    text = unicodedata.normalize("NFKC", value)
    if field != "phone":
        return "".join(text.split()).casefold()
    digits = "".join(char for char in text if char.isdecimal())
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def _bound(case_id: str, field: str) -> bytes:
    return f"{case_id}|{field}".encode()


def _blind(keys: Keys, field: str, value: str) -> str:
    return hmac.new(keys.blind, f"{field}|{normal(field, value)}".encode(), sha256).hexdigest()
