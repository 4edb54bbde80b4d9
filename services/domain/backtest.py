"""A tier policy over past cases: what would have gone up, when, to whom, and what was overdue where.

Nothing is written. Every case is lived through again with what really happened to it (signed, fed back, closed …), and
between those moments the policy's own rules decide, the same that the engine goes by. A step takes the case from
whoever had signed, so a signature counts again only when one came after it. What people would have done differently,
nobody can know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum

import msgspec

from services.domain.cases import OPEN_STATES, Priority, State
from services.domain.clock import Instant
from services.domain.escalation import TierRule, next_escalation
from services.domain.tiers import Tier, ancestor_at

CASES_MOST = 200_000
STEPS_MOST = 2_000
"""Cases taken at once, and steps listed one by one; the counts are of all of them (our rule)."""

EVERY = 200
"""Cases between two looks at whether to go on."""


class Happened(StrEnum):
    """What the rules take notice of."""

    DISPATCHED = "dispatched"
    SIGNED = "signed"
    PROGRESS = "progress"
    FED_BACK = "fed_back"
    REWORK = "rework"
    RETURNED = "returned"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    EXTENDED = "extended"
    CLOSED = "closed"
    REOPENED = "reopened"


class PastEvent(msgspec.Struct, frozen=True):
    """Something that happened to a past case; `due_at` is the new time of an extension."""

    at: Instant
    what: Happened
    due_at: Instant | None = None


class PastCase(msgspec.Struct, frozen=True, kw_only=True):
    """A past case: where it began and what happened to it, in the order of time. `due_at` is the last one known.

    `area_path` leads to its place; `tier` is where it began.
    """

    case_id: str
    reported_at: Instant
    area_path: str
    tier: Tier
    priority: Priority = Priority.ORDINARY
    category: str = ""
    flags: str = ""
    due_at: Instant | None = None
    events: tuple[PastEvent, ...] = ()


class WouldGoUp(msgspec.Struct, frozen=True, kw_only=True):
    """A step that would have been taken."""

    at: Instant
    case_id: str
    rule: str
    tier: Tier
    to: Tier
    unit_id: str
    tell: tuple[str, ...] = ()


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A count of steps or cases by one thing: a rule's id, a tier's number, a unit's id, a role at a place."""

    of: str
    count: int


class Backtest(msgspec.Struct, frozen=True, kw_only=True):
    """What a policy would have done. `as_of` is the moment up to which open cases are judged, None: they are not.

    `steps` are in the order of time, at most `STEPS_MOST`; `steps_total` counts all. `overdue` are the ids of the cases
    that were closed after they were due, or stood open past it as of `as_of`; they do not depend on the policy, but
    the tier and unit do at which each was when it fell due. `excluded` says why cases take no part in what: by reason.
    """

    as_of: Instant | None
    cases: int
    gone_up: int
    steps_total: int
    steps: tuple[WouldGoUp, ...]
    by_rule: tuple[Counted, ...]
    by_tier: tuple[Counted, ...]
    by_unit: tuple[Counted, ...]
    told: tuple[Counted, ...]
    overdue: tuple[str, ...]
    overdue_by_tier: tuple[Counted, ...]
    overdue_by_unit: tuple[Counted, ...]
    excluded: tuple[Counted, ...]
    cancelled: bool = False


class Left(StrEnum):
    """Why a case takes no part in something."""

    NO_DUE = "no_due"  # it has no deadline: never overdue
    OPEN_WITHOUT_AS_OF = "open_without_as_of"  # open, and nobody said until when the data go: neither steps nor overdue
    AFTER_AS_OF = "after_as_of"  # reported later than that
    NO_RULE = "no_rule"  # no step of the policy is for it at the tier where it began


