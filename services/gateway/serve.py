"""Starting the demo receiver as a program of its own, on this machine only."""

from __future__ import annotations

import ipaddress
import logging
import os
import secrets
import socket
import time
from typing import TYPE_CHECKING

import uvicorn

from services.gateway.app import GatewaySettings, build

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KEY_FILE = "gateway.key"
JOURNAL_FILE = "gateway.jsonl"
_LOG = logging.getLogger(__name__)


def key_in(data_dir: Path) -> str:
    """Return the exercise key kept in a data folder; the first call makes it, readable by its owner only.

    The hub on the same machine reads the same file to load its exercise channel.
    """
    path = data_dir / KEY_FILE
    data_dir.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    key = secrets.token_urlsafe(32)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key)
    return key


def run(
    host: str,
    port: int,
    data_dir: Path | None,
    *,
    key: str | None = None,
    announce: Callable[[str], None] = _LOG.warning,
) -> None:
    """Serve until interrupted. Port 0 takes a free one; `announce` gets the page's address as soon as it answers.

    Without a data folder nothing is kept and the key, unless given, is made anew and announced. Raises ValueError for a
    host that is not this machine: the page has no login.
    """
    if not ipaddress.ip_address(host).is_loopback:
        raise ValueError(f"the demo gateway serves this machine only; use 127.0.0.1, not {host}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        port = listener.getsockname()[1]
        name = f"[{host}]" if ":" in host else host
        chosen = key or (key_in(data_dir) if data_dir else secrets.token_urlsafe(32))
        settings = GatewaySettings(
            key=chosen,
            hosts=(f"{name}:{port}", f"localhost:{port}"),
            journal=data_dir / JOURNAL_FILE if data_dir else None,
        )
        app = build(settings, lambda: time.time_ns() // 1_000_000)
        config = uvicorn.Config(app, log_level="warning", access_log=False, timeout_graceful_shutdown=2)
        listener.listen(512)
        announce(f"http://{name}:{port}/")
        if key is None and data_dir is None:
            announce(f"key: {chosen}")
        uvicorn.Server(config).run(sockets=[listener])
