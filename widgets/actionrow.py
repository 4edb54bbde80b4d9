"""The buttons of what can be done with a case: one stop of the Tab key, in which the arrows go from one to the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from widgets.flow import FlowLayout
from widgets.keycap import ActionSpec, KeycapButton
from widgets.taborder import tab_through

if TYPE_CHECKING:
    from widgets.theme import Theme

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1}
_STOP, _PASSED = Qt.FocusPolicy.StrongFocus, Qt.FocusPolicy.ClickFocus


class ActionRow(QWidget):
    """Buttons keep their widgets while the actions' names stay the same."""

    chosen = Signal(str)
    """The name of the action the person pressed."""
    refused = Signal(str)
    """The reason: a button was pressed that cannot be used."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._buttons: dict[str, KeycapButton] = {}
        self._flow = FlowLayout(self, spacing=8)
        self.setAccessibleName(self.tr("可办的事"))

    def set_actions(self, actions: tuple[ActionSpec, ...]) -> bool:
        """Offer these; True when the buttons are others than before and may need another height."""
        others = [spec.name for spec in actions] != list(self._buttons)
        if others:
            self._rebuild(actions)
        for spec in actions:
            self._buttons[spec.name].set_spec(spec)
        return others

    def button(self, name: str) -> KeycapButton:
        """Return the button of an action. Raises KeyError."""
        return self._buttons[name]

    def height_for(self, width: int) -> int:
        """Return how high the buttons are in a width, in pixels."""
        return self._flow.heightForWidth(width)

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows go through the buttons, and Tab come back to the one it left."""
        if isinstance(watched, KeycapButton):
            if event.type() == QEvent.Type.FocusIn:
                self._stop_at(watched)
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                step = _STEPS.get(Qt.Key(event.key()))
                if step is not None and event.modifiers() in (
                    Qt.KeyboardModifier.NoModifier,
                    Qt.KeyboardModifier.KeypadModifier,
                ):
                    self._step(watched, step)
                    return True
        return super().eventFilter(watched, event)

    def _step(self, button: KeycapButton, step: int) -> None:
        buttons = list(self._buttons.values())
        at = min(max(buttons.index(button) + step, 0), len(buttons) - 1)
        buttons[at].setFocus(Qt.FocusReason.TabFocusReason)

    def _stop_at(self, stop: KeycapButton | None) -> None:
        for button in self._buttons.values():
            button.setFocusPolicy(_STOP if button is stop else _PASSED)

    def _rebuild(self, actions: tuple[ActionSpec, ...]) -> None:
        old, self._buttons = self._buttons, {}
        while self._flow.takeAt(0) is not None:
            pass
        stop: KeycapButton | None = None
        for spec in actions:
            button = old.pop(spec.name, None)
            if button is None:
                button = KeycapButton(spec, self._theme, self)
                button.chosen.connect(self.chosen)
                button.refused.connect(self.refused)
                button.installEventFilter(self)
            if button.hasFocus():
                stop = button
            self._buttons[spec.name] = button
            self._flow.addWidget(button)
            button.show()
        for gone in old.values():
            gone.hide()
            gone.deleteLater()
        tab_through(self, self._buttons.values())
        self._stop_at(stop or next(iter(self._buttons.values()), None))
