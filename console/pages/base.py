"""What every page beside the Operations page and the alert centre is: a widget with the same few ways out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console.problems import say_error
from widgets.state import PanelState


class Page(QWidget):
    """A page of the window. It speaks by signals and knows neither the window nor other pages."""

    said = Signal(object)
    """A `Message` to show over the bottom of the window."""
    left = Signal()
    """Back to the Operations page."""
    opened = Signal(object)
    """The id of a case to show on the Operations page."""
    cases_wanted = Signal(str)
    """The id of a unit whose open cases the queue should show."""

    def arrive(self) -> None:
        """Get ready to be looked at: the page has just been shown. The keyboard is where one begins."""
        self.setFocus()

    def shutdown(self) -> None:
        """Let go of what would outlive the window."""


def failed(error: Exception, *, known: bool, again: str) -> PanelState:
    """Return the state of a part that could not be fetched; `known`: what is there already stays, as stale."""
    return PanelState("stale" if known else "error", say_error(error).whole, action=again)
