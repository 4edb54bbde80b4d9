"""The one box over a desk: its sections, what is said when there is nothing, and where each choice leads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget

import resources
from console.board import prepare
from console.desk import Desk
from console.finding import Finding
from console.hubtime import HubTime
from console.palette import HitKind, PaletteCommand
from console.start import Connected, Ready
from services.api.board import Board
from services.api.sessions import Health
from services.domain.tiers import Tier
from services.geo.areas import AreaSet
from tests.console.made import NOW, CountingIds, FakeClock, profile, row, session, units, wording
from widgets.finder import Finder, Hit, HitList
from widgets.theme import load_theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from console.client import Client
    from console.tasks import TaskRunner
    from console.transport import Transport

ROWS = (
    row("c1", number="YL202511240001", title="路面积水", place="石碁大桥"),
    row("c2", number="YL202511247788", title="井盖缺失", place="市莲路三号"),
)
AREAS = AreaSet(
    ids=("440113",),
    codes=("440113",),
    names=("番禺区",),
    tiers=np.array([int(Tier.DISTRICT)]),
    parents=np.array([-1]),
    centres=np.array([[113.4, 22.95]]),
    ring_start=np.array([0, 1]),
    vertex_start=np.array([0, 4]),
    holes=np.zeros(1, bool),
    vertices=np.array([[113.3, 22.9], [113.5, 22.9], [113.5, 23.0], [113.3, 22.9]]),
    notice="",
)


class Box:
    """The box over a window, and what was chosen in it."""

    def __init__(self, window: QWidget, client: Client, transport: Transport, runner: TaskRunner) -> None:
        self._window = window  # nobody else keeps it
        self.chosen: list[tuple[str, str]] = []
        self.done: list[str] = []
        clock = FakeClock()
        connected = Connected(transport, client, Health(version="0", now=NOW), embedded=False)
        board = prepare(Board(pos=10, now=NOW, total=len(ROWS), rows=ROWS), wording().row_text)
        ready = Ready(connected, session(), profile(), tuple(units()), AREAS)
        desk = Desk(ready, runner, HubTime(clock), clock, CountingIds(), window)
        desk.board.take(board)
        theme = load_theme(resources.path("themes/dark.toml"), resources.path("icons"))
        self._finder = Finder(theme, window)
        commands = ((PaletteCommand("new", "新建案件", "Ctrl+N", "new case xjaj"), lambda: self.done.append("new")),)
        self._finding = Finding(self._finder, desk, commands, window)
        self._finding.case_chosen.connect(lambda key: self.chosen.append(("case", key)))
        self._finding.unit_chosen.connect(lambda key: self.chosen.append(("unit", key)))
        self._finding.place_chosen.connect(lambda key: self.chosen.append(("place", key)))

    def look_for(self, text: str) -> None:
        self._finding.open()
        self._field().setText(text)

    def choose(self, title: str) -> None:
        for _ in self.hits():
            current = self._finder.current
            if current is not None and current.title == title:
                break
            QTest.keyClick(self._field(), Qt.Key.Key_Down)
        QTest.keyClick(self._field(), Qt.Key.Key_Return)

    def hits(self) -> list[Hit]:
        return self._finder.findChildren(HitList)[0].hits

    def words(self) -> str:
        return "\n".join(label.text() for label in self._finder.findChildren(QLabel) if label.isVisible())

    def _field(self) -> QLineEdit:
        return self._finder.findChildren(QLineEdit)[0]


@pytest.fixture
def box(qtbot: QtBot, client: Client, transport: Transport, runner: TaskRunner) -> Box:
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.show()
    return Box(window, client, transport, runner)


def test_each_choice_leads_where_its_kind_belongs(box: Box) -> None:
    for text, title in (("7788", "YL202511247788"), ("石碁镇", "石碁镇"), ("大桥", "石碁大桥")):
        box.look_for(text)
        box.choose(title)
    assert box.chosen == [("case", "c2"), ("unit", "440113001"), ("place", "石碁大桥")]
    assert box.done == []


def test_a_command_is_done_and_shows_its_key(box: Box) -> None:
    box.look_for("xjaj")
    (hit,) = box.hits()
    assert (hit.title, hit.key, hit.note) == ("新建案件", "Ctrl+N", "")
    box.choose("新建案件")
    assert box.done == ["new"]
    assert box.chosen == []


def test_cases_come_before_units_and_places(box: Box) -> None:
    box.look_for("石碁")
    kinds = [hit.target[0] for hit in box.hits() if isinstance(hit.target, tuple)]
    order = [HitKind.CASE, HitKind.UNIT, HitKind.PLACE, HitKind.COMMAND]
    assert len(set(kinds)) > 1
    assert kinds == sorted(kinds, key=order.index)


def test_nothing_found_says_where_else_to_look(box: Box) -> None:
    box.look_for("没有这样的")
    assert box.hits() == []
    assert box.words() == "没有找到“没有这样的”；已结案件请用 Ctrl+F"
