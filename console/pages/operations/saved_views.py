"""A person's own views of the queue: kept at the hub, counted here."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QInputDialog, QWidget

from console.client import Client
from console.desk import Desk
from console.figures_numpy import Sight
from console.filters import SavedQueue, TextMask, decode, encode, mask
from console.pages.operations.queue_pane import NamedView
from console.problems import say_error
from console.tasks import Lane, Outcome
from services.api.cases import SavedView

_NAME_MOST = 20


class SavedViews(QObject):
    """Loads, saves and deletes views; `changed` carries them, `said` a sentence when the hub would not."""

    changed = Signal(object)
    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._views: tuple[NamedView, ...] = ()
        self._masks: dict[str, TextMask] = {}
        self._dialog: QInputDialog | None = None
        self._wanted: SavedQueue | None = None

    def load(self) -> None:
        """Fetch them."""
        self._desk.ask(Client.views, self._on_loaded, slot="views")

    @Slot(object)
    def save(self, wanted: SavedQueue) -> None:
        """Ask for a name and keep the filter under it."""
        self._wanted = wanted
        page = self.parent()  # asked for each time: a kept reference to the parent would be a cycle
        dialog = QInputDialog(page if isinstance(page, QWidget) else None)
        dialog.setWindowTitle(self.tr("存为视图"))
        dialog.setLabelText(self.tr("视图名称"))
        dialog.setOkButtonText(self.tr("保存"))
        dialog.setCancelButtonText(self.tr("取消"))
        dialog.textValueSelected.connect(self._on_named)
        dialog.finished.connect(self._on_dialog_closed)
        self._dialog = dialog
        dialog.open()

    @Slot(str)
    def delete(self, view_id: str) -> None:
        """Forget a view."""
        client = self._desk.client
        self._desk.run(Lane.COMMANDS, lambda: client.delete_view(view_id), self._on_stored)

    def counts(self) -> dict[str, int]:
        """Return how many open cases each view shows now."""
        now = self._desk.now()
        columns = self._desk.board.columns
        sight = Sight(columns, now, self._desk.clock_text.day_start(now))
        found = {}
        for view in self._views:
            text = self._masks.setdefault(view.id, TextMask())
            text.set(view.saved.rows.text, columns)
            text.refresh(columns)
            found[view.id] = int(mask(view.saved.rows, text, sight, columns).sum())
        return found

    @Slot(str)
    def _on_named(self, name: str) -> None:
        name = name.strip()[:_NAME_MOST]
        if not name or self._wanted is None:
            return
        view = SavedView(id=self._desk.new_id(), name=name, filter=encode(self._wanted), order=len(self._views))
        client = self._desk.client
        self._desk.run(Lane.COMMANDS, lambda: client.save_view(view), self._on_stored)

    def _on_dialog_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _on_stored(self, outcome: Outcome[None]) -> None:
        if outcome.error is not None:
            self.said.emit(say_error(outcome.error).whole)
        self.load()

    def _on_loaded(self, outcome: Outcome[list[SavedView]]) -> None:
        if outcome.error is not None:
            return
        named = []
        for view in sorted(outcome.value(), key=lambda one: one.order):
            saved = decode(view.filter)
            if saved is not None:
                named.append(NamedView(view.id, view.name, saved))
        self._views = tuple(named)
        self._masks = {}
        self.changed.emit(self._views)
