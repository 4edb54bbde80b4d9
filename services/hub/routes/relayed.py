"""Warnings of other authorities: the door by which they come, and the list of what came."""

from __future__ import annotations

import asyncio
from typing import Annotated

from litestar import Response, get, post
from litestar.params import FromPath, HeaderParameter

from services.alerts.cap import MIME_TYPE
from services.alerts.cap_parse import MAX_BYTES
from services.api.relayed import FeedReaderRow, WarningRow, WarningSourceRow, WarningTaken
from services.desk import relayed, relayed_sources, relayed_view
from services.hub.replies import gives, reply
from services.hub.request import HubRequest, at, hub_of, origin_of, threaded

SourceKey = Annotated[str, HeaderParameter(name="X-Source-Key")]


@post("/intake/warnings", status_code=200, responses=gives(WarningTaken), request_max_body_size=MAX_BYTES)
async def intake(request: HubRequest, source_key: SourceKey = "") -> Response[bytes]:
    """Take one CAP file as a relayed warning. The body is the file itself, signed by its source.

    It is verified against the certificate registered for the key's source, and taken once.
    """
    hub = hub_of(request)
    source = await asyncio.to_thread(relayed.source_of_key, hub.database, source_key)
    data = await request.body()
    district = await asyncio.to_thread(lambda: hub.district)
    taken = await asyncio.to_thread(relayed.deliver, hub.database, district, source, data, origin_of(request))
    return reply(taken)


@get("/warnings", responses=gives(list[WarningRow]))
@threaded
def every(request: HubRequest) -> Response[bytes]:
    """List the warnings that were relayed to this district, newest first."""
    hub, who = at(request)
    now = hub.time.exact()
    return reply(hub.database.read(lambda conn: relayed_view.rows(conn, who.scope, now), scope=who.scope))


@get("/warnings/{warning_id:str}/cap", responses=gives(bytes, MIME_TYPE))
@threaded
def cap(request: HubRequest, warning_id: FromPath[str]) -> Response[bytes]:
    """Return a relayed warning's file as it came, with its signature."""
    hub, who = at(request)
    data = hub.database.read(lambda conn: relayed_view.xml(conn, who.scope, warning_id), scope=who.scope)
    return Response(data, media_type=MIME_TYPE)


@get("/warning-sources", responses=gives(list[WarningSourceRow]))
@threaded
def sources(request: HubRequest) -> Response[bytes]:
    """List who may bring warnings."""
    hub, who = at(request)
    return reply(hub.database.read(lambda conn: relayed_sources.sources(conn, who.scope), scope=who.scope))


@get("/feed-readers", responses=gives(list[FeedReaderRow]))
@threaded
def readers(request: HubRequest) -> Response[bytes]:
    """List who may read the feed."""
    hub, who = at(request)
    return reply(hub.database.read(lambda conn: relayed_sources.readers(conn, who.scope), scope=who.scope))


ROUTES = (intake, every, cap, sources, readers)
