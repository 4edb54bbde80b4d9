"""The composer's last line: what the button would do, or what has to come first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

from console.pages.alert.composer import AlertComposer
from services.api.alerts import AlertCatalogue, AlertKindRow
from services.domain.modes import Mode
from tests.widgets.map.synthetic import squares
from widgets.theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

RESOURCES = Path(__file__).parents[4] / "resources"
CATALOGUE = AlertCatalogue(
    kinds=(AlertKindRow(code="fire", name="火灾", levels=("red",)),), channels=(), live_refused=""
)


@pytest.fixture
def composer(qtbot: QtBot) -> Iterator[AlertComposer]:
    theme = load_theme(RESOURCES / "themes" / "dark.toml", RESOURCES / "icons")
    made = AlertComposer(theme, lambda: 0.0, map_helper=False)
    qtbot.addWidget(made)
    made.set_district(CATALOGUE, squares(), {})
    made.open(1_000, Mode.EXERCISE, None, "", None)
    made.resize(1300, 800)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.shutdown()


def said(composer: AlertComposer) -> list[str]:
    return [label.text() for label in composer.findChildren(QLabel) if label.isVisible()]


def test_what_has_to_come_first_is_written_beside_the_button(composer: AlertComposer) -> None:
    assert "请先选择预警类型" in said(composer)
    assert "请先选择预警类型" in composer.held.accessibleName()
    composer.kinds.setCurrentRow(0)
    assert "请选择级别" in said(composer)
    assert "火灾" in composer.held.accessibleName()
