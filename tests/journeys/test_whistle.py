"""吹哨报到 from the key to the end: the street blows, the leader approves, units come, refuse, are named, all rate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog

from console.forms.whistle import WhistleForm
from console.forms.whistle_act import WhistleActForm
from console.pages.whistles.page import WhistlePage
from services.api.whistles import WhistleAct
from services.domain.clock import SystemClock
from services.domain.ids import TimeIds
from services.domain.whistles import Mark, Said, UnitRole, Whistle, WhistleAction, WhistleState
from tests.console.stubhub import aside
from tests.fixtures.pictures import photo
from tests.journeys.district import PLACE

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console

WATER, URBAN, FIRE, POLICE = "dept-water", "dept-urban", "dept-fire", "dept-police"
CALLED = Said(channel="电话", words="收到，已到现场")


def page_of(console: Console) -> WhistlePage:
    assert console.conductor.pages is not None
    page = console.conductor.pages.page("whistles")
    assert isinstance(page, WhistlePage)
    return page


def shown(console: Console) -> Whistle | None:
    row = page_of(console).row
    return row.whistle if row is not None else None


def wait_state(console: Console, state: WhistleState) -> None:
    console.until(lambda: (found := shown(console)) is not None and found.state is state)


def seen(console: Console, whistle: Whistle) -> None:
    """Wait until the page has a whistle as somebody else has just left it: what is sent next names its version."""
    console.until(lambda: (found := shown(console)) is not None and found.version >= whistle.version)


def panel(console: Console) -> list[tuple[str, str]]:
    values = console.page.tiers.whistles._values or ()
    return [(unit.name, unit.words) for value in values for unit in value.units]


def act(colleague: Colleague, whistle_id: str, action: WhistleAction, **fields: Any) -> Whistle:  # noqa: ANN401 - fields of an action
    version = colleague.ask(lambda client: client.whistles.one(whistle_id)).row.whistle.version
    asked = WhistleAct(command_id=TimeIds(SystemClock()).new(), action=action, version=version, **fields)
    done = aside(lambda: colleague.client.whistles.act(whistle_id, asked))
    found: Whistle = done.row.whistle
    return found


def do(console: Console, key: Qt.Key, *, shift: bool = False) -> WhistleActForm:
    """Press an action's key in the list and return its form."""
    page_of(console).list.setFocus()
    modifier = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    console.key(key, modifier)
    form = console.dialog()
    assert isinstance(form, WhistleActForm)
    return form


def send(console: Console) -> None:
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: page_of(console).acting.busy is None)


def choose_unit(form: WhistleActForm, unit_id: str) -> None:
    assert form.unit is not None
    form.unit.setCurrentIndex(form.unit.findData(unit_id))


