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
_ORDERED = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_ROLES = ("huying_hub", "huying_engine")
_SAID_WHO = "coalesce(current_setting('app.person', true), '') <> ''"
_OF_A_CASE = ("stops", "follow_ups", "duplicate_marks")
"""The new tables whose rows belong to one case (column case_id) and are seen with it."""

_OF_A_WHISTLE = ("whistle_problems", "whistle_ratings", "whistle_events", "whistle_files")


def upgrade() -> None:
    """Add what the closed loop needs."""
    _case_columns()
    for make in _TABLES:
        make()
    if op.get_bind().dialect.name == "postgresql":
        _rows_follow_cases()
        _rows_of_whistles()
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
        ("due_limit", sa.Text(), ""),
        ("resumed_at", sa.BigInteger(), None),
        ("undo_until", sa.BigInteger(), None),
        ("undo_by", sa.Text(), None),
        ("escalate_awaits", sa.Text(), ""),
        ("escalate_to", sa.Integer(), "0"),
    ):
        op.add_column("cases", sa.Column(name, kind, nullable=first is None, server_default=first))
    merged = sa.text("parent_id IS NOT NULL")
    op.create_index("ix_cases_parent_id", "cases", ["parent_id"], sqlite_where=merged, postgresql_where=merged)
    op.create_index("ix_custody_at", "custody", ["at"])
    for name, columns in (("lat", ["lat", "lon", "reported_at"]), ("reported_at", ["reported_at"])):
        still = sa.text("open = 1")
        op.create_index(f"ix_cases_open_{name}", "cases", columns, sqlite_where=still, postgresql_where=still)


def _rows_follow_cases() -> None:
    for table in _OF_A_CASE:
        follows = f"EXISTS (SELECT 1 FROM cases c WHERE c.id = {table}.case_id)"  # noqa: S608 - our own tables' names
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {table}_new ON {table} FOR INSERT WITH CHECK ({_SAID_WHO})")
        op.execute(f"CREATE POLICY {table}_seen ON {table} FOR SELECT USING ({follows})")
        op.execute(f"CREATE POLICY {table}_changed ON {table} FOR UPDATE USING ({follows})")


def _rows_of_whistles() -> None:
    """Show a whistle in its area, to who blew it and, once it went out, to whom it summons; its rows with it."""
    unit = "nullif(current_setting('app.unit', true), '')"
    scope = "nullif(current_setting('app.scope', true), '')"
    called = "SELECT 1 FROM whistle_units u WHERE u.whistle_id = whistles.id AND u.summoned_at IS NOT NULL"
    area = f"{scope} = '*' OR area_path = {scope} OR starts_with(area_path, {scope} || '/')"
    sees = f"{area} OR unit_id = {unit} OR EXISTS ({called} AND u.unit_id = {unit})"
    for table in ("whistles", "whistle_units", *_OF_A_WHISTLE):
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"CREATE POLICY {table}_new ON {table} FOR INSERT WITH CHECK ({_SAID_WHO})")
    for table, seen in (("whistles", f"{_SAID_WHO} AND ({sees})"), ("whistle_units", _SAID_WHO)):
        op.execute(f"CREATE POLICY {table}_seen ON {table} FOR SELECT USING ({seen})")
        op.execute(f"CREATE POLICY {table}_changed ON {table} FOR UPDATE USING ({seen}) WITH CHECK ({_SAID_WHO})")
    for table in _OF_A_WHISTLE:
        follows = f"EXISTS (SELECT 1 FROM whistles w WHERE w.id = {table}.whistle_id)"  # noqa: S608 - our own names
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


