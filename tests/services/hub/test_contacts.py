"""The register of contacts over HTTP: done once, masked on the way, another area's is not there, no address kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from services.api.contacts import (
    ContactDone,
    ContactImport,
    ContactOf,
    ContactPage,
    ExportContacts,
    NewContact,
    OpenContact,
    Register,
    VacancyPage,
)
from services.domain.rights import Role
from services.store.tables import audit, commands
from tests.fixtures.desks import OTHER_STREET, STREET
from tests.fixtures.hub import new_id

if TYPE_CHECKING:
    from tests.fixtures.hub import RunningHub

NUMBER = "13900001111"


def new(unit_id: str = STREET, number: str = NUMBER) -> NewContact:
    """Return somebody at a street."""
    return NewContact(
        command_id=new_id(), unit_id=unit_id, slot="street_leader", person="何秀兰", addresses={"sms": number}
    )


def test_a_contact_is_added_once_looked_at_opened_and_removed(any_hub: RunningHub) -> None:
    seat = any_hub.seat(Role.SUPERVISOR)
    register = msgspec.convert(seat.get("/contacts/register"), Register)
    assert register.may_edit
    asked = new()
    first, again = (seat.ask("POST", "/contacts", asked) for _ in range(2))
    assert first.status_code == 200, first.text
    assert first.content == again.content
    done = msgspec.json.decode(first.content, type=ContactDone)
    assert done.row.addresses == {"sms": "139****1111"}
    page = msgspec.convert(seat.get(f"/contacts?q={NUMBER}"), ContactPage)
    assert [row.person for row in page.rows] == ["何秀兰"]
    opened = seat.post(f"/contacts/{done.row.id}/open", OpenContact(purpose="核对"))
    assert opened["addresses"] == {"sms": NUMBER}
    assert seat.refused("POST", f"/contacts/{done.row.id}/open", OpenContact(purpose=""))[0] == 422
    asked_gone = ContactOf(command_id=new_id(), version=1)
    gone = msgspec.convert(seat.post(f"/contacts/{done.row.id}/remove", asked_gone), ContactDone)
    assert gone.row.removed_at is not None
    assert msgspec.convert(seat.get("/contacts/vacancies"), VacancyPage).total == 0
    changes = seat.http.get(f"{any_hub.url}/stream?after={done.pos - 1}", stream=True, timeout=20)
    with changes:
        assert changes.status_code == 200, "a change of the register does not end the stream"
    kept = any_hub.hub.database.read(
        lambda conn: [*conn.execute(select(commands.c.answer)), *conn.execute(select(audit.c.payload))]
    )
    assert not any(NUMBER in (row[0].decode() if isinstance(row[0], bytes) else row[0]) for row in kept)


def test_a_refused_address_is_kept_masked_only(hub: RunningHub) -> None:
    seat = hub.seat(Role.SUPERVISOR)
    status, problem = seat.refused("POST", "/contacts", new(number="139000011112"))
    assert (status, problem["code"]) == (422, "field_bad")
    kept = hub.hub.database.read(lambda conn: [bytes(row[0]) for row in conn.execute(select(commands.c.answer))])
    assert kept
    assert not any(b"139000011112" in answer for answer in kept)


def test_another_street_s_contacts_are_not_there_and_the_wall_reads_none(hub: RunningHub) -> None:
    street = hub.street(STREET)
    assert street.refused("POST", "/contacts", new(OTHER_STREET))[0] == 404
    assert street.refused("GET", f"/contacts?unit_id={OTHER_STREET}")[0] == 404
    assert hub.seat(Role.WALL).refused("GET", "/contacts/register")[0] == 403
    assert hub.seat(Role.OPERATOR).refused("POST", "/contacts", new())[0] == 403


def test_a_file_goes_in_and_comes_out_over_http(hub: RunningHub) -> None:
    seat = hub.seat(Role.SUPERVISOR)
    rows = f"单位,岗位,姓名,手机\n{STREET},街镇带班领导,何秀兰,{NUMBER}\n没有,街镇值班,甲,\n".encode("gb18030")

    def send(command_id: str) -> ContactImport:
        answer = seat.ask("POST", f"/contacts/import?command_id={command_id}", rows)
        assert answer.status_code == 200, answer.text
        return msgspec.json.decode(answer.content, type=ContactImport)

    first, second = send("import-1"), send("import-2")
    assert (first.added, len(first.refused), second.added, second.same) == (1, 1, 0, 1)
    masked = seat.ask("POST", "/contacts/export", ExportContacts(unit_id=STREET))
    clear = seat.ask("POST", "/contacts/export", ExportContacts(unit_id=STREET, purpose="核对"))
    assert NUMBER not in masked.text
    assert NUMBER in clear.text
