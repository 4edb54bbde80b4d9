"""演练 in every dialog as in the main window: the hatched frame round it, and the word in its title."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QWindow
from PySide6.QtWidgets import QDialog

from console.theming import Theming
from console.windows_over import WindowsOver
from widgets.banner import HatchedFrame
from widgets.plain import sentence


class ExerciseDialogs(QObject):
    """Marks the dialogs of a window as they open, while there is a word to mark them with."""

    def __init__(self, over: WindowsOver, theming: Theming) -> None:
        super().__init__(over)
        self._theming = theming
        self._word = ""

    def set_word(self, word: str) -> None:
        """Mark with this word from now on; "" marks none that opens later."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication) and bool(word) is not bool(self._word):
            if word:
                app.focusWindowChanged.connect(self._on_window)
            else:
                app.focusWindowChanged.disconnect(self._on_window)
        self._word = word

    def _on_window(self, _window: QWindow | None) -> None:
        over = self.parent()
        if not isinstance(over, WindowsOver):
            return
        for dialog in over.dialogs():
            if dialog.findChild(HatchedFrame) is None:
                self._mark(dialog)

    def _mark(self, dialog: QDialog) -> None:
        frame = HatchedFrame(self._theming.theme, dialog)
        frame.set_kind("exercise")
        dialog.setWindowTitle(sentence(self._word, dialog.windowTitle()))
