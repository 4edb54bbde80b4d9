"""Files of a case: a photograph from one seat is seen, opened and saved at another; what did not get away is kept."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QMessageBox, QPushButton

from tests.fixtures.pictures import bomb, opened, photo

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.district import Colleague, HubProcess
    from tests.journeys.seats import Console
    from widgets.attachments import FileChip


def chips(console: Console) -> list[FileChip]:
    line = console.page.case.files
    return [line.chip(key) for key in line._chips]


def words(console: Console) -> str:
    found = [one for chip in chips(console) for one in chip.findChildren(QPushButton) if one.isVisibleTo(chip)]
    labels = [chip._words.text() for chip in chips(console) if chip._words.isVisibleTo(chip)]
    return "\n".join([*(one.text() for one in found), *labels])


def drop(console: Console, *paths: Path) -> bool:
    """Drop files on the case panel; tell whether it took them."""
    panel, data = console.page.case, QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    kept = (Qt.DropAction.CopyAction | Qt.DropAction.MoveAction, data, Qt.MouseButton.LeftButton)
    entered = QDragEnterEvent(panel.rect().center(), *kept, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(panel, entered)
    dropped = QDropEvent(QPointF(panel.rect().center()), *kept, Qt.KeyboardModifier.NoModifier)
    if entered.isAccepted():
        QApplication.sendEvent(panel, dropped)
    return entered.isAccepted()


def until_told(console: Console, text: str) -> None:
    console.until(lambda: text in words(console))


def until_said(console: Console, *texts: str) -> None:
    console.until(lambda: all(text in console.said() for text in texts))


def press(chip: FileChip, text: str) -> None:
    button = next(one for one in chip.findChildren(QPushButton) if one.isVisibleTo(chip) and text in one.text())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


class Opener(QObject):
    """Stands for the desktop's own programs."""

    def __init__(self) -> None:
        super().__init__()
        self.urls: list[QUrl] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        """Be told what to open."""
        self.urls.append(url)


def test_a_photograph_from_one_seat_is_seen_opened_and_saved_at_another(
    open_console: Callable[..., Console], colleague: Colleague, tmp_path: Path
) -> None:
    row = colleague.report("井盖缺失")
    first, second = open_console("first").start(), open_console("second", theme="light").start()
    for console in (first, second):
        console.choose(row.id)
        assert not console.page.case.files.isVisible()
    taken = tmp_path / "井盖 现场.jpg"
    taken.write_bytes(photo(6, (640, 320)))
    assert drop(first, taken)
    assert "井盖 现场.jpg" in words(first)
    for console in (first, second):
        until_told(console, "KB")
        assert len(chips(console)) == 1
        console.shoot("attachments-first" if console is first else "attachments-second")
    press(chips(second)[0], "另存为")
    dialog = second.dialog()
    assert isinstance(dialog, QFileDialog)
    kept = tmp_path / "kept.jpg"
    field = dialog.findChild(QLineEdit)
    assert field is not None
    assert field.text() == "井盖_现场.jpg"
    field.setText(str(kept))
    dialog.accept()
    second.until(lambda: "已存为" in second.said())
    assert opened(kept.read_bytes()).size == (320, 640)
    assert b"GPS" not in kept.read_bytes()
    assert kept.stat().st_mode & 0o111 == 0
    assert not list(tmp_path.glob("*.part"))

    opener = Opener()
    QDesktopServices.setUrlHandler("file", opener, "take")  # type: ignore[arg-type]  # says bytes, takes text
    try:
        press(chips(second)[0], "井盖 现场.jpg")
        box = second.dialog()
        assert isinstance(box, QMessageBox)
        assert "JPEG" in box.informativeText()
        second.shoot_of(box, "attachment-open")
        assert not opener.urls
        next(one for one in box.buttons() if "打开" in one.text()).click()
        second.until(lambda: bool(opener.urls))
    finally:
        QDesktopServices.unsetUrlHandler("file")
    copy = Path(opener.urls[0].toLocalFile())
    assert copy.suffix == ".jpg"
    assert copy.read_bytes() == kept.read_bytes()
    second.close()
    assert not copy.exists()


def test_a_file_that_did_not_get_away_is_offered_again_and_added_once(
    hub: HubProcess, console: Console, colleague: Colleague, tmp_path: Path
) -> None:
    row = colleague.report("树木倒伏")
    console.choose(row.id)
    taken = tmp_path / "树.jpg"
    taken.write_bytes(photo())
    hub.kill()
    assert drop(console, taken)
    console.until(lambda: "没有发出" in words(console))
    console.until(lambda: "没有发出" in console.said())
    console.shoot("attachment-unsent")
    press(chips(console)[0], "再发")
    console.until(lambda: "没有发出" in words(console))
    hub.start()
    console.until(lambda: console.desk.connected)
    press(chips(console)[0], "再发")
    console.until(lambda: "KB" in words(console))
    detail = colleague.ask(lambda client: client.case(row.id))
    assert [item.name for item in detail.attachments] == ["树.jpg"]
    assert len(chips(console)) == 1
    hub.kill()
    assert drop(console, taken)
    console.until(lambda: "没有发出" in words(console))
    press(chips(console)[1], "放弃")
    assert len(chips(console)) == 1


def test_what_cannot_be_added_is_said_in_one_sentence(console: Console, colleague: Colleague, tmp_path: Path) -> None:
    row = colleague.report("路灯不亮")
    console.choose(row.id)
    (tmp_path / "large.pdf").write_bytes(b"%PDF-" + bytes(20 * 1024 * 1024))
    (tmp_path / "program.png").write_bytes(b"MZ")
    (tmp_path / "bomb.png").write_bytes(bomb())
    (tmp_path / "broken.jpg").write_bytes(photo()[:200])
    for name, said in (
        ("large.pdf", "超过 20 MB"),
        ("program.png", "不支持的附件类型"),
        ("bomb.png", "6400 万像素"),
        ("broken.jpg", "附件已损坏"),
        ("absent.jpg", "找不到"),
    ):
        assert drop(console, tmp_path / name)
        until_said(console, name, said)
        console.until(lambda: not chips(console))
    (tmp_path / "note.txt").write_text("x", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "note.txt"))])
    assert not console.page.case._note.canInsertFromMimeData(data)
