"""The map canvas: the map with mouse, wheel and keyboard, picking, and what was meant by a click."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent

from services.domain.tiers import Tier
from widgets.map.cases import Stop
from widgets.map.projection import Bounds
from widgets.map.values import Light, MapCard
from widgets.map.view import MapView
from widgets.plain import sentence

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

    from widgets.theme import Theme

_DRAG_PX = 4
_PAN_KEY_PX = 80.0
_KEY_ZOOM = 1.5
_WHEEL_ZOOM = 1.25  # per notch


class MapCanvas(MapView):
    """The map of a district. Gets values and emits intentions; knows no source of data.

    Areas are drawn by a helper process (`helper=False`: in this one); everything runs on the GUI thread.
    """

    case_chosen = Signal(object)
    """A case was clicked or chosen by keyboard: its key."""
    case_hovered = Signal(object)
    """The cursor or the keyboard is at another case (its key), or at none (None)."""
    area_chosen = Signal(str)
    """An area was clicked where no case lies: the id of the smallest one there."""
    area_toggled = Signal(str)
    """In choose mode an area was clicked: the id of the area of the chosen tier."""
    position_chosen = Signal(float, float)
    """In place mode a position was clicked: lon, lat (WGS84)."""
    leave_requested = Signal()
    """Esc was pressed: the person wants to go back to where they came from."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, helper: bool = True) -> None:
        super().__init__(theme, parent, helper=helper)
        self._choosing: Tier | None = None
        self._placing = False
        self._press: QPointF | None = None
        self._dragged: QPointF | None = None
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def set_choosing(self, tier: Tier | None) -> None:
        """Start choose mode: clicks toggle areas of this tier (`area_toggled`); None ends it."""
        self._choosing = tier
        self._update_cursor()

    def set_placing(self, on: bool) -> None:
        """Start or end place mode: the next click names a position (`position_chosen`)."""
        self._placing = on
        self._update_cursor()

    def show_hover(self, key: object | None, card: MapCard | None) -> None:
        """Give the card of the case that `case_hovered` named; ignored when the cursor has left it."""
        if key is not None and key == self._selection.hovered:
            self._selection.hover_card = card
            self.update()

    # --- mouse ---

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a click or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._press, self._dragged = event.position(), None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the map, or say what is under the cursor."""
        at = event.position()
        if self._press is None:
            self._hover(at.x(), at.y())
            return
        if self._dragged is None:
            if (at - self._press).manhattanLength() < _DRAG_PX:
                return
            self._dragged = self._press
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        step = at - self._dragged
        self._dragged = at
        self._nav.pan(step.x(), step.y())
        self._moved()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End a drag, or take a click."""
        if event.button() != Qt.MouseButton.LeftButton or self._press is None:
            return
        clicked = self._dragged is None
        self._press = self._dragged = None
        self._update_cursor()
        if clicked:
            self._click(event.position().x(), event.position().y())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Zoom in, except where quick clicks choose areas."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._choosing is not None or self._placing:
            self.mousePressEvent(event)
            return
        self._nav.zoom(2.0, event.position().x(), event.position().y())
        self._moved()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the cursor."""
        notches = event.angleDelta().y() / 120
        if notches:
            self._nav.zoom(_WHEEL_ZOOM**notches, event.position().x(), event.position().y())
            self._moved()
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the cursor any more."""
        super().leaveEvent(event)
        self._set_hovered(None)
        if not self._geometry.is_empty:
            self._set_place("")

    def _update_cursor(self) -> None:
        choosing = self._choosing is not None
        cross = self._placing or choosing
        self.setCursor(Qt.CursorShape.CrossCursor if cross else Qt.CursorShape.ArrowCursor)

    def _click(self, x: float, y: float) -> None:
        if self._placing:
            self.position_chosen.emit(*self.lonlat_at(x, y))
            return
        world = self._nav.view.to_world(x, y, self.width(), self.height())
        if self._choosing is not None:
            area = self._geometry.area_at(*world, self._choosing)
            if area is not None:
                self.area_toggled.emit(self._geometry.ids[area])
            return
        stop = self._stop_at(x, y)
        if stop is not None:
            self._take(stop)
            return
        area = self._geometry.smallest_at(*world)
        if area is not None:
            self.area_chosen.emit(self._geometry.ids[area])

    def _stop_at(self, x: float, y: float) -> Stop | None:
        if not self._cases.visible:
            return None
        selected = self._selection.selected
        row = None if selected is None else self._cases.row(selected)
        return self._cases.at(self.scene(), x, y, -1 if row is None else row)

    def _take(self, stop: Stop) -> None:
        """Choose a case, or open a cluster."""
        if stop.cluster < 0:
            self.case_chosen.emit(self._cases.points.keys[stop.row])
            return
        box = self._cases.clusters(self._nav.view.scale).boxes[stop.cluster]
        self._nav.show(Bounds(*box.tolist()))
        self._moved()

    def _hover(self, x: float, y: float) -> None:
        stop = None if self._choosing is not None or self._placing else self._stop_at(x, y)
        self._set_hovered(None if stop is None or stop.cluster >= 0 else self._cases.points.keys[stop.row])
        if not self._geometry.is_empty:
            self._set_place(self.place_text(x, y))

    def place_text(self, x: float, y: float) -> str:
        """Return the names of the areas under a position of the canvas, largest first."""
        world = self._nav.view.to_world(x, y, self.width(), self.height())
        found = (self._geometry.area_at(*world, tier) for tier in (Tier.STREET, Tier.COMMUNITY, Tier.GRID))
        return sentence(*("" if area is None else self._geometry.labels[area] for area in found))

    def _set_place(self, text: str) -> None:
        if text != self._furniture.place:
            self._furniture.place = text
            self.update()

    def _set_hovered(self, key: object | None) -> None:
        if key != self._selection.hovered:
            self._selection.hovered, self._selection.hover_card = key, None
            self.case_hovered.emit(key)
            self.update()

    # --- keyboard ---

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows pan, + and − zoom, 0 or Home returns, Enter chooses, Esc leaves."""
        pans = {
            Qt.Key.Key_Left: (1, 0),
            Qt.Key.Key_Right: (-1, 0),
            Qt.Key.Key_Up: (0, 1),
            Qt.Key.Key_Down: (0, -1),
        }
        key = Qt.Key(event.key())
        middle = (self.width() / 2, self.height() / 2)
        if key in pans:
            dx, dy = pans[key]
            self._nav.pan(dx * _PAN_KEY_PX, dy * _PAN_KEY_PX)
            self._moved()
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._nav.zoom(_KEY_ZOOM, *middle)
            self._moved()
        elif key in (Qt.Key.Key_Minus, Qt.Key.Key_Underscore):
            self._nav.zoom(1 / _KEY_ZOOM, *middle)
            self._moved()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_0):
            self.go_home()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._selection.focus is not None:
            self._take(self._selection.focus)
        elif key == Qt.Key.Key_Escape:
            self._drop_focus()
            self.leave_requested.emit()
        else:
            event.ignore()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the visible cases, then on to the next part of the window."""
        if not self._cases.visible or not self.hasFocus():
            return super().focusNextPrevChild(forward)
        if not self._stops:
            self._stops = self._cases.stops(self.scene())
        focus = self._selection.focus
        at = self._stops.index(focus) if focus in self._stops else (-1 if forward else len(self._stops))
        following = at + (1 if forward else -1)
        if not 0 <= following < len(self._stops):
            self._drop_focus()
            return super().focusNextPrevChild(forward)
        stop = self._stops[following]
        self._selection.focus = stop
        self._set_hovered(None if stop.cluster >= 0 else self._cases.points.keys[stop.row])
        self._say(self._spoken(stop))
        self.update()
        return True

    def _drop_focus(self) -> None:
        self._selection.focus = None
        self._set_hovered(None)
        self.update()

    def _spoken(self, stop: Stop) -> str:
        """Return what a screen reader says: the case's name and its class of remaining time, or the count."""
        lights = dict(self._furniture.words.lights)
        if stop.cluster < 0:
            name = self._cases.points.name(stop.row) or self.tr("案件")
            return sentence(name, lights[Light(int(self._cases.points.light[stop.row]))])
        counts = self._cases.clusters(self._nav.view.scale).lights[stop.cluster]
        late = int(counts[Light.OVERDUE])
        return sentence(self.tr("%n 件案件", "", int(counts.sum())), self.tr("超时 %n 件", "", late) if late else "")

    def _say(self, text: str) -> None:
        self.setAccessibleDescription(text)
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.DescriptionChanged))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys go to the map."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Return the keyboard has left: no case is under it."""
        super().focusOutEvent(event)
        self._drop_focus()
