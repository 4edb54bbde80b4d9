"""The small button that gives a part of a page a window of its own: two frames, one behind the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from widgets.plain import tooltip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme

_SIDE = 24
_AWAY, _BELOW = 12, 84
"""Pixels from the left edge and from the top: under two lines of chips, clear of the legend at the bottom."""


class TearButton(QAbstractButton):
    """Says in words what it does; draws one sign."""

    def __init__(self, words: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(words)
        self.setToolTip(tooltip(words))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(_SIDE, _SIDE)

    def lie_over(self) -> None:
        """Lie at the left edge of a part that draws itself, whose child it is."""
        self.move(_AWAY, _BELOW)

    def sizeHint(self) -> QSize:
        """Return its one size."""
        return QSize(_SIDE, _SIDE)

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the two frames."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        near = self.underMouse() or self.hasFocus()
        painter.setPen(QPen(theme.color("accent" if near else "control_line")))
        painter.setBrush(theme.color("hover" if near else "raised"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setPen(QPen(theme.color("text" if near else "text_2"), 1.4))
        painter.setBrush(theme.color("raised"))
        painter.drawRect(QRectF(9.5, 6.5, 8, 8))
        painter.drawRect(QRectF(6.5, 9.5, 8, 8))
