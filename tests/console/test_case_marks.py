"""What a row says of its case: marks, and why it stands where it stands."""

from __future__ import annotations

from typing import Any

import pytest

from console.case_marks import case_marks, supervised_word
from console.clocktext import ClockText
from console.pages.operations.explained import of_row
from console.pages.operations.sentences import tier_route
from services.api.board import BoardRow
from services.domain.cases import State
from services.domain.clock import HOUR_MS, MINUTE_MS
from services.domain.tiers import Tier
from tests.console.made import NOW, row, wording

CLOCK = ClockText("Asia/Shanghai")
WORDING = wording()


def why(case: BoardRow) -> str:
    return of_row(case, WORDING, CLOCK, NOW + 7 * HOUR_MS)


def going_up(**fields: Any) -> BoardRow:  # noqa: ANN401 - any field
    values: dict[str, Any] = {
        "reported_at": NOW + 6 * HOUR_MS,
        "escalated_at": NOW + 6 * HOUR_MS + 20 * MINUTE_MS,
        "escalate_at": NOW + 7 * HOUR_MS + 6 * MINUTE_MS,
        "escalate_rule": "R7",
        "escalate_awaits": "signing",
        "due_at": NOW + 6 * HOUR_MS,
    }
    return row(**{**values, **fields})


@pytest.mark.parametrize(
    ("case", "sentence"),
    [
        (going_up(), "06:20 起在街镇；6 分后按规则 R7 升级至区；签收可以停止"),
        (going_up(due_at=NOW + 9 * HOUR_MS), "06:20 起在街镇；6 分后按规则 R7 升级至区；签收或说明理由延期可以停止"),
        (
            going_up(tier=Tier.GRID, escalate_to=3, escalate_awaits="feedback"),
            "06:20 起在网格；6 分后按规则 R7 升级至街镇；反馈可以停止",
        ),
        (going_up(escalate_awaits="progress"), "06:20 起在街镇；6 分后按规则 R7 升级至区；备注进展或反馈可以停止"),
        (going_up(escalate_awaits=""), "06:20 起在街镇；6 分后按规则 R7 升级至区"),
        (going_up(escalate_at=NOW), "06:20 起在街镇；按规则 R7 即将升级至区"),
        (going_up(escalate_at=None, suspended_at=NOW), "06:20 起在街镇；挂账期间不自动升级"),
        (going_up(escalate_at=None, tier=Tier.DISTRICT), "06:20 起在区；已在最高层级"),
        (going_up(escalate_at=None, state=State.FEEDBACK), "06:20 起在街镇；已反馈，不再自动升级"),
        (going_up(escalate_at=None), "06:20 起在街镇；没有适用的升级规则，只能由人升级"),
    ],
)
def test_a_row_says_where_it_stands_what_comes_next_and_what_stops_that(case: BoardRow, sentence: str) -> None:
    assert why(case) == sentence


def test_no_extension_is_offered_to_a_case_that_has_had_all() -> None:
    most = WORDING.profile.loop.extensions_most
    assert "延期" not in why(going_up(due_at=NOW + 9 * HOUR_MS, extensions=most))


def test_a_way_up_names_the_tier_of_the_rule_also_where_it_skips_one() -> None:
    assert tier_route(row(tier=Tier.GRID, escalate_to=3), WORDING) == "网格 → 街镇"
    assert tier_route(row(tier=Tier.GRID), WORDING) == "网格 → 社区"


def test_every_mark_of_a_case_has_its_word() -> None:
    case = row(
        flags="hard return_asked similar stage_late",
        suspended_at=NOW,
        suspended_until=NOW + 42 * HOUR_MS,
        urges=3,
        reworks=1,
        children=4,
    )
    words = [mark.word for mark in case_marks(case, WORDING)]
    assert words == ["疑难", "退单审批", "环节超时", "挂账至 11-26 18:00", "催办 3", "返工 1", "并案 4", "疑似重复"]
    assert case_marks(row(), WORDING) == ()


@pytest.mark.parametrize(
    ("level", "word"), [("", ""), ("日常", "日常督办"), ("挂牌", "挂牌督办"), ("约谈", "约谈督办"), ("x", "督办")]
)
def test_supervision_is_named_by_its_grade(level: str, word: str) -> None:
    assert supervised_word(row(supervised=level)) == word
