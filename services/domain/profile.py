"""The district profile: labels, limits, policies, catalogue and numbers of one district, as data with their origins.

A profile holds only what is known of its district; what is not known is empty and has a sentence in `unknown`. Every
fact names its origin: a press report, a published list, our own rule, or something unverified. The demo's rules come as
an overlay, are marked 演示规则 and are never laid on a real district.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeVar

import msgspec

from services.domain.calendar import PERIODS_MOST, Counting, PeriodText
from services.domain.cases import Priority, State
from services.domain.clock import HOUR_MS, MINUTE_MS
from services.domain.contacts import Slot, slots_of
from services.domain.deadlines import Limit, Starts
from services.domain.duplicates import OUR_RULE, SimilarRule
from services.domain.escalation import Awaits, TierRule
from services.domain.limits import LimitKind
from services.domain.looprules import LoopRules, ReturnPolicy
from services.domain.rights import Role
from services.domain.stages import Stage, StageLimit
from services.domain.tiers import Tier
from services.domain.whistles import Approval

DEMO_LABEL = "演示规则"
"""Shown wherever a rule of the overlay speaks."""

_Hour = Annotated[str, msgspec.Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
_Minutes = Annotated[int, msgspec.Meta(ge=1, le=366 * 24 * 60)]
_Code = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z_-]{1,32}$")]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class Standing(StrEnum):
    """How far a fact can be trusted."""

    REPORTED = "reported"  # a press report on the district, with its date
    PUBLISHED = "published"  # a public list or table
    UNVERIFIED = "unverified"  # an excerpt, another program's code or memory; not checked against its source
    OURS = "ours"  # decided by us, because a program needs some value


class _Data(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The common form of what a profile holds; a key that nobody knows is a mistake worth naming."""


class Origin(_Data, frozen=True, kw_only=True):
    """Where facts come from; `date` is that of the source (YYYY or YYYY-MM), empty when it has none."""

    text: _Name
    standing: Standing
    date: str = ""


class TierLabel(_Data, frozen=True, kw_only=True):
    """What the district calls a tier, and the centre that answers for it (empty: not known)."""

    label: _Name
    centre: str = ""
    origin: str


class Step(_Data, frozen=True, kw_only=True):
    """A step as the district labels it, and the states during which it is under way.

    The last steps of a loop may stand for no state of their own; 督办 is an action, not a state, whatever its label.
    """

    label: _Name
    states: tuple[State, ...] = ()


class Count(_Data, frozen=True, kw_only=True):
    """A published number of the district, with the time it is as of. `least` marks "more than" (2690+)."""

    name: _Name
    value: float
    unit: str = ""
    as_of: str
    least: bool = False
    origin: str


class ClockRule(_Data, frozen=True, kw_only=True):
    """A time limit as the district's source words it. `kind` says which time: natural hours or working days."""

    name: _Name
    text: _Name
    kind: Annotated[str, msgspec.Meta(pattern="^(natural|working)$")]
    hours: int = 0
    days: int = 0
    origin: str


class RefusalRule(_Data, frozen=True, kw_only=True):
    """Whether a unit may return what was dispatched to it (退单); the window counts from dispatch, natural time."""

    policy: ReturnPolicy = ReturnPolicy.UNKNOWN
    window_minutes: int = 0
    text: str = ""
    origin: str = ""

    @property
    def window_ms(self) -> int:
        """The window in milliseconds."""
        return self.window_minutes * MINUTE_MS


class LoopSettings(_Data, frozen=True, kw_only=True):
    """How often and how long in the loop, as the district has it; None: not known, then the rule's own number counts.

    `extensions` and `suspensions` are times per case, `suspension_days` days per suspension, `reopen_hours` natural
    hours after the closing. `storm_cases` new cases within `storm_minutes` group the queue, until no more than
    `storm_calm_percent` per cent of that many come within as many minutes.
    """

    extensions: Annotated[int, msgspec.Meta(ge=0, le=20)] | None = None
    suspensions: Annotated[int, msgspec.Meta(ge=0, le=20)] | None = None
    suspension_days: Annotated[int, msgspec.Meta(ge=1, le=3660)] | None = None
    follow_up_first: bool | None = None
    reopen_hours: Annotated[int, msgspec.Meta(ge=0, le=24 * 366)] | None = None
    storm_cases: Annotated[int, msgspec.Meta(ge=2, le=10_000)] | None = None
    storm_minutes: Annotated[int, msgspec.Meta(ge=1, le=24 * 60)] | None = None
    storm_calm_percent: Annotated[int, msgspec.Meta(ge=1, le=99)] | None = None
    origin: str = ""


