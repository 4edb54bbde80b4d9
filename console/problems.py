"""Refusals and troubles in the person's own language: one sentence, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from console.problem_texts import TEXTS
from console.problem_words import translated
from console.transport import HubRefused, HubUnreachable, Trouble
from console.wording import Wording, listed
from services.domain.cases import Priority, State
from services.domain.problems import Problem
from services.domain.tiers import Tier

_TROUBLES: dict[Trouble, tuple[object, object]] = {
    Trouble.NO_CONNECTION: (
        QT_TRANSLATE_NOOP("Trouble", "连接不上服务"),
        QT_TRANSLATE_NOOP("Trouble", "请检查网络和服务地址，恢复后自动重连"),
    ),
    Trouble.TIMEOUT: (
        QT_TRANSLATE_NOOP("Trouble", "服务没有及时应答"),
        QT_TRANSLATE_NOOP("Trouble", "请稍候，正在核对结果"),
    ),
    Trouble.BROKEN: (
        QT_TRANSLATE_NOOP("Trouble", "与服务的连接中断"),
        QT_TRANSLATE_NOOP("Trouble", "请稍候，恢复后自动重连"),
    ),
    Trouble.TLS: (
        QT_TRANSLATE_NOOP("Trouble", "服务的证书不可信"),
        QT_TRANSLATE_NOOP("Trouble", "请联系系统管理员核对证书和本机时间"),
    ),
    Trouble.REDIRECT: (
        QT_TRANSLATE_NOOP("Trouble", "服务地址指向了别处"),
        QT_TRANSLATE_NOOP("Trouble", "请联系系统管理员核对服务地址"),
    ),
    Trouble.GARBLED: (
        QT_TRANSLATE_NOOP("Trouble", "服务的应答无法识别"),
        QT_TRANSLATE_NOOP("Trouble", "请核对服务地址，以及两端的版本是否一致"),
    ),
    Trouble.TOO_LARGE: (
        QT_TRANSLATE_NOOP("Trouble", "服务的应答过大，已放弃读取"),
        QT_TRANSLATE_NOOP("Trouble", "请联系系统管理员"),
    ),
    Trouble.CLOSED: (QT_TRANSLATE_NOOP("Trouble", "程序正在退出"), QT_TRANSLATE_NOOP("Trouble", "请重新启动程序")),
}

_COLUMNS: dict[str, object] = {
    "state": QT_TRANSLATE_NOOP("CaseColumn", "环节"),
    "tier": QT_TRANSLATE_NOOP("CaseColumn", "层级"),
    "answerable_id": QT_TRANSLATE_NOOP("CaseColumn", "责任中心"),
    "holder_id": QT_TRANSLATE_NOOP("CaseColumn", "承办单位"),
    "priority": QT_TRANSLATE_NOOP("CaseColumn", "紧急程度"),
    "due_at": QT_TRANSLATE_NOOP("CaseColumn", "办理时限"),
    "signed_at": QT_TRANSLATE_NOOP("CaseColumn", "签收时间"),
    "escalate_at": QT_TRANSLATE_NOOP("CaseColumn", "自动升级时间"),
    "suspended_at": QT_TRANSLATE_NOOP("CaseColumn", "挂账时间"),
    "title": QT_TRANSLATE_NOOP("CaseColumn", "事项"),
    "place": QT_TRANSLATE_NOOP("CaseColumn", "位置"),
    "category": QT_TRANSLATE_NOOP("CaseColumn", "类别"),
    "supervised": QT_TRANSLATE_NOOP("CaseColumn", "督办"),
    "returns": QT_TRANSLATE_NOOP("CaseColumn", "退单次数"),
    "extensions": QT_TRANSLATE_NOOP("CaseColumn", "延期次数"),
    "claimed_by": QT_TRANSLATE_NOOP("CaseColumn", "认领人"),
}
_PRIORITIES: dict[Priority, object] = {
    Priority.ORDINARY: QT_TRANSLATE_NOOP("CaseColumn", "普"),
    Priority.URGENT: QT_TRANSLATE_NOOP("CaseColumn", "急"),
    Priority.EXTRA_URGENT: QT_TRANSLATE_NOOP("CaseColumn", "特急"),
}
_WORD_CONTEXTS = ("Wording", "Action", "CaseColumn", "Problem", "Whistle")


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence and its remedy, both plain text; the remedy may be empty."""

    sentence: str
    remedy: str = ""

    @property
    def whole(self) -> str:
        """Both as one line."""
        if not self.remedy:
            return self.sentence
        return QCoreApplication.translate("Problem", "{sentence}。{remedy}。").format(
            sentence=self.sentence, remedy=self.remedy
        )


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """One thing that somebody else changed: what it is called, and what it is now."""

    label: str
    value: str


