"""Process start to the first painted window and to the live queue, the embedded hub included.

A demo district with 1,000,000 cases, 10,000 of them open, warm (a start before the measured ones). The figures are
those of the console's own log, counted from before its process was made. And `make run` on the small demo, once more.
"""

from __future__ import annotations

import sys
from statistics import median
from typing import TYPE_CHECKING

from console.milestones import QUEUE, WINDOW
from tests.bench.filled import filled
from tests.bench.hubs import ROOT
from tests.bench.result import Result
from tests.bench.starts import started

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

CASES, OPEN = 1_000_000, 10_000
STARTS = 5
_SIZE = ("--size", "1920x1080")


def _starts(command: Sequence[str], folder: Path) -> dict[str, float]:
    """Return the medians of several starts, after one that warms the caches."""
    found: list[dict[str, float]] = []
    for _ in range(STARTS + 1):
        with started(command, folder) as (painted, _):
            found.append(painted)
    return {name: median(one[name] for one in found[1:]) for name in (WINDOW, QUEUE)}


def benches() -> Iterator[Result]:
    """Yield the times of the console over the large district, and of `make run`."""
    folder = filled(CASES, OPEN)
    console = [sys.executable, "-m", "services.cli", "--demo", "--data-dir", str(folder), *_SIZE]
    painted = _starts(console, folder)
    yield Result("start.window", painted[WINDOW], "s", bar=1.0)
    yield Result("start.live_queue", painted[QUEUE], "s", bar=2.5)
    small = filled(2_000, 1_500)
    program = str(ROOT / ".dev" / "run.py")  # what `make run` runs, with its checks and the virtual display
    painted = _starts([sys.executable, program, "--demo", "--data-dir", str(small), *_SIZE], small)
    yield Result("start.make_run.second", painted[QUEUE], "s", bar=3.0)
