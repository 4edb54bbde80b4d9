"""The register of contacts as rows, and their addresses: sealed with AES-GCM, found by a blind index, shown masked.

An address is sealed to its contact and channel, so that a value copied to another row does not open there.
"""

from __future__ import annotations

import hmac
import os
import re
import unicodedata
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Connection, and_, bindparam, or_, select, update

from services.domain.contacts import Contact
from services.domain.problems import Refusal
from services.store import tables as t
from services.store.contact_tables import contact_channels
from services.store.prepared import Prepared, Row, insert_of, upsert_of
from services.store.visibility import within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from services.store.keys import Keys
    from services.store.tx import Tx

_NONCE = 12
_FIELDS = Contact.__struct_fields__
_c, _a = t.contacts.c, contact_channels.c
_SELECT = select(*[_c[name] for name in _FIELDS])
_JOINED = _SELECT.join_from(t.contacts, t.units, t.units.c.id == _c.unit_id)
_GET = Prepared(_SELECT.where(_c.id == bindparam("id")))
_ORDER = (t.units.c.path, _c.slot, _c.order, _c.id)
_SEEN = or_(
    t.units.c.path == bindparam("path"),
    and_(t.units.c.path > bindparam("path_from"), t.units.c.path < bindparam("path_to")),  # `visibility.within`
    _c.unit_id == bindparam("unit_id"),
    (bindparam("root") == 1) & t.units.c.tier.is_(None),
)
_ALL = Prepared(_JOINED.where(_SEEN, _c.removed_at.is_(None)).order_by(*_ORDER))
_GONE = Prepared(
    _JOINED.where(_SEEN, _c.removed_at.is_not(None)).order_by(_c.removed_at.desc(), _c.id).limit(bindparam("most"))
)
_OF_UNIT = Prepared(
    _SELECT.where(_c.unit_id == bindparam("unit_id"), _c.removed_at.is_(None)).order_by(_c.order, _c.id)
)
_INSERT = insert_of(t.contacts)
_SAVE = Prepared(
    update(t.contacts)
    .where(_c.id == bindparam("of_id"), _c.version == bindparam("of_version"))
    .values({name: bindparam(f"new_{name}") for name in _FIELDS if name != "id"})
)
_NEW: dict[str, Any] = {name: bindparam(name) for name in ("sealed", "blind", "masked")}
_PUT = upsert_of(
    contact_channels,
    {"contact_id": bindparam("contact_id"), "channel": bindparam("channel"), **_NEW},
    ["contact_id", "channel"],
    _NEW,
)
_MASKED = Prepared(
    select(_a.contact_id, _a.channel, _a.masked)
    .join_from(contact_channels, t.contacts, _c.id == _a.contact_id)
    .join(t.units, t.units.c.id == _c.unit_id)
    .where(_SEEN, _a.masked != "")
)
_MASKED_OF = Prepared(select(_a.channel, _a.masked).where(_a.contact_id == bindparam("id"), _a.masked != ""))
_SEALED_OF = Prepared(select(_a.channel, _a.sealed).where(_a.contact_id == bindparam("id"), _a.masked != ""))
_SEALED = select(_a.contact_id, _a.channel, _a.sealed).where(_a.masked != "")
_FIND = Prepared(select(_a.contact_id).where(_a.blind == bindparam("blind"), _a.masked != ""))
_PLAIN = Prepared(
    select(_c.id, _c.person, _c.channels, t.units.c.name, t.units.c.initials)
    .join_from(t.contacts, t.units, t.units.c.id == _c.unit_id)
    .where(_c.channels != "{}")
)
_IS_PLAIN = Prepared(select(_c.id).where(_c.channels != "{}").limit(1))
_CLEAN = Prepared(
    update(t.contacts)
    .where(_c.id == bindparam("of_id"))
    .values(channels="{}", initials=bindparam("new_initials"), updated_at=bindparam("new_at"))
)
_SLICE = 400
_PHONE = re.compile(r"[+\d\s\-()]+")


