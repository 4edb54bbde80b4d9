"""Every message between the hub and its clients, as msgspec values in JSON.

Times are instants (ms since the epoch, UTC); places are lon, lat in WGS84 degrees. A refusal is a `Problem`
(services.domain.problems) with the matching HTTP status. Rows that travel by the thousand are arrays, not objects.

Routes (all but the first four need `Authorization: Bearer <token>`):

    GET    /health                         → Health
    POST   /session        SignIn          → Session          POST /session/demo → Session (a demo district only)
    POST   /setup          FirstAdmin      → Session          (a real district, once)
    POST   /session/unlock Unlock          → Session          GET /session → Session     DELETE /session
    GET    /profile                        → ProfileView      GET /units → list[UnitRow]
    GET    /areas          (ETag)          → bytes of an AreaSet (services.geo.areas)
    GET    /board                          → Board            GET /stream?after=pos → server-sent events
    GET    /cases?q=&after=&limit=&…       → CasePage         POST /cases  NewCase → Done
    GET    /cases/{id}                     → CaseDetail       POST /cases/{id}/actions  Act → Done
    POST   /cases/{id}/personal OpenPersonal → Personal
    POST   /cases/{id}/attachments (multipart: command_id, file) → Done     GET /attachments/{id} → bytes
    GET    /commands/{id}                  → CommandState
    GET    /figures                        → FigureSet
    GET    /views → list[SavedView]        PUT /views/{id} SavedView    DELETE /views/{id}
    GET    /alerts/kinds → AlertCatalogue  POST /alerts/preview AlertRequest → AlertPreview
    POST   /alerts         AlertRequest    → AlertDone        GET /alerts → list[AlertRow]
    GET    /alerts/{id}    → AlertDetail   GET /alerts/{id}/cap → CAP 1.2 XML
    POST   /alerts/{id}/release ReleasePrepared → AlertDone   (the armed correction or all-clear)
    POST   /intake/cases   IntakeCase | list[IntakeCase] → IntakeReport   (header `X-Source-Key`)
    GET    /app/cases → list[CaseDetail]   POST /app/cases/{id}/{sign|feedback|return|extend} Act → Done (`X-App-Key`)
    GET    /people, POST /people, …        administration
    GET    /schema                         OpenAPI

Server-sent events of /stream: `event: changes` (data: Changes), `event: reset` (the position is too old: take the board
anew), `event: beat` every 5 s (data: Beat), `event: stop` (the hub is stopping). `id:` is the change-log position.
"""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from services.domain.actions import Action
from services.domain.cases import Priority, State
from services.domain.clock import Instant, Moment
from services.domain.modes import Mode
from services.domain.rights import Right, Role
from services.domain.tiers import Tier


class _Message(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=False):
    """The common form of a message: frozen, named, defaults left out, unknown fields of newer peers ignored."""


