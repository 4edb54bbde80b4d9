"""What is there before anybody signs in, and stays when they leave."""

from __future__ import annotations

from dataclasses import dataclass

from console.settings import Settings
from console.start import Where
from console.theming import Theming
from console.window import MainWindow
from services.domain.clock import Clock
from services.domain.ids import Ids


@dataclass(frozen=True, slots=True)
class Room:
    """The window and what every seat in it is made with."""

    window: MainWindow
    theming: Theming
    settings: Settings
    where: Where
    clock: Clock
    ids: Ids
