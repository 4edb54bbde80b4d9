"""Tables of working as a team: who looks at which case, macros, and events that a supervisor has declared."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, SmallInteger, Table, Text

from services.store.tables import metadata

presence = Table(  # no history: what somebody looks at is no change of a case, so it has no link in the audit
    "presence",
    metadata,
    Column("person_id", Text, ForeignKey("people.id"), primary_key=True),
    Column("place", SmallInteger, primary_key=True),  # of the few that are kept per person, by the case's id
    Column("case_id", Text, nullable=False),
    Column("at", BigInteger, nullable=False),  # last time the person was there and at work
    Column("left_at", BigInteger),  # when they went on to another case; NULL: still there
    Index("ix_presence_at", "at"),
)

macros = Table(  # an action with its words, done with one key; a retired one stays as it was
    "macros",
    metadata,
    Column("id", Text, primary_key=True),
    Column("reach", Text, nullable=False),  # person | unit | district
    Column("person_id", Text, ForeignKey("people.id"), nullable=False),
    Column("unit_id", Text, ForeignKey("units.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("category", Text, nullable=False),  # a category's code or group, "" for every case
    Column("action", Text, nullable=False),  # "": words only
    Column("text", Text, nullable=False),
    Column("to_unit", Text, ForeignKey("units.id")),
    Column("version", Integer, nullable=False),
    Column("retired_at", BigInteger),
    Index("ix_macros_unit_id", "unit_id"),
)

declared_events = Table(  # what a supervisor declares: new cases of this kind in this area belong to it
    "declared_events",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),  # a category's code or group, "" for every kind
    Column("area_path", Text, nullable=False),
    Column("mode", Text, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("started_at", BigInteger, nullable=False),
    Column("started_by", Text, ForeignKey("people.id"), nullable=False),
    Column("ended_at", BigInteger),
    Column("ended_by", Text, ForeignKey("people.id")),
    Column("version", Integer, nullable=False),
    Index("ix_declared_events_area_path", "area_path"),
)