def test_a_street_blows_for_a_case_and_departments_report_in(  # noqa: PLR0915 - one story, key after key
    console: Console, open_console: Callable[..., Console], colleague: Colleague, tmp_path: Path
) -> None:
    row = colleague.report("河涌旁违建排污")
    other = open_console("other").start()
    console.window.activateWindow()
    console.choose(row.id)

    console.key(Qt.Key.Key_W)
    form = console.dialog()
    assert isinstance(form, WhistleForm)
    assert form.matter.text() == "河涌旁违建排污"
    console.ctrl(Qt.Key.Key_Return)  # not yet: why the street cannot is missing
    assert form.isVisible()
    console.type("街道没有执法权")
    for initials in ("qswj", "qcsgl", "qxfj"):
        form.units.picker.field.setFocus()
        console.type(initials)
        console.key(Qt.Key.Key_Return)
    assert len(form.units.called) == 3
    form.problems.setFocus()
    console.type("封堵排污口")
    console.key(Qt.Key.Key_Return)
    console.type("拆除违建")
    console.shoot_of(form, "whistle-form")
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    wait_state(console, WhistleState.WAITING)
    assert console.window.page_name() == "whistles"

    form = do(console, Qt.Key.Key_A)  # the leader's: who said it, and in which words, is asked for
    assert form.said is not None
    console.ctrl(Qt.Key.Key_Return)
    assert form.isVisible()
    console.type("李书记")
    form.said.words.setFocus()
    console.type("同意，马上办")
    send(console)
    wait_state(console, WhistleState.BLOWN)
    whistle = shown(console)
    assert whistle is not None
    assert (whistle.case_id, whistle.approved_by) == (row.id, "李书记")
    console.until(lambda: "同意，马上办" in page_of(console).view.record.toPlainText())

    # the other console sees it without asking, and sees each arrival
    other.until(lambda: len(panel(other)) == 3)
    assert all("未报到" in words for _, words in panel(other))
    act(colleague, whistle.id, WhistleAction.ARRIVE, unit_id=WATER, person="张三", said=CALLED)
    other.until(lambda: any(name == "区水务局" and "已报到" in words for name, words in panel(other)))
    console.until(lambda: (found := shown(console)) is not None and found.state is WhistleState.ARRIVING)

    photograph = tmp_path / "现场.jpg"
    photograph.write_bytes(photo())
    page_of(console).view.add_photo_wanted.emit(WATER)
    dialog = console.dialog()
    assert isinstance(dialog, QFileDialog)
    dialog.fileSelected.emit(str(photograph))
    dialog.close()
    console.no_dialog()
    console.until(lambda: "现场.jpg" in page_of(console).view.record.toPlainText())

    form = do(console, Qt.Key.Key_R)
    choose_unit(form, URBAN)
    console.type("不归我们管")
    assert form.said is not None
    form.said.words.setFocus()
    console.type("去不了")
    console.shoot_of(form, "whistle-refuse")
    send(console)
    other.until(lambda: any("已拒绝" in words for _, words in panel(other)))

    until = SystemClock().now() + 6_000  # still to come when the summons arrives, on a slow machine too
    act(colleague, whistle.id, WhistleAction.SUMMON, unit_id=POLICE, role=UnitRole.ASSIST, until=until)
    console.until(lambda: SystemClock().now() > until)
    late = act(colleague, whistle.id, WhistleAction.ARRIVE, unit_id=POLICE, person="王五", said=CALLED).summons(POLICE)
    assert late is not None
    assert late.on_time is False
    other.until(lambda: any("迟到" in words for _, words in panel(other)))

    act(colleague, whistle.id, WhistleAction.REFUSE, unit_id=FIRE, reason_code="urgent_work", text="火警", said=CALLED)
    console.until(lambda: (found := shown(console)) is not None and found.to_assign)
    console.shoot("whistle-to-assign")
    form = do(console, Qt.Key.Key_D)
    console.type("qcsgl")
    console.key(Qt.Key.Key_Return)
    assert form.text is not None
    form.text.setFocus()
    console.type("拆违由城管负责")
    send(console)
    console.until(lambda: (found := shown(console)) is not None and not found.to_assign)
    act(colleague, whistle.id, WhistleAction.ARRIVE, unit_id=URBAN, person="赵六", said=CALLED)
    wait_state(console, WhistleState.ON_SITE)

    for unit, words in ((WATER, "已封堵"), (URBAN, "已拆除")):
        form = do(console, Qt.Key.Key_B)
        choose_unit(form, unit)
        console.type(words)
        send(console)
    wait_state(console, WhistleState.SOLVED)
    console.shoot("whistle-solved")
    page_of(console).list.setFocus()
    for unit in (WATER, URBAN, POLICE):
        form = do(console, Qt.Key.Key_K)
        choose_unit(form, unit)
        send(console)
        seen(console, act(colleague, whistle.id, WhistleAction.RATE_WHISTLE, unit_id=unit, mark=Mark.GOOD, said=CALLED))
    form = do(console, Qt.Key.Key_Q)
    assert form.mark is not None
    form.mark.setCurrentIndex(form.mark.findData(Mark.POOR.value))
    console.ctrl(Qt.Key.Key_Return)
    assert form.isVisible()  # 不满意 needs its words
    assert form.text is not None
    form.text.setFocus()
    console.type("两个单位推诿")
    send(console)
    wait_state(console, WhistleState.RATED)
    do(console, Qt.Key.Key_C)
    send(console)
    wait_state(console, WhistleState.CLOSED)
    other.until(lambda: not panel(other))

    console.until(lambda: "吹哨 1 次" in page_of(console).figures.text())
    console.until(lambda: "按时报到 2/3" in page_of(console).figures.text())
    console.until(lambda: "解决问题 2/2" in page_of(console).figures.text())
    console.until(lambda: "区指定区城市管理和综合执法局" in page_of(console).view.record.toPlainText())
    console.ctrl(Qt.Key.Key_C)
    assert whistle.number in QApplication.clipboard().text()
    console.key(Qt.Key.Key_L)  # its place: the case on the map
    console.until(lambda: console.window.page_name() == "operations")
    console.until(lambda: console.page.selected_id == row.id)
    console.ctrl(Qt.Key.Key_3)
    console.until(lambda: console.window.page_name() == "whistles")
    console.shoot("whistle-closed")
    console.key(Qt.Key.Key_Escape)
    console.until(lambda: console.window.page_name() == "operations")
    events = colleague.ask(lambda client: client.case(row.id)).events
    assert any("区水务局报到（按时）" in event.text for event in events)


def test_a_whistle_of_its_own_is_drafted_placed_on_the_map_changed_and_withdrawn(console: Console) -> None:
    console.ctrl(Qt.Key.Key_3)
    console.until(lambda: page_of(console).overlay.state.kind == "empty")
    console.key(Qt.Key.Key_W)
    form = console.dialog()
    assert isinstance(form, WhistleForm)
    form.point.click()
    console.until(lambda: console.window.page_name() == "operations")
    console.page.point_chosen.emit(*PLACE)
    console.until(lambda: QApplication.activeWindow() is form)
    form.matter.setFocus()
    console.type("占道经营")
    form.why.setFocus()
    console.type("街道没有执法权")
    console.ctrl(Qt.Key.Key_S)
    console.no_dialog()
    wait_state(console, WhistleState.DRAFT)
    console.until(lambda: console.window.page_name() == "whistles")
    draft = shown(console)
    assert draft is not None
    assert (draft.lon, draft.lat) == PLACE
    assert draft.area_path.startswith("440113/440113007/")

    page_of(console).list.setFocus()
    console.key(Qt.Key.Key_W)  # on a draft: it is changed
    form = console.dialog()
    assert isinstance(form, WhistleForm)
    assert form.why.toPlainText() == "街道没有执法权"
    console.ctrl(Qt.Key.Key_Return)
    assert form.isVisible()  # nobody is summoned yet
    form.units.picker.field.setFocus()
    console.type("qswj")
    console.key(Qt.Key.Key_Return)
    form.problems.setFocus()
    console.type("清场")
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    wait_state(console, WhistleState.WAITING)
    sent = shown(console)
    assert sent is not None
    assert (sent.number, sent.lon) == (draft.number, draft.lon)

    do(console, Qt.Key.Key_X, shift=True)
    console.type("已自行散去")
    send(console)
    wait_state(console, WhistleState.WITHDRAWN)
    console.key(Qt.Key.Key_A)  # nothing to approve any more: said, and nothing opens
    console.until(lambda: "已撤回" in console.said())
