"""Layers of the map: one small interface, and the layers made of areas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPixmap, QPolygonF

from services.domain.tiers import Tier
from widgets.map.base import MARGIN, BaseSpec, FillValues, draw_lines, draw_polygon
from widgets.map.geometry import EMPTY, MapGeometry
from widgets.map.labels import LabelPlan, beside
from widgets.map.projection import View, fit, to_world
from widgets.map.sprites import name_pixmap
from widgets.plain import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from numpy.typing import NDArray

    from widgets.map.colors import MapColors
    from widgets.map.drawer import BaseDrawer, BasePicture
    from widgets.map.values import AlertArea
    from widgets.theme import Theme

_OVERVIEW_PX = 1024


@dataclass(frozen=True, slots=True)
class Scene:
    """What a layer needs to draw one frame: the view, the canvas in logical pixels, and the colours."""

    view: View
    width: int
    height: int
    ratio: float
    theme: Theme
    colors: MapColors

    def screen(self, world: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return logical positions of world positions: (n, 2), or (n, 4) for lines."""
        return self.view.to_screen(world.reshape(-1, 2), self.width, self.height).reshape(world.shape)


class Layer(Protocol):
    """One layer: a key that is remembered, on or off, an opacity from 0 to 1, and how it draws itself."""

    key: str
    visible: bool
    opacity: float

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Draw one frame in logical pixels."""

    def restyle(self) -> None:
        """Forget what was made for another theme, font or screen."""


class AreaLayer:
    """Areas and their borders: a picture drawn elsewhere, reused while the map moves."""

    key = "areas"

    def __init__(self, drawer: BaseDrawer) -> None:
        self.visible = True
        self.opacity = 1.0
        self.geometry: MapGeometry = EMPTY
        self.tiers: set[Tier] = set(Tier)
        self._drawer = drawer
        self._picture: BasePicture | None = None
        self._overview: BasePicture | None = None
        self._dirty = False

    def set_geometry(self, geometry: MapGeometry) -> None:
        """Show these areas from the next frame on."""
        self.geometry = geometry
        self._drawer.set_geometry(geometry)
        self.restyle()

    def set_values(self, values: FillValues | None) -> None:
        """Tint areas by a figure, or stop doing so."""
        self._drawer.set_values(values)
        self._dirty, self._overview = True, None

    def show_tier(self, tier: Tier, *, on: bool) -> None:
        """Draw the borders of a tier, or not."""
        (self.tiers.add if on else self.tiers.discard)(tier)
        self._dirty, self._overview = True, None

    def restyle(self) -> None:
        """Draw anew at once: nothing old may be seen."""
        self._picture = self._overview = None

    def accept(self, picture: BasePicture) -> None:
        """Take a finished picture."""
        if self._picture is not None:
            self._picture, self._dirty = picture, False

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Draw the best picture there is, and ask for a better one when it does not fit the view."""
        tiers = tuple(sorted(int(tier) for tier in self.tiers))
        size = (scene.width, scene.height)
        wish = BaseSpec.of(scene.view, size, scene.ratio, tiers, scene.colors.base)
        if self._picture is None:
            self._picture, self._dirty = self._drawer.draw_now(wish), False
            if self._overview is None and self._shows_all(wish):
                self._overview = self._picture  # mostly the first view is the whole district
        elif self._dirty or not _serves(self._picture.spec, wish):
            self._drawer.request(wish)
        picture = self._picture
        if not _covers(picture.spec, scene):
            painter.fillRect(0, 0, scene.width, scene.height, QColor.fromRgba(scene.colors.base.outside))
            self._paint_overview(painter, scene, wish)
        _blit(painter, scene, picture)

    def _shows_all(self, spec: BaseSpec) -> bool:
        """Tell whether a picture shows the whole district."""
        bounds = self.geometry.bounds
        half_w, half_h = spec.width / 2 / spec.scale, spec.height / 2 / spec.scale
        return bounds is not None and (
            spec.cx - half_w <= bounds.west
            and bounds.east <= spec.cx + half_w
            and spec.cy - half_h <= bounds.south
            and bounds.north <= spec.cy + half_h
        )

    def _paint_overview(self, painter: QPainter, scene: Scene, wish: BaseSpec) -> None:
        """Draw a small picture of the whole district under the parts that the picture does not reach yet."""
        bounds = self.geometry.bounds
        if bounds is None:
            return
        if self._overview is None:
            view = fit(bounds, _OVERVIEW_PX, _OVERVIEW_PX, (8, 8, 8, 8))
            size = (_OVERVIEW_PX, _OVERVIEW_PX)
            self._overview = self._drawer.draw_now(BaseSpec.of(view, size, 1.0, wish.tiers, wish.colors))
        _blit(painter, scene, self._overview)


