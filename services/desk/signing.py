"""The hub's own key for signing: made at the first start, sealed under the master key, replaced by a recorded act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.alerts.signing import KeySigner, fingerprint, new_key
from services.desk import access
from services.domain.rights import Right
from services.store import relayed_keys as store

if TYPE_CHECKING:
    from services.alerts.signing import Signer
    from services.desk.district import District
    from services.domain.rights import Scope
    from services.store.database import Database, Tx
    from services.store.keys import Keys
    from services.store.relayed_keys import SigningKey


def signer(database: Database, keys: Keys, name: str) -> Signer:
    """Return what signs for a district; its key is made when there is none. Raises Refusal key_wrong."""
    key = database.read(store.in_use) or database.write(lambda tx: _first(tx, keys, name))
    return KeySigner(store.opened(keys, key), key.certificate)


def renew(tx: Tx, district: District, scope: Scope) -> SigningKey:
    """Put a new key in the place of the one in use, whose private part is forgotten. Raises Refusal no_right.

    Receivers refuse what is signed from now on until they have pinned the new certificate.
    """
    access.need(scope, Right.SETTINGS, "更换签名密钥")
    made = _make(tx, district.keys, district.profile.name, scope.person_id, scope.origin)
    tx.change("catalogue", "signing", 1)  # every hub and engine loads the district anew
    return made


def _first(tx: Tx, keys: Keys, name: str) -> SigningKey:
    tx.lock()  # two hubs at once: the second finds the first one's
    return store.in_use(tx.conn) or _make(tx, keys, name, "hub", "")


def _make(tx: Tx, keys: Keys, name: str, by: str, origin: str) -> SigningKey:
    private, certificate = new_key(name, tx.now)
    made = store.replace(tx, keys, tx.ids.new(), private, certificate, by)
    tx.audit(by, "signing.make", made.id, {"certificate": fingerprint(certificate), "from": origin})
    return made
