"""How refusals and faults leave the hub: always a `Problem` with its one sentence, never the framework's own words."""

from __future__ import annotations

import logging
from typing import Any

import msgspec
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException, SerializationException, ValidationException

from services.domain.ids import Ids
from services.domain.problems import Kind, Problem, Refusal

logger = logging.getLogger(__name__)

STATUS = {
    Kind.INVALID: 422,
    Kind.CONFLICT: 409,
    Kind.FORBIDDEN: 403,
    Kind.MISSING: 404,
    Kind.SIGNED_OUT: 401,
    Kind.BUSY: 503,
}


def answer(problem: Problem) -> Response[bytes]:
    """Return a problem as an HTTP answer."""
    return Response(msgspec.json.encode(problem), status_code=STATUS[problem.kind], media_type=MediaType.JSON)


def on_refusal(_request: Request[Any, Any, Any], refusal: Refusal) -> Response[bytes]:
    """Answer a refusal of a desk function."""
    return answer(refusal.problem)


def on_http(_request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Answer what the framework refuses: unreadable bodies by field, unknown paths, wrong methods, large bodies."""
    if isinstance(error, NotAuthorizedException):
        return answer(Refusal("signed_out").problem)
    if isinstance(error, ValidationException | SerializationException) or error.status_code in (400, 415):
        return answer(Refusal("body_unreadable", reason=_first_reason(error)).problem)
    if error.status_code == 413:
        return answer(Refusal("too_large", limit="20 MB").problem)
    response = answer(Refusal("not_found").problem)
    response.status_code = error.status_code
    return response


def _first_reason(error: HTTPException) -> str:
    extra = getattr(error, "extra", None)
    if isinstance(extra, list) and extra and isinstance(extra[0], dict):
        return f"{extra[0].get('key', '')} {extra[0].get('message', '')}".strip()
    cause: BaseException | None = error.__cause__
    while cause is not None and cause.__cause__ is not None:
        cause = cause.__cause__
    return str(cause or error.detail)


class FaultAnswer:
    """Answers a fault of the program: logged with a reference, told to the client as that reference only."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids

    def __call__(self, request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        """Log the fault and answer with its reference."""
        reference = self._ids.new()[-8:]
        logger.error("fault %s at %s %s", reference, request.method, request.url.path, exc_info=error)
        return answer(Refusal("internal", ref=reference).problem)
