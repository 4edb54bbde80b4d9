"""The main window: the top line, the pages' column, the pages, the bottom line, and what lies over them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QByteArray, Qt, Signal, SignalInstance
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from console.exercise import ExerciseDialogs
from console.settings import Settings
from console.theming import Theming
from console.windows_over import WindowsOver
from widgets.banner import EDGE_PX, Banner, HatchedFrame
from widgets.finder import Finder
from widgets.keysheet import KeyGroup, KeySheet
from widgets.navbar import NavBar, NavItem
from widgets.state import PanelState, StateOverlay
from widgets.statusbar import StatusLine
from widgets.toast import Message, ToastStack
from widgets.topbar import TopBar

_LAYOUT = "window"
SMALLEST = (1280, 720)


class MainWindow(QMainWindow):
    """The shell. It shows pages by name and knows nothing of what they hold."""

    page_wanted = Signal(str)
    finder_wanted = Signal(str)
    alert_wanted = Signal()
    new_case_wanted = Signal()
    find_wanted = Signal()
    closing = Signal(object)
    """The window is asked to close (a QCloseEvent that may be ignored)."""
    retry_wanted = Signal()

    def __init__(self, theming: Theming, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._theming = theming
        theme = theming.theme
        self.setWindowTitle(self.tr("呼应"))
        self.setMinimumSize(*SMALLEST)
        self._whole = whole = QWidget(self)
        whole.setProperty("surface", "background")
        self.setCentralWidget(whole)
        self.top = TopBar(theme, whole)
        self.exercise = Banner("exercise", theme, whole)
        self.stale = Banner("stale", theme, whole)
        self.notice = Banner("notice", theme, whole)
        self.nav = NavBar(theme, whole)
        self.pages = QStackedWidget(whole)
        self.status = StatusLine(theme, whole)
        self.finder = Finder(theme, whole)
        self.toasts = ToastStack(theme, whole)
        self.overlay = StateOverlay(theme, self.pages)
        self.frame = HatchedFrame(theme, whole)
        self._sheet: KeySheet | None = None
        self._names: dict[str, QWidget] = {}
        self._held = ""
        self._over = WindowsOver(self)
        self._exercise_dialogs = ExerciseDialogs(self._over, theming)
        self._unsaid: list[Message] = []
        self._keys: list[QShortcut] = []
        self._arrange(whole)
        self._connect()
        self.resize(1920, 1080)
        state = settings.layout(_LAYOUT)
        if not (state and self.restoreGeometry(QByteArray(state))):
            # The whole screen less what the desktop keeps: at 1920×1080 a title bar would push the last line off it.
            self.setWindowState(Qt.WindowState.WindowMaximized)

    # ── pages ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def add_page(self, name: str, page: QWidget) -> None:
        """Add a page under a name of the pages' column, or one that is reached otherwise."""
        self._names[name] = page
        self.pages.addWidget(page)

    def set_pages(self, items: tuple[NavItem, ...]) -> None:
        """Say which pages the column offers to who is at the seat."""
        self.nav.set_items(items)
        bound = {shortcut.key().toString() for shortcut in self._keys}
        for item in items:
            if item.key.startswith("Ctrl+") and item.key not in bound:
                self._keys.append(self._key(item.key, partial(self.page_wanted.emit, item.name)))

    def show_page(self, name: str) -> None:
        """Show a page, unless another one is held."""
        page = self._names.get(name)
        if page is not None and self._held in ("", name):
            self.pages.setCurrentWidget(page)
            self.nav.set_current(name)

    def remove_page(self, name: str) -> None:
        """Take one page away."""
        page = self._names.pop(name, None)
        if page is not None:
            self.pages.removeWidget(page)
            page.deleteLater()

    def hold_page(self, name: str) -> None:
        """Show a page and no other, whatever key or button is pressed: the seat is locked. Dialogs hide until then."""
        self._held = ""
        self.finder.dismiss()
        self._on_sheet_closed()
        self._unsaid = [toast for toast in self.toasts.messages() if not toast.shown_ms]
        self.toasts.clear()
        self._over.hide()
        self.activateWindow()
        self.show_page(name)
        self._hold(name)

    def release_page(self) -> None:
        """Let other pages be shown again."""
        self._hold("")
        self._over.show_again()
        unsaid, self._unsaid = self._unsaid, []
        for message in unsaid:
            self.toasts.say(message)

    def _hold(self, name: str) -> None:
        self._held = name
        self.nav.setEnabled(not name)
        self.top.setEnabled(not name)
        for key in self._keys:
            key.setEnabled(not name)

    def clear_pages(self) -> None:
        """Take all pages away, and all that lies over them (another person signs in)."""
        self._over.close()
        self._unsaid = []
        self.release_page()
        self.finder.dismiss()
        self._on_sheet_closed()
        self.toasts.clear()
        for page in self._names.values():
            self.pages.removeWidget(page)
            page.deleteLater()
        self._names = {}
        self.nav.set_items(())

    def undress(self) -> None:
        """Show nothing any more of who was at the seat."""
        self.top.set_desk(there=False)
        self.top.set_person(there=False)
        for tell in (self.top.set_title, self.top.set_shift, self.top.set_clock, self.top.set_alert_mode):
            tell("")
        self.setWindowTitle(self.tr("呼应"))
        self.set_exercise("", "")
        self.stale.show_sentence("", "")
        self.notice.show_sentence("", "")
        self.status.set_feeds(())
        self.status.set_right("")

    @property
    def dialogs(self) -> int:
        """How many dialogs are open, or hidden while the seat is locked."""
        return self._over.count

    def has_page(self, name: str) -> bool:
        """Tell whether there is a page of this name for who is at the seat."""
        return name in self._names

    def page_name(self) -> str:
        """Return the name of the page that shows, "" for none."""
        current = self.pages.currentWidget()
        return next((name for name, page in self._names.items() if page is current), "")

    # ── what is said ────────────────────────────────────────────────────────────────────────────────────────────────
    def say(self, message: Message) -> None:
        """Show a sentence over the bottom of the window; while the seat is locked it waits."""
        if self._held:
            self._unsaid.append(message)
        else:
            self.toasts.say(message)

    def show_state(self, state: PanelState) -> None:
        """Cover the pages with a state: starting, or why it did not start."""
        self.overlay.set_state(state)

    def set_exercise(self, word: str, words: str) -> None:
        """Frame the whole window for an exercise; "" takes the frame away."""
        self.exercise.show_sentence(word, words)
        self.frame.set_kind("exercise" if word else None)
        edge = EDGE_PX if word else 0
        self._whole.setContentsMargins(edge, edge, edge, edge)
        self._exercise_dialogs.set_word(word)

    def open_keys(self, groups: tuple[KeyGroup, ...]) -> None:
        """Show the sheet of keys."""
        if self._sheet is None:
            self._sheet = KeySheet(groups, self._theming.theme, self._whole)
            self._sheet.closed.connect(self._on_sheet_closed)
            self._sheet.open()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask whoever runs the desk; remember where the window stood."""
        self._settings.set_layout(_LAYOUT, bytes(self.saveGeometry().data()))
        self.closing.emit(event)

    # ── inside ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _arrange(self, whole: QWidget) -> None:
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.nav)
        middle.addWidget(self.pages, 1)
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.exercise, self.top, self.stale, self.notice):
            column.addWidget(part)
        column.addLayout(middle, 1)
        column.addWidget(self.status)

    def _connect(self) -> None:
        self.nav.chosen.connect(self.page_wanted)
        self.top.search_requested.connect(self._on_search)
        self.top.alert_requested.connect(self._on_alert)
        self.overlay.action_requested.connect(self.retry_wanted)
        self.stale.action_requested.connect(self.retry_wanted)
        for key, signal in (
            ("Ctrl+K", self._on_finder_key),
            ("Ctrl+N", self.new_case_wanted),
            ("Ctrl+F", self.find_wanted),
            ("F12", self.alert_wanted),
            ("Ctrl+1", self._on_operations_key),
            ("Ctrl+2", self._on_alerts_key),
            ("Ctrl+3", self._on_whistles_key),
        ):
            self._keys.append(self._key(key, signal))
        self._key("Ctrl+Shift+T", self._on_theme_key)
        self._key("F11", self._on_full_screen_key)

    def _key(self, key: str, slot: Callable[[], None] | SignalInstance) -> QShortcut:
        shortcut = QShortcut(QKeySequence(key), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self._come_forward)
        shortcut.activated.connect(slot)
        return shortcut

    def _come_forward(self) -> None:
        """Take the keys where one was pressed in a window that was torn off: what it opens is here."""
        if not self.isActiveWindow():
            self.activateWindow()

    def _on_search(self, text: str) -> None:
        if not self._held:
            self.finder_wanted.emit(text)

    def _on_alert(self) -> None:
        if not self._held:
            self.alert_wanted.emit()

    def _on_finder_key(self) -> None:
        self.finder_wanted.emit("")

    def _on_operations_key(self) -> None:
        self.page_wanted.emit("operations")

    def _on_alerts_key(self) -> None:
        self.page_wanted.emit("alerts")

    def _on_whistles_key(self) -> None:
        self.page_wanted.emit("whistles")

    def _on_theme_key(self) -> None:
        self._theming.use(self._theming.following())
        self._settings.set(theme=self._theming.theme.name)

    def _on_full_screen_key(self) -> None:
        if self.isFullScreen():
            self.showNormal()
        else:
            self.showFullScreen()

    def _on_sheet_closed(self) -> None:
        if self._sheet is not None:
            self._sheet.deleteLater()
            self._sheet = None
