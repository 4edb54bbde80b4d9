"""The menu of a case in the queue, and the case as text on the clipboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from console.actions import ActionState
from console.desk import Desk
from console.pages.operations import sentences
from console.pages.operations.chosen import ChosenCase
from console.pages.operations.personal_fields import PersonalFields
from console.similar import headline
from services.domain.actions import Action
from services.domain.rights import Right
from widgets.plain import one_line, tooltip
from widgets.toast import Message


@dataclass(frozen=True, slots=True)
class Distinct:
    """What an entry means: the selected case is not the same matter as this one."""

    other_id: str


def _possible_first(state: ActionState) -> bool:
    return not state.enabled


class CaseMenu(QObject):
    """Everything the keys can do, to point at; what is chosen goes out as a signal or is done here."""

    said = Signal(object)
    """A Message."""
    action_wanted = Signal(object)
    """The Action that was chosen."""
    locate_wanted = Signal()
    leave_event_wanted = Signal(object)
    """The BoardRow of a case that should leave its declared event."""
    alert_wanted = Signal(object)
    """The id of the case an alert should start from."""

    def __init__(self, desk: Desk, chosen: ChosenCase, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._chosen = chosen
        self._personal = PersonalFields(desk, parent)

    @Slot(object, QPoint)
    def open(self, key: object, at: QPoint) -> None:
        """Select a case and show its menu at a point of the screen."""
        self._chosen.choose(str(key))
        page = self.parent()  # asked for each time: a kept reference to the parent would be a cycle
        menu = QMenu(page if isinstance(page, QWidget) else None)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setToolTipsVisible(True)
        for state in sorted(self._chosen.states, key=_possible_first):
            entry = menu.addAction(f"{state.label}\t{state.key}")
            entry.setEnabled(state.enabled)
            entry.setToolTip(tooltip(state.why))
            entry.setData(state.action.value)
        menu.addSeparator()
        self._add(menu, self.tr("在地图上看") + "\tL", self._locate)
        self._add(menu, self.tr("复制为文字") + "\tCtrl+C", self._copy_chosen)
        if Right.PERSONAL_OPEN in self._desk.session.rights:
            self._add(menu, self.tr("查看个人信息…"), self._open_personal)
        self._add(menu, self.tr("从本件发预警") + "\tF12", self._alert)
        self._add_event(menu)
        self._add_similar(menu)
        menu.triggered.connect(self._on_triggered)
        menu.popup(at)

    @Slot(object)
    def copy(self, key: object) -> None:
        """Put a case as text on the clipboard."""
        desk = self._desk
        row = desk.board.row(key)
        if row is None:
            return
        detail = self._chosen.detail_of(row.id)
        text = sentences.as_text(row, detail, desk.wording, desk.clock_text, desk.now())
        QGuiApplication.clipboard().setText(text)
        self.said.emit(Message(self.tr("已复制 {number}").format(number=row.number), key="say"))

    def _add(self, menu: QMenu, text: str, slot: Callable[[], None]) -> None:
        menu.addAction(text).triggered.connect(slot)

    def _add_event(self, menu: QMenu) -> None:
        row = self._chosen.row
        if row is not None and row.event_id and Right.CASE_WORK in self._desk.session.rights:
            self._add(menu, self.tr("移出所属事件"), self._leave_event)

    def _leave_event(self) -> None:
        row = self._chosen.row
        if row is not None:
            self.leave_event_wanted.emit(row)

    def _add_similar(self, menu: QMenu) -> None:
        """Offer to tell the case from each of those that are suggested as the same matter."""
        if Right.CASE_WORK not in self._desk.session.rights or not self._chosen.similar.rows:
            return
        menu.addSeparator()
        for row in self._chosen.similar.rows:
            entry = menu.addAction(self.tr("与 {case} 不是同一件事").format(case=one_line(headline(row), 30)))
            entry.setData(Distinct(row.case.id))

    @Slot("QAction*")
    def _on_triggered(self, entry: object) -> None:
        chosen = entry.data()  # type: ignore[attr-defined]  # a QAction; the slot's signature needs its name
        if isinstance(chosen, Distinct):
            self._chosen.similar.dismiss(chosen.other_id)
        elif chosen:
            self.action_wanted.emit(Action(chosen))

    def _copy_chosen(self) -> None:
        self.copy(self._chosen.id)

    def _open_personal(self) -> None:
        row = self._chosen.row
        if row is not None:
            self._personal.open(row)

    def _locate(self) -> None:
        self.locate_wanted.emit()

    def _alert(self) -> None:
        self.alert_wanted.emit(self._chosen.id)
