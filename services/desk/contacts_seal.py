"""Sealing the addresses that stand in the clear: of an older release, or of a demo that has just been made."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from services.geo.names import initials
from services.store import contacts as store

if TYPE_CHECKING:
    from services.store.contacts import Plain
    from services.store.database import Database, Tx
    from services.store.keys import Keys


def seal(database: Database, keys: Keys) -> None:
    """Seal what is not sealed yet; nothing where all is well, which one small question tells."""
    if not database.read(store.any_plain):
        return

    def work(tx: Tx) -> None:
        tx.lock()  # two hubs at once: the second finds nothing left
        found = store.plain(tx.conn)
        if found:
            store.seal_plain(tx, keys, found, {one.id: _initials(one) for one in found})
            tx.audit("hub", "contacts.seal", "", {"contacts": len(found)})

    database.write(work)


def _initials(one: Plain) -> str:
    """Return the initials of a name; of the thousands that hold their unit's, its known initials are taken."""
    before, unit, after = one.person.partition(one.unit_name)
    return _letters(before) + (one.unit_initials if unit else "") + _letters(after)


@cache
def _letters(text: str) -> str:
    return initials(text)
