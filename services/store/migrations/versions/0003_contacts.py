"""The register of contacts: order, deputies, time on duty, removal; addresses in a table of their own, sealed.

What an older release wrote into `contacts.channels` in the clear is sealed when the program next loads the district,
because a migration has no key. On PostgreSQL addresses are seen with the area of their unit.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_ROLES = ("huying_hub", "huying_engine")
_SAID_WHO = "coalesce(current_setting('app.person', true), '') <> ''"
_SCOPE = "nullif(current_setting('app.scope', true), '')"
_UNIT = "nullif(current_setting('app.unit', true), '')"
_SEES = f"""
    {_SCOPE} = '*' OR EXISTS (
        SELECT 1 FROM contacts c JOIN units u ON u.id = c.unit_id
        WHERE c.id = contact_channels.contact_id AND (
            u.id = {_UNIT} OR u.path = {_SCOPE} OR starts_with(u.path, {_SCOPE} || '/')
            OR (u.tier IS NULL AND EXISTS (SELECT 1 FROM units d WHERE d.tier = 4 AND d.path = {_SCOPE}))
        )
    )
"""  # noqa: S608 - our own tables' names
_SLOTS = {
    "网格长": "grid_head",
    "社区": "community_duty",
    "街镇中心": "street_duty",
    "指挥长": "district_leader",
    "部门值班": "dept_duty",
}
"""What the releases before called the place of a demo's contact → the slot's code."""


def upgrade() -> None:
    """Add what the register needs."""
    for name, kind, first in (
        ("initials", sa.Text(), ""),
        ("account_id", sa.Text(), ""),
        ("deputy_of", sa.Text(), ""),
        ("on_from", sa.BigInteger(), None),
        ("on_to", sa.BigInteger(), None),
        ("day_from", sa.Integer(), None),
        ("day_to", sa.Integer(), None),
        ("note", sa.Text(), ""),
        ("removed_at", sa.BigInteger(), None),
        ("removed_by", sa.Text(), ""),
        ("updated_at", sa.BigInteger(), "0"),
    ):
        op.add_column("contacts", sa.Column(name, kind, nullable=first is None, server_default=first))
    contacts = sa.table("contacts", sa.column("slot", sa.Text()))
    for before, code in _SLOTS.items():
        op.execute(sa.update(contacts).where(contacts.c.slot == before).values(slot=code))
    op.create_table(
        "contact_channels",
        sa.Column("contact_id", sa.Text(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("blind", sa.Text(), nullable=False),
        sa.Column("masked", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["contact_id"], ["contacts.id"], name=op.f("fk_contact_channels_contact_id")),
        sa.PrimaryKeyConstraint("contact_id", "channel", name=op.f("pk_contact_channels")),
    )
    op.create_index("ix_contact_channels_blind", "contact_channels", ["blind"], unique=False)
    if op.get_bind().dialect.name == "postgresql":
        _rows_follow_units()
        _grants()


def downgrade() -> None:
    """Refuse: nothing is ever deleted; the way back is the copy made before the upgrade."""
    raise NotImplementedError("there is no way back from here; use a backup")


def _rows_follow_units() -> None:
    table = "contact_channels"
    seen = f"{_SAID_WHO} AND ({_SEES})"
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY {table}_new ON {table} FOR INSERT WITH CHECK ({_SAID_WHO})")
    op.execute(f"CREATE POLICY {table}_seen ON {table} FOR SELECT USING ({seen})")
    op.execute(f"CREATE POLICY {table}_changed ON {table} FOR UPDATE USING ({seen}) WITH CHECK ({_SAID_WHO})")


def _grants() -> None:
    for role in _ROLES:
        grants = f"GRANT SELECT, INSERT, UPDATE ON contact_channels TO {role};"
        op.execute(f"DO $$ BEGIN IF to_regrole('{role}') IS NOT NULL THEN {grants} END IF; END $$")
