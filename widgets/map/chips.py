"""The row of layer switches over the map."""

from __future__ import annotations

from dataclasses import asdict
from string import Template
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QPushButton, QWidget

if TYPE_CHECKING:
    from collections.abc import Sequence

    from widgets.theme import Theme

_SHEET = Template("""
QPushButton { background: $surface; color: $text_2; border: 1px solid $line; border-radius: 5px;
  padding: 3px 9px; min-height: 18px; font-size: 13px; }
QPushButton:hover { border-color: $accent; }
QPushButton:checked { background: $selection; color: $text; border: 1px solid $selection_line; }
QPushButton:focus { border: 2px solid $accent; padding: 2px 8px; }
""")


class ChipRow(QWidget):
    """Small buttons that switch layers on and off, and one that returns to the whole district."""

    toggled = Signal(str, bool)
    """A layer was switched: its key, and on or off."""
    home_requested = Signal()
    """Show the whole district again."""

    def __init__(self, theme: Theme, layers: Sequence[tuple[str, str]], home: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QPushButton] = {}
        group = QButtonGroup(self)
        group.setExclusive(False)
        group.buttonClicked.connect(self._on_clicked)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for key, title in layers:
            button = QPushButton(title, self)
            button.setObjectName(key)
            button.setCheckable(True)
            button.setChecked(True)
            button.setAccessibleDescription(self.tr("图层开关"))
            group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
        self._home = QPushButton(home, self)
        self._home.clicked.connect(self.home_requested)
        self._home.hide()
        row.addWidget(self._home)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self.setStyleSheet(_SHEET.substitute(asdict(theme.tokens)))
        self.adjustSize()

    def set_on(self, key: str, *, on: bool) -> None:
        """Show a layer as on or off."""
        self._buttons[key].setChecked(on)

    def set_title(self, key: str, title: str) -> None:
        """Write something else on a chip, such as a count."""
        if self._buttons[key].text() != title:
            self._buttons[key].setText(title)
            self.adjustSize()

    def show_home(self, *, on: bool) -> None:
        """Offer the way back to the whole district, or not."""
        if self._home.isHidden() == on:
            self._home.setVisible(on)
            self.adjustSize()

    @Slot(QAbstractButton)
    def _on_clicked(self, button: QAbstractButton) -> None:
        self.toggled.emit(button.objectName(), button.isChecked())
