"""Tables of the channels' accounts: what may be shown, what is sealed, and how much of each budget is spent."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, LargeBinary, Table, Text

from services.store.tables import metadata

channel_accounts = Table(  # never deleted, only disabled; a disabled one keeps no secret
    "channel_accounts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("channel", Text, nullable=False),
    Column("mode", Text, nullable=False),  # as it was born, never changed
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("settings", Text, nullable=False),  # JSON; may be shown
    Column("sealed", LargeBinary, nullable=False),  # the secrets: AES-GCM, bound to id, channel, mode and kind
    Column("serves", Text, nullable=False),  # addresses it is for, a line each; "": every other one
    Column("per_minute", Integer),  # NULL: the provider's own rate
    Column("reserve_percent", Integer),  # NULL: likewise
    Column("version", Integer, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("disabled_at", BigInteger),
    Index("ix_channel_accounts_mode", "mode", "channel"),
)

channel_budgets = Table(  # no facts: what was taken in the last window, shared by every engine
    "channel_budgets",
    metadata,
    Column("account_id", Text, ForeignKey("channel_accounts.id"), primary_key=True),
    Column("seconds", Text, nullable=False),  # JSON: [[second, count], …]
    Column("paused_until", BigInteger, nullable=False),
)
