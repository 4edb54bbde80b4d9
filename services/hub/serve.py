"""Runs the hub's application: on a free port of 127.0.0.1 for a data folder, or on a given address for a district.

An embedded hub holds a lock on its data folder, so that a second start finds the first instead of opening the file
twice, and tells where it listens in the hub file. On a stop signal the event streams end themselves first, so that
the hub is down within three seconds.
"""

from __future__ import annotations

import fcntl
import signal
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any, TextIO

import uvicorn

from services.api import hubfile
from services.hub.broadcast import Broadcast

GRACE_S = 2


class FolderTaken(Exception):
    """Another hub already serves the data folder."""


class FolderLock:
    """Holds a data folder for one hub, for as long as the process lives."""

    def __init__(self, data_dir: Path) -> None:
        self._path = data_dir / hubfile.LOCK_NAME
        self._stream: TextIO | None = None

    def take(self) -> None:
        """Take the folder. Raises FolderTaken when another process has it."""
        stream = self._path.open("w", encoding="ascii")
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            stream.close()
            raise FolderTaken(str(self._path.parent)) from error
        self._stream = stream

    def release(self) -> None:
        """Let the folder go."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None


class _Server(uvicorn.Server):
    """A server that ends its event streams before it waits for connections to finish."""

    def __init__(self, config: uvicorn.Config, broadcast: Broadcast, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._broadcast = broadcast
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start to listen, then say so."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End the streams, then stop; a second interrupt does not wait for open answers.

        The signal is not raised anew afterwards, as the library would: the database is closed and the folder let go.
        """
        self._broadcast.stop()
        if self.should_exit and sig == signal.SIGINT:
            self.force_exit = True
        self.should_exit = True


def listen(host: str, port: int) -> socket.socket:
    """Return a bound socket; port 0 takes a free one. Raises OSError when the address cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    sock = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # named: else asyncio leaves Nagle on
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind((host, port))
    except OSError:
        sock.close()
        raise
    return sock


def run(app: Any, broadcast: Broadcast, sock: socket.socket, *, ready: Callable[[], None], stop_at: Stopper) -> None:  # noqa: ANN401 - an ASGI application has no narrower type
    """Serve until a stop signal or until `stop_at` is told to stop; returns when everything has ended."""
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=GRACE_S,
        timeout_keep_alive=30,
        h11_max_incomplete_event_size=64 * 1024,
        server_header=False,
        lifespan="on",
        http="h11",
        ws="none",
        loop="asyncio",
    )
    server = _Server(config, broadcast, ready)
    stop_at.attach(server, broadcast)
    server.run(sockets=[sock])


class Stopper:
    """Lets a route ask the server to stop, as a signal would."""

    def __init__(self) -> None:
        self._server: uvicorn.Server | None = None
        self._broadcast: Broadcast | None = None

    def attach(self, server: uvicorn.Server, broadcast: Broadcast) -> None:
        """Say which server to stop."""
        self._server, self._broadcast = server, broadcast

    def stop(self) -> None:
        """End the streams and stop the server."""
        if self._broadcast is not None:
            self._broadcast.stop()
        if self._server is not None:
            self._server.should_exit = True


def prepare_folder(data_dir: Path) -> None:
    """Make the data folder, readable by its owner only."""
    data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    data_dir.chmod(0o700)
