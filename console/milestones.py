"""Writes into the log when the window was first painted and when the live queue was: how long a start really took."""

from __future__ import annotations

import logging

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

logger = logging.getLogger(__name__)

WINDOW = "window painted"
QUEUE = "live queue painted"


class FirstPaint(QObject):
    """Tells once that a widget has been painted, and writes it down under a name."""

    painted = Signal()

    def __init__(self, widget: QWidget, name: str) -> None:
        super().__init__(widget)
        self._widget = widget
        self._name = name
        self.done = False
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look for the first paint; it is over when the event loop comes by again."""
        if event.type() is QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self, self._tell)
        return super().eventFilter(watched, event)

    def _tell(self) -> None:
        self.done = True
        logger.info("%s", self._name)
        self.painted.emit()
