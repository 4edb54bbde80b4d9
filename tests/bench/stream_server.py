"""A stub hub in a process of its own: a board of open cases, then so many changes a second, one event each.

python -m tests.bench.stream_server CASES RATE SECONDS    prints its port, serves until its input is closed
"""

from __future__ import annotations

import random
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import msgspec

from services.api.board import Board, BoardRow, Changes
from tests.console.made import NOW, changed, many

if TYPE_CHECKING:
    from collections.abc import Iterator

NEW_SHARE = 0.3


def storm(rows: list[BoardRow], count: int) -> Iterator[BoardRow]:
    """Yield the changed and new rows of a storm, the same on every run."""
    dice = random.Random(11)
    known = list(rows)
    fresh = many(count, seed=12, first=len(rows))
    for at in range(count):
        if dice.random() < NEW_SHARE:
            known.append(fresh[at])
            yield fresh[at]
        else:
            place = dice.randrange(len(known))
            due = NOW + dice.randrange(-3_600_000, 86_400_000)
            known[place] = changed(known[place], due_at=due, title=f"{known[place].title[:20]}改{at}")
            yield known[place]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    board: bytes
    events: list[bytes]
    rate: float

    def log_message(self, *_args: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer the board, or send the storm."""
        if self.path.startswith("/board"):
            self.send_response(200)
            self.send_header("Content-Length", str(len(self.board)))
            self.end_headers()
            self.wfile.write(self.board)
            return
        self.close_connection = True
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        start = time.monotonic()
        try:
            for at, event in enumerate(self.events):
                ahead = start + at / self.rate - time.monotonic()
                if ahead > 0:
                    time.sleep(ahead)
                self.wfile.write(b"%x\r\n%s\r\n" % (len(event), event))
            while True:
                time.sleep(1)
                beat = b'event: beat\ndata: {"pos":0,"now":%d}\n\n' % NOW
                self.wfile.write(b"%x\r\n%s\r\n" % (len(beat), beat))
        except OSError:
            return


def main(cases: int, rate: float, seconds: float) -> None:
    """Serve until standard input is closed."""
    rows = many(cases)
    _Handler.board = msgspec.json.encode(Board(pos=0, now=NOW, total=cases, rows=tuple(rows)))
    _Handler.rate = rate
    _Handler.events = [
        b"event: changes\nid: %d\ndata: %s\n\n"
        % (at, msgspec.json.encode(Changes(pos=at, now=NOW, rows=(row,), commands=(f"k{at}",))))
        for at, row in enumerate(storm(rows, round(rate * seconds)), 1)
    ]
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(server.server_address[1], flush=True)
    sys.stdin.read()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]))
