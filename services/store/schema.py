"""Every table of the store, whichever module defines it."""

from __future__ import annotations

from services.store import loop_tables
from services.store.tables import metadata

__all__ = ["loop_tables", "metadata"]
