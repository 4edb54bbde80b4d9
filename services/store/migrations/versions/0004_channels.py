"""Accounts of the channels with their sealed secrets, and the budgets that engines share.

On PostgreSQL hub and engine read and write them; an account is never deleted.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_ROLES = ("huying_hub", "huying_engine")


def upgrade() -> None:
    """Add what the channels need."""
    op.create_table(
        "channel_accounts",
        *(
            sa.Column(name, kind, nullable=nullable)
            for name, kind, nullable in (
                ("id", sa.Text(), False),
                ("channel", sa.Text(), False),
                ("mode", sa.Text(), False),
                ("kind", sa.Text(), False),
                ("name", sa.Text(), False),
                ("settings", sa.Text(), False),
                ("sealed", sa.LargeBinary(), False),
                ("serves", sa.Text(), False),
                ("per_minute", sa.Integer(), True),
                ("reserve_percent", sa.Integer(), True),
                ("version", sa.Integer(), False),
                ("made_at", sa.BigInteger(), False),
                ("made_by", sa.Text(), False),
                ("changed_at", sa.BigInteger(), False),
                ("changed_by", sa.Text(), False),
                ("disabled_at", sa.BigInteger(), True),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_channel_accounts")),
    )
    op.create_index("ix_channel_accounts_mode", "channel_accounts", ["mode", "channel"], unique=False)
    op.create_table(
        "channel_budgets",
        sa.Column("account_id", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Text(), nullable=False),
        sa.Column("paused_until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["channel_accounts.id"], name=op.f("fk_channel_budgets_account_id")),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_channel_budgets")),
    )
    if op.get_bind().dialect.name == "postgresql":
        _grants()


def downgrade() -> None:
    """Refuse: nothing is ever deleted; the way back is the copy made before the upgrade."""
    raise NotImplementedError("there is no way back from here; use a backup")


def _grants() -> None:
    for role in _ROLES:
        grants = f"GRANT SELECT, INSERT, UPDATE ON channel_accounts, channel_budgets TO {role};"
        op.execute(f"DO $$ BEGIN IF to_regrole('{role}') IS NOT NULL THEN {grants} END IF; END $$")
