"""The addresses of the register of contacts: one per contact and channel, sealed, found by a blind index."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, LargeBinary, Table, Text

from services.store.tables import metadata

contact_channels = Table(
    "contact_channels",
    metadata,
    Column("contact_id", Text, ForeignKey("contacts.id"), primary_key=True),
    Column("channel", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),  # AES-GCM, bound to contact and channel; empty: taken away
    Column("blind", Text, nullable=False),  # HMAC-SHA-256 of the normalised address, for exact look-up
    Column("masked", Text, nullable=False),
    Index("ix_contact_channels_blind", "blind"),
)
