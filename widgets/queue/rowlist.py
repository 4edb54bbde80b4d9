"""The rows of the queue on the screen: painted from cached strips, kept in place by key, not by position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from widgets.queue.arrivals import Arrivals
from widgets.queue.canvas import RowCanvas, RowLook
from widgets.queue.columns import ColumnSet
from widgets.queue.header import HEADER_HEIGHT, QueueHeader
from widgets.queue.place import Place
from widgets.queue.rows import NoRows, row_text
from widgets.queue.several import Several
from widgets.queue.strip import ROW_HEIGHT
from widgets.state import PanelState, StateOverlay

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent, QResizeEvent

    from widgets.queue.rows import QueueRows
    from widgets.theme import Theme


class RowList(QAbstractScrollArea):
    """A list of cases in two-line rows, as it is drawn; ``QueueView`` chooses among them.

    The rows are any ``QueueRows``; only visible ones are asked for. Scroll position belongs to keys: when rows arrive,
    leave or change places, the selected row (if it is in sight, else the first row in sight) stays where it is on the
    screen. The list has no clock of its own: ``tick`` brings the time.
    """

    sort_requested = Signal(str, bool)
    """(column name, descending) asked for at the header."""
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
        self._several = Several()
        self._still = False
        self._place = Place(ROW_HEIGHT)
        self._restoring = False
        self._hover = -1
        self._canvas: RowCanvas | None = None
        self._arrivals = Arrivals(self)
        self._arrivals.fade_moved.connect(self._on_fade)
        self._arrivals.top_wanted.connect(self._on_top_wanted)
        self._header = QueueHeader(self._columns, theme, self)
        self._header.sort_requested.connect(self.sort_requested)
        self._header.widths_changed.connect(self._on_widths_changed)
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

    # ── values in ─────────────────────────────────────────────────────────────────────────────────────────────────

    def set_rows(self, rows: QueueRows, *, keep_place: bool = True, still: bool = False) -> None:
        """Show these rows. ``keep_place`` False (another view, another filter) goes to the top.

        ``still`` (rows are grouped, in a storm): the selected row keeps its place on the screen at any price, even if
        that leaves room above the first row or below the last, until one scrolls.
        """
        self._rows = rows
        self._still = still
        self._after_change(keep_place=keep_place)

    def rows_changed(self, changed_keys: Iterable[object] | None = None, arrived: Iterable[object] = ()) -> None:
        """Look at the same ``QueueRows`` again: contents or order changed.

        ``changed_keys`` None means any; rows redraw by their stamp either way. ``arrived`` rows fade in once when in
        sight and are counted in "上方新到" when above.
        """
        if self._canvas is not None:
            for key in changed_keys or ():
                self._canvas.forget(key)
        self._after_change(keep_place=True)
        new = list(arrived)
        if new:
            self._arrivals.announce(new, self.visible_keys())
        self._count_above()

    def tick(self, now: int) -> None:
        """Bring the time (Instant, UTC ms): redraws the clocks in sight that look different now."""
        self._now = now
        edges = self._edges()
        cell_x, cell_width = edges[-2], edges[-1] - edges[-2]
        canvas = self._canvas
        if canvas is None:
            return
        for index in self._visible():
            if canvas.clock_is_old(self._rows.key(index), self._rows.row(index), now):
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
        self._arrivals.set_motion(wanted)

    # ── values out ────────────────────────────────────────────────────────────────────────────────────────────────

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

    # ── place ─────────────────────────────────────────────────────────────────────────────────────────────────────

    def _edges(self) -> list[int]:
        return self._columns.lefts(self.viewport().width())

    def _y(self, index: int) -> int:
        return index * ROW_HEIGHT - self.verticalScrollBar().value()

    def _visible(self) -> range:
        top = self.verticalScrollBar().value()
        first = max(0, top // ROW_HEIGHT)
        last = -(-(top + self.viewport().height()) // ROW_HEIGHT)
        return range(min(first, len(self._rows)), min(last, len(self._rows)))

    def _index_at(self, at: QPoint) -> int | None:
        index = (at.y() + self.verticalScrollBar().value()) // ROW_HEIGHT
        return index if at.y() >= 0 and 0 <= index < len(self._rows) else None

    def _current_index(self) -> int | None:
        return None if self._key is None else self._rows.index_of(self._key)

    def _after_change(self, *, keep_place: bool) -> None:
        index = self._rows.index_of(self._key) if self._key is not None else None
        if index is not None:
            self._key_index = index
        elif not keep_place:
            self._key_index = -1  # another view: the keys begin at its top
        self._restoring = True
        self._update_range()
        if keep_place:
            self._restore_place()
        else:
            self.verticalScrollBar().setValue(0)
        self._restoring = False
        self._remember_place()
        self._hover = -1
        self._describe()
        self.viewport().update()

    def _restore_place(self) -> None:
        scroll = self._place.scroll_for(self._rows)
        if scroll is not None:
            if self._still:
                self._update_range(scroll)
            self.verticalScrollBar().setValue(scroll)

    def _remember_place(self) -> None:
        self._place.remember(self._rows, self._current_index(), self.verticalScrollBar().value(), self._visible())

    def _update_range(self, reached: int = 0) -> None:
        """Let the bar go from the first row to the last, and as far beyond as ``reached`` is."""
        bar = self.verticalScrollBar()
        height = self.viewport().height()
        bar.setPageStep(max(ROW_HEIGHT, height // ROW_HEIGHT * ROW_HEIGHT))
        bar.setRange(min(0, reached), max(0, len(self._rows) * ROW_HEIGHT - height, reached))

    def _give_room_back(self) -> None:
        """Take back what was left beyond the rows, as far as one has scrolled away from it."""
        bar = self.verticalScrollBar()
        if bar.minimum() < 0 or self._still:
            self._restoring = True
            self._update_range(bar.value())
            self._restoring = False

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
        self._hover = -1
        if not self._restoring:
            self._give_room_back()
            self._remember_place()
            self._count_above()
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the place; strips of another width are of no use."""
        super().resizeEvent(event)
        self._header.setGeometry(0, 0, self.viewport().width(), HEADER_HEIGHT)
        if event.oldSize().width() != event.size().width():
            self._drop_strips()
        self._restoring = True
        self._update_range()
        self._restore_place()
        self._restoring = False
        self._count_above()

    def _describe(self) -> None:
        """Tell what is current in words; the list alone has nothing that is."""

    # ── painting ──────────────────────────────────────────────────────────────────────────────────────────────────

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows in sight."""
        painter = QPainter(self.viewport())
        canvas = self._canvas = self._canvas or RowCanvas(self._theme, self.devicePixelRatioF())
        area, edges, visible = event.rect(), self._edges(), self._visible()
        for index in visible:
            y = self._y(index)
            if y <= area.bottom() and y + ROW_HEIGHT > area.top():
                canvas.paint(painter, self._rows, index, y, edges, self._now, self._look(index))
        above = min(self._y(0), area.bottom() + 1)
        if above > area.top():
            room = QRect(0, area.top(), self.viewport().width(), above - area.top())
            painter.fillRect(room, self._theme.color("background"))
        end = max(self._y(len(self._rows)), area.top())
        if end <= area.bottom():
            below = QRect(0, end, self.viewport().width(), area.bottom() + 1 - end)
            painter.fillRect(below, self._theme.color("background"))
        canvas.trim(len(visible))

    def _look(self, index: int) -> RowLook:
        key = self._rows.key(index)
        selected = self._key is not None and key == self._key
        lit = self._arrivals.strength(key)
        return RowLook(selected, self.hasFocus(), index == self._hover, lit, key in self._several)

    def _set_hover(self, index: int) -> None:
        if index != self._hover:
            for row in (self._hover, index):
                if row >= 0:
                    self.viewport().update(QRect(0, self._y(row), self.viewport().width(), ROW_HEIGHT))
            self._hover = index

    def _drop_strips(self) -> None:
        self._canvas = None
        self.viewport().update()

    def _on_widths_changed(self) -> None:
        self._drop_strips()
        self.layout_changed.emit()

    def _on_fade(self, keys: object) -> None:
        for key in keys if isinstance(keys, frozenset) else ():
            y = self.row_y(key)
            if y is not None:
                self.viewport().update(QRect(0, y, self.viewport().width(), ROW_HEIGHT))

    def _count_above(self) -> None:
        self._arrivals.count(self._rows, self._visible().start, self.viewport().width() // 2, HEADER_HEIGHT + 6)

    def _on_top_wanted(self) -> None:
        self.verticalScrollBar().setValue(0)
