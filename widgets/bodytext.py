"""A case's own words: as high as their lines, up to a few; whole lines always, more by scrolling."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QWidget

from widgets.plain import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

LINES_MOST = 4


class BodyText(QScrollArea):
    """Plain text that wraps. A scroll area by itself would guess its height from the unwrapped text and cut a line."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = LINES_MOST
        self._label = PlainLabel(role="quiet", wrap=True)
        self._label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        policy = self._label.sizePolicy()  # the label's own guess of its height is too tall
        policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
        policy.setVerticalPolicy(QSizePolicy.Policy.Ignored)
        self._label.setSizePolicy(policy)
        self.setWidget(self._label)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def set_text(self, text: str) -> None:
        """Show this text from its beginning; "" hides the area."""
        if text != self._label.text():
            self._label.setText(text)
            self.verticalScrollBar().setValue(0)
        self.setVisible(bool(text))
        self._fit()

    def set_most(self, lines: int) -> None:
        """Show at most this many lines at once (a low panel has room for few)."""
        if lines != self._most:
            self._most = lines
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap again."""
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Return one line."""
        return QSize(80, self.fontMetrics().lineSpacing())

    def _fit(self) -> None:
        needed = self._label.heightForWidth(self.viewport().width())
        line = self._label.fontMetrics().lineSpacing()
        height = min(max(needed, line), self._most * line + 1)
        if height != self.height():
            self.setFixedHeight(height)