class DuplicateRule(_Data, frozen=True, kw_only=True):
    """How near two reports of a class must be to be suggested as one matter; see `services.domain.duplicates`.

    `of` is a category's code or a group's name, "" for all others; metres, natural hours, per cent.
    """

    of: str = ""
    radius_m: Annotated[int, msgspec.Meta(ge=1, le=10_000)]
    window_hours: Annotated[int, msgspec.Meta(ge=1, le=24 * 366)]
    reopen_hours: Annotated[int, msgspec.Meta(ge=0, le=24 * 366)] = 24
    least_likeness: Annotated[int, msgspec.Meta(ge=1, le=100)] = OUR_RULE.least_likeness
    same_class: bool = True
    origin: str


class Named(_Data, frozen=True, kw_only=True):
    """A code with its name: a source, a kind of call, a kind of request."""

    code: _Code
    name: _Name
    origin: str


class Reasons(_Data, frozen=True, kw_only=True):
    """Coded reasons: for not accepting a case (不予受理), for returning one (退单), for suspending one (挂账)."""

    decline: tuple[Named, ...] = ()
    give_back: tuple[Named, ...] = ()
    suspend: tuple[Named, ...] = ()

    def of(self, action: str) -> tuple[Named, ...]:
        """Return the reasons that belong to an action of the table; () where any text will do."""
        return {"decline": self.decline, "return": self.give_back, "suspend": self.suspend}.get(action, ())


class Department(_Data, frozen=True, kw_only=True):
    """A department; its unit's id is ``dept-`` and the code. `demo`: listed for demonstration, not by the district."""

    code: _Code
    name: _Name
    origin: str
    demo: bool = False


class Category(_Data, frozen=True, kw_only=True):
    """A kind of case: its main class, the priority it is born with, its limit, the department that usually handles it.

    `limit_minutes` is natural time; `department` is a code of the departments, empty when the tier's centre handles it.
    """

    code: _Code
    name: _Name
    group: _Name
    priority: Priority | None = None
    limit_minutes: _Minutes | None = None
    department: str = ""
    origin: str


class WorkingTime(_Data, frozen=True, kw_only=True):
    """The working periods of a day and how working days are counted, where the district's source says so."""

    periods: Annotated[tuple[PeriodText, ...], msgspec.Meta(max_length=PERIODS_MOST)] = ()
    counting: Counting = Counting.UNDECIDED
    origin: str


class _Limited(_Data, frozen=True, kw_only=True):
    """A limit as a file gives it: `days` of working days, else `minutes` of the time that `kind` names."""

    rule_id: _Code
    kind: LimitKind = LimitKind.NATURAL
    minutes: _Minutes | None = None
    days: Annotated[int, msgspec.Meta(ge=0, le=366)] = 0
    text: _Name
    origin: str

    def limit(self, starts: Starts) -> Limit:
        """Return the limit as the rules work with it."""
        length_ms = (self.minutes or 0) * MINUTE_MS
        return Limit(
            rule_id=self.rule_id, text=self.text, kind=self.kind, length_ms=length_ms, number=self.days, starts=starts
        )


class LimitRule(_Limited, frozen=True, kw_only=True):
    """A limit for all cases of a priority; without a priority, for every case."""

    priority: Priority | None = None
    starts: Starts = Starts.REPORTED


class StageRule(_Limited, frozen=True, kw_only=True):
    """A limit for one stage of the loop: 受理, 派单, 签收, 核查."""

    stage: Stage


class PolicyRow(_Data, frozen=True, kw_only=True):
    """A step of the tier policy as it is written in the file; `Profile.tier_rules` is what the rules work with."""

    rule_id: _Code
    tier: Tier
    awaits: Awaits
    minutes: _Minutes
    priorities: tuple[Priority, ...] = ()
    tell: tuple[Role, ...] = ()
    origin: str


class Shift(_Data, frozen=True, kw_only=True):
    """A shift of the day by the district's clock; one that ends at or before its start runs over midnight."""

    name: _Name
    starts: _Hour
    ends: _Hour
    origin: str

    @property
    def text(self) -> str:
        """The shift as it is shown: 白班 08:00–16:00."""
        return f"{self.name} {self.starts}–{self.ends}"


class ContactPattern(_Data, frozen=True, kw_only=True):
    """How the demo names and addresses who is to be reached at every unit of a tier (tier None: departments).

    `slot` is the code of the place in the unit's team; a deputy stands in for the contact before it of the same slot.
    """

    slot: _Code
    name: _Name
    address: _Name
    tier: Tier | None = None
    deputy: bool = False
    origin: str


class Numbers(_Data, frozen=True, kw_only=True):
    """Patterns of public case numbers: {yyyymmdd}, {yymmdd}, {yyyy} and {seq:05}; see `services.domain.numbers`."""

    live: str
    exercise: str = "YL{yyyymmdd}{seq:05}"
    test: str = "CS{yyyymmdd}{seq:05}"
    origin: str


