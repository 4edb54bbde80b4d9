"""Waiting until somebody waits."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

from sqlalchemy import text

if TYPE_CHECKING:
    from services.store.database import Database

_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()")


def waits_for_a_lock(database: Database) -> None:
    """Wait until some session of a PostgreSQL database waits for another's lock."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if database.read(lambda conn: conn.execute(_WAITING).scalar_one()):
            return
        threading.Event().wait(0.01)
    raise AssertionError("nobody waits")
