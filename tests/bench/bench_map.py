"""The map at Panyu's scale: frames of a pan and of a wheel zoom beside pyqtgraph with one item per polygon.

2,019 grids with their communities and streets (the demo district), 10,000 cases, names, one alert area, legend; both
canvases 1920×1080, the same steps, one frame per step. The helper process runs on the same two cores: its time
is in the frames as far as it takes a core away. The layers are those that exist: with cameras, workers and vehicles the
rival is slower still, so its ratio is shown here without a bar.
"""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEventLoop, QRectF, QTimer
from PySide6.QtGui import QBrush, QColor, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import QApplication, QGraphicsPathItem

from services.domain.tiers import Tier
from services.geo.demo_units import demo_areas
from tests.bench.result import Result
from widgets.map.canvas import MapCanvas
from widgets.map.geometry import MapGeometry, build
from widgets.map.projection import to_world
from widgets.map.values import AlertArea, CasePoints, circle
from widgets.theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QWidget

    from services.geo.areas import AreaSet

CASES = 10_000
SIZES = {"1080p": (1920, 1080), "4K": (3840, 2160)}
STEPS = 80
FRAME_S = 1 / 60
RESOURCES = Path(__file__).parents[2] / "resources"
RIVAL = "pyqtgraph, one item per polygon + ScatterPlotItem"


def _cases(areas: AreaSet) -> CasePoints:
    rng = np.random.default_rng(5)
    places = areas.centres[rng.choice(areas.at_tier(Tier.GRID), CASES)] + rng.normal(0, 0.002, (CASES, 2))
    return CasePoints(
        np.arange(CASES).astype(object),
        places[:, 0].copy(),
        places[:, 1].copy(),
        rng.choice([1, 2, 3], CASES, p=[0.85, 0.11, 0.04]).astype(np.int8),
        rng.choice(5, CASES, p=[0.08, 0.62, 0.14, 0.09, 0.07]).astype(np.int8),
    )


def _rest(seconds: float) -> None:
    """Let the event loop run, as it does between two frames."""
    loop = QEventLoop()
    QTimer.singleShot(max(0, round(seconds * 1000)), loop.quit)
    loop.exec()


def _frames(widget: QWidget, steps: list[Callable[[], None]]) -> list[float]:
    """Milliseconds of each step with its frame, at most 60 a second."""
    taken = []
    for step in steps:
        begin = time.perf_counter()
        step()
        widget.repaint()
        end = time.perf_counter()
        taken.append((end - begin) * 1000)
        _rest(FRAME_S - (end - begin))
    return taken


def _p95(values: list[float]) -> float:
    return float(np.percentile(values, 95))


def _pan_steps(push: Callable[[float, float], None]) -> list[Callable[[], None]]:
    """From the view with everything in it, out and back by 15 pixels a frame: new pictures are needed on the way."""
    moves = [(14.0 if k < STEPS / 2 else -14.0, 6.0 if k % 40 < 20 else -6.0) for k in range(STEPS)]
    return [partial(push, dx, dy) for dx, dy in moves]


def _zoom_steps(zoom: Callable[[float], None]) -> list[Callable[[], None]]:
    """Six octaves in and out by notches of the wheel."""
    factors = [1.25 if k % 40 < 20 else 0.8 for k in range(STEPS)]
    return [partial(zoom, factor) for factor in factors]


class _Ours:
    def __init__(self, areas: AreaSet, cases: CasePoints, size: tuple[int, int]) -> None:
        self.canvas = MapCanvas(load_theme(RESOURCES / "themes" / "dark.toml", RESOURCES / "icons"))
        self.canvas.resize(*size)
        begin = time.perf_counter()
        self.canvas.set_areas(areas)
        self.canvas.set_cases(cases)
        lon, lat = areas.centres[0]
        self.canvas.set_alert_areas([AlertArea("a", "内涝黄色预警", "yellow", (circle(lon, lat, 2000),))])
        self.canvas.show()
        self.canvas.repaint()
        self.open_ms = (time.perf_counter() - begin) * 1000
        while self.canvas.drawer.helper_pid is None:
            _rest(0.05)

    def pan(self) -> float:
        self._settle()
        return _p95(_frames(self.canvas, _pan_steps(self._push)))

    def _push(self, dx: float, dy: float) -> None:
        self.canvas._nav.pan(dx, dy)
        self.canvas._moved()

    def zoom(self) -> tuple[float, float]:
        """95th percentile of the frames, and how long after the last step the picture was sharp."""
        self.canvas.go_home()
        self._settle()
        frames = _p95(_frames(self.canvas, _zoom_steps(self._zoom)))
        self._zoom(1.25)
        self.canvas.repaint()
        begin = time.perf_counter()
        self._settle()
        return frames, (time.perf_counter() - begin) * 1000

    def _zoom(self, factor: float) -> None:
        self.canvas._nav.zoom(factor, self.canvas.width() * 0.4, self.canvas.height() * 0.6)
        self.canvas._moved()

    def _settle(self) -> None:
        self.canvas.repaint()
        while not self.canvas.drawer.idle:
            _rest(0.002)

    def close(self) -> None:
        self.canvas.close()
        self.canvas.deleteLater()


