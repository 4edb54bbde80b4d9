"""The head of a block in a side panel: heading left, a note right that may open the rows behind it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from widgets.plain import ElidedLabel, PlainLabel, one_line


class PanelHead(QWidget):
    """Heading and note on one line."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note = ElidedLabel(role="tertiary")
        self._note.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.addWidget(PlainLabel(title, role="heading"))
        row.addWidget(self._note, 1)

    def set_note(self, text: str) -> None:
        """Show a note at the right."""
        self._note.setText(one_line(text))
        self._note.update()


class LinkButton(QPushButton):
    """Words that open something, with the value to open: ``opened`` carries it."""

    opened = Signal(object)
    """The target given with ``set_target``."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._target: object = None
        self.setProperty("kind", "link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(self._on_clicked)

    def set_weight(self, weight: str) -> None:
        """Draw it "bold" (a title), "small" (a number in a line) or "" (a link)."""
        self.setProperty("weight", weight)

    def set_target(self, text: str, target: object) -> None:
        """Show ``text`` (plain: & is no mnemonic) and carry ``target``."""
        self.setText(one_line(text, 80).replace("&", "&&"))
        self._target = target

    def _on_clicked(self) -> None:
        self.opened.emit(self._target)


def card(parent: QWidget | None = None) -> tuple[QFrame, QVBoxLayout]:
    """Return a raised frame and its layout."""
    frame = QFrame(parent)
    frame.setProperty("surface", "card")
    column = QVBoxLayout(frame)
    column.setContentsMargins(12, 8, 12, 8)
    column.setSpacing(4)
    return frame, column


def clear_layout(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while layout.count():
        item = layout.takeAt(0)
        widget = item.widget() if item is not None else None
        if widget is not None:
            widget.hide()
            widget.deleteLater()
