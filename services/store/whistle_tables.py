"""Tables of 吹哨报到: the whistle, the summoned units, its problems, the ratings, the handling record, the files."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    SmallInteger,
    Table,
    Text,
    text,
)

from services.store.tables import metadata

_SERIAL = BigInteger().with_variant(Integer, "sqlite")
_ORDERED = Text().with_variant(Text(collation="C"), "postgresql")
_LIVE = text("live = 1")

whistles = Table(
    "whistles",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("mode", Text, nullable=False),
    Column("demo", Boolean, nullable=False, default=False),
    Column("case_id", Text, ForeignKey("cases.id")),
    Column("kind", Text, nullable=False),
    Column("matter", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("lon", Float),
    Column("lat", Float),
    Column("area_path", _ORDERED, nullable=False),
    Column("unit_id", Text, ForeignKey("units.id"), nullable=False),  # who blows it
    Column("state", Text, nullable=False),
    Column("live", SmallInteger, nullable=False),  # 1 while somebody still has to do something; kept by the writer
    Column("arrive_by", BigInteger, nullable=False),
    Column("needs_approval", Boolean, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("approved_at", BigInteger),
    Column("approved_by", Text, nullable=False, default=""),
    Column("blown_at", BigInteger),
    Column("solved_at", BigInteger),
    Column("closed_at", BigInteger),
    Column("withdrawn_at", BigInteger),
    Column("version", Integer, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Index("ix_whistles_live", "live", sqlite_where=_LIVE, postgresql_where=_LIVE),
    Index("ix_whistles_made_at_id", "made_at", "id"),
    Index("ix_whistles_case_id", "case_id"),
)

whistle_units = Table(
    "whistle_units",
    metadata,
    Column("whistle_id", Text, ForeignKey("whistles.id"), primary_key=True),
    Column("unit_id", Text, ForeignKey("units.id"), primary_key=True),
    Column("place", Integer, nullable=False),  # its place in the list, from 0
    Column("role", Text, nullable=False),  # lead | assist
    Column("arrive_by", BigInteger, nullable=False),
    Column("summoned_at", BigInteger),  # NULL until the whistle goes out: the unit sees nothing of it before
    Column("assigned_at", BigInteger),
    Column("arrived_at", BigInteger),
    Column("arrived_person", Text, nullable=False, default=""),
    Column("arrived_said", Text, nullable=False, default=""),  # JSON {person, channel, words} when told by others
    Column("refused_at", BigInteger),
    Column("refused_code", Text, nullable=False, default=""),
    Column("refused_text", Text, nullable=False, default=""),
    Column("answered_by", Text, nullable=False, default=""),
    Column("missed_at", BigInteger),
    Column("left_at", BigInteger),
    Column("left_how", Text, nullable=False, default=""),  # done | released | closed
    Index("ix_whistle_units_unit_id", "unit_id"),
)

whistle_problems = Table(
    "whistle_problems",
    metadata,
    Column("whistle_id", Text, ForeignKey("whistles.id"), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("unit_id", Text, nullable=False, default=""),
    Column("solved_at", BigInteger),
    Column("solved_text", Text, nullable=False, default=""),
)

whistle_ratings = Table(
    "whistle_ratings",
    metadata,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("whistle_id", Text, ForeignKey("whistles.id"), nullable=False),
    Column("by_unit", Text, nullable=False),  # a unit, or "district" for the appraisal of the matter
    Column("of_unit", Text, nullable=False, default=""),  # "": the whistle itself
    Column("mark", Text, nullable=False),
    Column("text", Text, nullable=False, default=""),
    Column("at", BigInteger, nullable=False),
    Index("ix_whistle_ratings_whistle_id", "whistle_id"),
)

whistle_events = Table(
    "whistle_events",
    metadata,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("whistle_id", Text, ForeignKey("whistles.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("action", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("unit_id", Text, nullable=False),  # the actor's unit
    Column("of_unit", Text, nullable=False, default=""),  # the unit it is about
    Column("said", Text, nullable=False, default=""),  # JSON {person, channel, words} when done on behalf
    Column("text", Text, nullable=False, default=""),
    Index("ix_whistle_events_whistle_id_id", "whistle_id", "id"),
)

whistle_files = Table(
    "whistle_files",
    metadata,
    Column("id", Text, primary_key=True),
    Column("whistle_id", Text, ForeignKey("whistles.id"), nullable=False),
    Column("unit_id", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("actor_id", Text, nullable=False),
    Index("ix_whistle_files_whistle_id", "whistle_id"),
)
