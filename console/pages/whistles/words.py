"""What the screens say of a whistle: its state, each unit's arrival, what is left of the time, all of it as text."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from console.clocktext import ClockText
from console.figure_words import definition
from console.pages.operations.durations import minutes_words
from console.wording import Wording, labelled, mode_word
from services.api.whistles import WhistleEventRow, WhistleFigure, WhistleRow
from services.domain.clock import Instant
from services.domain.modes import Mode
from services.domain.whistles import (
    CALLED,
    LIVE,
    Mark,
    Rating,
    Said,
    Summons,
    UnitRole,
    UnitState,
    Whistle,
    WhistleAction,
    WhistleProblem,
    WhistleState,
)
from widgets.plain import sentence
from widgets.timeline import TimelineEntry
from widgets.whistles import WhistleUnit, WhistleValue

Tone = Literal["ok", "yellow", "red", "quiet"]
NEAR_MS = 10 * 60 * 1000
"""A unit that has to be there within ten minutes is drawn yellow (as a deadline is orange)."""

_ORDER = (WhistleState.SOLVED, WhistleState.RATED, WhistleState.DRAFT)
"""What stands after everything that units are awaited for, in this order (our rule)."""

STATES: dict[WhistleState, str] = {
    WhistleState.DRAFT: str(QT_TRANSLATE_NOOP("Whistle", "草稿")),
    WhistleState.WAITING: str(QT_TRANSLATE_NOOP("Whistle", "待批准")),
    WhistleState.BLOWN: str(QT_TRANSLATE_NOOP("Whistle", "已吹哨")),
    WhistleState.ARRIVING: str(QT_TRANSLATE_NOOP("Whistle", "报到中")),
    WhistleState.ON_SITE: str(QT_TRANSLATE_NOOP("Whistle", "现场处置")),
    WhistleState.SOLVED: str(QT_TRANSLATE_NOOP("Whistle", "待评哨")),
    WhistleState.RATED: str(QT_TRANSLATE_NOOP("Whistle", "待结束")),
    WhistleState.CLOSED: str(QT_TRANSLATE_NOOP("Whistle", "已结束")),
    WhistleState.WITHDRAWN: str(QT_TRANSLATE_NOOP("Whistle", "已撤回")),
}
ACTIONS: dict[WhistleAction, str] = {
    WhistleAction.BLOW: str(QT_TRANSLATE_NOOP("Whistle", "吹哨")),
    WhistleAction.APPROVE: str(QT_TRANSLATE_NOOP("Whistle", "批准")),
    WhistleAction.SEND_BACK: str(QT_TRANSLATE_NOOP("Whistle", "退回")),
    WhistleAction.SUMMON: str(QT_TRANSLATE_NOOP("Whistle", "增召")),
    WhistleAction.ASSIGN: str(QT_TRANSLATE_NOOP("Whistle", "指定")),
    WhistleAction.ARRIVE: str(QT_TRANSLATE_NOOP("Whistle", "报到")),
    WhistleAction.REFUSE: str(QT_TRANSLATE_NOOP("Whistle", "拒绝")),
    WhistleAction.PROBLEM: str(QT_TRANSLATE_NOOP("Whistle", "列问题")),
    WhistleAction.SOLVE: str(QT_TRANSLATE_NOOP("Whistle", "问题解决")),
    WhistleAction.LEAVE: str(QT_TRANSLATE_NOOP("Whistle", "离场")),
    WhistleAction.RELEASE: str(QT_TRANSLATE_NOOP("Whistle", "准予离场")),
    WhistleAction.RATE_UNIT: str(QT_TRANSLATE_NOOP("Whistle", "评单位")),
    WhistleAction.RATE_WHISTLE: str(QT_TRANSLATE_NOOP("Whistle", "评哨")),
    WhistleAction.APPRAISE: str(QT_TRANSLATE_NOOP("Whistle", "区评")),
    WhistleAction.CLOSE: str(QT_TRANSLATE_NOOP("Whistle", "结束")),
    WhistleAction.WITHDRAW: str(QT_TRANSLATE_NOOP("Whistle", "撤回")),
    WhistleAction.NOTE: str(QT_TRANSLATE_NOOP("Whistle", "记录")),
}
MARKS: dict[Mark, str] = {
    Mark.GOOD: str(QT_TRANSLATE_NOOP("Whistle", "满意")),
    Mark.FAIR: str(QT_TRANSLATE_NOOP("Whistle", "基本满意")),
    Mark.POOR: str(QT_TRANSLATE_NOOP("Whistle", "不满意")),
}
KINDS: dict[str, str] = {
    "appeal": str(QT_TRANSLATE_NOOP("Whistle", "群众诉求")),
    "priority": str(QT_TRANSLATE_NOOP("Whistle", "重点工作")),
    "enforcement": str(QT_TRANSLATE_NOOP("Whistle", "综合执法")),
    "emergency": str(QT_TRANSLATE_NOOP("Whistle", "应急处置")),
}
"""The generic kinds; a district's own kinds are shown by the names it gave them."""

