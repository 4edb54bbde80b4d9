"""The register of contacts on the wire.

| route | message → answer | who |
|---|---|---|
| GET /contacts/register | – → Register: slots, channels, units with people and vacancies | CONTACT_READ |
| GET /contacts?unit_id=&q=&removed= | – → ContactPage: of a unit and below, or those found | CONTACT_READ |
| GET /contacts/vacancies?unit_id= | – → VacancyPage: who is missing for which unit | CONTACT_READ |
| POST /contacts | NewContact → ContactDone | CONTACT_EDIT |
| POST /contacts/{id} | ContactEdit → ContactDone | CONTACT_EDIT |
| POST /contacts/{id}/move | ContactMove → ContactDone | CONTACT_EDIT |
| POST /contacts/{id}/remove, …/restore | ContactOf → ContactDone | CONTACT_EDIT |
| POST /contacts/{id}/open | OpenContact → ContactAddresses; logged | PERSONAL_OPEN |
| POST /contacts/import?command_id=&after=&unit_id= | CSV as the body → ContactImport: a slice of it | IMPORT |
| POST /contacts/export | ExportContacts → CSV; logged | EXPORT |

Addresses travel masked; in the clear only in the answer to `open`, and in an export with a purpose. Minutes of the day
are written 08:30-17:30 in the district's time. A unit outside one's own area or unit is 404.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from services.api.calendar import RefusedRow
from services.api.common import Message, Request
from services.api.district import NamedCode
from services.domain.clock import Instant
from services.domain.contacts import ADDRESS_MOST, NAME_MOST, NOTE_MOST

ROWS_MOST = 300
"""Contacts, or vacancies, in one answer at most; `total` says how many there are."""

IMPORT_SLICE = 200
"""Rows of a file that one command takes: one transaction, during which others wait to write (our rule)."""

_Id = Annotated[str, msgspec.Meta(max_length=64)]
_Text = Annotated[str, msgspec.Meta(max_length=400)]
_Addresses = Annotated[dict[_Id, Annotated[str, msgspec.Meta(max_length=ADDRESS_MOST)]], msgspec.Meta(max_length=20)]


class SlotRow(Message, frozen=True, kw_only=True):
    """A slot; `tier` None: of departments. `ours`: our general rule, the district has said nothing."""

    code: str
    name: str
    tier: int | None = None
    needed: int = 0
    most: int = 0
    device: bool = False
    ours: bool = False


class UnitTeam(Message, frozen=True, array_like=True):
    """A unit with how many are in its register and how many places of its own are empty."""

    unit_id: str
    people: int
    vacant: int


class Register(Message, frozen=True, kw_only=True):
    """What the page is built from. `units` are those one may see, in the order of the tree, departments last."""

    slots: tuple[SlotRow, ...]
    channels: tuple[NamedCode, ...]
    units: tuple[UnitTeam, ...]
    may_edit: bool
    as_of: Instant


class ContactRow(Message, frozen=True, kw_only=True):
    """A contact as one may see it. `addresses`: channel → masked, "" where one's role sees that there is one only.

    `account` is the login it is linked to. `on_duty` as of the answer's `as_of`.
    """

    id: str
    unit_id: str
    slot: str
    person: str
    initials: str = ""
    account: str = ""
    order: int = 1
    deputy_of: str = ""
    addresses: dict[str, str] = msgspec.field(default_factory=dict)
    on_from: Instant | None = None
    on_to: Instant | None = None
    hours: str = ""
    note: str = ""
    demo: bool = False
    on_duty: bool = True
    version: int = 1
    removed_at: Instant | None = None
    updated_at: Instant = 0


class ContactPage(Message, frozen=True, kw_only=True):
    """Contacts, at most ROWS_MOST of `total`, by unit, slot, order, deputies after whom they stand in for."""

    rows: tuple[ContactRow, ...]
    total: int
    as_of: Instant


class VacancyRow(Message, frozen=True, array_like=True):
    """A slot of a unit with fewer people than it needs."""

    unit_id: str
    slot: str
    have: int
    needed: int


class VacancyPage(Message, frozen=True, kw_only=True):
    """Vacancies, at most ROWS_MOST of `total`."""

    rows: tuple[VacancyRow, ...]
    total: int
    as_of: Instant


class ContactFields(Request, frozen=True, kw_only=True):
    """What is entered of a contact. `account` is a login or ""; `hours` 08:30-17:30 or "" for always."""

    person: Annotated[str, msgspec.Meta(max_length=NAME_MOST)]
    slot: _Id
    account: _Id = ""
    deputy_of: _Id = ""
    on_from: Instant | None = None
    on_to: Instant | None = None
    hours: Annotated[str, msgspec.Meta(max_length=20)] = ""
    note: Annotated[str, msgspec.Meta(max_length=NOTE_MOST)] = ""


class NewContact(ContactFields, frozen=True, kw_only=True):
    """A contact to add, with its addresses by channel; it comes last in its slot."""

    command_id: str
    unit_id: _Id
    addresses: _Addresses = msgspec.field(default_factory=dict)


class ContactEdit(ContactFields, frozen=True, kw_only=True):
    """A contact as it shall be, over `version`. `addresses` are those that change: "" takes one away."""

    command_id: str
    version: int
    addresses: _Addresses = msgspec.field(default_factory=dict)


class ContactMove(Request, frozen=True, kw_only=True):
    """Call a contact one place earlier (-1) or later (1) in its slot, over `version`."""

    command_id: str
    version: int
    by: Literal[-1, 1]


class ContactOf(Request, frozen=True, kw_only=True):
    """Do something to a contact, over `version`."""

    command_id: str
    version: int


class ContactDone(Message, frozen=True, kw_only=True):
    """What was done, as the contact is now."""

    command_id: str
    pos: int
    row: ContactRow


class OpenContact(Request, frozen=True, kw_only=True):
    """See the addresses in the clear, for a purpose that is written down."""

    purpose: _Text


class ContactAddresses(Message, frozen=True, kw_only=True):
    """Addresses in the clear, by channel."""

    addresses: dict[str, str]


class ContactImport(Message, frozen=True, kw_only=True):
    """What a slice of a file did. `done` of `rows` are through; `next` is where to go on, None at the end.

    `ignored` are columns of the file that nobody knows; `refused` the rows of this slice that were not taken.
    """

    rows: int
    done: int
    next: int | None
    added: int
    changed: int
    same: int
    refused: tuple[RefusedRow, ...] = ()
    ignored: tuple[str, ...] = ()


class ExportContacts(Request, frozen=True, kw_only=True):
    """Write the contacts of a unit and below as CSV. `purpose` "": addresses stay masked."""

    unit_id: _Id = ""
    purpose: _Text = ""
