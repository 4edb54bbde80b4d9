"""The tiers: the board of a unit and those below it, and the engine's notices."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from services.api.tiers import NoticePage, NoticeRow, SeeNotice, TierBoard
from services.desk import commands, notices, tierboard
from services.hub.replies import answered, gives, reply
from services.hub.request import HubRequest, at, threaded


@get("/tiers/board", responses=gives(TierBoard))
@threaded
def board(request: HubRequest, unit: FromQuery[str] = "") -> Response[bytes]:
    """Return the numbers of a unit (one's own without `unit`) and of those right below it, and what goes up next."""
    hub, who = at(request)
    now = hub.time.exact()
    district = hub.district
    found = hub.database.read(lambda conn: tierboard.board(conn, district, who.scope, unit, now), scope=who.scope)
    return reply(found)


@get("/notices", responses=gives(NoticePage))
@threaded
def told(request: HubRequest, after: FromQuery[int] = 0, unseen: FromQuery[bool] = False) -> Response[bytes]:
    """List what the engine told one's unit, or one's role there, after a position; `unseen`: what nobody has seen."""
    hub, who = at(request)
    now = hub.time.exact()
    page = hub.database.read(lambda conn: notices.page(conn, who.scope, after, now, unseen=unseen), scope=who.scope)
    return reply(page)


@post("/notices/{pos:int}/seen", status_code=200, responses=gives(NoticeRow))
@threaded
def seen(request: HubRequest, pos: FromPath[int], data: JSONBody[SeeNotice]) -> Response[bytes]:
    """Say that a notice was seen; who was first stays."""
    hub, who = at(request)
    return answered(
        commands.run(
            hub.database, who.scope, data.command_id, "notice.seen", lambda tx: notices.see(tx, who.scope, pos)
        )
    )


ROUTES = (board, told, seen)