REASONS: dict[str, str] = {
    "not_duty": str(QT_TRANSLATE_NOOP("Whistle", "非本单位职责")),
    "not_area": str(QT_TRANSLATE_NOOP("Whistle", "不在本单位管辖范围")),
    "other_unit": str(QT_TRANSLATE_NOOP("Whistle", "应由其他单位办理")),
    "urgent_work": str(QT_TRANSLATE_NOOP("Whistle", "正在处置更紧急事项")),
    "no_force": str(QT_TRANSLATE_NOOP("Whistle", "无可派人员")),
    "other": str(QT_TRANSLATE_NOOP("Whistle", "其他")),
}
FIGURES: dict[str, str] = {
    "whistle.count": str(QT_TRANSLATE_NOOP("Whistle", "吹哨 {value} 次")),
    "whistle.live": str(QT_TRANSLATE_NOOP("Whistle", "进行中 {value} 次")),
    "whistle.on_time": str(QT_TRANSLATE_NOOP("Whistle", "按时报到 {value}/{of}")),
    "whistle.refused": str(QT_TRANSLATE_NOOP("Whistle", "拒绝 {value}")),
    "whistle.solved": str(QT_TRANSLATE_NOOP("Whistle", "解决问题 {value}/{of}")),
}
GENERIC = str(QT_TRANSLATE_NOOP("Whistle", "通用类别，未核对本区规定"))
translate = QCoreApplication.translate


class Speaker(NamedTuple):
    """The words of the district and its clock."""

    wording: Wording
    clock: ClockText


def say(text: str) -> str:
    """Return a text of the tables above in the person's language."""
    return translate("Whistle", text)


def state_word(state: WhistleState) -> str:
    """Return a state's name."""
    return say(STATES[state])


def kind_word(row: WhistleRow) -> str:
    """Return the name of its kind."""
    known = KINDS.get(row.whistle.kind, "")
    return say(known) if known and known == row.kind_name else row.kind_name


def unit_words(part: Summons, whistle: Whistle, speaker: Speaker, now: Instant) -> tuple[str, Tone]:
    """Return how a unit stands, and the tone of it: 已报到 15:27, 未报到 · 剩 7 分."""
    clock = speaker.clock
    match part.state:
        case UnitState.LEFT:
            came = translate("Whistle", "报到 {time}").format(time=clock.near(part.arrived_at or now, now))
            left = translate("Whistle", "已离场 {time}").format(time=clock.near(part.left_at or now, now))
            return sentence(came, "" if part.on_time else translate("Whistle", "迟到"), left), "quiet"
        case UnitState.ARRIVED:
            words = translate("Whistle", "已报到 {time}").format(time=clock.near(part.arrived_at or now, now))
            late = "" if part.on_time else translate("Whistle", "迟到")
            return sentence(words, late), "ok" if part.on_time else "yellow"
        case UnitState.REFUSED:
            reason = REASONS.get(part.refused_code, part.refused_code)
            return sentence(translate("Whistle", "已拒绝"), say(reason)), "red"
        case _:
            return _waiting(part, whistle, now)


