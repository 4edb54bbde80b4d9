"""The register of contacts at the desk, on both engines: who may, what is kept, what never shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from sqlalchemy import select, text

from services.api.alerts import AlertRequest
from services.api.contacts import ContactEdit, ContactMove, ContactOf, ContactRow, NewContact
from services.desk import alerts, contacts, contacts_rows
from services.domain.clock import HOUR_MS
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.rights import Role
from services.store.tables import audit
from tests.fixtures.desks import OTHER_STREET, STREET, WATER

if TYPE_CHECKING:
    from services.api.contacts import ContactDone, ContactPage
    from services.domain.rights import Scope
    from tests.fixtures.desks import Office

NUMBER = "139 0000-1111"


class Book:
    """Short ways to keep the register as somebody."""

    def __init__(self, office: Office, scope: Scope | None = None) -> None:
        self.office = office
        self.scope = scope or office.scope("", Role.SUPERVISOR)

    def add(self, unit_id: str, slot: str, person: str, **fields: Any) -> ContactRow:  # noqa: ANN401 - any field
        new = NewContact(command_id="n", unit_id=unit_id, slot=slot, person=person, **fields)
        return self._write(lambda tx: contacts.add(tx, self.office.district, self.scope, new))

    def change(self, row: ContactRow, **fields: Any) -> ContactRow:  # noqa: ANN401 - likewise
        said = {name: getattr(row, name) for name in ("person", "slot", "deputy_of", "hours", "note")}
        edit = ContactEdit(command_id="n", version=row.version, **(said | fields))
        return self._write(lambda tx: contacts.change(tx, self.office.district, self.scope, row.id, edit))

    def move(self, row: ContactRow, by: Any) -> ContactRow:  # noqa: ANN401 - 1 or -1
        asked = ContactMove(command_id="n", version=row.version, by=by)
        return self._write(lambda tx: contacts.move(tx, self.office.district, self.scope, row.id, asked))

    def remove(self, row: ContactRow) -> ContactRow:
        asked = ContactOf(command_id="n", version=row.version)
        return self._write(lambda tx: contacts.remove(tx, self.office.district, self.scope, row.id, asked))

    def restore(self, row: ContactRow) -> ContactRow:
        asked = ContactOf(command_id="n", version=row.version)
        return self._write(lambda tx: contacts.restore(tx, self.office.district, self.scope, row.id, asked))

    def open(self, row: ContactRow, purpose: str) -> dict[str, str]:
        return self.office.database.write(
            lambda tx: contacts.open_addresses(tx, self.office.district, self.scope, row.id, purpose), scope=self.scope
        ).addresses

    def page(self, unit_id: str = "", words: str = "", *, removed: bool = False) -> ContactPage:
        office = self.office
        return office.database.read(
            lambda conn: contacts_rows.listed(
                conn, office.district, self.scope, office.clock.at, unit_id=unit_id, words=words, removed=removed
            ),
            scope=self.scope,
        )

    def people(self, unit_id: str = "", words: str = "") -> list[str]:
        return [row.person for row in self.page(unit_id, words).rows]

    def vacant(self, unit_id: str) -> list[str]:
        office = self.office
        page = office.database.read(
            lambda conn: contacts_rows.missing(conn, office.district, self.scope, unit_id, office.clock.at)
        )
        return [row.slot for row in page.rows if row.unit_id == unit_id]

    def _write(self, work: Any) -> ContactRow:  # noqa: ANN401 - a piece of work
        done: ContactDone = self.office.database.write(work, scope=self.scope)
        return done.row


@pytest.fixture
def book(office: Office) -> Book:
    """Return the register in the hands of the district's supervisor."""
    return Book(office)


def refused(code: str, deed: Any, *args: Any, **fields: Any) -> Refusal:  # noqa: ANN401 - any deed
    """Do something that is refused with a code."""
    with pytest.raises(Refusal) as caught:
        deed(*args, **fields)
    assert caught.value.problem.code == code
    return caught.value


