"""What every part of the administration page stands on: whom it asks, one command at a time, how it says troubles."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton, QTreeWidget, QWidget

from console.client import Client
from console.clocktext import ClockText
from console.pages.base import failed
from console.problems import say_error
from console.seatlock import Seat
from console.tasks import Outcome
from console.transport import HubRefused
from services.api.district import ProfileView, UnitRow
from services.domain.clock import Instant
from services.domain.ids import Ids
from services.domain.rights import Right
from widgets.plain import PlainLabel
from widgets.state import LIVE, PanelState, StateOverlay
from widgets.theme import Theme
from widgets.toast import Message

T = TypeVar("T")

OVER = ("signed_out", "session_locked")
"""Refusals after which nobody is signed in here any more."""


@dataclass(frozen=True, slots=True)
class SettingsKit:
    """What the administration page is made of, at a desk and in an office alike."""

    seat: Seat
    theme: Theme
    ids: Ids
    profile: ProfileView
    units: tuple[UnitRow, ...]
    now: Callable[[], Instant]

    @property
    def editable(self) -> bool:
        """Whether whoever is signed in may change settings, or only look at them."""
        return Right.SETTINGS in self.seat.session.rights

    @property
    def clock_text(self) -> ClockText:
        """Times in the district's zone."""
        return ClockText(self.profile.time_zone)


class Part(QWidget):
    """A part of the page. `said` carries a Message; `over` an error after which nobody is signed in any more."""

    said = Signal(object)
    over = Signal(object)

    def __init__(self, kit: SettingsKit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kit = kit
        self.trouble = PlainLabel("", self, tone="red", wrap=True)
        self.trouble.setAccessibleName(self.tr("问题"))
        self.trouble.hide()
        self._done: Callable[[Any], None] | None = None
        self._refused: Callable[[HubRefused], bool] | None = None

    def arrive(self) -> None:
        """Show how things are now: the part has just come to be looked at."""

    @property
    def pending(self) -> bool:
        """Whether something was typed here that is not saved."""
        return False

    # ── asking and doing ────────────────────────────────────────────────────────────────────────────────────────────
    def ask(self, question: Callable[[Client], T], deliver: Callable[[Outcome[T]], None], slot: str) -> None:
        """Ask the hub on a worker; only the newest answer of a slot comes."""
        self.kit.seat.ask(question, deliver, f"settings-{slot}")

    def do(
        self,
        command: Callable[[Client, str], T],
        done: Callable[[T], None],
        *,
        refused: Callable[[HubRefused], bool] | None = None,
    ) -> bool:
        """Do one thing on a worker with a new command id, then `done`; return False while another is under way.

        `refused` may deal with a refusal itself, and then returns True.
        """
        if self._done is not None:
            return False
        self._done, self._refused = done, refused
        self.show_trouble("")
        command_id = self.kit.ids.new()
        self.kit.seat.ask(lambda client: command(client, command_id), self._on_command)
        return True

    @Slot(object)
    def _on_command(self, outcome: Outcome[Any]) -> None:
        done, refused = self._done, self._refused
        self._done = self._refused = None
        error = outcome.error
        if error is None:
            if done is not None:
                done(outcome.value())
        elif not self.is_over(error) and not (isinstance(error, HubRefused) and refused is not None and refused(error)):
            words = self.tr("文件读不到：请确认它还在，并且没有被别的程序占用")
            self.show_trouble(words if isinstance(error, OSError) else say_error(error).whole)

    def is_over(self, error: Exception) -> bool:
        """Tell whether an error says that nobody is signed in any more, and pass it on."""
        if isinstance(error, HubRefused) and error.problem.code in OVER:
            self.over.emit(error)
            return True
        return False

    def arrived(self, outcome: Outcome[Any], overlay: StateOverlay, *, known: bool) -> bool:
        """Tell whether an answer came; show on the overlay why not."""
        if outcome.error is None:
            overlay.set_state(LIVE)
            return True
        if not self.is_over(outcome.error):
            overlay.set_state(failed(outcome.error, known=known, again=self.tr("再试一次")))
        return False

    # ── saying ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def say(self, words: str) -> None:
        """Say over the bottom of the window what was done."""
        self.said.emit(Message(words, key="settings"))

    def show_trouble(self, words: str) -> None:
        """Say above the part what did not work; "" takes it away."""
        self.trouble.setText(words)
        self.trouble.setVisible(bool(words))

    def loading(self, overlay: StateOverlay, *, known: bool) -> None:
        """Cover a part that is being fetched for the first time."""
        if not known:
            overlay.set_state(PanelState("loading", self.tr("正在载入…")))

    def pick_csv(self, title: str, chosen: Callable[[str], None]) -> None:
        """Let a CSV file be chosen."""
        dialog = QFileDialog(self, title, "", "CSV (*.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(chosen)
        dialog.open()


def read_file(path: str) -> bytes:
    """Read a chosen file whole; for workers. Raises OSError."""
    return Path(path).read_bytes()


def write_file(path: str, data: bytes) -> None:
    """Write a chosen file whole; for workers. Raises OSError."""
    Path(path).write_bytes(data)


def open_form(form: QDialog) -> None:
    """Open a form over the window it belongs to; it goes when it is closed."""
    form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    form.open()


def table(name: str, columns: tuple[tuple[str, int], ...], parent: QWidget) -> QTreeWidget:
    """Return an empty table: column titles with their widths in pixels, the last one takes what is left."""
    made = QTreeWidget(parent)
    made.setAccessibleName(name)
    made.setHeaderLabels([title for title, _ in columns])
    made.setRootIsDecorated(False)
    made.setUniformRowHeights(True)
    for index, (_, width) in enumerate(columns):
        made.header().resizeSection(index, width)
    made.header().setStretchLastSection(True)
    return made


def choose_row(tree: QTreeWidget, index: int) -> None:
    """Choose a row of a table by its place, where there is one."""
    item = tree.topLevelItem(index)
    if item is not None:
        tree.setCurrentItem(item)


def button(words: str, slot: Callable[[], object], parent: QWidget, *, kind: str = "", hint: str = "") -> QPushButton:
    """Return a button that does something when it is pressed; `hint` is its tooltip."""
    made = QPushButton(words, parent)
    made.setAutoDefault(False)
    if kind:
        made.setProperty("kind", kind)
    if hint:
        made.setToolTip(hint)
    made.clicked.connect(slot)
    return made
