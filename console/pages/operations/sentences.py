"""What the panels say of a case, in the district's words: its deadline, its steps, its history, its card on the map."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication

from console.clocktext import ClockText
from console.pages.operations.durations import minutes_words
from console.wording import Wording, state_word
from services.api.board import BoardRow
from services.api.cases import CaseDetail, EventRow
from services.domain.actions import ACTIONS, Action
from services.domain.cases import State
from services.domain.clock import Instant
from services.domain.tiers import Tier
from widgets.map.values import CardLine, MapCard, Tone
from widgets.plain import sentence
from widgets.remaining import Tone as ClockTone
from widgets.remaining import tone_of
from widgets.steps import Step
from widgets.timeline import TimelineEntry

_CARD_TONES: dict[ClockTone, Tone] = {
    "red": "red_text",
    "orange": "orange_text",
    "yellow": "yellow_text",
    "calm": "text_2",
}

_ATTACHED = re.compile(r"^\S+ (.*).SHA-256 ([0-9a-f]{8})[0-9a-f]{56}.$", re.DOTALL)
"""How the hub tells of a file that was added: its name, and its hash, of which a few digits are shown."""

translate = QCoreApplication.translate


def deadline(row: BoardRow, wording: Wording, now: Instant) -> tuple[str, ClockTone]:
    """Return one sentence on the case's time, and its tone: what is due, and what goes up when, by which rule."""
    parts: list[str] = []
    tone: ClockTone = "calm"
    if row.suspended_at is not None:
        parts.append(translate("CaseSentences", "挂账中，时限停计"))
    elif row.due_at is None:
        parts.append(translate("CaseSentences", "无时限"))
    else:
        left = row.due_at - now
        tone = tone_of(left)
        words = minutes_words(left)
        parts.append(
            translate("CaseSentences", "超时 {t}").format(t=words)
            if left < 0
            else translate("CaseSentences", "剩余 {t}").format(t=words)
        )
    above = goes_to(row)
    if row.escalate_at is not None and above is not None:
        left = row.escalate_at - now
        when = (
            translate("CaseSentences", "即将")
            if left <= 0
            else translate("CaseSentences", "{t}后").format(t=minutes_words(left))
        )
        parts.append(translate("CaseSentences", "{when}升级至{tier}").format(when=when, tier=wording.tier(above)))
    if row.signed_at is None and row.state is State.DISPATCHED:
        parts.append(translate("CaseSentences", "待签收"))
    return sentence(*parts), tone


def steps(
    row: BoardRow, times: Mapping[str, Instant], wording: Wording, clock: ClockText, now: Instant
) -> tuple[Step, ...]:
    """Return the district's steps with the time each was first reached; empty where its labels are not known."""
    labels, step_of = wording.profile.steps, wording.profile.step_of
    current = step_of.get(row.state, 0)
    reached: dict[int, Instant] = {}
    for state, at in times.items():
        index = step_of.get(state)
        if index is not None:
            reached[index] = min(at, reached.get(index, at))
    closed = row.state is State.CLOSED
    made = []
    for index, label in enumerate(labels):
        note = clock.near(reached[index], now) if index in reached else ""
        if index < current or (closed and index == current):
            made.append(Step(label, note, "done"))
        elif index == current:
            made.append(Step(label, state_word(row.state), "current"))
        else:
            made.append(Step(label))
    return tuple(made)


def timeline(events: Iterable[EventRow], wording: Wording, clock: ClockText, now: Instant) -> tuple[TimelineEntry, ...]:
    """Return a case's history, newest first."""
    return tuple(_entry(event, wording, clock, now) for event in sorted(events, key=lambda one: one.at, reverse=True))


