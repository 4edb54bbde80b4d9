"""Reading profiles and overlays from their files (TOML), with one sentence that names the field when one is wrong."""

from __future__ import annotations

import re
import tomllib
import zoneinfo
from collections import Counter
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from services.domain.calendar import read_periods
from services.domain.cases import Priority
from services.domain.limits import LimitKind
from services.domain.looprules import ReturnPolicy
from services.domain.modes import Mode
from services.domain.numbers import check_pattern
from services.domain.profile import LoopSettings, Overlay, Profile
from services.domain.tiers import Tier

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORDS: dict[str, dict[str, int]] = {
    "priority": {"特急": Priority.EXTRA_URGENT, "急": Priority.URGENT, "普": Priority.ORDINARY},
    "tier": {tier.name.lower(): tier for tier in Tier},
}
_WORDS["priorities"] = _WORDS["priority"]
_TIERS = tuple(tier.name.lower() for tier in Tier)
_MISSING = re.compile(r"missing required field `(\w+)`(?: - at `\$\.?(.*)`)?$")
_UNKNOWN = re.compile(r"contains unknown field `(\w+)`(?: - at `\$\.?(.*)`)?$")
_AT = re.compile(r"^(.*) - at `\$\.?(.*)`$")
# the decoder's sentences, in Chinese
_SENTENCES = (
    (re.compile(r"^Expected `.+` matching regex '(.+)'$"), r"写法应符合 \1"),
    (re.compile(r"^Expected `.+` (>=|<=) (\d+)$"), r"应 \1 \2"),
    (re.compile(r"^Expected `.+` of length (>=|<=) (\d+)$"), r"字数应 \1 \2"),
    (re.compile(r"^Invalid enum value (.+)$"), r"没有 \1 这个值"),
)
_EXPECTED = re.compile(r"^Expected `(.+)`, got `(.+)`$")
_KINDS = {
    "str": "文本",
    "int": "整数",
    "float": "数字",
    "bool": "true 或 false",
    "array": "列表",
    "object": "表",
    "null": "空值",
    "date": "日期",
    "datetime": "日期时间",
    "time": "时刻",
}
"""What a value is called, by the decoder's name of its type; TOML calls an object a table (表)."""
_T = TypeVar("_T", Profile, Overlay)


class ProfileError(ValueError):
    """A profile file cannot be used. `field` is the place in the file; the text is one Chinese sentence."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(f"区情文件的 {field} 不可用：{sentence}" if field else f"区情文件不可用：{sentence}")
        self.field = field


def load_profile(text: bytes) -> Profile:
    """Read a profile. Raises ProfileError."""
    profile = _read(text, Profile)
    _check_origins(profile)
    if sorted(profile.tiers) != sorted(_TIERS):
        raise ProfileError("tiers", f"应恰有 {'、'.join(_TIERS)} 四级")
    try:
        zoneinfo.ZoneInfo(profile.time_zone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        raise ProfileError("time_zone", f"没有时区 {profile.time_zone!r}，应如 Asia/Shanghai") from None
    for field, mode, pattern in _patterns(profile):
        try:
            check_pattern(pattern, mode)
        except ValueError as error:
            raise ProfileError(field, str(error)) from error
    states = Counter(state for step in profile.steps for state in step.states)
    for state, count in states.items():
        if count > 1:
            raise ProfileError("steps", f"状态 {state} 同时属于 {count} 个环节")
    _check_rules(profile)
    return profile


def load_overlay(text: bytes) -> Overlay:
    """Read an overlay of demo rules. Raises ProfileError."""
    demo = _read(text, Overlay)
    _check_origins(demo)
    _check_rules(demo)
    return demo


def _read(text: bytes, kind: type[_T]) -> _T:
    try:
        data = tomllib.loads(text.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ProfileError("", f"不是 UTF-8 编码（第 {error.start} 字节）") from error
    except tomllib.TOMLDecodeError as error:
        raise ProfileError("", f"不是有效的 TOML（{error}）") from error
    try:
        return msgspec.convert(_words(data, ""), kind, strict=True)
    except msgspec.ValidationError as error:
        field, sentence = explained(str(error))
        raise ProfileError(field, sentence) from error


def _words(value: Any, field: str) -> Any:  # noqa: ANN401 - a document without a type yet
    """Replace the words that stand for numbers (特急, street) by the numbers."""
    if isinstance(value, dict):
        return {key: _number(key, _words(v, f"{field}.{key}"), f"{field}.{key}") for key, v in value.items()}
    if isinstance(value, list):
        return [_words(item, f"{field}[{index}]") for index, item in enumerate(value)]
    return value


def _number(key: str, value: Any, field: str) -> Any:  # noqa: ANN401 - likewise
    words = _WORDS.get(key)
    if words is None:
        return value
    if isinstance(value, list):
        return [_number(key, item, f"{field}[{index}]") for index, item in enumerate(value)]
    if not isinstance(value, str) or value not in words:
        raise ProfileError(field.lstrip("."), f"{value!r} 应为 {'、'.join(words)} 之一")
    return int(words[value])


def explained(text: str) -> tuple[str, str]:
    """Turn a message of the decoder into the field's place ("" for the whole) and a Chinese sentence."""
    if found := _MISSING.search(text):
        return ".".join(part for part in (found[2], found[1]) if part), "缺少这一项"
    if found := _UNKNOWN.search(text):
        return ".".join(part for part in (found[2], found[1]) if part), "没有这一项，请检查拼写"
    if found := _AT.match(text):
        text, field = found[1], found[2]
    else:
        field = ""
    if found := _EXPECTED.match(text):
        return field, f"应为{_kinds(found[1])}，现为{_kinds(found[2])}"
    for pattern, sentence in _SENTENCES:
        if pattern.match(text):
            return field, pattern.sub(sentence, text)
    return field, text


