"""Cases: asking for them, entering them, doing something with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from litestar import Response, delete, get, post, put
from litestar.concurrency import sync_to_thread
from litestar.datastructures import UploadFile
from litestar.params import FromPath, FromQuery, JSONBody, MultipartBody

from services.api.cases import Act, CaseDetail, CasePage, CommandState, Done, NewCase, OpenPersonal, Personal, SavedView
from services.desk import attachments, cases, commands, personal, questions, views
from services.domain.problems import Refusal
from services.hub.replies import answered, gives, nothing, reply
from services.hub.request import HubRequest, at, threaded
from services.store.search import Filters

MOST_BYTES = 20 * 1024 * 1024
_OF_THE_PAGE = frozenset({"q", "after", "limit"})
_SEVERAL = frozenset({"states", "tiers", "categories", "sources", "holders"})
_ROOM_BYTES = 64 * 1024
"""What a form needs beside its file."""
_ATTACH = "attach"


class Upload(msgspec.Struct, frozen=True, kw_only=True):
    """The form in which a file comes."""

    command_id: str
    file: UploadFile


@get("/cases", responses=gives(CasePage))
@threaded
def find(
    request: HubRequest, q: FromQuery[str] = "", after: FromQuery[str] = "", limit: FromQuery[int] = 100
) -> Response[bytes]:
    """Search all cases ever.

    Further parameters narrow it: `states`, `tiers`, `categories`, `sources`, `holders` (several: joined by commas),
    `area_path`, `since`, `before` (instants), `open`, `mode`.
    """
    hub, who = at(request)
    filters = _filters(request.query_params)
    page = hub.database.read(
        lambda conn: questions.find(conn, who.scope, q, after=after, limit=limit, filters=filters), scope=who.scope
    )
    return reply(page)


def _filters(given: Mapping[str, str]) -> Filters:
    """Return the filters of a query. Raises Refusal field_bad for an unknown one or a value that cannot be."""
    values: dict[str, object] = {}
    for name, text in given.items():
        if name in _OF_THE_PAGE:
            continue
        if name not in Filters.__struct_fields__:
            raise Refusal("field_bad", field=name, value="没有这个筛选条件", remedy="请按接口说明改正")
        values[name] = text.split(",") if name in _SEVERAL else text
    try:
        return msgspec.convert(values, Filters, strict=False)
    except msgspec.ValidationError as error:
        name = next((name for name in values if f"$.{name}" in str(error)), "")
        raise Refusal("field_bad", field=name, value=given.get(name, ""), remedy="请按接口说明改正") from error


@post("/cases", status_code=200, responses=gives(Done))
@threaded
def new_case(request: HubRequest, data: JSONBody[NewCase]) -> Response[bytes]:
    """Enter a case."""
    hub, who = at(request)
    district = hub.district
    return answered(
        commands.run(
            hub.database, who.scope, data.command_id, "report", lambda tx: cases.report(tx, district, who.scope, data)
        )
    )


@get("/cases/{case_id:str}", responses=gives(CaseDetail))
@threaded
def case(request: HubRequest, case_id: FromPath[str]) -> Response[bytes]:
    """Return a case with its history."""
    hub, who = at(request)
    found = hub.database.read(lambda conn: questions.detail(conn, hub.district, who.scope, case_id), scope=who.scope)
    return reply(found)


@post("/cases/{case_id:str}/actions", status_code=200, responses=gives(Done))
@threaded
def act(request: HubRequest, case_id: FromPath[str], data: JSONBody[Act]) -> Response[bytes]:
    """Do something with a case."""
    hub, who = at(request)
    district = hub.district
    return answered(
        commands.run(
            hub.database,
            who.scope,
            data.command_id,
            data.action.value,
            lambda tx: cases.act(tx, district, who.scope, case_id, data),
        )
    )


@post("/cases/{case_id:str}/personal", status_code=200, responses=gives(Personal))
@threaded
def open_personal(request: HubRequest, case_id: FromPath[str], data: JSONBody[OpenPersonal]) -> Response[bytes]:
    """Open the personal fields of a case for a purpose, which is logged."""
    hub, who = at(request)
    district = hub.district
    return reply(
        hub.database.write(
            lambda tx: personal.open_personal(tx, district, who.scope, case_id, data.purpose), scope=who.scope
        )
    )


@post(
    "/cases/{case_id:str}/attachments",
    status_code=200,
    responses=gives(Done),
    request_max_body_size=MOST_BYTES + _ROOM_BYTES,
)
async def attach(
    request: HubRequest,
    case_id: FromPath[str],
    data: MultipartBody[Upload],
) -> Response[bytes]:
    """Add a file to a case."""
    try:
        content = await data.file.read(MOST_BYTES + 1)
    finally:
        await data.file.close()
    if len(content) > MOST_BYTES:
        raise Refusal("too_large", limit="20 MB")
    upload = attachments.Upload(data.file.filename, content)
    return await sync_to_thread(_attach, request, case_id, data.command_id, upload)


def _attach(request: HubRequest, case_id: str, command_id: str, upload: attachments.Upload) -> Response[bytes]:
    hub, who = at(request)
    database, district, scope = hub.database, hub.district, who.scope
    try:
        kept = attachments.keep(database, hub.options.data_dir, scope, case_id, upload, hub.pictures)
    except Refusal as refusal:
        return answered(commands.refuse(database, scope, command_id, _ATTACH, refusal))
    return answered(
        commands.run(
            database,
            scope,
            command_id,
            _ATTACH,
            lambda tx: attachments.add(tx, district, scope, case_id, command_id, kept),
        )
    )


@get("/attachments/{attachment_id:str}", responses=gives(bytes, "application/octet-stream"))
@threaded
def attachment(request: HubRequest, attachment_id: FromPath[str]) -> Response[bytes]:
    """Return a file."""
    hub, who = at(request)
    row, content = attachments.get(hub.database, hub.options.data_dir, who.scope, attachment_id)
    return Response(content, media_type=row.media_type, headers={"Content-Disposition": "attachment"})


@get("/commands/{command_id:str}", responses=gives(CommandState))
@threaded
def command(request: HubRequest, command_id: FromPath[str]) -> Response[bytes]:
    """Tell what became of a command."""
    hub, who = at(request)
    return reply(hub.database.read(lambda conn: commands.state(conn, who.scope, command_id), scope=who.scope))


@get("/views", responses=gives(list[SavedView]))
@threaded
def saved_views(request: HubRequest) -> Response[bytes]:
    """List one's saved views."""
    hub, who = at(request)
    return reply(hub.database.read(lambda conn: views.rows(conn, who.scope), scope=who.scope))


@put("/views/{view_id:str}", responses=gives(dict[str, Any]))
@threaded
def save_view(request: HubRequest, view_id: FromPath[str], data: JSONBody[SavedView]) -> Response[bytes]:
    """Save a view."""
    hub, who = at(request)
    if data.id != view_id:
        raise Refusal("field_bad", field="id", value=data.id[:64], remedy="应与地址中的编号相同")
    hub.database.write(lambda tx: views.put(tx, who.scope, data), scope=who.scope)
    return nothing()


@delete("/views/{view_id:str}", status_code=200, responses=gives(dict[str, Any]))
@threaded
def delete_view(request: HubRequest, view_id: FromPath[str]) -> Response[bytes]:
    """Forget a saved view."""
    hub, who = at(request)
    hub.database.write(lambda tx: views.remove(tx, who.scope, view_id), scope=who.scope)
    return nothing()


ROUTES = (
    find,
    new_case,
    case,
    act,
    open_personal,
    attach,
    attachment,
    command,
    saved_views,
    save_view,
    delete_view,
)
