"""What stands over the map stays on it and does not cover one another, however narrow the map is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from services.domain.cases import Priority
from tests.widgets.map.synthetic import squares
from widgets.map.canvas import MapCanvas
from widgets.map.furniture import Furniture, Words
from widgets.map.values import Light

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme

WORDS = Words(
    priorities=tuple((one, "Very urgent") for one in Priority),
    lights=tuple((one, "within 30 min") for one in Light),
    kilometres="{n} km",
    metres="{n} m",
    exercise="Exercise",
)


@pytest.mark.parametrize("width", [240, 330, 672, 1400])
def test_legend_and_badges_fit_a_map_of_any_width(qtbot: QtBot, dark: Theme, width: int) -> None:
    canvas = MapCanvas(dark, helper=False)
    qtbot.addWidget(canvas)
    canvas.resize(width, 500)
    canvas.set_areas(squares())
    canvas.show()
    qtbot.waitExposed(canvas)
    furniture = Furniture(WORDS)
    furniture.exercise, furniture.notice = True, "Drawn for the demo"
    furniture.chips_rect = QRectF(12, 12, 210, 26)
    picture = QImage(width, 500, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    furniture.paint(painter, canvas.scene())
    painter.end()
    assert QRectF(0, 0, width, 500).contains(furniture.legend_rect)
    first, second = furniture.badge_rects
    assert not first.intersects(second)
    for badge in furniture.badge_rects:
        assert not badge.intersects(furniture.chips_rect)
        assert not badge.intersects(furniture.legend_rect)
