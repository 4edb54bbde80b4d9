"""Accounts of the channels over HTTP, as the administration page will use them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import msgspec

from services.api.channels import AccountRow, DisableAccount, KindRow, PutAccount
from services.domain.modes import Mode
from services.domain.rights import Role
from tests.fixtures.hub import RunningHub, new_id

if TYPE_CHECKING:
    import pytest

SECRET = "geheim-9f3a7c"  # noqa: S105 - no secret, a word to look for


def test_an_account_is_set_up_changed_and_disabled(any_hub: RunningHub, caplog: pytest.LogCaptureFixture) -> None:
    keeper = any_hub.seat(Role.SYSTEM_ADMIN)
    kinds = msgspec.convert(keeper.get("/channel-kinds"), list[KindRow])
    assert next(kind for kind in kinds if kind.kind == "wecom_bot").limit == 2048
    new = PutAccount(
        command_id=new_id(),
        id="qun1",
        version=0,
        channel="wecom",
        mode=Mode.EXERCISE,
        kind="wecom_bot",
        name="市桥群",
        secrets={"key": SECRET},
    )
    with caplog.at_level(logging.DEBUG):
        made = keeper.post("/channel-accounts", new)
        again = keeper.post("/channel-accounts", new)
        listed = keeper.get("/channel-accounts")
    assert made == again
    (row,) = msgspec.convert(listed, list[AccountRow])
    assert (row.id, row.secrets, row.version) == ("qun1", ("key",), 1)
    gone = DisableAccount(command_id=new_id(), version=1, reason="换群")
    ended = msgspec.convert(keeper.post("/channel-accounts/qun1/disable", gone), AccountRow)
    assert ended.disabled_at is not None
    assert SECRET not in f"{made} {listed} {ended} {caplog.text}"


def test_others_are_refused(any_hub: RunningHub) -> None:
    operator = any_hub.seat(Role.OPERATOR)
    for path in ("/channel-accounts", "/channel-kinds"):
        status, problem = operator.refused("GET", path)
        assert (status, problem["code"]) == (403, "no_right")
