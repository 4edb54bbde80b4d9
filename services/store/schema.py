"""Every table of the store, whichever module defines it."""

from __future__ import annotations

from services.store import escalation_tables, loop_tables, whistle_tables
from services.store.tables import metadata

__all__ = ["escalation_tables", "loop_tables", "metadata", "whistle_tables"]
