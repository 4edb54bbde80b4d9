"""The table of what a person has decided about two cases that looked alike."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Table, Text

from services.store.tables import metadata

duplicate_marks = Table(  # two cases that are not one matter; the lesser id first
    "duplicate_marks",
    metadata,
    Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
    Column("other_id", Text, ForeignKey("cases.id"), primary_key=True),
    Column("at", BigInteger, nullable=False),
    Column("person_id", Text, nullable=False),
    Index("ix_duplicate_marks_other_id", "other_id"),
)
