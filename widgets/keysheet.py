"""The sheet of keys (?): groups of keys and what they do, over the window; any key or click closes it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from widgets.keycap import draw_keycap, keycap_width
from widgets.plain import one_line, parent_of

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.theme import Theme

_LINES_PX = (26, 23, 21)
_COLUMN = 200
_LINES_LEAST = 18
_AROUND_X, _AROUND_Y = 60, 96


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
        line, columns = self._laid_out()
        cap = self._cap_room()
        width = len(columns) * (_COLUMN + cap) + 32
        height = max(len(column) for column in columns) * line + 72
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
            at = QPoint(sheet.x() + 24 + number * (_COLUMN + cap), sheet.y() + 54)
            self._draw_column(painter, column, at, line)

    def _draw_column(self, painter: QPainter, entries: list[str | KeyLine], at: QPoint, line: int) -> None:
        x, y = at.x(), at.y()
        theme, cap = self._theme, self._cap_room()
        for entry in entries:
            if isinstance(entry, str):
                painter.setFont(theme.font(12))
                painter.setPen(theme.color("text_3"))
                painter.drawText(QRect(x, y, _COLUMN, line), Qt.AlignmentFlag.AlignVCenter, one_line(entry, 40))
            else:
                draw_keycap(
                    painter, QRect(x, y + (line - 20) // 2, keycap_width(entry.key, theme), 20), entry.key, theme
                )
                painter.setFont(theme.font(14))
                painter.setPen(theme.color("text"))
                room = QRect(x + cap, y, _COLUMN - 8, line)
                words = painter.fontMetrics().elidedText(entry.words, Qt.TextElideMode.ElideRight, room.width())
                painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, one_line(words, 60))
            y += line

    def _laid_out(self) -> tuple[int, list[list[str | KeyLine]]]:
        """Return how high a line is, in pixels, and the columns: lines stand closer where they would not fit."""
        across = self.width() // (_COLUMN + self._cap_room())
        for line in _LINES_PX:
            columns = self._columns(line)
            if len(columns) <= across:
                break
        return line, columns

    def _columns(self, line: int) -> list[list[str | KeyLine]]:
        """Fill columns from top to bottom with titles, keys and gaps ("").

        As few lines as the window's width allows; a group that is longer goes on in the next column under its title.
        """
        total = sum(len(group.lines) + 2 for group in self._groups)
        across = max(1, (self.width() - _AROUND_X) // (_COLUMN + self._cap_room()))
        room = max(_LINES_LEAST, -(-total // across) + 1)
        room = min(room, max(3, (self.height() - _AROUND_Y) // line))
        columns: list[list[str | KeyLine]] = [[]]
        for group in self._groups:
            if len(columns[-1]) + 3 > room:
                columns.append([])
            columns[-1] += ([""] if columns[-1] else []) + [group.title]
            for entry in group.lines:
                if len(columns[-1]) == room:
                    columns.append([group.title])
                columns[-1].append(entry)
        return [column for column in columns if column]

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
