"""Tier policies as data with versions: what a step may say, and what is refused at which field before it can be used.

A version that was ever in use is never changed: a case keeps the version it was born under. An edit makes a draft.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from services.domain.cases import Priority
from services.domain.clock import MINUTE_MS, Instant
from services.domain.escalation import Awaits, TierRule
from services.domain.notices import Place, told
from services.domain.problems import Refusal
from services.domain.rights import Role
from services.domain.tiers import Tier

STEPS_MOST = 200
MINUTES_MOST = 366 * 24 * 60
REMINDERS_MOST = 20
"""Bounds of a policy (our rule)."""

_RULE_ID_MOST = 32


class PolicyState(StrEnum):
    """Where a version of the policy stands."""

    DRAFT = "draft"
    IN_USE = "in_use"
    RETIRED = "retired"


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """One version of the tier policy. `edition` counts the edits of a draft; times are instants."""

    id: str
    version: int
    name: str
    state: PolicyState
    steps: tuple[TierRule, ...]
    edition: int = 1
    made_by: str
    made_at: Instant
    used_by: str | None = None
    used_from: Instant | None = None
    retired_at: Instant | None = None


class StepDraft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A step as a person writes it: tiers by name (grid, community, street, district), times in minutes."""

    rule_id: str
    tier: str
    awaits: str
    minutes: int
    to: str = ""
    priorities: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    returns: int = 0
    tell: tuple[str, ...] = ()
    remind_percent: int = 0
    remind_every_minutes: int = 0
    remind_most: int = 1


class Known(msgspec.Struct, frozen=True, kw_only=True):
    """What a policy may speak of in this district: tiers that have units, category codes, flags; whether units return.

    `categories` empty: the district has no catalogue, and then no category can be named.
    """

    tiers: frozenset[Tier]
    categories: frozenset[str]
    flags: frozenset[str]
    returns: bool


