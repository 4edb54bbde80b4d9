"""Small things that go by themselves: sessions that ran out are closed, so that none of them looks open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, update

from services.store.tables import sessions

if TYPE_CHECKING:
    from services.store.database import Database, Tx

_END = (
    update(sessions)
    .where(sessions.c.ended_at.is_(None), sessions.c.expires_at <= bindparam("moment"))
    .values(ended_at=sessions.c.expires_at)
)


class Housekeeping:
    """Closes what has run out."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def work(self) -> int:
        """Close sessions past their end; return 0: once in a while is enough."""

        def work(tx: Tx) -> None:
            ended = tx.conn.execute(_END, {"moment": tx.now}).rowcount
            if ended:
                tx.audit("engine", "session.expired", "", {"sessions": ended})

        self._database.write(work)
        return 0
