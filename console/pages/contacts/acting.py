"""What is done to a contact from the page: one command at a time, each said when it is done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from console.client import Client
from console.desk import Desk
from console.pages.contacts.forms import PurposeForm
from console.pages.settings.part import open_form
from console.problems import say_error
from console.tasks import Outcome
from services.api.contacts import (
    ContactAddresses,
    ContactDone,
    ContactEdit,
    ContactMove,
    ContactOf,
    ContactRow,
    NewContact,
)
from widgets.plain import one_line
from widgets.toast import Message


class ContactActing(QObject):
    """Sends changes. `done` carries the contact as it is now; `refused` a sentence; `opened` addresses in the clear."""

    said = Signal(object)
    done = Signal(object)
    refused = Signal(str)
    opened = Signal(object)

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._words = ""
        self._typed = False
        self._busy = False
        self._opening = ""
        self.removed: ContactRow | None = None
        """The contact that was taken out here last, as it is since, until it is put back."""

    def add(self, new: NewContact) -> None:
        """Add a contact."""
        words = self.tr("已新增：{name}").format(name=one_line(new.person, 20))
        self._do(lambda client: client.contacts.add(new), words, typed=True)

    def change(self, row: ContactRow, edit: ContactEdit) -> None:
        """Change a contact as it was typed."""
        words = self.tr("已保存：{name}").format(name=one_line(edit.person, 20))
        self._do(lambda client: client.contacts.change(row.id, edit), words, typed=True)

    def stand_in(self, row: ContactRow, deputy_of: str) -> None:
        """Make a contact a deputy, "" a principal."""
        edit = ContactEdit(
            command_id=self._desk.new_id(),
            version=row.version,
            person=row.person,
            slot=row.slot,
            account=row.account,
            deputy_of=deputy_of,
            on_from=row.on_from,
            on_to=row.on_to,
            hours=row.hours,
            note=row.note,
        )
        said = self.tr("{name}改为副手") if deputy_of else self.tr("{name}改为正职")
        words = said.format(name=one_line(row.person, 20))
        self._do(lambda client: client.contacts.change(row.id, edit), words)

    def move(self, row: ContactRow, by: Literal[-1, 1]) -> None:
        """Call a contact one place earlier or later."""
        asked = ContactMove(command_id=self._desk.new_id(), version=row.version, by=by)
        self._do(lambda client: client.contacts.move(row.id, asked), "")

    def remove(self, row: ContactRow) -> None:
        """Take a contact out."""
        asked = ContactOf(command_id=self._desk.new_id(), version=row.version)
        words = self.tr("已移出：{name}，按 Ctrl+Z 恢复").format(name=one_line(row.person, 20))
        self._do(lambda client: client.contacts.remove(row.id, asked), words)

    def restore(self, row: ContactRow) -> None:
        """Put a removed contact back."""
        asked = ContactOf(command_id=self._desk.new_id(), version=row.version)
        words = self.tr("已恢复：{name}").format(name=one_line(row.person, 20))
        self._do(lambda client: client.contacts.restore(row.id, asked), words)

    def open(self, row: ContactRow) -> None:
        """Ask what the addresses are needed for, and open them."""
        page = self.parent()
        if not isinstance(page, QWidget):
            raise RuntimeError("the page is gone")
        self._opening = row.id
        title = self.tr("查看完整号码：{name}").format(name=one_line(row.person, 20))
        words = self.tr("用途、时间和查看人都会留在记录里。")
        form = PurposeForm(title, words, self.tr("查看"), page)
        form.given.connect(self._on_purpose)
        open_form(form)

    def tell(self, words: str) -> None:
        """Say something over the bottom of the window."""
        self.said.emit(Message(words, key="contacts"))

    def _on_purpose(self, purpose: str) -> None:
        contact_id = self._opening
        self._desk.ask(lambda client: client.contacts.open(contact_id, purpose), self._on_open, slot="contacts-open")

    def _on_open(self, outcome: Outcome[ContactAddresses]) -> None:
        if outcome.error is not None:
            self._complain(outcome.error)
        else:
            self.opened.emit(outcome.value().addresses)

    def _do(self, command: Callable[[Client], ContactDone], words: str, *, typed: bool = False) -> None:
        if self._busy:
            return
        self._busy, self._words, self._typed = True, words, typed
        self._desk.ask(command, self._on_done)

    def _on_done(self, outcome: Outcome[ContactDone]) -> None:
        self._busy = False
        if outcome.error is not None:
            if self._typed:
                self.refused.emit(say_error(outcome.error).whole)
            else:
                self._complain(outcome.error)
            return
        row = outcome.value().row
        if row.removed_at is not None:
            self.removed = row
        elif self.removed is not None and self.removed.id == row.id:
            self.removed = None
        if self._words:
            self.tell(self._words)
        self.done.emit(row)

    def _complain(self, error: Exception) -> None:
        self.said.emit(Message(say_error(error).whole, "red", key="contacts", shown_ms=0))