def draft_of(rule: TierRule) -> StepDraft:
    """Return a rule as a person writes it; a wait that is no whole number of minutes is rounded up."""
    return StepDraft(
        rule_id=rule.rule_id,
        tier=rule.tier.name.lower(),
        awaits=rule.awaits.value,
        minutes=-(-rule.wait_ms // MINUTE_MS),
        to=rule.to.name.lower() if rule.to is not None else "",
        priorities=tuple(int(priority) for priority in rule.priorities),
        categories=rule.categories,
        flags=rule.flags,
        returns=rule.returns,
        tell=rule.tell,
        remind_percent=rule.remind_percent,
        remind_every_minutes=-(-rule.remind_every_ms // MINUTE_MS),
        remind_most=rule.remind_most,
    )


def checked(steps: Sequence[StepDraft], known: Known) -> tuple[TierRule, ...]:
    """Return the rules that steps stand for.

    Raises Refusal field_bad, its field like ``steps[2].tier``, for the first step that cannot stand: an unknown tier, a
    tier without units, a way that does not lead upwards (a cycle), a step that can never fire, a wait that is none.
    """
    if len(steps) > STEPS_MOST:
        raise Refusal("field_bad", field="steps", value=str(len(steps)), remedy=f"一个方案至多 {STEPS_MOST} 步")
    rules: list[TierRule] = []
    for index, step in enumerate(steps):
        rule = _Step(index, step, known).rule()
        if any(rule.rule_id == other.rule_id for other in rules):
            raise _bad(index, "rule_id", rule.rule_id, "规则编号不能重复，请改用另一个")
        rules.append(rule)
    for index, rule in enumerate(rules):
        _can_fire(index, rule, rules)
    return tuple(rules)


def _bad(index: int, field: str, value: object, remedy: str) -> Refusal:
    return Refusal("field_bad", field=f"steps[{index}].{field}", value=str(value)[:64], remedy=remedy)


class _Step:
    """Reads one step, field by field."""

    def __init__(self, index: int, step: StepDraft, known: Known) -> None:
        self._index, self._step, self._known = index, step, known

    def rule(self) -> TierRule:
        step = self._step
        rule_id = step.rule_id.strip()
        if not rule_id or len(rule_id) > _RULE_ID_MOST or not rule_id.isprintable():
            raise self._bad("rule_id", step.rule_id, f"请写 1 到 {_RULE_ID_MOST} 个字的规则编号")
        tier = self._tier("tier", step.tier)
        if tier is Tier.DISTRICT:
            raise self._bad("tier", step.tier, "区级之上没有可升的一级，这一步永远不会执行；请删去或改为下级")
        self._bounds()
        return TierRule(
            rule_id=rule_id,
            tier=tier,
            awaits=self._awaits(),
            wait_ms=step.minutes * MINUTE_MS,
            to=self._to(tier),
            priorities=tuple(self._priority(value) for value in step.priorities),
            categories=self._all_known("categories", step.categories, self._known.categories, "请从类别目录中选择"),
            flags=self._all_known("flags", step.flags, self._known.flags, "没有案件会有这个标记，请从已有标记中选择"),
            returns=step.returns,
            tell=tuple(self._told(text) for text in step.tell),
            remind_percent=step.remind_percent,
            remind_every_ms=step.remind_every_minutes * MINUTE_MS,
            remind_most=step.remind_most,
        )

    def _bounds(self) -> None:
        step = self._step
        if not 1 <= step.minutes <= MINUTES_MOST:
            raise self._bad("minutes", step.minutes, f"等待应为 1 到 {MINUTES_MOST} 分钟")
        if step.returns < 0:
            raise self._bad("returns", step.returns, "退单次数应为 0（不论）或更多")
        if step.returns and not self._known.returns:
            raise self._bad("returns", step.returns, "本区不得退单，这一步永远不会执行；请改为 0")
        if not 0 <= step.remind_percent < 100:
            raise self._bad("remind_percent", step.remind_percent, "提醒应在等待的 1% 到 99%，0 为不提醒")
        if not 1 <= step.remind_most <= REMINDERS_MOST:
            raise self._bad("remind_most", step.remind_most, f"提醒应为 1 到 {REMINDERS_MOST} 次")
        if step.remind_most > 1 and not 1 <= step.remind_every_minutes <= MINUTES_MOST:
            raise self._bad("remind_every_minutes", step.remind_every_minutes, "多次提醒须写明间隔分钟数，至少 1")
        if step.remind_every_minutes < 0:
            raise self._bad("remind_every_minutes", step.remind_every_minutes, "间隔不能为负")

    def _tier(self, field: str, name: str) -> Tier:
        found = next((tier for tier in Tier if tier.name.lower() == name), None)
        if found is None:
            names = "、".join(tier.name.lower() for tier in Tier)
            raise self._bad(field, name, f"没有这一层级；应为 {names} 之一")
        if found not in self._known.tiers:
            raise self._bad(field, name, "本区没有这一层级的单位；请先录入单位，或改用有单位的层级")
        return found

    def _to(self, tier: Tier) -> Tier | None:
        if not self._step.to:
            above = tier.above()
            if above is not None and above not in self._known.tiers:
                raise self._bad("to", above.name.lower(), "上一级在本区没有单位；请写明越级升到哪一级")
            return None
        to = self._tier("to", self._step.to)
        if to <= tier:
            raise self._bad("to", self._step.to, "升级只能向上，否则会循环；请选更高的层级")
        return to

    def _awaits(self) -> Awaits:
        try:
            return Awaits(self._step.awaits)
        except ValueError:
            names = "、".join(f"{awaits.value}（{awaits.zh}）" for awaits in Awaits)
            raise self._bad("awaits", self._step.awaits, f"应为 {names} 之一") from None

    def _priority(self, value: int) -> Priority:
        try:
            return Priority(value)
        except ValueError:
            raise self._bad("priorities", value, "应为 1（普）、2（急）、3（特急）") from None

    def _told(self, text: str) -> str:
        try:
            told(text)
        except ValueError:
            roles = "、".join(role.value for role in Role)
            places = "、".join(place.value for place in Place)
            raise self._bad("tell", text, f"应为角色（{roles}），可加 @ 与位置（{places}）") from None
        return text

    def _all_known(self, field: str, values: Sequence[str], known: frozenset[str], remedy: str) -> tuple[str, ...]:
        for value in values:
            if value not in known:
                raise self._bad(field, value, remedy)
        return tuple(dict.fromkeys(values))

    def _bad(self, field: str, value: object, remedy: str) -> Refusal:
        return _bad(self._index, field, value, remedy)


def _can_fire(index: int, rule: TierRule, rules: Sequence[TierRule]) -> None:
    """Raise Refusal when another rule always comes first: it waits no longer, for no less, and for every such case."""
    for place, other in enumerate(rules):
        if place != index and _covers(other, rule) and _sooner(other, rule, before=place < index):
            remedy = f"规则 {other.rule_id} 总会先执行，这一步永远轮不到；请缩短等待、写明条件或删去"
            raise _bad(index, "minutes", rule.wait_ms // MINUTE_MS, remedy)


def _covers(other: TierRule, rule: TierRule) -> bool:
    """Tell whether every case that `rule` is for is one that `other` is for."""
    return (
        other.tier is rule.tier
        and (not other.priorities or (bool(rule.priorities) and set(rule.priorities) <= set(other.priorities)))
        and (not other.categories or (bool(rule.categories) and set(rule.categories) <= set(other.categories)))
        and set(other.flags) <= set(rule.flags)
        and other.returns <= rule.returns
    )


def _sooner(other: TierRule, rule: TierRule, *, before: bool) -> bool:
    """Tell whether `other` fires first whenever `rule` could.

    Feedback is awaited from the moment the tier answers for the case, so never later than a signature or progress.
    """
    shorter = other.wait_ms < rule.wait_ms or (before and other.wait_ms == rule.wait_ms)
    return shorter and other.awaits in (rule.awaits, Awaits.FEEDBACK)
