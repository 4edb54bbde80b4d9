"""Tables of warnings that come and go: who may bring them, what was relayed, who reads the feed, signing keys."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
)

from services.store.tables import metadata

signing_keys = Table(  # never deleted, only retired; a retired one keeps its certificate, for what it signed
    "signing_keys",
    metadata,
    Column("id", Text, primary_key=True),
    Column("certificate", Text, nullable=False),  # PEM; receivers pin it
    Column("sealed", LargeBinary, nullable=False),  # the private key: AES-GCM, bound to the id; empty once retired
    Column("made_at", BigInteger, nullable=False),
    Column("made_by", Text, nullable=False),
    Column("retired_at", BigInteger),
)

warning_sources = Table(  # never deleted, only disabled
    "warning_sources",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("certificate", Text, nullable=False),  # PEM; the only one with which its messages are verified
    Column("key_hash", Text),  # NULL: it comes as files only
    Column("version", Integer, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("disabled_at", BigInteger),
)

feed_readers = Table(  # never deleted, only disabled
    "feed_readers",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("mode", Text, nullable=False),  # the one feed that its key opens, never changed
    Column("key_hash", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("changed_at", BigInteger, nullable=False),
    Column("changed_by", Text, nullable=False),
    Column("disabled_at", BigInteger),
)

relayed_warnings = Table(
    "relayed_warnings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("source", Text, ForeignKey("warning_sources.code"), nullable=False),
    Column("sender", Text, nullable=False),
    Column("identifier", Text, nullable=False),
    Column("sent", Text, nullable=False),  # as its sender wrote it
    Column("sent_at", BigInteger, nullable=False),
    Column("mode", Text, nullable=False),  # as it was born, never changed
    Column("demo", Boolean, nullable=False),
    Column("cap_version", Text, nullable=False),
    Column("msg_type", Text, nullable=False),
    Column("state", Text, nullable=False),  # in_force, updated, cancelled; notice: a message that takes one back
    Column("event", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("sender_name", Text, nullable=False),
    Column("headline", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("instruction", Text, nullable=False),
    Column("area", Text, nullable=False),
    Column("expires_at", BigInteger, nullable=False),
    Column("remarks", Text, nullable=False),  # what was odd about it, a sentence each line
    Column("received_at", BigInteger, nullable=False),
    Column("sha256", Text, nullable=False),  # of the file as it came
    Column("xml", LargeBinary, nullable=False),  # the file as it came, with its signature
    Column("ended_by", Text),  # the message that changed it
    Column("ended_at", BigInteger),
    Column("version", Integer, nullable=False),
    UniqueConstraint("source", "sender", "identifier", "sent_at"),
    Index("ix_relayed_warnings_received", "received_at"),
)

relayed_references = Table(  # what a message changes; it may come before the message that it changes
    "relayed_references",
    metadata,
    Column("warning_id", Text, ForeignKey("relayed_warnings.id"), primary_key=True),
    Column("sender", Text, primary_key=True),
    Column("identifier", Text, primary_key=True),
    Column("sent_at", BigInteger, primary_key=True),
    Index("ix_relayed_references_to", "sender", "identifier", "sent_at"),
)