class WhistleNumbers(_Data, frozen=True, kw_only=True):
    """Patterns of the public numbers of whistles, a series of their own (our rule where the file says nothing)."""

    live: str = "SH{yyyymmdd}{seq:04}"
    exercise: str = "YLSH{yyyymmdd}{seq:04}"
    test: str = "CSSH{yyyymmdd}{seq:04}"


class WhistleRules(_Data, frozen=True, kw_only=True):
    """吹哨报到 as the district does it: kinds, approval by the street's leader, the usual time to arrive.

    Empty: not known. Then the generic kinds stand in, marked; whether approval is needed is asked each time.
    """

    kinds: tuple[Named, ...] = ()
    approval: Approval = Approval.UNKNOWN
    arrive_minutes: _Minutes | None = None
    numbers: WhistleNumbers = WhistleNumbers()
    origin: str = ""


class Profile(_Data, frozen=True, kw_only=True):
    """One district. Tuples keep the order of the file; empty means not known, and `unknown` says so in sentences.

    `inner_hosts`: providers of channels that may stand in the inner network, as "host" or "host:port".
    """

    key: _Code
    district_id: Annotated[str, msgspec.Meta(pattern="^[0-9]{6}$")]
    name: _Name
    city: _Name
    title: _Name
    centre: str = ""
    time_zone: str = "Asia/Shanghai"
    divisions: str
    origins: dict[str, Origin]
    origin: str
    tiers: dict[str, TierLabel]
    numbers: Numbers
    steps: tuple[Step, ...] = ()
    steps_origin: str = ""
    counts: tuple[Count, ...] = ()
    clocks: tuple[ClockRule, ...] = ()
    refusal: RefusalRule = RefusalRule()
    loop: LoopSettings = LoopSettings()
    reasons: Reasons = Reasons()
    sources: tuple[Named, ...] = ()
    call_kinds: tuple[Named, ...] = ()
    request_kinds: tuple[Named, ...] = ()
    departments: tuple[Department, ...] = ()
    categories: tuple[Category, ...] = ()
    limits: tuple[LimitRule, ...] = ()
    stages: tuple[StageRule, ...] = ()
    working: WorkingTime | None = None
    duplicates: tuple[DuplicateRule, ...] = ()
    policy: tuple[PolicyRow, ...] = ()
    shifts: tuple[Shift, ...] = ()
    slots: tuple[Slot, ...] = ()
    contacts: tuple[ContactPattern, ...] = ()
    approvals: tuple[str, ...] = ()
    inner_hosts: tuple[Annotated[str, msgspec.Meta(min_length=1, max_length=253)], ...] = ()
    whistle: WhistleRules = WhistleRules()
    no_limit: str = ""
    unknown: tuple[str, ...] = ()
    demo: bool = False
    rules_label: str = ""

    def tier_label(self, tier: Tier) -> str:
        """Return what the district calls a tier."""
        return self.tiers[tier.name.lower()].label

    @property
    def loop_rules(self) -> LoopRules:
        """What the rules of the loop ask: the district's numbers, and our own where it has said nothing."""
        known = {
            "extensions_most": self.loop.extensions,
            "suspensions_most": self.loop.suspensions,
            "suspension_days_most": self.loop.suspension_days,
            "follow_up_first": self.loop.follow_up_first,
            "reopen_hours": self.loop.reopen_hours,
            "storm_cases": self.loop.storm_cases,
            "storm_minutes": self.loop.storm_minutes,
            "storm_calm_percent": self.loop.storm_calm_percent,
        }
        rules = LoopRules(returns=self.refusal.policy, return_window_ms=self.refusal.window_ms)
        return msgspec.structs.replace(rules, **{name: value for name, value in known.items() if value is not None})

    @property
    def team(self) -> tuple[Slot, ...]:
        """The slots of every unit's team: the district's, and our general ones for the tiers it says nothing of."""
        return slots_of(self.slots)

    @property
    def step_labels(self) -> tuple[str, ...]:
        """The labels of the district's steps in order; empty when they are not known."""
        return tuple(step.label for step in self.steps)

    @property
    def step_of(self) -> dict[str, int]:
        """State → index of the step that is under way in it; states outside every step (作废, 不予受理) are absent."""
        return {state.value: index for index, step in enumerate(self.steps) for state in step.states}

    def category(self, code: str) -> Category | None:
        """Return a category of the catalogue by its code."""
        return next((category for category in self.categories if category.code == code), None)

    def limit_for(self, category: str, priority: Priority) -> Limit | None:
        """Return the shortest limit that applies to a case of a category and priority, or None (无时限: `no_limit`)."""
        found = [rule.limit(rule.starts) for rule in self.limits if rule.priority in (None, priority)]
        kind = self.category(category)
        if kind is not None and kind.limit_minutes is not None:
            text = f"{kind.name} {_spell(kind.limit_minutes)}"
            found.append(Limit(rule_id=f"L-{kind.code}", text=text, length_ms=kind.limit_minutes * MINUTE_MS))
        return min(found, key=lambda limit: limit.shortness, default=None)

    @property
    def stage_limits(self) -> tuple[StageLimit, ...]:
        """The limits of the stages, in order; empty where the district's are not known."""
        return tuple(StageLimit(stage=rule.stage, limit=rule.limit(Starts.REPORTED)) for rule in self.stages)

    @property
    def similar_rules(self) -> tuple[SimilarRule, ...]:
        """How near two reports must be, per class; empty where the district has said nothing."""
        return tuple(
            SimilarRule(
                of=row.of,
                radius_m=row.radius_m,
                window_ms=row.window_hours * HOUR_MS,
                reopen_ms=row.reopen_hours * HOUR_MS,
                least_likeness=row.least_likeness,
                same_class=row.same_class,
            )
            for row in self.duplicates
        )

    @property
    def tier_rules(self) -> tuple[TierRule, ...]:
        """The tier policy in order; empty when the district's is not known: cases then go up by hand only."""
        return tuple(
            TierRule(
                rule_id=row.rule_id,
                tier=row.tier,
                awaits=row.awaits,
                wait_ms=row.minutes * MINUTE_MS,
                priorities=row.priorities,
                tell=tuple(role.value for role in row.tell),
            )
            for row in self.policy
        )

    def tier_rule_for(self, tier: Tier, priority: Priority, awaits: Awaits) -> TierRule | None:
        """Return the first rule of the policy for a case at a tier, or None."""
        for rule in self.tier_rules:
            if rule.tier is tier and rule.awaits is awaits and (not rule.priorities or priority in rule.priorities):
                return rule
        return None


