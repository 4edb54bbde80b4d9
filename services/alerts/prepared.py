"""The values of a prepared alert: what composing needs, what it yields, what a release yields."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from datetime import tzinfo

    from services.alerts.audience import Audience
    from services.alerts.book import AlertBook
    from services.alerts.cap_parse import CapReader
    from services.alerts.cap_rules import Bounds
    from services.alerts.outbox import OutboxRow
    from services.alerts.signing import Signer
    from services.alerts.texts import Measure, Rendered
    from services.domain.alerts import AlertDraft, RevisionKind
    from services.domain.clock import Instant

CAP_CHANNEL = "cap"
"""The channel whose words are the CAP message itself; in an armed revision, the words that will stand in it."""


class Tools(msgspec.Struct, frozen=True):
    """What composing needs besides the alert: the book, the CAP reader, the district's zone, bounds, and who signs.

    Without a signer (tests of the words alone) CAP files stay unsigned.
    """

    book: AlertBook
    reader: CapReader
    zone: tzinfo
    bounds: Bounds | None = None
    signer: Signer | None = None


class Names(msgspec.Struct, frozen=True, kw_only=True):
    """What the alert is called by: internal id, public number, CAP sender (no blanks or commas), revision number."""

    alert_id: str
    number: str
    sender: str
    revision: int = 1


class Revision(msgspec.Struct, frozen=True, kw_only=True):
    """One revision. `identifier`, `sent_at`, `cap` are None while it is only armed; `sha256` is of the armed words.

    `texts` maps channel → words; the CAP channel's are the XML once sent (see `CAP_CHANNEL`).
    """

    number: int
    kind: RevisionKind
    texts: dict[str, str]
    sha256: str
    identifier: str | None = None
    sent_at: Instant | None = None
    cap: bytes | None = None


class FrozenList(msgspec.Struct, frozen=True):
    """A large audience as it stood at release: its hash, how many targets, and the targets as JSON."""

    sha256: str
    count: int
    data: bytes


class ChannelText(msgspec.Struct, frozen=True, kw_only=True):
    """What one channel would carry: its words with the filled places, its length, addresses and contacts."""

    channel: str
    rendered: Rendered
    measure: Measure
    targets: int
    people: int


class Prepared(msgspec.Struct, frozen=True, kw_only=True):
    """A complete alert ready to be stored: the draft with its issue time, three revisions, the rows to send.

    `frozen` is None up to 2,000 targets; above, `rows` is the one row that stands for it.
    """

    names: Names
    draft: AlertDraft
    headline: str
    alert: Revision
    correction: Revision
    all_clear: Revision
    audience: Audience
    rows: tuple[OutboxRow, ...]
    frozen: FrozenList | None = None


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """The alert as it would go: headline, words per channel, the armed words, the audience."""

    headline: str
    channels: tuple[ChannelText, ...]
    correction: str
    all_clear: str
    audience: Audience


class Release(msgspec.Struct, frozen=True, kw_only=True):
    """A correction or all-clear being released: its revision, its rows, and what becomes of the rows before it.

    `cancelled`: idems that never left and must not; `stopped`: idems nobody knows about, which get no further attempt.
    """

    revision: Revision
    rows: tuple[OutboxRow, ...]
    cancelled: tuple[str, ...]
    stopped: tuple[str, ...]


def texts_hash(said: dict[str, str]) -> str:
    """Return the sha256 of texts by channel: of their JSON with sorted channels, in hexadecimal."""
    return hashlib.sha256(msgspec.json.encode(said, order="sorted")).hexdigest()


def cap_identifier(names: Names, revision: int) -> str:
    """Return the CAP identifier of a revision: the alert's public number and the revision's."""
    return f"{names.number}.{revision}"
