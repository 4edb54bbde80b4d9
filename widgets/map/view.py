"""The map as it is seen: values in, layers, view and states; `MapCanvas` adds mouse and keyboard."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPen
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
from widgets.state import LIVE, PanelState, StateOverlay

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from PySide6.QtGui import (
        QCloseEvent,
        QHideEvent,
        QPaintEvent,
        QResizeEvent,
        QShowEvent,
    )

    from services.geo.areas import AreaSet
    from widgets.map.layers import Layer
    from widgets.theme import Theme

_DRAG_PX = 4
_PAN_KEY_PX = 80.0
_KEY_ZOOM = 1.5
_WHEEL_ZOOM = 1.25  # per notch
_HIDDEN_MS = 20_000  # the helper of a map nobody sees ends after this long
_CHIPS_PX = 46  # what the row of chips takes at the top
_TIER_CHIPS = {"grid": Tier.GRID, "community": Tier.COMMUNITY}


class MapView(QWidget):
    """The map of a district without gestures.

    Areas are drawn by a helper process (`helper=False`: in this one); everything runs on the GUI thread.
    """

    view_changed = Signal()
    """The map was moved, zoomed, or a layer switched: the state to remember changed."""
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
        self._names.set_obstacles(self._cases.discs)
        self._layers: tuple[Layer, ...] = (
            self._areas,
            self._chosen,
            self._alerts,
            self._names,
            self._cases,
            self._selection,
        )
        self._furniture = Furniture(self._words())
        self._state = LIVE
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
        """Change or add some cases and take others away, by key; most steps of a case leave its mark as it is."""
        if not gone and self._cases.shows(changed):
            return
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
        self._furniture.hint = self.tr("{n} 件没有位置").format(n=missing) if missing else ""
        self.setAccessibleDescription(self.tr("{n} 件案件").format(n=len(self._cases.points) - missing))
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

    def set_selected_areas(self, ids: Collection[str]) -> None:
        """Draw these areas as chosen; unknown ids are ignored."""
        self._chosen.set_areas(self._geometry, [self._ids[one] for one in ids if one in self._ids])
        self.update()

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
        elif self._furniture.place == self.tr("未导入边界，只显示案件位置"):
            self._furniture.place = ""
        # an old map is greyed but can still be moved
        see_through = state.kind == "stale"
        self._overlay.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents, see_through)
        self._overlay.set_top(_CHIPS_PX if see_through else 0)
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
        found: dict[str, Layer] = {"areas": self._areas, "cases": self._cases, "alerts": self._alerts}
        return found[key]

    def set_layer_opacity(self, key: str, share: float) -> None:
        """Draw areas, cases or alerts with this opacity from 0 to 1. Raises KeyError for another key."""
        self._layer(key).opacity = min(max(share, 0.0), 1.0)
        self.update()

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
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._areas.opacity < 1:
            painter.fillRect(self.rect(), QColor.fromRgba(self._colors.base.outside))
        for layer in self._layers:
            if layer.visible:
                painter.setOpacity(layer.opacity)
                layer.paint(painter, scene)
        painter.setOpacity(1.0)
        self._furniture.chips_rect = QRectF(self._chips.geometry())
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
        """Draw names anew in another font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
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
