"""How answers leave the hub: JSON made on the worker thread, commands byte for byte as they were first given."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from litestar import MediaType, Response
from litestar.openapi.datastructures import ResponseSpec

from services.domain.problems import Problem

if TYPE_CHECKING:
    from services.desk.commands import Answer

_SENTENCES = {
    401: "Not signed in, or the seat is locked.",
    403: "The right is missing.",
    404: "Not there, or not yours to know of.",
    409: "Somebody was faster, or the step does not fit; `changed` says what is different now.",
    422: "The request itself is wrong; `field` says where, `remedy` what to do.",
    503: "For now; nothing was kept.",
}


def reply(value: object) -> Response[bytes]:
    """Return a message as JSON."""
    return Response(msgspec.json.encode(value), media_type=MediaType.JSON)


def answered(answer: Answer) -> Response[bytes]:
    """Return a command's answer as it stands in the database."""
    return Response(answer.body, status_code=answer.status, media_type=MediaType.JSON)


def nothing() -> Response[bytes]:
    """Return an empty JSON object where there is nothing to say but that it was done."""
    return Response(b"{}", media_type=MediaType.JSON)


def gives(kind: Any, media_type: str = "application/json") -> dict[int, ResponseSpec]:  # noqa: ANN401 - a type form
    """Return what a route answers, for the OpenAPI document."""
    good = ResponseSpec(data_container=kind, description="Done.", media_type=media_type, generate_examples=False)
    bad = {
        status: ResponseSpec(data_container=Problem, description=text, generate_examples=False)
        for status, text in _SENTENCES.items()
    }
    return {200: good, **bad}
