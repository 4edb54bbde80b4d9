"""The hub is gone: the page says so and since when, comes back by itself, and shows nothing that was not committed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from console.stream import Link
from services.domain.cases import State
from tests.journeys.district import Colleague

if TYPE_CHECKING:
    from tests.journeys.district import HubProcess
    from tests.journeys.seats import Console


def sentences(console: Console) -> str:
    return "\n".join(label.text() for label in console.window.findChildren(QLabel) if label.isVisible())


def test_a_page_without_its_hub_greys_says_since_when_and_comes_back(
    hub: HubProcess, console: Console, colleague: Colleague
) -> None:
    row = colleague.report("路面积水")
    console.choose(row.id)
    hub.kill()
    console.until(lambda: console.desk.link.link not in (Link.LIVE, Link.CONNECTING))
    assert console.queue_state() == "stale"
    assert console.window.stale.isVisible()
    assert "没有新数据" in sentences(console)
    since = console.desk.link.since
    assert since is not None
    assert console.desk.clock_text.seconds(since) in sentences(console)
    numbers = console.page.tiers.tiers
    heads = [label.text() for label in numbers.findChildren(QLabel) if label.isVisible()]
    assert any(console.desk.clock_text.seconds(since) in text for text in heads)  # how old the numbers are,
    assert not any("截至" in text for text in heads)  # and not that they were of now
    console.key(Qt.Key.Key_A)  # refused with its reason
    console.until(lambda: "连接" in console.said())
    assert not console.desk.pending.mark(row.id)
    console.shoot("stale")
    hub.start()
    console.until(lambda: console.desk.connected)
    assert not console.window.stale.isVisible()
    assert console.queue_state() == "live"
    assert console.page.selected_id == row.id
    console.key(Qt.Key.Key_A)
    console.until(lambda: (console.desk.board.row(row.id) or row).state is State.ACCEPTED)


def test_a_hub_killed_under_a_command_leaves_it_done_once_or_not_at_all(
    hub: HubProcess, console: Console, colleague: Colleague
) -> None:
    row = colleague.report("树木倒伏")
    console.choose(row.id)
    console.key(Qt.Key.Key_A)
    hub.kill()
    shown = console.desk.board.row(row.id)
    if console.desk.pending.mark(row.id):
        assert shown is not None
        assert shown.state is State.REPORTED  # nothing is shown as done while nobody said so
    hub.start()
    console.until(lambda: console.desk.connected and not console.desk.pending.mark(row.id))
    after = Colleague(hub.url)
    detail = after.ask(lambda client: client.case(row.id))
    accepted = [event for event in detail.events if event.action == "accept"]
    assert len(accepted) == (1 if detail.row.state is State.ACCEPTED else 0)
    console.until(lambda: (console.desk.board.row(row.id) or row).state is detail.row.state)
    after.close()