class _Request(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The common form of what a client asks: a field the hub does not know is a mistake worth naming."""


# ── sessions ────────────────────────────────────────────────────────────────────────────────────────────────────────
class Health(_Message, frozen=True, kw_only=True):
    """Whether the hub is up; readable by anyone who can reach it, so it names nothing of the district."""

    name: str = "huying"
    version: str
    now: Instant
    setup_needed: bool = False
    demo: bool = False


class SignIn(_Request, frozen=True, kw_only=True):
    """Name and password of a person."""

    login: str
    password: str
    client: str = ""


class FirstAdmin(_Request, frozen=True, kw_only=True):
    """The first administrator of a real district, with a password that this person chose."""

    login: str
    name: str
    password: str


class Unlock(_Request, frozen=True, kw_only=True):
    """The password again, at a seat that locked itself."""

    password: str


class Session(_Message, frozen=True, kw_only=True):
    """A signed-in person; `token` only in the answer that opened the session."""

    token: str = ""
    person_id: str
    person_name: str
    unit_id: str
    unit_name: str
    unit_path: str
    roles: tuple[Role, ...]
    rights: tuple[Right, ...]
    seat: str = ""
    expires_at: Instant
    idle_lock_ms: int
    now: Instant


# ── the district ────────────────────────────────────────────────────────────────────────────────────────────────────
class UnitRow(msgspec.Struct, frozen=True, array_like=True):
    """A unit on the wire. `tier` is None for a department; `path` joins area ids from the district down."""

    id: str
    code: str
    name: str
    kind: str
    tier: Tier | None
    parent_id: str | None
    path: str
    lon: float | None
    lat: float | None
    initials: str = ""


class CategoryRow(_Message, frozen=True, kw_only=True):
    """A category a case may have."""

    code: str
    name: str
    group: str
    priority: Priority | None = None
    limit_text: str = ""


class NamedCode(_Message, frozen=True, kw_only=True):
    """A code with its name, as sources, call kinds and request kinds have."""

    code: str
    name: str


class ProfileView(_Message, frozen=True, kw_only=True):
    """What a console needs to know of the district it serves."""

    district_id: str
    name: str
    title: str
    mode: Mode  # the mode of what is made and counted here: a demo is Exercise
    demo: bool
    rules_label: str  # "演示规则" in a demo, else ""
    boundary_label: str  # "演示边界" where the outline is drawn by us, else ""
    time_zone: str
    tier_labels: dict[str, str]  # grid, community, street, district → 网格 …
    steps: tuple[str, ...]  # the labels of the district's steps in order
    step_of: dict[str, int]  # state → index into steps
    categories: tuple[CategoryRow, ...]
    sources: tuple[NamedCode, ...]
    call_kinds: tuple[NamedCode, ...]
    request_kinds: tuple[NamedCode, ...]
    refusal: str  # forbidden | approval | window | "" (unknown)
    shifts: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()  # what nobody has told us about this district, one sentence each


# ── the board and the stream ────────────────────────────────────────────────────────────────────────────────────────
class BoardRow(msgspec.Struct, frozen=True, array_like=True):
    """One open case on the wire, as the queue, the map and the figures need it. Order of fields is the protocol."""

    id: str
    version: int
    number: str
    mode: Mode
    title: str
    place: str
    area_path: str
    lon: float | None
    lat: float | None
    category: str
    source: str
    priority: Priority
    state: State
    tier: Tier
    answerable_id: str
    holder_id: str
    signed_at: Instant | None
    reported_at: Instant
    due_start: Instant | None
    due_at: Instant | None
    escalate_at: Instant | None
    escalated_at: Instant | None
    suspended_at: Instant | None
    supervised: str
    claimed_by: str | None
    flags: str = ""


class Board(_Message, frozen=True, kw_only=True):
    """The most urgent open cases of one's view, and the change-log position they are as of.

    `total` counts all open cases of the view; where it exceeds `rows`, the board holds the most urgent and says so.
    """

    pos: int
    now: Instant
    total: int
    rows: tuple[BoardRow, ...]


class Changes(_Message, frozen=True, kw_only=True):
    """What happened up to `pos`: the rows as they are now, and the ids that left the view (or were closed)."""

    pos: int
    now: Instant
    rows: tuple[BoardRow, ...] = ()
    gone: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()  # ids of the commands behind these changes
    alerts: tuple[str, ...] = ()  # ids of alerts that changed
    total: int | None = None


class Beat(_Message, frozen=True, kw_only=True):
    """A sign of life: the position and the hub's time."""

    pos: int
    now: Instant


# ── cases ───────────────────────────────────────────────────────────────────────────────────────────────────────────
class NewCase(_Request, frozen=True, kw_only=True):
    """A case taken at the phone or the counter. Area and deadline follow from place and category at the hub."""

    command_id: str
    title: str
    text: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    area_id: str | None = None
    category: str = ""
    source: str
    call_kind: str = ""
    request_kind: str = ""
    proactive: bool = False
    priority: Priority = Priority.ORDINARY
    caller: str = ""
    phone: str = ""


class Behalf(_Request, frozen=True, kw_only=True):
    """For whom something was done, through which channel and in which words (代办)."""

    unit_id: str
    channel: str
    words: str


class Act(_Request, frozen=True, kw_only=True):
    """An action on a case by somebody who saw it at `version`. Which fields it needs stands in the action table."""

    command_id: str
    action: Action
    version: int
    unit_id: str | None = None
    assisting: tuple[str, ...] = ()
    designated: bool = False
    text: str = ""
    reason_code: str = ""
    until: Moment | None = None
    passed: bool = True
    behalf: Behalf | None = None


class Done(_Message, frozen=True, kw_only=True):
    """A committed command: the row as it now is, and the change-log position that carries it."""

    command_id: str
    pos: int
    row: BoardRow
    visible: bool = True  # False when the case left the actor's own view by this


class CommandState(_Message, frozen=True, kw_only=True):
    """What became of a command: `known=False` means it was never committed, and may be sent again."""

    command_id: str
    known: bool
    status: int = 0
    answer: Any = None


class EventRow(_Message, frozen=True, kw_only=True):
    """One line of a case's timeline."""

    at: Instant
    action: str
    actor: str
    unit_id: str = ""
    text: str = ""
    behalf: Behalf | None = None
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}