def _serves(have: BaseSpec, wish: BaseSpec) -> bool:
    """Tell whether a picture is what a wish asks for, save for a small pan."""
    if (have.scale, have.ratio, have.tiers, have.colors) != (wish.scale, wish.ratio, wish.tiers, wish.colors):
        return False
    if have.width < wish.width or have.height < wish.height:
        return False
    dx, dy = abs(have.cx - wish.cx) * have.scale, abs(have.cy - wish.cy) * have.scale
    return max(dx, dy) <= MARGIN / 2


def _target(spec: BaseSpec, scene: Scene) -> QRectF:
    """Where a picture lies on the canvas, in logical pixels."""
    half_w, half_h = spec.width / 2 / spec.scale, spec.height / 2 / spec.scale
    corners = np.array([[spec.cx - half_w, spec.cy + half_h], [spec.cx + half_w, spec.cy - half_h]])
    (left, top), (right, bottom) = scene.screen(corners).tolist()
    return QRectF(left, top, right - left, bottom - top)


def _covers(spec: BaseSpec, scene: Scene) -> bool:
    return _target(spec, scene).contains(QRectF(0, 0, scene.width, scene.height))


def _blit(painter: QPainter, scene: Scene, picture: BasePicture) -> None:
    """Draw a picture where it belongs: pixel by pixel when the scale is its own, else stretched."""
    spec, target = picture.spec, _target(picture.spec, scene)
    if abs(spec.scale - scene.view.scale * scene.ratio) < 1e-12:
        picture.image.setDevicePixelRatio(scene.ratio)
        x, y = round(target.x() * scene.ratio) / scene.ratio, round(target.y() * scene.ratio) / scene.ratio
        painter.drawImage(QPointF(x, y), picture.image)
        return
    seen = target.intersected(QRectF(0, 0, scene.width, scene.height))
    if seen.isEmpty():
        return
    stretch = target.width() / spec.width
    source = QRectF(
        (seen.x() - target.x()) / stretch,
        (seen.y() - target.y()) / stretch,
        seen.width() / stretch,
        seen.height() / stretch,
    )
    picture.image.setDevicePixelRatio(1.0)
    painter.drawImage(seen, picture.image, source)


