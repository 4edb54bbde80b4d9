"""The files of the selected case: opened, saved and added without the drawing thread waiting for any of it.

A file that could not be sent stays offered, to be sent again under the same command id: it is added once.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTemporaryDir, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from console.casefiles import SUFFIXES, Fetched, fetching, kind_of, reading, reason_of, safe_name, size_text, unread
from console.desk import Desk
from console.pending import Command, Finished, Stage
from console.problems import say_error
from console.tasks import Outcome
from console.upload import Progress
from services.api.cases import AttachmentRow
from widgets.attachments import AttachmentLine, FileItem
from widgets.plain import one_line, sentence
from widgets.toast import Message, ToastTone

LABEL = "attach"
ATTACH_KEY = "T"
_LOOK_MS = 200


@dataclass(slots=True)
class _Sending:
    """A file on its way to the hub. `command` is there once it was read, `unsent` when it did not get away."""

    key: str
    case_id: str
    name: str
    ticket: int = 0
    command: Command | None = None
    unsent: bool = False
    progress: Progress = field(default_factory=Progress)


class CaseFiles(QObject):
    """Joins the line of files to the desk."""

    said = Signal(object)
    """A Message."""

    def __init__(self, desk: Desk, line: AttachmentLine, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._line = line
        self._case_id = ""
        self._rows: dict[str, AttachmentRow] = {}
        self._sending: dict[str, _Sending] = {}
        self._fetching: dict[int, AttachmentRow] = {}
        self._chosen: AttachmentRow | None = None
        self._folder: QTemporaryDir | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._draw)
        line.add_wanted.connect(self._choose)
        line.dropped.connect(self.add)
        line.open_wanted.connect(self._ask_to_open)
        line.save_wanted.connect(self._choose_place)
        line.stop_wanted.connect(self._stop)
        line.again_wanted.connect(self._again)
        desk.finished.connect(self._on_finished)

    def show(self, case_id: str, rows: tuple[AttachmentRow, ...], why_not: str) -> None:
        """Show a case's files; `why_not` says why none can be added, "" when they can."""
        self._case_id = case_id
        self._rows = {row.id: row for row in rows}
        self._line.set_addable(why_not)
        self._draw()

    def close(self) -> None:
        """Stop looking, and take away the copies that were opened."""
        self._timer.stop()
        if self._folder is not None:
            self._folder.remove()
            self._folder = None

    # ── adding ──────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def add(self, paths: tuple[str, ...]) -> None:
        """Add files of this computer to the case that is shown."""
        if not self._case_id:
            return
        for path in map(Path, paths):
            sending = _Sending(self._desk.new_id(), self._case_id, path.name)
            self._sending[sending.key] = sending
            sending.ticket = self._desk.ask(reading(path), self._on_read)
        self._timer.start()
        self._draw()

    @Slot()
    def begin(self) -> None:
        """Choose files for the case that is shown, or say why none can be added."""
        why_not = self._line.why_not
        if why_not:
            self._say(why_not, "quiet")
        else:
            self._choose()

    @Slot()
    def _choose(self) -> None:
        dialog = self._dialog(self.tr("添加附件"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("照片和 PDF (*.jpg *.jpeg *.png *.pdf)"), self.tr("全部文件 (*)")])
        dialog.filesSelected.connect(self._on_chosen)
        dialog.open()

    @Slot("QStringList")
    def _on_chosen(self, paths: list[str]) -> None:
        self.add(tuple(paths))

    def _on_read(self, outcome: Outcome[bytes]) -> None:
        sending = next((one for one in self._sending.values() if one.ticket == outcome.ticket), None)
        if sending is None:
            return  # stopped meanwhile
        if outcome.error is not None:
            del self._sending[sending.key]
            self._say(sentence(one_line(sending.name, 40), unread(outcome.error)), "red")
        else:
            self._send(sending, outcome.value())
        self._draw()

    def _send(self, sending: _Sending, data: bytes) -> None:
        client, progress = self._desk.client, sending.progress
        case_id, name, command_id = sending.case_id, sending.name, sending.key

        def send() -> object:
            return client.attach(case_id, command_id, name, data, "application/octet-stream", progress)

        # No case is named: its other actions stay possible while a photograph takes its time.
        sending.command = Command(command_id, "", LABEL, send)
        self._desk.resend(sending.command)

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        sending = self._sending.get(finished.command.id)
        if sending is None:
            return
        name = one_line(sending.name, 40)
        if finished.may_retry and not sending.progress.stopped:
            sending.unsent = True
            self._say(sentence(name, self.tr("没有发出，可以再发")), "yellow")
        else:
            del self._sending[sending.key]
            if finished.committed and sending.progress.stopped:
                self._say(sentence(name, self.tr("已经送达，没有取消")), "yellow")
            elif not finished.committed and not sending.progress.stopped:
                said = finished.said.whole if finished.said is not None else self.tr("没有办成，请再试一次")
                self._say(sentence(name, said), "red")
        self._draw()

    @Slot(str)
    def _stop(self, key: str) -> None:
        sending = self._sending.get(key)
        if sending is None:
            return
        sending.progress.stop()
        if sending.command is None or sending.unsent:
            del self._sending[key]
        self._draw()

    @Slot(str)
    def _again(self, key: str) -> None:
        sending = self._sending.get(key)
        if sending is not None and sending.unsent and sending.command is not None:
            sending.unsent = False
            self._timer.start()
            self._desk.resend(sending.command)
            self._draw()

    # ── opening and saving ──────────────────────────────────────────────────────────────────────────────────────────
    @Slot(str)
    def _ask_to_open(self, key: str) -> None:
        row = self._rows.get(key)
        if row is None:
            return
        self._chosen = row
        box = QMessageBox(self._page())
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setWindowTitle(self.tr("打开附件"))
        box.setText(self.tr("用本机的程序打开“{name}”？").format(name=one_line(row.name, 60)))
        box.setInformativeText(
            self.tr("{kind}，{size}。打开的是一份临时副本，离开席位时删去。").format(
                kind=kind_of(row.media_type), size=size_text(row.size)
            )
        )
        opening = box.addButton(self.tr("打开"), QMessageBox.ButtonRole.AcceptRole)
        cancel = box.addButton(self.tr("取消"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(opening)
        box.setEscapeButton(cancel)
        box.accepted.connect(self._on_open)
        box.finished.connect(box.deleteLater)
        box.open()

    @Slot()
    def _on_open(self) -> None:
        row, self._chosen = self._chosen, None
        if row is None:
            return
        if self._folder is None or not self._folder.isValid():
            self._folder = QTemporaryDir()
        if row.media_type not in SUFFIXES or not self._folder.isValid():
            self._say(self.tr("没有地方放临时副本，请改用“另存为”"), "red")
            return
        self._fetch(row, Path(self._folder.path()) / f"{row.id[-8:]}-{safe_name(row)}", to_open=True)

    @Slot(str)
    def _choose_place(self, key: str) -> None:
        row = self._rows.get(key)
        if row is None:
            return
        self._chosen = row
        dialog = self._dialog(self.tr("另存为"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setFileMode(QFileDialog.FileMode.AnyFile)
        dialog.setDefaultSuffix(SUFFIXES.get(row.media_type, "").removeprefix("."))
        dialog.selectFile(safe_name(row))
        dialog.fileSelected.connect(self._on_place)
        dialog.open()

    @Slot(str)
    def _on_place(self, path: str) -> None:
        row, self._chosen = self._chosen, None
        if row is not None:
            self._fetch(row, Path(path), to_open=False)

    def _fetch(self, row: AttachmentRow, path: Path, *, to_open: bool) -> None:
        ticket = self._desk.ask(fetching(row, path, to_open=to_open), self._on_fetched)
        self._fetching[ticket] = row
        self._draw()

    def _on_fetched(self, outcome: Outcome[Fetched]) -> None:
        self._fetching.pop(outcome.ticket, None)
        self._draw()
        error = outcome.error
        if isinstance(error, OSError):
            self._say(self.tr("附件没有存成：{reason}").format(reason=reason_of(error)), "red")
        elif error is not None:
            self._say(say_error(error).whole, "red")
        elif not outcome.value().to_open:
            self._say(self.tr("已存为 {path}").format(path=one_line(str(outcome.value().path), 120)), "ok")
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(outcome.value().path))):
            self._say(self.tr("本机没有能打开这种文件的程序，请改用“另存为”"), "red")

    # ── words ───────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def _draw(self) -> None:
        fetched = {row.id for row in self._fetching.values()}
        items = [
            FileItem(row.id, row.name, self.tr("取回中…") if row.id in fetched else size_text(row.size))
            for row in self._rows.values()
        ]
        mine = [sending for sending in self._sending.values() if sending.case_id == self._case_id]
        self._line.set_items([*items, *map(self._item, mine)])
        if all(sending.unsent for sending in self._sending.values()):
            self._timer.stop()

    def _item(self, sending: _Sending) -> FileItem:
        if sending.unsent:
            return FileItem(sending.key, sending.name, self.tr("没有发出"), "unsent", can_stop=True)
        if sending.command is None:
            return FileItem(sending.key, sending.name, self.tr("读取中…"), "busy", can_stop=True)
        share = sending.progress.share
        if sending.progress.stopped:
            return FileItem(sending.key, sending.name, self.tr("正在取消…"), "busy")
        if share < 1:
            words = self.tr("提交中 {n}%").format(n=int(share * 100))
        elif self._desk.pending.mark("") == Stage.UNCONFIRMED:
            words = self.tr("未确认")
        else:
            words = self.tr("提交中，等待处理")
        return FileItem(sending.key, sending.name, words, "busy", can_stop=share < 1)

    def _say(self, text: str, tone: ToastTone) -> None:
        self.said.emit(Message(text, tone, shown_ms=0 if tone == "red" else 8_000))

    def _page(self) -> QWidget:
        page = self.parent()
        if not isinstance(page, QWidget):
            raise TypeError("made with the page it belongs to")
        return page

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._page(), title)
        dialog.finished.connect(dialog.deleteLater)
        return dialog
