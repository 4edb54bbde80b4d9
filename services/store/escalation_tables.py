"""Tables of the tier engine: policies by version, notices to units, the engines' beats, what the auditor found."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, Table, Text, text

from services.store.tables import metadata

_USED = text("state = 'in_use'")
_OPEN = text("over_at IS NULL")

tier_policies = Table(  # a version is never changed once it was in use; a draft may be
    "tier_policies",
    metadata,
    Column("id", Text, primary_key=True),
    Column("version", Integer, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("state", Text, nullable=False),  # draft | in_use | retired
    Column("steps", Text, nullable=False),  # JSON list of TierRule
    Column("edition", Integer, nullable=False),  # counts the edits of a draft
    Column("made_by", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("used_by", Text),
    Column("used_from", BigInteger),
    Column("retired_at", BigInteger),
    Index("ix_tier_policies_used", "state", unique=True, sqlite_where=_USED, postgresql_where=_USED),  # only one
)

notices = Table(  # whom the engine told of what; `pos` is the change-log position that carries it
    "notices",
    metadata,
    Column("pos", BigInteger, primary_key=True, autoincrement=False),
    Column("at", BigInteger, nullable=False),
    Column("unit_id", Text, ForeignKey("units.id"), nullable=False),
    Column("role", Text, nullable=False),  # "": everybody at the unit
    Column("kind", Text, nullable=False),  # escalated | remind | unreached | stage | watch
    Column("case_id", Text, ForeignKey("cases.id")),
    Column("rule", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("seen_by", Text),
    Column("seen_at", BigInteger),
    Index("ix_notices_unit_id_pos", "unit_id", "pos"),
    Index("ix_notices_case_id", "case_id"),
)

engines = Table(
    "engines",
    metadata,
    Column("name", Text, primary_key=True),
    Column("started_at", BigInteger, nullable=False),
    Column("beat_at", BigInteger, nullable=False),
    Column("stopped_at", BigInteger),  # it said that it was stopping
)

findings = Table(  # what the auditor found wrong, from when until when
    "findings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("object_id", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("found_at", BigInteger, nullable=False),
    Column("over_at", BigInteger),
    Index("ix_findings_open", "kind", "object_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
)
