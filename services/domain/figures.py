"""Every number the console shows, defined once: name, formula, denominator, exclusions, and the rows behind it.

A figure is a predicate over named columns of the case row. `services.reports` compiles it to SQL, the console's board
to a numpy mask; a property test holds the two together. Figures count one mode at a time (Live unless the view itself
is an exercise, and then every label says 演练), and "now" is passed in, so that a number always has its as-of time.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeAlias

import msgspec

from services.domain.cases import State
from services.domain.clock import MINUTE_MS
from services.domain.tiers import Tier

NEAR_DUE_MS = 30 * MINUTE_MS
"""How near a deadline counts as 30 分内到期 (near-due)."""


class Anchor(StrEnum):
    """A moment a time column is compared with: the as-of time, or the start of that day in the district's zone."""

    NOW = "now"
    DAY_START = "day_start"


class Is(msgspec.Struct, frozen=True, tag=True):
    """The column has one of these values (states by name, tiers by number, texts as they are)."""

    column: str
    values: tuple[str | int, ...]


class Known(msgspec.Struct, frozen=True, tag=True):
    """The column has a value (`known=True`) or has none (False). The empty text counts as none."""

    column: str
    known: bool = True


class Before(msgspec.Struct, frozen=True, tag=True):
    """The time column has a value < anchor + offset (ms). A row without the time does not match."""

    column: str
    anchor: Anchor = Anchor.NOW
    offset_ms: int = 0


class NotBefore(msgspec.Struct, frozen=True, tag=True):
    """The time column has a value ≥ anchor + offset (ms). A row without the time does not match."""

    column: str
    anchor: Anchor = Anchor.NOW
    offset_ms: int = 0


class All(msgspec.Struct, frozen=True, tag=True):
    """Every part holds."""

    parts: tuple[Predicate, ...]


class Any(msgspec.Struct, frozen=True, tag=True):
    """At least one part holds."""

    parts: tuple[Predicate, ...]


class Not(msgspec.Struct, frozen=True, tag=True):
    """The part does not hold."""

    part: Predicate


Predicate: TypeAlias = Is | Known | Before | NotBefore | All | Any | Not


class Figure(msgspec.Struct, frozen=True, kw_only=True):
    """A number with its definition. `of` names the figure that is its denominator, "" for a plain count."""

    name: str
    label: str
    formula: str
    rows: Predicate
    of: str = ""
    exclusions: str = ""


OPEN: Predicate = Is("open", (1,))
RUNNING: Predicate = All((OPEN, Known("suspended_at", known=False)))
OVERDUE: Predicate = All((RUNNING, Before("due_at")))
NEAR_DUE: Predicate = All((RUNNING, NotBefore("due_at"), Before("due_at", offset_ms=NEAR_DUE_MS)))
ESCALATED_TODAY: Predicate = All((OPEN, NotBefore("escalated_at", Anchor.DAY_START)))

_TO_SUSPEND = "挂账期间不计时"

QUEUE_FIGURES: tuple[Figure, ...] = (
    Figure(
        name="queue.to_accept",
        label="待受理",
        formula="已上报、尚未受理的在办案件",
        rows=All((OPEN, Is("state", (State.REPORTED,)))),
    ),
    Figure(
        name="queue.to_dispatch",
        label="待派单",
        formula="已受理或已立案、尚未派单的在办案件",
        rows=All((OPEN, Is("state", (State.ACCEPTED, State.FILED)))),
    ),
    Figure(
        name="queue.handling",
        label="处置中",
        formula="已派单、尚未反馈的在办案件（含待签收）",
        rows=All((OPEN, Is("state", (State.DISPATCHED, State.HANDLING)))),
    ),
    Figure(
        name="queue.to_check",
        label="待核查",
        formula="已反馈、尚未结案的在办案件",
        rows=All((OPEN, Is("state", (State.FEEDBACK, State.CHECKED)))),
    ),
    Figure(
        name="queue.supervised",
        label="督办",
        formula="正被督办的在办案件",
        rows=All((OPEN, Known("supervised"))),
    ),
    Figure(name="queue.all", label="全部", formula="全部在办案件", rows=OPEN),
)


