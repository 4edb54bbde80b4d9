"""A row of chips: filters of the queue, layers of the map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from widgets.flow import FlowLayout
from widgets.plain import one_line, tooltip

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme

_PAD = 12


@dataclass(frozen=True, slots=True)
class Chip:
    """One chip: ``name`` is emitted; ``on`` draws it in the accent; ``note`` is its tooltip."""

    name: str
    title: str
    on: bool = False
    note: str = ""
    removable: bool = False


class ChipButton(QAbstractButton):
    """One chip. Delete or Backspace on a removable chip asks to take it away."""

    remove_requested = Signal(str)
    """The name of the chip."""
    chosen = Signal(str)
    """The name of the chip."""

    def __init__(self, chip: Chip, theme: Theme, parent: QWidget | None = None, *, square: bool = False) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chip = chip
        self._square = square
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.clicked.connect(self._on_clicked)
        self.set_chip(chip)

    def set_chip(self, chip: Chip) -> None:
        """Show this chip."""
        self._chip = chip
        self.setText(chip.title)
        self.setAccessibleName(one_line(chip.title))
        state = self.tr("已选") if chip.on else self.tr("未选")
        self.setAccessibleDescription(f"{state} {chip.note}".strip())
        self.setToolTip(tooltip(chip.note))
        self.updateGeometry()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        """Return room for the words."""
        return QSize(QFontMetrics(self._theme.font(13)).horizontalAdvance(self._words()) + 2 * _PAD, 27)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter works as Space does; Delete takes a removable chip away."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.isAutoRepeat():
            self.click()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._chip.removable:
            self.remove_requested.emit(self._chip.name)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, chip = self._theme, self._chip
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        radius = 5 if self._square else area.height() / 2
        lit = self.underMouse()
        painter.setBrush(theme.color("selection" if chip.on else "hover" if lit else "surface"))
        painter.setPen(QPen(theme.color("accent" if chip.on or lit else "control_line"), 1))
        painter.drawRoundedRect(area, radius, radius)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(area.adjusted(1, 1, -1, -1), radius, radius)
        painter.setFont(theme.font(13))
        painter.setPen(theme.color("accent_text" if chip.on else "text_2"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words())

    def _words(self) -> str:
        return one_line(self._chip.title, 40) + ("  ×" if self._chip.removable else "")

    def _on_clicked(self) -> None:
        self.chosen.emit(self._chip.name)


class ChipRow(QWidget):
    """Chips beside one another, wrapping. ``ground`` is the token filled behind them ("" nothing)."""

    chosen = Signal(str)
    """The name of the chip pressed (toggle, menu or sort: the owner knows)."""
    remove_requested = Signal(str)
    """The name of the chip to take away."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, square: bool = False, ground: str = "") -> None:
        super().__init__(parent)
        self._theme = theme
        self._square = square
        self._ground = ground
        self._buttons: dict[str, ChipButton] = {}
        self._flow = FlowLayout(self, spacing=8)
        self._flow.setContentsMargins(12, 8, 12, 8)
        self.setAccessibleName(self.tr("筛选"))

    def set_chips(self, chips: tuple[Chip, ...]) -> None:
        """Show these chips in this order. Chips that stay keep their widget and focus."""
        if [chip.name for chip in chips] != list(self._buttons):
            self._rebuild(chips)
        for chip in chips:
            self._buttons[chip.name].set_chip(chip)

    def button(self, name: str) -> ChipButton:
        """Return the widget of a chip (to open a menu under it).

        :raises KeyError: there is no such chip.
        """
        return self._buttons[name]

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill the ground."""
        if self._ground:
            QPainter(self).fillRect(event.rect(), self._theme.color(self._ground))

    def _rebuild(self, chips: tuple[Chip, ...]) -> None:
        old, self._buttons = self._buttons, {}
        while self._flow.takeAt(0) is not None:
            pass
        for chip in chips:
            button = old.pop(chip.name, None)
            if button is None:
                button = ChipButton(chip, self._theme, self, square=self._square)
                button.chosen.connect(self.chosen)
                button.remove_requested.connect(self.remove_requested)
            self._buttons[chip.name] = button
            self._flow.addWidget(button)
            button.show()
        for gone in old.values():
            gone.hide()
            gone.deleteLater()
        self.updateGeometry()
