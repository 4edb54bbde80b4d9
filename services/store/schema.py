"""Every table of the store, whichever module defines it."""

from __future__ import annotations

from services.store import (
    channel_tables,
    clock_tables,
    contact_tables,
    duplicate_tables,
    escalation_tables,
    loop_tables,
    relayed_tables,
    team_tables,
    whistle_tables,
)
from services.store.tables import metadata

__all__ = [
    "channel_tables",
    "clock_tables",
    "contact_tables",
    "duplicate_tables",
    "escalation_tables",
    "loop_tables",
    "metadata",
    "relayed_tables",
    "team_tables",
    "whistle_tables",
]
