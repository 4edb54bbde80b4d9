"""What cannot be read is refused in the words of a person who reads Chinese, never in those of the decoder."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
import pytest

from services.hub.problems import unreadable
from tests.fixtures.hub import new_id

if TYPE_CHECKING:
    from tests.fixtures.hub import RunningHub

LATIN = re.compile(r"[A-Za-z]{2,}")


class Inner(msgspec.Struct):
    """An object inside another."""

    name: str


@pytest.mark.parametrize(
    ("kind", "value", "said"),
    [
        (str, 5, "是整数。应为文本"),
        (str, None, "是空值。应为文本"),
        (str | None, 2.5, "是小数。应为文本"),
        (int, "5", "是文本。应为整数"),
        (int | None, [], "是列表。应为整数"),
        (float, True, "是真假值。应为数字"),
        (float | None, {}, "是对象。应为数字"),
        (bool, "是", "是文本。应为 true 或 false"),
        (tuple[str, ...], "a", "是文本。应为列表"),
        (Inner, [], "是列表。应为对象"),
        (dict[str, int], 1, "是整数。应为对象"),
        (Annotated[int, msgspec.Meta(ge=0)], -1, "…。应不小于 0"),
        (Annotated[int, msgspec.Meta(le=10)], 11, "…。应不大于 10"),
        (Annotated[int, msgspec.Meta(gt=0)], 0, "…。应不小于 1"),
        (Annotated[int, msgspec.Meta(lt=9)], 9, "…。应不大于 8"),
        (Annotated[float, msgspec.Meta(gt=0)], 0.0, "…。应大于 0"),
        (Annotated[str, msgspec.Meta(max_length=3)], "abcd", "…。长度应不超过 3"),
        (Annotated[str, msgspec.Meta(min_length=3)], "a", "…。长度应不少于 3"),
        (tuple[int, int], [1], "…。长度应为 2"),
        (Annotated[str, msgspec.Meta(pattern="^a")], "b", "…。请按接口说明改正"),
    ],
)
def test_a_wrong_type_or_bound_is_said_in_chinese(kind: Any, value: object, said: str) -> None:  # noqa: ANN401 - a type form
    with pytest.raises(msgspec.ValidationError) as caught:
        msgspec.json.decode(msgspec.json.encode({"x": value}), type=msgspec.defstruct("Body", [("x", kind)]))
    message, _, _ = str(caught.value).partition(" - at ")
    problem = unreadable("x", message).problem
    assert f"{problem.sentence}。{problem.remedy}" == f"“x”的值不可用：{said}"


@pytest.mark.parametrize(
    ("path", "fields", "field", "said"),
    [
        ("/cases", {"title": 5}, "title", "是整数。应为文本"),
        ("/cases", {"lon": "东"}, "lon", "是文本。应为数字"),
        ("/cases", {"proactive": "会"}, "proactive", "是文本。应为 true 或 false"),
        ("/alerts", {"unit_ids": "440113"}, "unit_ids", "是文本。应为列表"),
        ("/alerts", {"unit_ids": [5]}, "unit_ids", "是整数。应为文本"),
    ],
)
def test_a_request_of_wrong_types_is_refused_in_chinese(
    hub: RunningHub, path: str, fields: dict[str, object], field: str, said: str
) -> None:
    case = {"command_id": new_id(), "title": "积水", "source": "phone"}
    alert = {
        "command_id": new_id(),
        "mode": "exercise",
        "kind": "waterlogging",
        "level": "red",
        "unit_ids": [],
        "warning": "积水",
        "measures": "绕行",
        "starts_at": 1,
        "expires_at": 2,
    }
    status, problem = hub.operator.refused("POST", path, (case if path == "/cases" else alert) | fields)
    assert (status, problem["code"]) == (422, "field_bad")
    assert problem["field"].startswith(field)
    words = f"{problem['sentence']}。{problem['remedy']}"
    assert words.endswith(said)
    assert not LATIN.search(words.replace(problem["field"], "").replace("true", "").replace("false", ""))


def test_a_body_that_is_something_else_says_what_it_should_be(hub: RunningHub) -> None:
    status, problem = hub.operator.refused("POST", "/cases", b"[]")
    assert (status, problem["sentence"]) == (422, "提交的内容无法读取：应为对象")