class _Past:
    """A past case on its way; it looks to the rules as a case does."""

    __slots__ = (
        "area_path",
        "category",
        "due_at",
        "escalated_at",
        "extensions",
        "flags",
        "holder_since",
        "moved_at",
        "priority",
        "progress_at",
        "reported_at",
        "resumed_at",
        "returns",
        "signed_at",
        "state",
        "suspended_at",
        "tier",
    )

    def __init__(self, past: PastCase) -> None:
        self.tier = past.tier
        self.state = State.REPORTED
        self.priority = past.priority
        self.category = past.category
        self.flags = past.flags
        self.returns = 0
        self.reported_at = self.holder_since = self.moved_at = past.reported_at
        self.area_path = past.area_path
        self.extensions = 0
        self.due_at: Instant | None = None
        self.escalated_at: Instant | None = None
        self.signed_at: Instant | None = None
        self.progress_at: Instant | None = None
        self.suspended_at: Instant | None = None
        self.resumed_at: Instant | None = None

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    @property
    def unit_id(self) -> str:
        return ancestor_at(self.area_path, self.tier) or self.area_path.split("/", 1)[0]

    def go_up(self, at: Instant, rule: TierRule) -> None:
        """Take the step: the tier above has it, unsigned."""
        self.tier = rule.goes_to
        self.escalated_at = self.holder_since = self.moved_at = at
        self.signed_at = None
        if self.state is State.HANDLING:
            self.state = State.DISPATCHED

    def happen(self, event: PastEvent) -> None:
        """Let happen what happened."""
        self.moved_at = event.at
        _HAPPENS[event.what](self, event)

    def dispatch(self, event: PastEvent) -> None:
        self.state, self.holder_since, self.signed_at = State.DISPATCHED, event.at, None

    def sign(self, event: PastEvent) -> None:
        self.state, self.signed_at, self.progress_at = State.HANDLING, event.at, event.at

    def be_heard_of(self, event: PastEvent) -> None:
        self.progress_at = event.at

    def feed_back(self, event: PastEvent) -> None:
        self.state, self.progress_at = State.FEEDBACK, event.at

    def go_back(self, _event: PastEvent) -> None:
        self.state = State.HANDLING if self.signed_at is not None else State.DISPATCHED

    def return_(self, event: PastEvent) -> None:
        self.state, self.holder_since, self.signed_at = State.ACCEPTED, event.at, None
        self.returns += 1

    def suspend(self, event: PastEvent) -> None:
        self.suspended_at = event.at

    def resume(self, event: PastEvent) -> None:
        self.suspended_at, self.resumed_at = None, event.at

    def extend(self, event: PastEvent) -> None:
        self.extensions, self.due_at = self.extensions + 1, event.due_at

    def close(self, _event: PastEvent) -> None:
        self.state = State.CLOSED

    def reopen(self, event: PastEvent) -> None:
        self.state, self.signed_at, self.extensions = State.ACCEPTED, None, 0
        self.holder_since = self.resumed_at = event.at


_HAPPENS: dict[Happened, Callable[[_Past, PastEvent], None]] = {
    Happened.DISPATCHED: _Past.dispatch,
    Happened.SIGNED: _Past.sign,
    Happened.PROGRESS: _Past.be_heard_of,
    Happened.FED_BACK: _Past.feed_back,
    Happened.REWORK: _Past.go_back,
    Happened.RETURNED: _Past.return_,
    Happened.SUSPENDED: _Past.suspend,
    Happened.RESUMED: _Past.resume,
    Happened.EXTENDED: _Past.extend,
    Happened.CLOSED: _Past.close,
    Happened.REOPENED: _Past.reopen,
}


