"""The menu of a tab over the queue: keep the filter as a view; rename, move and delete a view of one's own."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget


class ViewMenu(QObject):
    """One menu at a time, for the tab that is named when it opens."""

    save_wanted = Signal()
    rename_wanted = Signal(str)
    move_wanted = Signal(str, int)
    """(view, how many places to the right)."""
    delete_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = ""

    def open(self, view: str, at: QPoint, *, own: bool) -> None:
        """Show the menu at a point of the screen; `own`: the view is the person's."""
        pane = self.parent()  # asked for each time: a kept reference to the parent would be a cycle
        self._view = view
        menu = QMenu(pane if isinstance(pane, QWidget) else None)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._add(menu, self.tr("把当前筛选存为视图…"), self.save_wanted.emit)
        if own:
            menu.addSeparator()
            self._add(menu, self.tr("改名…") + "\tF2", self._on_rename)
            self._add(menu, self.tr("左移") + "\tCtrl+←", self._on_left)
            self._add(menu, self.tr("右移") + "\tCtrl+→", self._on_right)
            self._add(menu, self.tr("删除这个视图") + "\tDelete", self._on_delete)
        menu.popup(at)

    def _add(self, menu: QMenu, words: str, slot: Callable[[], None]) -> None:
        menu.addAction(words).triggered.connect(slot)

    def _on_rename(self) -> None:
        self.rename_wanted.emit(self._view)

    def _on_left(self) -> None:
        self.move_wanted.emit(self._view, -1)

    def _on_right(self) -> None:
        self.move_wanted.emit(self._view, 1)

    def _on_delete(self) -> None:
        self.delete_wanted.emit(self._view)
