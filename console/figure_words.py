"""What the hub's figures are called, in the person's language: labels, formulas, exclusions, found by their Chinese."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from console.wording import labelled

WORDS = (
    QT_TRANSLATE_NOOP("FigureWord", "在办"),
    QT_TRANSLATE_NOOP("FigureWord", "由该单位负责的在办案件"),
    QT_TRANSLATE_NOOP("FigureWord", "未签收"),
    QT_TRANSLATE_NOOP("FigureWord", "由该单位负责、承办单位尚未签收的在办案件（含待受理、待派单）"),
    QT_TRANSLATE_NOOP("FigureWord", "30 分内到期"),
    QT_TRANSLATE_NOOP("FigureWord", "由该单位负责、30 分钟内到期的在办案件"),
    QT_TRANSLATE_NOOP("FigureWord", "挂账期间不计时"),
    QT_TRANSLATE_NOOP("FigureWord", "超时"),
    QT_TRANSLATE_NOOP("FigureWord", "由该单位负责、已过办理时限的在办案件"),
    QT_TRANSLATE_NOOP("FigureWord", "今日升入"),
    QT_TRANSLATE_NOOP("FigureWord", "今日由下级升级到该单位的次数"),
    QT_TRANSLATE_NOOP("FigureWord", "今日升出"),
    QT_TRANSLATE_NOOP("FigureWord", "今日由该单位升级到上级的次数"),
    QT_TRANSLATE_NOOP("FigureWord", "并入其他案件的不计"),
    QT_TRANSLATE_NOOP("FigureWord", "收到"),
    QT_TRANSLATE_NOOP("FigureWord", "期内转到该单位手中的次数：派单、退回、升级"),
    QT_TRANSLATE_NOOP("FigureWord", "上报时落到该单位的不计"),
    QT_TRANSLATE_NOOP("FigureWord", "签收"),
    QT_TRANSLATE_NOOP("FigureWord", "期内收到的之中，该单位已签收的次数"),
    QT_TRANSLATE_NOOP("FigureWord", "期内收到的之中，该单位尚未签收、案件仍在其手中的次数"),
    QT_TRANSLATE_NOOP("FigureWord", "已反馈或已结案的不计"),
    QT_TRANSLATE_NOOP("FigureWord", "未签收时长"),
    QT_TRANSLATE_NOOP("FigureWord", "期内收到的，自到手至签收、转走或现在的时长；列中位数与最长"),
    QT_TRANSLATE_NOOP("FigureWord", "挂账时间未扣除"),
    QT_TRANSLATE_NOOP("FigureWord", "退单"),
    QT_TRANSLATE_NOOP("FigureWord", "期内该单位退回的次数，按理由分列"),
    QT_TRANSLATE_NOOP("FigureWord", "返工"),
    QT_TRANSLATE_NOOP("FigureWord", "期内该单位办理后被退回返工的次数"),
    QT_TRANSLATE_NOOP("FigureWord", "被升级"),
    QT_TRANSLATE_NOOP("FigureWord", "期内在该单位手中、因升级转走的次数"),
    QT_TRANSLATE_NOOP("FigureWord", "手中超时"),
    QT_TRANSLATE_NOOP("FigureWord", "期内到期、到期时在该单位手中且未反馈的件数；按现行的办理时限"),
    QT_TRANSLATE_NOOP("FigureWord", "正在挂账的不计"),
    QT_TRANSLATE_NOOP("FigureWord", "吹哨"),
    QT_TRANSLATE_NOOP("FigureWord", "已发出的吹哨次数"),
    QT_TRANSLATE_NOOP("FigureWord", "进行中"),
    QT_TRANSLATE_NOOP("FigureWord", "已发出、尚未结束的吹哨次数"),
    QT_TRANSLATE_NOOP("FigureWord", "按时报到"),
    QT_TRANSLATE_NOOP("FigureWord", "在各自报到时间之前报到的单位次"),
    QT_TRANSLATE_NOOP("FigureWord", "拒绝"),
    QT_TRANSLATE_NOOP("FigureWord", "拒绝报到、其后也未被指定到场的单位次"),
    QT_TRANSLATE_NOOP("FigureWord", "解决问题"),
    QT_TRANSLATE_NOOP("FigureWord", "已解决的问题"),
    QT_TRANSLATE_NOOP("FigureWord", "未发出的与已撤回的不计"),
    QT_TRANSLATE_NOOP("FigureWord", "拒绝的单位另计；未发出的与已撤回的不计"),
)


def figure_word(text: str) -> str:
    """Return a word of a figure's definition."""
    return QCoreApplication.translate("FigureWord", text) if text else ""


def definition(label: str, formula: str, exclusions: str) -> str:
    """Return a figure's definition as a tooltip says it."""
    parts = [labelled(figure_word(label), figure_word(formula))]
    if exclusions:
        parts.append(QCoreApplication.translate("FigureWord", "口径：{what}").format(what=figure_word(exclusions)))
    return "\n".join(parts)