class _Rival:
    def __init__(self, geometry: MapGeometry, cases: CasePoints, size: tuple[int, int]) -> None:
        self.plot = pg.PlotWidget(background="#0e141b")
        self.plot.resize(*size)
        self.plot.hideAxis("left")
        self.plot.hideAxis("bottom")
        self.view = self.plot.getViewBox()
        self.view.setAspectLocked(True)
        pen, brush = QPen(QColor("#22303d"), 0), QBrush(QColor("#131b24"))
        for area in np.flatnonzero(geometry.tiers == int(Tier.GRID)):
            path = QPainterPath()
            for ring in geometry.rings(int(area)):
                path.addPolygon(QPolygonF([pg.QtCore.QPointF(x, y) for x, y in ring.tolist()]))
            item = QGraphicsPathItem(path)
            item.setPen(pen)
            item.setBrush(brush)
            self.plot.addItem(item)
        world = to_world(cases.lon, cases.lat)
        palette = [pg.mkBrush(name) for name in ("#8296a9", "#9fb0c0", "#f2c744", "#f5803e", "#e5484d")]
        brushes = [palette[code] for code in cases.light]
        symbols = [("o", "d", "s")[code - 1] for code in cases.priority]
        self.plot.addItem(pg.ScatterPlotItem(world[:, 0], world[:, 1], size=8, pen=None, brush=brushes, symbol=symbols))
        bounds = geometry.bounds
        assert bounds is not None
        self._home = QRectF(bounds.west, bounds.south, bounds.width, bounds.height)
        self.view.setRange(self._home, padding=0.02)
        self.plot.show()
        self.plot.repaint()

    def pan(self) -> float:
        return _p95(_frames(self.plot.viewport(), _pan_steps(self._push)))

    def _push(self, dx: float, dy: float) -> None:
        width, height = self.view.viewPixelSize()
        self.view.translateBy(x=-dx * width, y=dy * height)

    def zoom(self) -> float:
        self.view.setRange(self._home, padding=0.02)
        return _p95(_frames(self.plot.viewport(), _zoom_steps(self._zoom)))

    def _zoom(self, factor: float) -> None:
        self.view.scaleBy((1 / factor, 1 / factor))

    def close(self) -> None:
        self.plot.close()
        self.plot.deleteLater()


def _pick_us(geometry: MapGeometry) -> float:
    bounds = geometry.bounds
    assert bounds is not None
    rng = np.random.default_rng(1)
    places = rng.uniform((bounds.west, bounds.south), (bounds.east, bounds.north), (2000, 2)).tolist()
    begin = time.perf_counter()
    for x, y in places:
        geometry.smallest_at(x, y)
    return (time.perf_counter() - begin) / len(places) * 1e6


def benches() -> Iterator[Result]:
    """Measure; the bars are those of the map issue, met here with the layers that exist."""
    application = QApplication.instance() or QApplication([])
    areas = demo_areas()
    cases = _cases(areas)
    geometry = build(areas)
    for name, size in SIZES.items():
        ours = _Ours(areas, cases, size)
        pan, (zoom, sharp) = ours.pan(), ours.zoom()
        ours.close()
        if name == "1080p":
            rival = _Rival(geometry, cases, size)
            rival_pan, rival_zoom = rival.pan(), rival.zoom()
            rival.close()
            yield Result("map.pan_p95.1080p", pan, "ms", RIVAL, rival_pan, bar=20)
            yield Result("map.zoom_p95.1080p", zoom, "ms", RIVAL, rival_zoom, bar=30)
            yield Result("map.zoom_sharp.1080p", sharp, "ms", bar=150)
            yield Result("map.open.1080p", ours.open_ms, "ms", bar=400)
        else:
            yield Result("map.pan_p95.4K", pan, "ms", bar=40)
            yield Result("map.zoom_p95.4K", zoom, "ms", bar=55)
    yield Result("map.pick", _pick_us(geometry) / 1000, "ms", bar=1)
    assert application is not None
