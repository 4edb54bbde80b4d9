"""Consoles against the hub itself: a process of its own over a fresh demo district."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from console.client import Client
from console.connection import Connection, Parts
from console.hubtime import HubTime
from console.pending import Finished
from console.stream import Link
from console.tasks import TaskRunner
from console.transport import HubRefused, Transport
from services.api import hubfile
from services.api.board import BoardRow
from services.api.cases import Act, NewCase
from services.domain.actions import Action
from services.domain.cases import State
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from tests.console.stubhub import aside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

ROOT = Path(__file__).parents[2]
_START_S = 60.0


class RealHub:
    """A hub over a data folder, started, killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> hubfile.HubFile:
        options = ["--embedded", "--data-dir", str(self.folder), "--profile", "panyu", "--demo", "--no-engine"]
        log = (self.folder / "out.log").open("ab")
        with log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "services.cli", "hub", *options], cwd=ROOT, stdout=log, stderr=log
            )
        until = time.monotonic() + _START_S
        while time.monotonic() < until:
            found = hubfile.read(self.folder)
            if found is not None and found.pid == self._process.pid:
                return found
            time.sleep(0.05)
        raise RuntimeError((self.folder / "out.log").read_text())

    def kill(self) -> None:
        """End it without a word, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(60)
            self._process = None


class Seat:
    """One console at the hub."""

    def __init__(self, found: hubfile.HubFile, qtbot: QtBot) -> None:
        clock = SystemClock()
        self.hub_time = HubTime(clock)
        self.transport = Transport(found.url, clock, headers={hubfile.KEY_HEADER: found.key})
        self.client = Client(self.transport, self.hub_time.heard)
        self.runner = TaskRunner()
        self.ids = TimeIds(clock)
        parts = Parts(self.transport, self.client, self.runner, self.hub_time, clock, self.ids)
        session = aside(self.client.sign_in_demo)
        self.profile = aside(self.client.profile)
        self.desk = Connection(parts, session, self.profile, tuple(aside(self.client.units)))
        self.ends: list[Finished] = []
        self.desk.pending.finished.connect(self.ends.append)
        self.desk.start()
        self._qtbot = qtbot
        qtbot.waitUntil(lambda: self.desk.live)

    def report(self, title: str) -> BoardRow:
        new = NewCase(
            command_id=self.ids.new(),
            title=title,
            source=self.profile.sources[0].code,
            category=self.profile.categories[0].code,
            lon=113.36,
            lat=22.95,
        )
        row = aside(lambda: self.client.new_case(new)).row
        self._qtbot.waitUntil(lambda: self.desk.board.row(row.id) is not None)
        return row

    def state(self, row: BoardRow) -> State | None:
        held = self.desk.board.row(row.id)
        return None if held is None else held.state

    def close(self) -> None:
        with self._qtbot.waitSignal(self.runner.closed):
            self.desk.close()
        self._qtbot.waitUntil(lambda: not self.desk.feed.running)
        self.desk.deleteLater()
        self.runner.deleteLater()


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[RealHub]:
    made = RealHub(tmp_path)
    yield made
    made.kill()


@pytest.fixture
def found(hub: RealHub) -> hubfile.HubFile:
    return hub.start()


def test_what_one_console_does_the_other_shows(found: hubfile.HubFile, qtbot: QtBot) -> None:
    one, two = Seat(found, qtbot), Seat(found, qtbot)
    row = one.report("路面积水")
    qtbot.waitUntil(lambda: two.desk.board.row(row.id) == row)
    one.desk.act(row.id, Act(command_id="", action=Action.ACCEPT, version=row.version), "受理")
    assert one.desk.pending.mark(row.id) == "submitting"
    assert one.desk.board.row(row.id) == row
    qtbot.waitUntil(lambda: len(one.ends) == 1)
    assert one.ends[0].committed
    qtbot.waitUntil(lambda: one.state(row) is State.ACCEPTED)
    qtbot.waitUntil(lambda: two.state(row) is State.ACCEPTED)
    two.desk.act(row.id, Act(command_id="", action=Action.NOTE, version=row.version, text="旧"), "备注")
    qtbot.waitUntil(lambda: len(two.ends) == 1)
    assert not two.ends[0].committed
    assert ("环节", "待派单") in [(line.label, line.value) for line in two.ends[0].changed]
    one.close()
    two.close()


def test_a_hub_killed_under_a_command_leaves_it_done_once_or_not_at_all(
    hub: RealHub, found: hubfile.HubFile, qtbot: QtBot
) -> None:
    seat = Seat(found, qtbot)
    row = seat.report("树木倒伏")
    act = Act(command_id=seat.ids.new(), action=Action.ACCEPT, version=row.version)
    seat.desk.act(row.id, act, "受理")
    hub.kill()
    qtbot.waitUntil(lambda: seat.desk.status.link is Link.GONE)
    shown = seat.desk.board.row(row.id)
    if not seat.ends:
        assert shown == row
    seat.close()
    again = Seat(hub.start(), qtbot)
    told = aside(lambda: again.client.command(act.command_id))
    after = again.desk.board.row(row.id)
    assert after is not None
    assert told.known == (after.state is State.ACCEPTED)
    if any(end.committed for end in seat.ends):
        assert told.known
    repeated = aside(lambda: again.client.act(row.id, act))
    assert (repeated.row.state, repeated.row.version) == (State.ACCEPTED, row.version + 1)
    assert aside(lambda: again.client.act(row.id, act)).row == repeated.row
    again.close()


def test_nobody_else_on_the_machine_may_speak_to_the_hub_of_a_folder(found: hubfile.HubFile) -> None:
    transport = Transport(found.url, SystemClock())
    with pytest.raises(HubRefused, match="not_found"):
        aside(Client(transport).health)
    transport.close()
