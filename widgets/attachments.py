"""The files of a case in one line: kept ones to open and save, those on their way, and those that did not get away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from widgets.flow import FlowLayout
from widgets.plain import PlainLabel, one_line, sentence, tooltip
from widgets.qss import set_property
from widgets.taborder import tab_through

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QMimeData

_NAME_PX = 200
_MOST_PX = 62
"""Two lines of files; more are scrolled."""

_DRAGS = (QEvent.Type.DragEnter, QEvent.Type.DragMove)


@dataclass(frozen=True, slots=True)
class FileItem:
    """A file as it is shown. `detail`: its size, or how it fares; `can_stop`: not all of it has gone."""

    key: str
    name: str
    detail: str
    state: Literal["kept", "busy", "unsent"] = "kept"
    can_stop: bool = False


class FileChip(QFrame):
    """One file: a button that opens it once it is kept, words before; and what else can be done with it."""

    open_wanted = Signal(str)
    save_wanted = Signal(str)
    stop_wanted = Signal(str)
    again_wanted = Signal(str)

    def __init__(self, item: FileItem, parent: QWidget) -> None:
        super().__init__(parent)
        self._item = item
        self._kept = QPushButton(self)
        self._kept.setProperty("kind", "outline")
        self._kept.setAutoDefault(False)
        self._kept.clicked.connect(self._on_open)
        self._words = PlainLabel(parent=self, role="quiet")
        self._save = self._small(self.tr("另存为"))
        self._again = self._small(self.tr("再发"))
        self._stop = self._small(self.tr("取消"))
        self._save.clicked.connect(self._on_save)
        self._again.clicked.connect(self._on_again)
        self._stop.clicked.connect(self._on_stop)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for part in (self._kept, self._words, self._save, self._again, self._stop):
            row.addWidget(part)
        self.set_item(item)

    def _small(self, text: str) -> QPushButton:
        button = QPushButton(text, self)
        button.setProperty("kind", "link")
        button.setAutoDefault(False)
        return button

    def buttons(self) -> tuple[QPushButton, ...]:
        """Return what can be pressed, from left to right."""
        return (self._kept, self._save, self._again, self._stop)

    def set_item(self, item: FileItem) -> None:
        """Show the file as it is now."""
        self._item = item
        name = one_line(item.name)
        short = self.fontMetrics().elidedText(name, Qt.TextElideMode.ElideMiddle, _NAME_PX)
        self._kept.setText(f"{short}  {item.detail}".replace("&", "&&"))
        self._kept.setAccessibleName(self.tr("打开附件 {name}，{detail}").format(name=name, detail=item.detail))
        self._words.setText(sentence(short, item.detail))
        for part in (self._kept, self._words):
            part.setToolTip(tooltip(name))
        self._save.setAccessibleName(self.tr("另存 {name}").format(name=name))
        self._again.setAccessibleName(self.tr("再发 {name}").format(name=name))
        self._stop.setAccessibleName(self.tr("不再发送 {name}").format(name=name))
        for part in (self._kept, self._save):
            part.setVisible(item.state == "kept")
        self._words.setVisible(item.state != "kept")
        set_property(self._words, "tone", "yellow" if item.state == "unsent" else "")
        self._stop.setText(self.tr("放弃") if item.state == "unsent" else self.tr("取消"))
        self._again.setVisible(item.state == "unsent")
        self._stop.setVisible(item.can_stop)

    @Slot()
    def _on_open(self) -> None:
        self.open_wanted.emit(self._item.key)

    @Slot()
    def _on_save(self) -> None:
        self.save_wanted.emit(self._item.key)

    @Slot()
    def _on_again(self) -> None:
        self.again_wanted.emit(self._item.key)

    @Slot()
    def _on_stop(self) -> None:
        self.stop_wanted.emit(self._item.key)


class AttachmentLine(QScrollArea):
    """The files of one case. Takes no room while there are none; `add_button` is placed by the owner."""

    open_wanted = Signal(str)
    save_wanted = Signal(str)
    stop_wanted = Signal(str)
    again_wanted = Signal(str)
    """The key of a file: open it, save a copy, stop sending it or let it go, send it again."""
    add_wanted = Signal()
    """The person wants to choose files."""
    dropped = Signal(object)
    """Files were dropped: their paths (tuple of str)."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[str, FileChip] = {}
        self._why_not = ""
        self.add_button = QPushButton(self.tr("添加附件…"))
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self.add_wanted)
        self.setAccessibleName(self.tr("附件"))
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside = inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        self._flow = FlowLayout(spacing=8)
        column.addLayout(self._flow)
        column.addStretch()
        self.setWidget(inside)
        for part in (self.viewport(), inside):
            part.setAutoFillBackground(False)
        self.set_addable("")
        self.set_items(())

    # ── values in ──────────────────────────────────────────────────────────────────────────────────────────────

    def set_items(self, items: Sequence[FileItem]) -> None:
        """Show these files; a file keeps its widgets while it stays."""
        if [item.key for item in items] != list(self._chips):
            self._rebuild(items)
        for item in items:
            self._chips[item.key].set_item(item)
        self.setVisible(bool(items))
        self._fit()

    def set_addable(self, why_not: str) -> None:
        """Say why nothing can be added, "" when it can."""
        self._why_not = why_not
        self.add_button.setEnabled(not why_not)
        told = why_not or self.tr("JPEG、PNG 或 PDF，20 MB 以内；按 T，或把文件拖到这里")
        self.add_button.setToolTip(tooltip(told))
        self.add_button.setAccessibleDescription(told)

    def take_drops(self, panel: QWidget) -> None:
        """Let files be dropped anywhere on a panel."""
        panel.setAcceptDrops(True)
        panel.installEventFilter(self)

    # ── values out ─────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def why_not(self) -> str:
        """Why nothing can be added, "" when it can."""
        return self._why_not

    def chip(self, key: str) -> FileChip:
        """Return the part of a file. Raises KeyError."""
        return self._chips[key]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files that are dragged over the panel and dropped on it."""
        kind = event.type()
        if kind in _DRAGS and isinstance(event, QDragMoveEvent) and not self._why_not and _paths(event.mimeData()):
            self.add_button.setText(self.tr("松开即添加"))
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            return True
        if kind == QEvent.Type.DragLeave:
            self.add_button.setText(self.tr("添加附件…"))
        if kind == QEvent.Type.Drop and isinstance(event, QDropEvent):
            self.add_button.setText(self.tr("添加附件…"))
            paths = _paths(event.mimeData())
            if paths and not self._why_not:
                event.setDropAction(Qt.DropAction.CopyAction)
                event.accept()
                self.dropped.emit(paths)
                return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: object) -> None:
        """Take as many lines as the files need, two at the most."""
        super().resizeEvent(event)  # type: ignore[arg-type]  # a QResizeEvent
        self._fit()

    def _fit(self) -> None:
        width = self.viewport().width()
        self.setFixedHeight(max(1, min(self._flow.heightForWidth(width), _MOST_PX)))

    def _rebuild(self, items: Sequence[FileItem]) -> None:
        old, self._chips = self._chips, {}
        while self._flow.takeAt(0) is not None:
            pass
        for item in items:
            chip = old.pop(item.key, None)
            if chip is None:
                chip = FileChip(item, self._inside)
                chip.open_wanted.connect(self.open_wanted)
                chip.save_wanted.connect(self.save_wanted)
                chip.stop_wanted.connect(self.stop_wanted)
                chip.again_wanted.connect(self.again_wanted)
            self._chips[item.key] = chip
            self._flow.addWidget(chip)
            chip.show()
        for gone in old.values():
            gone.hide()
            gone.deleteLater()
        tab_through(self._inside, [button for chip in self._chips.values() for button in chip.buttons()])


def _paths(data: QMimeData) -> tuple[str, ...]:
    """Return the files of this computer that are dragged; none when anything else is among them."""
    urls = data.urls()
    return tuple(url.toLocalFile() for url in urls) if all(url.isLocalFile() for url in urls) else ()
