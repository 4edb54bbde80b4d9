"""500 changes a second for 10 s, through the real client onto 20,000 open cases, while somebody types in the filter.

The server is a process of its own and sends each change as one event. Beside it the rival: the dict-row model under a
dynamically sorted proxy, a queued signal for each event, the same storm and the same keys, looked at for some seconds.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import msgspec
import numpy as np
from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from console.board import Board, prepare
from console.client import Client
from console.sse import EventCutter
from console.stream import Batch, StreamFeed
from console.transport import HubUnreachable, Transport
from services.api.board import Changes
from services.domain.clock import SystemClock
from tests.bench.bench_board import RIVAL, WORDS
from tests.bench.our_queue import SIZE, OurWindow, type_key
from tests.bench.result import Result
from tests.bench.rival_queue import COLUMNS, RivalWindow
from tests.bench.stream_server import storm
from tests.console.made import NOW, many, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QLineEdit

CASES, RATE, SECONDS = 20_000, 500, 10.0
RIVAL_SECONDS = 4.0
_GAP_TIMER_MS = 4
_KEY_EVERY_MS = 150
_LATEST_S = 5.0
ROOT = Path(__file__).parents[2]


@contextmanager
def _server() -> Iterator[str]:
    command = [sys.executable, "-m", "tests.bench.stream_server", str(CASES), str(RATE), str(SECONDS)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdin is None or process.stdout is None:
            raise RuntimeError("the stub server has no pipes")
        try:
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.stdin.close()
            process.wait(5)


class _Watch(QObject):
    """Measures how long the event loop is away, and types meanwhile."""

    def __init__(self, edit: QLineEdit) -> None:
        super().__init__()
        self.gaps: list[float] = []
        self.keys: list[float] = []
        self._edit = edit
        self._last = 0.0
        self._next = cycle([key for word in WORDS for key in (*word, *("\b" * len(word)))])
        self._gap_timer = QTimer(self)
        self._gap_timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._gap_timer.timeout.connect(self._tick)
        self._key_timer = QTimer(self)
        self._key_timer.timeout.connect(self._type)

    def start(self) -> None:
        self._last = time.perf_counter()
        self._gap_timer.start(_GAP_TIMER_MS)
        self._key_timer.start(_KEY_EVERY_MS)

    def stop(self) -> None:
        self._gap_timer.stop()
        self._key_timer.stop()

    @Slot()
    def _tick(self) -> None:
        now = time.perf_counter()
        self.gaps.append((now - self._last) * 1000)
        self._last = now

    @Slot()
    def _type(self) -> None:
        start = time.perf_counter()
        type_key(self._edit, next(self._next))
        self.keys.append((time.perf_counter() - start) * 1000)


class _Ours(QObject):
    """The real feed, board and queue."""

    fresh = Signal()

    def __init__(self, url: str) -> None:
        super().__init__()
        self.words = wording()
        self.transport = Transport(url, SystemClock())
        self.board = Board(self.words.row_text, 2 * CASES, self)
        self.window = OurWindow(self.board, self.words, NOW)
        row_text = self.words.row_text
        self.feed = StreamFeed(
            Client(self.transport),
            SystemClock(),
            lambda message: prepare(message, row_text),
            lambda _now, _at: None,
            parent=self,
        )
        self.feed.batch.connect(self._take)

    @Slot(object)
    def _take(self, batch: Batch) -> None:
        if batch.fresh is not None:
            self.board.take(batch.fresh)
            self.fresh.emit()
        if batch.changes is not None:
            self.board.apply(batch.changes)


def _show(window: OurWindow | RivalWindow) -> None:
    window.resize(*SIZE)
    window.show()
    window.edit.setFocus()


def _loop(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def _measure_ours(url: str) -> tuple[_Watch, float]:
    ours = _Ours(url)
    _show(ours.window)
    watch = _Watch(ours.window.edit)
    ours.fresh.connect(watch.start)
    ours.feed.start()
    expected = {row.id: row.version for row in storm(many(CASES), round(RATE * SECONDS))}
    latest = time.monotonic() + SECONDS + _LATEST_S + 5
    while ours.board.pos < RATE * SECONDS and time.monotonic() < latest:
        _loop(0.25)
    watch.stop()
    ours.feed.close()
    ours.window.close()
    ours.transport.close()
    held = {key: ours.board.row(key) for key in expected}
    applied = sum(row is not None and row.version == expected[key] for key, row in held.items())
    return watch, applied / len(expected)


class _RivalFeed(QObject):
    """An event at a time: each becomes a signal."""

    came = Signal(object)

    def __init__(self, url: str) -> None:
        super().__init__()
        self.transport = Transport(url, SystemClock())
        self.sent = 0
        self.stopped = False
        self.thread_of = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        cutter = EventCutter()
        try:
            with Client(self.transport).stream(0) as response:
                for piece in response.iter_content(None):
                    for event in cutter.feed(piece):
                        if self.stopped:
                            return
                        if event.name == "changes":
                            self.sent += 1
                            self.came.emit(msgspec.json.decode(event.data, type=Changes))
        except HubUnreachable:
            return


class _Rival(QObject):
    """The model that takes each event as it comes."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.window = RivalWindow(many(CASES), wording(), NOW)
        self.window.proxy.setDynamicSortFilter(True)
        self.window.proxy.sort(COLUMNS.index("remaining"), Qt.SortOrder.AscendingOrder)
        self.taken = 0
        self.feed = _RivalFeed(url)
        self.feed.came.connect(self._take)

    @Slot(object)
    def _take(self, changes: Changes) -> None:
        if not self.feed.stopped:
            self.window.model.take(changes.rows)
            self.taken += 1


def _measure_rival(url: str) -> tuple[_Watch, float]:
    rival = _Rival(url)
    _show(rival.window)
    QApplication.processEvents()
    watch = _Watch(rival.window.edit)
    rival.feed.thread_of.start()
    watch.start()
    start = time.monotonic()
    _loop(RIVAL_SECONDS)
    watch.stop()
    taken, due = rival.taken, RATE * min(SECONDS, time.monotonic() - start)
    rival.feed.stopped = True
    rival.feed.thread_of.join(3)
    rival.feed.transport.close()
    rival.window.close()
    return watch, taken / due


def benches() -> Iterator[Result]:
    """Measure the storm."""
    application = QApplication.instance() or QApplication([])
    with _server() as url:
        ours, applied = _measure_ours(url)
        rival, rival_applied = _measure_rival(url)
    assert application is not None
    name = f"{RIVAL}, sorted dynamically, a signal for each event"
    p95, rival_p95 = (float(np.percentile(watch.gaps, 95)) for watch in (ours, rival))
    yield Result("stream.loop_gap.p95", p95, "ms", name, rival_p95, bar=33.0)
    yield Result("stream.loop_gap.max", max(ours.gaps), "ms", name, max(rival.gaps), bar=150.0)
    yield Result("stream.applied", applied * 100, "%", name, rival_applied * 100, bar=100.0, at_least=True)
    keys, rival_keys = (float(np.percentile(watch.keys, 95)) for watch in (ours, rival))
    yield Result("stream.key.p95", keys, "ms", name, rival_keys)
