"""The rival of the event stream: a client that takes the whole board once a second.

python -m tests.bench.board_poller FOLDER    says "live"; then, for every board with changed cases, a line of JSON like
those of `tests.bench.seat`
"""

from __future__ import annotations

import sys
import threading
import time
from pathlib import Path

import msgspec

from services.api import hubfile
from tests.bench.hubs import client_of

EVERY_S = 1.0


def main(folder: Path) -> None:
    """Poll until standard input is closed."""
    found = hubfile.read(folder)
    if found is None:
        raise RuntimeError("no hub in this folder")
    client, ended = client_of(found), threading.Event()
    threading.Thread(target=_wait_for_end, args=(ended,), daemon=True).start()
    known = {row.id: row.version for row in client.board().rows}
    sys.stdout.write("live\n")
    sys.stdout.flush()
    while not ended.wait(EVERY_S):
        new = {row.id: row.version for row in client.board().rows}
        changed = {key: version for key, version in new.items() if known.get(key) != version}
        known = new
        if changed:
            sys.stdout.write(msgspec.json.encode((time.monotonic(), changed)).decode() + "\n")
            sys.stdout.flush()


def _wait_for_end(ended: threading.Event) -> None:
    sys.stdin.read()
    ended.set()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
