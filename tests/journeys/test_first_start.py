"""The first minutes: an empty window that says what it does, then a live desk whose numbers agree."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel

from services.domain.figures import QUEUE_FIGURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console


def _labels(console: Console) -> list[str]:
    return [label.text() for label in console.window.findChildren(QLabel) if label.isVisible()]


def test_an_empty_window_says_what_it_does_and_becomes_a_live_desk(
    open_console: Callable[..., Console], colleague: Colleague
) -> None:
    rows = [colleague.report(f"路面积水 {n}") for n in range(3)]
    console = open_console()
    console.conductor.start()
    assert console.state() == "loading"
    assert "正在连接服务" in console.window.overlay.state.sentence
    console.until(lambda: console.conductor.is_ready(len(rows)))
    assert console.state() == "live"
    assert console.window.page_name() == "operations"
    console.shoot("start")


def test_tabs_tier_cards_and_the_hub_count_the_same(open_console: Callable[..., Console], colleague: Colleague) -> None:
    for n in range(5):
        colleague.report(f"树木倒伏 {n}")
    console = open_console().start()
    figures = colleague.figures()
    shown = {tab.name: tab.count for tab in console.page.queue.tabs._tabs}
    for figure in QUEUE_FIGURES:
        assert shown[figure.name] == figures[figure.name], figure.name
    for card in console.page.tiers.tiers._values:
        assert card.open == figures[f"tier.{card.name}.open"]
        assert card.due_soon == figures[f"tier.{card.name}.near_due"]
        assert card.overdue == figures[f"tier.{card.name}.overdue"]
    assert len(console.page.queue.queue.visible_keys()) == min(5, figures["queue.all"])
