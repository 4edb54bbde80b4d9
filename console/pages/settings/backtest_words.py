"""What a back-test found, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from console.pages.settings.policy_words import tier_word, told_word
from services.api.district import ProfileView
from services.domain.backtest import Backtest, Counted, Left

_LEFT: dict[str, str] = {
    Left.NO_DUE: str(QT_TRANSLATE_NOOP("BacktestWords", "没有办理时限，不算超时")),
    Left.OPEN_WITHOUT_AS_OF: str(QT_TRANSLATE_NOOP("BacktestWords", "在办，没有说明算到何时，不参加")),
    Left.AFTER_AS_OF: str(QT_TRANSLATE_NOOP("BacktestWords", "晚于截至时间上报，不参加")),
    Left.NO_RULE: str(QT_TRANSLATE_NOOP("BacktestWords", "起始层级没有适用的步骤")),
}
_UNITS_MOST = 8


def summary(found: Backtest, profile: ProfileView, names: Mapping[str, str], as_of: str) -> str:
    """Return the counts, a line each: how many went up, by rule, tier, unit and whom told; how many were overdue."""
    translate = QCoreApplication.translate
    head = translate("BacktestWords", "{cases} 件案件中有 {up} 件会升级，共 {steps} 步；超时 {overdue} 件。").format(
        cases=found.cases,
        up=found.gone_up,
        steps=found.steps_total,
        overdue=len(found.overdue),
    )
    until = (
        translate("BacktestWords", "截至 {time}。").format(time=as_of)
        if as_of
        else translate("BacktestWords", "在办案件不参加。")
    )
    cut = translate("BacktestWords", "中途停止，只是已走过的案件。") if found.cancelled else ""

    def tier(number: str) -> str:
        return tier_word(profile, number)

    def unit(unit_id: str) -> str:
        return names.get(unit_id, unit_id)

    lines = (
        f"{cut}{head}{until}",
        _line(translate("BacktestWords", "按规则"), found.by_rule, str),
        _line(translate("BacktestWords", "升到"), found.by_tier, tier),
        _line(translate("BacktestWords", "接管单位"), found.by_unit, unit),
        _line(translate("BacktestWords", "另外通知"), found.told, told_word),
        _line(translate("BacktestWords", "超时时所在层级"), found.overdue_by_tier, tier),
    )
    return "\n".join(line for line in lines if line)


def _line(label: str, counts: Sequence[Counted], name: Callable[[str], str]) -> str:
    if not counts:
        return ""
    ordered = sorted(counts, key=lambda one: -one.count)
    translate = QCoreApplication.translate
    words = translate("BacktestWords", "，").join(f"{name(one.of)} {one.count}" for one in ordered[:_UNITS_MOST])
    more = len(ordered) - _UNITS_MOST
    if more > 0:
        words += translate("BacktestWords", "，另有 {n} 个").format(n=more)
    return translate("BacktestWords", "{label}：{words}").format(label=label, words=words)


def excluded_words(found: Backtest) -> str:
    """Return why how many cases take no part in what, "" for none."""
    translate = QCoreApplication.translate
    parts = [
        translate("BacktestWords", "{n} 件{why}").format(
            n=one.count, why=translate("BacktestWords", _LEFT.get(one.of, one.of))
        )
        for one in found.excluded
    ]
    return translate("BacktestWords", "；").join(parts)
