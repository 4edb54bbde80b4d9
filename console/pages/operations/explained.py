"""Why a case stands where it stands and when it is due: two sentences in the person's language, from values."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from console.board import Board
from console.clocktext import ClockText
from console.pages.operations.durations import minutes_words
from console.pages.operations.sentences import goes_to
from console.wording import Wording
from services.api.board import BoardRow
from services.api.cases import CaseDetail
from services.domain.calendar import Counting
from services.domain.cases import State
from services.domain.clock import Instant
from services.domain.escalation import Awaits
from services.domain.limits import LimitKind
from services.domain.looprules import LoopRules
from services.domain.standing import Standing, Still, Stop, stops_of
from widgets.plain import sentence

translate = QCoreApplication.translate


def standing(detail: CaseDetail, wording: Wording, clock: ClockText, now: Instant) -> str:
    """Return at which tier the case is since when, by which rule it goes where when, and what stops that."""
    parts = [_tier(detail.standing, wording, clock, now)] if detail.standing is not None else []
    parts.append(deadline(detail, clock, now))
    return translate("CaseSentences", "；").join(filter(None, parts))


class RowReasons:
    """Says of a row of the board why it stands where it stands. Lookups only: it is asked under a resting pointer."""

    def __init__(self, board: Board, wording: Wording, clock: ClockText) -> None:
        self._board = board
        self._wording = wording
        self._clock = clock

    def __call__(self, key: object, now: Instant) -> str:
        """Return the sentence for a case id, "" for what is not on the board."""
        row = self._board.row(key)
        return "" if row is None else of_row(row, self._wording, self._clock, now)


def of_row(row: BoardRow, wording: Wording, clock: ClockText, now: Instant) -> str:
    """Return at which tier a case is since when, by which rule it goes where in how long, and what stops that."""
    since, tier = clock.near(max(row.escalated_at or 0, row.reported_at), now), wording.tier(row.tier)
    here = translate("CaseSentences", "{time} 起在{tier}").format(time=since, tier=tier)
    coming = _still(_why_still(row)) if row.escalate_at is None else _coming(row, row.escalate_at, wording, now)
    return translate("CaseSentences", "；").join(filter(None, (here, coming)))


def _coming(row: BoardRow, at: Instant, wording: Wording, now: Instant) -> str:
    above = goes_to(row)
    tier = wording.tier(above) if above is not None else ""
    if at <= now:
        return translate("CaseSentences", "按规则 {rule} 即将升级至{tier}").format(rule=row.escalate_rule, tier=tier)
    goes = translate("CaseSentences", "{t}后按规则 {rule} 升级至{tier}").format(
        t=minutes_words(at - now), rule=row.escalate_rule, tier=tier
    )
    stops = translate("CaseSentences", "或").join(map(_stop, _row_stops(row, at, wording.profile.loop)))
    words = translate("CaseSentences", "{stops}可以停止").format(stops=stops) if stops else ""
    return translate("CaseSentences", "；").join(filter(None, (goes, words)))


def _row_stops(row: BoardRow, at: Instant, rules: LoopRules) -> tuple[Stop, ...]:
    if row.escalate_awaits not in set(Awaits):
        return ()  # a row of an older hub: what it waits for is not said
    may_extend = row.due_at is not None and row.due_at > at and row.extensions < rules.extensions_most
    return stops_of(Awaits(row.escalate_awaits)) + ((Stop.EXTEND,) if may_extend else ())


def _why_still(row: BoardRow) -> Still:
    if row.suspended_at is not None:
        return Still.SUSPENDED
    if row.tier.above() is None:
        return Still.TOP
    return Still.FED_BACK if row.state in (State.FEEDBACK, State.CHECKED) else Still.NO_RULE


def _tier(standing: Standing, wording: Wording, clock: ClockText, now: Instant) -> str:
    since, tier = clock.near(standing.since, now), wording.tier(standing.tier)
    if standing.by_rule:
        here = translate("CaseSentences", "{time} 起按规则 {rule} 在{tier}").format(
            time=since, rule=standing.by_rule, tier=tier
        )
    else:
        here = translate("CaseSentences", "{time} 起在{tier}").format(time=since, tier=tier)
    return translate("CaseSentences", "；").join(filter(None, (here, _next(standing, wording, clock, now))))


def _next(standing: Standing, wording: Wording, clock: ClockText, now: Instant) -> str:
    if standing.at is None or standing.to is None:
        return _still(standing.still)
    words = translate("CaseSentences", "按规则 {rule}，{time} 升级至{tier}；{stops}可以停止").format(
        rule=standing.rule,
        time=clock.near(standing.at, now),
        tier=wording.tier(standing.to),
        stops=translate("CaseSentences", "或").join(map(_stop, standing.stops)),
    )
    late = standing.at <= now
    return words if not late else sentence(words, translate("CaseSentences", "即将执行"))


def _stop(stop: Stop) -> str:
    return {
        Stop.SIGN: translate("CaseSentences", "签收"),
        Stop.FEEDBACK: translate("CaseSentences", "反馈"),
        Stop.NOTE: translate("CaseSentences", "备注进展"),
        Stop.EXTEND: translate("CaseSentences", "说明理由延期"),
    }[stop]


def _still(still: Still | None) -> str:
    return {
        Still.SUSPENDED: translate("CaseSentences", "挂账期间不自动升级"),
        Still.TOP: translate("CaseSentences", "已在最高层级"),
        Still.FED_BACK: translate("CaseSentences", "已反馈，不再自动升级"),
        Still.NO_RULE: translate("CaseSentences", "没有适用的升级规则，只能由人升级"),
        Still.CLOSED: "",
        None: "",
    }[still]


def deadline(detail: CaseDetail, clock: ClockText, now: Instant) -> str:
    """Return start, limit as printed, how it is counted, stops, and when it is due; or that there is none, and why."""
    row = detail.row
    if not detail.due_limit or row.due_start is None:
        return translate("CaseSentences", "没有适用的时限规则")
    parts = [
        translate("CaseSentences", "时限{limit}（规则 {rule}），自 {start} 起算，{how}").format(
            limit=detail.due_text,
            rule=detail.due_rule,
            start=clock.near(row.due_start, now),
            how=_how(detail.due_limit),
        )
    ]
    if row.suspensions:
        words = translate("CaseSentences", "停表 {n} 次共 {t}")
        parts.append(words.format(n=row.suspensions, t=minutes_words(detail.stopped_ms)))
    if row.extensions:
        parts.append(translate("CaseSentences", "延期 {n} 次").format(n=row.extensions))
    if row.due_at is None:
        parts.append(translate("CaseSentences", "到期时间算不出：请系统管理员选定工作时段和计法"))
    else:
        parts.append(translate("CaseSentences", "{due} 到期").format(due=clock.near(row.due_at, now)))
    if row.due_at is not None and not detail.due_confirmed:
        parts.append(translate("CaseSentences", "工作日历未确认，到期时间未确认"))
    return translate("CaseSentences", "，").join(parts)


def _how(limit: str) -> str:
    """Return how a limit is counted, from the text a case keeps it in (kind, length, counting rule)."""
    kind, _, rest = limit.partition(":")
    counting = rest.partition(":")[2]
    if kind == LimitKind.WORKING_DAYS:
        return {
            Counting.BY_HOURS: translate("CaseSentences", "工作日，自起算时刻起按工作时间累计（计法 A）"),
            Counting.BY_DAYS: translate("CaseSentences", "工作日，起算当日不计，末日下班时到期（计法 B）"),
        }.get(Counting(counting), translate("CaseSentences", "工作日，计法未定"))
    return {
        LimitKind.NATURAL: translate("CaseSentences", "昼夜连续计时"),
        LimitKind.URGENT: translate("CaseSentences", "紧急工作时，昼夜连续计时"),
    }.get(LimitKind(kind), translate("CaseSentences", "只计工作时间"))
