"""New rows: in sight they fade in once, above it a button counts them (上方新到 3 件)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QVariantAnimation, Signal
from PySide6.QtWidgets import QPushButton, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable

    from widgets.queue.rows import QueueRows

_FADE_MS = 450
_FADE_MOST = 6
_COUNTED_MOST = 500


class Arrivals(QObject):
    """Knows which rows are new. More than six new rows in sight at once are a storm and do not fade."""

    fade_moved = Signal(object)
    """The keys to repaint."""
    top_wanted = Signal()
    """The button was pressed: go to the top."""

    def __init__(self, view: QWidget) -> None:
        super().__init__(view)
        self._above: dict[object, None] = {}
        self._fading: frozenset[object] = frozenset()
        self._motion = True
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(_FADE_MS)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.valueChanged.connect(self._on_fade)
        self._fade.finished.connect(self._on_faded)
        self._button = QPushButton(view)
        self._button.setProperty("kind", "primary")
        self._button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._button.clicked.connect(self._on_pressed)
        self._button.hide()

    def set_motion(self, wanted: bool) -> None:
        """Say whether rows may fade in."""
        self._motion = wanted

    def announce(self, keys: Iterable[object], in_sight: Iterable[object]) -> None:
        """Take in new keys; those in sight fade."""
        new = list(keys)
        for key in new[-_COUNTED_MOST:]:
            self._above[key] = None
        while len(self._above) > _COUNTED_MOST:
            self._above.pop(next(iter(self._above)))
        seen = frozenset(new).intersection(in_sight)
        if self._motion and 0 < len(seen) <= _FADE_MOST:
            self._fade.stop()
            self._fading = seen
            self._fade.start()

    def count(self, rows: QueueRows, first: int, middle: int, top: int) -> None:
        """Show how many new rows stand above index ``first``; what has been in sight is no longer new.

        ``middle`` and ``top`` place the button in the view, in pixels.
        """
        for key in list(self._above):
            index = rows.index_of(key)
            if index is None or index >= first:
                del self._above[key]
        self._button.setVisible(bool(self._above))
        if self._above:
            self._button.setText(self.tr("↑ 上方新到 %n 件", "", len(self._above)))
            self._button.adjustSize()
            self._button.move(middle - self._button.width() // 2, top)

    @property
    def above(self) -> int:
        """How many new rows are above the rows in sight."""
        return len(self._above)

    def strength(self, key: object) -> float:
        """Return how strongly a row is lit, 1 (just arrived) to 0."""
        return float(self._fade.currentValue() or 0.0) if key in self._fading else 0.0

    def _on_fade(self) -> None:
        self.fade_moved.emit(self._fading)

    def _on_faded(self) -> None:
        self._fading = frozenset()

    def _on_pressed(self) -> None:
        self._above.clear()
        self._button.hide()
        self.top_wanted.emit()
