"""The board of open cases and the stream of what changes."""

from __future__ import annotations

import msgspec

from services.api.common import Message
from services.api.team import Glance
from services.domain.cases import Priority, State
from services.domain.clock import Instant
from services.domain.modes import Mode
from services.domain.tiers import Tier


class BoardRow(msgspec.Struct, frozen=True, array_like=True):
    """One case on the wire, an open one mostly, for queue, map and figures. The order of fields is the protocol."""

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
    suspended_until: Instant | None = None
    extensions: int = 0
    returns: int = 0
    urges: int = 0
    call_kind: str = ""
    request_kind: str = ""
    proactive: int = 0  # 1: found by the district itself (主动发现), before anybody complained
    followed_at: Instant | None = None
    children: int = 0
    event_id: str | None = None
    escalate_rule: str = ""
    claimed_at: Instant | None = None
    holder_since: Instant = 0
    designated: int = 0  # 1: 指定承办, may not be returned
    suspensions: int = 0
    merged_at: Instant | None = None
    undo_until: Instant | None = None
    undo_by: str | None = None
    closed_at: Instant | None = None
    reworks: int = 0
    escalate_awaits: str = ""  # what would stop the next step upwards (services.domain.escalation.Awaits)
    escalate_to: int = 0  # the tier that step leads to, 0 for none


class Board(Message, frozen=True, kw_only=True):
    """The most urgent open cases of one's view, and the change-log position they are as of.

    `total` counts all open cases of the view; where it exceeds `rows`, the board holds the most urgent and says so.
    """

    pos: int
    now: Instant
    total: int
    rows: tuple[BoardRow, ...]


class Changes(Message, frozen=True, kw_only=True):
    """What happened up to `pos`: the rows as they are now, and the ids that left the view (or were closed)."""

    pos: int
    now: Instant
    rows: tuple[BoardRow, ...] = ()
    gone: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()  # ids of the commands behind these changes
    alerts: tuple[str, ...] = ()  # ids of alerts that changed
    whistles: tuple[str, ...] = ()  # ids of whistles that changed
    notices: int = 0  # position of the latest notice to one's unit among them: ask GET /notices; 0: there is none
    district: int = 0  # position of the latest change of catalogue or calendar: ask GET /profile; 0: there is none
    total: int | None = None


class Beat(Message, frozen=True, kw_only=True):
    """A sign of life: the position and the hub's time. `glances`: who is at which case now, None where unchanged."""

    pos: int
    now: Instant
    glances: tuple[Glance, ...] | None = None
