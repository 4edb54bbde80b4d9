"""A seat that nobody works at locks itself; one where somebody only reads stays open."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow

from services.domain.clock import Clock

LOOK_MS = 5_000
LOCK_KEY = "Ctrl+Shift+L"
"""Locks the seat from every window, also from one that keeps the others waiting for its answer."""

ALIVE_EVERY_S = 60.0
"""How often the hub is told that somebody is at the seat, when there is."""

_LOCK_MODIFIERS = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_INPUT = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.InputMethod,
        QEvent.Type.TouchBegin,
    }
)


class IdleWatch(QObject):
    """Watches the windows one works in. `idle` after `limit_s` without input (0: never); `alive` now and then."""

    idle = Signal()
    lock_wanted = Signal()
    """The key for locking was pressed."""
    alive = Signal()

    def __init__(self, clock: Clock, limit_s: float, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._limit_s = limit_s
        self._last = self._told = clock.monotonic()
        self._is_idle = False
        self._is_stopped = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self.look)
        if limit_s > 0:
            self._timer.start()

    @property
    def is_idle(self) -> bool:
        """Whether there has been no input for so long."""
        return self._clock.monotonic() - self._last >= self._limit_s

    def stop(self) -> None:
        """Look no more: the seat is left."""
        self._is_stopped = True
        self._timer.stop()

    def watch(self, app: QGuiApplication) -> None:
        """Watch every window that gets the focus, and no more: each event of every part would cost each key press."""
        app.focusWindowChanged.connect(self._on_window)
        self._on_window(app.focusWindow())

    def _on_window(self, window: QWindow | None) -> None:
        if window is not None:
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note every input; take the key for locking and nothing else."""
        if event.type() in _INPUT:
            self._last = self._clock.monotonic()
            self._is_idle = False
        if event.type() == QEvent.Type.KeyPress and not self._is_stopped and _locks(event):
            self.lock_wanted.emit()
            return True
        return super().eventFilter(watched, event)

    def look(self) -> None:
        """See whether the seat is idle, and say so once."""
        now = self._clock.monotonic()
        if self._limit_s <= 0 or self._is_idle:
            return
        if now - self._last >= self._limit_s:
            self._is_idle = True
            self.idle.emit()
        elif self._last > self._told and now - self._told >= ALIVE_EVERY_S:
            self._told = now
            self.alive.emit()


def _locks(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_L and event.modifiers() == _LOCK_MODIFIERS
