"""Working as a team: the hub's calls. Blocks: worker threads only. Raises HubUnreachable, HubRefused."""

from __future__ import annotations

from urllib.parse import quote

import msgspec

from console.transport import Request, Transport, decode
from services.api.cases import Done
from services.api.team import (
    AtCase,
    Declare,
    EndEvent,
    EventDeclared,
    Fitting,
    LeaveEvent,
    Macro,
    MacroRow,
    PersonName,
    Reassign,
    Reassigned,
    SeatRow,
    TakeIn,
)


class TeamCalls:
    """What a console asks of the team, over its client's transport."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def names(self) -> list[PersonName]:
        """Ask what the people are called whom one meets at cases."""
        return decode(self._transport.send(Request("GET", "/people/names")), list[PersonName])

    def at(self, case_id: str) -> None:
        """Tell which case one looks at, "" none."""
        body = msgspec.json.encode(AtCase(case_id=case_id))
        self._transport.send(Request("PUT", "/presence", body=body))

    def seats(self) -> list[SeatRow]:
        """Ask how the seats stand (supervisors)."""
        return decode(self._transport.send(Request("GET", "/seats")), list[SeatRow])

    def reassign(self, person_id: str, ask: Reassign) -> list[Reassigned]:
        """Pass on all claims of a person; repeated under its id it does nothing twice."""
        request = Request("POST", f"/seats/{_part(person_id)}/reassign", body=msgspec.json.encode(ask))
        return decode(self._transport.send(request), list[Reassigned])

    def macros(self) -> list[MacroRow]:
        """Ask for the macros one may use."""
        return decode(self._transport.send(Request("GET", "/macros")), list[MacroRow])

    def save_macro(self, macro: Macro) -> MacroRow:
        """Save a macro, new (version 0) or as of a version."""
        request = Request("PUT", f"/macros/{_part(macro.id)}", body=msgspec.json.encode(macro), repeatable=False)
        return decode(self._transport.send(request), MacroRow)

    def retire_macro(self, macro_id: str) -> None:
        """Put a macro away."""
        self._transport.send(Request("DELETE", f"/macros/{_part(macro_id)}"))

    def events(self) -> list[EventDeclared]:
        """Ask for the declared events of one's view."""
        return decode(self._transport.send(Request("GET", "/events")), list[EventDeclared])

    def declare(self, ask: Declare) -> EventDeclared:
        """Declare an event."""
        return decode(self._transport.send(Request("POST", "/events", body=msgspec.json.encode(ask))), EventDeclared)

    def fitting(self, ask: Declare) -> Fitting:
        """Ask how many open cases an event would take in if it were declared so."""
        return decode(self._transport.send(Request("POST", "/events/fitting", body=msgspec.json.encode(ask))), Fitting)

    def take_in(self, event_id: str, ask: TakeIn) -> EventDeclared:
        """Take some of the open cases that fit into an event."""
        request = Request("POST", f"/events/{_part(event_id)}/cases", body=msgspec.json.encode(ask))
        return decode(self._transport.send(request), EventDeclared)

    def leave_event(self, case_id: str, ask: LeaveEvent) -> Done:
        """Take a case out of its event."""
        request = Request("POST", f"/cases/{_part(case_id)}/leave-event", body=msgspec.json.encode(ask))
        return decode(self._transport.send(request), Done)

    def end_event(self, event_id: str, ask: EndEvent) -> EventDeclared:
        """End a declared event."""
        request = Request("POST", f"/events/{_part(event_id)}/end", body=msgspec.json.encode(ask))
        return decode(self._transport.send(request), EventDeclared)


def _part(text: str) -> str:
    return quote(text, safe="")
