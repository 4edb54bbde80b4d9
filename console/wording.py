"""Words for what travels as codes and ids: units, tiers, sources, categories, states; as the district calls them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from services.api.board import BoardRow
from services.api.district import ProfileView, UnitRow
from services.domain.cases import State
from services.domain.clock import Instant, to_datetime
from services.domain.modes import Mode
from services.domain.rights import Role
from services.domain.tiers import Tier

_STATES: dict[State, str] = {
    State.REPORTED: str(QT_TRANSLATE_NOOP("Wording", "待受理")),
    State.ACCEPTED: str(QT_TRANSLATE_NOOP("Wording", "待派单")),
    State.FILED: str(QT_TRANSLATE_NOOP("Wording", "已立案")),
    State.DISPATCHED: str(QT_TRANSLATE_NOOP("Wording", "待签收")),
    State.HANDLING: str(QT_TRANSLATE_NOOP("Wording", "处置中")),
    State.FEEDBACK: str(QT_TRANSLATE_NOOP("Wording", "待核查")),
    State.CHECKED: str(QT_TRANSLATE_NOOP("Wording", "待结案")),
    State.CLOSED: str(QT_TRANSLATE_NOOP("Wording", "已结案")),
    State.NOT_ACCEPTED: str(QT_TRANSLATE_NOOP("Wording", "不予受理")),
    State.VOID: str(QT_TRANSLATE_NOOP("Wording", "已作废")),
}
_ROLES: dict[Role, str] = {
    Role.OPERATOR: str(QT_TRANSLATE_NOOP("Wording", "坐席")),
    Role.SUPERVISOR: str(QT_TRANSLATE_NOOP("Wording", "值班长")),
    Role.COMMANDER: str(QT_TRANSLATE_NOOP("Wording", "指挥长")),
    Role.STREET: str(QT_TRANSLATE_NOOP("Wording", "街镇中心")),
    Role.COMMUNITY: str(QT_TRANSLATE_NOOP("Wording", "社区")),
    Role.GRID_HEAD: str(QT_TRANSLATE_NOOP("Wording", "网格长")),
    Role.DEPARTMENT: str(QT_TRANSLATE_NOOP("Wording", "部门值班")),
    Role.WALL: str(QT_TRANSLATE_NOOP("Wording", "大屏")),
    Role.SYSTEM_ADMIN: str(QT_TRANSLATE_NOOP("Wording", "系统管理员")),
    Role.SECURITY_ADMIN: str(QT_TRANSLATE_NOOP("Wording", "安全管理员")),
    Role.AUDIT_ADMIN: str(QT_TRANSLATE_NOOP("Wording", "审计管理员")),
}
_MODES: dict[Mode, str] = {
    Mode.LIVE: str(QT_TRANSLATE_NOOP("Wording", "正式")),
    Mode.EXERCISE: str(QT_TRANSLATE_NOOP("Wording", "演练")),
    Mode.TEST: str(QT_TRANSLATE_NOOP("Wording", "测试")),
}
_FALLBACK_ZONE = "Asia/Shanghai"  # where every district of the profiles lies


def state_word(state: State) -> str:
    """Return where a case stands, in the person's language."""
    return QCoreApplication.translate("Wording", _STATES[state])


def role_word(role: Role) -> str:
    """Return a role in the person's language."""
    return QCoreApplication.translate("Wording", _ROLES[role])


def mode_word(mode: Mode) -> str:
    """Return 正式, 演练 or 测试 in the person's language."""
    return QCoreApplication.translate("Wording", _MODES[mode])


def listed(words: Iterable[str]) -> str:
    """Return several names as one text, with the comma that lists have in the person's language."""
    return QCoreApplication.translate("Wording", "、").join(words)


def labelled(label: str, value: str) -> str:
    """Return what something is called and what it is: 来源：12345."""
    return QCoreApplication.translate("Wording", "{label}：{value}").format(label=label, value=value)


class Wording:
    """What the district calls things. Lookups only; an unknown code is shown as it is, never dropped."""

    def __init__(self, profile: ProfileView, units: Iterable[UnitRow]) -> None:
        self._units = {unit.id: unit for unit in units}
        self.know(profile)

    def know(self, profile: ProfileView) -> None:
        """Call things as the district does now: it has changed while one works."""
        self.profile = profile
        self._sources = {item.code: item.name for item in profile.sources}
        self._call_kinds = {item.code: item.name for item in profile.call_kinds}
        self._request_kinds = {item.code: item.name for item in profile.request_kinds}
        self._categories = {item.code: item.name for item in profile.categories}
        self._tiers = {tier: profile.tier_labels.get(tier.name.lower(), tier.name.lower()) for tier in Tier}
        try:
            self.zone: tzinfo = ZoneInfo(profile.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            self.zone = ZoneInfo(_FALLBACK_ZONE)

    def unit_row(self, unit_id: str) -> UnitRow | None:
        """Return a unit, None when it is not known here."""
        return self._units.get(unit_id)

    def units(self) -> tuple[UnitRow, ...]:
        """Return all units."""
        return tuple(self._units.values())

    def unit(self, unit_id: str | None) -> str:
        """Return a unit's name; its id where no such unit is known."""
        if not unit_id:
            return ""
        found = self._units.get(unit_id)
        return unit_id if found is None else found.name

    def tier(self, tier: Tier) -> str:
        """Return the district's label of a tier."""
        return self._tiers[tier]

    def source(self, code: str) -> str:
        """Return a source's name."""
        return self._sources.get(code, code)

    def call_kind(self, code: str) -> str:
        """Return what a kind of call (四呼) is called."""
        return self._call_kinds.get(code, code)

    def request_kind(self, code: str) -> str:
        """Return what a kind of request is called."""
        return self._request_kinds.get(code, code)

    def category(self, code: str) -> str:
        """Return a category's name."""
        return self._categories.get(code, code)

    def step(self, state: State) -> str:
        """Return the label of the district's step that a state belongs to, "" when the profile knows none."""
        index = self.profile.step_of.get(state)
        return self.profile.steps[index] if index is not None and 0 <= index < len(self.profile.steps) else ""

    def time(self, at: Instant) -> str:
        """Return a moment in the district's zone: 11-22 06:20."""
        return f"{to_datetime(at, self.zone):%m-%d %H:%M}"

    def row_text(self, row: BoardRow) -> str:
        """Return what a filter text is looked for in: number, title, place and the units concerned, one per line."""
        holder = self.unit(row.holder_id)
        answerable = "" if row.answerable_id == row.holder_id else self.unit(row.answerable_id)
        return f"{row.number}\n{row.title}\n{row.place}\n{holder}\n{answerable}"
