"""One-sentence messages at the bottom, never modal, with at most one action (撤销, 查看)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QCursor, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget
from shiboken6 import Shiboken

from widgets.plain import PlainLabel, one_line, parent_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme

ToastTone = Literal["quiet", "ok", "yellow", "red"]
_MOST = 3
_NARROWEST = 300
_SHOWN_MS = 6000
_EDGE = {"quiet": "control_line", "ok": "ok", "yellow": "yellow", "red": "red"}


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence. ``action`` labels the button and ``target`` comes back with it.

    ``key`` joins repeats: a message with the key of one on screen takes its place (又有 10 件). ``shown_ms`` 0 stays
    until it is closed.
    """

    text: str
    tone: ToastTone = "quiet"
    action: str = ""
    target: object = None
    key: object = None
    shown_ms: int = _SHOWN_MS


class Toast(QFrame):
    """One message on screen. It stays while the pointer or the focus is on it."""

    acted = Signal(object)
    """The button was pressed; carries the target."""
    closed = Signal(object)
    """It went away (the toast itself)."""

    def __init__(self, message: Message, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.message = message
        self._theme = theme
        self._text = PlainLabel(wrap=True)
        self._button = QPushButton()
        self._button.setProperty("kind", "quiet")
        self._close = QPushButton("×")
        self._close.setProperty("kind", "quiet")
        self._close.setAccessibleName(self.tr("关闭"))
        self._close.setFixedWidth(28)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 6, 6, 6)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_over)
        self._button.clicked.connect(self._on_acted)
        self._close.clicked.connect(self._on_close)
        self.set_message(message)

    def set_message(self, message: Message) -> None:
        """Say this now and start its time again."""
        self.message = message
        self._text.setText(one_line(message.text, 300))
        self._button.setText(message.action)
        self._button.setVisible(bool(message.action))
        self.setAccessibleName(message.text)
        if message.shown_ms:
            self._timer.start(message.shown_ms)
        else:
            self._timer.stop()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, one_line(message.text)))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the frame and the tone's stripe."""
        del event
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.color("raised"))
        painter.setPen(self._theme.color("control_line"))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.fillRect(QRect(0, 0, 4, self.height()), self._theme.color(_EDGE[self.message.tone]))

    def _on_over(self) -> None:
        # underMouse() stays true when the stack is moved away from under a pointer that rests
        under = self.rect().contains(self.mapFromGlobal(QCursor.pos()))
        if under or self._button.hasFocus() or self._close.hasFocus():
            self._timer.start(1500)
        else:
            self.closed.emit(self)

    def _on_acted(self) -> None:
        target = self.message.target
        self.closed.emit(self)
        self.acted.emit(target)

    def _on_close(self) -> None:
        self.closed.emit(self)


class ToastStack(QWidget):
    """The messages on screen, newest at the bottom, over the bottom middle of the parent; at most three."""

    acted = Signal(object)
    """A message's button was pressed; carries its target."""

    def __init__(self, theme: Theme, parent: QWidget, *, bottom: int = 44) -> None:
        super().__init__(parent)
        self._theme = theme
        self._bottom = bottom
        self._toasts: list[Toast] = []
        self._anchor: QWidget | None = None
        self._lift = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self.setAccessibleName(self.tr("消息"))
        parent.installEventFilter(self)
        self.hide()

    def set_anchor(self, anchor: QWidget, lift: int) -> None:
        """While `anchor` shows, lie over its bottom middle, `lift` pixels up, where nothing is read or pressed."""
        self._anchor, self._lift = anchor, lift
        self._follow()

    def say(self, message: Message) -> None:
        """Show a message; the oldest one makes room. It never takes the focus."""
        same = next((t for t in self._toasts if message.key is not None and t.message.key == message.key), None)
        if same is not None:
            same.set_message(message)
        else:
            while len(self._toasts) >= _MOST:
                self._on_closed(self._toasts[0])
            toast = Toast(message, self._theme, self)
            toast.acted.connect(self.acted)
            toast.closed.connect(self._on_closed)
            self._toasts.append(toast)
            self._column.addWidget(toast)
            toast.show()
        self.show()
        self.raise_()
        self._follow()

    def clear(self) -> None:
        """Take every message away."""
        for toast in tuple(self._toasts):
            self._on_closed(toast)

    def messages(self) -> list[Message]:
        """Return the messages on screen, oldest first."""
        return [toast.message for toast in self._toasts]

    def texts(self) -> list[str]:
        """Return the sentences on screen, oldest first."""
        return [toast.message.text for toast in self._toasts]

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom of the parent."""
        if event.type() == QEvent.Type.Resize:
            self._follow()
        return super().eventFilter(watched, event)

    def _follow(self) -> None:
        if not self._toasts:
            return
        area, lift = self._area()
        width = min(560, area.width() - 32)
        self.setFixedWidth(width)
        self._column.activate()
        height = self._column.heightForWidth(width) if self._column.hasHeightForWidth() else self.sizeHint().height()
        self.setFixedHeight(height)
        self.move(area.center().x() - width // 2, area.bottom() - height - lift)

    def _area(self) -> tuple[QRect, int]:
        parent, anchor = parent_of(self), self._anchor
        there = anchor is not None and Shiboken.isValid(anchor) and anchor.isVisible() and parent.isAncestorOf(anchor)
        if anchor is None or not there or anchor.width() < _NARROWEST:
            return parent.rect(), self._bottom
        return QRect(anchor.mapTo(parent, QPoint(0, 0)), anchor.size()), self._lift

    def _on_closed(self, toast: object) -> None:
        if isinstance(toast, Toast) and toast in self._toasts:
            self._toasts.remove(toast)
            self._column.removeWidget(toast)
            toast.hide()
            toast.deleteLater()
        self.setVisible(bool(self._toasts))
        self._follow()
