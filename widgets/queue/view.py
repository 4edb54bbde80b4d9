"""The queue view: paints visible rows from cached strips and keeps its place by key, not by position."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt, QVariantAnimation, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractScrollArea, QPushButton, QToolTip, QWidget

from widgets.plain import tooltip
from widgets.queue.columns import ColumnSet
from widgets.queue.header import HEADER_HEIGHT, QueueHeader
from widgets.queue.rows import NoRows, row_remaining, row_text
from widgets.queue.strip import ROW_HEIGHT, RowPainter
from widgets.state import LIVE, PanelState, StateOverlay

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from widgets.queue.rows import QueueRows
    from widgets.remaining import Remaining
    from widgets.theme import Theme

_STRIPS_PER_VISIBLE_ROW = 4
_FADE_MS = 450
_FADE_MOST = 6
_ARRIVED_MOST = 500


class QueueView(QAbstractScrollArea):
    """A list of cases in two-line rows.

    The rows are any ``QueueRows``; only visible ones are asked for. Selection and scroll position belong to keys: when
    rows arrive, leave or change places, the selected row (if it is in sight, else the first row in sight) stays where
    it is on the screen. The view has no clock of its own: ``tick`` brings the time.
    """

    selected = Signal(object)
    """The person chose this key (None: nothing)."""
    activated = Signal(object)
    """Enter or double click on this key."""
    sort_requested = Signal(str, bool)
    """(column name, descending) asked for at the header."""
    context_requested = Signal(object, QPoint)
    """(key, global position): right click or the menu key."""
    copy_requested = Signal(object)
    """Ctrl+C on this key."""
    state_action_requested = Signal()
    """The button of the empty, error or stale state was pressed."""
    layout_changed = Signal()
    """Column widths changed: time to remember ``save_state``."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows: QueueRows = NoRows()
        self._columns = ColumnSet()
        self._now = 0
        self._key: object = None
        self._key_index = -1
        self._anchor: tuple[object, int] | None = None
        self._restoring = False
        self._hover = -1
        self._strips: OrderedDict[object, tuple[int, bool, QPixmap]] = OrderedDict()
        self._clocks: dict[int, Remaining] = {}
        self._painter: RowPainter | None = None
        self._arrived: dict[object, None] = {}
        self._fading: frozenset[object] = frozenset()
        self._fade = QVariantAnimation(self)
        self._fade.setDuration(_FADE_MS)
        self._fade.setStartValue(1.0)
        self._fade.setEndValue(0.0)
        self._fade.valueChanged.connect(self._on_fade)
        self._fade.finished.connect(self._on_faded)
        self._motion = True
        self._header = QueueHeader(self._columns, theme, self)
        self._header.sort_requested.connect(self.sort_requested)
        self._header.widths_changed.connect(self._on_widths_changed)
        self._above = QPushButton(self)
        self._above.setProperty("kind", "primary")
        self._above.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._above.clicked.connect(self._on_above)
        self._above.hide()
        self._overlay = StateOverlay(theme, self)
        self._overlay.set_top(HEADER_HEIGHT)
        self._overlay.action_requested.connect(self.state_action_requested)
        self.setViewportMargins(0, HEADER_HEIGHT, 0, 0)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(ROW_HEIGHT)
        self.setAccessibleName(self.tr("案件队列"))

    # ── values in ──────────────────────────────────────────────────────────────────────────────────────────────

    def set_rows(self, rows: QueueRows, *, keep_place: bool = True) -> None:
        """Show these rows. ``keep_place`` False (another view or filter): go to the top unless the selection shows."""
        self._rows = rows
        self._after_change(keep_place=keep_place)

    def rows_changed(self, changed_keys: Iterable[object] | None = None, arrived: Iterable[object] = ()) -> None:
        """Look at the same ``QueueRows`` again: contents or order changed.

        ``changed_keys`` None means any; rows redraw by their stamp either way. ``arrived`` rows fade in once when in
        sight and are counted in "上方新到" when above.
        """
        if changed_keys is not None:
            for key in changed_keys:
                self._strips.pop(key, None)
        self._after_change(keep_place=True)
        self._announce(arrived)

    def tick(self, now: int) -> None:
        """Bring the time (Instant, UTC ms): redraws the clocks in sight that look different now."""
        self._now = now
        edges = self._edges()
        cell_x, cell_width = edges[-2], edges[-1] - edges[-2]
        for index in self._visible():
            if self._clocks.get(index) != row_remaining(self._rows.row(index), now):
                self.viewport().update(QRect(cell_x, self._y(index), cell_width, ROW_HEIGHT))

    def set_sort(self, column: str, descending: bool) -> None:
        """Show by which column the rows are sorted."""
        self._header.set_sort(column, descending)

    def set_state(self, state: PanelState) -> None:
        """Show how the queue stands: live, loading, empty, error or stale."""
        self._overlay.set_state(state)
        self._describe()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self._drop_strips()

    def set_motion(self, wanted: bool) -> None:
        """Say whether new rows may fade in (False: reduced motion)."""
        self._motion = wanted

    def select(self, key: object, *, reveal: bool = True) -> bool:
        """Select a key without a signal; False when it is not among the rows (it stays remembered)."""
        index = self._rows.index_of(key) if key is not None else None
        self._set_key(key, -1 if index is None else index)
        if index is not None and reveal:
            self._reveal(index)
        return index is not None

    # ── values out ─────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def current_key(self) -> object:
        """The selected key, also while it is not among the rows; None: nothing selected."""
        return self._key

    @property
    def state(self) -> PanelState:
        """The state shown."""
        return self._overlay.state

    def visible_keys(self) -> list[object]:
        """Return the keys in sight, from top to bottom."""
        return [self._rows.key(index) for index in self._visible()]

    def row_y(self, key: object) -> int | None:
        """Return where a row's top is in the viewport, in pixels; None when it is not among the rows."""
        index = self._rows.index_of(key)
        return None if index is None else self._y(index)

    def row_as_text(self, key: object) -> str:
        """Return one row as a line of text, "" when it is not among the rows."""
        index = self._rows.index_of(key)
        return "" if index is None else row_text(self._rows.row(index), self._now)

    def save_state(self) -> bytes:
        """Return the column widths for the layout store."""
        return self._columns.save()

    def restore_state(self, state: bytes) -> bool:
        """Take saved column widths; False when they are not ours."""
        restored = self._columns.restore(state)
        self._drop_strips()
        return restored

    def header(self) -> QueueHeader:
        """Return the heading line."""
        return self._header

    # ── place ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _edges(self) -> list[int]:
        return self._columns.lefts(self.viewport().width())

    def _y(self, index: int) -> int:
        return index * ROW_HEIGHT - self.verticalScrollBar().value()

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        first = top // ROW_HEIGHT
        last = -(-(top + self.viewport().height()) // ROW_HEIGHT)
        return range(min(first, len(self._rows)), min(last, len(self._rows)))

    def _after_change(self, *, keep_place: bool) -> None:
        index = self._rows.index_of(self._key) if self._key is not None else None
        if index is not None:
            self._key_index = index
        self._restoring = True
        self._update_range()
        self._restore_place(index, keep_place=keep_place)
        self._restoring = False
        self._remember_place()
        self._hover = -1
        self._describe()
        self.viewport().update()

    def _restore_place(self, selected: int | None, *, keep_place: bool) -> None:
        bar = self.verticalScrollBar()
        if not keep_place:
            bar.setValue(0)
            return
        if self._anchor is None:
            return
        key, offset = self._anchor
        index = self._rows.index_of(key)
        if index is None and key == self._key and selected is None:
            return
        if index is not None:
            bar.setValue(index * ROW_HEIGHT - offset)

    def _remember_place(self) -> None:
        """Keep in mind what must not move: the selected row while in sight, else the first whole row in sight."""
        visible = self._visible()
        if not visible:
            self._anchor = None
            return
        if self._key is not None and self._key_index in visible and self._rows.key(self._key_index) == self._key:
            self._anchor = (self._key, self._y(self._key_index))
            return
        first = visible[0] if self._y(visible[0]) >= 0 or len(visible) == 1 else visible[1]
        self._anchor = (self._rows.key(first), self._y(first))

    def _update_range(self) -> None:
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        bar.setPageStep(max(ROW_HEIGHT, height // ROW_HEIGHT * ROW_HEIGHT))
        bar.setRange(0, max(0, len(self._rows) * ROW_HEIGHT - height))

    def _reveal(self, index: int) -> None:
        bar = self.verticalScrollBar()
        top, height = index * ROW_HEIGHT, self.viewport().height()
        if top < bar.value():
            bar.setValue(top)
        elif top + ROW_HEIGHT > bar.value() + height:
            bar.setValue(top + ROW_HEIGHT - height)

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Repaint from the strips; remember the new place."""
        del dx, dy
        if not self._restoring:
            self._remember_place()
            self._count_above()
        self.viewport().update()

    # ── selection ──────────────────────────────────────────────────────────────────────────────────────────────

    def _set_key(self, key: object, index: int) -> None:
        self._key, self._key_index = key, index
        self._remember_place()
        self._describe()
        self.viewport().update()

    def _choose(self, index: int) -> None:
        if not len(self._rows):
            return
        index = min(max(index, 0), len(self._rows) - 1)
        key = self._rows.key(index)
        changed = key != self._key
        self._set_key(key, index)
        self._reveal(index)
        if changed:
            self.selected.emit(key)

    def _current_index(self) -> int | None:
        return None if self._key is None else self._rows.index_of(self._key)

    def _describe(self) -> None:
        """Tell assistive technology which row is current, in words."""
        index = self._current_index()
        if self._overlay.state.kind not in ("live", "stale"):
            words = self._overlay.state.sentence
        elif index is not None:
            words = row_text(self._rows.row(index), self._now)
        else:
            words = self.tr("%n 件", "", len(self._rows))
        if words == self.accessibleDescription():
            return
        self.setAccessibleDescription(words)
        if QAccessible.isActive() and self.hasFocus():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    # ── events ─────────────────────────────────────────────────────────────────────────────────────────────────

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move, activate, copy. Every other key is left to the window: letters are the actions' keys."""
        index = self._current_index()
        here = (self._key_index if index is None else index) if self._key is not None else -1
        page = max(1, self.viewport().height() // ROW_HEIGHT - 1)
        plain = not event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        goals = {
            Qt.Key.Key_Up: here - 1,
            Qt.Key.Key_Down: here + 1,
            Qt.Key.Key_PageUp: here - page,
            Qt.Key.Key_PageDown: here + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: len(self._rows) - 1,
        }
        key = Qt.Key(event.key())
        if event.matches(QKeySequence.StandardKey.Copy):
            if self._key is not None:
                self.copy_requested.emit(self._key)
        elif plain and key in goals:
            self._choose(goals[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and not event.isAutoRepeat():
            if index is not None:
                self.activated.emit(self._key)
        else:
            event.ignore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the row under the pointer."""
        index = self._index_at(event.position().toPoint())
        if index is not None and event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            self._choose(index)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Activate the row under the pointer."""
        index = self._index_at(event.position().toPoint())
        if index is not None and event.button() == Qt.MouseButton.LeftButton:
            self.activated.emit(self._rows.key(index))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Lighten the row under the pointer."""
        index = self._index_at(event.position().toPoint())
        self._set_hover(-1 if index is None else index)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for a menu at the row chosen (mouse) or selected (menu key)."""
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self._index_at(self.viewport().mapFrom(self, event.pos()))
            at = event.globalPos()
        else:
            index = self._current_index()
            at = self.viewport().mapToGlobal(QPoint(60, self._y(index or 0) + ROW_HEIGHT))
        if index is not None:
            self.context_requested.emit(self._rows.key(index), at)

    def viewportEvent(self, event: QEvent) -> bool:
        """Show the whole text of a row as its tooltip; forget the pointer when it leaves."""
        if event.type() == QEvent.Type.Leave:
            self._set_hover(-1)
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            index = self._index_at(event.pos())
            text = "" if index is None else row_text(self._rows.row(index), self._now)
            QToolTip.showText(event.globalPos(), tooltip(text), self.viewport())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place; strips of another width are of no use."""
        super().resizeEvent(event)
        self._header.setGeometry(0, 0, self.viewport().width(), HEADER_HEIGHT)
        if event.oldSize().width() != event.size().width():
            self._drop_strips()
        self._restoring = True
        self._update_range()
        self._restore_place(self._current_index(), keep_place=True)
        self._restoring = False
        self._place_above()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the focus mark away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _index_at(self, at: QPoint) -> int | None:
        index = (at.y() + self.verticalScrollBar().value()) // ROW_HEIGHT
        return index if at.y() >= 0 and 0 <= index < len(self._rows) else None

    def _set_hover(self, index: int) -> None:
        if index != self._hover:
            for row in (self._hover, index):
                if row >= 0:
                    self.viewport().update(QRect(0, self._y(row), self.viewport().width(), ROW_HEIGHT))
            self._hover = index

    # ── painting ───────────────────────────────────────────────────────────────────────────────────────────────

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the strips in sight and draw their clocks."""
        painter = QPainter(self.viewport())
        if self._painter is None:
            self._painter = RowPainter(self._theme, self.devicePixelRatioF())
        area, edges = event.rect(), self._edges()
        visible = self._visible()
        if len(self._clocks) > 4 * len(visible) + 64:
            self._clocks.clear()
        for index in visible:
            if self._y(index) <= area.bottom() and self._y(index) + ROW_HEIGHT > area.top():
                self._paint_row(painter, index, edges, area)
        end = self._y(len(self._rows))
        if end < area.bottom() + 1:
            below = QRect(0, max(end, area.top()), self.viewport().width(), area.bottom() + 1 - max(end, area.top()))
            painter.fillRect(below, self._theme.color("background"))
        most = max(64, len(visible) * _STRIPS_PER_VISIBLE_ROW)
        while len(self._strips) > most:
            self._strips.popitem(last=False)

    def _paint_row(self, painter: QPainter, index: int, edges: list[int], area: QRect) -> None:
        key, y = self._rows.key(index), self._y(index)
        row = self._rows.row(index)
        selected = key == self._key
        if self._painter is None:
            return
        if area.left() < edges[-2]:
            painter.drawPixmap(0, y, self._strip(index, key, edges, selected=selected))
        left = self._clocks[index] = row_remaining(row, self._now)
        cell = QRect(edges[-2], y, edges[-1] - edges[-2], ROW_HEIGHT)
        self._painter.draw_clock(painter, left, cell, selected=selected)
        whole = QRect(0, y, edges[-1], ROW_HEIGHT - 1)
        if selected:
            painter.setPen(self._theme.color("accent" if self.hasFocus() else "selection_line"))
            painter.drawRect(whole.adjusted(0, 0, -1, 0))
        else:
            painter.setPen(self._theme.color("line"))
            painter.drawLine(edges[-2], y + ROW_HEIGHT - 1, edges[-1], y + ROW_HEIGHT - 1)
        if key in self._fading:
            self._veil(painter, whole, "accent", 0.30 * float(self._fade.currentValue() or 0.0))
        elif index == self._hover and not selected:
            self._veil(painter, whole, "text", 0.045)

    def _veil(self, painter: QPainter, rect: QRect, token: str, alpha: float) -> None:
        color = QColor(self._theme.color(token))
        color.setAlphaF(alpha)
        painter.fillRect(rect, color)

    def _strip(self, index: int, key: object, edges: list[int], *, selected: bool) -> QPixmap:
        stamp = self._rows.stamp(index)
        found = self._strips.get(key)
        if found is not None and found[0] == stamp and found[1] == selected:
            self._strips.move_to_end(key)
            return found[2]
        painter = self._painter or RowPainter(self._theme, self.devicePixelRatioF())
        pixmap = painter.strip(self._rows.row(index), edges, selected=selected)
        self._strips[key] = (stamp, selected, pixmap)
        self._strips.move_to_end(key)
        return pixmap

    def _drop_strips(self) -> None:
        self._strips.clear()
        self._clocks.clear()
        self._painter = None
        self.viewport().update()

    def _on_widths_changed(self) -> None:
        self._drop_strips()
        self.layout_changed.emit()

    # ── new rows ───────────────────────────────────────────────────────────────────────────────────────────────

    def _announce(self, arrived: Iterable[object]) -> None:
        keys = list(arrived)
        if not keys:
            self._count_above()
            return
        for key in keys[-_ARRIVED_MOST:]:
            self._arrived[key] = None
        while len(self._arrived) > _ARRIVED_MOST:
            self._arrived.pop(next(iter(self._arrived)))
        seen = frozenset(keys).intersection(self.visible_keys())
        if self._motion and 0 < len(seen) <= _FADE_MOST:
            self._fade.stop()
            self._fading = seen
            self._fade.start()
        self._count_above()

    def _on_fade(self) -> None:
        for key in self._fading:
            y = self.row_y(key)
            if y is not None:
                self.viewport().update(QRect(0, y, self.viewport().width(), ROW_HEIGHT))

    def _on_faded(self) -> None:
        self._fading = frozenset()

    def _count_above(self) -> None:
        """Count the arrived rows above the first one in sight; what was in sight is no longer new."""
        if not self._arrived:
            self._above.hide()
            return
        first = self._visible().start
        above = 0
        for key in list(self._arrived):
            index = self._rows.index_of(key)
            if index is None or index >= first:
                del self._arrived[key]
            else:
                above += 1
        self._above.setVisible(above > 0)
        if above:
            self._above.setText(self.tr("↑ 上方新到 %n 件", "", above))
            self._place_above()

    def _place_above(self) -> None:
        self._above.adjustSize()
        self._above.move((self.viewport().width() - self._above.width()) // 2, HEADER_HEIGHT + 6)

    def _on_above(self) -> None:
        self._arrived.clear()
        self._above.hide()
        self.verticalScrollBar().setValue(0)


__all__ = ["LIVE", "QueueView"]
