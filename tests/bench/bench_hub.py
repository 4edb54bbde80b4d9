"""Transitions per second through a real hub: 8 clients, rights, audit chain, change log and search columns included.

The hub is a process of its own over SQLite (synchronous FULL) with 1,000,000 cases; each client is a process with one
kept `requests` connection that takes cases from report to close. Clients and hub share this machine's cores. The same
again while a report in another process reads all cases, over and over.
"""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from tests.bench.filled import filled
from tests.bench.hubs import ROOT, client_of, copy_of, hub_on
from tests.bench.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from console.client import Client

CLIENTS = 8
SECONDS = 8.0
CASES, OPEN = 1_000_000, 10_000
_BOARDS = 7


def _started(module: str, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", f"tests.bench.{module}", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _line(process: subprocess.Popen[str]) -> str:
    if process.stdout is None:
        raise RuntimeError("it was started with a pipe")
    return process.stdout.readline()


@contextmanager
def _report(folder: Path) -> Iterator[None]:
    """Let a report read meanwhile."""
    with _started("report_reader", str(folder)) as reader:
        _line(reader)
        try:
            yield
        finally:
            reader.communicate()


def _moved(folder: Path, ids: list[str]) -> list[float]:
    """Let all clients move for the time; return each move's milliseconds."""
    movers = [_started("mover", str(folder), str(SECONDS), *ids[at::CLIENTS]) for at in range(CLIENTS)]
    for mover in movers:
        _line(mover)
    for mover in movers:
        mover.stdin.write("go\n")  # type: ignore[union-attr]  # started with pipes
        mover.stdin.flush()  # type: ignore[union-attr]  # as above
    took = [msgspec.json.decode(_line(mover), type=list[float]) for mover in movers]
    for mover in movers:
        mover.communicate()
    return [move for part in took for move in part]


def _boards(client: Client) -> Iterator[float]:
    for _ in range(_BOARDS):
        before = time.perf_counter()
        client.board()
        yield (time.perf_counter() - before) * 1000


def benches() -> Iterator[Result]:
    """Yield throughput and latency, alone and beside a report; and a board, as a console takes it."""
    with copy_of(filled(CASES, OPEN)) as folder, hub_on(folder) as found:
        client = client_of(found)
        yield Result("hub.board.10000_open", float(np.median([*_boards(client)])), "ms")
        ids = [row.id for row in client.board().rows if row.state == "reported"]
        yield from _results("hub.moves", _moved(folder, ids[::2]), least=300.0, most=60.0)
        with _report(folder):
            beside = _moved(folder, ids[1::2])
        yield from _results("hub.moves.beside_report", beside, least=None, most=120.0)


def _results(name: str, took: list[float], *, least: float | None, most: float) -> Iterator[Result]:
    yield Result(f"{name}.per_s", len(took) / SECONDS, "1/s", bar=least, at_least=True)
    yield Result(f"{name}.p50", float(np.median(took)), "ms")
    yield Result(f"{name}.p99", float(np.percentile(took, 99)), "ms", bar=most)
