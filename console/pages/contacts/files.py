"""The register from a file and to one: chosen in a dialog, read and written on workers, a slice at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from console.client import Client
from console.desk import Desk
from console.pages.contacts.forms import ImportForm, PurposeForm
from console.pages.settings.part import open_form, read_file
from console.problems import say_error
from console.tasks import Outcome
from services.api.contacts import ContactImport, ExportContacts
from services.domain.rights import Right
from widgets.toast import Message


class ContactFiles(QObject):
    """Takes contacts from a CSV file, slice after slice, and writes them to one."""

    said = Signal(object)
    changed = Signal()
    """Something came into the register."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._form: ImportForm | None = None
        self._data = b""
        self._unit_id = ""
        self._purpose = ""
        self.named: Callable[[str], str] = str
        """What a column of a file is called."""

    # ── in ──────────────────────────────────────────────────────────────────────────────────────────────────────────
    def choose_import(self, unit_id: str) -> None:
        """Let a file be chosen; rows that name no unit are for `unit_id`."""
        if self._form is not None:
            return
        self._unit_id = unit_id
        dialog = QFileDialog(self._page(), self.tr("导入通讯录"), "", "CSV (*.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.take)
        dialog.open()

    @Slot(str)
    def take(self, path: str) -> None:
        """Import a file."""
        self._form = ImportForm(Path(path).name, self.named, self._page())
        self._form.finished.connect(self._on_closed)
        open_form(self._form)
        self._desk.ask(lambda _client: read_file(path), self._on_read)

    def _on_read(self, outcome: Outcome[bytes]) -> None:
        if self._form is None:
            return
        if outcome.error is not None:
            self._form.fail(self.tr("文件读不到：请确认它还在，并且没有被别的程序占用"))
            return
        self._data = outcome.value()
        self._ask(0)

    def _ask(self, after: int) -> None:
        data, unit_id, command_id = self._data, self._unit_id, self._desk.new_id()

        def work(client: Client) -> ContactImport:
            return client.contacts.import_rows(command_id, data, after, unit_id)

        self._desk.ask(work, self._on_slice)

    def _on_slice(self, outcome: Outcome[ContactImport]) -> None:
        if outcome.error is None:
            self.changed.emit()
        if self._form is None or self._form.stopped:
            return
        if outcome.error is not None:
            self._form.fail(say_error(outcome.error).whole)
            return
        done = outcome.value()
        self._form.take(done)
        if done.next is not None:
            self._ask(done.next)

    def _on_closed(self) -> None:
        self._form, self._data = None, b""

    # ── out ─────────────────────────────────────────────────────────────────────────────────────────────────────────
    def choose_export(self, unit_id: str, where: str) -> None:
        """Ask for what, then where to; `where` names the unit."""
        self._unit_id = unit_id
        words = self.tr("导出{unit}及下级的联系人。写明用途，导出完整号码；留空，号码遮盖。每次导出都有记录。").format(
            unit=where
        )
        if Right.PERSONAL_OPEN not in self._desk.session.rights:
            self._choose_file("")
            return
        form = PurposeForm(self.tr("导出通讯录"), words, self.tr("选择文件…"), self._page(), needed=False)
        form.given.connect(self._choose_file)
        open_form(form)

    @Slot(str)
    def _choose_file(self, purpose: str) -> None:
        self._purpose = purpose
        dialog = QFileDialog(self._page(), self.tr("导出通讯录"), self.tr("通讯录.csv"), "CSV (*.csv)")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.write)
        dialog.open()

    @Slot(str)
    def write(self, path: str) -> None:
        """Export into a file."""
        asked = ExportContacts(unit_id=self._unit_id, purpose=self._purpose)

        def work(client: Client) -> str:
            Path(path).write_bytes(client.contacts.export(asked))
            return Path(path).name

        self._desk.ask(work, self._on_written)

    def _on_written(self, outcome: Outcome[str]) -> None:
        if outcome.error is None:
            self.said.emit(Message(self.tr("已导出到 {file}").format(file=outcome.value()), key="contacts"))
        elif isinstance(outcome.error, OSError):
            self.said.emit(Message(self.tr("文件写不进去：请换一个位置再导出"), "red", key="contacts", shown_ms=0))
        else:
            self.said.emit(Message(say_error(outcome.error).whole, "red", key="contacts", shown_ms=0))

    def _page(self) -> QWidget:
        page = self.parent()
        if not isinstance(page, QWidget):
            raise RuntimeError("the page is gone")
        return page
