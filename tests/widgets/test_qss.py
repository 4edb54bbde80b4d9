"""A theme reaches every widget that stands, and the style sheet leaves no control without a visible focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QStyle,
    QStyleOptionComboBox,
    QVBoxLayout,
    QWidget,
)

from tests.widgets.conftest import RESOURCES, ListRows
from widgets.qss import apply_theme, retheme, style_sheet
from widgets.queue import QueueView
from widgets.theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme


@pytest.fixture
def styled(qapp: QApplication) -> Iterator[QApplication]:
    """Return the application and put its look back afterwards."""
    sheet, palette, font, style = qapp.styleSheet(), qapp.palette(), qapp.font(), qapp.style().name()
    yield qapp
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
    qapp.setFont(font)
    qapp.setStyle(style)


def test_all_tokens_are_filled_in(any_theme: Theme, qapp: QApplication) -> None:
    assert "$" not in style_sheet(any_theme)


def test_a_new_theme_reaches_what_stands(qtbot: QtBot, styled: QApplication, theme: Theme) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view = QueueView(theme, window)
    view.resize(600, 300)
    view.set_rows(ListRows(list(range(20))))
    window.resize(600, 300)
    window.show()
    apply_theme(styled, theme)
    assert view.viewport().grab().toImage().pixelColor(400, 5).name() == theme.tokens.background
    light = load_theme(RESOURCES / "themes" / "light.toml", RESOURCES / "icons")
    apply_theme(styled, light)
    assert view.viewport().grab().toImage().pixelColor(400, 5).name() == light.tokens.background
    assert styled.palette().color(QPalette.ColorRole.WindowText).name() == light.tokens.text
    retheme(window, theme)
    assert view.viewport().grab().toImage().pixelColor(400, 5).name() == theme.tokens.background


@pytest.mark.parametrize("kind", [QPushButton, QLineEdit, QComboBox, QSpinBox, QCheckBox])
def test_the_focus_can_be_seen(qtbot: QtBot, styled: QApplication, any_theme: Theme, kind: type) -> None:
    apply_theme(styled, any_theme)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    first, second = QPushButton("别处"), kind()
    column.addWidget(first)
    column.addWidget(second)
    window.show()
    window.activateWindow()
    first.setFocus()
    qtbot.waitUntil(first.hasFocus)
    before = second.grab().toImage()
    second.setFocus()
    qtbot.waitUntil(second.hasFocus)
    assert second.grab().toImage() != before


def test_a_choice_opens_as_a_list_that_shows_all_of_its_few_lines(qtbot: QtBot, theme: Theme) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    box.setStyleSheet(style_sheet(theme))
    # As a menu over the box it is too low for its padded lines: the last one is cut.
    assert box.style().styleHint(QStyle.StyleHint.SH_ComboBox_Popup, QStyleOptionComboBox(), box) == 0
