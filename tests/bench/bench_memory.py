"""What a console holds after a minute on the Operations page with 20,000 open cases: PSS, as Linux counts it.

The console alone, without its hub; the map's helper process is counted with it and shown apart. PSS shares out what
several processes have in common. HUYING_BENCH_MEMORY_S makes the minute shorter, for a look in between.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

import psutil

from tests.bench.filled import filled
from tests.bench.result import Result
from tests.bench.starts import started

if TYPE_CHECKING:
    from collections.abc import Iterator

CASES, OPEN = 40_000, 20_000
SECONDS = float(os.environ.get("HUYING_BENCH_MEMORY_S", "60"))
_MB = 1_000_000


def _pss(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss) / _MB


def _is_hub(process: psutil.Process) -> bool:
    return "hub" in process.cmdline()


def benches() -> Iterator[Result]:
    """Yield the memory of console and helper together, and of the helper alone."""
    folder = filled(CASES, OPEN)
    command = [sys.executable, "-m", "services.cli", "--demo", "--data-dir", str(folder), "--size", "1920x1080"]
    with started(command, folder) as (_, pid):
        time.sleep(SECONDS)
        console = psutil.Process(pid)
        helpers = sum(_pss(child) for child in console.children(recursive=True) if not _is_hub(child))
        whole = _pss(console) + helpers
    yield Result("memory.console", whole, "MB", bar=350.0)
    yield Result("memory.console.map_helper", helpers, "MB")