class _Params(dict[str, str]):
    """Parameters of a sentence; one that is missing leaves a gap instead of an error."""

    def __missing__(self, key: str) -> str:
        return "…"


def say(problem: Problem) -> Said:
    """Return a refusal in the person's language; one this console does not know yet as the hub worded it."""
    texts = TEXTS.get(problem.code)
    if texts is None:
        return Said(problem.sentence, problem.remedy)
    params = _Params({name: hub_words(value) for name, value in problem.params.items()})
    sentence, remedy = (QCoreApplication.translate("Problem", str(text)) for text in texts)
    return Said(sentence.format_map(params), remedy.format_map(params))


def say_error(error: Exception) -> Said:
    """Return any error of a call to the hub in the person's language; what is no such error is a fault of ours."""
    if isinstance(error, HubRefused):
        return say(error.problem)
    if isinstance(error, HubUnreachable):
        sentence, remedy = (QCoreApplication.translate("Trouble", str(text)) for text in _TROUBLES[error.trouble])
        return Said(sentence, remedy)
    return Said(
        QCoreApplication.translate("Trouble", "程序内部出错"),
        QCoreApplication.translate("Trouble", "请重试；若再次出现请告诉系统管理员"),
    )


def explain_changes(changed: Mapping[str, Any], wording: Wording) -> tuple[ChangedLine, ...]:
    """Return what a stale save ran into, column by column, in words; columns without a meaning on screen are left out.

    `changed` is that of the Problem: column → value now (instants in ms, ids, codes).
    """
    lines: list[ChangedLine] = []
    for column, label in _COLUMNS.items():
        if column in changed:
            word = QCoreApplication.translate("CaseColumn", str(label))
            lines.append(ChangedLine(word, _value(column, changed[column], wording)))
    return tuple(lines)


def _value(column: str, value: Any, wording: Wording) -> str:  # noqa: ANN401 - a value of any column
    if value in (None, ""):
        return QCoreApplication.translate("CaseColumn", "无")
    try:
        return _meant(column, value, wording)
    except (ValueError, TypeError, OverflowError, OSError):
        return str(value)


def _meant(column: str, value: Any, wording: Wording) -> str:  # noqa: ANN401 - a value of any column
    translate = QCoreApplication.translate
    if column.endswith("_at"):
        return wording.time(int(value))
    meanings: dict[str, Callable[[], str]] = {
        "state": lambda: translate("Wording", State(value).zh),
        "tier": lambda: wording.tier(Tier(value)),
        "priority": lambda: translate("CaseColumn", str(_PRIORITIES[Priority(value)])),
        "holder_id": lambda: wording.unit(str(value)),
        "answerable_id": lambda: wording.unit(str(value)),
        "claimed_by": lambda: translate("QueueRows", "他人"),
        "category": lambda: wording.category(str(value)),
    }
    meaning = meanings.get(column)
    return str(value) if meaning is None else meaning()


def hub_words(value: str) -> str:
    """Return a text of the hub in the person's language: a word of ours (state, action, field), or several of them."""
    whole = _one_word(value)
    return whole if whole != value else listed(_one_word(part) for part in value.split("、"))


def _one_word(word: str) -> str:
    for context in _WORD_CONTEXTS:
        found = QCoreApplication.translate(context, word)
        if found != word:
            return found
    return translated(word)
