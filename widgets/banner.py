"""The strip that says what this is not: 演练, 演示规则, 测试 (hatched), or data that is no longer live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QObject, QRect, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from widgets.plain import ElidedLabel, PlainLabel, one_line, parent_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme

BannerKind = Literal["exercise", "test", "stale", "notice"]
_TOKENS = {"exercise": "exercise", "test": "bar", "stale": "red", "notice": "accent"}
_TEXTS = {"exercise": "exercise", "test": "text_2", "stale": "red_text", "notice": "accent_text"}


EDGE_PX = 5
"""How wide the hatched edge is; what is framed leaves so much room."""


class Banner(QFrame):
    """One line over the window's content; hidden while it has nothing to say."""

    action_requested = Signal()
    """The one button was pressed."""

    def __init__(self, kind: BannerKind, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self._theme = theme
        self.setFixedHeight(26)
        self._word = PlainLabel(role="heading", tone=_TEXTS[kind] if kind == "exercise" else "")
        self._sentence = ElidedLabel(role="secondary")
        self._button = QPushButton()
        self._button.setProperty("kind", "quiet")
        self._button.hide()
        self._button.clicked.connect(self.action_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(60, 0, 60, 0)
        row.setSpacing(12)
        row.addWidget(self._word)
        row.addWidget(self._sentence, 1)
        row.addWidget(self._button)
        self.hide()

    def show_sentence(self, word: str, sentence: str, action: str = "") -> None:
        """Say ``word`` (演练) and one sentence; with an ``action`` there is one button. Empty word hides."""
        self._word.setText(one_line(word, 40))
        self._sentence.setText(one_line(sentence, 300))
        self._button.setText(action)
        self._button.setVisible(bool(action))
        self.setAccessibleName(word)
        self.setAccessibleDescription(sentence)
        self.setVisible(bool(word))

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ground, the hatch at both ends and a line below."""
        del event
        painter = QPainter(self)
        theme, token = self._theme, _TOKENS[self._kind]
        painter.fillRect(self.rect(), theme.color("surface"))
        tint = QColor(theme.color(token))
        tint.setAlphaF(0.10)
        painter.fillRect(self.rect(), tint)
        if self._kind in ("exercise", "test"):
            brush = QBrush(theme.color(token), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(QRect(0, 0, 48, self.height() - 1), brush)
            painter.fillRect(QRect(self.width() - 48, 0, 48, self.height() - 1), brush)
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), theme.color(token))


class HatchedFrame(QWidget):
    """A hatched edge round a whole window, over everything, that takes no clicks: the sign of 演练 and 测试."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._kind: BannerKind | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setGeometry(parent.rect())
        parent.installEventFilter(self)
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as what it frames."""
        if event.type() == QEvent.Type.Resize:
            self.setGeometry(parent_of(self).rect())
        return super().eventFilter(watched, event)

    def set_kind(self, kind: Literal["exercise", "test"] | None) -> None:
        """Show the frame of an exercise or a test, or none."""
        self._kind = kind
        self.setVisible(kind is not None)
        self.raise_()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw four hatched edges."""
        del event
        if self._kind is None:
            return
        painter = QPainter(self)
        brush = QBrush(self._theme.color(_TOKENS[self._kind]), Qt.BrushStyle.BDiagPattern)
        width, height, edge = self.width(), self.height(), EDGE_PX
        for rect in (
            QRect(0, 0, width, edge),
            QRect(0, height - edge, width, edge),
            QRect(0, edge, edge, height - 2 * edge),
            QRect(width - edge, edge, edge, height - 2 * edge),
        ):
            painter.fillRect(rect, brush)
