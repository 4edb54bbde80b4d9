from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import msgspec
import pytest

from console.client import Client
from console.pending import Command, Finished, Pending
from console.tasks import TaskRunner
from console.transport import Transport
from services.api.cases import Act, CommandState, Done
from services.domain.actions import Action
from services.domain.clock import SystemClock
from services.domain.problems import Refusal
from tests.console.made import FakeClock, row, wording
from tests.console.stubhub import StubHub

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

ACT = Act(command_id="k1", action=Action.ACCEPT, version=1)
DONE = Done(command_id="k1", pos=11, row=row("c1"))
PATH = "/cases/c1/actions"


class Watch:
    def __init__(self, pending: Pending) -> None:
        self.ends: list[Finished] = []
        self.marks: list[str] = []
        self.pending = pending
        pending.finished.connect(self.ends.append)
        pending.changed.connect(self.note)

    def note(self, case_id: str) -> None:
        self.marks.append(self.pending.mark(case_id))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def pending(runner: TaskRunner, client: Client, clock: FakeClock) -> Iterator[Pending]:
    made = Pending(runner, client, wording(), clock)
    yield made
    made.close()


def command(client: Client) -> Command:
    return Command("k1", "c1", "受理", lambda: client.act("c1", ACT))


def test_submitted_at_once_and_done_only_with_the_hubs_answer(
    stub: StubHub, client: Client, pending: Pending, qtbot: QtBot
) -> None:
    go = threading.Event()

    def slow(_body: bytes) -> tuple[int, bytes]:
        go.wait(60)
        return 200, msgspec.json.encode(DONE)

    stub.on("POST", PATH, slow)
    watch = Watch(pending)
    pending.submit(command(client))
    pending.submit(command(client))
    assert pending.mark("c1") == "submitting"
    assert watch.ends == []
    go.set()
    qtbot.waitUntil(lambda: len(watch.ends) == 1)
    assert watch.ends[0].committed
    assert watch.ends[0].answer == DONE
    assert pending.mark("c1") == ""
    assert stub.seen.count(("POST", PATH)) == 1


def test_the_stream_may_tell_first(stub: StubHub, client: Client, pending: Pending, qtbot: QtBot) -> None:
    go = threading.Event()

    def slow(_body: bytes) -> tuple[int, bytes]:
        go.wait(60)
        return 200, msgspec.json.encode(DONE)

    stub.on("POST", PATH, slow)
    watch = Watch(pending)
    pending.submit(command(client))
    pending.seen(("other", "k1"))
    assert [end.committed for end in watch.ends] == [True]
    go.set()
    qtbot.waitUntil(lambda: pending._runner.busy == 0)
    assert len(watch.ends) == 1


def test_a_stale_refusal_puts_it_back_and_shows_what_changed(
    stub: StubHub, client: Client, pending: Pending, qtbot: QtBot
) -> None:
    changed = {"version": 3, "holder_id": "dept-water", "state": "handling", "due_at": None, "unknown_column": 1}
    stub.answer("POST", PATH, Refusal("stale", changed=changed).problem, 409)
    watch = Watch(pending)
    pending.submit(command(client))
    qtbot.waitUntil(lambda: len(watch.ends) == 1)
    end = watch.ends[0]
    assert not end.committed
    assert end.said is not None
    assert end.said.sentence == "该案件已被他人改动"
    assert [(line.label, line.value) for line in end.changed] == [
        ("环节", "处置中"),
        ("承办单位", "区水务局"),
        ("办理时限", "无"),
    ]
    assert watch.marks == ["submitting", ""]


def test_no_answer_in_five_seconds_is_unconfirmed_and_asked_after_by_its_id(
    stub: StubHub, client: Client, pending: Pending, clock: FakeClock, qtbot: QtBot
) -> None:
    go = threading.Event()

    def stalled(_body: bytes) -> None:
        go.wait(60)

    stub.on("POST", PATH, stalled)
    stub.answer("GET", "/commands/k1", CommandState(command_id="k1", known=False))
    watch = Watch(pending)
    pending.submit(command(client))
    clock.forward(4.9)
    pending.look()
    assert pending.mark("c1") == "submitting"
    clock.forward(0.2)
    pending.look()
    assert pending.mark("c1") == "unconfirmed"
    qtbot.waitUntil(lambda: ("GET", "/commands/k1") in stub.seen)
    qtbot.waitUntil(lambda: not pending._ways["k1"].asking)
    assert pending.mark("c1") == "unconfirmed"
    stub.answer("GET", "/commands/k1", CommandState(command_id="k1", known=True, status=200, answer=DONE))
    clock.forward(2)
    pending.look()
    qtbot.waitUntil(lambda: len(watch.ends) == 1)
    assert watch.ends[0].committed
    assert watch.ends[0].answer == DONE
    go.set()


def test_a_command_that_never_arrived_is_put_back_and_may_be_sent_again_under_its_id(
    stub: StubHub, client: Client, pending: Pending, qtbot: QtBot
) -> None:
    stub.on("POST", PATH, lambda _body: None)
    stub.answer("GET", "/commands/k1", CommandState(command_id="k1", known=False))
    watch = Watch(pending)
    pending.submit(command(client))
    qtbot.waitUntil(lambda: len(watch.ends) == 1)
    end = watch.ends[0]
    assert not end.committed
    assert end.may_retry
    assert "unconfirmed" in watch.marks
    stub.answer("POST", PATH, DONE)
    pending.submit(end.command)
    qtbot.waitUntil(lambda: len(watch.ends) == 2)
    assert watch.ends[1].committed


def test_a_refusal_found_by_asking_is_a_refusal(stub: StubHub, client: Client, pending: Pending, qtbot: QtBot) -> None:
    problem = Refusal("top_tier").problem
    stub.on("POST", PATH, lambda _body: None)
    stub.answer("GET", "/commands/k1", CommandState(command_id="k1", known=True, status=409, answer=problem))
    watch = Watch(pending)
    pending.submit(command(client))
    qtbot.waitUntil(lambda: len(watch.ends) == 1)
    assert watch.ends[0].problem == problem
    assert not watch.ends[0].committed


def test_with_no_hub_at_all_it_is_put_back_at_once(runner: TaskRunner, clock: FakeClock, qtbot: QtBot) -> None:
    transport = Transport("http://127.0.0.1:9", SystemClock())
    client = Client(transport)
    pending = Pending(runner, client, wording(), clock)
    watch = Watch(pending)
    pending.submit(command(client))
    qtbot.waitUntil(lambda: len(watch.ends) == 1)
    end = watch.ends[0]
    assert (end.committed, end.may_retry) == (False, True)
    assert end.said is not None
    assert end.said.sentence == "连接不上服务"
    pending.close()
    transport.close()
