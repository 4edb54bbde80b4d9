"""Starting the console as a program, and when its log says that it was painted."""

from __future__ import annotations

import fcntl
import os
import re
import subprocess
import time
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import TYPE_CHECKING

from console.milestones import QUEUE, WINDOW
from services.api import hubfile
from tests.bench.hubs import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

_LINE = re.compile(r"(\S+ \S+) INFO console\.milestones (.+)")
_LATEST_S = 60.0
_LOOK_S = 0.05
SCREENS = ROOT / "tests" / "screens.json"


@contextmanager
def started(command: Sequence[str], folder: Path) -> Iterator[tuple[dict[str, float], int]]:
    """Run a console over a data folder that no hub serves, until it is live; then end both.

    Gives the seconds from the process's start to the first painted window and to the live queue, and the process's id.
    Raises RuntimeError when there is no live queue within a minute.
    """
    log = folder / "console.log"
    log.unlink(missing_ok=True)
    environment = {**os.environ, "QT_QPA_PLATFORM": f"offscreen:configfile={SCREENS}"}
    begun = time.time()
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet) as process:
        try:
            yield _painted(log, begun, process), process.pid
        finally:
            process.terminate()
            process.wait(20)
            _end_hub(folder)


def _painted(log: Path, begun: float, process: subprocess.Popen[bytes]) -> dict[str, float]:
    while time.time() < begun + _LATEST_S and process.poll() is None:
        time.sleep(_LOOK_S)  # rarely enough to leave the processor to those that start
        found = _milestones(log, begun) if log.exists() else {}
        if {WINDOW, QUEUE} <= found.keys():
            return found
    raise RuntimeError(f"no live queue in time: {log.read_text('utf-8') if log.exists() else 'no log'}")


def _milestones(log: Path, begun: float) -> dict[str, float]:
    found = filter(None, map(_LINE.match, log.read_text("utf-8").splitlines()))
    return {line[2]: datetime.strptime(line[1], "%Y-%m-%d %H:%M:%S,%f").timestamp() - begun for line in found}  # noqa: DTZ007 - logs tell local time


def _end_hub(folder: Path) -> None:
    found = hubfile.read(folder)
    if found is not None:
        with suppress(ProcessLookupError):
            os.kill(found.pid, 15)
    until = time.monotonic() + _LATEST_S
    while time.monotonic() < until and _is_locked(folder):
        time.sleep(_LOOK_S)


def _is_locked(folder: Path) -> bool:
    """Tell whether a hub holds the folder still."""
    with (folder / hubfile.LOCK_NAME).open("w", encoding="ascii") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return True
    return False