class Seen(msgspec.Struct, frozen=True):
    """Which contacts are asked for: of an area and below, of one unit, and (`root`) of every department."""

    path: str
    unit_id: str
    root: bool = False

    @property
    def values(self) -> dict[str, Any]:
        """The parameters of the statements."""
        path = self.path or "-"
        ends = {"path": path, "path_from": path + "/", "path_to": path + "0"}
        return {**ends, "unit_id": self.unit_id, "root": int(self.root)}


class Plain(msgspec.Struct, frozen=True):
    """A contact whose addresses an older release, or the making of a demo, has left in the clear."""

    id: str
    person: str
    channels: dict[str, str]
    unit_name: str
    unit_initials: str


def get(conn: Connection, contact_id: str) -> Contact | None:
    """Return a contact, removed ones too, or None."""
    row = _GET.one(conn, {"id": contact_id})
    return _contact(row) if row else None


def every(conn: Connection, seen: Seen) -> list[Contact]:
    """Return the contacts in the register, by unit, slot and order."""
    return [_contact(row) for row in _ALL.all(conn, seen.values)]


def gone(conn: Connection, seen: Seen, most: int) -> list[Contact]:
    """Return removed contacts, the latest first."""
    return [_contact(row) for row in _GONE.all(conn, {**seen.values, "most": most})]


def of_unit(conn: Connection, unit_id: str) -> list[Contact]:
    """Return the contacts of one unit, by order."""
    return [_contact(row) for row in _OF_UNIT.all(conn, {"unit_id": unit_id})]


def within_areas(conn: Connection, areas: Sequence[str]) -> list[Contact]:
    """Return the contacts of area units that lie in one of the area paths (not departments), by unit and order."""
    if not areas:
        return []
    inside = or_(*(within(t.units.c.path, path) for path in areas))
    query = _JOINED.where(inside, t.units.c.tier.is_not(None), _c.removed_at.is_(None)).order_by(*_ORDER)
    return [_contact(tuple(row)) for row in conn.execute(query)]


def insert(tx: Tx, contact: Contact) -> None:
    """Put a new contact in."""
    _INSERT.run(tx.conn, {**msgspec.structs.asdict(contact), "channels": "{}"})


def save(tx: Tx, before: Contact, after: Contact) -> None:
    """Save the next version of a contact. Raises Refusal record_stale."""
    values = {f"new_{name}": value for name, value in msgspec.structs.asdict(after).items() if name != "id"}
    if _SAVE.count(tx.conn, values | {"of_id": before.id, "of_version": before.version}) != 1:
        raise Refusal("record_stale")


# ── addresses ───────────────────────────────────────────────────────────────────────────────────────────────────────
def put_addresses(tx: Tx, keys: Keys, contact_id: str, addresses: Mapping[str, str]) -> None:
    """Seal addresses, channel → address; "" takes one away."""
    cipher = AESGCM(keys.personal)
    _PUT.many(tx.conn, [_sealed(cipher, keys, contact_id, *item) for item in addresses.items()])


def masked(conn: Connection, seen: Seen) -> dict[str, dict[str, str]]:
    """Return the masked addresses, contact → channel → text."""
    found: dict[str, dict[str, str]] = {}
    for contact_id, channel, text in _MASKED.all(conn, seen.values):
        found.setdefault(str(contact_id), {})[str(channel)] = str(text)
    return found


def masked_of(conn: Connection, contact_id: str) -> dict[str, str]:
    """Return the masked addresses of one contact."""
    return {str(channel): str(text) for channel, text in _MASKED_OF.all(conn, {"id": contact_id})}


def opened(conn: Connection, keys: Keys, contact_id: str) -> dict[str, str]:
    """Return the addresses of one contact in the clear; who asks and what for must be written down with it.

    Raises Refusal key_wrong.
    """
    cipher = AESGCM(keys.personal)
    rows = _SEALED_OF.all(conn, {"id": contact_id})
    return {str(channel): _open(cipher, contact_id, channel, sealed) for channel, sealed in rows}


