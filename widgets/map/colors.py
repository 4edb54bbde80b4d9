"""The colours of the map, mixed from the theme's tokens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QColor

from widgets.map.values import Light

if TYPE_CHECKING:
    from widgets.theme import Theme


def mix(first: str, second: str, share: float) -> QColor:
    """Return the colour between two `#rrggbb` colours, `share` of the way to the second."""
    a, b = QColor(first), QColor(second)
    return QColor(
        round(a.red() + (b.red() - a.red()) * share),
        round(a.green() + (b.green() - a.green()) * share),
        round(a.blue() + (b.blue() - a.blue()) * share),
    )


@dataclass(frozen=True, slots=True)
class BaseColors:
    """The colours of the area picture, 0xffrrggbb: what is outside, inside, and the lines of each tier."""

    outside: int
    land: int
    grid: int
    community: int
    street: int
    district: int
    fill: int


@dataclass(frozen=True, slots=True)
class MapColors:
    """Every colour the map uses, made once per theme."""

    base: BaseColors
    lights: tuple[QColor, ...]
    label: QColor
    label_strong: QColor
    halo: QColor
    accent: QColor
    chosen: QColor

    @classmethod
    def from_theme(cls, theme: Theme) -> MapColors:
        """Mix the map's colours from a theme."""
        t = theme.tokens
        land = mix(t.background, t.raised, 0.42)
        base = BaseColors(
            outside=theme.color("background").rgba(),
            land=land.rgba(),
            grid=mix(land.name(), t.text_3, 0.16).rgba(),
            community=mix(land.name(), t.text_3, 0.30).rgba(),
            street=mix(land.name(), t.text_3, 0.55).rgba(),
            district=mix(land.name(), t.text_3, 0.80).rgba(),
            fill=theme.color("accent").rgba(),
        )
        light = {
            Light.NO_LIMIT: mix(t.background, t.text_3, 0.85),
            Light.IN_TIME: theme.color("text_2"),
            Light.DUE: theme.color("yellow"),
            Light.PRESSING: theme.color("orange"),
            Light.OVERDUE: theme.color("red"),
        }
        chosen = QColor(theme.color("accent"))
        chosen.setAlpha(56)
        return cls(
            base,
            tuple(light[one] for one in Light),
            theme.color("text_3"),
            theme.color("text_2"),
            land,
            theme.color("accent"),
            chosen,
        )
