"""Accounts of the channels."""

from __future__ import annotations

from litestar import Response, get, post
from litestar.params import FromPath, JSONBody

from services.api.channels import AccountRow, DisableAccount, KindRow, PutAccount
from services.desk import channels, commands
from services.hub.replies import answered, gives, reply
from services.hub.request import HubRequest, at, threaded

_KIND = "channel"


@get("/channel-kinds", responses=gives(list[KindRow]))
@threaded
def kinds(request: HubRequest) -> Response[bytes]:
    """List the providers there is an adapter for, with their limits."""
    _, who = at(request)
    return reply(channels.kinds(who.scope))


@get("/channel-accounts", responses=gives(list[AccountRow]))
@threaded
def accounts(request: HubRequest) -> Response[bytes]:
    """List every account; secrets are named, never given."""
    hub, who = at(request)
    district = hub.district
    return reply(hub.database.read(lambda conn: channels.rows(conn, district, who.scope)))


@post("/channel-accounts", status_code=200, responses=gives(AccountRow))
@threaded
def put_account(request: HubRequest, data: JSONBody[PutAccount]) -> Response[bytes]:
    """Set up an account, or change one."""
    hub, who = at(request)
    district, scope = hub.district, who.scope
    return answered(
        commands.run(hub.database, scope, data.command_id, _KIND, lambda tx: channels.put(tx, district, scope, data))
    )


@post("/channel-accounts/{account_id:str}/disable", status_code=200, responses=gives(AccountRow))
@threaded
def disable_account(request: HubRequest, account_id: FromPath[str], data: JSONBody[DisableAccount]) -> Response[bytes]:
    """Take an account out of use for good."""
    hub, who = at(request)
    district, scope = hub.district, who.scope
    return answered(
        commands.run(
            hub.database,
            scope,
            data.command_id,
            _KIND,
            lambda tx: channels.disable(tx, district, scope, account_id, data),
        )
    )


ROUTES = (kinds, accounts, put_account, disable_account)
