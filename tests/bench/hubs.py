"""A hub as a process of its own over a data folder, and a seat at it, for the measurements."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from console.client import Client
from console.transport import Transport
from services.api import hubfile
from services.domain.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
_START_S = 60.0


@contextmanager
def copy_of(folder: Path) -> Iterator[Path]:
    """Lend a copy of a data folder to write to."""
    copy = folder.with_name(f"{folder.name}-copy")
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    try:
        yield copy
    finally:
        shutil.rmtree(copy, ignore_errors=True)


@contextmanager
def hub_on(folder: Path) -> Iterator[hubfile.HubFile]:
    """Run a demo hub with its engine over a folder, loaded and warm; it is told to stop at the end."""
    (folder / hubfile.NAME).unlink(missing_ok=True)
    command = [sys.executable, "-m", "services.cli", "hub", "--embedded", "--demo", "--data-dir", str(folder)]
    with (folder / "bench.log").open("wb") as log, subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=log) as hub:
        try:
            yield _found(folder, hub)
        finally:
            hub.terminate()
            hub.wait(10)


def _found(folder: Path, hub: subprocess.Popen[bytes]) -> hubfile.HubFile:
    until = time.monotonic() + _START_S
    while time.monotonic() < until and hub.poll() is None:
        found = hubfile.read(folder)
        if found is not None and found.pid == hub.pid:
            client_of(found).board()
            return found
        time.sleep(0.02)
    raise RuntimeError((folder / "bench.log").read_text("utf-8"))


def client_of(found: hubfile.HubFile) -> Client:
    """Return a signed-in client of a demo hub."""
    client = Client(Transport(found.url, SystemClock(), headers={hubfile.KEY_HEADER: found.key}))
    client.sign_in_demo()
    return client
