"""Words for category standards."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from console.wording import listed
from services.api.catalogue import StandardRow
from services.domain.limits import Means
from services.domain.standard import StandardState

_STATES: dict[StandardState, str] = {
    StandardState.DRAFT: str(QT_TRANSLATE_NOOP("StandardWords", "草案")),
    StandardState.IN_USE: str(QT_TRANSLATE_NOOP("StandardWords", "使用中")),
    StandardState.RETIRED: str(QT_TRANSLATE_NOOP("StandardWords", "已停用")),
}
_MEANS: dict[Means, str] = {
    Means.WORKING: str(QT_TRANSLATE_NOOP("StandardWords", "工作时间")),
    Means.NATURAL: str(QT_TRANSLATE_NOOP("StandardWords", "自然时间")),
    Means.UNDECIDED: str(QT_TRANSLATE_NOOP("StandardWords", "未定")),
}
BARE = {
    "hours": str(QT_TRANSLATE_NOOP("StandardWords", "小时")),
    "days": str(QT_TRANSLATE_NOOP("StandardWords", "天")),
}
"""Units that a standard may print without saying which time they run in."""


def say(words: str) -> str:
    """Return marked words in the person's language."""
    return QCoreApplication.translate("StandardWords", words)


def state_word(state: StandardState) -> str:
    """Return where an edition stands."""
    return say(_STATES[state])


def means_word(means: Means) -> str:
    """Return in which time a bare unit runs."""
    return say(_MEANS[means])


def meaning(row: StandardRow) -> str:
    """Return what bare units mean in an edition, or what must still be confirmed."""
    if row.needs:
        units = listed(say(BARE[need]) for need in row.needs)
        return QCoreApplication.translate("StandardWords", "待确认：单写的{units}指什么时间").format(units=units)
    if row.hours_mean is Means.UNDECIDED and row.days_mean is Means.UNDECIDED:
        return QCoreApplication.translate("StandardWords", "没有要确认的单位")
    words = QCoreApplication.translate("StandardWords", "小时按{hours}，天按{days}")
    return words.format(hours=means_word(row.hours_mean), days=means_word(row.days_mean))
