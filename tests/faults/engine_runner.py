"""A program that makes engines at once: it has loaded everything, and each line it reads forks an engine of its own.

python -m tests.faults.engine_runner DATABASE_URL DATA_DIR: "start NAME" on its input starts one and prints its process
id. The end of the input ends it and every engine.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from pathlib import Path

from services.desk.district import load_district
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from services.engine.compose import EngineParts, make_engine
from services.store.database import open_database
from services.store.problems import StoreProblem
from tests.fixtures.desks import KEYS


def engine(url: str, folder: Path, name: str) -> None:
    """Run the loops as `huying engine` does, until killed."""
    clock = SystemClock()
    database = open_database(url, clock, ids=TimeIds(clock), migrate=False)
    made = make_engine(
        database, load_district(database, KEYS), KEYS, clock, EngineParts(name=name, data_dir=folder, channels={})
    )
    made.start()
    threading.Event().wait()


def keep(url: str, folder: Path, name: str) -> None:
    """Run an engine; one that finds no database at its start is started again, as a service is."""
    while True:
        try:
            engine(url, folder, name)
        except StoreProblem:
            traceback.print_exc()
            threading.Event().wait(0.2)


def main(url: str, folder: Path) -> None:
    """Fork an engine for each line of the input."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed ones need no undertaker
    running: list[int] = []
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            try:
                keep(url, folder, line.split()[1])
            except BaseException:  # noqa: BLE001 - told, then the process ends
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(1)
        running.append(pid)
        sys.stdout.write(f"{pid}\n")
        sys.stdout.flush()
    for pid in running:
        try:
            os.kill(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
