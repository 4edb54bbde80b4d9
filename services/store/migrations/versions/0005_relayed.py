"""Relayed warnings with their sources, readers of the feed, and the keys with which the hub signs what it says.

On PostgreSQL hub and engine read and write them; nothing of it is ever deleted.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_ROLES = ("huying_hub", "huying_engine")
_TABLES = "signing_keys, warning_sources, feed_readers, relayed_warnings, relayed_references"


def upgrade() -> None:
    """Add what relaying, the feed and signing need."""
    op.create_table(
        "signing_keys",
        *_texts("id", "certificate"),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_keys")),
    )
    op.create_table(
        "warning_sources",
        *_texts("code", "name", "certificate"),
        sa.Column("key_hash", sa.Text(), nullable=True),
        *_changed(),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_warning_sources")),
    )
    op.create_table(
        "feed_readers",
        *_texts("code", "name", "mode", "key_hash"),
        *_changed(),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_feed_readers")),
    )
    _warnings()
    if op.get_bind().dialect.name == "postgresql":
        _grants()


def downgrade() -> None:
    """Refuse: nothing is ever deleted; the way back is the copy made before the upgrade."""
    raise NotImplementedError("there is no way back from here; use a backup")


def _warnings() -> None:
    op.create_table(
        "relayed_warnings",
        *_texts("id", "source", "sender", "identifier", "sent", "mode", "cap_version", "msg_type", "state"),
        *_texts("event", "severity", "sender_name", "headline", "description", "instruction", "area", "remarks"),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in ("sent_at", "expires_at", "received_at")),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["source"], ["warning_sources.code"], name=op.f("fk_relayed_warnings_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relayed_warnings")),
        sa.UniqueConstraint(
            "source",
            "sender",
            "identifier",
            "sent_at",
            name=op.f("uq_relayed_warnings_source_sender_identifier_sent_at"),
        ),
    )
    op.create_index("ix_relayed_warnings_received", "relayed_warnings", ["received_at"], unique=False)
    op.create_table(
        "relayed_references",
        *_texts("warning_id", "sender", "identifier"),
        sa.Column("sent_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["warning_id"], ["relayed_warnings.id"], name=op.f("fk_relayed_references_warning_id")),
        sa.PrimaryKeyConstraint("warning_id", "sender", "identifier", "sent_at", name=op.f("pk_relayed_references")),
    )
    op.create_index("ix_relayed_references_to", "relayed_references", ["sender", "identifier", "sent_at"], unique=False)


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=False) for name in names]


def _changed() -> tuple[sa.Column[int], sa.Column[int], sa.Column[str], sa.Column[int]]:
    return (
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.Text(), nullable=False),
        sa.Column("disabled_at", sa.BigInteger(), nullable=True),
    )


def _grants() -> None:
    for role in _ROLES:
        grants = f"GRANT SELECT, INSERT, UPDATE ON {_TABLES} TO {role};"
        op.execute(f"DO $$ BEGIN IF to_regrole('{role}') IS NOT NULL THEN {grants} END IF; END $$")