def _tier_figures(tier: Tier) -> tuple[Figure, ...]:
    at = Is("tier", (int(tier),))
    key = tier.name.lower()
    return (
        Figure(name=f"tier.{key}.open", label="在办", formula="现处该层级的在办案件", rows=All((OPEN, at))),
        Figure(
            name=f"tier.{key}.near_due",
            label="30 分内到期",
            formula="现处该层级、30 分钟内到期的在办案件",
            rows=All((NEAR_DUE, at)),
            of=f"tier.{key}.open",
            exclusions=_TO_SUSPEND,
        ),
        Figure(
            name=f"tier.{key}.overdue",
            label="超时",
            formula="现处该层级、已过办理时限的在办案件",
            rows=All((OVERDUE, at)),
            of=f"tier.{key}.open",
            exclusions=_TO_SUSPEND,
        ),
        Figure(
            name=f"tier.{key}.escalated_today",
            label="今日升级",
            formula="今日升级到该层级、仍在办的案件",
            rows=All((ESCALATED_TODAY, at)),
            of=f"tier.{key}.open",
        ),
    )


TIER_FIGURES: tuple[Figure, ...] = tuple(figure for tier in reversed(Tier) for figure in _tier_figures(tier))

EXTRA_FIGURES: tuple[Figure, ...] = (
    Figure(
        name="queue.no_deadline",
        label="无时限",
        formula="没有办理时限的在办案件",
        rows=All((OPEN, Known("due_at", known=False))),
        of="queue.all",
    ),
    Figure(
        name="queue.unsigned",
        label="待签收",
        formula="已派单、承办单位尚未签收的在办案件",
        rows=All((OPEN, Is("state", (State.DISPATCHED,)), Known("signed_at", known=False))),
        of="queue.all",
    ),
    Figure(
        name="queue.suspended",
        label="挂账",
        formula="正在挂账、时限停计的在办案件",
        rows=All((OPEN, Known("suspended_at"))),
        of="queue.all",
    ),
    Figure(
        name="queue.proactive",
        label="主动发现",
        formula="由本区主动发现、不是群众反映的在办案件",
        rows=All((OPEN, Is("proactive", (1,)))),
        of="queue.all",
    ),
)

UNIT_FIGURES: tuple[Figure, ...] = (
    Figure(name="unit.open", label="在办", formula="由该单位负责的在办案件", rows=OPEN),
    Figure(
        name="unit.unsigned",
        label="未签收",
        formula="由该单位负责、承办单位尚未签收的在办案件（含待受理、待派单）",
        rows=All(
            (
                OPEN,
                Is("state", (State.REPORTED, State.ACCEPTED, State.FILED, State.DISPATCHED)),
                Known("signed_at", known=False),
            )
        ),
        of="unit.open",
    ),
    Figure(
        name="unit.near_due",
        label="30 分内到期",
        formula="由该单位负责、30 分钟内到期的在办案件",
        rows=NEAR_DUE,
        of="unit.open",
        exclusions=_TO_SUSPEND,
    ),
    Figure(
        name="unit.overdue",
        label="超时",
        formula="由该单位负责、已过办理时限的在办案件",
        rows=OVERDUE,
        of="unit.open",
        exclusions=_TO_SUSPEND,
    ),
)
"""The numbers of one unit's cases, counted for each unit of a tier; the unit itself is no part of the predicate."""

FIGURES: dict[str, Figure] = {figure.name: figure for figure in (*QUEUE_FIGURES, *TIER_FIGURES, *EXTRA_FIGURES)}

KIND_COLUMNS: dict[str, tuple[str, str]] = {
    "call": ("call_kind", "呼叫类别"),
    "request": ("request_kind", "诉求类别"),
    "source": ("source", "来源"),
}
"""By what the district's own codes split the open cases: a figure's first word → its column and what that is called."""


def kind_figure(name: str, label: str = "") -> Figure | None:
    """Return the figure of one code, as "source.12345" or "call.civic"; None for a name of another form.

    The codes are the district's own (四呼, kinds of request, sources), so that these figures are made as they are asked
    for; `label` is what the district calls the code.
    """
    group, _, code = name.partition(".")
    if group not in KIND_COLUMNS or not code:
        return None
    column, said = KIND_COLUMNS[group]
    return Figure(
        name=name,
        label=label or code,
        formula=f"{said}为“{label or code}”的在办案件",
        rows=All((OPEN, Is(column, (code,)))),
        of="queue.all",
    )


def kind_figures(labels: Mapping[str, Mapping[str, str]]) -> dict[str, Figure]:
    """Return the figures of a district's codes by name; `labels`: "call", "request", "source" → code → label."""
    named = {f"{group}.{code}": label for group, codes in labels.items() for code, label in codes.items()}
    found = {name: kind_figure(name, label) for name, label in named.items()}
    return {name: figure for name, figure in found.items() if figure is not None}


def figure_named(name: str) -> Figure | None:
    """Return a figure by its name, also one of a district's code; None where there is none."""
    return FIGURES.get(name) or kind_figure(name)
