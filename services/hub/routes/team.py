"""Working as a team: names, who looks at what, seats, macros, declared events."""

from __future__ import annotations

from typing import Any

from litestar import Response, delete, get, post, put
from litestar.params import FromPath, JSONBody

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
from services.desk import commands, declared, macros, names, seats
from services.domain.problems import Refusal
from services.hub.replies import answered, gives, nothing, reply
from services.hub.request import HubRequest, at, threaded


@get("/people/names", responses=gives(list[PersonName]))
@threaded
def people_names(request: HubRequest) -> Response[bytes]:
    """Tell what the people are called whom one meets at cases."""
    hub, who = at(request)
    district = hub.district
    return reply(hub.database.read(lambda conn: names.names(conn, district, who.scope), scope=who.scope))


@put("/presence", responses=gives(dict[str, Any]), sync_to_thread=False)
def presence(request: HubRequest, data: JSONBody[AtCase]) -> Response[bytes]:
    """Tell which case one looks at. Kept for a moment and not audited: nothing of the case changes."""
    hub, who = at(request)
    hub.presence.note(who.scope.person_id, data.case_id)
    return nothing()


@get("/seats", responses=gives(list[SeatRow]))
@threaded
def all_seats(request: HubRequest) -> Response[bytes]:
    """Tell how the seats of one's area stand."""
    hub, who = at(request)
    district, now = hub.district, hub.time.exact()
    return reply(hub.database.read(lambda conn: seats.seats(conn, district, who.scope, now), scope=who.scope))


@post("/seats/{person_id:str}/reassign", status_code=200, responses=gives(list[Reassigned]))
@threaded
def reassign(request: HubRequest, person_id: FromPath[str], data: JSONBody[Reassign]) -> Response[bytes]:
    """Pass on all claims of a person; one command per case."""
    hub, who = at(request)
    return reply(seats.reassign(hub.database, hub.district, who.scope, person_id, data))


@get("/macros", responses=gives(list[MacroRow]))
@threaded
def all_macros(request: HubRequest) -> Response[bytes]:
    """List the macros one may use."""
    hub, who = at(request)
    return reply(hub.database.read(lambda conn: macros.rows(conn, who.scope), scope=who.scope))


@put("/macros/{macro_id:str}", responses=gives(MacroRow))
@threaded
def save_macro(request: HubRequest, macro_id: FromPath[str], data: JSONBody[Macro]) -> Response[bytes]:
    """Save a macro."""
    hub, who = at(request)
    if data.id != macro_id:
        raise Refusal("field_bad", field="id", value=data.id[:64], remedy="应与地址中的编号相同")
    district = hub.district
    return reply(hub.database.write(lambda tx: macros.put(tx, district, who.scope, data), scope=who.scope))


@delete("/macros/{macro_id:str}", status_code=200, responses=gives(dict[str, Any]))
@threaded
def retire_macro(request: HubRequest, macro_id: FromPath[str]) -> Response[bytes]:
    """Put a macro away."""
    hub, who = at(request)
    hub.database.write(lambda tx: macros.retire(tx, who.scope, macro_id), scope=who.scope)
    return nothing()


@get("/events", responses=gives(list[EventDeclared]))
@threaded
def events(request: HubRequest) -> Response[bytes]:
    """List the declared events of one's view."""
    hub, who = at(request)
    now = hub.time.exact()
    district = hub.district
    return reply(hub.database.read(lambda conn: declared.rows(conn, district, who.scope, now), scope=who.scope))


@post("/events/fitting", status_code=200, responses=gives(Fitting))
@threaded
def fitting(request: HubRequest, data: JSONBody[Declare]) -> Response[bytes]:
    """Count the open cases that an event would take in if it were declared so."""
    hub, who = at(request)
    district, now = hub.district, hub.time.exact()
    return reply(
        hub.database.read(lambda conn: declared.count_fitting(conn, district, who.scope, data, now), scope=who.scope)
    )


@post("/events", status_code=200, responses=gives(EventDeclared))
@threaded
def declare(request: HubRequest, data: JSONBody[Declare]) -> Response[bytes]:
    """Declare an event."""
    hub, who = at(request)
    district, scope = hub.district, who.scope
    return answered(
        commands.run(
            hub.database, scope, data.command_id, "declare", lambda tx: declared.declare(tx, district, scope, data)
        )
    )


@post("/events/{event_id:str}/end", status_code=200, responses=gives(EventDeclared))
@threaded
def end_event(request: HubRequest, event_id: FromPath[str], data: JSONBody[EndEvent]) -> Response[bytes]:
    """End a declared event."""
    hub, who = at(request)
    scope = who.scope
    return answered(
        commands.run(
            hub.database, scope, data.command_id, "end_event", lambda tx: declared.end(tx, scope, event_id, data)
        )
    )


@post("/events/{event_id:str}/cases", status_code=200, responses=gives(EventDeclared))
@threaded
def take_in(request: HubRequest, event_id: FromPath[str], data: JSONBody[TakeIn]) -> Response[bytes]:
    """Take open cases that fit into a declared event."""
    hub, who = at(request)
    district, scope = hub.district, who.scope
    return answered(
        commands.run(
            hub.database,
            scope,
            data.command_id,
            "take_in",
            lambda tx: declared.take_in(tx, district, scope, event_id, data),
        )
    )


@post("/cases/{case_id:str}/leave-event", status_code=200, responses=gives(Done))
@threaded
def leave_event(request: HubRequest, case_id: FromPath[str], data: JSONBody[LeaveEvent]) -> Response[bytes]:
    """Take a case out of its declared event."""
    hub, who = at(request)
    district, scope = hub.district, who.scope
    return answered(
        commands.run(
            hub.database,
            scope,
            data.command_id,
            "leave_event",
            lambda tx: declared.leave(tx, district, scope, case_id, data),
        )
    )


ROUTES = (
    people_names,
    presence,
    all_seats,
    reassign,
    all_macros,
    save_macro,
    retire_macro,
    events,
    declare,
    end_event,
    fitting,
    take_in,
    leave_event,
)
