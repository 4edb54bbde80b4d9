"""What a handler finds in its request: the hub it belongs to and who asks."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import TYPE_CHECKING, Any, ParamSpec, TypeAlias, TypeVar, cast

from litestar import Request

from services.domain.problems import Refusal

if TYPE_CHECKING:
    from services.hub.compose import Hub
    from services.hub.who import Who

P = ParamSpec("P")
T = TypeVar("T")

HubRequest: TypeAlias = Request[Any, Any, Any]

HUB, WHO = "huying.hub", "huying.who"


def threaded(handler: Callable[P, T]) -> Callable[P, Coroutine[Any, Any, T]]:
    """Run a handler on a worker thread.

    The framework's own way wraps a handler anew for each other one that shares its path, and then answers 500.
    """

    @wraps(handler)
    async def run(*args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.to_thread(handler, *args, **kwargs)

    return run


def hub_of(request: HubRequest) -> Hub:
    """Return the hub that is asked."""
    return cast("Hub", request.scope[HUB])  # type: ignore[literal-required]


def at(request: HubRequest) -> tuple[Hub, Who]:
    """Return the hub that is asked and who asks. Raises Refusal signed_out."""
    who: Who | None = request.scope.get(WHO)  # type: ignore[assignment]
    if who is None:
        raise Refusal("signed_out")
    return hub_of(request), who


def origin_of(request: HubRequest) -> str:
    """Return from which machine a request comes, for the audit."""
    return request.client.host if request.client is not None else ""


def token_of(request: HubRequest) -> str:
    """Return the token a request carries, "" without one."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""
