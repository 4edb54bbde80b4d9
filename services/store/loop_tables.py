"""Tables of the closed loop that hang on a case: when its clock stood still, and the follow-up calls."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text

from services.store.tables import metadata

_SERIAL = BigInteger().with_variant(Integer, "sqlite")

stops = Table(  # a suspension (挂账); `until` is None while it lasts
    "stops",
    metadata,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("case_id", Text, ForeignKey("cases.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("planned_until", BigInteger, nullable=False),
    Column("until", BigInteger),
    Column("reason_code", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    Index("ix_stops_case_id", "case_id"),
)

follow_ups = Table(  # a follow-up call (回访); `caller_case_id` is the merged case whose caller was called
    "follow_ups",
    metadata,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("case_id", Text, ForeignKey("cases.id"), nullable=False),
    Column("caller_case_id", Text, ForeignKey("cases.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("reached", Boolean, nullable=False),
    Column("resolved", Text, nullable=False),
    Column("satisfaction", Text, nullable=False),
    Column("text", Text, nullable=False),
    Index("ix_follow_ups_case_id", "case_id"),
)
