"""吹哨报到: a street summons units to a place by a time; who came, what was solved, and how each rates the other.

One whistle has several problems, each with its unit. A unit that arrived leaves when its problems are done or when the
street lets it go (事不完、人不撤). Where two units refuse, the district centre names one. Before a whistle closes, the
street has rated every unit, every unit that came has rated the whistle, and the district has appraised the matter
(一事一考). The kinds are those of Beijing's street-office regulation (art. 5) where a district has said nothing.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec

from services.domain.clock import Instant
from services.domain.modes import Mode
from services.domain.rights import Right
from services.domain.tiers import is_within

REFUSALS_TO_ASSIGN = 2
"""Where this many units refuse, the district centre names one (the districts' practice: two push it back and forth)."""

GENERIC_LABEL = "通用类别，未核对本区规定"
"""Said wherever the generic kinds stand in for a district's own."""


class WhistleState(StrEnum):
    """Where a whistle stands."""

    DRAFT = "draft"  # 草稿，或被领导退回
    WAITING = "waiting"  # 待批准
    BLOWN = "blown"  # 已吹哨，尚无人报到
    ARRIVING = "arriving"  # 有单位已到，有单位未到
    ON_SITE = "on_site"  # 该到的都到了
    SOLVED = "solved"  # 问题都解决了，待评哨
    RATED = "rated"  # 互评已齐，待结束
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def zh(self) -> str:
        """Return the state's name in Chinese."""
        return _STATE_ZH[self]


_STATE_ZH = {
    WhistleState.DRAFT: "草稿",
    WhistleState.WAITING: "待批准",
    WhistleState.BLOWN: "已吹哨",
    WhistleState.ARRIVING: "报到中",
    WhistleState.ON_SITE: "现场处置",
    WhistleState.SOLVED: "待评哨",
    WhistleState.RATED: "待结束",
    WhistleState.CLOSED: "已结束",
    WhistleState.WITHDRAWN: "已撤回",
}

CALLED = frozenset({WhistleState.BLOWN, WhistleState.ARRIVING, WhistleState.ON_SITE})
"""States in which units are summoned and problems are open."""

LIVE = CALLED | {WhistleState.DRAFT, WhistleState.WAITING, WhistleState.SOLVED, WhistleState.RATED}
"""States in which somebody still has to do something."""


class UnitRole(StrEnum):
    """As what a unit is summoned."""

    LEAD = "lead"  # 主办
    ASSIST = "assist"  # 协办


class UnitState(StrEnum):
    """Where a summoned unit stands; it follows from what is known of it."""

    SUMMONED = "summoned"  # 未报到
    ASSIGNED = "assigned"  # 由区指定，未报到；不得拒绝
    ARRIVED = "arrived"  # 在场
    REFUSED = "refused"  # 已拒绝
    LEFT = "left"  # 已离场


class Mark(StrEnum):
    """A rating. The three steps are those of the follow-up call, so that all appraisals read alike (our rule)."""

    GOOD = "good"  # 满意
    FAIR = "fair"  # 基本满意
    POOR = "poor"  # 不满意，须说明

    @property
    def zh(self) -> str:
        """Return the mark in Chinese."""
        return {"good": "满意", "fair": "基本满意", "poor": "不满意"}[self.value]


class Approval(StrEnum):
    """Whether a whistle needs the street leader's approval: a setting of the district."""

    REQUIRED = "required"
    NONE = "none"
    UNKNOWN = ""  # nobody has told us: whoever blows says it, each time


GENERIC_KINDS: tuple[tuple[str, str], ...] = (
    ("appeal", "群众诉求"),
    ("priority", "重点工作"),
    ("enforcement", "综合执法"),
    ("emergency", "应急处置"),
)
"""Code and name. Beijing's street-office regulation, art. 5; shown with `GENERIC_LABEL` in any other district."""

REFUSAL_REASONS: dict[str, str] = {
    "not_duty": "非本单位职责",
    "not_area": "不在本单位管辖范围",
    "other_unit": "应由其他单位办理",
    "urgent_work": "正在处置更紧急事项",
    "no_force": "无可派人员",
    "other": "其他",
}
"""Coded reasons of a refusal (our own list; no district has published one)."""


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """For whom something was done on the telephone or the like: the person, the channel, the words (代办)."""

    person: str = ""
    channel: str = ""
    words: str = ""


class Summons(msgspec.Struct, frozen=True, kw_only=True):
    """A unit's part in a whistle. Times are instants (ms, UTC) or None; `arrive_by` is this unit's own.

    `assigned_at`: when the district named it; `answered_by`: the unit that was named because this one refused.
    `left_how` is "done" (its problems were solved), "released" (the street let it go) or "closed" (with the whistle).
    """

    unit_id: str
    role: UnitRole
    arrive_by: Instant
    summoned_at: Instant | None = None
    assigned_at: Instant | None = None
    arrived_at: Instant | None = None
    arrived_person: str = ""
    arrived_said: Said | None = None
    refused_at: Instant | None = None
    refused_code: str = ""
    refused_text: str = ""
    answered_by: str = ""
    missed_at: Instant | None = None
    left_at: Instant | None = None
    left_how: str = ""

    @property
    def state(self) -> UnitState:
        """Where the unit stands."""
        if self.left_at is not None:
            return UnitState.LEFT
        if self.arrived_at is not None:
            return UnitState.ARRIVED
        if self.assigned_at is not None:
            return UnitState.ASSIGNED
        return UnitState.REFUSED if self.refused_at is not None else UnitState.SUMMONED

    @property
    def is_coming(self) -> bool:
        """Whether the unit is expected and not there yet."""
        return self.state in (UnitState.SUMMONED, UnitState.ASSIGNED)

    @property
    def on_time(self) -> bool | None:
        """Whether it arrived by its time; None while it has not arrived."""
        return None if self.arrived_at is None else self.arrived_at <= self.arrive_by


class WhistleProblem(msgspec.Struct, frozen=True, kw_only=True):
    """One problem of a whistle, counted from 1. `unit_id` "": nobody's, in a draft or after a refusal."""

    seq: int
    text: str
    unit_id: str = ""
    solved_at: Instant | None = None
    solved_text: str = ""


class Rating(msgspec.Struct, frozen=True, kw_only=True):
    """A rating: of a unit by the street (`of_unit` set), else of the whistle, by a unit or by the district."""

    by_unit: str
    of_unit: str = ""
    mark: Mark
    text: str = ""
    at: Instant


class Whistle(msgspec.Struct, frozen=True, kw_only=True):
    """A whistle as stored. `unit_id` is who blows it (the street), `area_path` where its place lies.

    `lon`, `lat` are WGS84 degrees or None; times are instants (ms, UTC). `needs_approval` was settled when it was made.
    """

    id: str
    number: str
    mode: Mode
    demo: bool = False
    case_id: str | None = None
    kind: str
    matter: str
    why: str
    place: str
    lon: float | None = None
    lat: float | None = None
    area_path: str
    unit_id: str
    state: WhistleState = WhistleState.DRAFT
    arrive_by: Instant
    needs_approval: bool
    made_at: Instant
    made_by: str
    approved_at: Instant | None = None
    approved_by: str = ""
    blown_at: Instant | None = None
    solved_at: Instant | None = None
    closed_at: Instant | None = None
    withdrawn_at: Instant | None = None
    version: int = 1
    updated_at: Instant
    units: tuple[Summons, ...] = ()
    problems: tuple[WhistleProblem, ...] = ()
    ratings: tuple[Rating, ...] = ()

    def summons(self, unit_id: str) -> Summons | None:
        """Return a unit's part, None where it was not summoned."""
        return next((part for part in self.units if part.unit_id == unit_id), None)

    @property
    def lead_id(self) -> str:
        """The unit that leads: the first lead that has not refused, "" without one."""
        leads = [part for part in self.units if part.role is UnitRole.LEAD and part.state is not UnitState.REFUSED]
        return leads[0].unit_id if leads else ""

    @property
    def refusers(self) -> tuple[str, ...]:
        """The units that refused and that nobody was named for yet."""
        return tuple(part.unit_id for part in self.units if part.state is UnitState.REFUSED and not part.answered_by)

    @property
    def to_assign(self) -> bool:
        """Whether the district centre has to name a unit."""
        return self.state in CALLED and len(self.refusers) >= REFUSALS_TO_ASSIGN

    def open_problems(self, unit_id: str) -> tuple[WhistleProblem, ...]:
        """Return the unsolved problems a unit answers for; what is nobody's is the lead unit's."""
        mine = {unit_id, ""} if unit_id == self.lead_id else {unit_id}
        return tuple(item for item in self.problems if item.solved_at is None and item.unit_id in mine)

    def rating(self, by_unit: str, of_unit: str = "") -> Rating | None:
        """Return the last rating by one of another, or None."""
        found = [item for item in self.ratings if (item.by_unit, item.of_unit) == (by_unit, of_unit)]
        return found[-1] if found else None


class WhistleAction(StrEnum):
    """What can be done to a whistle."""

    BLOW = "blow"  # 吹哨（草稿改好后重新提交）
    APPROVE = "approve"  # 批准
    SEND_BACK = "send_back"  # 退回
    SUMMON = "summon"  # 增召
    ASSIGN = "assign"  # 指定
    ARRIVE = "arrive"  # 报到
    REFUSE = "refuse"  # 拒绝
    PROBLEM = "problem"  # 列问题
    SOLVE = "solve"  # 问题解决
    LEAVE = "leave"  # 离场
    RELEASE = "release"  # 准予离场
    RATE_UNIT = "rate_unit"  # 街镇评单位
    RATE_WHISTLE = "rate_whistle"  # 单位评哨
    APPRAISE = "appraise"  # 区评，一事一考
    CLOSE = "close"  # 结束
    WITHDRAW = "withdraw"  # 撤回
    NOTE = "note"  # 记录


class By(StrEnum):
    """Whose an action is."""

    STREET = "street"  # who blew it, or a centre above
    LEADER = "leader"  # the leader of who blew it, or on the leader's behalf
    UNIT = "unit"  # the summoned unit itself, or on its behalf
    BOTH = "both"  # the unit, or the street in its own name
    DISTRICT = "district"  # the district centre
    ANY = "any"  # whoever may see it and write


class WhistleRule(msgspec.Struct, frozen=True):
    """When an action may be taken. `key` is Qt's portable text; `needs` are the inputs a person is asked for, in order.

    `own`: it touches one unit's part only, so that it does not matter what happened to the others meanwhile (no
    version is asked: three units that arrive in the same minute do not refuse each other).
    """

    action: WhistleAction
    label: str
    key: str
    states: frozenset[WhistleState]
    by: By
    right: Right
    needs: tuple[str, ...] = ()
    own: bool = False


_S, _A = WhistleState, WhistleAction
_BEFORE = frozenset({_S.DRAFT, _S.WAITING})
_BEFORE_END = CALLED | {_S.SOLVED}

WHISTLE_ACTIONS: dict[WhistleAction, WhistleRule] = {
    rule.action: rule
    for rule in (
        WhistleRule(_A.BLOW, "吹哨", "W", frozenset({_S.DRAFT}), By.STREET, Right.WHISTLE),
        WhistleRule(_A.APPROVE, "批准", "A", frozenset({_S.WAITING}), By.LEADER, Right.WHISTLE_APPROVE, ("behalf?",)),
        WhistleRule(
            _A.SEND_BACK,
            "退回",
            "Shift+A",
            frozenset({_S.WAITING}),
            By.LEADER,
            Right.WHISTLE_APPROVE,
            ("text", "behalf?"),
        ),
        WhistleRule(
            _A.ARRIVE, "报到", "G", CALLED, By.UNIT, Right.WHISTLE_ANSWER, ("unit", "person", "behalf?"), own=True
        ),
        WhistleRule(
            _A.REFUSE,
            "拒绝",
            "R",
            CALLED,
            By.UNIT,
            Right.WHISTLE_ANSWER,
            ("unit", "reason", "text", "behalf?"),
            own=True,
        ),
        WhistleRule(_A.SUMMON, "增召", "Shift+D", CALLED, By.STREET, Right.WHISTLE, ("new_unit", "role", "until")),
        WhistleRule(
            _A.ASSIGN, "指定", "D", CALLED, By.DISTRICT, Right.WHISTLE_ASSIGN, ("any_unit", "role", "until", "text")
        ),
        WhistleRule(_A.PROBLEM, "列问题", "P", CALLED, By.STREET, Right.WHISTLE, ("text", "unit?")),
        WhistleRule(
            _A.SOLVE, "问题解决", "B", CALLED, By.BOTH, Right.WHISTLE_ANSWER, ("problem", "unit", "text"), own=True
        ),
        WhistleRule(_A.LEAVE, "离场", "O", _BEFORE_END, By.UNIT, Right.WHISTLE_ANSWER, ("unit", "behalf?"), own=True),
        WhistleRule(
            _A.RELEASE, "准予离场", "Shift+O", _BEFORE_END, By.STREET, Right.WHISTLE, ("unit", "text"), own=True
        ),
        WhistleRule(
            _A.RATE_UNIT,
            "评单位",
            "K",
            frozenset({_S.SOLVED}),
            By.STREET,
            Right.WHISTLE,
            ("unit", "mark", "text?"),
            own=True,
        ),
        WhistleRule(
            _A.RATE_WHISTLE,
            "评哨",
            "Shift+K",
            frozenset({_S.SOLVED}),
            By.UNIT,
            Right.WHISTLE_ANSWER,
            ("unit", "mark", "text?", "behalf?"),
            own=True,
        ),
        WhistleRule(
            _A.APPRAISE,
            "区评",
            "Q",
            frozenset({_S.SOLVED}),
            By.DISTRICT,
            Right.WHISTLE_ASSIGN,
            ("mark", "text?"),
            own=True,
        ),
        WhistleRule(_A.CLOSE, "结束", "C", frozenset({_S.RATED}), By.STREET, Right.WHISTLE, ("text?",)),
        WhistleRule(_A.WITHDRAW, "撤回", "Shift+X", _BEFORE | CALLED, By.STREET, Right.WHISTLE, ("text",)),
        WhistleRule(_A.NOTE, "记录", "N", frozenset(_S), By.ANY, Right.CASE_NOTE, ("text",), own=True),
    )
}
"""Everything that can be done, once: buttons, keys, doors and rules read it. A name with "?" may be left empty."""


class Seat(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks: the unit, its area path ("" for a department) and the rights."""

    unit_id: str
    unit_path: str
    rights: frozenset[Right]


def may(rule: WhistleRule, seat: Seat) -> bool:
    """Tell whether a seat's rights allow an action; who blows may also act on behalf of a unit or the leader."""
    behalf = rule.by in (By.UNIT, By.LEADER) and {Right.WHISTLE, Right.CASE_BEHALF} <= seat.rights
    return rule.right in seat.rights or behalf


def stands_for(rule: WhistleRule, whistle: Whistle, seat: Seat, blower_path: str) -> bool:
    """Tell whether an action is a seat's to take. `blower_path` is the area path of the unit that blew the whistle.

    A unit's action is its own, or is done on its behalf by who blew the whistle or a centre above, who then says for
    whom and how; so is the leader's, who approves by telephone.
    """
    street = commands(whistle, seat, blower_path)
    match rule.by:
        case By.STREET | By.LEADER:
            return street
        case By.UNIT | By.BOTH:
            return street or whistle.summons(seat.unit_id) is not None
        case By.DISTRICT:
            return bool(seat.unit_path) and "/" not in seat.unit_path
        case By.ANY:
            return True


def commands(whistle: Whistle, seat: Seat, blower_path: str) -> bool:
    """Tell whether a seat is of the unit that blew the whistle, or of a centre above it."""
    return seat.unit_id == whistle.unit_id or (bool(seat.unit_path) and is_within(blower_path, seat.unit_path))


def why_not(rule: WhistleRule, whistle: Whistle, seat: Seat, blower_path: str) -> str:
    """Return the code of what refuses an action whatever is entered ("" when nothing does), in the desk's own order."""
    if not may(rule, seat):
        return "no_right"
    if not stands_for(rule, whistle, seat, blower_path):
        return "whistle_not_yours"
    if whistle.state not in rule.states:
        return "whistle_step"
    if rule.action is WhistleAction.ASSIGN and not whistle.to_assign:
        return "whistle_no_assign"
    return ""