def test_the_demo_begins_with_its_made_up_people_and_no_address_in_the_clear(book: Book) -> None:
    page = book.page(STREET)
    first = page.rows[:2]
    assert [row.slot for row in first] == ["street_duty", "street_duty"]
    assert first[1].deputy_of == first[0].id
    assert first[0].initials.startswith("ys")
    assert set(first[0].addresses) == {"wecom", "phone", "led"}
    assert all("*" in shown for shown in first[0].addresses.values())
    raw = book.office.database.read(lambda conn: list(conn.execute(text("SELECT channels FROM contacts"))))
    assert {row[0] for row in raw} == {"{}"}


def test_a_contact_is_added_changed_found_opened_and_every_step_is_sealed(book: Book) -> None:
    added = book.add(STREET, "street_leader", " 李 秀英 ", addresses={"sms": NUMBER}, hours="08:30-17:30")
    assert (added.person, added.order, added.version, added.hours) == ("李 秀英", 1, 1, "08:30-17:30")
    assert added.addresses == {"sms": "139****1111"}
    assert book.people(words="lxy") == ["李 秀英"]
    assert book.people(words="市桥 带班") == ["李 秀英"]
    assert book.people(words="+86 13900001111") == ["李 秀英"]
    changed = book.change(added, person="李秀英", addresses={"sms": "", "phone": "020-34567890"})
    assert changed.version == 2
    assert list(changed.addresses) == ["phone"]
    assert book.people(words="13900001111") == []
    assert book.open(changed, "核对值班电话") == {"phone": "020-34567890"}
    refused("purpose_required", book.open, changed, " ")
    refused("record_stale", book.change, added, note="旧")
    links = book.office.database.read(
        lambda conn: list(conn.execute(select(audit.c.action, audit.c.payload).where(audit.c.object_id == added.id)))
    )
    assert [link.action for link in links] == ["contact.add", "contact.change", "contact.open"]
    assert not any(word in link.payload for link in links for word in ("秀英", "1111", "3456"))
    assert "核对值班电话" in links[2].payload


def test_what_is_wrong_with_a_contact_is_said_without_showing_its_address(book: Book) -> None:
    problem = refused("field_bad", book.add, STREET, "street_duty", "甲", addresses={"sms": "1390000111"}).problem
    assert "1390000111" not in problem.sentence
    assert "11 位手机号" in problem.remedy
    refused("field_bad", book.add, STREET, "street_duty", "甲", addresses={"pigeon": "x"})
    refused("field_bad", book.add, STREET, "grid_head", "甲")
    refused("field_bad", book.add, STREET, "street_duty", "甲", hours="早八晚五")
    refused("field_bad", book.add, STREET, "street_duty", "甲", account="nobody")
    refused("field_bad", book.add, STREET, "street_duty", "甲", on_from=2, on_to=1)
    refused("field_missing", book.add, STREET, "street_duty", "\t")
    book.add(STREET, "street_duty", "甲")
    refused("contact_there", book.add, STREET, "street_duty", "甲")


def test_order_and_deputies(book: Book) -> None:
    first, second, third = (book.add(STREET, "street_leader", name) for name in ("甲", "乙", "丙"))
    assert [first.order, second.order, third.order] == [1, 2, 3]
    book.move(third, -1)

    def names() -> list[str]:
        return [row.person for row in book.page(STREET).rows if row.slot == "street_leader"]

    assert names() == ["甲", "丙", "乙"]
    refused("record_stale", book.move, second, -1)
    deputy = next(row for row in book.page(STREET).rows if row.person == "乙")
    deputy = book.change(deputy, deputy_of=first.id)
    assert names() == ["甲", "乙", "丙"]
    refused("field_bad", book.add, STREET, "street_leader", "丁", deputy_of=deputy.id)
    known = next(row for row in book.page(STREET).rows if row.id == first.id)
    refused("contact_has_deputies", book.remove, known)
    refused("contact_has_deputies", book.change, known, slot="street_duty")


def test_a_removed_contact_is_out_of_every_list_and_can_be_put_back(book: Book) -> None:
    row = next(row for row in book.page("dept-water").rows)
    gone = book.remove(row)
    assert gone.removed_at == book.office.clock.at
    assert book.vacant("dept-water") == ["dept_duty"]
    assert [one.id for one in book.page(removed=True).rows] == [row.id]
    refused("record_stale", book.remove, gone)
    back = book.restore(gone)
    assert (back.removed_at, back.version) == (None, 3)
    assert book.vacant("dept-water") == []


