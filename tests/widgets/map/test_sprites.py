"""Marks land where they should and in their own colour, on screens of every density."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from services.domain.cases import Priority
from widgets.map.colors import MapColors
from widgets.map.rings import RingSprites
from widgets.map.sprites import CaseSprites
from widgets.map.values import Light
from widgets.theme import Theme


def blank(ratio: float) -> QImage:
    image = QImage(round(200 * ratio), round(60 * ratio), QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image


def near(one: QColor, other: QColor) -> bool:
    pairs = ((one.red(), other.red()), (one.green(), other.green()), (one.blue(), other.blue()))
    return all(abs(a - b) <= 6 for a, b in pairs)


@pytest.mark.parametrize("ratio", [1.0, 1.25, 2.0, 3.0])
@pytest.mark.parametrize("priority", list(Priority))
def test_every_mark_has_the_colour_of_its_remaining_time(dark: Theme, ratio: float, priority: Priority) -> None:
    colors = MapColors.from_theme(dark)
    image = blank(ratio)
    painter = QPainter(image)
    places = np.array([[20.0 + 35 * light, 30.0] for light in Light])
    codes = np.array(list(Light), np.int8)
    CaseSprites(colors, ratio).stamp(painter, places, np.full(5, priority, np.int8), codes, 1.0)
    painter.end()
    for light, (x, y) in zip(Light, places.tolist(), strict=True):
        assert near(image.pixelColor(round(x * ratio), round(y * ratio)), colors.lights[light])
        assert image.pixelColor(round((x + 14) * ratio), round(y * ratio)).alpha() == 0


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("lights", [(0, 40, 0, 0, 1), (0, 0, 0, 0, 1234), (3, 5, 0, 2, 0)])
def test_a_ring_begins_with_the_latest_class(dark: Theme, ratio: float, lights: tuple[int, ...]) -> None:
    colors = MapColors.from_theme(dark)
    image = blank(ratio)
    painter = QPainter(image)
    rings = RingSprites(colors, dark.font(11, bold=True), dark.color("raised"), dark.color("text"), ratio)
    rings.stamp(painter, np.array([[100.0, 30.0]]), np.array([lights]), 1.0)
    painter.end()
    latest = max(light for light in Light if lights[light])
    first = colors.lights[latest]
    upper_right = [
        image.pixelColor(round((100 + 2 + dx / 4) * ratio), round((30 - dy / 4) * ratio))
        for dx in range(8)
        for dy in range(20, 70)
    ]
    assert any(near(color, first) for color in upper_right)
