"""Alerts: the catalogue, composing, issuing, and how far each message got."""

from __future__ import annotations

from services.api.common import Message, Request
from services.api.district import NamedCode
from services.domain.clock import Instant, Moment
from services.domain.modes import Mode


class TemplateField(Message, frozen=True, kw_only=True):
    """A field a template asks for; `kind` is text or number."""

    name: str
    label: str
    kind: str = "text"


class TemplateRow(Message, frozen=True, kw_only=True):
    """Words for a kind of alert. `warning` and `measures` hold fields as names in braces."""

    code: str
    name: str
    warning: str
    measures: str
    fields: tuple[TemplateField, ...] = ()


class AlertKindRow(Message, frozen=True, kw_only=True):
    """A kind of alert the composer offers."""

    code: str
    name: str
    event_code: str = ""
    verified: str = ""
    relay_only: bool = False
    public: bool = True
    levels: tuple[str, ...] = ()
    templates: tuple[TemplateRow, ...] = ()


class AlertCatalogue(Message, frozen=True, kw_only=True):
    """Kinds, levels and channels for the composer; `live_refused`, `test_refused` say why a mode is not offered."""

    kinds: tuple[AlertKindRow, ...]
    channels: tuple[NamedCode, ...]
    live_refused: str
    test_refused: str = ""


class AlertRequest(Request, frozen=True, kw_only=True):
    """An alert to preview or issue. `warning` and `measures` are the final words, every field of a template filled.

    `relay_id` names a relayed warning that is passed on; then both stay empty, and its own words go out.
    """

    command_id: str
    mode: Mode
    case_id: str | None = None
    kind: str
    level: str
    unit_ids: tuple[str, ...]
    warning: str
    measures: str
    starts_at: Moment
    expires_at: Moment
    channels: tuple[str, ...] = ()
    relay_id: str | None = None


class ChannelPreview(Message, frozen=True, kw_only=True):
    """What one channel would carry: its text, its length in the channel's own terms, and how many addresses."""

    channel: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()
    measure: str = ""
    targets: int = 0
    people: int = 0


class AlertPreview(Message, frozen=True, kw_only=True):
    """The alert as it would go, its audience counted, and what is still missing.

    `people` is everybody responsible in the area, `reached` whom it will be tried to reach on the chosen channels.
    """

    headline: str
    channels: tuple[ChannelPreview, ...]
    units: int
    people: int
    reached: int
    unreachable: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    correction: str = ""
    all_clear: str = ""


class AlertRow(Message, frozen=True, kw_only=True):
    """An alert with its counts kept apart: accepted ≠ delivered ≠ answered."""

    id: str
    number: str
    mode: Mode
    demo: bool
    kind: str
    level: str
    state: str
    title: str = ""  # hazard and level in words: 内涝黄色预警
    headline: str
    unit_ids: tuple[str, ...]
    starts_at: Instant
    expires_at: Instant
    issued_at: Instant
    revision: int
    version: int
    case_id: str | None = None
    targets: int = 0
    accepted: int = 0
    delivered: int = 0
    answered: int = 0
    failed: int = 0
    unknown: int = 0
    people: int = 0


class AlertTarget(Message, frozen=True, kw_only=True):
    """One target of an alert: an address, who shares it, and how far the message got.

    `content` says which of the alert's messages it was: alert, update, correction or all_clear.
    """

    content: str = "alert"
    channel: str
    target: str
    unit_ids: tuple[str, ...]
    recipients: tuple[str, ...]
    state: str
    attempts: int = 0
    reason: str = ""
    accepted_at: Instant | None = None
    delivered_at: Instant | None = None
    answered_at: Instant | None = None
    answer: str = ""


class AlertDetail(Message, frozen=True, kw_only=True):
    """An alert with its texts per channel and every target."""

    row: AlertRow
    texts: dict[str, str]
    correction: str = ""
    all_clear: str = ""
    targets: tuple[AlertTarget, ...] = ()


class AlertDone(Message, frozen=True, kw_only=True):
    """A committed alert command."""

    command_id: str
    pos: int
    row: AlertRow


class ReleasePrepared(Request, frozen=True, kw_only=True):
    """Release the armed correction ("correction") or all-clear ("all_clear") of an alert."""

    command_id: str
    kind: str
    version: int