def _waiting(part: Summons, whistle: Whistle, now: Instant) -> tuple[str, Tone]:
    if part.summoned_at is None:
        return translate("Whistle", "尚未通知"), "quiet"
    words = translate("Whistle", "未报到")
    if part.state is UnitState.ASSIGNED:
        words = translate("Whistle", "由区指定，未报到")
    if whistle.state not in CALLED:
        return words, "quiet"
    left = part.arrive_by - now
    if left <= 0:
        late = translate("Whistle", "超 {time}").format(time=minutes_words(left))
        return sentence(words, late), "red"
    rest = translate("Whistle", "剩 {time}").format(time=minutes_words(left))
    return sentence(words, rest), "yellow" if left <= NEAR_MS else "quiet"


def countdown(whistle: Whistle, speaker: Speaker, now: Instant) -> tuple[str, Tone]:
    """Return what is left until everybody has to be there, or how the whistle stands instead."""
    if whistle.state not in CALLED:
        return state_word(whistle.state), "quiet"
    by = translate("Whistle", "{time} 前报到").format(time=speaker.clock.near(whistle.arrive_by, now))
    waiting = [part for part in whistle.units if part.is_coming]
    if not waiting:
        return sentence(by, translate("Whistle", "没有等待报到的单位")), "quiet"
    left = min(part.arrive_by for part in waiting) - now
    if left <= 0:
        return sentence(by, translate("Whistle", "已超 {time}").format(time=minutes_words(left))), "red"
    rest = translate("Whistle", "剩 {time}").format(time=minutes_words(left))
    return sentence(by, rest), "yellow" if left <= NEAR_MS else "quiet"


def short_countdown(whistle: Whistle, now: Instant) -> str:
    """Return what is left until the next unit has to be there, as a row of the list says it: 剩 7 分, 已超 3 分."""
    left = min(part.arrive_by for part in whistle.units if part.is_coming) - now
    words = translate("Whistle", "剩 {time}") if left > 0 else translate("Whistle", "已超 {time}")
    return words.format(time=minutes_words(left))


def urgency(whistle: Whistle) -> tuple[int, Instant]:
    """Return what whistles are listed by: units awaited first, soonest first; then what waits for others; done last."""
    if whistle.state in CALLED:
        coming = [part.arrive_by for part in whistle.units if part.is_coming]
        return (0, min(coming)) if coming else (1 if whistle.to_assign else 3, whistle.arrive_by)
    if whistle.state not in LIVE:
        return len(_ORDER) + 4, -whistle.updated_at
    return 2 if whistle.state is WhistleState.WAITING else 4 + _ORDER.index(whistle.state), whistle.arrive_by


def arrivals(whistle: Whistle) -> str:
    """Return how many of the expected units have come: 报到 2/3."""
    expected = [part for part in whistle.units if part.state is not UnitState.REFUSED]
    come = sum(part.arrived_at is not None for part in expected)
    return translate("Whistle", "报到 {come}/{all}").format(come=come, all=len(expected))


def problem_words(item: WhistleProblem, whistle: Whistle, speaker: Speaker, now: Instant) -> tuple[str, Tone]:
    """Return how a problem stands and whose it is."""
    unit = speaker.wording.unit(item.unit_id or whistle.lead_id) if item.unit_id or whistle.lead_id else ""
    if item.solved_at is not None:
        solved = translate("Whistle", "已解决 {time}").format(time=speaker.clock.near(item.solved_at, now))
        return sentence(unit, solved), "ok"
    return sentence(unit, translate("Whistle", "未解决")), "quiet"


def rating_words(rating: Rating, whistle: Whistle, speaker: Speaker) -> str:
    """Return a rating as a line: 市桥街道 评 区水务局：满意."""
    unit = speaker.wording.unit
    mark = say(MARKS[rating.mark])
    if rating.of_unit:
        words = translate("Whistle", "{by} 评 {of}：{mark}").format(
            by=unit(rating.by_unit), of=unit(rating.of_unit), mark=mark
        )
    elif rating.by_unit == "district":
        words = translate("Whistle", "区评（一事一考）：{mark}").format(mark=mark)
    else:
        words = translate("Whistle", "{by} 评哨：{mark}").format(by=unit(rating.by_unit), mark=mark)
    return sentence(words, rating.text)


