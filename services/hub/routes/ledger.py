"""The custody ledger by unit."""

from __future__ import annotations

from litestar import Response, get
from litestar.params import FromQuery

from services.api.ledger import Ledger
from services.desk import ledger
from services.hub.replies import gives, reply
from services.hub.request import HubRequest, at, threaded


@get("/ledger", responses=gives(Ledger))
@threaded
def of_unit(
    request: HubRequest,
    unit: FromQuery[str] = "",
    since: FromQuery[int | None] = None,
    before: FromQuery[int | None] = None,
) -> Response[bytes]:
    """Return what a unit (one's own without `unit`) did with what it was given, in a period (instants)."""
    hub, who = at(request)
    now, district = hub.time.exact(), hub.district
    return reply(
        hub.database.read(
            lambda conn: ledger.of_unit(conn, district, who.scope, unit, now, since=since, before=before),
            scope=who.scope,
        )
    )


@get("/ledger/units", responses=gives(Ledger))
@threaded
def of_units(
    request: HubRequest, since: FromQuery[int | None] = None, before: FromQuery[int | None] = None
) -> Response[bytes]:
    """Return the same of all units of one's scope that had anything to do in the period."""
    hub, who = at(request)
    now, district = hub.time.exact(), hub.district
    return reply(
        hub.database.read(
            lambda conn: ledger.of_units(conn, district, who.scope, now, since=since, before=before), scope=who.scope
        )
    )


ROUTES = (of_unit, of_units)
