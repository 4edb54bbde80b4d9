"""The windows that lie over the main one: hidden while the seat is locked, and gone with the person."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QWidget
from shiboken6 import Shiboken


class WindowsOver(QObject):
    """Belongs to the main window, and looks only at windows that belong to it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._hidden: list[tuple[QWidget, bool]] = []
        self._is_hiding = False

    @property
    def count(self) -> int:
        """How many dialogs are open or hidden."""
        hidden = sum(Shiboken.isValid(dialog) for dialog, _modal in self._hidden)
        return hidden + len(self.dialogs())

    def dialogs(self) -> list[QDialog]:
        """Return the dialogs that are open and seen."""
        return [one for one in self._open() if isinstance(one, QDialog)]

    def hide(self) -> None:
        """Hide what is open, and what opens from now on, with all that was typed in it."""
        app = QGuiApplication.instance()
        if not self._is_hiding and isinstance(app, QGuiApplication):
            self._is_hiding = True
            app.focusWindowChanged.connect(self._on_window)
        self._hide_open()

    def show_again(self) -> None:
        """Show what was hidden, as it was."""
        self._end_hiding()
        hidden, self._hidden = self._hidden, []
        for window, modal in hidden:
            if not Shiboken.isValid(window):
                continue
            if modal and isinstance(window, QDialog):
                window.open()
            else:
                window.show()

    def close(self) -> None:
        """Let go of all of them, hidden or not."""
        self._end_hiding()
        hidden, self._hidden = self._hidden, []
        for window in [*self._open(), *(one for one, _modal in hidden if Shiboken.isValid(one))]:
            window.close()
            window.deleteLater()

    def _end_hiding(self) -> None:
        app = QGuiApplication.instance()
        if self._is_hiding and isinstance(app, QGuiApplication):
            self._is_hiding = False
            app.focusWindowChanged.disconnect(self._on_window)

    def _on_window(self, _window: QWindow | None) -> None:
        self._hide_open()

    def _hide_open(self) -> None:
        for window in self._open():
            if isinstance(window, QMenu):
                window.close()
            elif not isinstance(window, QMessageBox):  # whether the program may end, or the seat be left, is asked
                self._hidden.append((window, window.isModal()))
                window.hide()

    def _open(self) -> list[QWidget]:
        """Return the visible windows of the main window."""
        main = self.parent()
        return [one for one in QApplication.topLevelWidgets() if one.isVisible() and _belongs(one, main)]


def _belongs(window: QWidget, main: QObject | None) -> bool:
    above = window.parentWidget()
    while above is not None and above is not main:
        above = above.parentWidget()
    return above is not None
