"""Signing in and out."""

from __future__ import annotations

from typing import Any

from litestar import Response, delete, get, post
from litestar.params import JSONBody

from services.api.sessions import FirstAdmin, Session, SignIn, Unlock
from services.desk import people, sessions
from services.hub.replies import gives, nothing, reply
from services.hub.request import HubRequest, at, hub_of, origin_of, threaded, token_of


@post("/session", status_code=200, responses=gives(Session))
@threaded
def sign_in(request: HubRequest, data: JSONBody[SignIn]) -> Response[bytes]:
    """Open a session by name and password."""
    hub = hub_of(request)
    with hub.passwords:
        return reply(sessions.sign_in(hub.database, hub.district, data, origin_of(request)))


@post("/session/demo", status_code=200, responses=gives(Session))
@threaded
def sign_in_demo(request: HubRequest) -> Response[bytes]:
    """Open a session for the person in front of a demo."""
    hub = hub_of(request)
    return reply(sessions.demo(hub.database, hub.district, origin_of(request)))


@post("/setup", status_code=200, responses=gives(Session))
@threaded
def set_up(request: HubRequest, data: JSONBody[FirstAdmin]) -> Response[bytes]:
    """Make the first administrator of a real district, once."""
    hub = hub_of(request)
    with hub.passwords:
        return reply(people.first_admin(hub.database, hub.district, data, origin_of(request)))


@post("/session/unlock", status_code=200, responses=gives(Session))
@threaded
def unlock(request: HubRequest, data: JSONBody[Unlock]) -> Response[bytes]:
    """Unlock a seat that locked itself."""
    hub = hub_of(request)
    with hub.passwords:
        opened = sessions.unlock(hub.database, hub.district, token_of(request), data.password, origin_of(request))
    hub.sessions.forget()
    return reply(opened)


@post("/session/lock", status_code=200, responses=gives(dict[str, Any]))
@threaded
def lock(request: HubRequest) -> Response[bytes]:
    """Lock one's own seat."""
    hub, who = at(request)
    sessions.lock(hub.database, who.token, origin_of(request))
    hub.sessions.forget()
    hub.broadcast.poke()
    return nothing()


@get("/session", responses=gives(Session))
@threaded
def session(request: HubRequest) -> Response[bytes]:
    """Tell who is signed in."""
    hub, who = at(request)
    _, found = sessions.of_token(hub.database, hub.district, who.token, origin_of(request), active=False)
    return reply(found)


@delete("/session", status_code=200, responses=gives(dict[str, Any]))
@threaded
def sign_out(request: HubRequest) -> Response[bytes]:
    """End a session."""
    hub = hub_of(request)
    sessions.sign_out(hub.database, token_of(request), origin_of(request))
    hub.sessions.forget()
    hub.broadcast.poke()
    return nothing()


ROUTES = (sign_in, sign_in_demo, set_up, unlock, lock, session, sign_out)
