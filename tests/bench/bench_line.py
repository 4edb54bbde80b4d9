"""From a key press to what is shown, here and at another console; the rival takes the board once a second.

Hub, console and the other console are processes of their own, over 10,000 open cases. Space and Shift+Space (claim and
release) are pressed on cases at the top of the queue; shown means painted in the version that the hub committed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.bench.filled import filled
from tests.bench.hubs import ROOT, copy_of, hub_on
from tests.bench.result import Result
from tests.bench.seat import Seat

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CASES, OPEN = 20_000, 10_000
PRESSES, RIVAL_PRESSES = 80, 24
AT_TOP = 10
RIVAL = "the whole board once a second"
_BETWEEN_S = 0.12
_LATEST_S = 5.0
Seen = dict[tuple[str, int], float]


@contextmanager
def _other(module: str, folder: Path) -> Iterator[tuple[subprocess.Popen[str], Seen]]:
    """Run another client; when the block ends, the dict holds when it had which version of which case."""
    command = [sys.executable, "-m", f"tests.bench.{module}", str(folder)]
    seen: Seen = {}
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        if process.stdout is None or process.stdout.readline() != "live\n":
            raise RuntimeError(f"{module} did not become live")
        yield process, seen
        for line in process.communicate()[0].splitlines():
            at, versions = msgspec.json.decode(line, type=tuple[float, dict[str, int]])
            for case_id, version in versions.items():
                seen.setdefault((case_id, version), at)


class _Hand:
    """Presses keys at a seat and notes when, and when the outcome was painted there."""

    def __init__(self, seat: Seat) -> None:
        self.pressed: Seen = {}
        self.shown: Seen = {}
        self._seat = seat
        seat.shown.painted.connect(self._on_painted)
        self._ids = [str(key) for key in seat.page.queue.queue.visible_keys()[:AT_TOP]]

    def _on_painted(self, at: float, versions: dict[str, int]) -> None:
        for case_id, version in versions.items():
            self.shown.setdefault((case_id, version), at)

    def press(self, times: int) -> None:
        """Claim and release cases at the top of the queue, one after another."""
        seat = self._seat
        for turn in range(times):
            case_id = self._ids[turn // 2 % len(self._ids)]
            if turn % 2 == 0:
                seat.page.open_case(case_id)
                seat.wait(_BETWEEN_S * 2)
            row = seat.desk.board.row(case_id)
            if row is None:
                raise RuntimeError("a case left the queue")
            free = row.claimed_by is None
            modifier = Qt.KeyboardModifier.NoModifier if free else Qt.KeyboardModifier.ShiftModifier
            self.pressed[case_id, row.version + 1] = time.monotonic()
            QTest.keyClick(seat.page.queue.queue, Qt.Key.Key_Space, modifier)
            seat.wait(_BETWEEN_S)

    def took(self, seen: Seen) -> list[float]:
        """Return the milliseconds from each press to its version, or to a later one that was seen instead of it.

        Raises ValueError for a press that was never seen.
        """
        return [
            (min(when for (key, seen_version), when in seen.items() if key == case_id and seen_version >= version) - at)
            * 1000
            for (case_id, version), at in self.pressed.items()
        ]


def benches() -> Iterator[Result]:
    """Measure both ways."""
    with copy_of(filled(CASES, OPEN)) as folder, hub_on(folder):
        seat = Seat(folder)
        hand = _Hand(seat)
        with _other("seat", folder) as (_, elsewhere):
            seat.window.activateWindow()
            hand.press(PRESSES)
            seat.wait(0.5)
        here, there = hand.took(hand.shown), hand.took(elsewhere)
        hand.pressed.clear()
        with _other("board_poller", folder) as (_, polled):
            hand.press(RIVAL_PRESSES)
            seat.wait(2.0)
        rival = hand.took(polled)
        seat.close()
    yield Result("line.key_to_shown.p95", float(np.percentile(here, 95)), "ms", bar=50.0)
    yield Result("line.key_to_shown.p50", float(np.median(here)), "ms")
    far, slow = float(np.percentile(there, 95)), float(np.percentile(rival, 95))
    yield Result("line.key_to_other_console.p95", far, "ms", RIVAL, slow, bar=150.0)
    yield Result("line.key_to_other_console.p50", float(np.median(there)), "ms", RIVAL, float(np.median(rival)))
