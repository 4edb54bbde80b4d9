"""The register of contacts: the hub's calls. Blocks: worker threads only. Raises HubUnreachable, HubRefused."""

from __future__ import annotations

from typing import TypeVar
from urllib.parse import quote, urlencode

import msgspec

from console.transport import Request, Transport, decode
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

T = TypeVar("T")

_FILE_TIMEOUT_S = 60.0


class ContactCalls:
    """What a console asks of the register, over its client's transport."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def register(self) -> Register:
        """Ask for slots, channels, and the units of one's view with their people and vacancies."""
        return self._get("/contacts/register", Register)

    def listed(self, unit_id: str = "", words: str = "", *, removed: bool = False) -> ContactPage:
        """Ask for contacts of a unit and below, those that hold every word, or the removed ones."""
        query = {"unit_id": unit_id, "q": words, "removed": "true" if removed else "false"}
        return self._get(f"/contacts?{urlencode(query)}", ContactPage)

    def vacancies(self, unit_id: str = "") -> VacancyPage:
        """Ask who is missing for which unit."""
        return self._get(f"/contacts/vacancies?{urlencode({'unit_id': unit_id})}", VacancyPage)

    def add(self, new: NewContact) -> ContactDone:
        """Add a contact."""
        return self._send("/contacts", new, ContactDone)

    def change(self, contact_id: str, edit: ContactEdit) -> ContactDone:
        """Change a contact."""
        return self._send(f"/contacts/{_part(contact_id)}", edit, ContactDone)

    def move(self, contact_id: str, asked: ContactMove) -> ContactDone:
        """Call a contact earlier or later."""
        return self._send(f"/contacts/{_part(contact_id)}/move", asked, ContactDone)

    def remove(self, contact_id: str, asked: ContactOf) -> ContactDone:
        """Take a contact out of the register."""
        return self._send(f"/contacts/{_part(contact_id)}/remove", asked, ContactDone)

    def restore(self, contact_id: str, asked: ContactOf) -> ContactDone:
        """Put a removed contact back."""
        return self._send(f"/contacts/{_part(contact_id)}/restore", asked, ContactDone)

    def open(self, contact_id: str, purpose: str) -> ContactAddresses:
        """Ask for the addresses in the clear; the purpose is written down."""
        return self._send(f"/contacts/{_part(contact_id)}/open", OpenContact(purpose=purpose), ContactAddresses)

    def import_rows(self, command_id: str, data: bytes, after: int, unit_id: str = "") -> ContactImport:
        """Let the hub take the next rows of a CSV file."""
        query = urlencode({"command_id": command_id, "after": after, "unit_id": unit_id})
        request = Request(
            "POST", f"/contacts/import?{query}", body=data, media_type="text/csv", read_timeout_s=_FILE_TIMEOUT_S
        )
        return decode(self._transport.send(request), ContactImport)

    def export(self, asked: ExportContacts) -> bytes:
        """Ask for contacts as a CSV file; in the clear where a purpose is given."""
        body = msgspec.json.encode(asked)
        return self._transport.send(Request("POST", "/contacts/export", body=body, read_timeout_s=_FILE_TIMEOUT_S)).body

    def _get(self, path: str, kind: type[T]) -> T:
        return decode(self._transport.send(Request("GET", path)), kind)

    def _send(self, path: str, body: msgspec.Struct, kind: type[T]) -> T:
        return decode(self._transport.send(Request("POST", path, body=msgspec.json.encode(body))), kind)


def _part(text: str) -> str:
    return quote(text, safe="")
