"""Empty, loading, error and stale, the same way over every panel: one sentence, one action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QBoxLayout, QPushButton, QWidget

from widgets.plain import PlainLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme

StateKind = Literal["live", "loading", "empty", "error", "stale"]


@dataclass(frozen=True, slots=True)
class PanelState:
    """How a panel stands.

    ``live`` shows the panel alone; ``stale`` greys it and keeps it readable (``since`` says since when, a ready
    text); the others cover it. ``sentence`` is one sentence, ``action`` the label of the one button ("" = none).
    """

    kind: StateKind = "live"
    sentence: str = ""
    since: str = ""
    action: str = ""


LIVE = PanelState()


class StateOverlay(QWidget):
    """Lies over its parent and shows its state; hidden while live. The parent's size is followed."""

    action_requested = Signal()
    """The one button was pressed."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self._theme = theme
        self._state = LIVE
        self._top = 0
        self._sentence = PlainLabel(role="sentence", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._since = PlainLabel(role="tertiary")
        self._since.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._button = QPushButton()
        self._button.setProperty("kind", "outline")
        self._button.clicked.connect(self.action_requested)
        self._box = QWidget(self)
        self._column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._box)
        self._column.setSpacing(8)
        for part in (self._sentence, self._since, self._button):
            self._column.addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)
        self.setAccessibleName(self.tr("状态"))
        self.hide()
        parent.installEventFilter(self)

    @property
    def state(self) -> PanelState:
        """The state shown."""
        return self._state

    def set_top(self, top: int) -> None:
        """Leave so many pixels of the parent uncovered at the top (a header)."""
        self._top = top
        self._follow()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def set_state(self, state: PanelState) -> None:
        """Show this state."""
        if state == self._state and self.isVisibleTo(self._over) == (state.kind != "live"):
            return
        self._state = state
        self._sentence.setText(state.sentence)
        self._since.setText(state.since)
        self._since.setVisible(bool(state.since))
        self._button.setText(state.action)
        self._button.setVisible(bool(state.action))
        self._button.setAccessibleDescription(state.sentence)
        self.setAccessibleDescription(" ".join(filter(None, (state.sentence, state.since))))
        self.setVisible(state.kind != "live")
        self._follow()
        self.raise_()
        self.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the parent."""
        if event.type() == QEvent.Type.Resize:
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        over = self._over
        self.setGeometry(QRect(0, self._top, over.width(), max(0, over.height() - self._top)))
        stale = self._state.kind == "stale"
        wide = stale and self.width() >= 520
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._column.setDirection(direction)
        self._column.setContentsMargins(16, 6 if wide else 10, 16, 6 if wide else 10)
        width = min(max(120, self.width() - 16), 620 if wide else 400)
        self._sentence.setFixedWidth(self._sentence_width(width, beside=wide))
        self._box.adjustSize()
        size = self._box.sizeHint()
        top = 8 if stale else max(2, (self.height() - size.height()) // 2)
        self._box.setGeometry((self.width() - size.width()) // 2, top, size.width(), size.height())

    def _sentence_width(self, room: int, *, beside: bool) -> int:
        taken = 32
        if beside:
            taken += self._since.sizeHint().width() + self._button.sizeHint().width() + 24
        own = self._sentence.fontMetrics().horizontalAdvance(self._sentence.text()) + 4
        return max(60, min(own, room - taken))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Grey what is old, cover what is not there."""
        painter = QPainter(self)
        veil = QColor(self._theme.color("background"))
        if self._state.kind == "stale":
            veil.setAlphaF(0.62)
        painter.fillRect(event.rect(), veil)
        if self._state.kind in ("stale", "error"):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(self._theme.color("raised"))
            painter.setPen(self._theme.color("red" if self._state.kind == "error" else "control_line"))
            painter.drawRoundedRect(self._box.geometry().adjusted(0, 0, -1, -1), 6, 6)
