"""One click, in Exercise: from a case to an alert that people received and answered, seen apart at the console."""

from __future__ import annotations

import re
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest
import requests
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QListWidgetItem

from services.domain.modes import Mode
from tests.console.stubhub import aside
from tests.journeys.district import ROOT, HubProcess, copied

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from console.pages.alert.page import AlertPage
    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console

_RUN = """
import sys
from pathlib import Path
from services.gateway.serve import run
run("127.0.0.1", 0, Path(sys.argv[1]), announce=lambda text: print(text, flush=True))
"""


class Gateway:
    """The receiver that comes with the program, as a process, and somebody in front of its page."""

    def __init__(self, folder: Path) -> None:
        out = folder / "gateway.log"
        with out.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _RUN, str(folder)], cwd=ROOT, stdout=log, stderr=log
            )
        until = time.monotonic() + 60
        while True:
            found = re.search(r"http://[^/\s]+", out.read_text(encoding="utf-8"))
            if found is not None:
                break
            if time.monotonic() > until or self._process.poll() is not None:
                raise RuntimeError(out.read_text(encoding="utf-8"))
            time.sleep(0.03)
        self.url = found[0]

    def page(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - decoded JSON
        """Do what the page does."""
        answer = aside(
            lambda: requests.request(method, self.url + path, json=body, headers={"X-Gateway-Page": "1"}, timeout=60)
        )
        assert answer.status_code == 200, answer.text
        return answer.json()

    def messages(self) -> list[dict[str, Any]]:
        """Return what has arrived."""
        found: list[dict[str, Any]] = self.page("GET", "/page/state").get("cards", [])
        return found

    def stop(self) -> None:
        """End it."""
        self._process.terminate()
        self._process.wait(60)


@pytest.fixture
def hub_folder(demo_folder: Path, tmp_path: Path) -> Path:
    """Return a data folder with a demo district."""
    return copied(demo_folder, tmp_path / "hub")


@pytest.fixture
def gateway(hub_folder: Path) -> Iterator[Gateway]:
    """Return the receiver; it shares its key through the hub's folder."""
    made = Gateway(hub_folder)
    yield made
    made.stop()


@pytest.fixture
def hub(hub_folder: Path, gateway: Gateway) -> Iterator[HubProcess]:
    """Return a hub with its engine, sending to the receiver."""
    process = HubProcess(hub_folder, "--gateway", gateway.url)
    process.start()
    yield process
    process.stop()


def alerts(console: Console) -> AlertPage:
    assert console.conductor.alerts is not None
    return console.conductor.alerts


def kind_item(console: Console, name: str) -> QListWidgetItem:
    kinds = alerts(console).composer.kinds
    console.until(lambda: kinds.count() > 0)
    return next(kinds.item(at) for at in range(kinds.count()) if name in kinds.item(at).text())


def mode_button(console: Console, mode: Mode) -> QAbstractButton:
    return alerts(console).composer.modes._buttons[mode]


def test_an_alert_goes_from_a_case_to_people_who_answer(  # noqa: PLR0915 - one story
    console: Console, colleague: Colleague, gateway: Gateway
) -> None:
    row = colleague.report("下中路地下通道积水约四十厘米")
    console.choose(row.id)
    console.key(Qt.Key.Key_F12)
    composer = alerts(console).composer
    console.until(lambda: console.window.page_name() == "alerts" and composer.isVisible())
    console.until(lambda: bool(composer.draft.case_id))
    assert row.number[-4:] in composer.about.text()
    assert composer.draft.unit_ids == ("440113007",)  # the case's street is proposed, kind and level are not
    assert (composer.draft.kind, composer.draft.level) == ("", "")
    assert composer.draft.mode is Mode.EXERCISE
    live = mode_button(console, Mode.LIVE)
    assert not live.isEnabled()
    assert live.accessibleDescription()
    console.shoot("composer-empty")

    composer.kinds.setCurrentItem(kind_item(console, "内涝"))
    yellow = next(one for one in composer.levels.findChildren(QAbstractButton) if one.objectName() == "yellow")
    QTest.mouseClick(yellow, Qt.MouseButton.LeftButton)
    for edit in composer.said.fields.values():
        console.until(edit.isVisible)
        edit.setFocus()
        console.type("40")
    console.until(lambda: not composer.bar.held.toolTip())
    console.shoot("composer")
    assert "人" in composer.bar.held.accessibleName()
    assert "· 0 人" not in composer.bar.held.accessibleName()

    QTest.mousePress(composer.bar.held, Qt.MouseButton.LeftButton)
    console.until(lambda: not composer.bar.held.holding)
    QTest.mouseRelease(composer.bar.held, Qt.MouseButton.LeftButton)
    reach = alerts(console).reach
    console.until(reach.isVisible)
    console.until(lambda: bool(console.desk.alerts))
    console.until(lambda: bool(gateway.messages()))
    console.until(lambda: 0 < console.desk.alerts[0].targets == console.desk.alerts[0].accepted)
    console.until(lambda: console.desk.alerts[0].delivered > 0)
    assert console.desk.alerts[0].answered == 0
    one = gateway.messages()[0]
    gateway.page("POST", "/page/answer", {"idems": [one["idem"]], "by": "王主任", "text": "已到岗"})
    console.until(lambda: console.desk.alerts[0].answered == 1)
    console.until(lambda: _count(console, "已回执").startswith("1 /"))
    assert not _count(console, "已接受").startswith("0 /")
    console.shoot("reach")

    console.ctrl(Qt.Key.Key_1)
    console.until(lambda: console.window.page_name() == "operations")
    shown = "\n".join(label.text() for label in console.page.tiers.alerts.findChildren(QLabel))
    assert "市桥街道" in shown
    assert "演练" in shown
    console.shoot("alert-in-force")


def _count(console: Console, label: str) -> str:
    return alerts(console).reach._counts[{"已接受": "accepted", "已回执": "answered"}[label]]._number.text()
