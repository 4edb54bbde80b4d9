"""Where the map looks and why: gestures, limits, fitting, remembering. No Qt.

Our rule: the view is fitted only when the set of cases changes; any gesture locks it; one key returns.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import numpy as np

from widgets.map.projection import Bounds, View, bounds_of, fit, point_to_lonlat, point_to_world

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_SCALE = 4.0  # logical pixels per world metre: a building fills the canvas
_MIN_SHARE = 0.4  # the district is never smaller than this share of the canvas
_SMALLEST_FIT_M = 3000.0  # world metres: a single case is shown with its surroundings
_WHOLE = 0.45  # cases spread over more of the district than this: show all of it
_FALLBACK = Bounds(8_000_000.0, 2_000_000.0, 15_000_000.0, 7_000_000.0)  # China, while nothing is known
_STRAY = 0.5  # a case this share of the district's size outside of it does not pull the view there
PADDING = (24.0, 56.0, 24.0, 56.0)  # left, top (chips), right, bottom (legend)
_WIDE_PADDING = (64.0, 96.0, 64.0, 96.0)
_SURROUNDINGS = 0.1  # of the canvas's side, between the two paddings


class Navigator:
    """The view of one canvas. Sizes are logical pixels."""

    def __init__(self) -> None:
        self.locked = False
        self.size = (0, 0)
        self.district: Bounds | None = None
        self._cases: Bounds | None = None
        self._view: View | None = None
        self._shown: Bounds | None = None

    @property
    def view(self) -> View:
        """What is seen now."""
        return self._view if self._view is not None else self._fitted()

    def resize(self, width: int, height: int) -> None:
        """Follow the canvas: a rectangle that was asked for is fitted again, and so is a view that nobody moved.

        A view that was moved by hand keeps its middle and scale.
        """
        self.size = (width, height)
        if not self.locked:
            self._view = None
        elif self._shown is not None:
            self.show(self._shown)

    def set_district(self, bounds: Bounds | None) -> bool:
        """Know the district's rectangle; True when the view changed."""
        self.district = bounds
        return self._refit()

    def set_cases(self, world: NDArray[np.float64]) -> bool:
        """Return the set of cases changed to these positions (n, 2); True when the view changed."""
        if self.district is not None:
            world = world[self.district.grown(_STRAY).inside(world)]
        self._cases = bounds_of(world)
        return self._refit()

    def home(self) -> None:
        """Return to the fitted view and let it follow the cases again."""
        self.locked = False
        self._view = None

    def whole(self) -> None:
        """Show the whole district and keep it there."""
        self._go(fit(self.district or self._cases or _FALLBACK, *self._room(), PADDING))

    def pan(self, dx: float, dy: float) -> None:
        """Push the picture by so many pixels."""
        self._go(self.view.panned(dx, dy))

    def zoom(self, factor: float, x: float, y: float) -> None:
        """Zoom around a position on the canvas, within the limits."""
        view = self.view
        factor = min(max(factor, self._min_scale() / view.scale), MAX_SCALE / view.scale)
        width, height = self._room()
        self._go(view.zoomed(factor, x - width / 2, y - height / 2))

    def show(self, bounds: Bounds) -> None:
        """Show a rectangle with some surroundings."""
        view = fit(bounds.at_least(60.0), *self._room(), self._surroundings())
        self._go(View(view.cx, view.cy, min(view.scale, MAX_SCALE)))
        self._shown = bounds

    def centre_on(self, x: float, y: float, *, closer: bool) -> None:
        """Bring a world position to the middle; `closer` also zooms in to streets when further out."""
        scale = max(self.view.scale, 0.12) if closer else self.view.scale
        self._go(View(x, y, scale))

    def _go(self, view: View) -> None:
        """Take a view that a person asked for; its middle stays near the district."""
        self.locked = True
        self._shown = None
        box = self.district
        if box is not None:
            box = box.grown(0.25)
            view = View(min(max(view.cx, box.west), box.east), min(max(view.cy, box.south), box.north), view.scale)
        self._view = view

    def _room(self) -> tuple[float, float]:
        return max(self.size[0], 1), max(self.size[1], 1)

    def _surroundings(self) -> tuple[float, float, float, float]:
        """Return what stays free around a rectangle: much on a large canvas, room for chips and legend on a small."""
        width, height = self._room()
        shares = (width, height, width, height)
        left, top, right, bottom = (
            min(wide, max(least, _SURROUNDINGS * side))
            for least, wide, side in zip(PADDING, _WIDE_PADDING, shares, strict=True)
        )
        return left, top, right, bottom

    def _min_scale(self) -> float:
        whole = fit(self.district or self._cases or _FALLBACK, *self._room(), (0, 0, 0, 0))
        return whole.scale * _MIN_SHARE

    def _refit(self) -> bool:
        if self.locked:
            return False
        before, self._view = self._view, self._fitted()
        return before != self._view

    def _fitted(self) -> View:
        """Fit the cases; the whole district when there are none, or when they are spread over it anyway."""
        bounds, district = self._cases, self.district
        if bounds is None:
            bounds = district or _FALLBACK
        elif district is not None and (
            bounds.width > _WHOLE * district.width or bounds.height > _WHOLE * district.height
        ):
            bounds = district
        view = fit(bounds.at_least(_SMALLEST_FIT_M), *self._room(), PADDING)
        return View(view.cx, view.cy, min(view.scale, MAX_SCALE))

    def save(self) -> dict[str, float | bool]:
        """Return the view as WGS84 degrees, scale (logical pixels per world metre) and whether it is locked."""
        lon, lat = point_to_lonlat(self.view.cx, self.view.cy)
        return {"lon": lon, "lat": lat, "scale": self.view.scale, "locked": self.locked}

    def restore(self, saved: dict[str, object]) -> bool:
        """Take a saved view; False when it is not one (the view stays as it is)."""
        numbers = [saved.get(name) for name in ("lon", "lat", "scale")]
        lon, lat, scale = (float(n) if isinstance(n, int | float) else math.nan for n in numbers)
        if not (-180 <= lon <= 180 and -85 <= lat <= 85 and 1e-6 < scale <= MAX_SCALE):
            return False
        if saved.get("locked") is True:
            self._go(View(*point_to_world(lon, lat), scale))
        else:
            self.home()
        return True


def parse_state(text: str) -> dict[str, object] | None:
    """Read remembered state; None when it is damaged."""
    try:
        found = json.loads(text)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None
