"""Scrolling the queue of 20,000 cases at 1920×1080, beside a QTableView over dicts in the same run."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from tests.bench.queue_cases import MINUTE_MS, NOW_MS, CaseRows, make_cases
from tests.bench.queue_table import Table
from tests.bench.result import Result
from widgets.qss import apply_theme
from widgets.queue import QueueView
from widgets.queue.strip import ROW_HEIGHT
from widgets.theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QAbstractScrollArea

ROWS = 20_000
ROOT = Path(__file__).parents[2]
RIVAL = "QTableView, default delegate, QSortFilterProxyModel over dict rows"


def p95(samples: list[float]) -> float:
    """Return the 95th percentile."""
    return sorted(samples)[int(len(samples) * 0.95)]


def timed(act: Callable[[], object], times: int) -> list[float]:
    """Return how long each call took, in milliseconds."""
    taken = []
    for _ in range(times):
        before = time.perf_counter()
        act()
        taken.append((time.perf_counter() - before) * 1000)
    return taken


def scroll(view: QAbstractScrollArea, step: int) -> Callable[[], None]:
    """Return what moves a view down by ``step`` of its scroll bar and waits for the paint."""
    bar = view.verticalScrollBar()

    def move() -> None:
        bar.setValue(bar.value() + step)
        view.viewport().repaint()

    return move


def benches() -> Iterator[Result]:
    """Yield scrolling by a row, by a page, and the clocks of a page ticking."""
    os.environ.setdefault("QT_QPA_PLATFORM", f"offscreen:configfile={ROOT / 'tests' / 'screens.json'}")
    app = QApplication.instance() or QApplication([])
    if not isinstance(app, QApplication):
        raise TypeError("scrolling needs a QApplication")
    apply_theme(app, load_theme(ROOT / "resources" / "themes" / "dark.toml", ROOT / "resources" / "icons"))
    cases = make_cases(ROWS)
    view = QueueView(load_theme(ROOT / "resources" / "themes" / "dark.toml", ROOT / "resources" / "icons"))
    view.resize(1920, 1080)
    view.tick(NOW_MS)
    view.set_rows(CaseRows(cases))
    view.show()
    table = Table(cases)
    app.processEvents()
    for warm in (scroll(view, ROW_HEIGHT), scroll(table.view, 1)):
        timed(warm, 5)
    page = view.verticalScrollBar().pageStep()
    rows_per_page = page // ROW_HEIGHT
    for name, own, rival, times, bar in (
        ("queue scroll one row p95", ROW_HEIGHT, 1, 200, 8.0),
        ("queue scroll one page p95", page, rows_per_page, 60, 30.0),
    ):
        mine, theirs = p95(timed(scroll(view, own), times)), p95(timed(scroll(table.view, rival), times // 4))
        yield Result(name, mine, "ms", RIVAL, theirs, bar=bar)
    ticks = iter(range(1, 100))

    def tick() -> None:
        view.tick(NOW_MS + next(ticks) * MINUTE_MS)
        app.processEvents()

    yield Result("queue clocks of a page, minute tick p95", p95(timed(tick, 40)), "ms")
    table.close()
    view.close()
    view.deleteLater()
    app.processEvents()
