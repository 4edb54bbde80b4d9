"""How refusals and faults leave the hub: always a `Problem` with its one sentence, never the framework's own words."""

from __future__ import annotations

import logging
import re
from typing import Any

import msgspec
from litestar import MediaType, Request, Response
from litestar.exceptions import HTTPException, NotAuthorizedException, SerializationException, ValidationException

from services.desk.commands import HTTP_STATUS
from services.domain.ids import Ids
from services.domain.problems import Problem, Refusal

logger = logging.getLogger(__name__)


def answer(problem: Problem) -> Response[bytes]:
    """Return a problem as an HTTP answer."""
    return Response(msgspec.json.encode(problem), status_code=HTTP_STATUS[problem.kind], media_type=MediaType.JSON)


def on_refusal(_request: Request[Any, Any, Any], refusal: Refusal) -> Response[bytes]:
    """Answer a refusal of a desk function."""
    return answer(refusal.problem)


def on_http(_request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """Answer what the framework refuses: unreadable bodies by field, unknown paths, wrong methods, large bodies."""
    if isinstance(error, NotAuthorizedException):
        return answer(Refusal("signed_out").problem)
    if error.status_code == 413:
        return answer(Refusal("too_large", limit="规定的大小").problem)
    if isinstance(error, ValidationException | SerializationException) or error.status_code in (400, 415):
        return answer(unreadable(*_place(error)).problem)
    response = answer(Refusal("not_found").problem)
    response.status_code = error.status_code
    return response


def on_undecodable(_request: Request[Any, Any, Any], _error: UnicodeDecodeError) -> Response[bytes]:
    """Answer a body whose bytes are no UTF-8."""
    return answer(Refusal("body_unreadable", reason="不是 UTF-8 编码").problem)


def on_too_deep(_request: Request[Any, Any, Any], _error: RecursionError) -> Response[bytes]:
    """Answer a body that is nested more deeply than it can be read."""
    return answer(Refusal("body_unreadable", reason="JSON").problem)


def unreadable(field: str, message: str) -> Refusal:
    """Return the refusal for what the decoder says of a field ("" for the body as a whole)."""
    unknown = re.search(r"unknown field `(.+)`", message)
    if unknown:
        name = f"{field}.{unknown[1]}" if field else unknown[1]
        return Refusal("field_bad", field=name, value="没有这个字段", remedy="请按接口说明改正字段名")
    missing = re.search(r"missing required field `(.+)`", message)
    if missing:
        return Refusal("field_missing", field=f"{field}.{missing[1]}" if field else missing[1])
    wrong = re.search(r"Expected `(.+)`, got `(.+)`", message)
    if not field:
        return Refusal("body_unreadable", reason=_wanted(wrong[1]) if wrong else _unread(message))
    if wrong:
        return Refusal("field_bad", field=field, value=IS.get(wrong[2], "…"), remedy=_wanted(wrong[1]))
    bound = re.search(r"Expected `.+` (of length )?([<>]=?)? ?(\d+)(?:\.0)?$", message)
    if bound:
        remedy = BOUNDS[bool(bound[1]), bound[2] or ""].format(bound[3])
        return Refusal("field_bad", field=field, value="…", remedy=remedy)
    value = re.search(r"Invalid enum value (.+)", message)
    return Refusal("field_bad", field=field, value=value[1] if value else "…", remedy="请按接口说明改正")


IS = {
    "str": "是文本",
    "int": "是整数",
    "float": "是小数",
    "bool": "是真假值",
    "array": "是列表",
    "object": "是对象",
    "null": "是空值",
}
"""What a value is, by the decoder's name of its type."""

SHOULD_BE = {
    "str": "应为文本",
    "int": "应为整数",
    "float": "应为数字",
    "bool": "应为 true 或 false",
    "array": "应为列表",
    "object": "应为对象",
}
"""What a value should be, by the decoder's name of the type it looked for."""

BOUNDS = {
    (False, "<="): "应不大于 {}",
    (False, ">="): "应不小于 {}",
    (False, "<"): "应小于 {}",
    (False, ">"): "应大于 {}",
    (True, "<="): "长度应不超过 {}",
    (True, ">="): "长度应不少于 {}",
    (True, ""): "长度应为 {}",
}
"""Which bound a value does not keep, by whether that is its length, and the decoder's sign."""


def _wanted(types: str) -> str:
    """Return what a value should be. Of several types (``int | null``) the first that is a kind of value counts."""
    names = (name.strip() for name in types.split("|"))
    return next((SHOULD_BE[name] for name in names if name in SHOULD_BE), "请按接口说明改正")


def _unread(message: str) -> str:
    """Return where a body stops making sense, in words of no language: the decoder's own are not for people."""
    if "boundary" in message or "multipart" in message:
        return "multipart/form-data"
    place = re.search(r"\(byte (\d+)\)", message)
    return f"JSON [{place[1]}]" if place else "JSON"


def _place(error: HTTPException) -> tuple[str, str]:
    """Return the field that cannot be read ("" for the whole) and what is wrong with it."""
    extra = getattr(error, "extra", None)
    if isinstance(extra, list) and extra and isinstance(extra[0], dict):
        key = str(extra[0].get("key", ""))
        return ("" if key == "data" else key), str(extra[0].get("message", ""))
    cause: BaseException | None = error.__cause__
    while cause is not None and cause.__cause__ is not None:
        cause = cause.__cause__
    return "", str(cause or error.detail)


class FaultAnswer:
    """Answers a fault of the program: logged with a reference, told to the client as that reference only."""

    def __init__(self, ids: Ids) -> None:
        self._ids = ids

    def __call__(self, request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        """Log the fault and answer with its reference."""
        reference = self._ids.new()[-8:]
        logger.error("fault %s at %s %s", reference, request.method, request.url.path, exc_info=error)
        return answer(Refusal("internal", ref=reference).problem)
