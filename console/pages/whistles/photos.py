"""Photographs of who reported in: chosen from this computer and sent, or kept on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from console.desk import Desk
from console.problems import say_error
from console.settings import write_whole
from console.tasks import Lane, Outcome
from services.api.whistles import WhistleFileRow
from widgets.toast import Message

SEND_PHOTO = "whistle_photo"
"""The label of the command."""


class Photos(QWidget):
    """Asks which file, and joins it to the desk. Draws nothing itself."""

    said = Signal(object)
    """A Message."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self._desk = desk
        self._whistle_id = ""
        self._unit_id = ""
        self._file: WhistleFileRow | None = None
        self._dialog: QFileDialog | None = None

    def add(self, whistle_id: str, unit_id: str) -> None:
        """Ask for a photograph and send it."""
        self._whistle_id, self._unit_id = whistle_id, unit_id
        dialog = self._ask(self.tr("选择照片"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self.tr("照片 (*.jpg *.jpeg *.png)"))
        dialog.fileSelected.connect(self.send)
        dialog.open()

    def keep(self, row: WhistleFileRow) -> None:
        """Ask where to keep a photograph, and keep it there."""
        self._file = row
        dialog = self._ask(self.tr("另存照片"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.selectFile(row.name)
        dialog.fileSelected.connect(self._on_place)
        dialog.open()

    @Slot(str)
    def send(self, name: str) -> None:
        """Send a file of this computer."""
        path, whistle_id, unit_id = Path(name), self._whistle_id, self._unit_id
        self._desk.send(
            "",
            SEND_PHOTO,
            lambda client, command_id: client.whistles.add_photo(
                whistle_id, command_id, unit_id, path.name, path.read_bytes()
            ),
        )

    def _ask(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self.window(), title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    @Slot(str)
    def _on_place(self, name: str) -> None:
        row, client = self._file, self._desk.client
        if row is not None:
            self._desk.run(Lane.QUERIES, lambda: _fetched(client.whistles.photo(row.id), name), self._on_kept)

    def _on_kept(self, outcome: Outcome[str]) -> None:
        if outcome.error is not None:
            words = self.tr("照片没有存下：{reason}").format(reason=say_error(outcome.error).whole)
            self.said.emit(Message(words, "red", key="whistle"))
        else:
            self.said.emit(Message(self.tr("已存为 {name}").format(name=outcome.value()), key="whistle"))


def _fetched(data: bytes, name: str) -> str:
    write_whole(Path(name), data)
    return name
