"""The engine put together: which loops there are, how often each looks, and what wakes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.engine.escalate import Escalate
from services.engine.heads import SealHead
from services.engine.loops import Engine, Sweep
from services.store.audit_log import ANCHOR_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from services.desk.district import District
    from services.domain.clock import Clock
    from services.store.database import ChangeRow, Database
    from services.store.keys import Keys

ESCALATE_S = 1.0
HEADS_S = 300.0
"""How often each loop looks by itself, in seconds (our rule; the anchor every five minutes)."""


def make_engine(
    database: Database, district: District, keys: Keys, clock: Clock, *, name: str, data_dir: Path
) -> Engine:
    """Return the loops over a database, not yet started. `name` tells this engine from others in its leases."""
    sweeps = [
        Sweep("escalate", ESCALATE_S, Escalate(database, district, name).work),
        Sweep("heads", HEADS_S, SealHead(database, keys.heads, data_dir / ANCHOR_NAME).work),
    ]
    engine = Engine(sweeps, clock)

    def woken(rows: tuple[ChangeRow, ...]) -> None:
        if any(row.kind == "alert" for row in rows):
            engine.poke("send")

    database.on_commit(woken)
    return engine
