"""A window of its own for a part of a page, for a second screen: its marks of exercise and age, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from widgets.banner import EDGE_PX, Banner, HatchedFrame

if TYPE_CHECKING:
    from widgets.theme import Theme

_FLAGS = (
    Qt.WindowType.Tool  # the main window's keys work in it, and it goes where that goes
    | Qt.WindowType.WindowTitleHint
    | Qt.WindowType.WindowSystemMenuHint
    | Qt.WindowType.WindowMinMaxButtonsHint
    | Qt.WindowType.WindowCloseButtonHint
)


class PanelWindow(QWidget):
    """Holds one panel while it is shown. It never lets go of the panel by itself: closing it asks for the way back."""

    back_wanted = Signal()
    """The panel should go back to where it came from."""
    left = Signal()
    """Esc: the keys should go back to the main window, the panel stays here."""
    action_requested = Signal()
    """The button of the line that says that the data is old was pressed."""

    def __init__(self, title: str, key: str, theme: Theme, parent: QWidget) -> None:
        """Name the window; `key` is what also brings the panel back, drawn on the button."""
        super().__init__(parent, _FLAGS)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, on=False)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self._whole = whole = QWidget(self)
        whole.setProperty("surface", "background")
        self._exercise = Banner("exercise", theme, whole)
        self._stale = Banner("stale", theme, whole)
        self._stale.action_requested.connect(self.action_requested)
        self.back = QPushButton(self.tr("放回主窗口") + f"  {key}", whole)
        self.back.setProperty("kind", "quiet")
        self.back.setAccessibleName(self.tr("放回主窗口"))
        self.back.clicked.connect(self.back_wanted)
        head = QHBoxLayout()
        head.setContentsMargins(12, 2, 6, 2)
        head.addStretch()
        head.addWidget(self.back)
        self._column = QVBoxLayout(whole)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        for part in (self._exercise, self._stale):
            self._column.addWidget(part)
        self._column.addLayout(head)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(whole)
        self._frame = HatchedFrame(theme, whole)

    def hold(self, panel: QWidget) -> None:
        """Take a panel in."""
        self._column.addWidget(panel, 1)
        panel.show()

    def set_exercise(self, word: str, words: str) -> None:
        """Frame the window for an exercise; "" takes the frame away."""
        self._exercise.show_sentence(word, words)
        self._frame.set_kind("exercise" if word else None)
        edge = EDGE_PX if word else 0
        self._whole.setContentsMargins(edge, edge, edge, edge)

    def set_stale(self, word: str, words: str, action: str) -> None:
        """Say since when what is shown is old; "" for live."""
        self._stale.show_sentence(word, words, action)

    def event(self, event: QEvent) -> bool:
        """Keep F11 from the main window: here it is this window that fills the screen."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_F11
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F11 fills the screen and back; Esc gives the keys back to the main window."""
        if event.key() == Qt.Key.Key_F11 and not event.isAutoRepeat():
            self._fill()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask for the way back instead of taking the panel along."""
        event.ignore()
        self.back_wanted.emit()

    @Slot()
    def _fill(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()
