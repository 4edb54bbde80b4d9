"""How long a test waits for what must come: against waiting for ever, never a measure.

A machine with two slow cores under other work may stop any thread for many seconds. A higher bound costs nothing where
the thing comes; a lower one makes a slow machine look like a fault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication, QWidget

PATIENCE_S = 60.0
PATIENCE_MS = 60_000


class PatientBot(QtBot):
    """pytest-qt's bot, whose waits have one generous bound instead of one and five seconds."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802 - Qt's way of naming
        """Let Qt work until something is so."""
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **options: Any) -> Any:  # noqa: ANN401, N802 - as pytest-qt has it
        """Let Qt work until a signal is emitted."""
        return super().waitSignal(signal, timeout=timeout, **options)

    def waitActive(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:  # noqa: ANN401, N802 - as pytest-qt has it
        """Let Qt work until a window is the active one."""
        return super().waitActive(widget, timeout=timeout)

    def waitExposed(self, widget: QWidget, *, timeout: int = PATIENCE_MS) -> Any:  # noqa: ANN401, N802 - as pytest-qt has it
        """Let Qt work until a window is on the screen."""
        return super().waitExposed(widget, timeout=timeout)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Return pytest-qt's bot with patience."""
    assert qapp is not None
    return PatientBot(request)