def role_words(part: Summons) -> str:
    """Return 主办 or 协办."""
    return translate("Whistle", "主办") if part.role is UnitRole.LEAD else translate("Whistle", "协办")


def said_words(said: Said | None) -> str:
    """Return on whose word something was recorded."""
    if said is None:
        return ""
    words = translate("Whistle", "代办：{channel}，“{words}”").format(channel=said.channel, words=said.words)
    return sentence(said.person, words)


def mode_mark(whistle: Whistle, usual: Mode = Mode.LIVE) -> str:
    """Return 演练 or 测试, "" for a live one and where the whole window says it already (`usual`, the district's)."""
    return "" if whistle.mode in (Mode.LIVE, usual) else mode_word(whistle.mode)


def figure_words(figures: Iterable[WhistleFigure]) -> str:
    """Return the figures in one line, each with its denominator."""
    return sentence(
        *(
            say(FIGURES[figure.name]).format(value=figure.value, of=figure.of)
            for figure in figures
            if figure.name in FIGURES
        )
    )


def figure_meanings(figures: Iterable[WhistleFigure]) -> str:
    """Return what each figure counts and what it leaves out: a line each."""
    return "\n".join(
        definition(figure.label, figure.formula, figure.exclusions) for figure in figures if figure.name in FIGURES
    )


def panel_value(row: WhistleRow, speaker: Speaker, now: Instant) -> WhistleValue:
    """Return a whistle as the tier panel shows it."""
    whistle = row.whistle
    at = speaker.clock.near(whistle.blown_at or whistle.made_at, now)
    title = translate("Whistle", "{unit} {time} 吹哨").format(unit=speaker.wording.unit(whistle.unit_id), time=at)
    units = []
    for part in whistle.units:
        words, tone = unit_words(part, whistle, speaker, now)
        if part.state is UnitState.REFUSED:
            words = translate("Whistle", "已拒绝")  # why stands on the whistle's page
        units.append(WhistleUnit(speaker.wording.unit(part.unit_id), words, tone))
    by = translate("Whistle", "{time} 前报到").format(time=speaker.clock.near(whistle.arrive_by, now))
    mark = mode_mark(whistle, speaker.wording.profile.mode)
    return WhistleValue(row.whistle.id, sentence(mark, title, by), tuple(units))


def entries(events: Iterable[WhistleEventRow], speaker: Speaker, now: Instant) -> tuple[TimelineEntry, ...]:
    """Return the handling record, newest first."""
    return tuple(
        TimelineEntry(
            time=speaker.clock.near(event.at, now),
            who=event.actor or speaker.wording.unit(event.unit_id),
            text=event.text,
        )
        for event in reversed(list(events))
    )


def as_text(row: WhistleRow, events: Iterable[WhistleEventRow], speaker: Speaker, now: Instant) -> str:
    """Return a whistle as plain text, to be copied."""
    whistle, wording = row.whistle, speaker.wording
    lines = [
        sentence(mode_mark(whistle), whistle.number, whistle.matter, state_word(whistle.state)),
        labelled(translate("Whistle", "吹哨单位"), wording.unit(whistle.unit_id)),
        labelled(translate("Whistle", "种类"), kind_word(row)),
        labelled(translate("Whistle", "地点"), whistle.place),
        labelled(translate("Whistle", "街镇为何不能解决"), whistle.why),
        labelled(translate("Whistle", "报到时间"), speaker.clock.long(whistle.arrive_by)),
    ]
    for part in whistle.units:
        words, _tone = unit_words(part, whistle, speaker, now)
        lines.append(sentence(wording.unit(part.unit_id), role_words(part), words, part.arrived_person))
    lines += [
        sentence(f"{item.seq}. {item.text}", problem_words(item, whistle, speaker, now)[0], item.solved_text)
        for item in whistle.problems
    ]
    lines += [rating_words(rating, whistle, speaker) for rating in whistle.ratings]
    lines += [f"{speaker.clock.long(event.at)} {event.actor} {event.text}" for event in events]
    return "\n".join(lines)
