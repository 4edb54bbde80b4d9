"""Alerts: what the composer offers, previews, issuing, and what became of each."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from services.api.alerts import (
    AlertCatalogue,
    AlertDetail,
    AlertDone,
    AlertPreview,
    AlertRequest,
    AlertRow,
    ReleasePrepared,
)
from services.desk import alerts, commands
from services.hub.replies import answered, gives, reply
from services.hub.request import HubRequest, at, threaded


@get("/alerts/kinds", responses=gives(AlertCatalogue))
@threaded
def kinds(request: HubRequest) -> Response[bytes]:
    """Tell what the composer offers."""
    hub, who = at(request)
    return reply(alerts.catalogue(hub.district, who.scope))


@post("/alerts/preview", status_code=200, responses=gives(AlertPreview))
@threaded
def preview(request: HubRequest, data: JSONBody[AlertRequest]) -> Response[bytes]:
    """Tell what an alert would say and whom it would reach."""
    hub, who = at(request)
    now = hub.time.exact()
    return reply(
        hub.database.read(lambda conn: alerts.preview(conn, hub.district, who.scope, data, now), scope=who.scope)
    )


@post("/alerts", status_code=200, responses=gives(AlertDone))
@threaded
def issue(request: HubRequest, data: JSONBody[AlertRequest]) -> Response[bytes]:
    """Issue an alert."""
    hub, who = at(request)
    district = hub.district
    return answered(
        commands.run(
            hub.database, who.scope, data.command_id, "alert", lambda tx: alerts.issue(tx, district, who.scope, data)
        )
    )


@get("/alerts", responses=gives(list[AlertRow]))
@threaded
def every(request: HubRequest) -> Response[bytes]:
    """List the alerts of one's view."""
    hub, who = at(request)
    return reply(hub.database.read(lambda conn: alerts.rows(conn, hub.district, who.scope), scope=who.scope))


@get("/alerts/{alert_id:str}", responses=gives(AlertDetail))
@threaded
def alert(request: HubRequest, alert_id: FromPath[str]) -> Response[bytes]:
    """Return an alert with its targets."""
    hub, who = at(request)
    return reply(
        hub.database.read(lambda conn: alerts.detail(conn, hub.district, who.scope, alert_id), scope=who.scope)
    )


@get("/alerts/{alert_id:str}/cap", responses=gives(bytes, "application/cap+xml"))
@threaded
def cap(request: HubRequest, alert_id: FromPath[str]) -> Response[bytes]:
    """Return an alert as CAP 1.2."""
    hub, who = at(request)
    data = hub.database.read(lambda conn: alerts.cap(conn, hub.district, who.scope, alert_id), scope=who.scope)
    return Response(data, media_type="application/cap+xml")


@post("/alerts/{alert_id:str}/release", status_code=200, responses=gives(AlertDone))
@threaded
def release(request: HubRequest, alert_id: FromPath[str], data: JSONBody[ReleasePrepared]) -> Response[bytes]:
    """Release the armed correction or all-clear."""
    hub, who = at(request)
    district = hub.district
    return answered(
        commands.run(
            hub.database,
            who.scope,
            data.command_id,
            "release",
            lambda tx: alerts.release(tx, district, who.scope, alert_id, data),
        )
    )


ROUTES = (kinds, preview, issue, every, alert, cap, release)
