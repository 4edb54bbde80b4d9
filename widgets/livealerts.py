"""Alerts in force: level as stripe and word, area, delivered and answered, each number opening what is behind it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QBrush, QPainter
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from widgets.panel import LinkButton, SidePanel, card, clear_layout
from widgets.plain import ElidedLabel, PlainLabel, one_line

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme

AlertLevel = Literal["red", "orange", "yellow", "blue", "white", "none"]


@dataclass(frozen=True, slots=True)
class LiveAlert:
    """One alert in force. ``title`` says hazard and level in words (内涝黄色预警); ``relayed`` is 转发, never ours.

    ``targets`` are addresses: ``accepted`` were taken by channels, at ``delivered`` it arrived, ``answered`` answered;
    the three are never one number. ``mode_word`` is 演练 or 测试 when it is not Live; ``until`` a ready text.
    """

    key: object
    title: str
    level: AlertLevel
    area: str
    targets: int = 0
    accepted: int = 0
    delivered: int = 0
    answered: int = 0
    until: str = ""
    relayed: bool = False
    mode_word: str = ""


class _AlertCard(QFrame):
    """A card with the level's stripe; hatched when it is an exercise or a test."""

    def __init__(self, value: LiveAlert, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._level = value.level
        self._hatched = bool(value.mode_word)
        self.setProperty("surface", "card")

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        token = self._level if self._level in ("red", "orange", "yellow", "blue") else "stripe"
        painter.fillRect(QRect(1, 1, 4, self.height() - 2), self._theme.color(token))
        if self._hatched:
            brush = QBrush(self._theme.color("exercise"), Qt.BrushStyle.BDiagPattern)
            painter.fillRect(QRect(5, 1, 6, self.height() - 2), brush)


class LiveAlertsPanel(SidePanel):
    """The alerts in force."""

    opened = Signal(object, str)
    """(key, "alert" | "accepted" | "delivered" | "answered"): show the alert or the rows behind a number."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("生效预警"), theme, parent)
        self._values: tuple[LiveAlert, ...] | None = None
        self.set_values(())

    def set_values(self, values: tuple[LiveAlert, ...], note: str = "") -> None:
        """Show these alerts."""
        self.head.set_note(note)
        if values == self._values:
            return
        self._values = values
        clear_layout(self.box)
        if not values:
            frame, column = card(self)
            column.addWidget(PlainLabel(self.tr("没有生效的预警"), role="secondary"))
            self.box.addWidget(frame)
        for value in values:
            self.box.addWidget(self._alert(value))

    def _alert(self, value: LiveAlert) -> QWidget:
        frame = _AlertCard(value, self._theme, self)
        frame.setAccessibleName(value.title)
        column = QVBoxLayout(frame)
        column.setContentsMargins(18, 8, 12, 8)
        column.setSpacing(4)
        head = QHBoxLayout()
        title = LinkButton(parent=frame)
        title.set_weight("bold")
        title.set_target(value.title, (value.key, "alert"))
        title.opened.connect(self._on_opened)
        head.addWidget(title)
        for word in filter(None, (value.mode_word, self.tr("转发") if value.relayed else "")):
            head.addWidget(PlainLabel(word, tone="exercise" if word == value.mode_word else "blue"))
        area = ElidedLabel(one_line(value.area), role="quiet")
        area.setAlignment(Qt.AlignmentFlag.AlignRight)
        head.addWidget(area, 1)
        column.addLayout(head)
        if value.until:
            column.addWidget(ElidedLabel(one_line(value.until), role="tertiary"))
        if value.targets:
            column.addLayout(self._reach(value, frame))
        return frame

    def _reach(self, value: LiveAlert, frame: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        numbers = (
            ("accepted", self.tr("接受"), value.accepted, value.targets),
            ("delivered", self.tr("送达"), value.delivered, value.targets),
            ("answered", self.tr("回执"), value.answered, value.targets),
        )
        for name, word, count, whole in numbers:
            button = LinkButton(parent=frame)
            button.set_weight("small")
            button.set_target(f"{word} {count:,} / {whole:,}", (value.key, name))
            button.opened.connect(self._on_opened)
            button.setAccessibleName(f"{value.title} {word} {count} / {whole}")
            row.addWidget(button)
            if name != "answered":
                row.addStretch(1)
        return row

    def _on_opened(self, target: object) -> None:
        if isinstance(target, tuple):
            self.opened.emit(*target)
