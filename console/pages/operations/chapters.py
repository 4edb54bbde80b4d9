"""What a case's panel can tell beside its history: through whose hands it went, and the cases joined with it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.clocktext import ClockText
from console.pages.operations.durations import minutes_words
from console.wording import Wording
from services.api.cases import CaseDetail, CustodyRow
from services.domain.clock import Instant
from widgets.caseview import Chapter
from widgets.plain import sentence
from widgets.timeline import TimelineEntry

translate = QCoreApplication.translate


def chapters(
    detail: CaseDetail, history: tuple[TimelineEntry, ...], wording: Wording, clock: ClockText, now: Instant
) -> tuple[Chapter, ...]:
    """Return the chapters of a case: what happened, who had it (newest first), and what was joined with it."""
    hops = tuple(_hop(hop, wording, clock, now) for hop in reversed(detail.custody))
    found = [
        Chapter("history", translate("CaseChapters", "经过"), history),
        Chapter("custody", translate("CaseChapters", "经手 {n}").format(n=len(hops)), hops),
    ]
    joined = _joined(detail, clock, now)
    if joined:
        found.append(Chapter("joined", translate("CaseChapters", "并案 {n}").format(n=len(joined)), joined))
    calls = _calls(detail, clock, now)
    if calls:
        found.append(Chapter("calls", translate("CaseChapters", "回访 {n}").format(n=len(calls)), calls))
    return tuple(found)


def _hop(hop: CustodyRow, wording: Wording, clock: ClockText, now: Instant) -> TimelineEntry:
    unit, tier = wording.unit(hop.to_unit), wording.tier(hop.tier)
    came = wording.unit(hop.from_unit) if hop.from_unit else ""
    lasted = minutes_words((hop.until or now) - hop.at)
    if hop.kind == "refused":
        words = translate("CaseChapters", "{unit} 退单").format(unit=came)
    elif hop.kind == "rework":
        words = translate("CaseChapters", "返工")
    elif hop.kind == "tier":
        words = translate("CaseChapters", "层级 {tier} {t}").format(tier=tier, t=lasted)
    else:
        words = sentence(translate("CaseChapters", "承办 {t}").format(t=lasted), _signed(hop, now))
    rule = translate("CaseChapters", "规则 {rule}").format(rule=hop.rule) if hop.rule else ""
    from_ = translate("CaseChapters", "来自 {unit}").format(unit=came) if came and hop.kind != "refused" else ""
    return TimelineEntry(clock.near(hop.at, now), unit, sentence(words, from_, rule, hop.reason))


def _signed(hop: CustodyRow, now: Instant) -> str:
    if hop.signed_at is not None:
        return translate("CaseChapters", "签收前 {t}").format(t=minutes_words(max(0, hop.signed_at - hop.at)))
    unsigned = minutes_words((hop.until or now) - hop.at)
    return translate("CaseChapters", "一直未签收 {t}").format(t=unsigned)


def _joined(detail: CaseDetail, clock: ClockText, now: Instant) -> tuple[TimelineEntry, ...]:
    cases = [(translate("CaseChapters", "并入本件"), child) for child in detail.children]
    if detail.parent is not None:
        cases.insert(0, (translate("CaseChapters", "主案件"), detail.parent))
    return tuple(
        TimelineEntry(_when(one.merged_at, clock, now), one.number, sentence(words, one.title)) for words, one in cases
    )


def _when(at: Instant | None, clock: ClockText, now: Instant) -> str:
    return "" if at is None else clock.near(at, now)


def _calls(detail: CaseDetail, clock: ClockText, now: Instant) -> tuple[TimelineEntry, ...]:
    resolved = {
        "solved": translate("ActForm", "已解决"),
        "partly": translate("ActForm", "部分解决"),
        "unsolved": translate("ActForm", "未解决"),
    }
    content = {
        "satisfied": translate("ActForm", "满意"),
        "fairly": translate("ActForm", "基本满意"),
        "unsatisfied": translate("ActForm", "不满意"),
    }
    numbers = {detail.row.id: detail.row.number} | {one.id: one.number for one in detail.children}
    return tuple(
        TimelineEntry(
            clock.near(call.at, now),
            numbers.get(call.case_id, ""),
            sentence(resolved.get(call.resolved, ""), content.get(call.satisfaction, ""), call.text)
            if call.reached
            else sentence(translate("CaseChapters", "没有联系上"), call.text),
        )
        for call in reversed(detail.follow_ups)
    )