def _kinds(types: str) -> str:
    """Return the kinds of value that the decoder names (``str | null``), in Chinese; none of them is absent in TOML."""
    names = [name.strip() for name in types.split("|")]
    known = [_KINDS.get(name, "别的类型") for name in names if name != "null" or len(names) == 1]
    return "或".join(dict.fromkeys(known))


def _patterns(profile: Profile) -> Iterable[tuple[str, Mode, str]]:
    for field, numbers in (("numbers", profile.numbers), ("whistle.numbers", profile.whistle.numbers)):
        yield f"{field}.live", Mode.LIVE, numbers.live
        yield f"{field}.exercise", Mode.EXERCISE, numbers.exercise
        yield f"{field}.test", Mode.TEST, numbers.test


def _check_origins(data: Profile | Overlay) -> None:
    """Check that every fact names an origin that is listed."""

    def walk(value: object, field: str) -> None:
        if isinstance(value, tuple):
            for index, item in enumerate(value):
                walk(item, f"{field}[{index}]")
        elif isinstance(value, dict):
            for key, item in value.items():
                walk(item, f"{field}.{key}")
        elif isinstance(value, msgspec.Struct):
            for name in value.__struct_fields__:
                item = getattr(value, name)
                if name in {"origin", "steps_origin"} and item not in data.origins and item != "":
                    raise ProfileError(f"{field}.{name}".lstrip("."), f"来源 {item!r} 未在 origins 中列出")
                walk(item, f"{field}.{name}")

    walk(data, "")


def _check_rules(data: Profile | Overlay) -> None:
    for field in ("sources", "departments", "categories"):
        _unique(field, [item.code for item in getattr(data, field)])
    for field in ("decline", "give_back", "suspend"):
        _unique(f"reasons.{field}", [item.code for item in getattr(data.reasons, field)])
    if data.loop != LoopSettings() and not data.loop.origin:
        raise ProfileError("loop.origin", "须写明来源")
    _unique("policy", [row.rule_id for row in data.policy])
    _unique("limits", [row.rule_id for row in (*data.limits, *data.stages)])
    if isinstance(data, Profile):
        _unique("slots", [slot.code for slot in data.slots])
    _unique("stages", [row.stage.value for row in data.stages])
    _check_clocks(data)
    _check_duplicates(data)
    departments = {department.code for department in data.departments}
    for index, category in enumerate(data.categories):
        if category.department and category.department not in departments:
            raise ProfileError(f"categories[{index}].department", f"没有部门 {category.department!r}")
    for index, row in enumerate(data.policy):
        if row.tier is Tier.DISTRICT:
            raise ProfileError(f"policy[{index}].tier", "区级之上没有可升的一级")
    _check_refusal(data)


def _check_refusal(data: Profile | Overlay) -> None:
    if data.refusal.policy is ReturnPolicy.WINDOW and data.refusal.window_minutes <= 0:
        raise ProfileError("refusal.window_minutes", "时限内可退须写明分钟数")
    if data.refusal.policy is not ReturnPolicy.UNKNOWN and not data.refusal.origin:
        raise ProfileError("refusal.origin", "须写明来源")


def _check_duplicates(data: Profile | Overlay) -> None:
    _unique("duplicates", [rule.of for rule in data.duplicates])
    classes = {name for category in data.categories for name in (category.code, category.group)}
    for index, rule in enumerate(data.duplicates):
        if rule.of and rule.of not in classes:
            raise ProfileError(f"duplicates[{index}].of", f"没有类别或大类 {rule.of!r}")


def _check_clocks(data: Profile | Overlay) -> None:
    """Check that each limit has the length its kind of time asks for, and that the working periods can be."""
    for field, rules in (("limits", data.limits), ("stages", data.stages)):
        for index, rule in enumerate(rules):
            by_days = rule.kind is LimitKind.WORKING_DAYS
            if by_days != bool(rule.days) or by_days == (rule.minutes is not None):
                raise ProfileError(f"{field}[{index}]", "工作日的时限写 days，其他的写 minutes，二者取一")
    if data.working is not None:
        try:
            read_periods(data.working.periods)
        except ValueError as error:
            raise ProfileError("working.periods", str(error)) from error


def _unique(field: str, codes: list[str]) -> None:
    twice = [code for code, count in Counter(codes).items() if count > 1]
    if twice:
        raise ProfileError(field, f"{'、'.join(twice)} 重复")