class Overlay(_Data, frozen=True, kw_only=True):
    """Rules made up for demonstration; laid over a profile, departments and sources are added, the rest replaces.

    Kinds of call and of request are the district's own where it has any.
    """

    label: str = DEMO_LABEL
    origins: dict[str, Origin]
    refusal: RefusalRule
    loop: LoopSettings
    reasons: Reasons
    departments: tuple[Department, ...]
    categories: tuple[Category, ...]
    limits: tuple[LimitRule, ...]
    stages: tuple[StageRule, ...]
    working: WorkingTime
    duplicates: tuple[DuplicateRule, ...]
    policy: tuple[PolicyRow, ...]
    shifts: tuple[Shift, ...]
    contacts: tuple[ContactPattern, ...]
    sources: tuple[Named, ...] = ()
    call_kinds: tuple[Named, ...] = ()
    request_kinds: tuple[Named, ...] = ()
    whistle: WhistleRules = WhistleRules()


class Purpose(StrEnum):
    """What a data folder was made for; decided once, when it is made."""

    DEMO = "demo"
    DISTRICT = "district"


def overlay(profile: Profile, demo: Overlay, purpose: Purpose) -> Profile:
    """Return the profile with the demo's rules, marked as such. Raises ValueError for a real district."""
    if purpose is not Purpose.DEMO:
        raise ValueError(f"{demo.label}只用于演示，不能用于真实的{profile.name}；请录入本区自己的规则")
    return msgspec.structs.replace(
        profile,
        origins={**profile.origins, **demo.origins},
        refusal=demo.refusal,
        loop=demo.loop,
        reasons=demo.reasons,
        departments=_added(profile.departments, demo.departments),
        categories=demo.categories,
        limits=demo.limits,
        stages=demo.stages,
        working=demo.working,
        duplicates=demo.duplicates,
        policy=demo.policy,
        shifts=demo.shifts,
        contacts=demo.contacts,
        whistle=demo.whistle,
        sources=_added(profile.sources, demo.sources),
        call_kinds=profile.call_kinds or demo.call_kinds,
        request_kinds=profile.request_kinds or demo.request_kinds,
        no_limit="",
        demo=True,
        rules_label=demo.label,
    )


_Coded = TypeVar("_Coded", Named, Department)


def _added(known: tuple[_Coded, ...], more: tuple[_Coded, ...]) -> tuple[_Coded, ...]:
    """Return what is known and after it what is new by its code."""
    codes = {item.code for item in known}
    return known + tuple(item for item in more if item.code not in codes)


def _spell(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return f"{hours} 小时" if not rest else f"{minutes} 分钟"
