"""The theme of the whole application: changed everywhere at once, by the parts' own `set_theme`."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

import resources
from widgets.qss import apply_theme
from widgets.theme import Theme, load_theme

THEMES = ("dark", "light", "contrast")
DEFAULT = "dark"


class Theming(QObject):
    """Holds the theme in use. `changed` carries the new one to whoever makes parts later."""

    changed = Signal(object)

    def __init__(self, app: QApplication, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._app = app
        self.theme: Theme = _load(name if name in THEMES else DEFAULT)
        apply_theme(self._app, self.theme)

    def use(self, name: str) -> None:
        """Change to another theme."""
        if name in THEMES and name != self.theme.name:
            self.theme = _load(name)
            apply_theme(self._app, self.theme)
            self.changed.emit(self.theme)

    def following(self) -> str:
        """Return the theme after this one, for a key that goes round."""
        return THEMES[(THEMES.index(self.theme.name) + 1) % len(THEMES)]


def _load(name: str) -> Theme:
    return load_theme(resources.path(f"themes/{name}.toml"), resources.path("icons"))
