"""The layer of cases: marks, clusters, and which of them lies under a position."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from widgets.map.clusters import Clusters, cluster, zoom_step
from widgets.map.projection import to_world
from widgets.map.rings import RingSprites, diameter, digits_of
from widgets.map.sprites import CaseSprites
from widgets.map.values import CasePoints, patched

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter

    from widgets.map.layers import Scene

PICK_PX = 12.0


@dataclass(frozen=True, slots=True)
class Stop:
    """Something of the case layer one can point at: a case (its row) or a cluster (its number)."""

    row: int = -1
    cluster: int = -1
    x: float = 0.0
    y: float = 0.0


class CaseLayer:
    """Cases as marks: shape by priority, colour by remaining time; joined where they are dense."""

    key = "cases"

    def __init__(self) -> None:
        self.visible = True
        self.opacity = 1.0
        self.points = CasePoints.empty()
        self.world = np.empty((0, 2))
        self._row_of: dict[object, int] | None = None
        self._clusters: dict[int, Clusters] = {}
        self._sprites: CaseSprites | None = None
        self._rings: RingSprites | None = None

    def set_points(self, points: CasePoints) -> None:
        """Show these cases."""
        self.points = points
        placed = (np.abs(points.lon) <= 180) & (np.abs(points.lat) <= 90)  # NaN is not
        self.world = to_world(np.where(placed, points.lon, np.nan), np.where(placed, points.lat, np.nan))
        self._row_of = None
        self._clusters.clear()

    def shows(self, changed: CasePoints) -> bool:
        """Tell whether these cases are all here and look as they do here already."""
        found = [self.row(key) for key in changed.keys]
        if None in found:
            return False
        here = self.points.take(np.array(found, np.intp))
        places = ((here.lon, changed.lon), (here.lat, changed.lat))
        looks = ((here.priority, changed.priority), (here.light, changed.light))
        return (
            all(np.array_equal(*pair, equal_nan=True) for pair in places)
            and all(np.array_equal(*pair) for pair in looks)
            and here.names is not None
            and changed.names is not None
            and np.array_equal(here.names, changed.names)
        )

    def patch(self, changed: CasePoints, gone: Collection[object]) -> None:
        """Change, add and remove some cases."""
        self.set_points(patched(self.points, changed, gone))

    @property
    def without_place(self) -> int:
        """How many cases have no place and so are not on the map."""
        return int(np.count_nonzero(~np.isfinite(self.world).all(axis=1)))

    def row(self, key: object) -> int | None:
        """Return the row of a case, or None."""
        if self._row_of is None:
            self._row_of = {own: row for row, own in enumerate(self.points.keys)}
        return self._row_of.get(key)

    def restyle(self) -> None:
        """Forget marks made for another theme, font or screen."""
        self._sprites = self._rings = None

    def clusters(self, scale: float) -> Clusters:
        """Return how the cases are shown at a scale (logical pixels per world metre)."""
        step = zoom_step(scale)
        found = self._clusters.get(step)
        if found is None:
            found = cluster(self.world, self.points.light, self.points.priority, scale)
            self._clusters[step] = found
        return found

    def sprites(self, scene: Scene) -> CaseSprites:
        """Return the marks for this theme and screen."""
        if self._sprites is None:
            self._sprites = CaseSprites(scene.colors, scene.ratio)
        return self._sprites

    def paint(self, painter: QPainter, scene: Scene) -> None:
        """Stamp the marks, then the clusters."""
        clusters = self.clusters(scene.view.scale)
        screen = scene.screen(self.world[clusters.singles])
        near = _on_canvas(screen, scene)
        rows = clusters.singles[near]
        self.sprites(scene).stamp(
            painter, screen[near], self.points.priority[rows], self.points.light[rows], self.opacity
        )
        self._paint_clusters(painter, scene, clusters)

    def _paint_clusters(self, painter: QPainter, scene: Scene, clusters: Clusters) -> None:
        if self._rings is None:
            theme = scene.theme
            fill, text = theme.color("raised"), theme.color("text")
            self._rings = RingSprites(scene.colors, theme.font(11, bold=True), fill, text, scene.ratio)
        screen = scene.screen(clusters.middle)
        near = _on_canvas(screen, scene)
        self._rings.stamp(painter, screen[near], clusters.lights[near], self.opacity)

    def discs(self, scene: Scene) -> NDArray[np.float64]:
        """Return the cluster marks that are drawn: (m, 3) logical x, y and radius."""
        if not self.visible:
            return np.empty((0, 3))
        clusters = self.clusters(scene.view.scale)
        return np.column_stack([scene.screen(clusters.middle), diameter(digits_of(clusters.counts)) / 2])

    def at(self, scene: Scene, x: float, y: float, after: int = -1) -> Stop | None:
        """Return what lies within 12 pixels of a logical position, the nearest first.

        Several cases on one spot take turns: with `after` a row among them, the next one is returned.
        """
        clusters = self.clusters(scene.view.scale)
        screen = scene.screen(clusters.middle)
        radius = diameter(digits_of(clusters.counts)) / 2
        under = np.flatnonzero(np.hypot(screen[:, 0] - x, screen[:, 1] - y) <= radius)
        if len(under):
            number = int(under[-1])
            return Stop(-1, number, float(screen[number, 0]), float(screen[number, 1]))
        screen = scene.screen(self.world[clusters.singles])
        distance = np.hypot(screen[:, 0] - x, screen[:, 1] - y)
        hits = np.flatnonzero(distance <= PICK_PX)
        if not len(hits):
            return None
        hits = hits[np.argsort(distance[hits], kind="stable")]
        best = int(hits[0])
        spot = [int(hit) for hit in hits if np.hypot(*(screen[hit] - screen[best])) < 2]
        rows = [int(clusters.singles[hit]) for hit in spot]
        turn = (rows.index(after) + 1) % len(rows) if after in rows else 0
        return Stop(rows[turn], -1, float(screen[spot[turn], 0]), float(screen[spot[turn], 1]))

    def stops(self, scene: Scene) -> list[Stop]:
        """Return what is visible for the keyboard: cases, the latest and most urgent first, then clusters."""
        clusters = self.clusters(scene.view.scale)
        screen = scene.screen(self.world[clusters.singles])
        seen = np.flatnonzero(_on_canvas(screen, scene, 0))
        rows = clusters.singles[seen]
        points = self.points
        order = np.lexsort((screen[seen, 0], screen[seen, 1], -points.priority[rows], -points.light[rows]))
        stops = [Stop(int(rows[k]), -1, *screen[seen[k]].tolist()) for k in order]
        middles = scene.screen(clusters.middle)
        numbers = np.flatnonzero(_on_canvas(middles, scene, 0)).tolist()
        return stops + [Stop(-1, number, *middles[number].tolist()) for number in numbers]


def _on_canvas(screen: NDArray[np.float64], scene: Scene, margin: float = 20.0) -> NDArray[np.bool_]:
    x, y = screen[:, 0], screen[:, 1]
    return (x >= -margin) & (x <= scene.width + margin) & (y >= -margin) & (y <= scene.height + margin)
