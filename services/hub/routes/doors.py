"""The doors for other programs: sources that bring cases, and the phone app of who works in the field."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.params import FromPath, HeaderParameter, JSONBody

from services.api.cases import Act, CaseDetail, Done
from services.api.intake import IntakeCase, IntakeReport
from services.desk import cases as verbs
from services.desk import commands, questions, sessions
from services.desk.sources import source_of_key
from services.domain.actions import Action
from services.domain.problems import Refusal
from services.hub.problems import unreadable
from services.hub.replies import answered, gives, reply
from services.hub.request import HubRequest, hub_of, origin_of, threaded
from services.intake.cases import take, take_one

INTAKE_BYTES = 20 * 1024 * 1024

_VERBS = {action.value: action for action in (Action.SIGN, Action.FEEDBACK, Action.RETURN, Action.EXTEND)}

SourceKey = Annotated[str, HeaderParameter(name="X-Source-Key")]
AppKey = Annotated[str, HeaderParameter(name="X-App-Key")]


@post(
    "/intake/cases",
    status_code=200,
    responses=gives(IntakeReport),
    request_max_body_size=INTAKE_BYTES,
)
@threaded
def intake(request: HubRequest, data: JSONBody[Any], source_key: SourceKey = "") -> Response[bytes]:
    """Take cases of another system: one, which is refused as a whole with its field, or many, each with its outcome.

    The body is an IntakeCase or a list of them.
    """
    hub = hub_of(request)
    source = source_of_key(hub.database, source_key)
    if source not in hub.district.sources:
        hub.reload()
    cases = _delivered(data)
    if not isinstance(data, list):
        return reply(take_one(hub.database, hub.district, source, cases[0], origin_of(request)))
    return reply(take(hub.database, hub.district, source, cases, origin_of(request)))


def _delivered(data: object) -> list[IntakeCase]:
    """Return the cases of a delivery. Raises Refusal naming the field, of a list with its place (from 0)."""
    try:
        if isinstance(data, list):
            return msgspec.convert(data, list[IntakeCase])
        return [msgspec.convert(data, IntakeCase)]
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `$")
        raise unreadable(place.rstrip("`").lstrip("."), message) from error


@get("/app/cases", responses=gives(list[CaseDetail]))
@threaded
def app_cases(request: HubRequest, app_key: AppKey = "") -> Response[bytes]:
    """List the cases that one's unit holds or assists in."""
    hub = hub_of(request)
    scope = sessions.app_scope(hub.database, hub.district, app_key, origin_of(request))
    return reply(hub.database.read(lambda conn: questions.app_cases(conn, hub.district, scope), scope=scope))


@post("/app/cases/{case_id:str}/{verb:str}", status_code=200, responses=gives(Done))
@threaded
def app_act(
    request: HubRequest, case_id: FromPath[str], verb: FromPath[str], data: JSONBody[Act], app_key: AppKey = ""
) -> Response[bytes]:
    """Sign, feed back, return or extend a case from the phone, through the same desk functions."""
    hub = hub_of(request)
    district = hub.district
    scope = sessions.app_scope(hub.database, district, app_key, origin_of(request))
    if verb not in _VERBS:
        raise Refusal("not_found")
    if data.action is not _VERBS[verb]:
        raise Refusal("field_bad", field="action", value=data.action.value, remedy=f"应为 {_VERBS[verb].value}")
    return answered(
        commands.run(
            hub.database, scope, data.command_id, verb, lambda tx: verbs.act(tx, district, scope, case_id, data)
        )
    )


ROUTES = (intake, app_cases, app_act)
