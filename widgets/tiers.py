"""The tier cards: open, due within 30 minutes, overdue; between them what was escalated today."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from widgets.panel import SidePanel
from widgets.plain import ElidedLabel, one_line

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme


@dataclass(frozen=True, slots=True)
class TierCardValue:
    """One tier: ``name`` is emitted, ``title`` and ``subtitle`` shown, three counts, and today's escalations.

    ``escalated_today`` counts what came up *into* this tier from the one below (None: nothing below it). A count of
    None is unknown and drawn as –.
    """

    name: str
    title: str
    subtitle: str
    open: int | None
    due_soon: int | None
    overdue: int | None
    escalated_today: int | None = None


class NumberButton(QAbstractButton):
    """A number over its label; pressing it asks for the rows behind it. The tone colours it only above zero."""

    def __init__(self, label: str, tone: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._label = label
        self._tone = tone
        self._value: int | None = None
        self._owner = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_value(self, value: int | None, owner: str) -> None:
        """Show a count; ``owner`` is whose (for the accessible name)."""
        self._value, self._owner = value, owner
        number = self.tr("未知") if value is None else str(value)
        self.setAccessibleName(f"{owner} {self._label} {number}")
        self.setAccessibleDescription(self.tr("打开这个数字背后的案件"))
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the label and four figures."""
        label = QFontMetrics(self._theme.font(12)).horizontalAdvance(self._label)
        number = QFontMetrics(self._theme.font(20, bold=True)).horizontalAdvance("0000")
        return QSize(max(label, number) + 6, 48)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter works as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw number and label, right-aligned."""
        del event
        painter = QPainter(self)
        theme = self._theme
        if self.underMouse() or self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.color("accent"), 2) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("selection") if self.underMouse() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        alarmed = bool(self._value) and self._tone
        painter.setFont(theme.font(20, bold=True))
        painter.setPen(theme.color(f"{self._tone}_text" if alarmed else "text_2"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        value = "–" if self._value is None else f"{self._value:,}" if self._value > 9999 else str(self._value)
        painter.drawText(self.rect().adjusted(0, 2, -4, -20), right, value)
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text_2" if self.underMouse() else "text_3"))
        painter.drawText(self.rect().adjusted(0, 27, -4, -2), right, self._label)


class TierCard(QFrame):
    """One tier with its three numbers."""

    rows_requested = Signal(str, str)
    """(tier name, "open" | "due_soon" | "overdue"): open the rows behind a number."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "card")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name = ""
        self._title = ElidedLabel(role="heading")
        self._subtitle = ElidedLabel(role="tertiary")
        self._numbers = {
            "open": NumberButton(self.tr("在办"), "", theme),
            "due_soon": NumberButton(self.tr("30 分内到期"), "yellow", theme),
            "overdue": NumberButton(self.tr("超时"), "red", theme),
        }
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 6, 6)
        row.setSpacing(2)
        row.addLayout(words, 1)
        for button in self._numbers.values():
            row.addWidget(button)
        self._numbers["open"].clicked.connect(self._on_open)
        self._numbers["due_soon"].clicked.connect(self._on_due_soon)
        self._numbers["overdue"].clicked.connect(self._on_overdue)

    def set_value(self, value: TierCardValue) -> None:
        """Show these numbers."""
        self._name = value.name
        self._title.setText(one_line(value.title))
        self._subtitle.setText(one_line(value.subtitle))
        self._numbers["open"].set_value(value.open, value.title)
        self._numbers["due_soon"].set_value(value.due_soon, value.title)
        self._numbers["overdue"].set_value(value.overdue, value.title)
        self.setAccessibleName(value.title)

    def _on_open(self) -> None:
        self.rows_requested.emit(self._name, "open")

    def _on_due_soon(self) -> None:
        self.rows_requested.emit(self._name, "due_soon")

    def _on_overdue(self) -> None:
        self.rows_requested.emit(self._name, "overdue")


class EscalationArrow(QAbstractButton):
    """▲ 今日升级 +n between two cards; pressing it asks for the cases that went up."""

    rows_requested = Signal(str, str)
    """(name of the tier they came up into, "escalated_today")."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = ""
        self._words = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)

    def set_value(self, name: str, count: int) -> None:
        """Show how many came up into tier ``name`` today."""
        self._name = name
        self._words = self.tr("今日升级 +{n}").format(n=count)
        self.setAccessibleName(self._words)
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return one small line."""
        return QSize(140, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the arrow and the words in the middle."""
        del event
        painter = QPainter(self)
        lit = self.underMouse() or self.hasFocus()
        painter.setFont(self._theme.font(12))
        painter.setPen(self._theme.color("accent_text" if lit else "text_3"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, f"▲ {self._words}")

    def _on_clicked(self) -> None:
        self.rows_requested.emit(self._name, "escalated_today")


class TierPanel(SidePanel):
    """The head, the cards from the highest tier down, and the arrows between them."""

    rows_requested = Signal(str, str)
    """(tier name, which number): open the rows behind it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("分级响应"), theme, parent, gap=1)
        self._values: tuple[TierCardValue, ...] = ()
        self._cards: list[TierCard] = []
        self._arrows: list[EscalationArrow] = []

    def set_values(self, values: tuple[TierCardValue, ...], note: str = "") -> None:
        """Show these tiers, the highest first; ``note`` stands right in the head (四级响应 · 截至 15:42)."""
        self.head.set_note(note)
        if len(values) != len(self._cards):
            self._rebuild(len(values))
        for card, value in zip(self._cards, values, strict=True):
            card.set_value(value)
        for arrow, value in zip(self._arrows, values, strict=False):
            arrow.set_value(value.name, value.escalated_today or 0)
            arrow.setVisible(value.escalated_today is not None)
        self._values = values

    def _rebuild(self, count: int) -> None:
        for old in (*self._cards, *self._arrows):
            self.box.removeWidget(old)
            old.deleteLater()
        self._cards, self._arrows = [], []
        for index in range(count):
            card = TierCard(self._theme, self)
            card.rows_requested.connect(self.rows_requested)
            self._cards.append(card)
            self.box.addWidget(card)
            if index < count - 1:
                arrow = EscalationArrow(self._theme, self)
                arrow.rows_requested.connect(self.rows_requested)
                self._arrows.append(arrow)
                self.box.addWidget(arrow)
