"""`huying engine`: the loops as a program of their own, for a district on PostgreSQL; two or more may run."""

from __future__ import annotations

import os
import signal
import socket
import threading
from pathlib import Path
from types import FrameType

from services.engine.channels import make_channels
from services.engine.compose import EngineParts, make_engine
from services.gateway.serve import key_in
from services.hub.programs.common import OK, log_to_stderr, say
from services.hub.programs.site import opened

LOOK_S = 1.0


def run(data_dir: Path, database: str, gateway: str) -> int:
    """Run the loops until a stop signal. Return the exit code. Raises Refusal."""
    log_to_stderr()
    stopping = threading.Event()

    def asked(_signal: int, _frame: FrameType | None) -> None:
        stopping.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked)
    with opened(data_dir, database) as site:
        district, keys = site.district()
        channels = make_channels(gateway, key_in(data_dir), site.clock) if gateway else {}
        parts = EngineParts(name=f"{socket.gethostname()}-{os.getpid()}", data_dir=data_dir, channels=channels)
        engine = make_engine(site.database, district, keys, site.clock, parts)
        engine.start()
        say(f"{district.profile.name}的循环已启动：{parts.name}")
        while not stopping.wait(LOOK_S):
            pass
        engine.stop()
    return OK