def opened_all(conn: Connection, keys: Keys, contact_ids: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the addresses of many contacts in the clear: to send to them, or to write a file. Raises key_wrong."""
    cipher, wanted = AESGCM(keys.personal), list(contact_ids)
    found: dict[str, dict[str, str]] = {}
    for at in range(0, len(wanted), _SLICE):
        for contact_id, channel, sealed in conn.execute(_SEALED.where(_a.contact_id.in_(wanted[at : at + _SLICE]))):
            found.setdefault(contact_id, {})[channel] = _open(cipher, contact_id, channel, sealed)
    return found


def find(conn: Connection, keys: Keys, address: str) -> set[str]:
    """Return the ids of the contacts with exactly this address on any channel (after normalising)."""
    return {str(row[0]) for row in _FIND.all(conn, {"blind": _blind(keys, address)})}


def any_plain(conn: Connection) -> bool:
    """Tell whether any contact's addresses stand in the clear still."""
    return _IS_PLAIN.one(conn, {}) is not None


def plain(conn: Connection) -> list[Plain]:
    """Return the contacts whose addresses stand in the clear still."""
    return [
        Plain(row[0], row[1], msgspec.json.decode(row[2], type=dict[str, str]), row[3], row[4])
        for row in _PLAIN.all(conn, {})
    ]


def seal_plain(tx: Tx, keys: Keys, found: Sequence[Plain], initials: Mapping[str, str]) -> None:
    """Seal what stood in the clear and take it away there; `initials` by contact come with it."""
    cipher = AESGCM(keys.personal)
    _PUT.many(
        tx.conn, [_sealed(cipher, keys, one.id, *item) for one in found for item in one.channels.items() if item[1]]
    )
    _CLEAN.many(tx.conn, [{"of_id": one.id, "new_initials": initials[one.id], "new_at": tx.now} for one in found])


def mask(address: str) -> str:
    """Return what may be shown of an address: 138****5678; of a short one or a name, its ends."""
    text = normal(address)
    if _PHONE.fullmatch(text) and len(text) >= 9:
        return f"{text[:3]}****{text[-4:]}"
    if len(text) <= 8:
        kept = min(2, len(text) // 3)
        return "*" * (len(text) - kept) + text[len(text) - kept :]
    return f"{text[:2]}****{text[-2:]}"


def normal(address: str) -> str:
    """Return the form in which two spellings of one address are the same: a number loses blanks, hyphens and +86."""
    text = unicodedata.normalize("NFKC", address).strip()
    if not _PHONE.fullmatch(text):
        return text
    digits = "".join(char for char in text if char.isdecimal())
    return digits[2:] if len(digits) == 13 and digits.startswith("86") else digits


def _sealed(cipher: AESGCM, keys: Keys, contact_id: str, channel: str, address: str) -> dict[str, Any]:
    if not address:
        return {"contact_id": contact_id, "channel": channel, "sealed": b"", "blind": "", "masked": ""}
    nonce = os.urandom(_NONCE)
    return {
        "contact_id": contact_id,
        "channel": channel,
        "sealed": nonce + cipher.encrypt(nonce, address.encode(), _bound(contact_id, channel)),
        "blind": _blind(keys, address),
        "masked": mask(address),
    }


def _open(cipher: AESGCM, contact_id: str, channel: str, sealed: bytes) -> str:
    blob = bytes(sealed)
    try:
        return cipher.decrypt(blob[:_NONCE], blob[_NONCE:], _bound(contact_id, channel)).decode()
    except InvalidTag as error:
        raise Refusal("key_wrong") from error


def _bound(contact_id: str, channel: str) -> bytes:
    return f"contact|{contact_id}|{channel}".encode()


def _blind(keys: Keys, address: str) -> str:
    return hmac.new(keys.blind, f"contact|{normal(address)}".encode(), sha256).hexdigest()


def _contact(row: Row) -> Contact:
    values = dict(zip(_FIELDS, row, strict=True))
    values["demo"] = bool(values["demo"])
    return Contact(**values)
