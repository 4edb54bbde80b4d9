"""The case: what was reported, where it stands, who has it and until when."""

from __future__ import annotations

from enum import IntEnum, StrEnum

import msgspec

from services.domain.clock import Instant
from services.domain.modes import Mode
from services.domain.tiers import Tier


class State(StrEnum):
    """Where a case stands in the closed loop. Districts label their steps differently; these names never show."""

    REPORTED = "reported"  # 已上报，待受理
    ACCEPTED = "accepted"  # 已受理，待立案或派单
    FILED = "filed"  # 已立案，待派单
    DISPATCHED = "dispatched"  # 已派单，待签收
    HANDLING = "handling"  # 已签收，处置中
    FEEDBACK = "feedback"  # 已反馈，待核查
    CHECKED = "checked"  # 核查通过，待结案
    CLOSED = "closed"  # 已结案
    NOT_ACCEPTED = "not_accepted"  # 不予受理
    VOID = "void"  # 作废

    @property
    def zh(self) -> str:
        """Return what the state is called in a sentence, as in a refusal; steps are labelled by the profile."""
        return _STATE_ZH[self]


_STATE_ZH = {
    State.REPORTED: "待受理",
    State.ACCEPTED: "待派单",
    State.FILED: "已立案",
    State.DISPATCHED: "待签收",
    State.HANDLING: "处置中",
    State.FEEDBACK: "待核查",
    State.CHECKED: "待结案",
    State.CLOSED: "已结案",
    State.NOT_ACCEPTED: "不予受理",
    State.VOID: "已作废",
}


STATE_ORDER: tuple[State, ...] = tuple(State)
"""The fixed order by which columns of small integers stand for states."""

OPEN_STATES: frozenset[State] = frozenset(STATE_ORDER[:7])
"""States in which a case still needs somebody: on the board, in 在办."""


class Priority(IntEnum):
    """Case priority 特急/急/普. Never derived from an incident grade, a warning or a response level."""

    ORDINARY = 1
    URGENT = 2
    EXTRA_URGENT = 3


class PartyRole(StrEnum):
    """As what a unit is or was concerned with a case."""

    ANSWERABLE = "answerable"
    HOLDER = "holder"
    ASSISTING = "assisting"
    SUMMONED = "summoned"


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """One case as stored, without personal fields (those are encrypted apart) and without its history.

    Times are instants (ms, UTC) or None; `lon`, `lat` are WGS84 degrees or None; `area_path` joins unit ids from the
    district down to the smallest known area with "/" and is the district's id while the case has no place.

    A merged case (并案) has its parent's id and the moment; it waits with its parent and is no longer open by itself;
    `children` counts the cases merged into this one. `criterion_id` is the filing criterion of the standard,
    `policy_id` the version of the tier policy it was born under, `event_id` the declared event it belongs to,
    `first_unit_id` the unit that was the first to receive it (首接). `stopped_ms` is the time its clock has stood
    still, for suspensions that are over. `progress_at` is the last word on the handling (signed, a note, a file),
    `resumed_at` the end of the last suspension, or the reopening (重开): a tier's waiting begins anew there. `resolved`
    and `satisfaction` are the outcome of the last follow-up call (回访), "" before one; `followed_at` is when the last
    known caller had been called. `undo_until` is until when `undo_by` may take the last deed back. `due_limit` is the
    limit as it was reckoned, in the form of `deadlines.spell_limit`.
    `flags` are blank-separated words, each documented where it is defined: hard, real, unreal (custody), similar
    (duplicates: came in strongly alike an open case), and what an import remarked.
    """

    id: str
    number: str
    mode: Mode
    demo: bool = False
    title: str
    text: str = ""
    place: str = ""
    lon: float | None = None
    lat: float | None = None
    area_id: str | None = None
    area_path: str
    category: str = ""
    source: str = ""
    source_number: str | None = None
    call_kind: str = ""
    request_kind: str = ""
    proactive: bool = False
    priority: Priority = Priority.ORDINARY
    state: State = State.REPORTED
    tier: Tier
    answerable_id: str
    holder_id: str
    former_lead_id: str | None = None
    designated: bool = False
    holder_since: Instant
    signed_at: Instant | None = None
    reported_at: Instant
    accepted_at: Instant | None = None
    filed_at: Instant | None = None
    dispatched_at: Instant | None = None
    feedback_at: Instant | None = None
    checked_at: Instant | None = None
    closed_at: Instant | None = None
    due_at: Instant | None = None
    due_start: Instant | None = None
    due_rule: str = ""
    due_text: str = ""
    due_confirmed: bool = True
    due_limit: str = ""
    suspended_at: Instant | None = None
    suspended_until: Instant | None = None
    supervised: str = ""
    escalated_at: Instant | None = None
    escalate_at: Instant | None = None
    escalate_rule: str = ""
    escalate_awaits: str = ""  # services.domain.escalation.Awaits: what would stop that rule
    escalate_to: int = 0  # the tier (services.domain.tiers.Tier) that it takes the case to, 0 for none
    returns: int = 0
    extensions: int = 0
    claimed_by: str | None = None
    claimed_at: Instant | None = None
    parent_id: str | None = None
    merged_at: Instant | None = None
    children: int = 0
    criterion_id: str = ""
    policy_id: str = ""
    event_id: str | None = None
    first_unit_id: str | None = None
    suspensions: int = 0
    stopped_ms: int = 0
    reworks: int = 0
    urges: int = 0
    urged_at: Instant | None = None
    followed_at: Instant | None = None
    resolved: str = ""
    satisfaction: str = ""
    flags: str = ""
    version: int = 1
    progress_at: Instant | None = None
    resumed_at: Instant | None = None
    undo_until: Instant | None = None
    undo_by: str | None = None
    updated_at: Instant

    @property
    def is_open(self) -> bool:
        """Whether the case still needs somebody; a merged one is looked after with its parent."""
        return self.state in OPEN_STATES and self.merged_at is None

    @property
    def is_signed(self) -> bool:
        """Whether the present holder has signed for it (签收)."""
        return self.signed_at is not None


def changed_columns(before: Case, after: Case) -> dict[str, object]:
    """Return the columns of `after` that differ from `before`, for the row update and the event's before/after."""
    pairs = zip(Case.__struct_fields__, msgspec.structs.astuple(before), msgspec.structs.astuple(after), strict=True)
    return {name: new for name, old, new in pairs if old is not new and old != new}
