"""Themes for the map's tests."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from widgets.theme import Theme, load_theme

RESOURCES = Path(__file__).parents[3] / "resources"


@pytest.fixture
def dark(qapp: QApplication) -> Theme:
    assert qapp is not None
    return load_theme(RESOURCES / "themes" / "dark.toml", RESOURCES / "icons")


@pytest.fixture
def light(qapp: QApplication) -> Theme:
    assert qapp is not None
    return load_theme(RESOURCES / "themes" / "light.toml", RESOURCES / "icons")
