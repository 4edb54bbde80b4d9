"""Empty, loading, error and stale, the same way over every panel: one sentence, one action."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QBoxLayout, QFrame, QPushButton, QWidget

from widgets.plain import PlainLabel, parent_of
from widgets.qss import set_property

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme

StateKind = Literal["live", "loading", "empty", "error", "stale"]
_STALE_WIDTH = 520
_VEIL = 0.5  # grey at a glance, titles still above 4.5:1


@dataclass(frozen=True, slots=True)
class PanelState:
    """How a panel stands.

    ``live`` shows the panel alone; ``stale`` greys it and keeps it readable and scrollable (``since`` says since when,
    a ready text); the others cover it. ``sentence`` is one sentence, ``action`` the label of the one button ("" none).
    """

    kind: StateKind = "live"
    sentence: str = ""
    since: str = ""
    action: str = ""


LIVE = PanelState()


class StateOverlay(QWidget):
    """A veil over its parent, and above the veil a box with the sentence and the button; hidden while live.

    The veil of a stale panel lets the mouse through, so old data can still be read, scrolled and chosen.
    """

    action_requested = Signal()
    """The one button was pressed."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._state = LIVE
        self._top = 0
        self._is_low = False
        self._box = QFrame(parent)
        self._sentence = PlainLabel(role="sentence", wrap=True)
        self._sentence.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._since = PlainLabel(role="tertiary")
        self._button = QPushButton()
        self._button.setProperty("kind", "outline")
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self.action_requested)
        self._column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self._box)
        self._column.setSpacing(8)
        for part in (self._sentence, self._since, self._button):
            self._column.addWidget(part, 0, Qt.AlignmentFlag.AlignCenter)
        self._box.setAccessibleName(self.tr("状态"))
        self._show(shown=False)
        parent.installEventFilter(self)

    @property
    def state(self) -> PanelState:
        """The state shown."""
        return self._state

    def set_top(self, top: int) -> None:
        """Leave so many pixels of the parent uncovered at the top (a header)."""
        self._top = top
        self._follow()

    def set_low(self) -> None:
        """Say what is old at the bottom: at the top of a table are the names of its columns and its first row."""
        self._is_low = True
        self._follow()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def set_state(self, state: PanelState) -> None:
        """Show this state."""
        if state == self._state:
            return
        self._state = state
        self._sentence.setText(state.sentence)
        self._since.setText(state.since)
        self._since.setVisible(bool(state.since))
        self._button.setText(state.action)
        self._button.setVisible(bool(state.action))
        self._button.setAccessibleDescription(state.sentence)
        self._box.setAccessibleDescription(" ".join(filter(None, (state.sentence, state.since))))
        set_property(self._box, "surface", {"stale": "raised", "error": "error"}.get(state.kind, ""))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, state.kind == "stale")
        self._show(shown=state.kind != "live")
        if not (state.sentence or state.since or state.action):
            self._box.hide()  # a veil alone: a neighbour says it
        self._follow()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the parent."""
        if event.type() == QEvent.Type.Resize:
            self._follow()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Grey what is old, cover what is not there."""
        veil = QColor(self._theme.color("background"))
        if self._state.kind == "stale":
            veil.setAlphaF(_VEIL)
        QPainter(self).fillRect(event.rect(), veil)

    def _show(self, *, shown: bool) -> None:
        for part in (self, self._box):
            part.setVisible(shown)
            part.raise_()
        self.update()

    def _follow(self) -> None:
        area = QRect(0, self._top, parent_of(self).width(), max(0, parent_of(self).height() - self._top))
        self.setGeometry(area)
        if self._state.kind == "live":
            return
        stale = self._state.kind == "stale"
        wide = stale and area.width() >= _STALE_WIDTH
        self._column.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)
        self._column.setContentsMargins(16, 6 if wide else 10, 16, 6 if wide else 10)
        room = min(max(120, area.width() - 16), 620 if wide else 400)
        self._sentence.setFixedWidth(self._sentence_width(room, beside=wide))
        self._column.activate()
        size = self._box.sizeHint()
        below = area.height() - size.height()
        top = (max(8, below - 16) if self._is_low else 8) if stale else max(2, below // 2)
        self._box.setGeometry((area.width() - size.width()) // 2, self._top + top, size.width(), size.height())

    def _sentence_width(self, room: int, *, beside: bool) -> int:
        taken = 32
        if beside:
            taken += self._since.sizeHint().width() + self._button.sizeHint().width() + 24
        own = self._sentence.fontMetrics().horizontalAdvance(self._sentence.text()) + 4
        return max(60, min(own, room - taken))
