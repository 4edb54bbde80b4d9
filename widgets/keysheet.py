"""The sheet of keys (?): groups of keys and what they do, over the window; any key or click closes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from widgets.keycap import draw_keycap, keycap_width
from widgets.plain import one_line, parent_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme

_LINE = 29
_COLUMN = 230
_LINES_MOST = 18


@dataclass(frozen=True, slots=True)
class KeyLine:
    """One key (Shift+M) and what it does."""

    key: str
    words: str


@dataclass(frozen=True, slots=True)
class KeyGroup:
    """Keys that belong together, under a heading."""

    title: str
    lines: tuple[KeyLine, ...]


class KeySheet(QWidget):
    """Drawn over its parent; covers it and takes the focus until it is closed."""

    closed = Signal()
    """It went away."""

    def __init__(self, groups: tuple[KeyGroup, ...], theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._groups = groups
        self._theme = theme
        self._before: QWidget | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("快捷键"))
        self.setAccessibleDescription("; ".join(f"{line.key} {line.words}" for group in groups for line in group.lines))
        self.hide()

    def open(self) -> None:
        """Show the sheet and take the focus."""
        self._before = parent_of(self).window().focusWidget()
        self.setGeometry(parent_of(self).rect())
        self.show()
        self.raise_()
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close by any key but a modifier."""
        if event.key() not in (Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_Meta):
            self._close()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Close."""
        del event
        self._close()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the veil, the sheet and its columns."""
        del event
        painter = QPainter(self)
        theme = self._theme
        veil = QColor(theme.color("background"))
        veil.setAlphaF(0.72)
        painter.fillRect(self.rect(), veil)
        columns = self._columns()
        if not columns:
            return
        cap = self._cap_room()
        width = len(columns) * (_COLUMN + cap) + 32
        height = max(sum(len(g.lines) + 2 for g in column) for column in columns) * _LINE + 56
        sheet = QRect((self.width() - width) // 2, max(8, (self.height() - height) // 2), width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("surface"))
        painter.setPen(theme.color("control_line"))
        painter.drawRoundedRect(sheet, 8, 8)
        painter.setFont(theme.font(18, bold=True))
        painter.setPen(theme.color("text"))
        painter.drawText(sheet.adjusted(24, 14, 0, 0), 0, self.tr("快捷键"))
        painter.setFont(theme.font(12))
        painter.setPen(theme.color("text_3"))
        painter.drawText(sheet.adjusted(0, 20, -24, 0), Qt.AlignmentFlag.AlignRight, self.tr("按任意键关闭"))
        for number, column in enumerate(columns):
            self._draw_column(painter, column, sheet.x() + 24 + number * (_COLUMN + cap), sheet.y() + 54)

    def _draw_column(self, painter: QPainter, groups: list[KeyGroup], x: int, y: int) -> None:
        theme, cap = self._theme, self._cap_room()
        for group in groups:
            painter.setFont(theme.font(12))
            painter.setPen(theme.color("text_3"))
            painter.drawText(QRect(x, y, _COLUMN, _LINE), Qt.AlignmentFlag.AlignVCenter, one_line(group.title, 40))
            y += _LINE
            for line in group.lines:
                width = keycap_width(line.key, theme)
                draw_keycap(painter, QRect(x, y + 4, width, 21), line.key, theme)
                painter.setFont(theme.font(14))
                painter.setPen(theme.color("text"))
                words = one_line(line.words, 60)
                painter.drawText(QRect(x + cap, y, _COLUMN - 20, _LINE), Qt.AlignmentFlag.AlignVCenter, words)
                y += _LINE
            y += _LINE

    def _columns(self) -> list[list[KeyGroup]]:
        """Fill columns from top to bottom, as many lines as the window has room for."""
        room = min(max(12, (self.height() - 120) // _LINE), _LINES_MOST)
        columns: list[list[KeyGroup]] = []
        used = room
        for group in self._groups:
            need = len(group.lines) + 2
            if used + need > room:
                columns.append([])
                used = 0
            columns[-1].append(group)
            used += need
        return columns

    def _cap_room(self) -> int:
        metrics = QFontMetrics(self._theme.font(12))
        widest = max((metrics.horizontalAdvance(line.key) for g in self._groups for line in g.lines), default=20)
        return widest + 26

    def _close(self) -> None:
        self.hide()
        if self._before is not None:
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)
            self._before = None
        self.closed.emit()
