"""Relayed warnings: what came from whom, and who may bring them or read the feed of ours."""

from __future__ import annotations

from services.api.common import Message
from services.domain.clock import Instant
from services.domain.modes import Mode


class WarningRow(Message, frozen=True, kw_only=True):
    """A warning of another authority, its words as they came: nobody may change them.

    `source` is the name of who brought it, `issuer` who issued it, `sent_at` when. `state`: in_force, updated,
    cancelled, expired, or notice for a message that only takes another back. `cap_version` below 1.2: words only.
    """

    id: str
    mode: Mode
    demo: bool
    state: str
    source: str
    issuer: str
    sender: str
    identifier: str
    sent: str
    sent_at: Instant
    received_at: Instant
    expires_at: Instant
    msg_type: str
    cap_version: str
    event: str
    severity: str
    headline: str
    text: str
    area: str
    remarks: tuple[str, ...] = ()
    ended_at: Instant | None = None
    version: int = 1


class WarningTaken(Message, frozen=True, kw_only=True):
    """What became of a delivered file: accepted, or repeated when it had come before. `ended` are earlier messages."""

    outcome: str
    row: WarningRow
    ended: tuple[str, ...] = ()


class WarningSourceRow(Message, frozen=True, kw_only=True):
    """Who may bring warnings; `fingerprint` is the SHA-256 of the pinned certificate, `keyed` whether a key is out."""

    code: str
    name: str
    fingerprint: str
    keyed: bool
    version: int
    changed_at: Instant
    changed_by: str
    disabled_at: Instant | None = None


class FeedReaderRow(Message, frozen=True, kw_only=True):
    """Who may read the feed of one mode."""

    code: str
    name: str
    mode: Mode
    version: int
    changed_at: Instant
    changed_by: str
    disabled_at: Instant | None = None
