"""The frozen values that callers give to the map: cases, alert areas, cards. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from services.domain.cases import Priority
from services.geo.measure import metres_per_degree

if TYPE_CHECKING:
    from collections.abc import Collection

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Codes = NDArray[np.int8]
    Objects = NDArray[np.object_]


class Light(IntEnum):
    """Class of the remaining time of a case, calmest first; the colours are those of the queue."""

    NO_LIMIT = 0  # 无时限
    IN_TIME = 1  # more than 30 minutes
    DUE = 2  # at most 30 minutes
    PRESSING = 3  # at most 10 minutes
    OVERDUE = 4


@dataclass(frozen=True, slots=True, eq=False)
class CasePoints:
    """Cases as columns of one length; their order has no meaning.

    `keys` are opaque and hashable (object array); `lon`, `lat` WGS84 degrees (NaN: no place yet); `priority` the
    codes of Priority (1, 2, 3) and `light` those of Light (0 to 4), both int8; `version` the caller's; `names` what
    a screen reader says for each case (public number and title), never an internal id. Raises ValueError when the
    columns differ in length or a code is unknown.
    """

    keys: Objects
    lon: Floats
    lat: Floats
    priority: Codes
    light: Codes
    version: int = 0
    names: Objects | None = None

    def __post_init__(self) -> None:
        columns: list[NDArray[Any]] = [self.lon, self.lat, self.priority, self.light]
        if self.names is not None:
            columns.append(self.names)
        if any(len(column) != len(self.keys) for column in columns):
            raise ValueError("case columns differ in length")
        for codes, known in ((self.priority, Priority), (self.light, Light)):
            if len(codes) and not (min(known) <= codes.min() and codes.max() <= max(known)):
                raise ValueError(f"unknown {known.__name__} code")

    @classmethod
    def empty(cls) -> CasePoints:
        """No case at all."""
        return cls(
            np.empty(0, object),
            np.empty(0),
            np.empty(0),
            np.empty(0, np.int8),
            np.empty(0, np.int8),
            0,
            np.empty(0, object),
        )

    def __len__(self) -> int:
        return len(self.keys)

    def name(self, row: int) -> str:
        """Return what a screen reader says for the case in this row."""
        return "" if self.names is None else str(self.names[row])

    def take(self, rows: NDArray[np.intp]) -> CasePoints:
        """Return the cases in these rows."""
        names = None if self.names is None else self.names[rows]
        columns = (self.keys[rows], self.lon[rows], self.lat[rows], self.priority[rows], self.light[rows])
        return CasePoints(*columns, self.version, names)


def patched(base: CasePoints, changed: CasePoints, gone: Collection[object] = ()) -> CasePoints:
    """Return `base` with `changed` cases added or put in place of those with the same key, and `gone` keys left out."""
    drop = {*changed.keys.tolist(), *gone}
    rest = base.take(np.flatnonzero(np.fromiter((key not in drop for key in base.keys), bool, len(base))))
    names = None
    if rest.names is not None and changed.names is not None:
        names = np.concatenate([rest.names, changed.names])
    return CasePoints(
        np.concatenate([rest.keys, changed.keys]),
        np.concatenate([rest.lon, changed.lon]),
        np.concatenate([rest.lat, changed.lat]),
        np.concatenate([rest.priority, changed.priority]),
        np.concatenate([rest.light, changed.light]),
        changed.version,
        names,
    )


Level = Literal["red", "orange", "yellow", "blue"]


@dataclass(frozen=True, slots=True, eq=False)
class AlertArea:
    """The area of an alert in force: rings (k, 2) of WGS84 lon, lat, the words on it, and its warning level.

    The label names kind and level: the colour never stands alone.
    """

    key: object
    label: str
    level: Level
    rings: tuple[Floats, ...]


Tone = Literal["text", "text_2", "red_text", "orange_text", "yellow_text", "blue_text", "ok_text"]


@dataclass(frozen=True, slots=True)
class CardLine:
    """One line of a card: plain text, and the theme's token it is written in."""

    text: str
    tone: Tone = "text_2"


@dataclass(frozen=True, slots=True)
class MapCard:
    """What a card beside a case or over an area says: a title and a few lines of plain text."""

    title: str
    lines: tuple[CardLine, ...] = ()


def circle(lon: float, lat: float, radius_m: float, corners: int = 72) -> Floats:
    """Return a closed ring (corners + 1, 2) of lon, lat, `radius_m` metres on the ground around a place (≤ 50 km)."""
    angle = np.linspace(0, 2 * np.pi, corners + 1)
    east, north = metres_per_degree(lat)
    return np.column_stack([lon + radius_m / east * np.cos(angle), lat + radius_m / north * np.sin(angle)])
