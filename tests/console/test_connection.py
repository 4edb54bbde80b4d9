from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING

import msgspec
import pytest

from console.client import Client
from console.connection import Connection, Parts
from console.hubtime import HubTime
from console.pending import Finished
from console.stream import Link
from console.tasks import TaskRunner
from console.transport import Transport
from services.api.board import Board, Changes
from services.api.cases import Act, Done
from services.domain.actions import Action
from services.domain.cases import State
from services.domain.clock import SystemClock
from tests.console.made import NOW, CountingIds, changed, profile, row, session, units
from tests.console.stubhub import StubHub

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot


@pytest.fixture
def desk(stub: StubHub, qtbot: QtBot) -> Iterator[Connection]:
    clock = SystemClock()
    transport = Transport(stub.url, clock)
    time = HubTime(clock)
    parts = Parts(transport, Client(transport, time.heard), TaskRunner(), time, clock, CountingIds())
    stub.board = Board(pos=10, now=NOW, total=1, rows=(row("c1"),))
    made = Connection(parts, session(), profile(), tuple(units()))
    made.start()
    qtbot.waitUntil(lambda: made.live and len(made.board) == 1)
    yield made
    with qtbot.waitSignal(parts.runner.closed):
        made.close()
    qtbot.waitUntil(lambda: not made.feed.running)
    made.deleteLater()
    parts.runner.deleteLater()


def test_an_action_goes_to_the_hub_and_only_its_commit_moves_the_case(
    stub: StubHub, desk: Connection, qtbot: QtBot
) -> None:
    go = threading.Event()
    after = changed(row("c1"), state=State.DISPATCHED)
    done = Done(command_id=f"{1:032x}", pos=11, row=after)

    def slow(_body: bytes) -> tuple[int, bytes]:
        go.wait(60)
        return 200, msgspec.json.encode(done)

    stub.on("POST", "/cases/c1/actions", slow)
    ends: list[Finished] = []
    desk.pending.finished.connect(ends.append)
    desk.act("c1", Act(command_id="", action=Action.DISPATCH, version=1, unit_id="dept-water"), "派单")
    assert desk.pending.mark("c1") == "submitting"
    assert desk.board.row("c1") == row("c1")
    go.set()
    qtbot.waitUntil(lambda: len(ends) == 1)
    assert desk.board.row("c1") == after
    stub.changes(Changes(pos=11, now=NOW + 1, rows=(after,), commands=(done.command_id,)))
    qtbot.waitUntil(lambda: desk.board.pos == 11)
    assert desk.pending.mark("c1") == ""
    assert len(ends) == 1


def test_the_stream_ends_a_command_whose_answer_was_lost(stub: StubHub, desk: Connection, qtbot: QtBot) -> None:
    stub.on("POST", "/cases/c1/actions", lambda _body: None)
    desk.act("c1", Act(command_id="k9", action=Action.ACCEPT, version=1), "受理")
    qtbot.waitUntil(lambda: desk.pending.mark("c1") == "unconfirmed")
    ends: list[Finished] = []
    desk.pending.finished.connect(ends.append)
    stub.changes(Changes(pos=11, now=NOW, rows=(changed(row("c1")),), commands=("k9",)))
    qtbot.waitUntil(lambda: len(ends) == 1)
    assert ends[0].committed


def test_counts_on_hub_time_and_tells_of_alerts(stub: StubHub, desk: Connection, qtbot: QtBot) -> None:
    assert abs(desk.now() - NOW) < 5_000
    assert desk.parts.hub_time.must_warn()
    with qtbot.waitSignal(desk.alerts_changed) as blocker:
        stub.changes(Changes(pos=11, now=NOW, alerts=("a1",)))
    assert blocker.args == [("a1",)]


def test_a_hub_that_goes_is_said_and_found_again(
    stub: StubHub, desk: Connection, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    links: list[Link] = []
    desk.link_changed.connect(lambda status: links.append(status.link))
    with caplog.at_level(logging.WARNING):
        stub.cut()
        qtbot.waitUntil(lambda: Link.LIVE in links)
    assert links == [Link.GONE, Link.LIVE]
    assert not caplog.records
