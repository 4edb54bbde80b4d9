"""The area picture: fills and borders drawn into an image. Used in the helper process and, without one, in this one.

Needs no QGuiApplication: nothing here writes text.
"""

from __future__ import annotations

from ctypes import c_double
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import shiboken6
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF

from services.domain.tiers import Tier

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from widgets.map.colors import BaseColors
    from widgets.map.geometry import MapGeometry
    from widgets.map.projection import View

    Floats = NDArray[np.float64]

MARGIN = 256  # device pixels around the canvas, so that a pan shows no edge before the next picture is ready
FORMAT = QImage.Format.Format_RGB32
_WIDTHS = {Tier.GRID: 1.0, Tier.COMMUNITY: 1.0, Tier.STREET: 1.4, Tier.DISTRICT: 2.0}
_FAINT_PX = 9.0  # a grid narrower than this is drawn fainter, so that the picture keeps one tone at every zoom


@dataclass(frozen=True, slots=True)
class BaseSpec:
    """What to draw: a picture of width x height device pixels around a world position.

    `scale` is device pixels per world metre, `ratio` device pixels per logical pixel, `tiers` the tiers whose borders
    are drawn, `values` the version of the fill values (0: no fill).
    """

    width: int
    height: int
    cx: float
    cy: float
    scale: float
    ratio: float
    tiers: tuple[int, ...]
    colors: BaseColors
    geometry: int = 0
    values: int = 0

    @classmethod
    def of(
        cls, view: View, size: tuple[int, int], ratio: float, tiers: tuple[int, ...], colors: BaseColors
    ) -> BaseSpec:
        """Return the picture that a canvas of this logical size needs, its margin included."""
        width, height = (round(side * ratio) + 2 * MARGIN for side in size)
        return cls(width, height, view.cx, view.cy, view.scale * ratio, ratio, tiers, colors)


@dataclass(frozen=True, slots=True, eq=False)
class FillValues:
    """A share from 0 to 1 per area (n,), NaN where there is none: how strongly it is tinted."""

    shares: Floats
    version: int


def draw_lines(painter: QPainter, lines: Floats) -> None:
    """Draw lines (m, 4) of x1, y1, x2, y2 in one call, straight from the array's memory."""
    if len(lines):
        array = np.ascontiguousarray(lines, np.float64)
        first = cast("QLineF", shiboken6.wrapInstance(array.ctypes.data, QLineF))
        painter.drawLines(first, len(array))


def draw_polygon(painter: QPainter, ring: Floats) -> None:
    """Fill one ring (k, 2) by the odd-even rule."""
    polygon = QPolygonF()
    polygon.resize(len(ring))
    address = shiboken6.getCppPointer(polygon.data())[0]
    memory = (c_double * (2 * len(ring))).from_address(address)
    np.ctypeslib.as_array(memory).reshape(-1, 2)[:] = ring
    painter.drawPolygon(polygon, Qt.FillRule.OddEvenFill)


def draw_base(image: QImage, geometry: MapGeometry, spec: BaseSpec, values: FillValues | None) -> None:
    """Draw the area picture over the whole image, which is spec.width x spec.height pixels of FORMAT."""
    painter = QPainter(image)
    painter.fillRect(0, 0, spec.width, spec.height, QColor.fromRgba(spec.colors.outside))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_land(painter, geometry, spec)
    if values is not None and spec.values:
        _draw_values(painter, geometry, spec, values)
    _draw_borders(painter, geometry, spec)
    painter.end()


def _screen(world: Floats, spec: BaseSpec) -> Floats:
    """Device positions of x, y pairs: (k, 2) or (m, 4)."""
    pairs = world.reshape(-1, 2)
    out = np.empty_like(pairs)
    out[:, 0] = (pairs[:, 0] - spec.cx) * spec.scale + spec.width / 2
    out[:, 1] = (spec.cy - pairs[:, 1]) * spec.scale + spec.height / 2
    return out.reshape(world.shape)


