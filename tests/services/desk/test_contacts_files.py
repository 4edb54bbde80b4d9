"""The register from a CSV file and to one: good rows stay, bad rows say where, nothing runs, nothing doubles."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from services.api.contacts import IMPORT_SLICE, ExportContacts
from services.desk import contacts_export, contacts_import
from services.domain.problems import Refusal
from services.domain.rights import Role
from services.domain.tablefile import BYTES_MOST
from services.store.tables import audit
from tests.fixtures.desks import OTHER_STREET, STREET
from tests.services.desk.test_contacts import Book, refused

if TYPE_CHECKING:
    from services.api.contacts import ContactImport
    from tests.fixtures.desks import Office

HEAD = "单位,岗位,姓名,手机,副手归属,每日时段,到岗起,备注,星座\n"
GOOD = (
    f"{STREET},街镇带班领导,王建国,139 0000 1111,,08:30-17:30,2026-10-01,,天秤\n"
    f"市桥街道,街镇带班领导,=HYPERLINK(1),13900002222,,,,<b>粗</b>,\n"
    f"{STREET},street_leader,李副,13900003333,王建国,,,,\n"
)


@pytest.fixture
def book(office: Office) -> Book:
    """Return the register in the hands of the district's supervisor."""
    return Book(office)


def take(book: Book, rows: str, after: int = 0, head: str = HEAD) -> ContactImport:
    """Import rows."""
    data = (head + rows).encode()
    return book.office.database.write(
        lambda tx: contacts_import.take(tx, book.office.district, book.scope, data, after), scope=book.scope
    )


def written(book: Book, unit_id: str = "", purpose: str = "") -> list[dict[str, str]]:
    """Export, and read the file as a spreadsheet would."""
    asked = ExportContacts(unit_id=unit_id, purpose=purpose)
    data = book.office.database.write(
        lambda tx: contacts_export.export(tx, book.office.district, book.scope, asked), scope=book.scope
    )
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_good_rows_are_kept_and_the_same_file_again_adds_nothing(book: Book) -> None:
    first = take(book, GOOD)
    assert (first.rows, first.added, first.changed, first.same, first.refused) == (3, 3, 0, 0, ())
    assert (first.ignored, first.next) == (("星座",), None)
    rows = {row.person: row for row in book.page(STREET).rows if row.slot == "street_leader"}
    assert rows["李副"].deputy_of == rows["王建国"].id
    assert rows["王建国"].hours == "08:30-17:30"
    assert rows["=HYPERLINK(1)"].note == "<b>粗</b>", "text stays text"
    again = take(book, GOOD)
    assert (again.added, again.changed, again.same) == (0, 0, 3)
    changed = take(book, GOOD.replace("1111", "4444"))
    assert (changed.added, changed.changed, changed.same) == (0, 1, 2)
    assert book.people(words="13900004444") == ["王建国"]


def test_bad_rows_say_where_why_and_what_to_do_and_show_no_address(book: Book) -> None:
    bad = (
        "没有的单位,街镇值班,甲,,,,,,\n"
        f"{STREET},网格长,乙,,,,,,\n"
        f"{STREET},街镇值班,丙,1390000,,,,,\n"
        f"{STREET},街镇值班,丁,,没有的人,,,,\n"
        f"{STREET},街镇值班,戊,,,八点,,,\n"
        f"{STREET},街镇值班,己,,,,明天,,\n"
        f"{STREET},街镇值班,,,,,,,\n"
        f"{STREET},街镇值班,庚,139****1111,,,,,\n"
        f"{STREET},街镇值班\n"
    )
    done = take(book, bad + GOOD)
    assert (done.added, len(done.refused)) == (3, 9)
    told = {row.line: row for row in done.refused}
    assert sorted(told) == list(range(2, 11))
    assert [told[line].column for line in (2, 3, 4, 5, 7, 8, 9)] == [
        "unit", "slot", "sms", "deputy_of", "on_from", "person", "sms",
    ]  # fmt: skip
    assert "街镇值班" in told[3].reason, "the remedy names what would do"
    assert told[4].value != "1390000"
    assert "11 位手机号" in told[4].reason


def test_a_file_goes_in_slices_and_can_stop_between_them(book: Book) -> None:
    rows = "".join(f"{STREET},街镇值班,人{number},,,,,,\n" for number in range(IMPORT_SLICE + 5))
    first = take(book, rows)
    assert (first.rows, first.done, first.next, first.added) == (
        IMPORT_SLICE + 5,
        IMPORT_SLICE,
        IMPORT_SLICE,
        IMPORT_SLICE,
    )
    last = take(book, rows, IMPORT_SLICE)
    assert (last.done, last.next, last.added) == (IMPORT_SLICE + 5, None, 5)


def test_what_is_no_register_is_refused_whole(book: Book) -> None:
    refused("too_large", take, book, "x" * BYTES_MOST)
    refused("field_bad", take, book, "甲\n", head="姓名\n")
    refused("field_bad", take, book, '"没有结束\n')
    book.scope = book.office.scope(STREET, Role.STREET)
    refused("no_right", take, book, GOOD)


def test_another_area_s_unit_is_no_unit(book: Book) -> None:
    book.scope = book.office.scope(STREET, Role.STREET, Role.SUPERVISOR)
    done = take(book, f"{OTHER_STREET},街镇值班,甲,,,,,,\n")
    assert [row.column for row in done.refused] == ["unit"]


def test_an_export_is_masked_unless_a_purpose_is_given_and_comes_back_as_it_went(book: Book) -> None:
    take(book, GOOD + f"{STREET},街镇带班领导,座机,,,,,,\n", head=HEAD)
    masked = [row for row in written(book, STREET) if row["岗位"] == "街镇带班领导"]
    assert masked[0]["短信"] == "139****1111"
    clear = [row for row in written(book, STREET, "核对") if row["岗位"] == "街镇带班领导"]
    assert [row["短信"].replace(" ", "") for row in clear[:2]] == ["13900001111", "13900003333"]
    assert clear[1]["副手归属"] == "王建国"
    assert clear[2]["姓名"] == "'=HYPERLINK(1)", "no spreadsheet takes it for a formula"
    assert clear[0]["到岗起"] == "2026-10-01 00:00"
    for rows in (masked, clear):
        out = io.StringIO()
        made = csv.DictWriter(out, rows[0])
        made.writeheader()
        made.writerows(rows)
        again = take(book, out.getvalue(), head="")
        assert (again.added, again.changed, again.same, again.refused) == (0, 0, 4, ())
    book.scope = book.office.scope("", Role.COMMANDER)
    assert {row["短信"] for row in written(book, STREET)} == {""}
    refused("no_right", written, book, STREET, "核对")


def test_files_leave_no_address_and_no_name_in_the_audit(book: Book) -> None:
    take(book, GOOD)
    written(book, STREET, "核对")
    office = book.office
    kept = office.database.read(lambda conn: list(conn.execute(select(audit.c.action, audit.c.payload))))
    assert [row.action for row in kept][-4:] == ["contact.add", "contact.add", "contact.add", "contact.export"]
    assert not any(word in row.payload for row in kept for word in ("139 0", "13900002222", "王建国", "李副"))
    with pytest.raises(Refusal):
        written(book, "no-such-unit")
