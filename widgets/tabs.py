"""Saved views as tabs with live counts; those of the person's own are renamed, moved and deleted by keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.plain import one_line

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from widgets.theme import Theme

_PAD, _PAD_NARROW = 13, 7
_HEIGHT = 42
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


@dataclass(frozen=True, slots=True)
class ViewTab:
    """One saved view: ``name`` is emitted, ``count`` None while unknown, ``alarm`` colours a count above zero.

    ``own``: the person may rename, move and delete it.
    """

    name: str
    title: str
    count: int | None = None
    alarm: bool = False
    own: bool = False


class ViewTabs(QWidget):
    """A row of tabs. Left/Right choose, as in a tab bar; what does not fit is reached by keys.

    At a view of one's own F2 renames it, Ctrl with Left/Right moves it, Delete deletes it, and Ctrl+Z takes that back.
    """

    chosen = Signal(str)
    """The name of the view the person chose."""
    context_requested = Signal(str, QPoint)
    """(name, global position): a menu for a saved view."""
    rename_requested = Signal(str)
    delete_requested = Signal(str)
    move_requested = Signal(str, int)
    """(name, how many places to the right)."""
    undo_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._tabs: tuple[ViewTab, ...] = ()
        self._current = ""
        self._offset = 0
        self._pad = _PAD
        self.setFixedHeight(_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("案件视图"))

    def set_tabs(self, tabs: tuple[ViewTab, ...]) -> None:
        """Show these views and counts."""
        if tabs != self._tabs:
            self._tabs = tabs
            self._describe()
            self._reveal()
            self.update()

    def set_current(self, name: str) -> None:
        """Show which view is open, without a signal."""
        self._current = name
        self._describe()
        self._reveal()
        self.update()

    @property
    def current(self) -> str:
        """The name of the open view."""
        return self._current

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def minimumSizeHint(self) -> QSize:
        """Return room for two tabs."""
        return QSize(160, _HEIGHT)

    def tab_rect(self, name: str) -> QRect:
        """Return where a tab is drawn; empty when there is none of this name."""
        return next((rect for tab, rect in self._placed() if tab.name == name), QRect())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the tab under the pointer."""
        tab = self._at(event.position().toPoint())
        if tab is not None and event.button() == Qt.MouseButton.LeftButton:
            self._choose(tab.name)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of a saved view."""
        mouse = event.reason() == QContextMenuEvent.Reason.Mouse
        tab = self._at(event.pos()) if mouse else next((t for t in self._tabs if t.name == self._current), None)
        if tab is not None:
            self.context_requested.emit(tab.name, event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next or previous view."""
        step = _STEPS.get(Qt.Key(event.key()), 0)
        if self._change_own(event, step):
            return
        if not step or not self._tabs or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        names = [tab.name for tab in self._tabs]
        here = names.index(self._current) if self._current in names else 0
        self._choose(names[min(max(here + step, 0), len(names) - 1)])

    def _change_own(self, event: QKeyEvent, step: int) -> bool:
        """Take the keys that change a view of one's own."""
        ctrl = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if ctrl and event.key() == Qt.Key.Key_Z:
            self.undo_requested.emit()
            return True
        tab = next((one for one in self._tabs if one.name == self._current), None)
        if tab is None or not tab.own:
            return False
        if ctrl and step:
            self.move_requested.emit(tab.name, step)
        elif event.key() == Qt.Key.Key_F2 and not event.isAutoRepeat():
            self.rename_requested.emit(tab.name)
        elif event.key() == Qt.Key.Key_Delete and not event.isAutoRepeat():
            self.delete_requested.emit(tab.name)
        else:
            return False
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Scroll back what fits again, and keep the open view in sight."""
        super().resizeEvent(event)
        self._reveal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tabs."""
        del event
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("background"))
        for tab, rect in self._placed():
            current = tab.name == self._current
            if current:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.setPen(QPen(theme.color("accent"), 1) if self.hasFocus() else Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("raised"))
                painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 8.5, -0.5, 6), 5, 5)
            title = one_line(tab.title, 40)
            painter.setFont(theme.font(14))
            painter.setPen(theme.color("text" if current else "text_2"))
            text = rect.adjusted(self._pad, 10, 0, 0)
            painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, title)
            if tab.count is not None:
                text.setLeft(text.left() + painter.fontMetrics().horizontalAdvance(title) + 6)
                painter.setFont(theme.font(14, bold=True))
                painter.setPen(theme.color("red_text" if tab.alarm and tab.count else "text"))
                painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, str(tab.count))

    def _placed(self) -> list[tuple[ViewTab, QRect]]:
        body, bold = QFontMetrics(self._theme.font(14)), QFontMetrics(self._theme.font(14, bold=True))
        placed: list[tuple[ViewTab, QRect]] = []
        x = 10 - self._offset
        widths = []
        for tab in self._tabs:
            count = "" if tab.count is None else str(tab.count)
            width = body.horizontalAdvance(one_line(tab.title, 40))
            widths.append(width + (bold.horizontalAdvance(count) + 6 if count else 0))
        roomy = 20 + sum(widths) + 2 * _PAD * len(widths) <= self.width()
        self._pad = _PAD if roomy else _PAD_NARROW
        for tab, words in zip(self._tabs, widths, strict=True):
            width = words + 2 * self._pad
            placed.append((tab, QRect(x, 0, width, _HEIGHT)))
            x += width
        return placed

    def _reveal(self) -> None:
        placed = self._placed()
        if placed:
            spare = self.width() - 10 - placed[-1][1].right()
            self._offset = max(0, self._offset - max(0, spare))
        rect = self.tab_rect(self._current)
        if rect.right() > self.width():
            self._offset += rect.right() - self.width() + 10
        elif rect.left() < 0:
            self._offset = max(0, self._offset + rect.left() - 10)

    def _at(self, at: QPoint) -> ViewTab | None:
        return next((tab for tab, rect in self._placed() if rect.contains(at)), None)

    def _choose(self, name: str) -> None:
        if name != self._current:
            self.set_current(name)
            self.chosen.emit(name)

    def _describe(self) -> None:
        tab = next((tab for tab in self._tabs if tab.name == self._current), None)
        count = "" if tab is None or tab.count is None else self.tr("%n 件", "", tab.count)
        self.setAccessibleDescription("" if tab is None else f"{tab.title} {count}".strip())
