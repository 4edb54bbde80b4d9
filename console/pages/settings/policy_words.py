"""Words for the steps of a tier policy."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from console.wording import listed, role_word
from services.api.district import ProfileView
from services.domain.cases import Priority
from services.domain.custody import HARD_FLAG
from services.domain.escalation import Awaits
from services.domain.notices import Place, told
from services.domain.policies import PolicyState, StepDraft
from services.domain.stages import STAGE_FLAG
from services.domain.tiers import Tier
from widgets.plain import sentence

FLAGS: tuple[tuple[str, str], ...] = (
    (HARD_FLAG, str(QT_TRANSLATE_NOOP("PolicyWords", "疑难"))),
    (STAGE_FLAG, str(QT_TRANSLATE_NOOP("PolicyWords", "环节超时"))),
)
PRIORITIES: tuple[tuple[Priority, str], ...] = (
    (Priority.ORDINARY, str(QT_TRANSLATE_NOOP("PolicyWords", "普"))),
    (Priority.URGENT, str(QT_TRANSLATE_NOOP("PolicyWords", "急"))),
    (Priority.EXTRA_URGENT, str(QT_TRANSLATE_NOOP("PolicyWords", "特急"))),
)
AWAITS: tuple[tuple[Awaits, str], ...] = (
    (Awaits.SIGNING, str(QT_TRANSLATE_NOOP("PolicyWords", "签收"))),
    (Awaits.FEEDBACK, str(QT_TRANSLATE_NOOP("PolicyWords", "反馈"))),
    (Awaits.PROGRESS, str(QT_TRANSLATE_NOOP("PolicyWords", "签收后的进展"))),
)
PLACES: tuple[tuple[Place, str], ...] = (
    (Place.UP, str(QT_TRANSLATE_NOOP("PolicyWords", "接管中心起，逐级向上最近的"))),
    (Place.TO, str(QT_TRANSLATE_NOOP("PolicyWords", "接管的中心"))),
    (Place.FROM, str(QT_TRANSLATE_NOOP("PolicyWords", "原责任中心"))),
    (Place.HOLDER, str(QT_TRANSLATE_NOOP("PolicyWords", "承办单位"))),
    (Place.DISTRICT, str(QT_TRANSLATE_NOOP("PolicyWords", "区级"))),
)
_STATES: dict[PolicyState, str] = {
    PolicyState.DRAFT: str(QT_TRANSLATE_NOOP("PolicyWords", "草案")),
    PolicyState.IN_USE: str(QT_TRANSLATE_NOOP("PolicyWords", "使用中")),
    PolicyState.RETIRED: str(QT_TRANSLATE_NOOP("PolicyWords", "已停用")),
}
_HOUR, _DAY = 60, 24 * 60


def say(words: str) -> str:
    """Return marked words in the person's language."""
    return QCoreApplication.translate("PolicyWords", words)


def policy_state(state: PolicyState) -> str:
    """Return where a version stands."""
    return say(_STATES[state])


def tier_word(profile: ProfileView, name: str) -> str:
    """Return what the district calls a tier ("grid", or its number as the back-test counts it)."""
    if name.isdigit():
        name = Tier(int(name)).name.lower()
    return profile.tier_labels.get(name, name)


def minutes_word(minutes: int) -> str:
    """Return a wait in words: 15 分, 2 小时 30 分, 3 天."""
    days, rest = divmod(minutes, _DAY)
    hours, left = divmod(rest, _HOUR)
    translate = QCoreApplication.translate
    parts = (
        translate("PolicyWords", "{n} 天").format(n=days) if days else "",
        translate("PolicyWords", "{n} 小时").format(n=hours) if hours else "",
        translate("PolicyWords", "{n} 分").format(n=left) if left else "",
    )
    return sentence(*parts, separator=" ")


def told_word(text: str) -> str:
    """Return whom ``supervisor@to`` tells."""
    try:
        who = told(text)
    except ValueError:
        return text
    place = next(words for place, words in PLACES if place is who.place)
    return QCoreApplication.translate("PolicyWords", "{role}（{place}）").format(
        role=role_word(who.role), place=say(place)
    )


def awaits_word(name: str) -> str:
    """Return what a step waits for."""
    return next((say(words) for awaits, words in AWAITS if awaits.value == name), name)


def condition(step: StepDraft, profile: ProfileView) -> str:
    """Return for which cases a step is, in words."""
    translate = QCoreApplication.translate
    names = {row.code: row.name for row in profile.categories}
    parts = (
        listed(say(words) for priority, words in PRIORITIES if int(priority) in step.priorities),
        listed(names.get(code, code) for code in step.categories),
        listed(say(words) for flag, words in FLAGS if flag in step.flags),
        translate("PolicyWords", "退单至少 {n} 次").format(n=step.returns) if step.returns else "",
    )
    return sentence(*parts) or translate("PolicyWords", "全部案件")


def reminders(step: StepDraft) -> str:
    """Return when the holder is reminded, "" for never."""
    if not step.remind_percent:
        return ""
    translate = QCoreApplication.translate
    first = translate("PolicyWords", "到 {n}% 提醒").format(n=step.remind_percent)
    if step.remind_most < 2:
        return first
    again = translate("PolicyWords", "再每 {t} 一次，至多 {n} 次")
    return sentence(first, again.format(t=minutes_word(step.remind_every_minutes), n=step.remind_most))
