"""A macro that dispatches: its unit is found by the initials of its pinyin, and one that is refused comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from console.forms.macro_editor import MacroEditor
from console.forms.macros import MacroPicker
from services.domain.actions import Action
from services.domain.macros import Reach
from tests.console.stubhub import aside
from tests.journeys.roles import STREET, SUPERVISOR, WATER, at_seat

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.api.board import BoardRow
    from services.api.team import MacroRow
    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console


def waiting(clerk: Colleague) -> BoardRow:
    """Return an accepted case that nobody has been sent."""
    row = clerk.report("路面积水", lon=None, lat=None, area_id=STREET)
    return clerk.act(row, Action.ACCEPT)


T = TypeVar("T", MacroPicker, MacroEditor)


def at_hand(desk: Console, kind: type[T], before: object = None) -> T:
    """Wait until a window of a kind, another than the one before, is the one that is written in; return it."""

    def there() -> bool:
        window = QApplication.activeWindow()
        return isinstance(window, kind) and window is not before and window.focusWidget() is not None

    desk.until(there)
    found = QApplication.activeWindow()
    assert isinstance(found, kind)
    return found


def picker(desk: Console) -> MacroPicker:
    """Open the list of macros with its key."""
    desk.page.queue.focus_queue()
    desk.key(Qt.Key.Key_Slash)
    return at_hand(desk, MacroPicker)


def macros(clerk: Colleague) -> list[MacroRow]:
    """Return the macros that somebody else may use."""
    found: list[MacroRow] = clerk.ask(lambda client: client.team.macros())
    return found


def desk_macros(desk: Console) -> list[MacroRow]:
    """Return the macros of whoever sits at a desk."""
    return aside(desk.desk.client.team.macros)


def unit_of(form: MacroEditor) -> str:
    """Return the id of the unit that is chosen, "" for none."""
    unit = form.unit.unit
    return unit.id if unit is not None else ""


def press_new(over: MacroPicker) -> None:
    """Press the button for a new one."""
    next(one for one in over.findChildren(QPushButton) if one.text() == "新建…").click()


def test_a_macro_dispatches_to_the_unit_that_was_found_by_its_initials(
    open_console: Callable[..., Console], clerk: Colleague
) -> None:
    desk = at_seat(open_console("desk"), SUPERVISOR)
    row = waiting(clerk)
    desk.choose(row.id)
    over = picker(desk)
    press_new(over)
    form = at_hand(desk, MacroEditor)
    assert not form.unit.isVisible()  # only a dispatch needs one
    form.name.setText("派水务")
    form.action.setCurrentIndex(form.action.findData(Action.DISPATCH.value))
    assert form.unit.isVisible()
    form.unit.field.setFocus()
    QTest.keyClicks(form.unit.field, "qswj")
    assert unit_of(form) == ""
    form.reach.setCurrentIndex(form.reach.findData(Reach.DISTRICT.value))
    form.text.setPlainText("请{单位}到{地点}排水")
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.isVisible()
    assert "没有选定单位" in form._error.text()
    assert form.unit.field.hasFocus()
    desk.shoot_of(form, "settings-macro-no-unit")
    QTest.keyClick(form.unit.field, Qt.Key.Key_Return)
    assert unit_of(form) == WATER
    desk.shoot_of(form, "settings-macro")
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: [one.macro.to_unit for one in macros(clerk)] == [WATER])
    shown = at_hand(desk, MacroPicker, over)
    desk.shoot_of(shown, "settings-macro-list")
    QTest.keyClick(shown, Qt.Key.Key_1)
    desk.no_dialog()
    desk.until(lambda: (found := desk.desk.board.row(row.id)) is not None and found.holder_id == WATER)
    said = clerk.ask(lambda client: client.case(row.id)).events[-1].text
    assert "到清河东路与平康路口排水" in said


def test_a_macro_that_the_hub_refuses_comes_back_as_it_was_written(
    open_console: Callable[..., Console], clerk: Colleague
) -> None:
    desk = at_seat(open_console("desk"), SUPERVISOR)
    row = waiting(clerk)
    desk.choose(row.id)
    over = picker(desk)
    press_new(over)
    form = at_hand(desk, MacroEditor)
    form.name.setText("已排水")
    form.text.setPlainText("{地名}已排水")
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    again = at_hand(desk, MacroEditor, form)
    assert (again.name.text(), again.text.toPlainText()) == ("已排水", "{地名}已排水")
    assert "{地点}" in again._error.text()
    assert again.text.hasFocus()
    desk.shoot_of(again, "settings-macro-refused")
    again.text.setPlainText("{地点}已排水")
    QTest.keyClick(again, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.until(lambda: [one.macro.name for one in desk_macros(desk)] == ["已排水"])
    QTest.keyClick(at_hand(desk, MacroPicker, over), Qt.Key.Key_Escape)
    desk.no_dialog()