def _whistles() -> None:
    op.create_table(
        "whistles",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("matter", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("lon", sa.Float(), nullable=True),
        sa.Column("lat", sa.Float(), nullable=True),
        sa.Column("area_path", _ORDERED, nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("live", sa.SmallInteger(), nullable=False),
        sa.Column("arrive_by", sa.BigInteger(), nullable=False),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("blown_at", sa.BigInteger(), nullable=True),
        sa.Column("solved_at", sa.BigInteger(), nullable=True),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_whistles_case_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_whistles_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistles")),
        sa.UniqueConstraint("number", name=op.f("uq_whistles_number")),
    )
    live = sa.text("live = 1")
    op.create_index("ix_whistles_live", "whistles", ["live"], sqlite_where=live, postgresql_where=live)
    op.create_index("ix_whistles_made_at_id", "whistles", ["made_at", "id"])
    op.create_index("ix_whistles_case_id", "whistles", ["case_id"])


def _whistle_units() -> None:
    op.create_table(
        "whistle_units",
        sa.Column("whistle_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("arrive_by", sa.BigInteger(), nullable=False),
        sa.Column("summoned_at", sa.BigInteger(), nullable=True),
        sa.Column("assigned_at", sa.BigInteger(), nullable=True),
        sa.Column("arrived_at", sa.BigInteger(), nullable=True),
        sa.Column("arrived_person", sa.Text(), nullable=False),
        sa.Column("arrived_said", sa.Text(), nullable=False),
        sa.Column("refused_at", sa.BigInteger(), nullable=True),
        sa.Column("refused_code", sa.Text(), nullable=False),
        sa.Column("refused_text", sa.Text(), nullable=False),
        sa.Column("answered_by", sa.Text(), nullable=False),
        sa.Column("missed_at", sa.BigInteger(), nullable=True),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.Column("left_how", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["whistle_id"], ["whistles.id"], name=op.f("fk_whistle_units_whistle_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_whistle_units_unit_id")),
        sa.PrimaryKeyConstraint("whistle_id", "unit_id", name=op.f("pk_whistle_units")),
    )
    op.create_index("ix_whistle_units_unit_id", "whistle_units", ["unit_id"])


def _whistle_problems() -> None:
    op.create_table(
        "whistle_problems",
        sa.Column("whistle_id", sa.Text(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("solved_at", sa.BigInteger(), nullable=True),
        sa.Column("solved_text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["whistle_id"], ["whistles.id"], name=op.f("fk_whistle_problems_whistle_id")),
        sa.PrimaryKeyConstraint("whistle_id", "seq", name=op.f("pk_whistle_problems")),
    )


def _whistle_ratings() -> None:
    op.create_table(
        "whistle_ratings",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("whistle_id", sa.Text(), nullable=False),
        sa.Column("by_unit", sa.Text(), nullable=False),
        sa.Column("of_unit", sa.Text(), nullable=False),
        sa.Column("mark", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["whistle_id"], ["whistles.id"], name=op.f("fk_whistle_ratings_whistle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistle_ratings")),
    )
    op.create_index("ix_whistle_ratings_whistle_id", "whistle_ratings", ["whistle_id"])


def _whistle_events() -> None:
    op.create_table(
        "whistle_events",
        sa.Column("id", _SERIAL, autoincrement=True, nullable=False),
        sa.Column("whistle_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("of_unit", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["whistle_id"], ["whistles.id"], name=op.f("fk_whistle_events_whistle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistle_events")),
    )
    op.create_index("ix_whistle_events_whistle_id_id", "whistle_events", ["whistle_id", "id"])


def _whistle_files() -> None:
    op.create_table(
        "whistle_files",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("whistle_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["whistle_id"], ["whistles.id"], name=op.f("fk_whistle_files_whistle_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_whistle_files")),
    )
    op.create_index("ix_whistle_files_whistle_id", "whistle_files", ["whistle_id"])


def _work_years() -> None:
    op.create_table(
        "work_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_work_years")),
    )


def _work_days() -> None:
    op.create_table(
        "work_days",
        sa.Column("day", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_work_days")),
    )
    op.create_index("ix_work_days_year", "work_days", ["year"], unique=False)


def _standards() -> None:
    op.create_table(
        "standards",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("hours_mean", sa.Text(), nullable=False),
        sa.Column("days_mean", sa.Text(), nullable=False),
        sa.Column("bare_hours", sa.Integer(), nullable=False),
        sa.Column("bare_days", sa.Integer(), nullable=False),
        sa.Column("criteria", sa.Integer(), nullable=False),
        sa.Column("subclasses", sa.Integer(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.BigInteger(), nullable=True),
        sa.Column("confirmed_by", sa.Text(), nullable=True),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("used_by", sa.Text(), nullable=True),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standards")),
    )
    used = sa.text("state = 'in_use'")
    op.create_index(
        "ix_standards_in_use", "standards", ["state"], unique=True, sqlite_where=used, postgresql_where=used
    )


def _criteria() -> None:
    op.create_table(
        "criteria",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("standard_id", sa.Text(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("main_code", sa.Text(), nullable=False),
        sa.Column("main_name", sa.Text(), nullable=False),
        sa.Column("sub_code", sa.Text(), nullable=False),
        sa.Column("sub_name", sa.Text(), nullable=False),
        sa.Column("filing", sa.Text(), nullable=False),
        sa.Column("closing", sa.Text(), nullable=False),
        sa.Column("limit_text", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("time", sa.Text(), nullable=False),
        sa.Column("suffix", sa.Text(), nullable=False),
        sa.Column("handler", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["standard_id"], ["standards.id"], name=op.f("fk_criteria_standard_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria")),
        sa.UniqueConstraint("standard_id", "category", "filing", name=op.f("uq_criteria_standard_id_category_filing")),
    )
    op.create_index("ix_criteria_standard_id_line", "criteria", ["standard_id", "line"], unique=False)


def _admissions() -> None:
    op.create_table(
        "admissions",
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("to_grid", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.BigInteger(), nullable=False),
        sa.Column("updated_by", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("category", name=op.f("pk_admissions")),
    )


def _presence() -> None:
    op.create_table(
        "presence",
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("place", sa.SmallInteger(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("left_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_presence_person_id")),
        sa.PrimaryKeyConstraint("person_id", "place", name=op.f("pk_presence")),
    )
    op.create_index("ix_presence_at", "presence", ["at"], unique=False)


def _macros() -> None:
    op.create_table(
        "macros",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("to_unit", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_macros_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_macros_unit_id")),
        sa.ForeignKeyConstraint(["to_unit"], ["units.id"], name=op.f("fk_macros_to_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_macros")),
    )
    op.create_index("ix_macros_unit_id", "macros", ["unit_id"], unique=False)


def _declared_events() -> None:
    op.create_table(
        "declared_events",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("area_path", sa.Text(), nullable=False),
        sa.Column("mode", sa.Text(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("started_by", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["started_by"], ["people.id"], name=op.f("fk_declared_events_started_by")),
        sa.ForeignKeyConstraint(["ended_by"], ["people.id"], name=op.f("fk_declared_events_ended_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_events")),
    )
    op.create_index("ix_declared_events_area_path", "declared_events", ["area_path"], unique=False)


def _duplicate_marks() -> None:
    op.create_table(
        "duplicate_marks",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("other_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_duplicate_marks_case_id")),
        sa.ForeignKeyConstraint(["other_id"], ["cases.id"], name=op.f("fk_duplicate_marks_other_id")),
        sa.PrimaryKeyConstraint("case_id", "other_id", name=op.f("pk_duplicate_marks")),
    )
    op.create_index("ix_duplicate_marks_other_id", "duplicate_marks", ["other_id"], unique=False)


_TABLES = (
    _tier_policies,
    _notices,
    _engines,
    _findings,
    _stops,
    _follow_ups,
    _whistles,
    _whistle_units,
    _whistle_problems,
    _whistle_ratings,
    _whistle_events,
    _whistle_files,
    _work_years,
    _work_days,
    _standards,
    _criteria,
    _admissions,
    _presence,
    _macros,
    _declared_events,
    _duplicate_marks,
)
