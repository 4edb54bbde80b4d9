"""A block of a side panel: its head, what stands in it, and how old that is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from widgets.plain import ElidedLabel, PlainLabel, one_line
from widgets.state import LIVE, PanelState, StateOverlay

if TYPE_CHECKING:
    from widgets.theme import Theme

_HEAD_HEIGHT = 28


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

    def add(self, button: QWidget) -> None:
        """Put a small button at the right end of the line."""
        row = self.layout()
        if row is not None:
            row.addWidget(button)

    def set_note(self, text: str) -> None:
        """Show a note at the right."""
        self._note.setText(one_line(text))
        self._note.update()


class SidePanel(QWidget):
    """A block under a head: a subclass fills `box`; the state covers what is under the head."""

    state_action_requested = Signal()
    """The button of the panel's state was pressed."""

    def __init__(self, title: str, theme: Theme, parent: QWidget | None = None, *, gap: int = 6) -> None:
        super().__init__(parent)
        self._theme = theme
        self.head = PanelHead(title)
        self.box = QVBoxLayout()
        self.box.setSpacing(gap)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addLayout(self.box)
        column.addStretch(1)
        self._overlay = StateOverlay(theme, self)
        self._overlay.set_top(_HEAD_HEIGHT)
        self._overlay.action_requested.connect(self.state_action_requested)
        self.setAccessibleName(title)

    def set_state(self, state: PanelState = LIVE) -> None:
        """Show how the block stands."""
        self._overlay.set_state(state)

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme


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
