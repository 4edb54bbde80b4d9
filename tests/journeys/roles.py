"""People of every role at a real district with rules, each signing in at a console of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from services.api.cases import NewCase
from services.desk import cases as desk_cases
from services.desk import founding
from services.desk.district import load_district
from services.desk.people import hash_password
from services.domain.cases import Priority
from services.domain.clock import HOUR_MS, SystemClock
from services.domain.ids import TimeIds
from services.domain.profile import Purpose
from services.domain.rights import Role, Scope
from services.geo.demo_units import demo_units
from services.hub.settings import HubSettings
from services.store import people
from services.store.database import open_database
from services.store.people import Person
from tests.fixtures.databases import ManualClock
from tests.fixtures.desks import KEYS, leave_key
from tests.journeys.ruled_hub import ruled_profile
from tests.journeys.signing import sign_in

if TYPE_CHECKING:
    from pathlib import Path

    from services.store.database import Database
    from tests.journeys.seats import Console

SECRET = "Correct-horse-9"  # noqa: S105 - of people who exist in these tests only
DISTRICT, STREET, COMMUNITY, WATER = "440113", "440113007", "440113007001", "dept-water"
OPERATOR, SUPERVISOR, STREET_SEAT, DEPARTMENT, GRID = "zuoxi", "zhiban", "jiedao", "shuiwu", "wangge"
KEEPER = "xitong"
FOUNDED_MS = 30 * HOUR_MS
PEOPLE = (
    (OPERATOR, "坐席甲", DISTRICT, Role.OPERATOR),
    ("zuoxi2", "坐席乙", DISTRICT, Role.OPERATOR),
    (SUPERVISOR, "陈值班长", DISTRICT, Role.SUPERVISOR),
    (STREET_SEAT, "街道坐席", STREET, Role.STREET),
    (DEPARTMENT, "水务值班", WATER, Role.DEPARTMENT),
    (KEEPER, "系统管理员", DISTRICT, Role.SYSTEM_ADMIN),
)


def make_ruled(folder: Path) -> None:
    """Make a real district with rules and people in a folder, as it was founded `FOUNDED_MS` ago."""
    leave_key(folder)
    database = _open(folder)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(founding, "read_profile", ruled_profile)
            known = demo_units(ruled_profile("panyu", Purpose.DISTRICT).departments)
            founding.found(database, "panyu", Purpose.DISTRICT, known)
        for login, name, unit_id, role in PEOPLE:
            _add(database, login, name, unit_id, role)
    finally:
        database.close()


def _open(folder: Path) -> Database:
    clock = ManualClock(SystemClock().now() - FOUNDED_MS)
    return open_database(HubSettings(data_dir=folder).database_url, clock, ids=TimeIds(clock), data_dir=folder)


def _add(database: Database, login: str, name: str, unit_id: str, role: Role) -> None:
    person = Person(
        id=f"p-{login}",
        login=login,
        name=name,
        unit_id=unit_id,
        roles=frozenset({role}),
        password=hash_password(SECRET, login),
    )
    database.write(lambda tx: people.add(tx, person))


def report_long_ago(folder: Path) -> None:
    """Let an urgent case have come in when the district was founded, of which nobody has taken notice since."""
    database = _open(folder)
    try:
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("services.desk.district.read_profile", ruled_profile)
            district = load_district(database, KEYS)
        scope = Scope(
            person_id=f"p-{OPERATOR}",
            person_name="坐席甲",
            unit_id=DISTRICT,
            unit_path=DISTRICT,
            roles=frozenset({Role.OPERATOR}),
            origin="test",
        )
        new = NewCase(
            command_id="old", title="昨夜报的路面塌陷", source="phone", area_id=STREET, priority=Priority.EXTRA_URGENT
        )
        database.write(lambda tx: desk_cases.report(tx, district, scope, new))
    finally:
        database.close()


def at_seat(console: Console, login: str) -> Console:
    """Sign in at a console that has just been opened, and wait for the desk."""
    console.conductor.start()
    sign_in(console, login, SECRET)
    console.until(lambda: console.conductor.is_ready(0))
    console.page.queue.focus_queue()
    return console


_MODIFIERS = frozenset({Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_Meta})


class Hands(QObject):
    """Counts what a person's hands do while it watches: keys pressed, and presses of the mouse."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0
        self.clicks = 0

    def __enter__(self) -> Hands:
        self._app().installEventFilter(self)
        return self

    def __exit__(self, *_: object) -> None:
        self._app().removeEventFilter(self)

    def _app(self) -> QApplication:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        return app

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count keys where they arrive first, before a shortcut takes them or the widget leaves them to its parents."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            self.keys += watched is QApplication.focusWidget() and Qt.Key(event.key()) not in _MODIFIERS
        self.clicks += event.type() is QEvent.Type.MouseButtonPress
        return False


def walk(console: Console, case_id: str) -> None:
    """Go to a case in the queue with the arrow keys, from the top."""
    console.until(lambda: console.desk.board.row(case_id) is not None)
    console.page.queue.focus_queue()
    console.key(Qt.Key.Key_Home)
    for _ in range(len(console.desk.board)):
        if console.page.selected_id == case_id:
            break
        console.key(Qt.Key.Key_Down)
    assert console.page.selected_id == case_id
    ready(console, case_id)


def ready(console: Console, case_id: str) -> None:
    """Wait until the case is on its panel as the hub has it now, with its history, and nothing of it is under way."""
    console.until(lambda: not console.desk.pending.mark(case_id))
    console.until(lambda: console.page.case.case is not None and console.page.case.case.key == case_id)
    console.until(lambda: console.page.case.case is not None and bool(console.page.case.case.timeline))
    console.until(lambda: _caught_up(console, case_id))


def _caught_up(console: Console, case_id: str) -> bool:
    """Tell whether the board has what the panel was told: a colleague may have acted a moment ago."""
    detail, row = console.page._chosen.detail_of(case_id), console.desk.board.row(case_id)
    return detail is not None and (row is None or row.version == detail.row.version)


def form(console: Console, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> QObject:
    """Press an action's key in the queue and return its form."""
    console.key(key, modifier)
    return console.dialog()


def send(console: Console, *texts: str) -> None:
    """Write into the fields of the form that is open, one after the other by Tab, and send it."""
    for index, text in enumerate(texts):
        if index:
            console.key(Qt.Key.Key_Tab)
        if text:
            console.type(text)
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