def _entry(event: EventRow, wording: Wording, clock: ClockText, now: Instant) -> TimelineEntry:
    unit = wording.unit(event.unit_id)
    who = sentence(unit, event.actor, separator=" ") if unit != event.actor else unit
    label, told = action_word(event.action), _ATTACHED.sub(r"\1 · SHA-256 \2…", event.text)
    text = f"{label} {told}".strip() if not told.startswith(label) else told
    if event.behalf is not None:
        text += translate("CaseSentences", "（代 {unit}，{channel}：{words}）").format(
            unit=wording.unit(event.behalf.unit_id),
            channel=channel_word(event.behalf.channel),
            words=event.behalf.words,
        )
    return TimelineEntry(clock.near(event.at, now), who, text, quiet=event.action in {"claim", "release"})


def action_word(action: str) -> str:
    """Return what an event's action is called; the words of machines' own events are listed here."""
    try:
        return QCoreApplication.translate("Action", ACTIONS[Action(action)].label)
    except ValueError:
        pass
    words = {
        "report": translate("CaseSentences", "上报"),
        "attach": translate("CaseSentences", "附件"),
        "personal": translate("CaseSentences", "查看个人信息"),
        "import": translate("CaseSentences", "导入"),
        "event_join": translate("CaseSentences", "归入事件"),
        "event_leave": translate("CaseSentences", "移出事件"),
        "distinct": translate("CaseSentences", "判为不重复"),
        "unreached": translate("CaseSentences", "无人可通知"),
        "stage": translate("CaseSentences", "环节超时"),
        "policy": translate("CaseSentences", "转用升级方案"),
        "recount": translate("CaseSentences", "重算时限"),
        "restandard": translate("CaseSentences", "改按新标准"),
    }
    return words.get(action, "")


def channel_word(channel: str) -> str:
    """Return through what somebody on whose behalf it was done was reached."""
    return {
        "phone": translate("CaseSentences", "电话"),
        "chat": translate("CaseSentences", "工作群"),
        "person": translate("CaseSentences", "当面"),
    }.get(channel, channel)


def card(row: BoardRow, wording: Wording, now: Instant) -> MapCard:
    """Return the card beside a case on the map."""
    words, tone = deadline(row, wording, now)
    return MapCard(
        title=f"{row.number[-4:]}  {row.title}",
        lines=(
            CardLine(sentence(row.place, wording.category(row.category))),
            CardLine(sentence(wording.tier(row.tier), wording.unit(row.holder_id), wording.step(row.state))),
            CardLine(words, _CARD_TONES[tone]),
        ),
    )


def as_text(row: BoardRow, detail: CaseDetail | None, wording: Wording, clock: ClockText, now: Instant) -> str:
    """Return a case as text for the clipboard: what, where, whose, until when, and its history."""
    lines = [
        f"{row.number} {row.title}",
        translate("CaseSentences", "位置：{place}").format(place=row.place),
        translate("CaseSentences", "来源：{source}　类别：{category}").format(
            source=wording.source(row.source), category=wording.category(row.category)
        ),
        translate("CaseSentences", "状态：{state}　层级：{tier}　承办：{holder}").format(
            state=state_word(row.state), tier=wording.tier(row.tier), holder=wording.unit(row.holder_id)
        ),
        translate("CaseSentences", "时限：{deadline}").format(deadline=deadline(row, wording, now)[0]),
    ]
    if detail is not None:
        if detail.text:
            lines.append(detail.text)
        entries = timeline(detail.events, wording, clock, now)
        lines.extend(f"{entry.time} {entry.who} {entry.text}" for entry in entries)
    return "\n".join(lines)


def goes_to(row: BoardRow) -> Tier | None:
    """Return the tier that a case goes up to next, as its rule says (a tier may be skipped); None at the top."""
    return Tier(row.escalate_to) if row.escalate_to else row.tier.above()


def tier_route(row: BoardRow, wording: Wording) -> str:
    """Return from where to where a case goes up: 社区 → 街镇."""
    above = goes_to(row)
    return f"{wording.tier(row.tier)} → {wording.tier(above)}" if above is not None else wording.tier(row.tier)