class NameLayer:
    """Names of streets, and of communities and grids when there is room."""

    key = "names"

    def __init__(self) -> None:
        self.visible = True
        self.opacity = 1.0
        self._geometry: MapGeometry = EMPTY
        self._plan: LabelPlan | None = None
        self._theme: Theme | None = None
        self._pixmaps: dict[tuple[str, int], tuple[QPixmap, float, float]] = {}
        self._sizes: dict[tuple[str, Tier], tuple[float, float]] = {}
        self._discs: Callable[[Scene], NDArray[np.float64]] = _no_discs

    def set_obstacles(self, discs: Callable[[Scene], NDArray[np.float64]]) -> None:
        """Keep the names of streets clear of these marks (m, 3: x, y and radius in logical pixels)."""
        self._discs = discs

    def set_geometry(self, geometry: MapGeometry) -> None:
        """Name these areas."""
        self._geometry = geometry
        self._plan = None
        self._sizes.clear()
        self._pixmaps.clear()

    def restyle(self) -> None:
        """Forget what was made for another theme, font or screen."""
        self._pixmaps.clear()

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Draw the names that have room."""
        self._theme = scene.theme
        if self._plan is None:
            self._plan = LabelPlan(self._geometry, self._measure)
        discs = self._discs(scene)
        for label in self._plan.place(scene.view, scene.width, scene.height):
            text = self._geometry.labels[label.area]
            found = self._pixmaps.get((text, label.tier))
            if found is None:
                found = self._pixmaps[text, label.tier] = self._draw(text, Tier(label.tier), scene)
            pixmap, half_width, half_height = found
            y: float | None = label.y
            if label.tier >= Tier.STREET:
                y = beside(label.x, label.y, half_width, half_height, discs)
            if y is None:
                continue  # half a name under a mark says less than none
            painter.drawPixmap(QPointF(round(label.x - half_width), round(y - half_height)), pixmap)

    def _draw(self, text: str, tier: Tier, scene: Scene) -> tuple[QPixmap, float, float]:
        color = scene.colors.label_strong if tier >= Tier.STREET else scene.colors.label
        font = scene.theme.font(_NAME_PX[tier])
        pixmap = name_pixmap(one_line(text, _NAME_CHARS), font, color, scene.colors.halo, scene.ratio)
        size = pixmap.deviceIndependentSize()
        return pixmap, size.width() / 2, size.height() / 2

    def _measure(self, area: int) -> tuple[float, float]:
        key = (self._geometry.labels[area], Tier(int(self._geometry.tiers[area])))
        found = self._sizes.get(key)
        if found is None and self._theme is not None:
            metrics = QFontMetricsF(self._theme.font(_NAME_PX[key[1]]))
            name = one_line(key[0], _NAME_CHARS)
            found = self._sizes[key] = (metrics.horizontalAdvance(name), metrics.height())
        return found or (0.0, 0.0)


def _no_discs(_scene: Scene) -> NDArray[np.float64]:
    return np.empty((0, 3))


_NAME_CHARS = 24
_NAME_PX = {Tier.GRID: 11, Tier.COMMUNITY: 12, Tier.STREET: 13, Tier.DISTRICT: 14}


class ChosenLayer:
    """Areas chosen for an alert: tinted, with one border around neighbours."""

    key = "chosen"

    def __init__(self) -> None:
        self.visible = True
        self.opacity = 1.0
        self.areas: frozenset[int] = frozenset()
        self._geometry: MapGeometry = EMPTY
        self._outline = np.empty((0, 4))

    def set_areas(self, geometry: MapGeometry, areas: Collection[int]) -> None:
        """Show these areas of the geometry as chosen."""
        self._geometry, self.areas = geometry, frozenset(areas)
        self._outline = geometry.outline(self.areas)

    def restyle(self) -> None:
        """Nothing is kept for a theme."""

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Tint first, without smoothing (neighbours would show a seam), then the border."""
        if not self.areas:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(scene.colors.chosen)
        west, south, east, north = scene.view.bounds(scene.width, scene.height)
        for area in self.areas:
            box = self._geometry.boxes[area]
            if box[0] <= east and box[2] >= west and box[1] <= north and box[3] >= south:
                for ring in self._geometry.rings(area):
                    draw_polygon(painter, scene.screen(ring))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(scene.colors.accent, 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        draw_lines(painter, scene.screen(self._outline))


class AlertAreaLayer:
    """Areas of alerts in force: a dashed border and a light tint in the warning's colour, and its words."""

    key = "alerts"

    def __init__(self) -> None:
        self.visible = True
        self.opacity = 1.0
        self._alerts: list[tuple[AlertArea, list[NDArray[np.float64]]]] = []
        self._names: dict[int, QPixmap] = {}

    def set_alerts(self, alerts: Sequence[AlertArea]) -> None:
        """Show these alert areas."""
        self._alerts = [(alert, [to_world(ring[:, 0], ring[:, 1]) for ring in alert.rings]) for alert in alerts]
        self._names.clear()

    def __len__(self) -> int:
        return len(self._alerts)

    def restyle(self) -> None:
        """Forget the words made for another theme or screen."""
        self._names.clear()

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Draw each area with its label above its northernmost corner."""
        for index, (alert, rings) in enumerate(self._alerts):
            color = scene.theme.color(alert.level)
            tint = QColor(color)
            tint.setAlpha(44)
            pen = QPen(color, 1.8)
            pen.setDashPattern([3.0, 2.2])
            painter.setPen(pen)
            painter.setBrush(tint)
            screens = [scene.screen(ring) for ring in rings if len(ring)]
            for screen in screens:
                painter.drawPolygon(QPolygonF([QPointF(x, y) for x, y in screen.tolist()]))
            if screens:
                self._paint_name(painter, scene, index, np.concatenate(screens))

    def _paint_name(self, painter: QPainter, scene: Scene, index: int, corners: NDArray[np.float64]) -> None:
        pixmap = self._names.get(index)
        if pixmap is None:
            alert = self._alerts[index][0]
            color = scene.theme.color(f"{alert.level}_text")
            font = scene.theme.font(12, bold=True)
            pixmap = name_pixmap(one_line(alert.label, 40), font, color, scene.colors.halo, scene.ratio)
            self._names[index] = pixmap
        size = pixmap.deviceIndependentSize()
        middle = (corners[:, 0].min() + corners[:, 0].max()) / 2
        painter.drawPixmap(
            QPointF(round(middle - size.width() / 2), round(corners[:, 1].min() - size.height())), pixmap
        )
