"""The whole console in English over a district whose data are Latin: whatever is Chinese then is a text left out."""

from __future__ import annotations

import re
import xml.etree.ElementTree as Xml
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QObject, Qt, QTranslator
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTreeWidget,
    QWidget,
)

import resources
from console import language
from console.clocktext import ClockText
from console.conductor import Conductor
from console.deskpages import ENTRIES
from console.forms.act import ActForm
from console.forms.filled import About
from console.forms.new_case import NewCaseForm
from console.forms.personal import PersonalForm
from console.forms.sign_in import SignInForm
from console.forms.whistle import Start, WhistleForm
from console.forms.whistle_act import Offer, WhistleActForm
from console.pages.alert.reach import STATES
from console.pages.people import PeoplePage
from console.pages.whistles import words as whistle_words
from console.settings import Settings
from console.start import Connected, Office, Where
from console.theming import Theming
from console.window import MainWindow
from services.api.alerts import (
    AlertCatalogue,
    AlertDetail,
    AlertKindRow,
    AlertPreview,
    AlertRow,
    AlertTarget,
    ChannelPreview,
    TemplateField,
    TemplateRow,
)
from services.api.board import Board, BoardRow
from services.api.cases import Behalf, CaseDetail, CasePage, EventRow
from services.api.district import CategoryRow, NamedCode, UnitRow
from services.api.people import PersonRow
from services.api.sessions import Health
from services.api.whistles import WhistleCatalogue
from services.domain.actions import ACTIONS, Action
from services.domain.alerts import LIVE_REFUSED, MANDATORY
from services.domain.cases import Priority, State
from services.domain.clock import HOUR_MS, MINUTE_MS, SystemClock
from services.domain.ids import TimeIds
from services.domain.rights import Role
from services.domain.tiers import Tier
from services.domain.whistles import WhistleAction
from services.geo.areas import AreaSet
from tests.console.made import NOW, CountingIds, profile, row, session
from tests.widgets import test_all_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from pytestqt.qtbot import QtBot

    from console.client import Client
    from console.tasks import TaskRunner
    from console.transport import Transport
    from tests.console.stubhub import StubHub

CHINESE = re.compile(r"[\u3001-\u303f\u3400-\u9fff\uff01-\uff5e]")
MEASURE, WHY, REASON, MISSING = "41 字 · 1/2 条", "未登记地址", "网关返回 503", MANDATORY["warning"]
WORDED_BY_THE_HUB = {MEASURE, WHY, REASON, MISSING, LIVE_REFUSED}
"""Looked for among several tables of words: not every one of them holds them."""

UNITS = (
    UnitRow("440113", "440113", "Panyu", "area", Tier.DISTRICT, None, "440113", 113.38, 22.94, "py"),
    UnitRow("440113001", "440113001", "Shiqi", "area", Tier.STREET, "440113", "440113/440113001", 113.4, 22.9, "s"),
    UnitRow("dept-water", "W", "Water bureau", "department", None, "440113", "", None, None, "wb"),
)
PROFILE = profile(
    name="Panyu",
    title="Panyu command centre",
    rules_label="demo rules",
    boundary_label="demo boundary",
    tier_labels={tier.name.lower(): tier.name.title() for tier in Tier},
    steps=("Collect", "Report", "Dispatch", "Handle", "Verify", "Supervise"),
    step_of={State.REPORTED: 1, State.ACCEPTED: 2, State.DISPATCHED: 2, State.HANDLING: 3, State.FEEDBACK: 4},
    categories=(CategoryRow(code="flood", name="Waterlogging", group="Flood"),),
    sources=(NamedCode(code="12345", name="Hotline"),),
)
ALERT = AlertRow(
    id="a1",
    number="YJ1",
    mode=PROFILE.mode,
    demo=True,
    kind="waterlogging",
    level="yellow",
    state="in_force",
    headline="Waterlogging",
    unit_ids=("440113001",),
    starts_at=NOW,
    expires_at=NOW + 2 * HOUR_MS,
    issued_at=NOW,
    revision=1,
    version=1,
    targets=9,
    accepted=8,
    delivered=7,
    people=9,
)
CATALOGUE = AlertCatalogue(
    kinds=(
        AlertKindRow(
            code="waterlogging",
            name="Waterlogging",
            levels=("blue", "yellow", "orange"),
            templates=(
                TemplateRow(
                    code="t",
                    name="Road",
                    warning="Water at {place}.",
                    measures="Keep away.",
                    fields=(TemplateField(name="place", label="Place"),),
                ),
            ),
        ),
        AlertKindRow(code="storm", name="Rainstorm", event_code="11B03", relay_only=True),
        AlertKindRow(code="crowd", name="Crowd", public=False),
    ),
    channels=(NamedCode(code="sms", name="SMS"),),
    live_refused=LIVE_REFUSED,
)
PREVIEW = AlertPreview(
    headline="Waterlogging",
    channels=(ChannelPreview(channel="sms", text="Water.", measure=MEASURE, targets=3, people=3),),
    units=1,
    people=4,
    reached=3,
    unreachable=(f"Shiqi Li：{WHY}",),
    missing=(MISSING,),
    correction="Wrong.",
    all_clear="Over.",
)


