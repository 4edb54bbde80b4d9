"""A hub of its own as a child process over a copy of a fresh demo district, and a second client of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import requests

from console.client import Client
from console.transport import Transport
from services.api.board import BoardRow
from services.api.cases import Act, NewCase
from services.desk.sources import register_source
from services.domain.actions import Action
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from services.domain.rights import Role, Scope
from services.hub.settings import HubSettings
from services.store.database import open_database
from tests.console.stubhub import aside
from tests.fixtures.desks import found_demo, leave_key

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
SOURCE_KEY = "journey-source-key"
PLACE = (113.361423, 22.950619)
"""The office point of Shiqiao street, lon, lat."""

_START_S = 60.0
_ADDRESS = re.compile(r"http://\S+")


def make_demo(folder: Path) -> None:
    """Make a demo district without cases in a folder, with a source that has a key."""
    leave_key(folder)
    clock = SystemClock()
    url = HubSettings(data_dir=folder).database_url
    database = open_database(url, clock, ids=TimeIds(clock), data_dir=folder)
    try:
        district = found_demo(database)
        admin = Scope(
            person_id="admin",
            person_name="系统管理员",
            unit_id=district.id,
            unit_path=district.id,
            roles=frozenset({Role.SYSTEM_ADMIN}),
            origin="test",
        )
        database.write(lambda tx: register_source(tx, district, admin, "patrol", "网格巡查", SOURCE_KEY))
    finally:
        database.close()


class HubProcess:
    """The hub of a folder as a process of its own: started, stopped, killed, started again on the same address."""

    def __init__(self, folder: Path, *options: str, module: str = "services.cli") -> None:
        self.folder = folder
        self._module = module
        self.url = ""
        self._options = options
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it says where it listens."""
        port = self.url.rpartition(":")[2] or "0"
        command = [sys.executable, "-m", self._module, "hub", "--listen", f"127.0.0.1:{port}"]
        out = self.folder / "out.log"
        with out.open("wb") as log:
            self._process = subprocess.Popen(
                [*command, "--data-dir", str(self.folder), *self._options],
                cwd=ROOT,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + _START_S
        while time.monotonic() < until and self._process.poll() is None:
            found = _ADDRESS.search(out.read_text(encoding="utf-8"))
            if found is not None:
                self.url = found[0]
                return
            time.sleep(0.03)
        raise RuntimeError(out.read_text(encoding="utf-8"))

    def kill(self) -> None:
        """End it without a word, as a power cut would."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(60)
            self._process = None

    def stop(self) -> None:
        """End it in order."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(60)
            self._process = None


class Colleague:
    """Somebody at another seat, or another program: a plain client of the same hub."""

    def __init__(self, url: str, login: str = "", password: str = "") -> None:
        self.url = url
        clock = SystemClock()
        self._ids = TimeIds(clock)
        self._transport = Transport(url, clock)
        self.client = Client(self._transport)
        self.session = aside(lambda: self.client.sign_in(login, password) if login else self.client.sign_in_demo())
        self.profile = aside(self.client.profile)

    def ask(self, question: Callable[[Client], Any]) -> Any:  # noqa: ANN401 - whatever was asked
        """Ask the hub something."""
        return aside(lambda: question(self.client))

    def report(self, title: str = "路面积水", **fields: object) -> BoardRow:
        """Enter a case."""
        values: dict[str, object] = {
            "title": title,
            "text": f"{title}，请处理",
            "place": "清河东路与平康路口",
            "source": self.profile.sources[0].code,
            "category": self.profile.categories[0].code,
            "lon": PLACE[0],
            "lat": PLACE[1],
            "command_id": self._ids.new(),
        }
        new = NewCase(**(values | fields))  # type: ignore[arg-type]  # fields by name
        return aside(lambda: self.client.new_case(new)).row

    def act(self, row: BoardRow, action: Action, **fields: object) -> BoardRow:
        """Do something with a case as it was at `row`."""
        act = Act(command_id=self._ids.new(), action=action, version=row.version, **fields)  # type: ignore[arg-type]
        return aside(lambda: self.client.act(row.id, act)).row

    def figures(self) -> dict[str, int]:
        """Return the hub's own figures by name."""
        return {figure.name: figure.value for figure in aside(self.client.figures).values}

    def deliver(self, number: str, **fields: object) -> requests.Response:
        """Send a case as another system does."""
        case = {"number": number, "title": "井盖缺失", "reported_at": "2026-01-01T08:00:00+08:00"} | fields
        return aside(
            lambda: requests.post(
                f"{self.url}/intake/cases", json=case, headers={"X-Source-Key": SOURCE_KEY}, timeout=60
            )
        )

    def close(self) -> None:
        """Hang up."""
        self._transport.close()


def copied(template: Path, folder: Path) -> Path:
    """Return a folder of one's own with what is in the template."""
    shutil.copytree(template, folder)
    return folder
