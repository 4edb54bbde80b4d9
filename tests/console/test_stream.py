from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QObject

from console.board import Board, Prepared, prepare
from console.client import Client
from console.stream import Batch, Coalescer, Link, LinkStatus, StreamFeed
from console.transport import Trouble
from services.api.board import Board as BoardMessage
from services.api.board import Changes
from services.domain.clock import SystemClock
from services.domain.problems import Refusal
from tests.console.made import NOW, FakeClock, changed, row, wording
from tests.console.stubhub import StubHub

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

WORDING = wording()


class Desk(QObject):
    """A board that follows a feed, with everything the feed said."""

    def __init__(self, client: Client, clock: FakeClock | SystemClock) -> None:
        super().__init__()
        self.board = Board(WORDING.row_text, parent=self)
        self.batches: list[Batch] = []
        self.statuses: list[LinkStatus] = []
        self.heard: list[int] = []
        self.feed = StreamFeed(client, clock, self.prepared, self.hear, jitter=lambda: 0.0, parent=self)
        self.feed.batch.connect(self.on_batch)
        self.feed.link_changed.connect(self.statuses.append)

    @staticmethod
    def prepared(message: BoardMessage) -> Prepared:
        return prepare(message, WORDING.row_text)

    def hear(self, now: int, _at: float) -> None:
        self.heard.append(now)

    def on_batch(self, batch: Batch) -> None:
        self.batches.append(batch)
        if batch.fresh is not None:
            self.board.take(batch.fresh)
        if batch.changes is not None:
            self.board.apply(batch.changes)

    def title(self, key: str) -> str:
        found = self.board.row(key)
        return "" if found is None else found.title

    def link(self) -> Link:
        return self.feed.reported.link


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def desk(stub: StubHub, client: Client, clock: FakeClock, qtbot: QtBot) -> Iterator[Desk]:
    stub.board = BoardMessage(pos=10, now=NOW, total=1, rows=(row("c1"),))
    made = Desk(client, clock)
    made.feed.start()
    qtbot.waitUntil(lambda: made.link() is Link.LIVE and len(made.board) == 1)
    yield made
    made.feed.close()
    qtbot.waitUntil(lambda: not made.feed.running)
    made.deleteLater()


def test_what_the_hub_says_is_on_the_board(stub: StubHub, desk: Desk, qtbot: QtBot) -> None:
    stub.changes(Changes(pos=11, now=NOW + 5, rows=(changed(row("c1"), title="新"), row("c2")), commands=("k1",)))
    qtbot.waitUntil(lambda: len(desk.board) == 2)
    assert desk.title("c1") == "新"
    assert desk.board.pos == 11
    assert desk.heard[-1] == NOW + 5
    assert stub.after == [10]


def test_a_broken_stream_is_taken_up_at_the_last_position(stub: StubHub, desk: Desk, qtbot: QtBot) -> None:
    stub.changes(Changes(pos=14, now=NOW, rows=(row("c2"),)))
    qtbot.waitUntil(lambda: len(desk.board) == 2)
    stub.cut()
    qtbot.waitUntil(lambda: len(stub.after) == 2)
    assert stub.after == [10, 14]
    qtbot.waitUntil(lambda: [status.link for status in desk.statuses] == [Link.LIVE, Link.GONE, Link.LIVE])
    assert desk.statuses[1].since == NOW
    assert desk.statuses[1].trouble is Trouble.BROKEN
    stub.changes(Changes(pos=15, now=NOW, gone=("c1",)))
    qtbot.waitUntil(lambda: len(desk.board) == 1)


def test_a_position_that_is_too_old_brings_a_fresh_board_without_a_word(
    stub: StubHub, desk: Desk, qtbot: QtBot
) -> None:
    stub.board = BoardMessage(pos=90, now=NOW, total=2, rows=(row("c7"), row("c8")))
    stub.send("reset", {})
    stub.cut()
    qtbot.waitUntil(lambda: len(desk.board) == 2)
    qtbot.waitUntil(lambda: stub.after == [10, 90])
    assert [status.link for status in desk.statuses] == [Link.LIVE]


def test_a_silent_stream_is_called_stale_and_live_again_with_the_next_beat(
    stub: StubHub, desk: Desk, clock: FakeClock, qtbot: QtBot
) -> None:
    clock.forward(13)
    desk.feed._look()
    assert desk.link() is Link.STALE
    assert desk.statuses[-1].since == NOW
    stub.beat(now=NOW + 13_000)
    qtbot.waitUntil(lambda: NOW + 13_000 in desk.heard)
    desk.feed._look()
    assert desk.link() is Link.LIVE


def test_nonsense_on_the_stream_brings_a_fresh_board(stub: StubHub, desk: Desk, qtbot: QtBot) -> None:
    stub.send_bytes(b"event: changes\ndata: {broken\n\n")
    qtbot.waitUntil(lambda: stub.seen.count(("GET", "/board")) == 2)
    qtbot.waitUntil(lambda: desk.link() is Link.LIVE and len(desk.statuses) == 3)
    assert desk.statuses[1].trouble is Trouble.GARBLED


def test_signed_out_says_so_and_comes_back_when_told(stub: StubHub, desk: Desk, qtbot: QtBot) -> None:
    stub.answer("GET", "/stream", Refusal("session_locked").problem, 401)
    stub.cut()
    qtbot.waitUntil(lambda: desk.link() is Link.SIGNED_OUT)
    problem = desk.statuses[-1].problem
    assert problem is not None
    assert problem.code == "session_locked"
    del stub.routes["GET", "/stream"]
    desk.feed.hurry()
    qtbot.waitUntil(lambda: desk.link() is Link.LIVE)


def test_nothing_is_delivered_after_close(stub: StubHub, desk: Desk, qtbot: QtBot) -> None:
    desk.feed.close()
    stub.changes(Changes(pos=11, now=NOW, rows=(row("c2"),)))
    qtbot.waitUntil(lambda: not desk.feed.running)
    assert len(desk.board) == 1


def test_many_changes_of_one_moment_are_one_batch(stub: StubHub, desk: Desk, qtbot: QtBot) -> None:
    before = len(desk.batches)
    wire = b"".join(
        b"event: changes\ndata: " + msgspec.json.encode(Changes(pos=11 + at, now=NOW, rows=(row(f"n{at}"),))) + b"\n\n"
        for at in range(300)
    )
    stub.send_bytes(wire)
    qtbot.waitUntil(lambda: len(desk.board) == 301)
    assert len(desk.batches) - before < 20


ids = st.sampled_from(["a", "b", "c"])
steps = st.lists(st.tuples(st.booleans(), ids, st.integers(1, 9)), max_size=12)


@given(steps)
def test_folded_changes_lead_to_the_same_state(steps: list[tuple[bool, str, int]]) -> None:
    one_by_one: dict[str, str] = {}
    coalescer = Coalescer()
    for pos, (leaves, key, value) in enumerate(steps, 11):
        rows = () if leaves else (row(key, title=str(value)),)
        coalescer.add(Changes(pos=pos, now=NOW, rows=rows, gone=(key,) if leaves else (), commands=(f"k{pos}",)))
        if leaves:
            one_by_one.pop(key, None)
        else:
            one_by_one[key] = str(value)
    folded = coalescer.folded()
    if not steps:
        assert folded is None
        return
    assert folded is not None
    assert {one.id: one.title for one in folded.rows} == one_by_one
    assert set(folded.gone).isdisjoint(one_by_one)
    assert len(folded.commands) == len(steps)
    assert folded.pos == 10 + len(steps)