class CustodyRow(_Message, frozen=True, kw_only=True):
    """One hop of the custody ledger."""

    kind: str
    at: Instant
    until: Instant | None = None
    from_unit: str | None = None
    to_unit: str
    tier: Tier
    signed_at: Instant | None = None
    rule: str = ""
    reason_code: str = ""
    reason: str = ""


class AttachmentRow(_Message, frozen=True, kw_only=True):
    """A file that belongs to a case."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    at: Instant


class CaseDetail(_Message, frozen=True, kw_only=True):
    """A case with its history. `personal` is masked; opening it asks for a purpose.

    `as_of` is set where one's unit handed the case over: then everything is as it was at that moment.
    """

    row: BoardRow
    text: str = ""
    category_name: str = ""
    source_number: str | None = None
    call_kind: str = ""
    request_kind: str = ""
    proactive: bool = False
    former_lead_id: str | None = None
    assisting: tuple[str, ...] = ()
    designated: bool = False
    holder_since: Instant
    step_times: dict[str, Instant] = {}  # state → when it was first reached
    due_rule: str = ""
    due_text: str = ""
    due_confirmed: bool = True
    escalate_rule: str = ""
    escalate_to: Tier | None = None
    returns: int = 0
    extensions: int = 0
    personal: dict[str, str] = {}
    events: tuple[EventRow, ...] = ()
    custody: tuple[CustodyRow, ...] = ()
    attachments: tuple[AttachmentRow, ...] = ()
    as_of: Instant | None = None


class CasePage(_Message, frozen=True, kw_only=True):
    """A page of a search over all cases ever; `next` continues it, "" at the end."""

    rows: tuple[BoardRow, ...]
    next: str = ""


class OpenPersonal(_Request, frozen=True, kw_only=True):
    """The purpose for which personal fields are opened; it is logged with who and when."""

    purpose: str


class Personal(_Message, frozen=True, kw_only=True):
    """Opened personal fields."""

    fields: dict[str, str]


class FigureValue(_Message, frozen=True, kw_only=True):
    """A figure's value with its definition's name; `of` is the denominator's value where it has one."""

    name: str
    value: int
    of: int | None = None


class FigureSet(_Message, frozen=True, kw_only=True):
    """Figures of one's view as of a moment, of one mode."""

    as_of: Instant
    mode: Mode
    values: tuple[FigureValue, ...]


class SavedView(_Message, frozen=True, kw_only=True):
    """A named filter of the queue, kept per person. `filter` is the console's own JSON."""

    id: str
    name: str
    filter: str
    order: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0


# ── intake ──────────────────────────────────────────────────────────────────────────────────────────────────────────
class IntakeCase(_Request, frozen=True, kw_only=True):
    """A case from another system. `number` is that system's own; the same number is never taken twice.

    `datum` says what lon/lat are in (wgs84, cgcs2000, gcj02, bd09); `reported_at` is ISO 8601 with its zone.
    """

    number: str
    title: str
    reported_at: str
    text: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    datum: str = "wgs84"
    area_code: str = ""
    category: str = ""
    priority: str = ""
    call_kind: str = ""
    request_kind: str = ""
    proactive: bool = False
    caller: str = ""
    phone: str = ""
    state: str = ""
    closed_at: str = ""


