"""The held button: an act with consequences needs 1.2 seconds of holding, by mouse or by key; letting go cancels.

Our rule, after the picture's "按住 1.2 秒发布": a click, a bounce, an auto-repeat or a stray Enter must never issue an
alert. Holding is measured on a monotonic clock that is passed in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QBrush, QColor, QFocusEvent, QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.plain import one_line, tooltip

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme

HeldMode = Literal["live", "exercise", "test"]
HOLD_MS = 1200
_FRAME_MS = 16
_REPEAT_GAP_MS = 30
_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


@dataclass(frozen=True, slots=True)
class _Look:
    fill: str
    dim: str
    text: str
    edge: str


_LOOKS = {
    "live": _Look("red_fill", "red_fill_dim", "on_red", "red"),
    "exercise": _Look("exercise_fill", "exercise_fill_dim", "on_exercise", "exercise"),
    "test": _Look("test_fill", "test_fill_dim", "on_test", "bar"),
}


class HeldButton(QWidget):
    """Fills while held and emits ``confirmed`` once when full; release, Esc, focus loss or leaving cancels."""

    confirmed = Signal()
    """Held to the end. Emitted once per hold; the next one needs a release first."""
    progress_changed = Signal(float)
    """How much is filled, 0 to 1."""
    cancelled = Signal()
    """Let go before the end."""

    def __init__(
        self, text: str, theme: Theme, monotonic_ms: Callable[[], float], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text = text
        self._theme = theme
        self._monotonic_ms = monotonic_ms
        self._mode: HeldMode = "live"
        self._reason = ""
        self._started: float | None = None
        self._by_key: int | None = None
        self._progress = 0.0
        self._spent = False
        self._motion = True
        self._timer = QTimer(self)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self.advance)
        # X11 can send a held key's repeats as releases and presses, one right after the other and not marked as such.
        self._letting_go = QTimer(self)
        self._letting_go.setSingleShot(True)
        self._letting_go.setInterval(_REPEAT_GAP_MS)
        self._letting_go.timeout.connect(self._on_key_up)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._describe()

    def set_text(self, text: str) -> None:
        """Show what will be done, e.g. 按住 1.2 秒发布 · 内涝黄色预警."""
        self._text = text
        self._describe()
        self.update()

    def set_mode(self, mode: HeldMode) -> None:
        """Show in which mode it acts: Live red, Exercise hatched with 演练, Test grey with 测试."""
        self._mode = mode
        self._describe()
        self.update()

    def set_refusal(self, reason: str) -> None:
        """Disable with a reason ("" enables): the reason is tooltip and accessible description."""
        self._reason = reason
        if reason:
            self._cancel()
        self.setToolTip(tooltip(reason))
        self._describe()
        self.update()

    def set_motion(self, wanted: bool) -> None:
        """With False the fill does not run: the words say "按住…" and the act comes when the time is over."""
        self._motion = wanted

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    @property
    def progress(self) -> float:
        """How much is filled, 0 to 1."""
        return self._progress

    @property
    def holding(self) -> bool:
        """Whether it is held now."""
        return self._started is not None

    def advance(self) -> None:
        """Look at the clock: fill, and confirm when the time is over (the timer calls this while held)."""
        if self._started is None or self._letting_go.isActive():
            return
        self._progress = min(1.0, (self._monotonic_ms() - self._started) / HOLD_MS)
        self.progress_changed.emit(self._progress)
        self.update()
        if self._progress >= 1.0:
            self._timer.stop()
            self._started = None
            self._progress = 0.0
            self._spent = True
            self.confirmed.emit()

    def sizeHint(self) -> QSize:
        """Return room for the words."""
        width = self._theme.font(17, bold=True)
        self.setFont(width)
        return QSize(self.fontMetrics().horizontalAdvance(self._words()) + 56, 52)

    def minimumSizeHint(self) -> QSize:
        """Return the least room."""
        return QSize(160, 44)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to hold."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._begin()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton and self._by_key is None:
            self._release()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Cancel when the pointer leaves while held."""
        if self._by_key is None and not self.rect().contains(event.position().toPoint()):
            self._cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Begin to hold by Space or Enter; repeats of a held key are one press; Esc cancels."""
        if event.key() in _KEYS:
            if event.key() == self._by_key:
                self._letting_go.stop()  # it was not up
            elif not event.isAutoRepeat() and self._by_key is None and self._started is None:
                self._by_key = event.key()
                self._begin()
        elif event.key() == Qt.Key.Key_Escape and self._started is not None:
            self._cancel()
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """Let go when the key that held is really up."""
        if event.key() == self._by_key and not event.isAutoRepeat():
            self._letting_go.start()
        elif event.key() not in _KEYS:
            super().keyReleaseEvent(event)

    def _on_key_up(self) -> None:
        self._by_key = None
        self._release()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Another widget or window took the focus: cancel."""
        super().focusOutEvent(event)
        self._by_key = None
        self._cancel()
        self._spent = False

    def hideEvent(self, event: QHideEvent) -> None:
        """Out of sight, nothing is held."""
        super().hideEvent(event)
        self._by_key = None
        self._cancel()
        self._spent = False

    def changeEvent(self, event: QEvent) -> None:
        """Cancel when disabled."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange and not self.isEnabled():
            self._cancel()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button, what is filled, the hatch of an exercise, the words."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, look = self._theme, _LOOKS[self._mode]
        usable = self.isEnabled() and not self._reason
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        shape = QPainterPath()
        shape.addRoundedRect(area, 7, 7)
        painter.fillPath(shape, theme.color(look.dim if usable else "surface"))
        painter.save()
        painter.setClipPath(shape)
        if self.holding and self._motion:
            painter.fillRect(
                QRectF(area.x(), area.y(), area.width() * self._progress, area.height()), theme.color(look.fill)
            )
        elif usable and not self.holding:
            painter.fillRect(area, theme.color(look.fill))
        if self._mode != "live" and usable:
            self._hatch(painter, area.toRect(), look)
        painter.restore()
        edge = QPen(theme.color("text" if self.hasFocus() else look.edge if usable else "control_line"), 2)
        painter.setPen(edge)
        painter.drawPath(shape)
        painter.setPen(theme.color(look.text if usable else "text_3"))
        self._draw_words(painter)

    def _draw_words(self, painter: QPainter) -> None:
        """Draw the words as large as they fit: hazard and area must not be cut before they are small."""
        words, room = self._words(), self.width() - 36
        for px in (17, 15, 13):
            painter.setFont(self._theme.font(px, bold=True))
            if painter.fontMetrics().horizontalAdvance(words) <= room:
                break
        words = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, words)

    def _hatch(self, painter: QPainter, area: QRect, look: _Look) -> None:
        color = QColor(self._theme.color(look.text))
        color.setAlphaF(0.55)
        brush = QBrush(color, Qt.BrushStyle.BDiagPattern)
        painter.fillRect(QRect(area.x(), area.y(), 14, area.height()), brush)
        painter.fillRect(QRect(area.right() - 13, area.y(), 14, area.height()), brush)

    def _words(self) -> str:
        prefix = {"live": "", "exercise": self.tr("演练 · "), "test": self.tr("测试 · ")}[self._mode]
        return prefix + one_line(self._text, 80)

    def _describe(self) -> None:
        self.setAccessibleName(self._words())
        how = self.tr("按住空格键或鼠标 1.2 秒执行，松开即取消")
        self.setAccessibleDescription(self._reason or how)

    def _begin(self) -> None:
        if self._reason or self._started is not None or self._spent:
            return
        self._started = self._monotonic_ms()
        self._progress = 0.0
        self._timer.start()
        self.update()

    def _release(self) -> None:
        self._spent = False
        self._cancel()

    def _cancel(self) -> None:
        self._timer.stop()
        self._letting_go.stop()
        if self._started is None:
            return
        self._started = None
        self._progress = 0.0
        self.progress_changed.emit(0.0)
        self.cancelled.emit()
        self.update()
