"""The heading line of the queue: sort by click or key, widths by drag or key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPolygon
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from widgets.queue.columns import ColumnSet
    from widgets.theme import Theme

HEADER_HEIGHT = 28
_GRIP = 4
_KEY_STEP = 8


class QueueHeader(QWidget):
    """Painted headings. Left/Right choose one, Enter or Space sorts, Ctrl+Left/Right change its width."""

    sort_requested = Signal(str, bool)
    """(column name, descending): a heading was chosen; the view's owner sorts and calls ``set_sort``."""
    widths_changed = Signal()
    """A column became wider or narrower."""

    def __init__(self, columns: ColumnSet, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns = columns
        self._theme = theme
        self._sort: tuple[str, bool] = ("remaining", False)
        self._current = 0
        self._grip: int | None = None
        self._grip_x = 0
        self._pressed: int | None = None
        self.setFixedHeight(HEADER_HEIGHT)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("队列表头"))
        self._describe()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self.update()

    def set_sort(self, column: str, descending: bool) -> None:
        """Show by which column the rows are sorted."""
        self._sort = (column, descending)
        self._describe()
        self.update()

    @property
    def sort(self) -> tuple[str, bool]:
        """(column name, descending) shown."""
        return self._sort

    def choose(self, index: int) -> None:
        """Ask for a sort by column ``index``: descending when it is already sorted upwards."""
        name = self._columns.columns[index].name
        self.sort_requested.emit(name, self._sort == (name, False))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take an edge or a heading."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        x = event.position().toPoint().x()
        self._grip = self._edge_at(x)
        self._grip_x = x
        self._pressed = None if self._grip is not None else self._column_at(x)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag an edge, or show that one can be dragged."""
        x = event.position().toPoint().x()
        if self._grip is None:
            over = self._edge_at(x) is not None
            self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)
            return
        if self._columns.move_edge(self._grip, x - self._grip_x, self.width()):
            self._grip_x = x
            self.widths_changed.emit()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Sort when the same heading is let go."""
        pressed, self._pressed = self._pressed, None
        if self._grip is None and pressed is not None and pressed == self._column_at(event.position().toPoint().x()):
            self.choose(pressed)
        self._grip = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose, sort, resize."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if step and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self._columns.widen(self._current, step * _KEY_STEP, self.width()):
                self.widths_changed.emit()
        elif step:
            self._current = (self._current + step) % len(self._columns.columns)
            self._describe()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and not event.isAutoRepeat():
            self.choose(self._current)
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the headings and the arrow of the sorted one."""
        del event
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("background"))
        painter.setFont(theme.font(12))
        edges = self._columns.lefts(self.width())
        for index, column in enumerate(self._columns.columns):
            sorted_by = column.name == self._sort[0]
            area = QRect(edges[index] + 12, 0, edges[index + 1] - edges[index] - 14, self.height() - 1)
            painter.setPen(theme.color("text" if sorted_by else "text_3"))
            text = painter.fontMetrics().elidedText(column.heading(), Qt.TextElideMode.ElideRight, area.width() - 10)
            painter.drawText(area, Qt.AlignmentFlag.AlignVCenter, text)
            if sorted_by:
                x = area.x() + painter.fontMetrics().horizontalAdvance(text) + 5
                self._draw_arrow(painter, QPoint(x, self.height() // 2), down=self._sort[1])
            if self.hasFocus() and index == self._current:
                painter.setPen(theme.color("accent"))
                painter.drawRect(QRect(edges[index] + 6, 3, edges[index + 1] - edges[index] - 8, self.height() - 8))
        painter.setPen(theme.color("line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)

    def _draw_arrow(self, painter: QPainter, at: QPoint, *, down: bool) -> None:
        tip = 3 if down else -3
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        painter.drawPolygon(QPolygon([at + QPoint(0, -tip), at + QPoint(8, -tip), at + QPoint(4, tip)]))
        painter.restore()

    def _edge_at(self, x: int) -> int | None:
        edges = self._columns.lefts(self.width())
        return next((i for i, edge in enumerate(edges[1:-1]) if abs(x - edge) <= _GRIP), None)

    def _column_at(self, x: int) -> int | None:
        edges = self._columns.lefts(self.width())
        return next((i for i in range(len(edges) - 1) if edges[i] <= x < edges[i + 1]), None)

    def _describe(self) -> None:
        column = self._columns.columns[self._current]
        words = self.tr("按{column}降序") if self._sort[1] else self.tr("按{column}升序")
        by = next((c.heading() for c in self._columns.columns if c.name == self._sort[0]), "")
        self.setAccessibleDescription(f"{column.heading()} · {words.format(column=by)}")
