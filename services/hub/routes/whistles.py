"""吹哨报到: blowing a whistle, acting on it, its list and record, its photographs; and the phone's door to it."""

from __future__ import annotations

from typing import Annotated

import msgspec
from litestar import Response, get, post, put
from litestar.concurrency import sync_to_thread
from litestar.datastructures import UploadFile
from litestar.params import FromPath, HeaderParameter, JSONBody, MultipartBody

from services.api.whistles import (
    NewWhistle,
    WhistleAct,
    WhistleCatalogue,
    WhistleDetail,
    WhistleDone,
    WhistleList,
    WhistleRow,
)
from services.desk import commands, sessions, whistle_calls, whistle_files, whistle_rows, whistles
from services.desk.attachments import Upload
from services.domain.problems import Refusal
from services.domain.rights import Scope
from services.domain.whistles import WhistleAction
from services.hub.compose import Hub
from services.hub.replies import answered, gives, reply
from services.hub.request import HubRequest, at, hub_of, origin_of, threaded

MOST_BYTES = 20 * 1024 * 1024
_ROOM_BYTES = 64 * 1024
"""What a form needs beside its file."""

_APP_VERBS = {
    action.value: action
    for action in (
        WhistleAction.ARRIVE,
        WhistleAction.REFUSE,
        WhistleAction.SOLVE,
        WhistleAction.LEAVE,
        WhistleAction.RATE_WHISTLE,
    )
}
"""What a unit does from its phone, in its own name."""

AppKey = Annotated[str, HeaderParameter(name="X-App-Key")]


class Photo(msgspec.Struct, frozen=True, kw_only=True):
    """The form in which a photograph comes; `unit_id` "": one's own unit."""

    command_id: str
    file: UploadFile
    unit_id: str = ""


@get("/whistles", responses=gives(WhistleList))
@threaded
def listed(request: HubRequest) -> Response[bytes]:
    """List the whistles of one's view, live ones first, with the figures."""
    hub, who = at(request)
    now = hub.database.now()
    return reply(hub.database.read(lambda conn: whistle_rows.rows(conn, hub.district, who.scope, now), scope=who.scope))


@get("/whistles/catalogue", responses=gives(WhistleCatalogue))
@threaded
def catalogue(request: HubRequest) -> Response[bytes]:
    """Return what a form offers."""
    hub, who = at(request)
    return reply(whistle_rows.catalogue(hub.district, who.scope))


@post("/whistles", status_code=200, responses=gives(WhistleDone))
@threaded
def blow(request: HubRequest, data: JSONBody[NewWhistle]) -> Response[bytes]:
    """Draw up a whistle; submit it or keep it as a draft."""
    hub, who = at(request)
    return answered(
        commands.run(
            hub.database,
            who.scope,
            data.command_id,
            "whistle.blow",
            lambda tx: whistle_calls.blow(tx, hub.district, who.scope, data),
        )
    )


@put("/whistles/{whistle_id:str}", responses=gives(WhistleDone))
@threaded
def redraw(request: HubRequest, whistle_id: FromPath[str], data: JSONBody[NewWhistle]) -> Response[bytes]:
    """Replace the content of a draft."""
    hub, who = at(request)
    return answered(
        commands.run(
            hub.database,
            who.scope,
            data.command_id,
            "whistle.redraw",
            lambda tx: whistle_calls.redraw(tx, hub.district, who.scope, whistle_id, data),
        )
    )


@get("/whistles/{whistle_id:str}", responses=gives(WhistleDetail))
@threaded
def one(request: HubRequest, whistle_id: FromPath[str]) -> Response[bytes]:
    """Return a whistle with its record and files."""
    hub, who = at(request)
    found = hub.database.read(
        lambda conn: whistle_rows.detail(conn, hub.district, who.scope, whistle_id), scope=who.scope
    )
    return reply(found)


@post("/whistles/{whistle_id:str}/actions", status_code=200, responses=gives(WhistleDone))
@threaded
def act(request: HubRequest, whistle_id: FromPath[str], data: JSONBody[WhistleAct]) -> Response[bytes]:
    """Do something with a whistle."""
    hub, who = at(request)
    return _act(hub, who.scope, whistle_id, data)


def _act(hub: Hub, scope: Scope, whistle_id: str, data: WhistleAct) -> Response[bytes]:
    return answered(
        commands.run(
            hub.database,
            scope,
            data.command_id,
            f"whistle.{data.action.value}",
            lambda tx: whistles.act(tx, hub.district, scope, whistle_id, data),
        )
    )


