"""The district's settings of the closed loop: how often, how long, and what has to be asked first."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from services.domain.clock import DAY_MS, MINUTE_MS

UNDO_MS = 60_000
"""For how long a deed can be taken back while nobody has acted since (product rule 17)."""


class ReturnPolicy(StrEnum):
    """Whether a unit may return what was dispatched to it (退单): a setting of the district."""

    FORBIDDEN = "forbidden"  # 禁止
    APPROVAL = "approval"  # 须审批
    WINDOW = "window"  # 时限内可退
    UNKNOWN = ""  # nobody has told us: refused, and the refusal says so


class SupervisionLevel(StrEnum):
    """The three grades of supervision (督办), after the statute of Weifang, article 26. Always printed as a word."""

    DAILY = "日常"
    LISTED = "挂牌"
    SUMMONED = "约谈"


class Resolved(StrEnum):
    """Whether the caller says that the matter is solved (是否解决)."""

    SOLVED = "solved"  # 解决
    PARTLY = "partly"  # 部分解决
    UNSOLVED = "unsolved"  # 未解决


class Satisfaction(StrEnum):
    """How content the caller is."""

    SATISFIED = "satisfied"  # 满意
    FAIRLY = "fairly"  # 基本满意
    UNSATISFIED = "unsatisfied"  # 不满意


RESOLVED_ZH = {"solved": "已解决", "partly": "部分解决", "unsolved": "未解决"}
SATISFACTION_ZH = {"satisfied": "满意", "fairly": "基本满意", "unsatisfied": "不满意"}


class LoopRules(msgspec.Struct, frozen=True, kw_only=True):
    """What the rules of the loop ask of the district. Where it has said nothing these are our own numbers.

    `extensions_most` and `suspensions_most` are times per case, `suspension_days_most` days per suspension;
    `return_window_ms` counts from the dispatch, natural time; `claim_ms` is how long a claim stands, `claim_take_ms`
    for how long anybody takes it over without a reason, `claim_silent_ms` after how long without the claimer it is
    silent.
    `follow_up_first`: a case whose caller is known closes only after the follow-up call (回访); who was
    not reached in `follow_up_tries` calls counts as called. For `reopen_hours` after it was closed a case can be
    reopened (重开), natural time. A storm begins with `storm_cases` new cases in one's view within `storm_minutes`, and
    ends when no more than `storm_calm_percent` of that many came within as many minutes.
    """

    returns: ReturnPolicy = ReturnPolicy.UNKNOWN
    return_window_ms: int = 0
    extensions_most: int = 2
    suspensions_most: int = 1
    suspension_days_most: int = 365
    follow_up_first: bool = False
    follow_up_tries: int = 3
    reopen_hours: int = 24
    claim_ms: int = 30 * MINUTE_MS
    claim_take_ms: int = 20_000
    claim_silent_ms: int = 5 * MINUTE_MS
    storm_cases: int = 30
    storm_minutes: int = 5
    storm_calm_percent: int = 50

    @property
    def suspension_ms_most(self) -> int:
        """The longest suspension in milliseconds."""
        return self.suspension_days_most * DAY_MS
