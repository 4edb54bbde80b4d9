"""A stand-in hub for what a real one does not do on demand: stall, break off, answer nonsense. Real HTTP."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, TypeVar
from urllib.parse import parse_qs, urlsplit

import msgspec

from services.api.board import Beat, Board, Changes
from tests.console.made import NOW

T = TypeVar("T")


def aside(call: Callable[[], T]) -> T:
    """Run a call on a thread of its own, as the console does with everything that may wait."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(call).result()


Reply = tuple[int, bytes]
Handler = Callable[[bytes], Reply | None]
"""Gets the body; returns status and body, or None to break the connection off."""


class StubHub:
    """Answers by a table (method, path) → handler; `/stream` is fed by `send`."""

    def __init__(self) -> None:
        self.routes: dict[tuple[str, str], Handler] = {}
        self.seen: list[tuple[str, str]] = []
        self.after: list[int] = []
        self.headers: list[dict[str, str]] = []
        self.board = Board(pos=10, now=NOW, total=0, rows=())
        self.streams: list[queue.SimpleQueue[bytes | None]] = []
        self.opened = threading.Event()
        stub = self

        class _Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_args: object) -> None:
                return

            def do_GET(self) -> None:
                stub._serve(self)

            do_POST = do_PUT = do_DELETE = do_GET  # noqa: N815 - likewise

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), name="stub-hub")
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def on(self, method: str, path: str, handler: Handler) -> None:
        self.routes[method, path] = handler

    def answer(self, method: str, path: str, value: Any, status: int = 200) -> None:  # noqa: ANN401 - any message
        body = msgspec.json.encode(value)
        self.on(method, path, lambda _body: (status, body))

    def send(self, name: str, value: Any) -> None:  # noqa: ANN401 - any message
        data = b"event: " + name.encode() + b"\ndata: " + msgspec.json.encode(value) + b"\n\n"
        self.send_bytes(data)

    def send_bytes(self, data: bytes) -> None:
        for stream in list(self.streams):
            stream.put(data)

    def changes(self, changes: Changes) -> None:
        self.send("changes", changes)

    def beat(self, pos: int = 10, now: int = NOW) -> None:
        self.send("beat", Beat(pos=pos, now=now))

    def cut(self) -> None:
        """Break off every stream in the middle."""
        streams, self.streams = self.streams, []
        self.opened.clear()
        for stream in streams:
            stream.put(None)

    def close(self) -> None:
        self.cut()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _serve(self, handler: BaseHTTPRequestHandler) -> None:
        parts = urlsplit(handler.path)
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0))
        self.seen.append((handler.command, parts.path))
        self.headers.append(dict(handler.headers.items()))
        found = self.routes.get((handler.command, parts.path))
        if found is not None:
            self._reply(handler, found(body))
        elif parts.path == "/board":
            self._reply(handler, (200, msgspec.json.encode(self.board)))
        elif parts.path == "/stream":
            self._stream(handler, int(parse_qs(parts.query)["after"][0]))
        else:
            self._reply(handler, (404, b'{"kind":"missing","code":"not_found","sentence":"x"}'))

    def _reply(self, handler: BaseHTTPRequestHandler, reply: Reply | None) -> None:
        if reply is None:
            handler.close_connection = True
            return
        status, body = reply
        try:
            handler.send_response(status)
            if 300 <= status < 400:
                handler.send_header("Location", "http://127.0.0.1:9/")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)
        except OSError:
            handler.close_connection = True

    def _stream(self, handler: BaseHTTPRequestHandler, after: int) -> None:
        handler.close_connection = True
        feed: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Transfer-Encoding", "chunked")
        handler.end_headers()
        self.after.append(after)
        self.streams.append(feed)
        self.opened.set()
        try:
            while (data := feed.get()) is not None:
                handler.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))
                handler.wfile.flush()
        except OSError:
            return
