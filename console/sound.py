"""What a desk sounds like: one interface, so that a sound card is never the reason that something is not told."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtWidgets import QApplication


class Sound(Protocol):
    """Tones that a desk may give. They never carry a meaning alone: the sentence is on the screen as well."""

    def storm(self) -> None:
        """Tell that many cases are arriving."""
        ...


class Beep:
    """The system's own bell: recorded tones would need QtMultimedia, which is no part of what is installed."""

    def storm(self) -> None:
        """Ring once."""
        QApplication.beep()