class IntakeOutcome(_Message, frozen=True, kw_only=True):
    """What became of one incoming case: accepted, repeated (taken before), flagged (taken with a remark) or refused."""

    number: str
    outcome: str
    case_number: str = ""
    field: str = ""
    sentence: str = ""
    remedy: str = ""


class IntakeReport(_Message, frozen=True, kw_only=True):
    """What became of a delivery, in its own order."""

    outcomes: tuple[IntakeOutcome, ...]


# ── alerts ──────────────────────────────────────────────────────────────────────────────────────────────────────────
class TemplateField(_Message, frozen=True, kw_only=True):
    """A field a template asks for; `kind` is text or number."""

    name: str
    label: str
    kind: str = "text"


class TemplateRow(_Message, frozen=True, kw_only=True):
    """Words for a kind of alert. `warning` and `measures` hold fields as names in braces."""

    code: str
    name: str
    warning: str
    measures: str
    fields: tuple[TemplateField, ...] = ()


class AlertKindRow(_Message, frozen=True, kw_only=True):
    """A kind of alert the composer offers."""

    code: str
    name: str
    event_code: str = ""
    verified: str = ""
    relay_only: bool = False
    public: bool = True
    levels: tuple[str, ...] = ()
    templates: tuple[TemplateRow, ...] = ()


class AlertCatalogue(_Message, frozen=True, kw_only=True):
    """Kinds, levels and channels for the composer; `live_refused`, `test_refused` say why a mode is not offered."""

    kinds: tuple[AlertKindRow, ...]
    channels: tuple[NamedCode, ...]
    live_refused: str
    test_refused: str = ""


class AlertRequest(_Request, frozen=True, kw_only=True):
    """An alert to preview or issue. `warning` and `measures` are the final words, every field of a template filled."""

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


class ChannelPreview(_Message, frozen=True, kw_only=True):
    """What one channel would carry: its text, its length in the channel's own terms, and how many addresses."""

    channel: str
    text: str
    spans: tuple[tuple[int, int], ...] = ()
    measure: str = ""
    targets: int = 0
    people: int = 0


class AlertPreview(_Message, frozen=True, kw_only=True):
    """The alert as it would go, its audience counted, and what is still missing."""

    headline: str
    channels: tuple[ChannelPreview, ...]
    units: int
    people: int
    unreachable: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    correction: str = ""
    all_clear: str = ""


class AlertRow(_Message, frozen=True, kw_only=True):
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


class AlertTarget(_Message, frozen=True, kw_only=True):
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


class AlertDetail(_Message, frozen=True, kw_only=True):
    """An alert with its texts per channel and every target."""

    row: AlertRow
    texts: dict[str, str]
    correction: str = ""
    all_clear: str = ""
    targets: tuple[AlertTarget, ...] = ()


class AlertDone(_Message, frozen=True, kw_only=True):
    """A committed alert command."""

    command_id: str
    pos: int
    row: AlertRow


class ReleasePrepared(_Request, frozen=True, kw_only=True):
    """Release the armed correction ("correction") or all-clear ("all_clear") of an alert."""

    command_id: str
    kind: str
    version: int


# ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────────
class PersonRow(_Message, frozen=True, kw_only=True):
    """A person as the security administrator sees them; never a password."""

    id: str
    login: str
    name: str
    unit_id: str
    roles: tuple[Role, ...]
    seat: str = ""
    locked: bool = False
    disabled: bool = False
    version: int = 1


class NewPerson(_Request, frozen=True, kw_only=True):
    """A person to add, with a first password to be changed."""

    command_id: str
    login: str
    name: str
    unit_id: str
    roles: tuple[Role, ...]
    password: str
    seat: str = ""