class _Run:
    """One back-test under way."""

    def __init__(self, policy: Sequence[TierRule], as_of: Instant | None) -> None:
        self._policy = tuple(policy)
        self._rules: dict[tuple[Tier, Priority, str, str], tuple[TierRule, ...]] = {}
        self._as_of = as_of
        self.cases = 0
        self.gone_up = 0
        self.steps: list[WouldGoUp] = []
        self.overdue: list[str] = []
        self.overdue_tiers: Counter[str] = Counter()
        self.overdue_units: Counter[str] = Counter()
        self.left: Counter[str] = Counter()

    def take(self, past: PastCase) -> None:
        """Live one case through again."""
        self.cases += 1
        ends = [event for event in past.events if event.what in (Happened.CLOSED, Happened.REOPENED)]
        closed_at = ends[-1].at if ends and ends[-1].what is Happened.CLOSED else None
        if self._as_of is None and closed_at is None:
            self.left[Left.OPEN_WITHOUT_AS_OF] += 1
            return
        if self._as_of is not None and past.reported_at > self._as_of:
            self.left[Left.AFTER_AS_OF] += 1
            return
        end = min(at for at in (closed_at, self._as_of) if at is not None)
        fell_due = past.due_at if past.due_at is not None and past.due_at < end else None
        if past.due_at is None:
            self.left[Left.NO_DUE] += 1
        self._live(past, end, fell_due)

    def _for(self, now: _Past) -> tuple[TierRule, ...]:
        """Return the rules of the tier that can be for such a case, however often it is returned."""
        key = (now.tier, now.priority, now.category, now.flags)
        found = self._rules.get(key)
        if found is None:
            returns, now.returns = now.returns, max((rule.returns for rule in self._policy), default=0)
            found = tuple(rule for rule in self._policy if rule.tier is now.tier and rule.concerns(now))
            self._rules[key], now.returns = found, returns
        return found

    def _live(self, past: PastCase, end: Instant, fell_due: Instant | None) -> None:
        now = _Past(past)
        if not any(rule.concerns(now) for rule in self._for(now)):
            self.left[Left.NO_RULE] += 1
        before = len(self.steps)
        at_due = None
        for event in past.events:
            if event.at > end:
                break
            at_due = self._until(now, past, event.at, fell_due) or at_due
            now.happen(event)
        at_due = self._until(now, past, end, fell_due) or at_due
        self.gone_up += len(self.steps) > before
        if fell_due is not None:
            tier, unit_id = at_due or (now.tier, now.unit_id)
            self.overdue.append(past.case_id)
            self.overdue_tiers[str(int(tier))] += 1
            self.overdue_units[unit_id] += 1

    def _until(self, now: _Past, past: PastCase, moment: Instant, fell_due: Instant | None) -> tuple[Tier, str] | None:
        """Take every step due before `moment`; return where the case was when it fell due, if it has left there."""
        at_due = None
        while True:
            rules = self._for(now)
            found = next_escalation(rules, now) if rules else None
            if found is None or found[0] >= moment:
                return at_due
            at, rule = max(found[0], now.moved_at), found[1]
            if fell_due is not None and at_due is None and at > fell_due >= now.holder_since:
                at_due = (now.tier, now.unit_id)
            tier = now.tier
            now.go_up(at, rule)
            self.steps.append(
                WouldGoUp(
                    at=at,
                    case_id=past.case_id,
                    rule=rule.rule_id,
                    tier=tier,
                    to=now.tier,
                    unit_id=now.unit_id,
                    tell=rule.tell,
                )
            )

    def result(self, *, cancelled: bool) -> Backtest:
        """Return what was found, in an order that does not depend on that of the cases."""
        steps = sorted(self.steps, key=lambda step: (step.at, step.case_id))
        return Backtest(
            as_of=self._as_of,
            cases=self.cases,
            gone_up=self.gone_up,
            steps_total=len(steps),
            steps=tuple(steps[:STEPS_MOST]),
            by_rule=_counted(Counter(step.rule for step in steps)),
            by_tier=_counted(Counter(str(int(step.to)) for step in steps)),
            by_unit=_counted(Counter(step.unit_id for step in steps)),
            told=_counted(Counter(name for step in steps for name in step.tell)),
            overdue=tuple(sorted(self.overdue)),
            overdue_by_tier=_counted(self.overdue_tiers),
            overdue_by_unit=_counted(self.overdue_units),
            excluded=_counted(self.left),
            cancelled=cancelled,
        )


def _counted(counter: Counter[str]) -> tuple[Counted, ...]:
    return tuple(Counted(of=str(of), count=count) for of, count in sorted(counter.items()))


def run(
    past: Iterable[PastCase],
    policy: Sequence[TierRule],
    as_of: Instant | None,
    *,
    go_on: Callable[[int], bool] = lambda _count: True,
) -> Backtest:
    """Run a policy over past cases. The same cases and policy give the same answer, in whatever order they come.

    `go_on` is told how many cases are done, every `EVERY` of them, and ends the run by returning False. Raises
    ValueError for more than `CASES_MOST` cases.
    """
    under_way = _Run(policy, as_of)
    for case in past:
        if under_way.cases >= CASES_MOST:
            raise ValueError(f"more than {CASES_MOST} cases")
        under_way.take(case)
        if under_way.cases % EVERY == 0 and not go_on(under_way.cases):
            return under_way.result(cancelled=True)
    return under_way.result(cancelled=False)
