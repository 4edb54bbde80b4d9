"""The order in which Tab comes to parts that were made after their neighbours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from collections.abc import Iterable


def tab_through(place: QWidget, parts: Iterable[QWidget]) -> None:
    """Let Tab reach these parts right after the widget they stand in; else it comes to late ones at the very end."""
    own, before = place.focusPolicy(), place
    place.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # Qt orders only what takes the focus
    for part in parts:
        QWidget.setTabOrder(before, part)
        before = part
    place.setFocusPolicy(own)
