"""Every table, as SQLAlchemy Core values. Times are instants (ms, UTC, BIGINT); ids are texts; nothing is ever deleted.

The same definitions serve SQLite and PostgreSQL. What only one engine has (full-text index, row-level security,
triggers against altering the audit) stands in the migrations.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_Time = BigInteger
_Ordered = Text().with_variant(Text(collation="C"), "postgresql")  # compared byte by byte, for ranges over prefixes
_OPEN = text("open = 1")
_CLOSED = text("closed_at IS NOT NULL")
_MERGED = text("parent_id IS NOT NULL")
_SERIAL = BigInteger().with_variant(Integer, "sqlite")

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),  # "profile", "demo", "setup_done", "last_now", …
    Column("value", Text, nullable=False),
    Column("updated_at", _Time, nullable=False),
)

# ── who and where ───────────────────────────────────────────────────────────────────────────────────────────────────
units = Table(
    "units",
    metadata,
    Column("id", Text, primary_key=True),
    Column("code", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("tier", SmallInteger),
    Column("parent_id", Text, ForeignKey("units.id")),
    Column("path", _Ordered, nullable=False),
    Column("lon", Float),
    Column("lat", Float),
    Column("initials", Text, nullable=False, default=""),
    Column("setting", Text, nullable=False, default=""),
    Column("demo", Boolean, nullable=False, default=False),
    Column("valid_from", _Time),
    Column("valid_to", _Time),
    Index("ix_units_path", "path"),
)

boundaries = Table(
    "boundaries",
    metadata,
    Column("unit_id", Text, ForeignKey("units.id"), primary_key=True),
    Column("geometry", LargeBinary, nullable=False),  # WKB, lon/lat, WGS84
    Column("origin", Text, nullable=False),  # "drawn" (演示边界) or the imported file's name and datum
    Column("updated_at", _Time, nullable=False),
)

people = Table(
    "people",
    metadata,
    Column("id", Text, primary_key=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("unit_id", Text, ForeignKey("units.id"), nullable=False),
    Column("roles", Text, nullable=False),  # blank-separated role names
    Column("password", Text),  # argon2 hash; NULL: cannot sign in with a password
    Column("seat", Text, nullable=False, default=""),
    Column("initials", Text, nullable=False, default=""),
    Column("failures", Integer, nullable=False, default=0),
    Column("locked_until", _Time),
    Column("disabled_at", _Time),
    Column("password_set_at", _Time),
    Column("version", Integer, nullable=False, default=1),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("people.id"), nullable=False),
    Column("origin", Text, nullable=False, default=""),
    Column("opened_at", _Time, nullable=False),
    Column("used_at", _Time, nullable=False),
    Column("expires_at", _Time, nullable=False),
    Column("locked_at", _Time),
    Column("ended_at", _Time),
)

# ── cases ───────────────────────────────────────────────────────────────────────────────────────────────────────────
cases = Table(
    "cases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("number_tail", _Ordered, nullable=False),  # the number reversed, so that any tail is a prefix search
    Column("mode", Text, nullable=False),
    Column("demo", Boolean, nullable=False, default=False),
    Column("title", Text, nullable=False),
    Column("text", Text, nullable=False, default=""),
    Column("place", Text, nullable=False, default=""),
    Column("lon", Float),
    Column("lat", Float),
    Column("area_id", Text, ForeignKey("units.id")),
    Column("area_path", _Ordered, nullable=False),
    Column("category", Text, nullable=False, default=""),
    Column("source", Text, nullable=False, default=""),
    Column("source_number", Text),
    Column("call_kind", Text, nullable=False, default=""),
    Column("request_kind", Text, nullable=False, default=""),
    Column("proactive", Boolean, nullable=False, default=False),
    Column("priority", SmallInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("open", SmallInteger, nullable=False),  # 1 while the state is an open one; kept by the writer
    Column("tier", SmallInteger, nullable=False),
    Column("answerable_id", Text, ForeignKey("units.id"), nullable=False),
    Column("holder_id", Text, ForeignKey("units.id"), nullable=False),
    Column("former_lead_id", Text, ForeignKey("units.id")),
    Column("designated", Boolean, nullable=False, default=False),
    Column("holder_since", _Time, nullable=False),
    Column("signed_at", _Time),
    Column("reported_at", _Time, nullable=False),
    Column("accepted_at", _Time),
    Column("filed_at", _Time),
    Column("dispatched_at", _Time),
    Column("feedback_at", _Time),
    Column("checked_at", _Time),
    Column("closed_at", _Time),
    Column("due_at", _Time),
    Column("due_start", _Time),
    Column("due_rule", Text, nullable=False, default=""),
    Column("due_text", Text, nullable=False, default=""),
    Column("due_confirmed", Boolean, nullable=False, default=True),
    Column("due_limit", Text, nullable=False, default=""),
    Column("suspended_at", _Time),
    Column("suspended_until", _Time),
    Column("supervised", Text, nullable=False, default=""),
    Column("escalated_at", _Time),
    Column("escalate_at", _Time),
    Column("escalate_rule", Text, nullable=False, default=""),
    Column("escalate_awaits", Text, nullable=False, default=""),
    Column("escalate_to", Integer, nullable=False, default=0),
    Column("returns", Integer, nullable=False, default=0),
    Column("extensions", Integer, nullable=False, default=0),
    Column("claimed_by", Text),
    Column("claimed_at", _Time),
    Column("parent_id", Text, ForeignKey("cases.id")),
    Column("merged_at", _Time),
    Column("children", Integer, nullable=False, default=0),
    Column("criterion_id", Text, nullable=False, default=""),
    Column("policy_id", Text, nullable=False, default=""),
    Column("event_id", Text),
    Column("first_unit_id", Text),
    Column("suspensions", Integer, nullable=False, default=0),
    Column("stopped_ms", BigInteger, nullable=False, default=0),
    Column("reworks", Integer, nullable=False, default=0),
    Column("urges", Integer, nullable=False, default=0),
    Column("urged_at", _Time),
    Column("followed_at", _Time),
    Column("resolved", Text, nullable=False, default=""),
    Column("satisfaction", Text, nullable=False, default=""),
    Column("progress_at", _Time),
    Column("resumed_at", _Time),
    Column("flags", Text, nullable=False, default=""),
    Column("version", Integer, nullable=False),
    Column("undo_until", _Time),
    Column("undo_by", Text),
    Column("updated_at", _Time, nullable=False),
    UniqueConstraint("source", "source_number"),
    Index("ix_cases_number_tail", "number_tail"),
    Index("ix_cases_reported_at_id", "reported_at", "id"),
    Index("ix_cases_area_path", "area_path"),
    Index("ix_cases_open_due_at_id", "due_at", "id", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_cases_open_escalate_at", "escalate_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_cases_open_lat", "lat", "lon", "reported_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_cases_open_reported_at", "reported_at", sqlite_where=_OPEN, postgresql_where=_OPEN),
    Index("ix_cases_parent_id", "parent_id", sqlite_where=_MERGED, postgresql_where=_MERGED),
    Index("ix_cases_closed_at", "closed_at", sqlite_where=_CLOSED, postgresql_where=_CLOSED),
)

case_search = Table(  # SQLite: an FTS5 table of the same name and columns; PostgreSQL: GIN over to_tsvector('simple')
    "case_search",
    metadata,
    Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
    Column("words", Text, nullable=False),  # bigrams of title, text, place, category, source number; blank-separated
)

case_events = Table(
    "case_events",
    metadata,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("case_id", Text, ForeignKey("cases.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("at", _Time, nullable=False),
    Column("action", Text, nullable=False),
    Column("actor_id", Text, nullable=False),
    Column("actor_name", Text, nullable=False),
    Column("unit_id", Text, nullable=False),
    Column("behalf", Text, nullable=False, default=""),  # JSON {unit, channel, words} when done for somebody else
    Column("text", Text, nullable=False, default=""),
    Column("before", Text, nullable=False, default="{}"),  # JSON of the columns that changed
    Column("after", Text, nullable=False, default="{}"),
    Index("ix_case_events_case_id_id", "case_id", "id"),
)

custody = Table(
    "custody",
    metadata,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("case_id", Text, ForeignKey("cases.id"), nullable=False),
    Column("kind", Text, nullable=False),  # tier | holder | refused | rework
    Column("at", _Time, nullable=False),
    Column("until", _Time),
    Column("from_unit", Text),
    Column("to_unit", Text, nullable=False),
    Column("tier", SmallInteger, nullable=False),
    Column("signed_at", _Time),
    Column("rule", Text, nullable=False, default=""),
    Column("reason_code", Text, nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Column("actor_id", Text, nullable=False),
    Index("ix_custody_case_id_id", "case_id", "id"),
    Index("ix_custody_at", "at"),
)

case_parties = Table(
    "case_parties",
    metadata,
    Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
    Column("unit_id", Text, ForeignKey("units.id"), primary_key=True),
    Column("role", Text, primary_key=True),  # PartyRole
    Column("since", _Time, nullable=False),
    Column("until", _Time),
    Column("seen", Text),  # JSON of the case row as it was when the unit handed it over; NULL while it is current
    Column("signed_at", _Time),
    Column("feedback_at", _Time),
    Index("ix_case_parties_unit_id_case_id", "unit_id", "case_id"),
)

personal = Table(
    "personal",
    metadata,
    Column("case_id", Text, ForeignKey("cases.id"), primary_key=True),
    Column("field", Text, primary_key=True),  # caller | phone
    Column("sealed", LargeBinary, nullable=False),  # AES-GCM: nonce ‖ ciphertext, bound to case and field
    Column("blind", Text, nullable=False),  # HMAC-SHA-256 of the normalised value, for exact look-up
    Column("masked", Text, nullable=False),
    Index("ix_personal_field_blind", "field", "blind"),
)

attachments = Table(
    "attachments",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, ForeignKey("cases.id"), nullable=False),
    Column("sha256", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("at", _Time, nullable=False),
    Column("actor_id", Text, nullable=False),
    Index("ix_attachments_case_id", "case_id"),
)

# ── time ────────────────────────────────────────────────────────────────────────────────────────────────────────────
timers = Table(
    "timers",
    metadata,
    Column("id", Text, primary_key=True),
    Column("kind", Text, nullable=False),  # escalate | …
    Column("object_id", Text, nullable=False),
    Column("due_at", _Time, nullable=False),
    Column("rule", Text, nullable=False),
    Column("policy", Text, nullable=False),  # JSON snapshot of the rule as it was when the timer was armed
    Column("state", Text, nullable=False),  # armed | done | cancelled
    Column("lease_until", _Time),
    Column("worker", Text),
    Column("done_at", _Time),
    Column("late_ms", BigInteger),
    Index("ix_timers_state_due_at", "state", "due_at"),
    Index("ix_timers_object_id", "object_id"),
)

# ── what happened ───────────────────────────────────────────────────────────────────────────────────────────────────
commands = Table(
    "commands",
    metadata,
    Column("id", Text, primary_key=True),  # made by the client
    Column("person_id", Text, nullable=False),
    Column("at", _Time, nullable=False),
    Column("kind", Text, nullable=False),
    Column("status", Integer, nullable=False),  # the HTTP status of the first answer
    Column("answer", LargeBinary, nullable=False),  # its body
)

changes = Table(
    "changes",
    metadata,
    Column("pos", _SERIAL, primary_key=True, autoincrement=False),
    Column("at", _Time, nullable=False),
    Column("kind", Text, nullable=False),  # case | alert | …
    Column("object_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("command_id", Text),
    Column("areas", Text, nullable=False, default=""),  # area paths before and after, newline-separated
    Column("parties", Text, nullable=False, default=""),  # unit ids that may see it before or after, newline-separated
)

audit = Table(
    "audit",
    metadata,
    Column("seq", _SERIAL, primary_key=True, autoincrement=False),
    Column("at", _Time, nullable=False),
    Column("actor", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("object_id", Text, nullable=False),
    Column("payload", Text, nullable=False),
    Column("prev", Text, nullable=False),
    Column("hash", Text, nullable=False),
    Index("ix_audit_object_id", "object_id"),
)

heads = Table(  # one row each: the counters a transaction draws from after it has taken the audit lock
    "heads",
    metadata,
    Column("name", Text, primary_key=True),  # audit | changes | numbers:<pattern day>
    Column("value", BigInteger, nullable=False),
    Column("hash", Text, nullable=False, default=""),
)

# ── alerts ──────────────────────────────────────────────────────────────────────────────────────────────────────────
contacts = Table(
    "contacts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("unit_id", Text, ForeignKey("units.id"), nullable=False),
    Column("slot", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("order", Integer, nullable=False, default=1),
    Column("channels", Text, nullable=False),  # JSON {channel: address} of what is not sealed yet; {} from then on
    Column("demo", Boolean, nullable=False, default=False),
    Column("version", Integer, nullable=False, default=1),
    Column("initials", Text, nullable=False, default=""),
    Column("account_id", Text, nullable=False, default=""),
    Column("deputy_of", Text, nullable=False, default=""),
    Column("on_from", _Time),
    Column("on_to", _Time),
    Column("day_from", Integer),  # minutes of the district's day
    Column("day_to", Integer),
    Column("note", Text, nullable=False, default=""),
    Column("removed_at", _Time),
    Column("removed_by", Text, nullable=False, default=""),
    Column("updated_at", _Time, nullable=False, default=0),
    Index("ix_contacts_unit_id", "unit_id"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Text, primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("mode", Text, nullable=False),
    Column("demo", Boolean, nullable=False, default=False),
    Column("case_id", Text, ForeignKey("cases.id")),
    Column("kind", Text, nullable=False),
    Column("level", Text, nullable=False),
    Column("state", Text, nullable=False),  # in_force | ended | cancelled
    Column("headline", Text, nullable=False),
    Column("area_path", Text, nullable=False),
    Column("area_units", Text, nullable=False),  # JSON list of unit ids
    Column("starts_at", _Time, nullable=False),
    Column("expires_at", _Time, nullable=False),
    Column("issued_at", _Time, nullable=False),
    Column("issued_by", Text, nullable=False),
    Column("unit_id", Text, ForeignKey("units.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("updated_at", _Time, nullable=False),
)

alert_revisions = Table(
    "alert_revisions",
    metadata,
    Column("alert_id", Text, ForeignKey("alerts.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("kind", Text, nullable=False),  # alert | update | correction | all_clear
    Column("identifier", Text),  # of the CAP message; NULL until a prepared correction or all-clear is released
    Column("sent_at", _Time),
    Column("texts", Text, nullable=False),  # JSON {channel: text}
    Column("cap", LargeBinary),
    Column("sha256", Text, nullable=False),
    Column("prepared_at", _Time, nullable=False),
    Column("prepared_by", Text, nullable=False),
    Column("audience", LargeBinary),  # JSON of a large audience as it stood at release, until it is expanded
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Text, primary_key=True),
    Column("idem", Text, nullable=False, unique=True),
    Column("alert_id", Text, ForeignKey("alerts.id"), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("mode", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("unit_ids", Text, nullable=False, default=""),
    Column("recipients", Text, nullable=False, default="[]"),  # JSON of the people who share the address
    Column("lane", SmallInteger, nullable=False, default=0),
    Column("state", Text, nullable=False),
    Column("next_at", _Time),
    Column("expires_at", _Time, nullable=False),
    Column("lease_until", _Time),
    Column("worker", Text),
    Column("attempts", Integer, nullable=False, default=0),
    Column("provider_id", Text, nullable=False, default=""),
    Column("reason", Text, nullable=False, default=""),
    Column("replaces", Text),
    Column("accepted_at", _Time),
    Column("delivered_at", _Time),
    Column("answered_at", _Time),
    Column("updated_at", _Time, nullable=False),
    Index("ix_outbox_state_next_at", "state", "next_at"),
    Index("ix_outbox_alert_id", "alert_id"),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", _SERIAL, primary_key=True, autoincrement=True),
    Column("outbox_id", Text, ForeignKey("outbox.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("started_at", _Time, nullable=False),  # written before the call
    Column("ended_at", _Time),
    Column("outcome", Text),  # accepted | refused | busy | unknown
    Column("reason", Text, nullable=False, default=""),
    Index("ix_attempts_outbox_id", "outbox_id"),
)

receipts = Table(
    "receipts",
    metadata,
    Column("channel", Text, primary_key=True),
    Column("seq", BigInteger, primary_key=True),  # the provider's own sequence: a late one never overwrites a newer
    Column("idem", Text, nullable=False),
    Column("kind", Text, nullable=False),  # delivered | failed | answered
    Column("at", _Time, nullable=False),
    Column("got_at", _Time, nullable=False),
    Column("by", Text, nullable=False, default=""),
    Column("text", Text, nullable=False, default=""),
)

answers = Table(  # an answer belongs to (alert, person)
    "answers",
    metadata,
    Column("alert_id", Text, ForeignKey("alerts.id"), primary_key=True),
    Column("person", Text, primary_key=True),
    Column("unit_id", Text, nullable=False),
    Column("at", _Time, nullable=False),
    Column("text", Text, nullable=False, default=""),
    Column("channel", Text, nullable=False),
)

# ── doors ───────────────────────────────────────────────────────────────────────────────────────────────────────────
sources = Table(
    "sources",
    metadata,
    Column("name", Text, primary_key=True),
    Column("label", Text, nullable=False),
    Column("key_hash", Text),  # of the source's intake key; NULL: nobody can post as it
    Column("mode", Text, nullable=False),
    Column("last_seen", _Time),
    Column("disabled_at", _Time),
)

app_keys = Table(
    "app_keys",
    metadata,
    Column("key_hash", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("people.id"), nullable=False),
    Column("made_at", _Time, nullable=False),
    Column("ended_at", _Time),
)

views = Table(
    "views",
    metadata,
    Column("id", Text, primary_key=True),
    Column("person_id", Text, ForeignKey("people.id"), nullable=False),
    Column("name", Text, nullable=False),
    Column("filter", Text, nullable=False),  # JSON
    Column("order", Integer, nullable=False),
    Column("version", Integer, nullable=False, default=1),
)
