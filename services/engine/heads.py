"""Sealing the end of the audit chain into a file beside the data, to be kept elsewhere: it shows a cut tail."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.store import audit_log

if TYPE_CHECKING:
    from pathlib import Path

    from services.store.audit_log import Head
    from services.store.database import Database


class SealHead:
    """Writes the signed end of the chain; nothing when it has not moved since."""

    def __init__(self, database: Database, key: bytes, path: Path) -> None:
        self._database = database
        self._key = key
        self._path = path
        self._last = -1

    def work(self) -> int:
        """Seal the end where it has moved. Returns 0: there is never a reason to look again at once."""
        now = self._database.now()
        head: Head = self._database.read(lambda conn: audit_log.signed_head(conn, self._key, now))
        if head.seq != self._last:
            audit_log.write_head(self._path, head)
            self._last = head.seq
        return 0
