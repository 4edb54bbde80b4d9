"""Live, Exercise or Test: three looks not to be taken for one another, and a sentence where Live is not offered."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QWidget

from services.domain.modes import Mode
from widgets.plain import tooltip
from widgets.theme import Theme

_FILLS = {
    Mode.LIVE: ("red_fill", "on_red"),
    Mode.EXERCISE: ("exercise_fill", "on_exercise"),
    Mode.TEST: ("test_fill", "on_test"),
}


class _ModeButton(QAbstractButton):
    def __init__(self, mode: Mode, text: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.mode = mode
        self._theme = theme
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.text()) + 36, 30)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        fill, on = _FILLS[self.mode]
        painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "control_line"), 2 if self.hasFocus() else 1))
        painter.setBrush(theme.color(fill if self.isChecked() else "raised"))
        painter.drawRoundedRect(area, 5, 5)
        if self.isChecked() and self.mode is Mode.EXERCISE:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QBrush(theme.color("exercise_fill_dim"), Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(area, 5, 5)
        painter.setFont(theme.font(14, bold=self.isChecked()))
        painter.setPen(theme.color(on if self.isChecked() else "text_2" if self.isEnabled() else "text_3"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class ModeBar(QWidget):
    """The three modes. Emits `chosen` with a Mode."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._words = {Mode.LIVE: self.tr("正式发布"), Mode.EXERCISE: self.tr("演练"), Mode.TEST: self.tr("测试")}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._buttons: dict[Mode, _ModeButton] = {}
        for mode, word in self._words.items():
            button = _ModeButton(mode, word, theme, self)
            self._buttons[mode] = button
            self._group.addButton(button)
            row.addWidget(button)
        self._group.buttonClicked.connect(self._on_clicked)

    def set_mode(self, mode: Mode) -> None:
        """Show which mode is chosen."""
        self._buttons[mode].setChecked(True)

    def set_refusal(self, mode: Mode, sentence: str) -> None:
        """Do not offer a mode, and say why; "" offers it."""
        button = self._buttons[mode]
        button.setEnabled(not sentence)
        button.setToolTip(tooltip(sentence))
        button.setAccessibleDescription(sentence)

    def _on_clicked(self, button: QAbstractButton) -> None:
        if isinstance(button, _ModeButton):
            self.chosen.emit(button.mode)
