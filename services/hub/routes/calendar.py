"""The working calendar: its days and working time, and the cases that a change of it concerns."""

from __future__ import annotations

from litestar import Response, get, post, put
from litestar.concurrency import sync_to_thread
from litestar.params import FromPath, FromQuery, JSONBody

from services.api.calendar import (
    Affected,
    Applied,
    ApplyCalendar,
    CalendarEdit,
    CalendarImport,
    CalendarView,
    CalendarYear,
    WorkingTimeEdit,
)
from services.desk import calendars, commands, recount
from services.domain.tablefile import BYTES_MOST
from services.hub.replies import answered, gives, reply
from services.hub.request import HubRequest, at, threaded


@get("/calendar", responses=gives(CalendarView))
@threaded
def view(request: HubRequest) -> Response[bytes]:
    """Tell working time, the years there are, and what is missing."""
    hub, _ = at(request)
    now, district = hub.time.exact(), hub.district
    return reply(hub.database.read(lambda conn: calendars.view(conn, district, now)))


@get("/calendar/{year:int}", responses=gives(CalendarYear))
@threaded
def year(request: HubRequest, year: FromPath[int]) -> Response[bytes]:
    """Tell a year with its marked days."""
    hub, _ = at(request)
    return reply(hub.database.read(lambda conn: calendars.year_view(conn, year)))


@put("/calendar/{year:int}", responses=gives(CalendarYear))
@threaded
def put_year(request: HubRequest, year: FromPath[int], data: JSONBody[CalendarEdit]) -> Response[bytes]:
    """Set the days of a year."""
    hub, who = at(request)
    district, scope = hub.district, who.scope
    return answered(
        commands.run(
            hub.database,
            scope,
            data.command_id,
            "calendar",
            lambda tx: calendars.put_year(tx, district, scope, year, data),
        )
    )


@put("/calendar/rules", responses=gives(CalendarView))
@threaded
def put_rules(request: HubRequest, data: JSONBody[WorkingTimeEdit]) -> Response[bytes]:
    """Choose working periods and the counting rule."""
    hub, who = at(request)
    district, scope = hub.district, who.scope
    return answered(
        commands.run(
            hub.database,
            scope,
            data.command_id,
            "calendar",
            lambda tx: calendars.put_working_time(tx, district, scope, data),
        )
    )


@post(
    "/calendar/import",
    status_code=200,
    responses=gives(CalendarImport),
    request_max_body_size=BYTES_MOST,
)
async def import_days(request: HubRequest, command_id: FromQuery[str], file: FromQuery[str] = "") -> Response[bytes]:
    """Take days from a CSV file, which is the body."""
    data = await request.body()
    return await sync_to_thread(_import, request, command_id, file, data)


def _import(request: HubRequest, command_id: str, file: str, data: bytes) -> Response[bytes]:
    hub, who = at(request)
    district, scope = hub.district, who.scope
    return answered(
        commands.run(
            hub.database,
            scope,
            command_id,
            "calendar",
            lambda tx: calendars.import_days(tx, district, scope, data, file),
        )
    )


@get("/calendar/affected", responses=gives(Affected))
@threaded
def affected(request: HubRequest) -> Response[bytes]:
    """List the open cases whose due time would be another by the calendar as it is now."""
    hub, who = at(request)
    district, scope = hub.district, who.scope
    return reply(hub.database.read(lambda conn: recount.affected(conn, district, scope), scope=scope))


@post("/calendar/apply", status_code=200, responses=gives(Applied))
@threaded
def apply(request: HubRequest, data: JSONBody[ApplyCalendar]) -> Response[bytes]:
    """Change the due times of the named cases, each by its own event."""
    hub, who = at(request)
    district, scope = hub.district, who.scope
    return answered(
        commands.run(
            hub.database,
            scope,
            data.command_id,
            "recount",
            lambda tx: recount.apply(tx, district, scope, data),
        )
    )


ROUTES = (view, year, put_year, put_rules, import_days, affected, apply)
