"""The file by which an embedded hub is found: it belongs to the data folder, not to a window.

`hub.json` (mode 0600, in a folder of mode 0700) holds the process id, the port on 127.0.0.1 and a one-time key that
every request must carry in the header `X-Huying-Hub`, so that no other user of the machine can speak to it.
"""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from services.domain.clock import Instant

KEY_HEADER = "X-Huying-Hub"
NAME = "hub.json"
LOCK_NAME = "hub.lock"
LOG_NAME = "hub.log"
START_LOG_NAME = "hub-start.log"
"""What a hub says before its own log is open, and its last words when it fails; begun anew at each start."""


class HubFile(msgspec.Struct, frozen=True, kw_only=True):
    """Where the folder's hub listens. `started_at` tells a new hub from an old one with the same process id."""

    pid: int
    port: int
    key: str
    version: str
    started_at: Instant

    @property
    def url(self) -> str:
        """The hub's base address."""
        return f"http://127.0.0.1:{self.port}"


class EmbeddedState(msgspec.Struct, frozen=True, kw_only=True):
    """What a folder's hub is busy with: open consoles, timers armed, messages not yet sent, alerts in force."""

    consoles: int
    timers: int
    unsent: int
    alerts: int

    @property
    def idle(self) -> bool:
        """Whether nothing would be missed if the hub stopped now."""
        return not (self.timers or self.unsent or self.alerts)


def read(data_dir: Path) -> HubFile | None:
    """Return the folder's hub file, or None when there is none or it cannot be read whole."""
    try:
        return msgspec.json.decode((data_dir / NAME).read_bytes(), type=HubFile)
    except (OSError, msgspec.DecodeError):
        return None


def write(data_dir: Path, hub: HubFile) -> None:
    """Write the hub file, readable by its owner only; a reader sees the old one or the new one, never a part."""
    temporary = data_dir / f"{NAME}.{hub.pid}"
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(msgspec.json.encode(hub))
    temporary.replace(data_dir / NAME)


def remove(data_dir: Path, pid: int) -> None:
    """Remove the hub file if it is still that process's own."""
    current = read(data_dir)
    if current is not None and current.pid == pid:
        (data_dir / NAME).unlink(missing_ok=True)
