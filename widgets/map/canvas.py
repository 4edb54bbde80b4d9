"""The map canvas: areas by tier, cases, alert areas, the selected case; gestures, keys, picking, states."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent, QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from services.domain.cases import Priority
from services.domain.tiers import Tier
from widgets.map.base import FillValues
from widgets.map.cases import CaseLayer, Stop
from widgets.map.chips import ChipRow
from widgets.map.colors import MapColors
from widgets.map.drawer import BaseDrawer, BasePicture
from widgets.map.furniture import Furniture, Words
from widgets.map.geometry import EMPTY, MapGeometry, build
from widgets.map.layers import AlertAreaLayer, AreaLayer, ChosenLayer, NameLayer, Scene
from widgets.map.navigator import Navigator, parse_state
from widgets.map.projection import Bounds, point_to_lonlat
from widgets.map.selection import SelectionLayer
from widgets.map.values import AlertArea, CasePoints, Light, MapCard
from widgets.plain import sentence
from widgets.state import LIVE, PanelState, StateOverlay

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from PySide6.QtGui import (
        QCloseEvent,
        QFocusEvent,
        QHideEvent,
        QKeyEvent,
        QMouseEvent,
        QPaintEvent,
        QResizeEvent,
        QShowEvent,
        QWheelEvent,
    )

    from services.geo.areas import AreaSet
    from widgets.map.layers import Layer
    from widgets.theme import Theme

_DRAG_PX = 4
_PAN_KEY_PX = 80.0
_KEY_ZOOM = 1.5
_WHEEL_ZOOM = 1.25  # per notch
_HIDDEN_MS = 20_000  # the helper of a map nobody sees ends after this long
_TIER_CHIPS = {"grid": Tier.GRID, "community": Tier.COMMUNITY}


class MapCanvas(QWidget):
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
    view_changed = Signal()
    """The map was moved, zoomed, or a layer switched: the state to remember changed."""
    leave_requested = Signal()
    """Esc was pressed: the person wants to go back to where they came from."""
    import_requested = Signal()
    """No boundary is known and the person wants to import them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None, *, helper: bool = True) -> None:
        super().__init__(parent)
        self._theme = theme
        self._colors = MapColors.from_theme(theme)
        self._helper = helper
        self._nav = Navigator()
        self._geometry: MapGeometry = EMPTY
        self._ids: dict[str, int] = {}
        self._drawer = BaseDrawer(self)
        self._drawer.drawn.connect(self._on_drawn)
        self._areas = AreaLayer(self._drawer)
        self._names = NameLayer()
        self._chosen = ChosenLayer()
        self._alerts = AlertAreaLayer()
        self._cases = CaseLayer()
        self._selection = SelectionLayer(self._cases)
        self._layers: tuple[Layer, ...] = (
            self._areas,
            self._chosen,
            self._alerts,
            self._names,
            self._cases,
            self._selection,
        )
        self._furniture = Furniture(self._words())
        self._choosing: Tier | None = None
        self._placing = False
        self._state = LIVE
        self._press: QPointF | None = None
        self._dragged: QPointF | None = None
        self._stops: list[Stop] = []
        self._hidden_timer = QTimer(self)
        self._hidden_timer.setSingleShot(True)
        self._hidden_timer.setInterval(_HIDDEN_MS)
        self._hidden_timer.timeout.connect(self._drawer.stop)
        self._chips = ChipRow(theme, self._chip_titles(), self.tr("全图 0"), self)
        self._chips.toggled.connect(self.set_layer_visible)
        self._chips.home_requested.connect(self.go_home)
        self._chips.move(12, 12)
        self._overlay = StateOverlay(theme, self)
        self._overlay.action_requested.connect(self.import_requested)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(self.tr("地图"))
        self._show_state()

    def _words(self) -> Words:
        return Words(
            (
                (Priority.EXTRA_URGENT, self.tr("特急")),
                (Priority.URGENT, self.tr("急")),
                (Priority.ORDINARY, self.tr("普")),
            ),
            (
                (Light.OVERDUE, self.tr("超时")),
                (Light.PRESSING, self.tr("10 分内")),
                (Light.DUE, self.tr("30 分内")),
                (Light.IN_TIME, self.tr("未到期")),
                (Light.NO_LIMIT, self.tr("无时限")),
            ),
            self.tr("{n} km"),
            self.tr("{n} m"),
            self.tr("演练"),
        )

    def _chip_titles(self) -> list[tuple[str, str]]:
        return [
            ("cases", self.tr("案件")),
            ("grid", self.tr("网格")),
            ("community", self.tr("社区")),
            ("alerts", self.tr("预警区")),
        ]

    # --- what is shown ---

    def set_areas(self, areas: AreaSet) -> None:
        """Show these areas; words that must stand on every view come with them (`notice`)."""
        self._geometry = build(areas)
        self._ids = {area_id: row for row, area_id in enumerate(areas.ids)}
        self._areas.set_geometry(self._geometry)
        self._names.set_geometry(self._geometry)
        self._chosen.set_areas(self._geometry, ())
        self._furniture.notice = areas.notice
        self._nav.set_district(self._geometry.bounds)
        self._show_state()
        self._moved(person=False)

    def set_area_values(self, values: Mapping[str, float] | None) -> None:
        """Tint areas by a share from 0 to 1 per area id; None takes the tint away. Unknown ids are ignored."""
        if values is None:
            self._areas.set_values(None)
        else:
            shares = np.full(len(self._geometry.ids), np.nan)
            for area_id, share in values.items():
                if area_id in self._ids:
                    shares[self._ids[area_id]] = share
            self._areas.set_values(FillValues(shares, 1))
        self.update()

    def set_cases(self, points: CasePoints) -> None:
        """Show these cases. The view follows only when the set of cases changed and no gesture locked it."""
        before = set(self._cases.points.keys.tolist())
        self._cases.set_points(points)
        self._cases_changed(refit=before != set(points.keys.tolist()))

    def patch_cases(self, changed: CasePoints, gone: Collection[object] = ()) -> None:
        """Change or add some cases and take others away, by key."""
        before = len(self._cases.points)
        known = all(self._cases.row(key) is not None for key in changed.keys)
        self._cases.patch(changed, gone)
        self._cases_changed(refit=not known or len(self._cases.points) != before)

    def _cases_changed(self, *, refit: bool) -> None:
        self._selection.focus = None
        self._stops = []
        if refit and self._nav.set_cases(self._cases.world):
            self._moved(person=False)
        missing = self._cases.without_place
        self._furniture.hint = self.tr("%n 件没有位置", "", missing) if missing else ""
        self.setAccessibleDescription(self.tr("%n 件案件", "", len(self._cases.points) - missing))
        self._show_state()
        self.update()

    def set_alert_areas(self, alerts: Sequence[AlertArea]) -> None:
        """Show the areas of the alerts in force."""
        self._alerts.set_alerts(alerts)
        self.update()

    def select(self, key: object | None, card: MapCard | None = None) -> None:
        """Mark a case as selected, with its card; None takes the mark away. The view does not move."""
        self._selection.selected, self._selection.card = key, card
        self.update()

    def show_hover(self, key: object | None, card: MapCard | None) -> None:
        """Give the card of the case that `case_hovered` named; ignored when the cursor has left it."""
        if key is not None and key == self._selection.hovered:
            self._selection.hover_card = card
            self.update()

    def locate(self, key: object) -> bool:
        """Bring a case to the middle, close enough to see its street; False when it has no place."""
        row = self._cases.row(key)
        if row is None or not np.isfinite(self._cases.world[row]).all():
            return False
        x, y = self._cases.world[row].tolist()
        self._nav.centre_on(x, y, closer=True)
        self._moved()
        return True

    def show_area(self, area_id: str) -> bool:
        """Show one area as large as it fits; False when it is unknown or has no boundary."""
        row = self._ids.get(area_id)
        if row is None or not np.isfinite(self._geometry.boxes[row]).all():
            return False
        self._nav.show(Bounds(*self._geometry.boxes[row].tolist()))
        self._moved()
        return True

    def set_choosing(self, tier: Tier | None) -> None:
        """Start choose mode: clicks toggle areas of this tier (`area_toggled`); None ends it."""
        self._choosing = tier
        self._update_cursor()

    def set_selected_areas(self, ids: Collection[str]) -> None:
        """Draw these areas as chosen; unknown ids are ignored."""
        self._chosen.set_areas(self._geometry, [self._ids[one] for one in ids if one in self._ids])
        self.update()

    def set_placing(self, on: bool) -> None:
        """Start or end place mode: the next click names a position (`position_chosen`)."""
        self._placing = on
        self._update_cursor()

    def set_exercise(self, on: bool) -> None:
        """Show the hatched frame and the word 演练."""
        self._furniture.exercise = on
        self.update()

    def set_state(self, state: PanelState) -> None:
        """Show that the map is loading, in error or stale; LIVE shows it alone."""
        self._state = state
        self._show_state()

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        self._colors = MapColors.from_theme(theme)
        self._restyle()
        self._chips.set_theme(theme)
        self._overlay.set_theme(theme)

    def _restyle(self) -> None:
        for layer in self._layers:
            layer.restyle()
        self.update()

    def _show_state(self) -> None:
        state = self._state
        if state.kind == "live" and self._geometry.is_empty and not len(self._cases.points):
            state = PanelState("empty", self.tr("未导入边界"), "", self.tr("导入边界"))
        if self._geometry.is_empty:
            self._furniture.place = self.tr("未导入边界，只显示案件位置")
        # an old map is greyed but can still be moved
        see_through = state.kind == "stale"
        self._overlay.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, see_through)
        self._overlay.set_state(state)

    # --- layers and view ---

    @Slot(str, bool)
    def set_layer_visible(self, key: str, on: bool) -> None:
        """Switch a layer: cases, grid, community or alerts. Raises KeyError for another key."""
        if key in _TIER_CHIPS:
            self._areas.show_tier(_TIER_CHIPS[key], on=on)
        else:
            self._layer(key).visible = on
        self._chips.set_on(key, on=on)
        self._selection.focus, self._stops = None, []
        self.update()
        self.view_changed.emit()

    def _layer(self, key: str) -> Layer:
        found: dict[str, Layer] = {"cases": self._cases, "alerts": self._alerts}
        return found[key]

    def layer_visible(self, key: str) -> bool:
        """Tell whether a layer is on. Raises KeyError for an unknown key."""
        return _TIER_CHIPS[key] in self._areas.tiers if key in _TIER_CHIPS else self._layer(key).visible

    @property
    def locked(self) -> bool:
        """True when a gesture locked the view, so that it no longer follows the cases."""
        return self._nav.locked

    @Slot()
    def go_home(self) -> None:
        """Return to the fitted view and follow the cases again."""
        self._nav.home()
        self._moved()

    def save_state(self) -> str:
        """Return view and layers as text to remember."""
        layers = {key: self.layer_visible(key) for key, _ in self._chip_titles()}
        return json.dumps({"view": self._nav.save(), "layers": layers})

    def restore_state(self, text: str) -> bool:
        """Take what `save_state` gave; False, and nothing changed, when it is damaged."""
        found = parse_state(text)
        if found is None:
            return False
        view, layers = found.get("view"), found.get("layers")
        if not isinstance(view, dict) or not isinstance(layers, dict) or not self._nav.restore(view):
            return False
        for key, _ in self._chip_titles():
            if isinstance(layers.get(key), bool):
                self.set_layer_visible(key, layers[key])
        self._moved()
        return True

    def _moved(self, *, person: bool = True) -> None:
        """Return the view changed: draw, and tell whoever remembers it."""
        self._selection.focus = None if person else self._selection.focus
        self._stops = []
        self._chips.show_home(on=self._nav.locked)
        self.update()
        if person:
            self.view_changed.emit()

    def scene(self) -> Scene:
        """Return what the next frame is drawn with."""
        size = self.size()
        return Scene(self._nav.view, size.width(), size.height(), self.devicePixelRatioF(), self._theme, self._colors)

    def lonlat_at(self, x: float, y: float) -> tuple[float, float]:
        """Return the WGS84 position under a position of the canvas."""
        return point_to_lonlat(*self._nav.view.to_world(x, y, self.width(), self.height()))

    # --- drawing ---

    @property
    def drawer(self) -> BaseDrawer:
        """Who draws the areas; for health displays and tests."""
        return self._drawer

    @Slot(object)
    def _on_drawn(self, picture: BasePicture) -> None:
        self._areas.accept(picture)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw one frame: the areas' picture, what lies on it, and what stands over it."""
        del event
        scene = self.scene()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor.fromRgba(self._colors.base.outside))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for layer in self._layers:
            if layer.visible:
                painter.setOpacity(layer.opacity)
                layer.paint(painter, scene)
        painter.setOpacity(1.0)
        self._furniture.paint(painter, scene)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._colors.accent, 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))
        painter.end()

    def sizeHint(self) -> QSize:
        """Return the size of the map in the Operations page at 1920×1080."""
        return QSize(670, 900)

    def minimumSizeHint(self) -> QSize:
        """Return the least room in which legend and chips stand."""
        return QSize(320, 240)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the size."""
        super().resizeEvent(event)
        self._nav.resize(self.width(), self.height())
        self._stops = []

    def changeEvent(self, event: QEvent) -> None:
        """Draw marks anew for another screen or font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.DevicePixelRatioChange, QEvent.Type.FontChange):
            self._restyle()

    def event(self, event: QEvent) -> bool:
        """Draw marks anew when the window moves to a screen of another density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._restyle()
        return super().event(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Start the helper when the map is seen."""
        super().showEvent(event)
        self._hidden_timer.stop()
        if self._helper:
            self._drawer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        """Let the helper go when the map stays unseen."""
        super().hideEvent(event)
        self._hidden_timer.start()

    def closeEvent(self, event: QCloseEvent) -> None:
        """End the helper with the window."""
        self.shutdown()
        super().closeEvent(event)

    def shutdown(self) -> None:
        """End the helper now; the map still draws, in this process."""
        self._hidden_timer.stop()
        self._drawer.stop()

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
        return sentence(*("" if area is None else self._geometry.names[area] for area in found))

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
