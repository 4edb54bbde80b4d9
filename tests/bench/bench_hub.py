"""The hub over HTTP as eight clients load it: transitions a second, from a commit to another screen, a large board.

The hub is a process of its own over SQLite with synchronous FULL; the clients share its two cores.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import TYPE_CHECKING

import msgspec
import requests

from console.sse import EventCutter
from services.api.hubfile import KEY_HEADER, read
from services.api.messages import Act, Board, Changes, Done, NewCase
from services.desk.district import read_profile
from services.desk.founding import found
from services.domain.actions import Action
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from services.domain.profile import Purpose
from services.geo.demo_units import demo_units
from services.store.database import open_database
from tests.bench.result import Result

if TYPE_CHECKING:
    from collections.abc import Iterator

CLIENTS = 8
SECONDS = 6.0
LATENCIES = 60
PLACE = (113.361423, 22.950619)


class _Client:
    def __init__(self, folder: Path) -> None:
        hub = read(folder)
        assert hub is not None
        self.url = hub.url
        self.http = requests.Session()
        self.http.trust_env = False
        self.http.headers[KEY_HEADER] = hub.key
        token = msgspec.json.decode(self.http.post(f"{hub.url}/session/demo").content)["token"]
        self.http.headers["Authorization"] = f"Bearer {token}"
        self._ids = TimeIds(SystemClock())

    def send(self, path: str, body: msgspec.Struct) -> Done:
        answer = self.http.post(self.url + path, data=msgspec.json.encode(body))
        if answer.status_code != 200:
            raise RuntimeError(answer.text)
        return msgspec.json.decode(answer.content, type=Done)

    def report(self) -> Done:
        lon, lat = PLACE
        new = NewCase(
            command_id=self._ids.new(), title="道路积水", source="phone", lon=lon, lat=lat, text="积水约 20 厘米"
        )
        return self.send("/cases", new)

    def act(self, done: Done, action: Action, **fields: str) -> Done:
        act = Act(command_id=self._ids.new(), action=action, version=done.row.version, **fields)
        return self.send(f"/cases/{done.row.id}/actions", act)


@contextmanager
def hub() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="huying-bench-"))
    clock = SystemClock()
    database = open_database(f"sqlite:///{folder / 'huying.sqlite'}", clock, ids=TimeIds(clock))
    found(database, "panyu", Purpose.DEMO, demo_units(read_profile("panyu", Purpose.DEMO).departments))
    database.close()
    with (folder / "out.log").open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "services.cli", "hub", "--embedded", "--data-dir", str(folder)],
            stdout=out,
            stderr=out,
        )
    try:
        until = time.monotonic() + 20
        while read(folder) is None and time.monotonic() < until:
            time.sleep(0.02)
        yield folder
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder)


def _transitions(folder: Path) -> tuple[float, float, float]:
    """Return transitions a second, and the median and 99th percentile of their time in ms."""
    took: list[float] = []
    stop = time.monotonic() + SECONDS

    def work(client: _Client) -> None:
        while time.monotonic() < stop:
            start = time.perf_counter()
            done = client.report()
            took.append(time.perf_counter() - start)
            for action, fields in (
                (Action.ACCEPT, {}),
                (Action.DISPATCH, {"unit_id": "dept-water"}),
                (Action.DISPATCH, {"unit_id": "dept-urban"}),
                (Action.NOTE, {"text": "已电话核实"}),
            ):
                start = time.perf_counter()
                done = client.act(done, action, **fields)
                took.append(time.perf_counter() - start)

    threads = [threading.Thread(target=work, args=(_Client(folder),)) for _ in range(CLIENTS)]
    start = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = len(took) / (time.monotonic() - start)
    cuts = quantiles(took, n=100)
    return rate, cuts[49] * 1000, cuts[98] * 1000


def _to_another_screen(folder: Path) -> tuple[float, float]:
    """Return the 95th percentiles in ms: key press → answer, key press → event at another console."""
    here, there = _Client(folder), _Client(folder)
    seen: dict[str, float] = {}
    opened, finished = threading.Event(), threading.Event()
    board = msgspec.json.decode(there.http.get(f"{there.url}/board").content, type=Board)

    def follow() -> None:
        cutter = EventCutter()
        with there.http.get(f"{there.url}/stream", params={"after": board.pos}, stream=True) as response:
            for piece in response.iter_content(None):
                now = time.perf_counter()
                for event in cutter.feed(piece):
                    opened.set()
                    if event.name == "changes":
                        seen.update(dict.fromkeys(msgspec.json.decode(event.data, type=Changes).commands, now))
                if finished.is_set():
                    return

    thread = threading.Thread(target=follow)
    thread.start()
    opened.wait(10)
    pressed: dict[str, float] = {}
    answered: list[float] = []
    for _ in range(LATENCIES):
        start = time.perf_counter()
        done = here.report()
        answered.append(time.perf_counter() - start)
        pressed[done.command_id] = start
        time.sleep(0.03)
    finished.set()
    here.report()
    thread.join(10)
    shown = [seen[command] - start for command, start in pressed.items() if command in seen]
    if len(shown) != LATENCIES:
        raise RuntimeError(f"{LATENCIES - len(shown)} changes never came")
    return quantiles(answered, n=20)[18] * 1000, quantiles(shown, n=20)[18] * 1000


def benches() -> Iterator[Result]:
    """Yield the numbers of the hub."""
    with hub() as folder:
        answered, shown = _to_another_screen(folder)
        yield Result("hub: key press to answer, p95", answered, "ms", bar=50)
        yield Result("hub: key press to event at another console, p95", shown, "ms", bar=150)
        rate, middle, p99 = _transitions(folder)
        yield Result("hub: transitions a second, 8 clients", rate, "1/s", bar=300, at_least=True)
        yield Result("hub: transition, 8 clients, p50", middle, "ms")
        yield Result("hub: transition, 8 clients, p99", p99, "ms", bar=60)
        client = _Client(folder)
        start = time.perf_counter()
        board = msgspec.json.decode(client.http.get(f"{client.url}/board").content, type=Board)
        yield Result(f"hub: board of {len(board.rows)} rows", (time.perf_counter() - start) * 1000, "ms")
