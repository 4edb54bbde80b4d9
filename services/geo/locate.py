"""Which grid, community and street a point lies in."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

import numpy as np
import shapely

from services.domain.tiers import Tier
from services.geo.shapes import geometry

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from services.geo.areas import AreaSet

    Ints: TypeAlias = NDArray[np.int64]


class Place(NamedTuple):
    """Where a point lies: unit ids per tier, None where no boundary of that tier is known around it.

    `smallest` is the id of the lowest of them, `path` joins the ids from the district down with "/".
    """

    grid: str | None
    community: str | None
    street: str | None
    district: str | None
    smallest: str
    path: str


class Locator:
    """Finds the smallest area of a set around a point. Build it once per set; it may be shared between threads.

    A point on a common border belongs to the area that comes first in the set, so that the answer is always the same.
    """

    def __init__(self, areas: AreaSet) -> None:
        self._areas = areas
        self._order = np.lexsort((np.arange(len(areas)), areas.tiers))

    @cached_property
    def _tree(self) -> shapely.STRtree:
        """Made when the first point is asked for: a start does not wait for it."""
        return shapely.STRtree([geometry(self._areas, int(index)) for index in self._order])

    @property
    def areas(self) -> AreaSet:
        """The set that is searched."""
        return self._areas

    def indices(self, lons: ArrayLike, lats: ArrayLike) -> Ints:
        """Return for each point (WGS84 degrees, arrays of shape (n,)) the position of its smallest area, or -1.

        Points with NaN are outside everything.
        """
        x, y = np.asarray(lons, np.float64).ravel(), np.asarray(lats, np.float64).ravel()
        usable = np.flatnonzero(np.isfinite(x) & np.isfinite(y))
        found = np.full(len(x), len(self._order), np.int64)
        points = shapely.points(x[usable], y[usable])
        which, rank = self._tree.query(points, predicate="intersects")
        # the order is by tier and then by position, so the least rank is the smallest area that comes first
        np.minimum.at(found, usable[which], rank)
        return np.append(self._order, -1)[found]

    def locate(self, lon: float, lat: float) -> Place | None:
        """Return where a point lies (WGS84 degrees), or None outside all areas."""
        index = int(self.indices([lon], [lat])[0])
        return None if index < 0 else self.place(index)

    def place(self, index: int) -> Place:
        """Return the place of an area of the set and of all areas above it."""
        line = self._areas.ancestors(index)
        ids = {int(self._areas.tiers[k]): self._areas.ids[k] for k in line}
        return Place(
            grid=ids.get(Tier.GRID),
            community=ids.get(Tier.COMMUNITY),
            street=ids.get(Tier.STREET),
            district=ids.get(Tier.DISTRICT),
            smallest=self._areas.ids[index],
            path="/".join(self._areas.ids[k] for k in reversed(line)),
        )