def _seen(geometry: MapGeometry, spec: BaseSpec, tier: int) -> NDArray[np.intp]:
    """Return the areas of a tier whose box touches the picture."""
    half_w, half_h = spec.width / 2 / spec.scale, spec.height / 2 / spec.scale
    box = geometry.boxes
    return np.flatnonzero(
        (geometry.tiers == tier)
        & (box[:, 2] >= spec.cx - half_w)
        & (box[:, 0] <= spec.cx + half_w)
        & (box[:, 3] >= spec.cy - half_h)
        & (box[:, 1] <= spec.cy + half_h)
    )


def _joined(geometry: MapGeometry, area: int) -> Floats:
    """All rings of an area as one ring: back to the first corner after each, which the odd-even rule fills rightly."""
    rings = geometry.rings(area)
    if len(rings) == 1:
        return rings[0]
    parts = [*rings, *(ring[:1] for ring in reversed(rings[:-1]))]
    return np.concatenate(parts)


def _draw_land(painter: QPainter, geometry: MapGeometry, spec: BaseSpec) -> None:
    """Fill what belongs to the district with one tone: by its own outline, else by the highest tier there is."""
    if geometry.is_empty:
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor.fromRgba(spec.colors.land))
    with_rings = geometry.tiers[np.isfinite(geometry.boxes[:, 0])]
    for area in _seen(geometry, spec, int(with_rings.max())):
        draw_polygon(painter, _screen(_joined(geometry, int(area)), spec))


def _draw_values(painter: QPainter, geometry: MapGeometry, spec: BaseSpec, values: FillValues) -> None:
    """Tint each area by its value. Without smoothing: neighbours would show a seam."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    valued = np.isfinite(values.shares)
    tint = QColor.fromRgba(spec.colors.fill)
    for tier in Tier:
        for area in _seen(geometry, spec, tier):
            if valued[area]:
                tint.setAlpha(round(8 + 72 * float(np.clip(values.shares[area], 0, 1))))
                painter.setBrush(tint)
                draw_polygon(painter, _screen(_joined(geometry, int(area)), spec))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)


def _draw_borders(painter: QPainter, geometry: MapGeometry, spec: BaseSpec) -> None:
    """Draw each border once, the lower tiers first; a border between streets is not drawn again as one of grids."""
    lines = _screen(geometry.edges, spec)
    near = (
        (np.maximum(lines[:, 0], lines[:, 2]) >= 0)
        & (np.minimum(lines[:, 0], lines[:, 2]) <= spec.width)
        & (np.maximum(lines[:, 1], lines[:, 3]) >= 0)
        & (np.minimum(lines[:, 1], lines[:, 3]) <= spec.height)
    )
    colors = {
        Tier.GRID: spec.colors.grid,
        Tier.COMMUNITY: spec.colors.community,
        Tier.STREET: spec.colors.street,
        Tier.DISTRICT: spec.colors.district,
    }
    for tier in Tier:
        if int(tier) not in spec.tiers:
            continue
        pen = QPen(_faded(colors[tier], geometry, spec, tier), _WIDTHS[tier] * spec.ratio)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap if tier >= Tier.STREET else Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        draw_lines(painter, lines[near & (geometry.edge_tier == int(tier))])


def _faded(color: int, geometry: MapGeometry, spec: BaseSpec, tier: Tier) -> QColor:
    """Return the line colour, fainter where the areas of the tier are only a few pixels wide."""
    made = QColor.fromRgba(color)
    widths = geometry.boxes[geometry.tiers == int(tier)]
    widths = widths[:, 2] - widths[:, 0]
    widths = widths[np.isfinite(widths)]  # areas without a boundary yet have none
    if tier <= Tier.COMMUNITY and len(widths):
        typical = float(np.median(widths)) * spec.scale / spec.ratio
        made.setAlphaF(float(np.clip(typical / _FAINT_PX, 0.15, 1.0)))
    return made
