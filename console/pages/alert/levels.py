"""The four warning levels as buttons, each with its word: none is chosen before a person chooses one."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from widgets.plain import tooltip
from widgets.theme import Theme

LEVELS: tuple[tuple[str, str, str], ...] = (
    ("blue", str(QT_TRANSLATE_NOOP("LevelBar", "四级 蓝")), "blue"),
    ("yellow", str(QT_TRANSLATE_NOOP("LevelBar", "三级 黄")), "yellow"),
    ("orange", str(QT_TRANSLATE_NOOP("LevelBar", "二级 橙")), "orange"),
    ("red", str(QT_TRANSLATE_NOOP("LevelBar", "一级 红")), "red"),
)
"""(code, word, token of its colour), mildest first: 突发事件应对法 art. 63 orders 一级红 to 四级蓝."""


class _LevelButton(QAbstractButton):
    def __init__(self, text: str, token: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._token = token
        self._theme = theme
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(150, 40)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._theme
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        edge = "accent" if self.hasFocus() else self._token if self.isChecked() else "control_line"
        painter.setPen(QPen(theme.color(edge), 2 if self.isChecked() or self.hasFocus() else 1))
        painter.setBrush(theme.color("selection" if self.isChecked() else "raised"))
        painter.drawRoundedRect(area, 6, 6)
        usable = self.isEnabled()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(self._token if usable else "line"))
        painter.drawRoundedRect(QRectF(12, self.height() / 2 - 6, 12, 12), 3, 3)
        painter.setFont(theme.font(14, bold=self.isChecked()))
        painter.setPen(theme.color("text" if usable else "text_3"))
        painter.drawText(self.rect().adjusted(32, 0, -8, 0), Qt.AlignmentFlag.AlignVCenter, self.text())


class LevelBar(QWidget):
    """One button a level. Emits `chosen` with the level's code."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _LevelButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for code, word, token in LEVELS:
            button = _LevelButton(QCoreApplication.translate("LevelBar", word), token, theme, self)
            button.setObjectName(code)
            self._group.addButton(button)
            self._buttons[code] = button
            row.addWidget(button)
        self._group.buttonClicked.connect(self._on_clicked)

    def set_levels(self, offered: Collection[str], chosen: str) -> None:
        """Offer these levels, and show which is chosen ("": none)."""
        self._group.setExclusive(False)
        for code, button in self._buttons.items():
            usable = code in offered
            button.setEnabled(usable)
            button.setChecked(code == chosen)
            button.setToolTip("" if usable else tooltip(self.tr("这类预警没有这一级")))
            button.update()
        self._group.setExclusive(True)

    def _on_clicked(self, button: QAbstractButton) -> None:
        self.chosen.emit(button.objectName())
