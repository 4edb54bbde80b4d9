"""The register of contacts: looked at, kept, opened, taken from a file and written to one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from litestar import Response, get, post
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath, FromQuery, JSONBody

from services.api.contacts import (
    ContactAddresses,
    ContactDone,
    ContactEdit,
    ContactImport,
    ContactMove,
    ContactOf,
    ContactPage,
    ExportContacts,
    NewContact,
    OpenContact,
    Register,
    VacancyPage,
)
from services.desk import commands, contacts, contacts_export, contacts_import, contacts_rows
from services.domain.tablefile import BYTES_MOST
from services.hub.replies import answered, gives, reply
from services.hub.request import HubRequest, at, threaded

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.store.database import Tx

_KIND = "contact"


@get("/contacts/register", responses=gives(Register))
@threaded
def register(request: HubRequest) -> Response[bytes]:
    """Tell slots, channels, and every unit of one's view with its people and vacancies."""
    hub, who = at(request)
    district, now = hub.district, hub.time.exact()
    return reply(
        hub.database.read(lambda conn: contacts_rows.register(conn, district, who.scope, now), scope=who.scope)
    )


@get("/contacts", responses=gives(ContactPage))
@threaded
def listed(
    request: HubRequest, unit_id: FromQuery[str] = "", q: FromQuery[str] = "", removed: FromQuery[bool] = False
) -> Response[bytes]:
    """List the contacts of a unit and below, those that hold every word, or the removed ones."""
    hub, who = at(request)
    district, now = hub.district, hub.time.exact()
    return reply(
        hub.database.read(
            lambda conn: contacts_rows.listed(
                conn, district, who.scope, now, unit_id=unit_id, words=q, removed=removed
            ),
            scope=who.scope,
        )
    )


@get("/contacts/vacancies", responses=gives(VacancyPage))
@threaded
def vacancies(request: HubRequest, unit_id: FromQuery[str] = "") -> Response[bytes]:
    """Tell who is missing for which unit."""
    hub, who = at(request)
    district, now = hub.district, hub.time.exact()
    return reply(
        hub.database.read(lambda conn: contacts_rows.missing(conn, district, who.scope, unit_id, now), scope=who.scope)
    )


def _run(request: HubRequest, command_id: str, work: Callable[[Tx], ContactDone]) -> Response[bytes]:
    hub, who = at(request)
    return answered(commands.run(hub.database, who.scope, command_id, _KIND, work))


@post("/contacts", status_code=200, responses=gives(ContactDone))
@threaded
def add(request: HubRequest, data: JSONBody[NewContact]) -> Response[bytes]:
    """Add a contact."""
    hub, who = at(request)
    district = hub.district
    return _run(request, data.command_id, lambda tx: contacts.add(tx, district, who.scope, data))


@post("/contacts/{contact_id:str}", status_code=200, responses=gives(ContactDone))
@threaded
def change(request: HubRequest, contact_id: FromPath[str], data: JSONBody[ContactEdit]) -> Response[bytes]:
    """Change a contact."""
    hub, who = at(request)
    district = hub.district
    return _run(request, data.command_id, lambda tx: contacts.change(tx, district, who.scope, contact_id, data))


@post("/contacts/{contact_id:str}/move", status_code=200, responses=gives(ContactDone))
@threaded
def move(request: HubRequest, contact_id: FromPath[str], data: JSONBody[ContactMove]) -> Response[bytes]:
    """Call a contact earlier or later."""
    hub, who = at(request)
    district = hub.district
    return _run(request, data.command_id, lambda tx: contacts.move(tx, district, who.scope, contact_id, data))


@post("/contacts/{contact_id:str}/remove", status_code=200, responses=gives(ContactDone))
@threaded
def remove(request: HubRequest, contact_id: FromPath[str], data: JSONBody[ContactOf]) -> Response[bytes]:
    """Take a contact out of the register."""
    hub, who = at(request)
    district = hub.district
    return _run(request, data.command_id, lambda tx: contacts.remove(tx, district, who.scope, contact_id, data))


@post("/contacts/{contact_id:str}/restore", status_code=200, responses=gives(ContactDone))
@threaded
def restore(request: HubRequest, contact_id: FromPath[str], data: JSONBody[ContactOf]) -> Response[bytes]:
    """Put a removed contact back."""
    hub, who = at(request)
    district = hub.district
    return _run(request, data.command_id, lambda tx: contacts.restore(tx, district, who.scope, contact_id, data))


@post("/contacts/{contact_id:str}/open", status_code=200, responses=gives(ContactAddresses))
@threaded
def open_addresses(request: HubRequest, contact_id: FromPath[str], data: JSONBody[OpenContact]) -> Response[bytes]:
    """Open a contact's addresses for a purpose, which is logged. The answer is kept nowhere."""
    hub, who = at(request)
    district = hub.district
    return reply(
        hub.database.write(
            lambda tx: contacts.open_addresses(tx, district, who.scope, contact_id, data.purpose), scope=who.scope
        )
    )


@dataclass(frozen=True, slots=True)
class _Slice:
    """Which rows of a file a command takes."""

    command_id: str
    after: int
    unit_id: str


@post("/contacts/import", status_code=200, responses=gives(ContactImport), request_max_body_size=BYTES_MOST)
async def import_rows(
    request: HubRequest, command_id: FromQuery[str], after: FromQuery[int] = 0, unit_id: FromQuery[str] = ""
) -> Response[bytes]:
    """Take the next rows of a CSV file, which is the body."""
    data = await request.body()
    return await sync_to_thread(_import, request, _Slice(command_id, after, unit_id), data)


def _import(request: HubRequest, part: _Slice, data: bytes) -> Response[bytes]:
    hub, who = at(request)
    district = hub.district
    return answered(
        commands.run(
            hub.database,
            who.scope,
            part.command_id,
            _KIND,
            lambda tx: contacts_import.take(tx, district, who.scope, data, part.after, part.unit_id),
        )
    )


@post("/contacts/export", status_code=200, responses=gives(bytes, "text/csv"))
@threaded
def export(request: HubRequest, data: JSONBody[ExportContacts]) -> Response[bytes]:
    """Write contacts as CSV; every export is logged, and kept nowhere."""
    hub, who = at(request)
    district = hub.district
    made = hub.database.write(lambda tx: contacts_export.export(tx, district, who.scope, data), scope=who.scope)
    return Response(made, media_type="text/csv")


ROUTES = (
    register,
    listed,
    vacancies,
    add,
    change,
    move,
    remove,
    restore,
    open_addresses,
    import_rows,
    export,
)
