"""The closed loop: merging, suspension, follow-up, the tier policy of a case; and the tables that go with them.

On PostgreSQL the new tables are granted to hub and engine like the first ones, and what belongs to a case is seen with
the case.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_SERIAL = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_ROLES = ("huying_hub", "huying_engine")
_SAID_WHO = "coalesce(current_setting('app.person', true), '') <> ''"
_OF_A_CASE = ("stops", "follow_ups")
"""The new tables whose rows belong to one case (column case_id) and are seen with it."""


def upgrade() -> None:
    """Add what the closed loop needs."""
    _case_columns()
    for make in _TABLES:
        make()
    if op.get_bind().dialect.name == "postgresql":
        _rows_follow_cases()
        _grants()


def downgrade() -> None:
    """Refuse: nothing is ever deleted; the way back is the copy made before the upgrade."""
    raise NotImplementedError("there is no way back from here; use a backup")


def _case_columns() -> None:
    for name, kind, first in (
        ("merged_at", sa.BigInteger(), None),
        ("children", sa.Integer(), "0"),
        ("criterion_id", sa.Text(), ""),
        ("policy_id", sa.Text(), ""),
        ("event_id", sa.Text(), None),
        ("first_unit_id", sa.Text(), None),
        ("suspensions", sa.Integer(), "0"),
        ("stopped_ms", sa.BigInteger(), "0"),
        ("reworks", sa.Integer(), "0"),
        ("urges", sa.Integer(), "0"),
        ("urged_at", sa.BigInteger(), None),
        ("followed_at", sa.BigInteger(), None),
        ("resolved", sa.Text(), ""),
        ("satisfaction", sa.Text(), ""),
        ("progress_at", sa.BigInteger(), None),
        ("resumed_at", sa.BigInteger(), None),
    ):
        op.add_column("cases", sa.Column(name, kind, nullable=first is None, server_default=first))
    merged = sa.text("parent_id IS NOT NULL")
    op.create_index("ix_cases_parent_id", "cases", ["parent_id"], sqlite_where=merged, postgresql_where=merged)


def _rows_follow_cases() -> None:
    for table in _OF_A_CASE:
        follows = f"EXISTS (SELECT 1 FROM cases c WHERE c.id = {table}.case_id)"  # noqa: S608 - our own tables' names
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {table}_new ON {table} FOR INSERT WITH CHECK ({_SAID_WHO})")
        op.execute(f"CREATE POLICY {table}_seen ON {table} FOR SELECT USING ({follows})")
        op.execute(f"CREATE POLICY {table}_changed ON {table} FOR UPDATE USING ({follows})")


def _grants() -> None:
    for role in _ROLES:
        grants = (
            f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO {role};"
            f" GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};"
            f" REVOKE UPDATE ON audit, case_events, alembic_version FROM {role};"
            f" REVOKE INSERT ON alembic_version FROM {role};"
        )
        made = f"to_regrole('{role}') IS NOT NULL"
        op.execute(f"DO $$ BEGIN IF {made} THEN {grants} END IF; END $$")


def _stops() -> None:
    op.create_table(
        "stops",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("planned_until", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_stops_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stops")),
    )
    op.create_index("ix_stops_case_id", "stops", ["case_id"], unique=False)


def _follow_ups() -> None:
    op.create_table(
        "follow_ups",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("caller_case_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("resolved", sa.Text(), nullable=False),
        sa.Column("satisfaction", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_follow_ups_case_id")),
        sa.ForeignKeyConstraint(["caller_case_id"], ["cases.id"], name=op.f("fk_follow_ups_caller_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_ups")),
    )
    op.create_index("ix_follow_ups_case_id", "follow_ups", ["case_id"], unique=False)


def _tier_policies() -> None:
    op.create_table(
        "tier_policies",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("steps", sa.Text(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("used_by", sa.Text(), nullable=True),
        sa.Column("used_from", sa.BigInteger(), nullable=True),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tier_policies")),
        sa.UniqueConstraint("version", name=op.f("uq_tier_policies_version")),
    )
    used = sa.text("state = 'in_use'")
    op.create_index(
        "ix_tier_policies_used", "tier_policies", ["state"], unique=True, sqlite_where=used, postgresql_where=used
    )


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("pos", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=True),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_notices_unit_id")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_notices_case_id")),
        sa.PrimaryKeyConstraint("pos", name=op.f("pk_notices")),
    )
    op.create_index("ix_notices_unit_id_pos", "notices", ["unit_id", "pos"], unique=False)
    op.create_index("ix_notices_case_id", "notices", ["case_id"], unique=False)
    if op.get_bind().dialect.name == "postgresql":  # a notice is its unit's, and the program's
        mine = "current_setting('app.scope', true) = '*' OR unit_id = nullif(current_setting('app.unit', true), '')"
        op.execute("ALTER TABLE notices ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY notices_new ON notices FOR INSERT WITH CHECK ({_SAID_WHO})")
        op.execute(f"CREATE POLICY notices_seen ON notices FOR SELECT USING ({_SAID_WHO} AND ({mine}))")
        op.execute(f"CREATE POLICY notices_changed ON notices FOR UPDATE USING ({mine})")


def _engines() -> None:
    op.create_table(
        "engines",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("beat_at", sa.BigInteger(), nullable=False),
        sa.Column("stopped_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_engines")),
    )


def _findings() -> None:
    op.create_table(
        "findings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("object_id", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("found_at", sa.BigInteger(), nullable=False),
        sa.Column("over_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
    )
    still = sa.text("over_at IS NULL")
    op.create_index(
        "ix_findings_open",
        "findings",
        ["kind", "object_id"],
        unique=True,
        sqlite_where=still,
        postgresql_where=still,
    )


_TABLES = (
    _tier_policies,
    _notices,
    _engines,
    _findings,
    _stops,
    _follow_ups,
)