class Unheard(QTranslator):
    """Asked last of all: keeps each Chinese text that no language file knew."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: set[tuple[str, str]] = set()

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False

    def translate(
        self, context: bytes | str, source: bytes | str, disambiguation: bytes | str | None = None, n: int = -1
    ) -> str | None:  # None is what Qt takes for "not known"
        del disambiguation, n
        where, text = (one.decode() if isinstance(one, bytes) else one for one in (context, source))
        if CHINESE.search(text):
            self.texts.add((where, text))
        return None

    def missed(self) -> set[tuple[str, str]]:
        """Return what stays; tr() asks for the class of the object first and then for those it derives from."""
        known = {
            (context.findtext("name", ""), message.findtext("source", ""))
            for context in Xml.parse(resources.path("i18n/huying_en.ts")).getroot().iter("context")  # noqa: S314 - ours
            for message in context.iter("message")
        }
        bases = {kind.__name__: [base.__name__ for base in kind.__mro__] for kind in derived(QObject)}
        return {
            (context, text)
            for context, text in self.texts
            if text not in WORDED_BY_THE_HUB and not any((base, text) in known for base in bases.get(context, ()))
        }


def derived(kind: type) -> Iterator[type]:
    one: type
    for one in kind.__subclasses__():
        yield one
        yield from derived(one)


@pytest.fixture
def unheard(qapp: QApplication) -> Iterator[Unheard]:
    """Speak English for one test, and keep what could not be said in it."""
    style, palette, font = qapp.styleSheet(), qapp.palette(), qapp.font()
    last = Unheard()
    qapp.installTranslator(last)
    language.use(qapp, "en")
    yield last
    language.use(qapp, "zh")
    qapp.removeTranslator(last)
    qapp.setStyleSheet(style)
    qapp.setPalette(palette)
    qapp.setFont(font)


def said_by(widget: QWidget) -> Iterator[str]:
    """Yield every text that a widget shows or tells."""
    yield from (widget.windowTitle(), widget.toolTip(), widget.accessibleName(), widget.accessibleDescription())
    if isinstance(widget, QAbstractButton | QLabel | QLineEdit):
        yield widget.text()
    if isinstance(widget, QLineEdit | QPlainTextEdit):
        yield widget.placeholderText()
    if isinstance(widget, QPlainTextEdit):
        yield widget.toPlainText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(index) for index in range(widget.count()))
    if isinstance(widget, QListWidget):
        yield from (widget.item(index).text() for index in range(widget.count()))
    if isinstance(widget, QTreeWidget):
        items = (widget.headerItem(), *(widget.topLevelItem(index) for index in range(widget.topLevelItemCount())))
        yield from (item.text(column) for item in items if item is not None for column in range(widget.columnCount()))
    for action in widget.actions():
        yield from (action.text(), action.toolTip())


def chinese(top: QWidget, data: Iterable[str] = ()) -> set[str]:
    """Return the texts in a window that are Chinese, once the data in them are taken away."""
    top.grab()  # what is painted asks for its texts then
    found = set()
    longest = sorted(data, key=len, reverse=True)
    for widget in (top, *top.findChildren(QWidget)):
        for text in said_by(widget):
            rest = text
            for one in longest:
                rest = rest.replace(one, "")
            if CHINESE.search(rest):
                found.add(text)
    return found


def areas() -> AreaSet:
    """Return the district as one square."""
    ring = np.array([[113.3, 22.9], [113.5, 22.9], [113.5, 23.0], [113.3, 23.0], [113.3, 22.9]])
    return AreaSet(
        ids=("440113",),
        codes=("440113",),
        names=("Panyu",),
        tiers=np.array([int(Tier.DISTRICT)]),
        parents=np.array([-1]),
        centres=np.array([[113.4, 22.95]]),
        ring_start=np.array([0, 1]),
        vertex_start=np.array([0, len(ring)]),
        holes=np.zeros(1, bool),
        vertices=ring,
        notice="demo",
    )


def rows() -> tuple[BoardRow, ...]:
    """Return one case of each kind that is worded differently."""
    plain = row("c1", title="Water on the road", place="Qinghe Road", holder_id="dept-water", due_at=NOW - HOUR_MS)
    told = BoardRow.__struct_fields__
    same = {name: getattr(plain, name) for name in told if name not in {"id", "number"}}
    return (
        plain,
        row("c2", **{**same, "priority": Priority.EXTRA_URGENT, "supervised": "district", "claimed_by": "p2"}),
        row("c3", **{**same, "priority": Priority.URGENT, "suspended_at": NOW, "lon": None, "lat": None}),
        row(
            "c4",
            **{**same, "state": State.DISPATCHED, "due_at": None, "tier": Tier.GRID, "escalate_at": NOW + MINUTE_MS},
        ),
        row("c5", **{**same, "claimed_by": "p1", "due_at": NOW + 100 * HOUR_MS, "escalated_at": NOW}),
    )


def detail(case: BoardRow) -> CaseDetail:
    """Return a case with a history of everything that may be in one."""
    told = [*(action.value for action in Action), "report", "attach", "personal", "import"]
    events = [EventRow(at=NOW, action=name, actor="Chen", unit_id="440113", text="done") for name in told]
    events += [
        EventRow(at=NOW, action="sign", actor="Li", behalf=Behalf(unit_id="dept-water", channel=by, words="ok"))
        for by in ("phone", "chat", "person")
    ]
    return CaseDetail(
        row=case,
        text="Water",
        holder_since=NOW,
        step_times={"reported": NOW},
        due_rule="L1",
        due_text="2 h",
        escalate_rule="R7",
        escalate_to=Tier.STREET,
        events=tuple(events),
    )


@pytest.fixture
def district(stub: StubHub) -> StubHub:
    """Return a hub of a district whose people write Latin."""
    board = rows()
    stub.board = Board(pos=10, now=NOW, total=9, rows=board)
    stub.answer("GET", "/health", Health(version="0", now=NOW, demo=True))
    stub.answer("POST", "/session/demo", session(Role.OPERATOR, person_name="Wang", unit_name="Panyu"))
    stub.answer("GET", "/profile", PROFILE)
    stub.answer("GET", "/units", UNITS)
    stub.on("GET", "/areas", lambda _body: (200, areas().encode()))
    stub.answer("GET", "/views", [])
    stub.answer("GET", "/alerts", [ALERT])
    stub.answer("GET", "/alerts/kinds", CATALOGUE)
    stub.answer("POST", "/alerts/preview", PREVIEW)
    target = AlertTarget(channel="SMS", target="1", unit_ids=("440113001",), recipients=("Li",), state="failed")
    targets = tuple(msgspec.structs.replace(target, state=one, reason=REASON) for one in STATES)
    stub.answer("GET", "/alerts/a1", AlertDetail(row=ALERT, texts={}, targets=targets))
    stub.answer("GET", "/cases", CasePage(rows=board))
    for case in board:
        stub.answer("GET", f"/cases/{case.id}", detail(case))
    return stub


class Opened:
    """A console at the stand-in hub."""

    def __init__(self, qtbot: QtBot, app: QApplication, url: str, folder: Path) -> None:
        self._qtbot = qtbot
        clock = SystemClock()
        settings = Settings(folder)
        settings.set(language="en")
        theming = Theming(app, "dark")
        self.window = MainWindow(theming, settings)
        self.conductor = Conductor(
            self.window, theming, settings, Where(url, folder), clock, TimeIds(clock), "operations"
        )
        self._ended = False
        self.conductor.finished.connect(self._on_finished)
        self.window.show()
        self.conductor.start()
        self.until(lambda: self.conductor.is_ready(1))

    def until(self, told: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(told)

    def close(self) -> None:
        self.conductor.close()
        self.until(lambda: self._ended)
        self.window.deleteLater()

    def _on_finished(self) -> None:
        self._ended = True


@pytest.fixture
def console(qtbot: QtBot, qapp: QApplication, unheard: Unheard, district: StubHub, tmp_path: Path) -> Iterator[Opened]:
    """Return the console in English, its desk live."""
    made = Opened(qtbot, qapp, district.url, tmp_path)
    yield made
    made.close()


def test_counts_have_their_forms_in_each_language(qapp: QApplication, unheard: Unheard) -> None:
    def said(count: int) -> str:
        return QCoreApplication.translate("ViewTabs", "%n 件", "", count)

    assert (said(1), said(2)) == ("1 case", "2 cases")
    assert language.use(qapp, "klingon") == "zh"
    assert (said(1), said(2)) == ("1 件", "2 件")
    assert language.use(qapp, "en") == "en"
    assert said(3) == "3 cases"
    assert not unheard.missed() - {("ViewTabs", "%n 件")}


def test_operations_speak_english_for_every_kind_of_case(console: Opened, unheard: Unheard) -> None:
    page = console.conductor.operations
    assert page is not None
    for case in rows():
        page.open_case(case.id)
        console.until(lambda: page.case.case is not None and bool(page.case.case.timeline))
        shown = page.case.case
        assert shown is not None
        said = (shown.deadline, shown.facts, shown.body, *shown.marks, *(entry.text for entry in shown.timeline))
        assert not [text for text in said if CHINESE.search(text)]
        assert not chinese(console.window)
    for figure in ("queue.unsigned", "queue.no_deadline", "tier.grid.overdue", "tier.street.near_due"):
        page.queue.show_figure(figure)
        assert not chinese(console.window)
    assert not unheard.missed()


def test_every_page_speaks_english(console: Opened, unheard: Unheard) -> None:
    window = console.window
    alerts, pages = console.conductor.alerts, console.conductor.pages
    assert alerts is not None
    assert pages is not None
    for name in ("operations", *(entry.name for entry in ENTRIES if pages.offers(entry.name))):
        window.page_wanted.emit(name)
        assert window.page_name() == name
        assert not chinese(window), name
    alerts.compose("c1")
    console.until(lambda: alerts.composer.kinds.count() >= len(CATALOGUE.kinds))
    alerts.composer.kinds.setCurrentRow(0)
    assert not chinese(window)
    alerts.composer.set_preview(PREVIEW)
    assert not chinese(window)
    alerts.follow("a1")
    console.until(lambda: alerts.reach.table.topLevelItemCount() > 0)
    assert not chinese(window)
    assert not unheard.missed()


def test_what_lies_over_the_window_speaks_english(console: Opened, unheard: Unheard) -> None:
    window = console.window
    window.finder_wanted.emit("")
    assert not chinese(window)
    QTest.keyClicks(QApplication.focusWidget() or window.finder, "zzz")
    assert not chinese(window)
    window.finder.dismiss()
    QTest.keyClick(window, Qt.Key.Key_Question, Qt.KeyboardModifier.ShiftModifier)
    assert not chinese(window)
    window.new_case_wanted.emit()
    dialogs = [one for one in QApplication.topLevelWidgets() if isinstance(one, QDialog) and one.isVisible()]
    assert dialogs
    for dialog in dialogs:
        assert not chinese(dialog)
        dialog.close()
    assert not unheard.missed()


@pytest.mark.parametrize("role", [Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_the_people_page_speaks_english(
    qtbot: QtBot,
    unheard: Unheard,
    district: StubHub,
    client: Client,
    transport: Transport,
    runner: TaskRunner,
    role: Role,
) -> None:
    person = PersonRow(id="1", login="a", name="Li", unit_id="440113", roles=tuple(Role), seat="01")
    people = [
        person,
        msgspec.structs.replace(person, id="2", locked=True),
        msgspec.structs.replace(person, id="3", disabled=True),
    ]
    district.answer("GET", "/people", people)
    connected = Connected(transport, client, Health(version="0", now=NOW), embedded=False)
    page = PeoplePage(Office(connected, session(role), PROFILE, UNITS), runner, CountingIds())
    qtbot.addWidget(page)
    page.show()
    if role is Role.SECURITY_ADMIN:
        qtbot.waitUntil(lambda: page.list.topLevelItemCount() == len(people))
    assert not chinese(page)
    assert not unheard.missed()


@pytest.mark.parametrize("action", list(ACTIONS))
@pytest.mark.parametrize("behalf", [None, UNITS[2]])
def test_every_form_of_an_action_speaks_english(
    qtbot: QtBot, unheard: Unheard, action: Action, behalf: UnitRow | None
) -> None:
    reason = NamedCode(code="other", name="Other")
    told = About(
        "Water", NOW, NOW, tuple(UNITS), reasons=(reason,), callers=(("c1", "Caller"),), children=(("c1", "1"),)
    )
    form = ActForm(action, told, behalf)
    qtbot.addWidget(form)
    form.show()
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not chinese(form)
    assert not unheard.missed()


@pytest.mark.parametrize("action", [action for action in WhistleAction if action is not WhistleAction.BLOW])
def test_every_form_of_a_whistle_speaks_english(qtbot: QtBot, unheard: Unheard, action: WhistleAction) -> None:
    offer = Offer(
        title="Water", label=whistle_words.say(whistle_words.ACTIONS[action]), now=NOW, own="", all_units=tuple(UNITS)
    )
    form = WhistleActForm(action, offer, ClockText("Asia/Shanghai"))
    qtbot.addWidget(form)
    form.show()
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not chinese(form)
    assert not unheard.missed()


@pytest.mark.parametrize("rule", ["", "required", "none"])
def test_the_form_of_a_new_whistle_speaks_english(qtbot: QtBot, unheard: Unheard, rule: str) -> None:
    offered = WhistleCatalogue(kinds=(), kinds_note="", approval=rule, arrive_minutes=None, reasons=())
    kinds = tuple((code, whistle_words.say(name)) for code, name in whistle_words.KINDS.items())
    note = whistle_words.say(whistle_words.GENERIC)
    start = Start(offered, kinds, note, tuple(UNITS[:1]), tuple(UNITS), NOW, matter="Water")
    form = WhistleForm(start, ClockText("Asia/Shanghai"))
    qtbot.addWidget(form)
    form.show()
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not chinese(form)
    assert not unheard.missed()


def test_the_other_forms_speak_english(qtbot: QtBot, unheard: Unheard) -> None:
    forms = (
        NewCaseForm(PROFILE, UNITS),
        PersonalForm("Water"),
        SignInForm("Sign in", "", first=True),
        SignInForm("Sign in", ""),
    )
    for form in forms:
        qtbot.addWidget(form)
        form.show()
        QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert not chinese(form), type(form).__name__
    assert not unheard.missed()


@pytest.mark.parametrize("name", test_all_parts.PARTS)
def test_every_part_speaks_english(qtbot: QtBot, qapp: QApplication, unheard: Unheard, name: str) -> None:
    source = Path(test_all_parts.__file__).read_text(encoding="utf-8")
    data = re.findall(r'"([^"\n]*[\u3400-\u9fff][^"\n]*)"', source)
    part = test_all_parts.PARTS[name](Theming(qapp, "dark").theme)
    qtbot.addWidget(part)
    part.resize(1920, 600)
    part.show()
    assert not chinese(part, data)
    assert not unheard.missed()
