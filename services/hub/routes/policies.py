"""The tier policy's versions, for the system administrator; anybody at a desk may read them."""

from __future__ import annotations

from litestar import Response, delete, get, post
from litestar.params import FromPath, JSONBody

from services.api.policies import (
    Adopted,
    AdoptPolicy,
    AskBacktest,
    BacktestState,
    PolicyDraft,
    PolicyList,
    PolicyRow,
    UsePolicy,
)
from services.desk import commands, policies
from services.hub.replies import answered, gives, reply
from services.hub.request import HubRequest, at, threaded


@get("/policies", responses=gives(PolicyList))
@threaded
def every(request: HubRequest) -> Response[bytes]:
    """List all versions, newest first."""
    hub, who = at(request)
    return reply(hub.database.read(lambda conn: policies.listed(conn, who.scope), scope=who.scope))


@post("/policies", status_code=200, responses=gives(PolicyRow))
@threaded
def draft(request: HubRequest, data: JSONBody[PolicyDraft]) -> Response[bytes]:
    """Make a draft, or the next edition of one."""
    hub, who = at(request)
    district = hub.district
    return answered(
        commands.run(
            hub.database,
            who.scope,
            data.command_id,
            "policy.draft",
            lambda tx: policies.draft(tx, district, who.scope, data),
        )
    )


@post("/policies/{policy_id:str}/use", status_code=200, responses=gives(PolicyRow))
@threaded
def use(request: HubRequest, policy_id: FromPath[str], data: JSONBody[UsePolicy]) -> Response[bytes]:
    """Put a draft into use for the cases that come from now on."""
    hub, who = at(request)
    district = hub.district
    return answered(
        commands.run(
            hub.database,
            who.scope,
            data.command_id,
            "policy.use",
            lambda tx: policies.use(tx, district, who.scope, policy_id, data),
        )
    )


@post("/policies/adopt", status_code=200, responses=gives(Adopted))
@threaded
def adopt(request: HubRequest, data: JSONBody[AdoptPolicy]) -> Response[bytes]:
    """Move open cases of older versions to the one in use, a number at a time."""
    hub, who = at(request)
    district = hub.district
    return answered(
        commands.run(
            hub.database,
            who.scope,
            data.command_id,
            "policy.adopt",
            lambda tx: policies.adopt(tx, district, who.scope, data.reason),
        )
    )


@post("/policies/backtest", status_code=200, responses=gives(BacktestState))
@threaded
def begin_backtest(request: HubRequest, data: JSONBody[AskBacktest]) -> Response[bytes]:
    """Begin a back-test, one at a time; ask for it by its id."""
    hub, who = at(request)
    return reply(hub.backtests.begin(who.scope, data))


@get("/policies/backtest/{test_id:str}", responses=gives(BacktestState))
@threaded
def backtest(request: HubRequest, test_id: FromPath[str]) -> Response[bytes]:
    """Tell how far a back-test is, and what it found."""
    hub, who = at(request)
    return reply(hub.backtests.state(who.scope, test_id))


@delete("/policies/backtest/{test_id:str}", status_code=200, responses=gives(BacktestState))
@threaded
def cancel_backtest(request: HubRequest, test_id: FromPath[str]) -> Response[bytes]:
    """End a back-test early; what it found so far stays."""
    hub, who = at(request)
    return reply(hub.backtests.cancel(who.scope, test_id))


ROUTES = (every, draft, use, adopt, begin_backtest, backtest, cancel_backtest)