@post(
    "/whistles/{whistle_id:str}/photos",
    status_code=200,
    responses=gives(WhistleDone),
    request_max_body_size=MOST_BYTES + _ROOM_BYTES,
)
async def photo(request: HubRequest, whistle_id: FromPath[str], data: MultipartBody[Photo]) -> Response[bytes]:
    """Add a photograph of a unit that has reported in."""
    content = await _read(data)
    return await sync_to_thread(_photo_of_seat, request, whistle_id, data, content)


@get("/whistle-photos/{file_id:str}", responses=gives(bytes, "application/octet-stream"))
@threaded
def photo_content(request: HubRequest, file_id: FromPath[str]) -> Response[bytes]:
    """Return a photograph."""
    hub, who = at(request)
    kind, content = whistle_files.get(hub.database, hub.options.data_dir, who.scope, file_id)
    return Response(content, media_type=kind, headers={"Content-Disposition": "attachment"})


@get("/app/whistles", responses=gives(list[WhistleRow]))
@threaded
def app_whistles(request: HubRequest, app_key: AppKey = "") -> Response[bytes]:
    """List the live whistles that summon one's unit."""
    hub, scope = _phone(request, app_key)
    return reply(hub.database.read(lambda conn: whistle_rows.app_rows(conn, hub.district, scope), scope=scope))


@post("/app/whistles/{whistle_id:str}/{verb:str}", status_code=200, responses=gives(WhistleDone))
@threaded
def app_act(
    request: HubRequest,
    whistle_id: FromPath[str],
    verb: FromPath[str],
    data: JSONBody[WhistleAct],
    app_key: AppKey = "",
) -> Response[bytes]:
    """Report in, refuse, solve, leave or rate from the phone, through the same desk functions."""
    hub, scope = _phone(request, app_key)
    if verb not in _APP_VERBS:
        raise Refusal("not_found")
    if data.action is not _APP_VERBS[verb]:
        raise Refusal("field_bad", field="action", value=data.action.value, remedy=f"应为 {_APP_VERBS[verb].value}")
    return _act(hub, scope, whistle_id, data)


@post(
    "/app/whistles/{whistle_id:str}/photos",
    status_code=200,
    responses=gives(WhistleDone),
    request_max_body_size=MOST_BYTES + _ROOM_BYTES,
)
async def app_photo(
    request: HubRequest, whistle_id: FromPath[str], data: MultipartBody[Photo], app_key: AppKey = ""
) -> Response[bytes]:
    """Add a photograph from the phone. The report itself does not wait for it."""
    content = await _read(data)
    return await sync_to_thread(_photo_of_phone, request, whistle_id, data, content, app_key)


async def _read(data: Photo) -> bytes:
    try:
        content = await data.file.read(MOST_BYTES + 1)
    finally:
        await data.file.close()
    if len(content) > MOST_BYTES:
        raise Refusal("too_large", limit="20 MB")
    return content


def _phone(request: HubRequest, app_key: str) -> tuple[Hub, Scope]:
    hub = hub_of(request)
    return hub, sessions.app_scope(hub.database, hub.district, app_key, origin_of(request))


def _photo_of_seat(request: HubRequest, whistle_id: str, data: Photo, content: bytes) -> Response[bytes]:
    hub, who = at(request)
    return _photo(hub, who.scope, whistle_id, data, content)


def _photo_of_phone(request: HubRequest, whistle_id: str, data: Photo, content: bytes, app_key: str) -> Response[bytes]:
    hub, scope = _phone(request, app_key)
    return _photo(hub, scope, whistle_id, data, content)


def _photo(hub: Hub, scope: Scope, whistle_id: str, data: Photo, content: bytes) -> Response[bytes]:
    unit_id = data.unit_id or scope.unit_id
    hub.database.read(lambda conn: whistle_files.check(conn, hub.district, scope, whistle_id, unit_id), scope=scope)
    kept = whistle_files.keep(hub.options.data_dir, Upload(data.file.filename, content), hub.pictures)
    return answered(
        commands.run(
            hub.database,
            scope,
            data.command_id,
            "whistle.photo",
            lambda tx: whistle_files.add(
                tx, hub.district, scope, whistle_id, whistle_files.Named(unit_id, data.command_id, kept)
            ),
        )
    )


ROUTES = (
    listed,
    catalogue,
    blow,
    redraw,
    one,
    act,
    photo,
    photo_content,
    app_whistles,
    app_act,
    app_photo,
)
