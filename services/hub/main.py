"""Running a hub as a program: embedded in a data folder, or listening for a district."""

from __future__ import annotations

import gc
import logging
import os
from logging.handlers import RotatingFileHandler
from typing import TYPE_CHECKING

from services.api import hubfile
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from services.domain.problems import Refusal
from services.hub import serve
from services.hub.compose import Hub, open_hub
from services.hub.gate import App, Gate
from services.hub.version import VERSION

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable
    from pathlib import Path

    from services.hub.settings import HubSettings

logger = logging.getLogger(__name__)

LOG_BYTES = 1_000_000
LOG_FILES = 3


def log_to(path: Path) -> None:
    """Send the program's own messages to a file (0600) that is turned over before it grows large."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    os.close(descriptor)
    handler = RotatingFileHandler(path, maxBytes=LOG_BYTES, backupCount=LOG_FILES, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    logging.getLogger("alembic").setLevel(logging.WARNING)


def inner_of(hub: Hub) -> Callable[[], App]:
    """Return how the inner application is made; what it needs is imported only then."""

    def build() -> App:
        try:
            from services.hub.app import build as make  # noqa: PLC0415 - after /health answers

            return make(hub)
        except Refusal as refusal:
            logger.warning("the hub cannot serve: %s", refusal.problem.sentence)
            raise
        except Exception:
            logger.exception("the hub could not be put together")
            raise

    return build


def then_collecting(build: Callable[[], App]) -> Callable[[], App]:
    """Return `build` for a program that was loaded without looking for garbage: afterwards it is looked for again.

    What a start loads stays for good. It is set aside, and no later look goes through it.
    """

    def built() -> App:
        try:
            return build()
        finally:
            gc.freeze()
            gc.enable()

    return built


def run_embedded(options: HubSettings, clock: SystemClock) -> None:
    """Serve a data folder on a free port of 127.0.0.1 until told to stop. Raises FolderTaken, Refusal, OSError."""
    serve.prepare_folder(options.data_dir)
    lock = serve.FolderLock(options.data_dir)
    lock.take()
    try:
        log_to(options.data_dir / hubfile.LOG_NAME)
        sock = serve.listen("127.0.0.1", 0)
        found = hubfile.HubFile(
            pid=os.getpid(),
            port=sock.getsockname()[1],
            key=options.embedded_key,
            version=VERSION,
            started_at=clock.now(),
        )
        _serve(options, clock, sock, lambda: hubfile.write(options.data_dir, found))
    finally:
        hubfile.remove(options.data_dir, os.getpid())
        lock.release()


def run_listening(options: HubSettings, clock: SystemClock, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serve on an address until told to stop; `ready` is told the address. Raises Refusal, OSError."""
    sock = serve.listen(host, port)
    name = f"[{host}]" if ":" in host else host
    _serve(options, clock, sock, lambda: ready(f"http://{name}:{sock.getsockname()[1]}"))


def _serve(options: HubSettings, clock: SystemClock, sock: socket.socket, ready: Callable[[], None]) -> None:
    hub = open_hub(options, clock, TimeIds(clock))
    try:
        hub.note("hub.start", {"version": VERSION})
        serve.run(Gate(hub, then_collecting(inner_of(hub))), hub.broadcast, sock, ready=ready, stop_at=hub.stopper)
        hub.note("hub.end", {"version": VERSION})
    finally:
        hub.close()
        sock.close()
