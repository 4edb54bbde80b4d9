"""The numbers of 吹哨报到, defined once: over whistles, over units summoned, over problems, each with its denominator.

The predicates are those of `services.domain.figures`, over the columns of the row named by `over`. Beside its own
columns a unit's row has `on_time` (1, 0, or none while it has not arrived) and `refused` (1 while its refusal stands);
every row has the whistle's `mode`, `blown_at` and `withdrawn_at`.
"""

from __future__ import annotations

from enum import StrEnum

from services.domain.figures import All, Any, Before, Figure, Is, Known


class Over(StrEnum):
    """What a figure counts."""

    WHISTLES = "whistles"
    UNITS = "units"
    PROBLEMS = "problems"


class WhistleFigure(Figure, frozen=True, kw_only=True):
    """A figure over one kind of row."""

    over: Over


_COUNTED = All((Known("blown_at"), Known("withdrawn_at", known=False)))
_EXPECTED = All((_COUNTED, Is("refused", (0,)), Any((Known("arrived_at"), Before("arrive_by")))))
_WITHDRAWN = "未发出的与已撤回的不计"

WHISTLE_FIGURES: dict[str, WhistleFigure] = {
    figure.name: figure
    for figure in (
        WhistleFigure(
            name="whistle.count",
            label="吹哨",
            formula="已发出的吹哨次数",
            rows=_COUNTED,
            exclusions=_WITHDRAWN,
            over=Over.WHISTLES,
        ),
        WhistleFigure(
            name="whistle.live",
            label="进行中",
            formula="已发出、尚未结束的吹哨次数",
            rows=All((_COUNTED, Known("closed_at", known=False))),
            of="whistle.count",
            exclusions=_WITHDRAWN,
            over=Over.WHISTLES,
        ),
        WhistleFigure(
            name="whistle.expected",
            label="应报到",
            formula="已报到的或报到时间已过的被召单位次",
            rows=_EXPECTED,
            exclusions=f"拒绝的单位另计；{_WITHDRAWN}",
            over=Over.UNITS,
        ),
        WhistleFigure(
            name="whistle.on_time",
            label="按时报到",
            formula="在各自报到时间之前报到的单位次",
            rows=All((_EXPECTED, Is("on_time", (1,)))),
            of="whistle.expected",
            exclusions=f"拒绝的单位另计；{_WITHDRAWN}",
            over=Over.UNITS,
        ),
        WhistleFigure(
            name="whistle.refused",
            label="拒绝",
            formula="拒绝报到、其后也未被指定到场的单位次",
            rows=All((_COUNTED, Is("refused", (1,)))),
            exclusions=_WITHDRAWN,
            over=Over.UNITS,
        ),
        WhistleFigure(
            name="whistle.problems",
            label="问题",
            formula="已发出的吹哨所列的问题",
            rows=_COUNTED,
            exclusions=_WITHDRAWN,
            over=Over.PROBLEMS,
        ),
        WhistleFigure(
            name="whistle.solved",
            label="解决问题",
            formula="已解决的问题",
            rows=All((_COUNTED, Known("solved_at"))),
            of="whistle.problems",
            exclusions=_WITHDRAWN,
            over=Over.PROBLEMS,
        ),
    )
}
