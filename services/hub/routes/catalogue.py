"""Category standards with their criteria, and the matter admission list."""

from __future__ import annotations

from dataclasses import dataclass

from litestar import Response, get, post, put
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath, FromQuery, JSONBody

from services.api.catalogue import (
    AdmissionEdit,
    AdmissionList,
    ConfirmStandard,
    CriterionPage,
    EarlierCases,
    EarlierMoved,
    MoveEarlier,
    MoveStandard,
    StandardImport,
    StandardMoved,
    StandardRow,
)
from services.desk import catalogue, commands, restandard, standards
from services.domain.problems import Refusal
from services.domain.tablefile import BYTES_MOST
from services.hub.replies import answered, gives, reply
from services.hub.request import HubRequest, at, threaded

_KIND = "standard"


@get("/standards", responses=gives(list[StandardRow]))
@threaded
def every(request: HubRequest) -> Response[bytes]:
    """List all editions, the newest first."""
    hub, _ = at(request)
    return reply(hub.database.read(standards.rows))


@dataclass(frozen=True, slots=True)
class _Given:
    """What a standard comes with besides its file."""

    command_id: str
    name: str
    origin: str
    file: str


@post("/standards", status_code=200, responses=gives(StandardImport), request_max_body_size=BYTES_MOST)
async def import_standard(
    request: HubRequest,
    command_id: FromQuery[str],
    name: FromQuery[str],
    origin: FromQuery[str],
    file: FromQuery[str] = "",
) -> Response[bytes]:
    """Import an edition from a CSV file, which is the body, as a draft."""
    data = await request.body()
    return await sync_to_thread(_import, request, _Given(command_id, name, origin, file), data)


def _import(request: HubRequest, given: _Given, data: bytes) -> Response[bytes]:
    hub, who = at(request)
    return answered(
        commands.run(
            hub.database,
            who.scope,
            given.command_id,
            _KIND,
            lambda tx: standards.import_standard(tx, who.scope, data, given.name, given.origin, given.file),
        )
    )


@post("/standards/{standard_id:str}/confirm", status_code=200, responses=gives(StandardRow))
@threaded
def confirm(request: HubRequest, standard_id: FromPath[str], data: JSONBody[ConfirmStandard]) -> Response[bytes]:
    """Confirm what bare 小时 and 天 mean in a draft."""
    hub, who = at(request)
    return answered(
        commands.run(
            hub.database,
            who.scope,
            data.command_id,
            _KIND,
            lambda tx: standards.confirm(tx, who.scope, standard_id, data),
        )
    )


@post("/standards/{standard_id:str}/{move:str}", status_code=200, responses=gives(StandardMoved))
@threaded
def move(
    request: HubRequest, standard_id: FromPath[str], move: FromPath[str], data: JSONBody[MoveStandard]
) -> Response[bytes]:
    """Take an edition into use (`use`), or out of it (`retire`)."""
    hub, who = at(request)
    if move not in {"use", "retire"}:
        raise Refusal("not_found")
    district, scope = hub.district, who.scope
    return answered(
        commands.run(
            hub.database,
            scope,
            data.command_id,
            _KIND,
            lambda tx: (
                standards.use(tx, district, scope, standard_id, data)
                if move == "use"
                else standards.retire(tx, scope, standard_id, data)
            ),
        )
    )


@get("/standards/{standard_id:str}/criteria", responses=gives(CriterionPage))
@threaded
def criteria(
    request: HubRequest,
    standard_id: FromPath[str],
    q: FromQuery[str] = "",
    category: FromQuery[str] = "",
    after: FromQuery[int] = 0,
    limit: FromQuery[int] = 100,
) -> Response[bytes]:
    """List criteria in the order of the file: of a category, or those that hold every word."""
    hub, _ = at(request)
    return reply(hub.database.read(lambda conn: catalogue.criteria(conn, standard_id, q, category, after, limit)))


@get("/admissions", responses=gives(AdmissionList))
@threaded
def admissions(request: HubRequest) -> Response[bytes]:
    """List every category that can be chosen now, and whether it may be sent to a grid."""
    hub, _ = at(request)
    district = hub.district
    return reply(hub.database.read(lambda conn: catalogue.admissions(conn, district)))


@put("/admissions", responses=gives(AdmissionList))
@threaded
def put_admissions(request: HubRequest, data: JSONBody[AdmissionEdit]) -> Response[bytes]:
    """Change lines of the matter admission list."""
    hub, who = at(request)
    district, scope = hub.district, who.scope
    return answered(
        commands.run(
            hub.database,
            scope,
            data.command_id,
            "admissions",
            lambda tx: catalogue.put_admissions(tx, district, scope, data),
        )
    )


@get("/standards/earlier", responses=gives(EarlierCases))
@threaded
def earlier(request: HubRequest) -> Response[bytes]:
    """List the open cases that still go by a standard that is not in use."""
    hub, who = at(request)
    district, scope = hub.district, who.scope
    return reply(hub.database.read(lambda conn: restandard.earlier(conn, district, scope), scope=scope))


@post("/standards/earlier", status_code=200, responses=gives(EarlierMoved))
@threaded
def move_earlier(request: HubRequest, data: JSONBody[MoveEarlier]) -> Response[bytes]:
    """Move the named cases to the standard in use, each by its own event."""
    hub, who = at(request)
    district, scope = hub.district, who.scope
    return answered(
        commands.run(
            hub.database,
            scope,
            data.command_id,
            "restandard",
            lambda tx: restandard.move(tx, district, scope, data),
        )
    )


ROUTES = (
    every,
    import_standard,
    earlier,
    move_earlier,
    confirm,
    move,
    criteria,
    admissions,
    put_admissions,
)
