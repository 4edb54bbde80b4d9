"""The line of a case's files: what each can do as it stands, and files dropped on the panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from widgets.attachments import AttachmentLine, FileChip, FileItem

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

KEPT = FileItem("a", "<b>井盖</b> & 路面.jpg", "1.2 MB")
BUSY = FileItem("b", "树.png", "提交中 40%", "busy", can_stop=True)
UNSENT = FileItem("c", "报告.pdf", "没有发出", "unsent", can_stop=True)


@pytest.fixture
def line(qtbot: QtBot) -> AttachmentLine:
    made = AttachmentLine()
    qtbot.addWidget(made)
    qtbot.addWidget(made.add_button)
    made.resize(700, 40)
    return made


def buttons(chip: FileChip) -> dict[str, QPushButton]:
    return {one.text(): one for one in chip.findChildren(QPushButton) if one.isVisibleTo(chip)}


def test_each_file_offers_what_can_be_done_with_it(line: AttachmentLine, qtbot: QtBot) -> None:
    line.set_items((KEPT, BUSY, UNSENT))
    assert list(buttons(line.chip("a"))) == ["<b>井盖</b> && 路面.jpg  1.2 MB", "另存为"]
    assert list(buttons(line.chip("b"))) == ["取消"]
    assert list(buttons(line.chip("c"))) == ["再发", "放弃"]
    wanted = (
        ("a", "<b>井盖</b> && 路面.jpg  1.2 MB", line.open_wanted),
        ("a", "另存为", line.save_wanted),
        ("b", "取消", line.stop_wanted),
        ("c", "再发", line.again_wanted),
        ("c", "放弃", line.stop_wanted),
    )
    for key, text, signal in wanted:
        with qtbot.waitSignal(signal) as told:
            QTest.mouseClick(buttons(line.chip(key))[text], Qt.MouseButton.LeftButton)
        assert told.args == [key]
    assert "&lt;b&gt;" in line.chip("a")._kept.toolTip()
    assert "树.png" in line.chip("b")._stop.accessibleName()


def test_a_file_keeps_its_widgets_while_it_fares(line: AttachmentLine) -> None:
    line.set_items((BUSY,))
    chip = line.chip("b")
    line.set_items((KEPT, FileItem("b", "树.png", "提交中，等待处理", "busy")))
    assert line.chip("b") is chip
    assert not buttons(chip)
    assert any("等待处理" in label.text() for label in chip.findChildren(QLabel))
    line.set_items(())
    assert line.isHidden()


def test_only_files_of_this_computer_can_be_dropped_and_only_where_they_may_be_added(line: AttachmentLine) -> None:
    line.take_drops(line)

    def taken(*urls: str) -> bool:
        data = QMimeData()
        data.setUrls([QUrl(url) for url in urls])
        event = QDragEnterEvent(
            QPoint(3, 3),
            Qt.DropAction.MoveAction | Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        event.ignore()
        QApplication.sendEvent(line, event)
        return event.isAccepted() and event.dropAction() == Qt.DropAction.CopyAction

    assert taken("file:///a.jpg")
    assert line.add_button.text() == "松开即添加"
    assert not taken("https://example.org/a.jpg")
    assert not taken()
    line.set_addable("您的角色不能添加附件")
    assert not taken("file:///a.jpg")
    assert not line.add_button.isEnabled()
    assert "角色" in line.add_button.toolTip()
