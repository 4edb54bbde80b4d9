"""Cases: entering one, acting on one, its history, searching, figures and saved views."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from services.api.board import BoardRow
from services.api.common import Message, Request
from services.domain.actions import Action
from services.domain.cases import Priority, State
from services.domain.clock import Instant, Moment
from services.domain.modes import Mode
from services.domain.standing import Standing
from services.domain.tiers import Tier


class NewCase(Request, frozen=True, kw_only=True):
    """A case taken at the phone or the counter. Area and deadline follow from place and category at the hub."""

    command_id: str
    title: str
    text: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    area_id: str | None = None
    category: str = ""
    criterion_id: str = ""
    source: str
    call_kind: str = ""
    request_kind: str = ""
    proactive: bool = False
    priority: Priority = Priority.ORDINARY
    caller: str = ""
    phone: str = ""


class Behalf(Request, frozen=True, kw_only=True):
    """For whom something was done, through which channel and in which words (代办)."""

    unit_id: str
    channel: str
    words: str


_Resolved = Annotated[str, msgspec.Meta(pattern="^(|solved|partly|unsolved)$")]
_Satisfaction = Annotated[str, msgspec.Meta(pattern="^(|satisfied|fairly|unsatisfied)$")]
_Level = Annotated[str, msgspec.Meta(pattern="^(|日常|挂牌|约谈)$")]


class Act(Request, frozen=True, kw_only=True):
    """An action on a case by somebody who saw it at `version`. Which fields it needs stands in the action table.

    `passed` is the verdict of 核查 and 核实; `level` the grade of 督办; `reached`, `resolved` and `satisfaction` the
    outcome of 回访; `other_id` the other case of 并案 (the parent), 拆案 (the child) and 回访 (whose caller);
    `attachments` are ids of files that the case has already.
    """

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
    criterion_id: str = ""
    level: _Level = ""
    reached: bool = True
    resolved: _Resolved = ""
    satisfaction: _Satisfaction = ""
    other_id: str = ""
    attachments: tuple[str, ...] = ()
    behalf: Behalf | None = None


class Done(Message, frozen=True, kw_only=True):
    """A committed command: the row as it now is, and the change-log position that carries it."""

    command_id: str
    pos: int
    row: BoardRow
    visible: bool = True  # False when the case left the actor's own view by this


class CommandState(Message, frozen=True, kw_only=True):
    """What became of a command: `known=False` means it was never committed, and may be sent again."""

    command_id: str
    known: bool
    status: int = 0
    answer: Any = None


class EventRow(Message, frozen=True, kw_only=True):
    """One line of a case's timeline."""

    at: Instant
    action: str
    actor: str
    unit_id: str = ""
    text: str = ""
    behalf: Behalf | None = None
    before: dict[str, Any] = msgspec.field(default_factory=dict)
    after: dict[str, Any] = msgspec.field(default_factory=dict)


class CustodyRow(Message, frozen=True, kw_only=True):
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


class AttachmentRow(Message, frozen=True, kw_only=True):
    """A file that belongs to a case."""

    id: str
    name: str
    media_type: str
    size: int
    sha256: str
    at: Instant


class JoinedCase(Message, frozen=True, kw_only=True):
    """A case that was merged (并案) with the one at hand: its parent, or one of its children."""

    id: str
    number: str
    title: str
    state: State = State.REPORTED
    merged_at: Instant | None = None


class Stop(Message, frozen=True, kw_only=True):
    """A suspension (挂账): the clock stood still from `at` until `until`, None while it does."""

    at: Instant
    planned_until: Instant
    until: Instant | None = None
    reason_code: str = ""
    reason: str = ""


class FollowUp(Message, frozen=True, kw_only=True):
    """A follow-up call (回访) to the caller of `case_id`: this case, or one merged into it."""

    case_id: str
    at: Instant
    reached: bool
    resolved: str = ""
    satisfaction: str = ""
    text: str = ""


class CaseDetail(Message, frozen=True, kw_only=True):
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
    step_times: dict[str, Instant] = msgspec.field(default_factory=dict)  # state → when it was first reached
    due_rule: str = ""
    due_text: str = ""
    due_confirmed: bool = True
    due_limit: str = ""  # kind of time, length, counting rule: services.domain.deadlines.spell_limit
    due_sentence: str = ""  # start, rule, stops, due, in Chinese
    criterion_id: str = ""
    escalate_rule: str = ""
    escalate_to: Tier | None = None
    standing: Standing | None = None  # as of now; None where one's unit handed the case over
    parent: JoinedCase | None = None
    children: tuple[JoinedCase, ...] = ()
    returns: int = 0
    extensions: int = 0
    first_unit_id: str | None = None  # 首接: the first unit that ever received it
    stops: tuple[Stop, ...] = ()
    stopped_ms: int = 0  # how long the clock has stood still, for the stops that are over
    follow_ups: tuple[FollowUp, ...] = ()
    reworks: int = 0
    urged_at: Instant | None = None
    resolved: str = ""
    satisfaction: str = ""
    suggests: str = ""  # the action that the last follow-up call suggests (rework), "" for none
    personal: dict[str, str] = msgspec.field(default_factory=dict)
    events: tuple[EventRow, ...] = ()
    custody: tuple[CustodyRow, ...] = ()
    attachments: tuple[AttachmentRow, ...] = ()
    as_of: Instant | None = None


class CasePage(Message, frozen=True, kw_only=True):
    """A page of a search over all cases ever; `next` continues it, "" at the end."""

    rows: tuple[BoardRow, ...]
    next: str = ""


class OpenPersonal(Request, frozen=True, kw_only=True):
    """The purpose for which personal fields are opened; it is logged with who and when."""

    purpose: str


class Personal(Message, frozen=True, kw_only=True):
    """Opened personal fields."""

    fields: dict[str, str]


class FigureValue(Message, frozen=True, kw_only=True):
    """A figure's value with its definition's name; `of` is the denominator's value where it has one."""

    name: str
    value: int
    of: int | None = None


class FigureSet(Message, frozen=True, kw_only=True):
    """Figures of one's view as of a moment, of one mode."""

    as_of: Instant
    mode: Mode
    values: tuple[FigureValue, ...]


class SavedView(Message, frozen=True, kw_only=True):
    """A named filter of the queue, kept per person. `filter` is the console's own JSON."""

    id: str
    name: str
    filter: str
    order: Annotated[int, msgspec.Meta(ge=0, le=10_000)] = 0
