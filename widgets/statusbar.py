"""The bottom line: each source of data with its state, and at the right what the program says of itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QWidget

from widgets.panel import clear_layout
from widgets.plain import ElidedLabel, one_line, tooltip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme

FeedState = Literal["ok", "late", "down", "off"]


@dataclass(frozen=True, slots=True)
class Feed:
    """One source: ``title`` as shown (传感器 1,204), its state, ``note`` with the age or the failure."""

    name: str
    title: str
    state: FeedState
    note: str = ""


class FeedLight(QAbstractButton):
    """Title and a light whose shape doubles its colour: full, half, cross, ring."""

    chosen = Signal(str)
    """The feed's name."""

    def __init__(self, feed: Feed, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._feed = feed
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)
        self.set_feed(feed)

    def set_feed(self, feed: Feed) -> None:
        """Show this state."""
        self._feed = feed
        words = {"ok": self.tr("正常"), "late": self.tr("迟到"), "down": self.tr("中断"), "off": self.tr("未启用")}
        said = " · ".join(filter(None, (words[feed.state], one_line(feed.note))))
        self.setAccessibleName(one_line(feed.title))
        self.setAccessibleDescription(said)
        self.setToolTip(tooltip(said))
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for words and light."""
        return QSize(QFontMetrics(self._theme.font(12)).horizontalAdvance(one_line(self._feed.title)) + 22, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw words and light."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, state = self._theme, self._feed.state
        lit = self.underMouse() or self.hasFocus()
        tone = {"ok": "text_3", "late": "yellow_text", "down": "red_text", "off": "text_3"}[state]
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text" if lit else tone))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter, one_line(self._feed.title))
        color = theme.color({"ok": "ok", "late": "yellow", "down": "red", "off": "bar"}[state])
        light = QRectF(self.width() - 16, self.height() / 2 - 4, 8, 8)
        painter.setPen(QPen(color, 1.5))
        if state == "down":
            painter.drawLine(light.topLeft(), light.bottomRight())
            painter.drawLine(light.topRight(), light.bottomLeft())
            return
        painter.setBrush(color if state == "ok" else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(light)
        if state == "late":
            painter.setBrush(color)
            painter.drawPie(light, 90 * 16, 180 * 16)

    def _on_clicked(self) -> None:
        self.chosen.emit(self._feed.name)


class StatusLine(QFrame):
    """The line of feeds, 28 px high."""

    feed_chosen = Signal(str)
    """The name of the feed to show."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._lights: dict[str, FeedLight] = {}
        self.setProperty("part", "statusline")
        self.setFixedHeight(28)
        self._right = ElidedLabel(role="tertiary")
        self._right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._feeds = QHBoxLayout()
        self._feeds.setSpacing(14)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 0)
        row.addLayout(self._feeds)
        row.addWidget(self._right, 1)
        self.setAccessibleName(self.tr("数据源"))

    def set_feeds(self, feeds: tuple[Feed, ...]) -> None:
        """Show these sources."""
        if [feed.name for feed in feeds] != list(self._lights):
            clear_layout(self._feeds)
            self._lights = {}
            for feed in feeds:
                light = self._lights[feed.name] = FeedLight(feed, self._theme, self)
                light.chosen.connect(self.feed_chosen)
                self._feeds.addWidget(light)
        for feed in feeds:
            self._lights[feed.name].set_feed(feed)

    def set_right(self, text: str) -> None:
        """Show what stands at the right (审计链已校验 15:40 · v0.1)."""
        self._right.setText(one_line(text, 120))
        self._right.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
