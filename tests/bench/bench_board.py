"""20,000 open cases: a keystroke in the filter and a sort by remaining time, each with its repaint.

The board in the real queue view beside QSortFilterProxyModel over a dict-row model (all columns, default delegate) in a
window of the same size with the same keys; and, without a bar, beside the fastest honest proxy.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from console.board import Board, prepare
from console.figures_numpy import day_start
from console.palette import PaletteIndex
from services.api.board import Board as BoardMessage
from services.api.district import UnitRow
from services.domain.modes import Mode
from tests.bench.our_queue import SIZE, OurWindow, type_key
from tests.bench.result import Result
from tests.bench.rival_queue import COLUMNS, RivalWindow
from tests.console.made import NOW, many, units, wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

CASES = 20_000
WORDS = ("石碁镇", "积水", "番禺大道", "20251124", "0199", "水务局", "路灯 市桥", "第12处")
RIVAL_WORDS = ("石碁镇",)
RIVAL = "QSortFilterProxyModel over a dict-row model, all columns, default delegate"
FAST = "fastest honest proxy: filter and order in Python over prepared values"


def _keys(words: Iterable[str]) -> list[str]:
    """Return what is typed: each word letter by letter, then taken back."""
    return [key for word in words for key in (*word, *("\b" * len(word)))]


def _shown(window: OurWindow | RivalWindow) -> None:
    window.resize(*SIZE)
    window.show()
    window.edit.setFocus()
    for _ in range(3):
        QApplication.processEvents()
        window.viewport.repaint()


def _typed(window: OurWindow | RivalWindow, words: Iterable[str]) -> list[float]:
    """Return the milliseconds of each key, repaint included."""
    took = []
    for key in _keys(words):
        start = time.perf_counter()
        type_key(window.edit, key)
        window.viewport.repaint()
        took.append((time.perf_counter() - start) * 1000)
        QApplication.processEvents()
    return took


def _once(call: object, window: OurWindow | RivalWindow) -> float:
    start = time.perf_counter()
    call()  # type: ignore[operator]  # a sort of either window
    window.viewport.repaint()
    took = (time.perf_counter() - start) * 1000
    QApplication.processEvents()
    return took


def _our_sorts(window: OurWindow) -> list[float]:
    took = []
    for _ in range(7):
        window.view.set_sort("title")
        QApplication.processEvents()
        took.append(_once(lambda: window.view.set_sort("remaining"), window))
    return took


def _rival_sort(window: RivalWindow) -> float:
    column = COLUMNS.index("remaining")
    return _once(lambda: window.proxy.sort(column, Qt.SortOrder.AscendingOrder), window)


def _others(board: Board) -> Iterator[Result]:
    start = time.perf_counter()
    board.revision += 1  # nothing kept from before
    board.figures(Mode.EXERCISE, NOW, day_start(NOW, wording().zone))
    yield Result("board.figures", (time.perf_counter() - start) * 1000, "ms")
    many_units = [
        UnitRow(f"u{at}", f"u{at}", f"第{at}社区网格{at % 37}", "area", None, None, "", None, None, f"d{at}sqwg")
        for at in range(2_300)
    ]
    index = PaletteIndex(board.rows(), [*units(), *many_units], ())
    took = []
    for text in ("1", "0199", "石碁", "sq", "d12", "番禺大道中"):
        start = time.perf_counter()
        index.rank(text)
        took.append((time.perf_counter() - start) * 1000)
    yield Result("palette.keystroke.max", max(took), "ms", bar=10.0)


def benches() -> Iterator[Result]:
    """Measure filter and sort."""
    application = QApplication.instance() or QApplication([])
    words, rows = wording(), many(CASES)
    message = BoardMessage(pos=1, now=NOW, total=CASES, rows=tuple(rows))
    board = Board(words.row_text)
    start = time.perf_counter()
    prepared = prepare(message, words.row_text)
    made_ms = (time.perf_counter() - start) * 1000
    board.take(prepared)
    ours = OurWindow(board, words, NOW)
    _shown(ours)
    ours_keys = _typed(ours, WORDS)
    our_sorts = _our_sorts(ours)
    ours.close()

    rival = RivalWindow(rows, words, NOW)
    _shown(rival)
    rival_keys = _typed(rival, RIVAL_WORDS)
    rival_sort = _rival_sort(rival)
    rival.close()

    fast = RivalWindow(rows, words, NOW, fast=True)
    _shown(fast)
    fast_keys = _typed(fast, RIVAL_WORDS)
    fast_sort = _rival_sort(fast)
    fast.close()
    assert application is not None

    mine, theirs = float(np.percentile(ours_keys, 95)), float(np.percentile(rival_keys, 95))
    yield Result("board.filter.key.p95", mine, "ms", RIVAL, theirs, bar=30.0, ratio_bar=10.0)
    yield Result("board.filter.key.p95.fast", mine, "ms", FAST, float(np.percentile(fast_keys, 95)))
    sort = float(np.median(our_sorts))
    yield Result("board.sort.remaining", sort, "ms", RIVAL, rival_sort, bar=40.0, ratio_bar=50.0)
    yield Result("board.sort.remaining.fast", sort, "ms", FAST, fast_sort)
    yield Result("board.prepare", made_ms, "ms")
    yield from _others(board)
