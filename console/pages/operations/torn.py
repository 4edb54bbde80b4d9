"""Map and tiers in windows of their own: torn off to another screen, brought back, found again at the next start."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QObject, QPoint, QRect, QSize, Signal, Slot
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QSplitter, QWidget

from console.settings import Settings
from widgets.panelwindow import PanelWindow
from widgets.state import LIVE, PanelState
from widgets.theme import Theme

MAP_KEY, TIERS_KEY = "Ctrl+Shift+M", "Ctrl+Shift+G"

_KEPT = "operations.torn"
_AWAY = 40
"""So far from the main window's corner a first window opens where there is no other screen (px)."""


@dataclass(frozen=True, slots=True)
class Tearable:
    """A part of the page that can have a window: its name in the settings, its title and its key.

    `size` is that of its first window (px), (0, 0) all of the screen it opens on.
    """

    name: str
    title: str
    key: str
    part: QWidget
    size: tuple[int, int] = (0, 0)


class TornOff(QObject):
    """Keeps the windows. `changed` says that a part went or came back; `left`: Esc was pressed in a window."""

    changed = Signal()
    left = Signal()
    hurry_wanted = Signal()

    def __init__(
        self, across: QSplitter, parts: tuple[Tearable, ...], theme: Theme, settings: Settings, page: QWidget
    ) -> None:
        """Take `parts` of a splitter, in the order in which they stand in it after those that stay."""
        super().__init__(page)
        self._across = across
        self._parts = parts
        self._theme = theme
        self._settings = settings
        self._windows: dict[str, PanelWindow] = {}
        self._whole = QByteArray()
        self._exercise = ("", "")
        self._state = LIVE

    # ── what others ask ─────────────────────────────────────────────────────────────────────────────────────────────
    def window(self, name: str) -> PanelWindow | None:
        """Return the window of a part, None while it stands in the page."""
        return self._windows.get(name)

    def set_exercise(self, word: str, words: str) -> None:
        """Mark every window as one of an exercise ("" for none)."""
        self._exercise = (word, words)

    def set_state(self, state: PanelState) -> None:
        """Say in every window how the data stands."""
        self._state = state
        for window in self._windows.values():
            self._tell(window)

    def toggle(self, name: str) -> None:
        """Tear a part off, or bring it back."""
        if name in self._windows:
            self.bring_back(name)
        else:
            self.tear_off(name)

    def tear_off(self, name: str) -> None:
        """Give a part a window of its own, where it had one before, else on another screen where there is one."""
        page = self.parent()
        tearable = self._known(name)
        if name in self._windows or not isinstance(page, QWidget):
            return
        if not self._windows:
            self._whole = self._across.saveState()
        window = PanelWindow(tearable.title, tearable.key, self._theme, page)
        window.set_exercise(*self._exercise)
        window.back_wanted.connect(self._on_back)
        window.left.connect(self.left)
        window.action_requested.connect(self.hurry_wanted)
        self._windows[name] = window
        self._tell(window)
        widths = {self._across.widget(at): width for at, width in enumerate(self._across.sizes())}
        window.hold(tearable.part)
        self._give_first(widths)
        kept = self._settings.layout(f"{_KEPT}.{name}")
        if not (kept and window.restoreGeometry(QByteArray(kept))):
            window.setGeometry(self._first_place(tearable, page))
        window.show()
        tearable.part.setFocus()
        self.changed.emit()

    def bring_back(self, name: str) -> None:
        """Put a part back where it stood."""
        window = self._windows.pop(name, None)
        if window is None:
            return
        self._settings.set_layout(f"{_KEPT}.{name}", bytes(window.saveGeometry().data()))
        self._put_in(name)
        window.hide()
        window.deleteLater()
        if not self._windows:
            self._across.restoreState(self._whole)
        self.changed.emit()

    def restore(self) -> None:
        """Tear off what was torn off when the desk was left."""
        wanted = self._settings.value(_KEPT).split()
        for tearable in self._parts:
            if tearable.name in wanted:
                self.tear_off(tearable.name)

    def splitter_state(self) -> bytes:
        """Return how the page is divided with all its parts in it, for the layout store."""
        return bytes((self._whole if self._windows else self._across.saveState()).data())

    def close(self) -> None:
        """Remember what is torn off, and take the windows away."""
        self._settings.set_value(_KEPT, " ".join(self._windows))
        for name in list(self._windows):
            self.bring_back(name)

    # ── inside ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _known(self, name: str) -> Tearable:
        return next(one for one in self._parts if one.name == name)

    def _put_in(self, name: str) -> None:
        order = [one.name for one in self._parts]
        first = self._across.count() - sum(one.name not in self._windows and one.name != name for one in self._parts)
        before = [one for one in order[: order.index(name)] if one not in self._windows]
        part = self._known(name).part
        self._across.insertWidget(first + len(before), part)
        part.show()

    def _give_first(self, widths: dict[QWidget | None, int]) -> None:
        """Let what is left of the page keep its widths, but for the first part, which gets the room that is free."""
        left = [widths[self._across.widget(at)] for at in range(self._across.count())]
        left[0] += sum(widths.values()) - sum(left)
        self._across.setSizes(left)

    def _tell(self, window: PanelWindow) -> None:
        stale = self._state.kind == "stale"
        window.set_stale(self.tr("已断开") if stale else "", self._state.sentence, self.tr("立即重连"))

    def _first_place(self, tearable: Tearable, page: QWidget) -> QRect:
        here = page.window().screen()
        others = [screen for screen in QGuiApplication.screens() if screen is not here]
        if others:
            return _within(others[0], tearable.size)
        corner = page.window().frameGeometry().topLeft() + QPoint(_AWAY, _AWAY)
        return QRect(corner, _within(here, tearable.size).size() * 0.7)

    @Slot()
    def _on_back(self) -> None:
        sender = self.sender()
        for name, window in list(self._windows.items()):
            if window is sender:
                self.bring_back(name)
        self.left.emit()


def _within(screen: QScreen, size: tuple[int, int]) -> QRect:
    """Return the room of a screen under a title bar, or so much of its upper left."""
    room = screen.availableGeometry().adjusted(0, 32, 0, -8)
    wanted = QSize(size[0] or room.width(), size[1] or room.height())
    return QRect(room.topLeft(), wanted.boundedTo(room.size()))
