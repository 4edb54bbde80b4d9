"""Starting the hub of a data folder: as a process that outlives the console, and before the console has loaded itself.

Imports nothing heavy: it runs before Qt and the HTTP library are loaded.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from services.api import hubfile

logger = logging.getLogger(__name__)


class Process(Protocol):
    """What is needed of a started process."""

    def poll(self) -> int | None:
        """Return its exit code, or None while it runs."""
        ...


Spawn = Callable[[Sequence[str], Path], Process]
"""Starts a command in the background with its output going to a log file."""


def spawn(command: Sequence[str], log: Path) -> Process:
    """Start a command that outlives this process, in a session of its own, its output in a fresh `log`."""
    descriptor = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        process = subprocess.Popen(  # noqa: S603 - the command is our own program with our own options
            list(command), stdin=subprocess.DEVNULL, stdout=descriptor, stderr=descriptor, start_new_session=True
        )
    finally:
        os.close(descriptor)
    # It outlives whoever asked for it here; somebody has to be told of its end, or it stays on as a zombie.
    threading.Thread(target=process.wait, name="hub-process", daemon=True).start()
    return process


def hub_command(data_dir: Path, options: Sequence[str]) -> tuple[str, ...]:
    """Return the command that runs the hub of a data folder."""
    return (sys.executable, "-m", "services.cli", "hub", "--embedded", "--data-dir", str(data_dir), *options)


class HeadStart:
    """Starts the folder's hub at once, so that it loads beside the console instead of after it.

    It is a `Spawn`: whoever asks for the hub's process first gets the one that was begun. A hub file that is there
    already means a hub that runs, or one that was killed: to tell these apart takes a question, which comes later.
    """

    def __init__(self, data_dir: Path, options: Sequence[str], start: Spawn = spawn) -> None:
        self._data_dir = data_dir
        self.options = tuple(options)
        self._start = start
        self._begun: Process | None = None

    def begin(self) -> None:
        """Start the hub unless there seems to be one. A fault here is left to whoever needs the hub."""
        if hubfile.read(self._data_dir) is not None:
            return
        try:
            command = hub_command(self._data_dir, self.options)
            self._begun = self._start(command, self._data_dir / hubfile.START_LOG_NAME)
        except OSError as error:
            logger.info("the hub has no head start: %s", error)

    def __call__(self, command: Sequence[str], log: Path) -> Process:
        """Return the process that was begun, once; else start one."""
        begun, self._begun = self._begun, None
        return begun if begun is not None else self._start(command, log)
