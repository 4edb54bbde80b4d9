"""The life of a hub that belongs to a data folder: what would stop with it, and the stop itself."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post
from sqlalchemy import Connection, func, select

from services.api.hubfile import EmbeddedState
from services.domain.problems import Refusal
from services.hub.replies import gives, nothing, reply
from services.hub.request import HubRequest, hub_of, threaded
from services.store import timers
from services.store.tables import alerts, outbox

UNSENT = ("pending", "sending", "retry", "unknown")
"""States of a message that somebody still has to see to."""


@get("/embedded", responses=gives(EmbeddedState))
@threaded
def state(request: HubRequest) -> Response[bytes]:
    """Tell how many consoles are here and what would not happen while the hub is stopped."""
    hub = hub_of(request)
    if not hub.options.embedded:
        raise Refusal("not_found")
    now = hub.time.exact()

    def work(conn: Connection) -> tuple[int, int, int]:
        unsent = select(func.count()).select_from(outbox).where(outbox.c.state.in_(UNSENT), outbox.c.expires_at > now)
        force = select(func.count()).select_from(alerts).where(alerts.c.state == "in_force", alerts.c.expires_at > now)
        return timers.count_armed(conn), conn.execute(unsent).scalar_one(), conn.execute(force).scalar_one()

    armed, unsent, in_force = hub.database.read(work)
    return reply(EmbeddedState(consoles=hub.streams, timers=armed, unsent=unsent, alerts=in_force))


@post("/embedded/stop", status_code=200, responses=gives(dict[str, Any]))
@threaded
def stop(request: HubRequest) -> Response[bytes]:
    """Stop the hub, by somebody's decision: an event in the audit."""
    hub = hub_of(request)
    if not hub.options.embedded:
        raise Refusal("not_found")
    hub.stop("asked")
    return nothing()


ROUTES = (state, stop)
