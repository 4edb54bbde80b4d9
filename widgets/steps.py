"""The closed loop as a bar of steps: done, current, still to come."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from widgets.plain import one_line, tooltip

if TYPE_CHECKING:
    from PySide6.QtGui import QFontMetrics, QPaintEvent

    from widgets.theme import Theme

_GAP = 7


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its label in the district's words, and beside it a time or word (15:08, 进行中)."""

    label: str
    note: str = ""
    state: Literal["done", "current", "future"] = "future"


class StepBar(QWidget):
    """Draws the steps side by side; the current one carries the accent, what is to come is quiet."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._steps: tuple[Step, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("办理步骤"))

    def set_steps(self, steps: tuple[Step, ...]) -> None:
        """Show these steps."""
        if steps == self._steps:
            return
        self._steps = steps
        words = {"done": self.tr("已完成"), "current": self.tr("进行中"), "future": self.tr("未开始")}
        lines = [f"{i} {one_line(s.label)} {one_line(s.note)} {words[s.state]}" for i, s in enumerate(steps, start=1)]
        self.setAccessibleDescription("; ".join(lines))
        self.setToolTip(tooltip("\n".join(lines)))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return one line under a bar."""
        return QSize(80 * max(1, len(self._steps)), 28)

    def minimumSizeHint(self) -> QSize:
        """Return the least room."""
        return QSize(120, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars and labels."""
        del event
        if not self._steps:
            return
        painter = QPainter(self)
        theme = self._theme
        width = (self.width() - _GAP * (len(self._steps) - 1)) / len(self._steps)
        for index, step in enumerate(self._steps):
            left = round(index * (width + _GAP))
            bar = {"done": "selection_line", "current": "accent", "future": "track"}[step.state]
            painter.fillRect(QRect(left, 0, round(width), 3), theme.color(bar))
            text = {"done": "text_2", "current": "text", "future": "text_3"}[step.state]
            painter.setFont(theme.font(12, bold=step.state == "current"))
            painter.setPen(theme.color(text))
            fitted = step_words(index + 1, step, painter.fontMetrics(), round(width))
            painter.drawText(QRect(left, 6, round(width), 20), Qt.AlignmentFlag.AlignVCenter, fitted)


def step_words(number: int, step: Step, metrics: QFontMetrics, width: int) -> str:
    """Return what fits above one bar: number, label and note; without the note before half a time is shown."""
    label = f"{number} {one_line(step.label)}"
    whole = f"{label} {one_line(step.note)}".strip()
    if metrics.horizontalAdvance(whole) <= width:
        return whole
    return metrics.elidedText(label, Qt.TextElideMode.ElideRight, width)
