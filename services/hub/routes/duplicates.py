"""Duplicates: what may be the same matter as a draft or a case, and that two cases are not."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from services.api.cases import Done
from services.api.duplicates import Dismiss, Similar, SimilarDraft
from services.desk import commands, duplicates
from services.hub.replies import answered, gives, reply
from services.hub.request import HubRequest, at, threaded


@post("/cases/similar", status_code=200, responses=gives(Similar))
@threaded
def similar_to_draft(request: HubRequest, data: JSONBody[SimilarDraft]) -> Response[bytes]:
    """Return the cases that may be the same matter as a report that is being taken."""
    hub, who = at(request)
    now = hub.database.now()
    found = hub.database.read(
        lambda conn: duplicates.similar_to_draft(conn, hub.district, who.scope, data, now), scope=who.scope
    )
    return reply(found)


@get("/cases/{case_id:str}/similar", responses=gives(Similar))
@threaded
def similar_to_case(request: HubRequest, case_id: FromPath[str]) -> Response[bytes]:
    """Return the cases that may be the same matter as an open case."""
    hub, who = at(request)
    found = hub.database.read(
        lambda conn: duplicates.similar_to_case(conn, hub.district, who.scope, case_id), scope=who.scope
    )
    return reply(found)


@post("/cases/{case_id:str}/similar/{other_id:str}/dismiss", status_code=200, responses=gives(Done))
@threaded
def dismiss(
    request: HubRequest, case_id: FromPath[str], other_id: FromPath[str], data: JSONBody[Dismiss]
) -> Response[bytes]:
    """Say that two cases are not one matter."""
    hub, who = at(request)
    district = hub.district
    return answered(
        commands.run(
            hub.database,
            who.scope,
            data.command_id,
            "distinct",
            lambda tx: duplicates.dismiss(tx, district, who.scope, case_id, other_id, data.command_id),
        )
    )


ROUTES = (similar_to_draft, similar_to_case, dismiss)
