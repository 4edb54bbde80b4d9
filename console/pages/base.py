"""What every page beside the Operations page and the alert centre is: a widget with the same few ways out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """A page of the window. It speaks by signals and knows neither the window nor other pages."""

    said = Signal(object)
    """A `Message` to show over the bottom of the window."""
    left = Signal()
    """Back to the Operations page."""
    opened = Signal(object)
    """The id of a case to show on the Operations page."""

    def arrive(self) -> None:
        """Get ready to be looked at: the page has just been shown. The keyboard is where one begins."""
        self.setFocus()

    def shutdown(self) -> None:
        """Let go of what would outlive the window."""
