"""The hub as a program, and what goes wrong around it: kills, second starts, full disks, clocks, bad bytes."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest
import requests

from console.embedded import EmbeddedHub
from services.api import hubfile
from services.api.cases import NewCase
from services.domain.clock import HOUR_MS, SystemClock
from services.domain.ids import TimeIds
from services.hub.loading import load
from services.store import audit_log
from services.store.database import open_database
from tests.console.stubhub import aside
from tests.fixtures.desks import PLACE, Office, leave_key
from tests.fixtures.hub import TIMEOUT_S, RunningHub, Seat, new_id

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from services.desk.district import District
    from tests.fixtures.databases import ManualClock

ROOT = Path(__file__).parents[2]
START_S = 60.0


@dataclass
class Folder:
    """A data folder with a demo district, and the hubs that were started on it."""

    path: Path
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self, before: Callable[[], None] | None = None) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "services.cli", "hub", "--embedded", "--data-dir", str(self.path)]
        out = (self.path / "out.log").open("ab")
        with out:
            process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=out, preexec_fn=before)  # noqa: PLW1509 - limits of the child
        self.started.append(process)
        return process

    def serve(self, before: Callable[[], None] | None = None) -> hubfile.HubFile:
        """Start a hub and wait until it listens."""
        process = self.start(before)
        until = time.monotonic() + START_S
        while time.monotonic() < until and process.poll() is None:
            found = hubfile.read(self.path)
            if found is not None and found.pid == process.pid:
                return found
            threading.Event().wait(0.02)
        raise AssertionError((self.path / "out.log").read_text(encoding="utf-8"))

    def seat(self, found: hubfile.HubFile) -> Seat:
        seat = Seat(found.url, "")
        seat.http.headers[hubfile.KEY_HEADER] = found.key
        seat.http.headers["Authorization"] = f"Bearer {seat.post('/session/demo')['token']}"
        return seat

    def end(self) -> None:
        for process in self.started:
            if process.poll() is None:
                process.kill()
            process.wait(60)


@pytest.fixture
def folder(tmp_path: Path, demo_sqlite: tuple[Path, District]) -> Iterator[Folder]:
    path = tmp_path / "data"
    leave_key(path)
    shutil.copy(demo_sqlite[0], path / "huying.sqlite")
    found = Folder(path)
    yield found
    found.end()


def new_case(command_id: str) -> NewCase:
    lon, lat = PLACE
    return NewCase(command_id=command_id, title="道路积水", source="phone", lon=lon, lat=lat)


def test_a_hub_killed_in_the_middle_did_each_command_once_or_not_at_all(folder: Folder) -> None:
    found = folder.serve()
    seats = [folder.seat(found) for _ in range(6)]
    ids = TimeIds(SystemClock())
    sent: list[str] = []
    answered: set[str] = set()
    enough = threading.Event()

    def work(seat: Seat) -> None:
        try:
            while True:
                command_id = ids.new()
                sent.append(command_id)
                seat.post("/cases", new_case(command_id))
                answered.add(command_id)
                if len(answered) >= 40:
                    enough.set()
        except requests.RequestException:
            return

    threads = [threading.Thread(target=work, args=(seat,)) for seat in seats]
    for thread in threads:
        thread.start()
    assert enough.wait(START_S)
    os.kill(found.pid, signal.SIGKILL)
    for thread in threads:
        thread.join(START_S)
    folder.started[0].wait(60)
    again = folder.seat(folder.serve())
    known = {command_id: again.get(f"/commands/{command_id}")["known"] for command_id in sent}
    assert all(known[command_id] for command_id in answered), "what was answered is there"
    assert again.get("/board")["total"] == sum(known.values()), "and nothing else, and nothing twice"
    for command_id in sent:
        again.post("/cases", new_case(command_id))
    assert again.get("/board")["total"] == len(set(sent)), "asked again, each is there once"


def test_a_second_start_finds_the_first(folder: Folder) -> None:
    found = folder.serve()
    second = folder.start()
    assert second.wait(START_S) == 0
    assert hubfile.read(folder.path) == found
    assert "已有服务在运行" in (folder.path / "out.log").read_text(encoding="utf-8")
    assert folder.seat(found).get("/board")["total"] == 0


def test_without_the_folders_key_there_is_nothing(folder: Folder) -> None:
    found = folder.serve()
    for headers in ({}, {hubfile.KEY_HEADER: "guessed"}):
        for path in ("/health", "/session/demo", "/schema", "/embedded"):
            assert requests.get(found.url + path, headers=headers, timeout=TIMEOUT_S).status_code == 404
    assert (folder.path / hubfile.NAME).stat().st_mode & 0o777 == 0o600
    assert folder.path.stat().st_mode & 0o777 == 0o700


def test_a_stop_is_an_event_and_leaves_nothing_behind(folder: Folder) -> None:
    found = folder.serve()
    seat = folder.seat(found)
    state = seat.get("/embedded")
    assert (state["consoles"], state["timers"]) == (0, 0)
    seat.post("/cases", new_case("a"))
    assert seat.get("/embedded")["timers"] == 2, "the limit of 受理 and the step up"
    seat.post("/embedded/stop")
    assert folder.started[0].wait(START_S) == 0
    assert hubfile.read(folder.path) is None
    clock = SystemClock()
    database = open_database(f"sqlite:///{folder.path / 'huying.sqlite'}", clock, ids=TimeIds(clock))
    try:
        actions = [link.action for link in database.read(lambda conn: list(audit_log.walk(conn)))]
        assert {"hub.start", "hub.stop", "hub.end"} <= set(actions)
        assert database.read(audit_log.verify).ok
    finally:
        database.close()


def test_a_signal_stops_it_in_order_with_streams_open(folder: Folder) -> None:
    found = folder.serve()
    seat = folder.seat(found)
    with seat.http.get(f"{found.url}/stream?after=0", stream=True, timeout=TIMEOUT_S) as response:
        pieces = response.iter_content(None)
        assert b"event: beat" in next(pieces)
        folder.started[0].terminate()
        assert b"event: stop" in b"".join(pieces)
    assert folder.started[0].wait(START_S) == 0


def test_steps_missed_while_nothing_ran_happen_once_at_the_next_start(folder: Folder, fake_clock: ManualClock) -> None:
    ago = SystemClock().now() - 3 * HOUR_MS
    fake_clock.at = ago
    database = open_database(f"sqlite:///{folder.path / 'huying.sqlite'}", fake_clock, ids=TimeIds(fake_clock))
    district, _ = load(database, folder.path)
    office = Office(database, district, fake_clock)
    case = office.report()
    database.close()
    seat = folder.seat(folder.serve())
    until = time.monotonic() + START_S
    while time.monotonic() < until:
        late = [event for event in seat.get(f"/cases/{case.id}")["events"] if event["action"] == "escalate"]
        if late:
            break
        threading.Event().wait(0.05)
    assert "迟执行" in late[0]["text"]


def test_a_killed_hub_is_started_again_for_the_console(folder: Folder) -> None:
    def spawn(command: object, log: Path) -> subprocess.Popen[bytes]:
        return folder.start()

    def pause(_seconds: float) -> None:
        threading.Event().wait(0.05)

    hub = EmbeddedHub(folder.path, (), SystemClock(), pause, spawn)
    first = aside(hub.ensure)
    stop = threading.Event()
    moved: list[hubfile.HubFile] = []
    came = threading.Event()

    def on_move(found: hubfile.HubFile) -> None:
        moved.append(found)
        came.set()

    failures: list[str] = []
    watcher = threading.Thread(target=hub.watch, args=(stop.is_set, on_move, failures.append))
    watcher.start()
    try:
        threading.Event().wait(0.3)
        os.kill(first.pid, signal.SIGKILL)
        assert came.wait(START_S)
        assert moved[0].pid != first.pid
        assert folder.seat(moved[0]).get("/board")["total"] == 0
        assert failures == []
    finally:
        stop.set()
        watcher.join(START_S)


def test_a_full_disk_refuses_with_one_sentence_and_loses_nothing(folder: Folder) -> None:
    size = (folder.path / "huying.sqlite").stat().st_size

    def narrow() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 400_000, size + 400_000))

    seat = folder.seat(folder.serve(narrow))
    kept = 0
    for number in range(400):
        answer = seat.ask("POST", "/cases", new_case(f"full-{number}"))
        if answer.status_code != 200:
            break
        kept += 1
    problem = msgspec.json.decode(answer.content)
    assert (answer.status_code, problem["code"]) == (503, "disk_full")
    assert seat.get("/board")["total"] == kept
    assert seat.get(f"/commands/full-{kept}")["known"] is False


def test_a_clock_that_jumps_back_or_forth_ends_nothing(hub: RunningHub, fake_clock: ManualClock) -> None:
    seat = hub.operator
    first = seat.report()
    fake_clock.at -= 30 * HOUR_MS
    hub.hub.sessions.forget()
    second = seat.report()
    assert second.row.reported_at >= first.row.reported_at
    fake_clock.at += 31 * HOUR_MS
    third = seat.report()
    assert third.row.reported_at > second.row.reported_at
    assert hub.hub.database.read(audit_log.verify).ok


@pytest.mark.parametrize(
    "bytes_sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET /health HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\n\r\n",
        b"POST /session HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /cases?q=%ff%fe HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer \xff\r\n\r\n",
    ],
)
def test_bytes_that_are_no_request_do_not_disturb_others(hub: RunningHub, bytes_sent: bytes) -> None:
    host, port = hub.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=TIMEOUT_S) as sock:
        sock.sendall(bytes_sent)
        sock.shutdown(socket.SHUT_WR)
        while sock.recv(65_536):
            pass
    assert hub.operator.report().pos > 0


def test_a_client_that_goes_away_in_the_middle_leaves_its_command_done_or_not(hub: RunningHub) -> None:
    seat = hub.operator
    body = msgspec.json.encode(new_case(new_id()))
    host, port = hub.url.removeprefix("http://").split(":")
    head = (
        f"POST /cases HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {seat.token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    for sent in (body[:-5], body):
        with socket.create_connection((host, int(port)), timeout=TIMEOUT_S) as sock:
            sock.sendall(head + sent)
    seat.post("/cases", body)
    assert seat.get("/board")["total"] == 1
