"""The queue view: choosing among the rows by keys and mouse, one or several, and saying in words which is current."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from widgets.plain import sentence, tooltip
from widgets.queue.rowlist import RowList
from widgets.queue.rows import GroupKey, row_text
from widgets.queue.strip import ROW_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Callable

    from widgets.theme import Theme

_NO_KEY = Qt.KeyboardModifier.NoModifier


def _unexplained(_key: object, _now: int) -> str:
    return ""


class QueueView(RowList):
    """The queue: its selection belongs to keys, as the place of its rows does."""

    selected = Signal(object)
    """The person chose this key (None: nothing)."""
    activated = Signal(object)
    """Enter or double click on this key."""
    context_requested = Signal(object, QPoint)
    """(key, global position): right click or the menu key."""
    copy_requested = Signal(object)
    """Ctrl+C on this key."""
    several_changed = Signal(int)
    """How many rows are chosen together; 0: the current one alone."""
    group_toggled = Signal(object, bool)
    """(GroupKey, open): a group should show or hide its cases."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._explain: Callable[[object, int], str] = _unexplained
        self.setAccessibleName(self.tr("案件队列"))

    # ── values ────────────────────────────────────────────────────────────────────────────────────────────────────

    def set_explainer(self, explain: Callable[[object, int], str]) -> None:
        """Take what says in one sentence why a row (its key) stands where it stands at a time; "" for nothing to say.

        It is asked for the row under a resting pointer and for the current one, and answers from what is at hand.
        """
        self._explain = explain

    def select(self, key: object, *, reveal: bool = True) -> bool:
        """Select a key without a signal; False when it is not among the rows (it stays remembered)."""
        index = self._rows.index_of(key) if key is not None else None
        self._set_key(key, -1 if index is None else index)
        if index is not None and reveal:
            self._reveal(index)
        return index is not None

    @property
    def current_key(self) -> object:
        """The selected key, also while it is not among the rows; None: nothing selected."""
        return self._key

    def several(self) -> list[object]:
        """Return the keys of the rows that are chosen together, from top to bottom; empty: the current one alone."""
        return self._several.in_order(self._rows) if len(self._several) else []

    def choose_one(self) -> None:
        """Go back from several rows to the current one."""
        self._one_again()

    # ── selection ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _set_key(self, key: object, index: int) -> None:
        self._key, self._key_index = key, index
        self._remember_place()
        self._describe()
        self.viewport().update()

    def _choose(self, index: int) -> None:
        if not len(self._rows):
            return
        index = min(max(index, 0), len(self._rows) - 1)
        key = self._rows.key(index)
        changed = key != self._key
        self._set_key(key, index)
        self._reveal(index)
        if changed:
            self.selected.emit(key)

    def _describe(self) -> None:
        """Tell assistive technology which row is current, in words."""
        index = self._current_index()
        if self._overlay.state.kind not in ("live", "stale"):
            words = self._overlay.state.sentence
        elif index is not None:
            words = self._told(index, separator=" · ")
        else:
            words = self.tr("%n 件", "", len(self._rows))
        if len(self._several):
            words = sentence(self.tr("已选 %n 件", "", len(self._several)), words)
        if words == self.accessibleDescription():
            return
        self.setAccessibleDescription(words)
        if QAccessible.isActive() and self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _told(self, index: int, separator: str = "\n") -> str:
        """Return a row in words and why it stands where it stands."""
        why = self._explain(self._rows.key(index), self._now)
        return sentence(row_text(self._rows.row(index), self._now), why, separator=separator)

    def _one_again(self) -> None:
        if self._several.clear(self._key):
            self._tell_several()

    def _tell_several(self) -> None:
        if len(self._several) == 1:  # one alone is the current row
            only = self._several.in_order(self._rows)
            if only == [self._key]:
                self._several.clear(self._key)
        self._describe()
        self.viewport().update()
        self.several_changed.emit(len(self._several))

    # ── events ────────────────────────────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, activate, copy. Every other key is left to the window: letters are the actions' keys."""
        goal = self._goal(event)
        if goal is not None:
            self._move(goal, event.modifiers())
        elif event.matches(QKeySequence.StandardKey.Copy):
            if self._key is not None:
                self.copy_requested.emit(self._key)
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._several.every(self._rows)
            self._tell_several()
        elif not (self._open_or_close(event) or self._choose_among(event)):
            event.ignore()

    def _goal(self, event: QKeyEvent) -> int | None:
        """Return the row that a key goes to, None when it goes nowhere."""
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            return None
        index = self._current_index()
        here = (self._key_index if index is None else index) if self._key is not None else -1
        page = max(1, self.viewport().height() // ROW_HEIGHT - 1)
        goals = {
            Qt.Key.Key_Up: here - 1,
            Qt.Key.Key_Down: here + 1,
            Qt.Key.Key_PageUp: here - page,
            Qt.Key.Key_PageDown: here + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._rows) - 1,
        }
        return goals.get(Qt.Key(event.key()))

    def _choose_among(self, event: QKeyEvent) -> bool:
        """Take the keys of a row itself: Enter opens it, Ctrl+Space adds it to several, Esc goes back to one."""
        key, plain = Qt.Key(event.key()), event.modifiers() in (_NO_KEY, Qt.KeyboardModifier.KeypadModifier)
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and not event.isAutoRepeat():
            if self._current_index() is not None and not isinstance(self._key, GroupKey):
                self.activated.emit(self._key)
        elif key == Qt.Key.Key_Space and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            if self._key is not None:
                self._several.toggle(self._key, None)
                self._tell_several()
        elif key == Qt.Key.Key_Escape and len(self._several):
            self._one_again()
        else:
            return False
        return True

    def _open_or_close(self, event: QKeyEvent) -> bool:
        """Take the keys of a group: right and left show and hide it, Enter does either; left on a case goes to it."""
        if event.modifiers() not in (_NO_KEY, Qt.KeyboardModifier.KeypadModifier):
            return False
        index, key = self._current_index(), event.key()
        heading = None if index is None else self._rows.row(index).heading
        if heading is None:
            if key != Qt.Key.Key_Left or index is None:
                return False
            above = next((at for at in range(index, -1, -1) if isinstance(self._rows.key(at), GroupKey)), None)
            if above is not None:
                self._choose(above)
            return above is not None
        if key in (Qt.Key.Key_Right, Qt.Key.Key_Left):
            self.group_toggled.emit(self._key, key == Qt.Key.Key_Right)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.group_toggled.emit(self._key, not heading.is_open)
        else:
            return False
        return True

    def _move(self, goal: int, keys: Qt.KeyboardModifier) -> None:
        """Go to a row: with Shift up to it, with Ctrl leaving what is chosen as it is."""
        if not len(self._rows):
            return
        goal = min(max(goal, 0), len(self._rows) - 1)
        if keys & Qt.KeyboardModifier.ShiftModifier:
            if not len(self._several):
                self._several.clear(self._key)
            self._several.reach(self._rows, goal)
            self._tell_several()
        elif not keys & Qt.KeyboardModifier.ControlModifier:
            self._one_again()
        self._choose(goal)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the pointer: with Shift all up to it, with Ctrl it beside the others."""
        index = self._index_at(event.position().toPoint())
        if index is None or event.button() not in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            return
        key = self._rows.key(index)
        if event.button() == Qt.MouseButton.RightButton and key in self._several:
            self._choose(index)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._several.toggle(key, self._key)
            self._choose(index)
            self._tell_several()
        else:
            self._move(index, event.modifiers())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Keep the release: nothing below the queue is meant."""
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Activate the row under the pointer."""
        index = self._index_at(event.position().toPoint())
        if index is None or event.button() != Qt.MouseButton.LeftButton:
            return
        heading = self._rows.row(index).heading
        if heading is not None:
            self.group_toggled.emit(self._rows.key(index), not heading.is_open)
        else:
            self.activated.emit(self._rows.key(index))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lighten the row under the pointer."""
        index = self._index_at(event.position().toPoint())
        self._set_hover(-1 if index is None else index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu at the row chosen (mouse) or selected (menu key)."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self._index_at(self.viewport().mapFrom(self, event.pos()))
            at = event.globalPos()
        else:
            index = self._current_index()
            at = self.viewport().mapToGlobal(QPoint(60, self._y(index or 0) + ROW_HEIGHT))
        if index is not None:
            self.context_requested.emit(self._rows.key(index), at)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the whole text of a row as its tooltip; forget the pointer when it leaves."""
        if event.type() == QEvent.Type.Leave:
            self._set_hover(-1)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self._index_at(event.pos())
            text = "" if index is None else self._told(index)
            QToolTip.showText(event.globalPos(), tooltip(text), self.viewport())
            return True
        return super().viewportEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus mark away."""
        super().focusOutEvent(event)
        self.viewport().update()
