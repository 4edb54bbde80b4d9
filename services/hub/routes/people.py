"""The people of a district, for the security administrator."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get, post, put
from litestar.params import FromPath, JSONBody

from services.api.people import NewPassword, NewPerson, PersonRow
from services.desk import commands, people
from services.domain.problems import Refusal
from services.hub.replies import answered, gives, nothing, reply
from services.hub.request import HubRequest, at, threaded


class AppKey(msgspec.Struct, frozen=True, kw_only=True):
    """A person's key for the phone app, told this once."""

    key: str


@get("/people", responses=gives(list[PersonRow]))
@threaded
def every(request: HubRequest) -> Response[bytes]:
    """List all people."""
    hub, who = at(request)
    now = hub.time.exact()
    return reply(hub.database.read(lambda conn: people.rows(conn, who.scope, now), scope=who.scope))


@post("/people", status_code=200, responses=gives(PersonRow))
@threaded
def add(request: HubRequest, data: JSONBody[NewPerson]) -> Response[bytes]:
    """Add a person."""
    hub, who = at(request)
    district = hub.district
    hashed = people.hash_password(data.password, data.login)
    return answered(
        commands.run(
            hub.database,
            who.scope,
            data.command_id,
            "person",
            lambda tx: people.add(tx, district, who.scope, data, hashed),
        )
    )


@put("/people/{person_id:str}", responses=gives(PersonRow))
@threaded
def change(request: HubRequest, person_id: FromPath[str], data: JSONBody[PersonRow]) -> Response[bytes]:
    """Change a person as of a version."""
    hub, who = at(request)
    if data.id != person_id:
        raise Refusal("field_bad", field="id", value=data.id[:64], remedy="应与地址中的编号相同")
    district = hub.district
    row = hub.database.write(lambda tx: people.change(tx, district, who.scope, data), scope=who.scope)
    hub.sessions.forget()
    return reply(row)


@post("/people/{person_id:str}/password", status_code=200, responses=gives(dict[str, Any]))
@threaded
def set_password(request: HubRequest, person_id: FromPath[str], data: JSONBody[NewPassword]) -> Response[bytes]:
    """Set a password; it ends the person's sessions. One's own asks for the `current` one."""
    hub, who = at(request)
    with hub.passwords:
        people.set_password(hub.database, hub.district, who.scope, person_id, data)
    hub.sessions.forget()
    return nothing()


@post("/people/{person_id:str}/unlock", status_code=200, responses=gives(dict[str, Any]))
@threaded
def unlock(request: HubRequest, person_id: FromPath[str]) -> Response[bytes]:
    """Lift a lock-out before its time."""
    hub, who = at(request)
    hub.database.write(lambda tx: people.unlock(tx, who.scope, person_id), scope=who.scope)
    return nothing()


@post("/people/{person_id:str}/app-key", status_code=200, responses=gives(AppKey))
@threaded
def app_key(request: HubRequest, person_id: FromPath[str]) -> Response[bytes]:
    """Make a person's key for the phone app; an earlier one ends."""
    hub, who = at(request)
    key = hub.database.write(lambda tx: people.give_app_key(tx, who.scope, person_id), scope=who.scope)
    return reply(AppKey(key=key))


ROUTES = (every, add, change, set_password, unlock, app_key)