def test_jurisdiction(book: Book, office: Office) -> None:
    street = Book(office, office.scope(STREET, Role.STREET))
    mine = street.add(STREET, "street_leader", "甲", addresses={"sms": NUMBER})
    assert mine.addresses == {"sms": "139****1111"}
    elsewhere = book.page(OTHER_STREET).rows[0]
    for deed in (
        lambda: street.page(OTHER_STREET),
        lambda: street.open(elsewhere, "看"),
        lambda: street.remove(elsewhere),
    ):
        refused("not_found", deed)
    refused("not_found", street.add, OTHER_STREET, "street_leader", "乙")
    refused("not_found", street.page, WATER)
    assert {row.unit_id for row in street.page(words="13900001111").rows} == {STREET}
    water = Book(office, office.scope(WATER, Role.DEPARTMENT))
    assert {row.unit_id for row in water.page().rows} == {WATER}
    refused("no_right", Book(office, office.scope("", Role.OPERATOR)).add, STREET, "street_leader", "乙")
    refused("no_right", Book(office, office.scope("", Role.WALL)).page)
    commander = Book(office, office.scope("", Role.COMMANDER))
    assert set(commander.page(STREET).rows[0].addresses.values()) == {""}
    assert commander.people(words="13900001111") == []
    refused("no_right", commander.open, mine, "看")


def test_the_composer_takes_its_people_from_the_register(book: Book, office: Office) -> None:
    grid = next(
        unit.id
        for unit in office.district.units.values()
        if unit.path.startswith(f"440113/{STREET}/") and unit.path.count("/") == 3
    )

    def reached() -> tuple[int, int]:
        shown = office.database.read(
            lambda conn: alerts.preview(conn, office.district, office.operator, request, office.clock.at)
        )
        return shown.people, shown.reached

    request = AlertRequest(
        command_id="a",
        mode=Mode.EXERCISE,
        kind="waterlogging",
        level="red",
        unit_ids=(grid,),
        channels=("sms",),
        starts_at=office.clock.at,
        expires_at=office.clock.at + HOUR_MS,
        warning="",
        measures="",
    )
    assert reached() == (1, 0)
    day = book.add(grid, "grid_worker", "白班", addresses={"sms": NUMBER}, hours="08:00-20:00")  # it is 16:26 there
    assert reached() == (2, 1)
    book.add(grid, "grid_worker", "夜班", addresses={"sms": "13900002222"}, hours="20:00-08:00")
    assert reached() == (2, 1), "off duty while another of the slot is on"
    deputy = book.add(grid, "grid_worker", "替班", addresses={"sms": "13900003333"}, deputy_of=day.id)
    assert reached() == (2, 1), "a deputy waits while the principal is on duty"
    office.clock.advance(4 * HOUR_MS)
    assert reached() == (3, 2), "at 20:26 the night shift, and the deputy for the day shift"
    book.remove(deputy)
    assert reached() == (2, 1)


def test_register_counts_people_and_vacancies_per_unit(book: Book) -> None:
    office = book.office
    found = office.database.read(
        lambda conn: contacts_rows.register(conn, office.district, book.scope, office.clock.at)
    )
    assert found.may_edit
    assert len(found.units) == len(office.district.units)
    assert sum(unit.vacant for unit in found.units) == 0
    at_street = next(unit for unit in found.units if unit.unit_id == STREET)
    assert msgspec.to_builtins(at_street) == [STREET, 2, 0]
    for row in book.page(STREET).rows:
        if row.unit_id == STREET and row.deputy_of:
            book.remove(row)
    book.remove(next(row for row in book.page(STREET).rows if row.unit_id == STREET))
    again = office.database.read(
        lambda conn: contacts_rows.register(conn, office.district, book.scope, office.clock.at)
    )
    assert next(unit for unit in again.units if unit.unit_id == STREET).vacant == 1
