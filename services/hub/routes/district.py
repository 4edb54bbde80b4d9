"""What the district is like: profile, units, areas; the board, figures, and the event stream over it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from hashlib import sha256

from litestar import Response, get
from litestar.params import FromQuery
from litestar.response import Stream

from services.api.board import Board, Changes
from services.api.cases import FigureSet
from services.api.district import ProfileView, UnitRow
from services.desk import questions
from services.domain.rights import Scope
from services.hub import stream as streams
from services.hub.replies import gives, reply
from services.hub.request import HubRequest, at, origin_of, threaded


@get("/profile", responses=gives(ProfileView))
@threaded
def profile(request: HubRequest) -> Response[bytes]:
    """Tell what a console needs to know of the district."""
    hub, _ = at(request)
    return reply(hub.district.view)


@get("/units", responses=gives(list[UnitRow]))
@threaded
def units(request: HubRequest) -> Response[bytes]:
    """List all units."""
    hub, _ = at(request)
    return reply(hub.district.unit_rows)


@get("/areas", responses=gives(bytes, "application/octet-stream"))
@threaded
def areas(request: HubRequest) -> Response[bytes]:
    """Return the areas of the district as the bytes of an AreaSet, or 304 for who has them already."""
    hub, _ = at(request)
    data = hub.areas()
    etag = f'"{sha256(data).hexdigest()[:24]}"'
    headers = {"ETag": etag, "Cache-Control": "private, no-cache"}
    if etag in {part.strip() for part in request.headers.get("if-none-match", "").split(",")}:
        return Response(b"", status_code=304, headers=headers)
    return Response(data, media_type="application/octet-stream", headers=headers)


@get("/board", responses=gives(Board))
@threaded
def board(request: HubRequest) -> Response[bytes]:
    """Return the open cases of one's view."""
    hub, who = at(request)
    now = hub.time.exact()
    found = hub.database.read(lambda conn: questions.board(conn, hub.district, who.scope, now), scope=who.scope)
    return reply(found)


@get("/figures", responses=gives(FigureSet))
@threaded
def figures(request: HubRequest) -> Response[bytes]:
    """Return the figures of one's view."""
    hub, who = at(request)
    now = hub.time.exact()
    return reply(hub.database.read(lambda conn: questions.figures(conn, hub.district, who.scope, now), scope=who.scope))


@get("/stream", responses=gives(str, "text/event-stream"))
async def stream(request: HubRequest, after: FromQuery[int] = 0) -> Stream:
    """Tell what changes in one's view after a position, as server-sent events, until the session ends."""
    hub, who = at(request)
    origin = origin_of(request)

    def look(pos: int) -> Changes | None:
        scope = hub.sessions.resolve(who.token, origin, active=False).scope  # raises when the session has ended
        now = hub.time.exact()
        return hub.database.read(lambda conn: questions.changes_since(conn, hub.district, scope, pos, now), scope=scope)

    def scope() -> Scope:
        return (hub.sessions.known(who.token, active=False) or who).scope

    async def counted() -> AsyncIterator[bytes]:
        hub.streams += 1
        try:
            around = streams.Around(hub.presence, scope)
            async for event in streams.events(hub.broadcast, look, around, after, hub.time):
                yield event
        finally:
            hub.streams -= 1

    return Stream(counted(), media_type="text/event-stream", headers={"X-Accel-Buffering": "no"})


ROUTES = (profile, units, areas, board, figures, stream)
