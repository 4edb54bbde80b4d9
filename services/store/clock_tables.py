"""Tables of the working calendar and of the catalogue: years and days, standards, criteria, what a grid may be sent."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, Table, Text, UniqueConstraint, text

from services.store.tables import metadata

_IN_USE = text("state = 'in_use'")

work_years = Table(  # a year of the calendar; one that is not `confirmed` makes every deadline through it 未确认
    "work_years",
    metadata,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("confirmed", Boolean, nullable=False),
    Column("origin", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("updated_by", Text, nullable=False),
)

work_days = Table(  # a day that is marked 休 or 班; "" where a mark was taken back: the week decides
    "work_days",
    metadata,
    Column("day", Text, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Index("ix_work_days_year", "year"),
)

standards = Table(  # a category standard, one version; `report` is what its import said, as JSON
    "standards",
    metadata,
    Column("id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("origin", Text, nullable=False),
    Column("file", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("hours_mean", Text, nullable=False),
    Column("days_mean", Text, nullable=False),
    Column("bare_hours", Integer, nullable=False),
    Column("bare_days", Integer, nullable=False),
    Column("criteria", Integer, nullable=False),
    Column("subclasses", Integer, nullable=False),
    Column("report", Text, nullable=False),
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("confirmed_at", BigInteger),
    Column("confirmed_by", Text),
    Column("used_at", BigInteger),
    Column("used_by", Text),
    Column("retired_at", BigInteger),
    Column("version", Integer, nullable=False),
    Index("ix_standards_in_use", "state", unique=True, sqlite_where=_IN_USE, postgresql_where=_IN_USE),
)

criteria = Table(  # a filing criterion with its own limit, as printed and as read; `category` is the subclass's code
    "criteria",
    metadata,
    Column("id", Text, primary_key=True),
    Column("standard_id", Text, ForeignKey("standards.id"), nullable=False),
    Column("line", Integer, nullable=False),
    Column("category", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("main_code", Text, nullable=False),
    Column("main_name", Text, nullable=False),
    Column("sub_code", Text, nullable=False),
    Column("sub_name", Text, nullable=False),
    Column("filing", Text, nullable=False),
    Column("closing", Text, nullable=False),
    Column("limit_text", Text, nullable=False),
    Column("number", Integer),
    Column("unit", Text, nullable=False),
    Column("time", Text, nullable=False),
    Column("suffix", Text, nullable=False),
    Column("handler", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("basis", Text, nullable=False),
    UniqueConstraint("standard_id", "category", "filing"),
    Index("ix_criteria_standard_id_line", "standard_id", "line"),
)

admissions = Table(  # 事项准入: whether matters of a category may be sent to a grid
    "admissions",
    metadata,
    Column("category", Text, primary_key=True),
    Column("to_grid", Boolean, nullable=False),
    Column("note", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", BigInteger, nullable=False),
    Column("updated_by", Text, nullable=False),
)
