"""通讯录 at work: the tree with its vacancies, finding, adding, order and deputies by keys, removal and its undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from console.pages.contacts.forms import PurposeForm
from console.pages.contacts.page import VACANT, ContactsPage

if TYPE_CHECKING:
    from pathlib import Path

    from services.api.contacts import ContactRow
    from tests.journeys.seats import Console

STREET = "440113007"


def opened(console: Console) -> ContactsPage:
    """Open the page at Shiqiao street, and wait for its people and its form."""
    console.ctrl(Qt.Key.Key_8)
    found = console.window.findChild(ContactsPage)
    assert found is not None
    console.until(lambda: found.tree.people > 0)
    found.tree.choose(STREET)
    console.until(lambda: found.row is not None and found.row.unit_id == STREET)
    console.until(lambda: found.editor.row is not None and found.editor.row == found.row)
    return found


def names(page: ContactsPage) -> list[str]:
    """Return who stands at the street, in the order of the table."""
    return [row.person for row in page.rows if row.unit_id == STREET]


def known(page: ContactsPage, person: str) -> ContactRow | None:
    """Return a contact of the table by name."""
    return next((row for row in page.rows if row.person == person), None)


def add(console: Console, page: ContactsPage, person: str, number: str = "") -> None:
    """Add somebody at the street's duty, as at the keyboard."""
    page.table.setFocus()
    page.begin_new()
    console.until(lambda: page.editor.row is None and page.editor.unit is not None and not page.editor.person.text())
    page.editor.slot.setCurrentIndex(page.editor.slot.findData("street_duty"))
    page.editor.person.setText(person)
    page.editor.addresses["sms"].setText(number)
    page.editor.person.setFocus()
    console.ctrl(Qt.Key.Key_Return)
    console.until(lambda: known(page, person) is not None and page.row == known(page, person))
    console.until(lambda: page.editor.row == page.row)


def test_a_street_is_found_somebody_added_put_first_and_taken_out_again(console: Console) -> None:
    page = opened(console)
    console.shoot("contacts-people")
    before = names(page)
    add(console, page, "何秀兰", "139 0000 1111")
    assert names(page) == [*before, "何秀兰"]
    row = page.row
    assert row is not None
    assert row.addresses["sms"] == "139****1111"
    page.table.setFocus()
    console.key(Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    console.until(lambda: names(page)[0] == "何秀兰" and page.row == known(page, "何秀兰"))
    page.table.setFocus()
    console.key(Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    console.until(lambda: names(page)[-1] == "何秀兰" and page.row == known(page, "何秀兰"))
    page.table.setFocus()
    console.key(Qt.Key.Key_D)
    console.until(lambda: bool((known(page, "何秀兰") or row).deputy_of) and page.row == known(page, "何秀兰"))
    page.table.setFocus()
    console.key(Qt.Key.Key_Delete)
    console.until(lambda: known(page, "何秀兰") is None and page.undo.isEnabled())
    console.ctrl(Qt.Key.Key_Z)
    console.until(lambda: known(page, "何秀兰") is not None)
    console.until(lambda: not page.undo.isEnabled())


def test_who_is_missing_is_listed_and_the_number_opened_for_a_purpose(console: Console) -> None:
    page = opened(console)
    page.table.setFocus()
    console.key(Qt.Key.Key_O)
    form = console.dialog()
    assert isinstance(form, PurposeForm)
    form.purpose.setText("核对值班电话")
    console.key(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: f"demo:{STREET}" in page.editor.opened.text())
    for _ in range(2):  # the deputy first: it stands in for the other
        deputy = next((row for row in page.rows if row.unit_id == STREET and row.deputy_of), None)
        wanted = deputy or next(row for row in page.rows if row.unit_id == STREET)
        page.table.select(wanted.id)
        console.until(lambda wanted=wanted: page.row == wanted)  # type: ignore[misc]
        page.table.setFocus()
        console.key(Qt.Key.Key_Delete)
        console.until(lambda wanted=wanted: wanted.id not in {row.id for row in page.rows})  # type: ignore[misc]
    console.until(lambda: page.tree.vacant == 1)
    page.tabs.chosen.emit(VACANT)
    console.until(lambda: page.table.current_key() == f"{STREET}|street_duty")
    console.until(lambda: page.editor.row is None and page.editor.slot.currentData() == "street_duty")
    console.shoot("contacts-vacant")


def test_found_by_pinyin_copied_as_text_and_left_by_escape(console: Console) -> None:
    page = opened(console)
    page.search.setFocus()
    console.type("sqjd")
    console.until(lambda: bool(page.rows) and all("市桥" in row.person for row in page.rows))
    page.table.setFocus()
    console.ctrl(Qt.Key.Key_C)
    text = QGuiApplication.clipboard().text()
    assert "演示·市桥街道值班长" in text
    assert f"demo:{STREET}" not in text, "masked on the screen, masked in the copy"
    console.key(Qt.Key.Key_Escape)
    console.until(lambda: not page.search.text() and page.isVisible())
    page.table.setFocus()
    console.key(Qt.Key.Key_Escape)
    console.until(lambda: not page.isVisible())


def test_a_file_is_taken_with_its_progress_and_what_it_refused(console: Console, tmp_path: Path) -> None:
    page = opened(console)
    file = tmp_path / "register.csv"
    file.write_text(
        f"单位,岗位,姓名,手机\n{STREET},街镇带班领导,王建国,13900001111\n没有的单位,街镇值班,甲,\n", encoding="gb18030"
    )
    page.files.take(str(file))
    form = console.dialog()
    console.until(lambda: form.list.topLevelItemCount() == 1 and known(page, "王建国") is not None)  # type: ignore[attr-defined]
    console.shoot("contacts-import")
    console.key(Qt.Key.Key_Escape)
    console.no_dialog()
