"""A person's own views of the queue: kept at the hub, counted here; named anew, moved, deleted and put back."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec
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
from widgets.plain import one_line
from widgets.toast import Message

_NAME_MOST = 20


@dataclass(frozen=True, slots=True)
class ViewBack:
    """What the button of a message means: put a deleted view back where it was."""

    view: SavedView


class SavedViews(QObject):
    """Loads and changes views; `changed` carries them (tuple of NamedView), `said` a Message."""

    changed = Signal(object)
    said = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._kept: tuple[SavedView, ...] = ()
        self._views: tuple[NamedView, ...] = ()
        self._masks: dict[str, TextMask] = {}
        self._dialog: QInputDialog | None = None
        self._wanted: SavedView | None = None
        self._deleted: SavedView | None = None
        self._unsent: dict[str, SavedView | None] = {}
        self._sending = False

    def load(self) -> None:
        """Fetch them."""
        self._desk.ask(Client.views, self._on_loaded, slot="views")

    @Slot(object)
    def save(self, wanted: SavedQueue) -> None:
        """Ask for a name and keep the filter under it, as the last view."""
        last = max((view.order for view in self._kept), default=-1)
        view = SavedView(id=self._desk.new_id(), name="", filter=encode(wanted), order=last + 1)
        self._ask_name(self.tr("存为视图"), view)

    @Slot(str)
    def rename(self, view_id: str) -> None:
        """Ask for another name."""
        view = self._known(view_id)
        if view is not None:
            self._ask_name(self.tr("给视图改名"), view)

    @Slot(str, int)
    def move(self, view_id: str, step: int) -> None:
        """Put a view so many places further to the right (negative: left), as far as there are places."""
        order = [view.id for view in self._kept]
        if view_id not in order:
            return
        at = order.index(view_id)
        goal = min(max(at + step, 0), len(order) - 1)
        order.insert(goal, order.pop(at))
        of_id = {view.id: view for view in self._kept}
        placed = tuple(msgspec.structs.replace(of_id[key], order=place) for place, key in enumerate(order))
        moved = tuple(view for view in placed if view != of_id[view.id])
        if moved:
            self._show(placed)  # at once: the next press of the key goes on from here
            self._store(moved)

    @Slot(str)
    def delete(self, view_id: str) -> None:
        """Forget a view, and offer to put it back."""
        view = self._known(view_id)
        if view is None:
            return
        self._deleted = view
        self._send({view_id: None})
        words = self.tr("已删除视图“{name}”").format(name=one_line(view.name, 20))
        self.said.emit(Message(words, action=self.tr("撤销 Ctrl+Z"), target=ViewBack(view), key="view"))

    @Slot()
    def undo(self) -> None:
        """Put the view back that was deleted last, where one was."""
        if self._deleted is not None:
            self.put_back(ViewBack(self._deleted))

    def put_back(self, what: ViewBack) -> None:
        """撤销: keep a deleted view again, under its name and in its place."""
        if self._deleted == what.view:
            self._deleted = None
        self._store((what.view,))
        words = self.tr("已恢复视图“{name}”").format(name=one_line(what.view.name, 20))
        self.said.emit(Message(words, key="view"))

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

    def _known(self, view_id: str) -> SavedView | None:
        return next((view for view in self._kept if view.id == view_id), None)

    def _ask_name(self, title: str, view: SavedView) -> None:
        page = self.parent()  # asked for each time: a kept reference to the parent would be a cycle
        if self._dialog is not None or not isinstance(page, QWidget):
            return
        self._wanted = view
        dialog = QInputDialog(page)
        dialog.setWindowTitle(title)
        dialog.setLabelText(self.tr("视图名称"))
        dialog.setTextValue(view.name)
        dialog.setOkButtonText(self.tr("保存"))
        dialog.setCancelButtonText(self.tr("取消"))
        dialog.textValueSelected.connect(self._on_named)
        dialog.finished.connect(self._on_dialog_closed)
        self._dialog = dialog
        dialog.open()

    @Slot(str)
    def _on_named(self, name: str) -> None:
        name = name.strip()[:_NAME_MOST]
        if name and self._wanted is not None:
            self._store((msgspec.structs.replace(self._wanted, name=name),))

    def _on_dialog_closed(self) -> None:
        if self._dialog is not None:
            self._dialog.deleteLater()
            self._dialog = None

    def _store(self, views: tuple[SavedView, ...]) -> None:
        self._send({view.id: view for view in views})

    def _send(self, changes: dict[str, SavedView | None]) -> None:
        """Keep views at the hub, or (None) delete them; one after the other, whichever keys are pressed meanwhile."""
        self._unsent |= changes
        if not self._sending:
            self._send_next()

    def _send_next(self) -> None:
        client, changes = self._desk.client, self._unsent
        self._unsent = {}
        self._sending = bool(changes)

        def work() -> None:
            for view_id, view in changes.items():
                if view is None:
                    client.delete_view(view_id)
                else:
                    client.save_view(view)

        if changes:
            self._desk.run(Lane.COMMANDS, work, self._on_sent)
        else:
            self.load()

    def _on_sent(self, outcome: Outcome[None]) -> None:
        if outcome.error is not None:
            self.said.emit(Message(say_error(outcome.error).whole, key="say"))
        self._send_next()

    def _on_loaded(self, outcome: Outcome[list[SavedView]]) -> None:
        if outcome.error is None and not self._sending:  # else they are asked for once all is sent
            self._show(tuple(sorted(outcome.value(), key=_place)))

    def _show(self, kept: tuple[SavedView, ...]) -> None:
        named = []
        for view in kept:
            saved = decode(view.filter)
            if saved is not None:
                named.append(NamedView(view.id, view.name, saved))
        self._kept = kept
        self._views = tuple(named)
        self._masks = {view.id: self._masks[view.id] for view in named if view.id in self._masks}
        self.changed.emit(self._views)


def _place(view: SavedView) -> tuple[int, str]:
    return view.order, view.id
