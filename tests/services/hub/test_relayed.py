"""Warnings of others over HTTP: the keyed door, its limits, and what operators see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from services.alerts.cap import build
from services.alerts.cap_parse import MAX_BYTES
from services.alerts.signing import KeySigner, new_key
from services.api.relayed import FeedReaderRow, WarningRow, WarningSourceRow, WarningTaken
from services.desk import relayed_sources
from services.domain.rights import Role, Scope
from tests.fixtures.databases import START
from tests.services.alerts.test_cap_rules import GOOD

if TYPE_CHECKING:
    from tests.fixtures.hub import RunningHub, Seat


@pytest.fixture(scope="module")
def weather() -> KeySigner:
    return KeySigner(*new_key("区气象局", START))


def source(hub: RunningHub, signer: KeySigner) -> Seat:
    """Return a program with the key of a registered source of warnings."""
    admin = Scope(
        person_id="admin",
        person_name="系统管理员",
        unit_id=hub.hub.district.id,
        unit_path=hub.hub.district.id,
        roles=frozenset({Role.SYSTEM_ADMIN}),
    )
    hub.hub.database.write(
        lambda tx: relayed_sources.put_source(
            tx, admin, "weather", name="区气象局", certificate=signer.certificate, key="key"
        )
    )
    return hub.anybody(**{"X-Source-Key": "key"})


def test_a_signed_file_is_taken_once_and_shown_to_operators(hub: RunningHub, weather: KeySigner) -> None:
    bureau = source(hub, weather)
    signed = weather.sign(build(GOOD))
    first, again = (msgspec.convert(bureau.post("/intake/warnings", signed), WarningTaken) for _ in range(2))
    assert (first.outcome, again.outcome) == ("accepted", "repeated")
    (row,) = msgspec.convert(hub.operator.get("/warnings"), list[WarningRow])
    assert (row.id, row.source, row.sent) == (first.row.id, "区气象局", GOOD.sent.text())
    assert hub.operator.ask("GET", f"/warnings/{row.id}/cap").content == signed
    assert hub.operator.refused("GET", "/warnings/nothing/cap")[0] == 404
    assert bureau.refused("GET", "/warnings")[0] == 401


def test_the_door_is_keyed_and_keeps_large_and_unsigned_files_out(hub: RunningHub, weather: KeySigner) -> None:
    bureau = source(hub, weather)
    assert hub.anybody().refused("POST", "/intake/warnings", b"<alert/>")[0] == 401
    cases = hub.anybody(**{"X-Source-Key": hub.register_source("wgt")})
    assert cases.refused("POST", "/intake/warnings", weather.sign(build(GOOD)))[0] == 401  # a key for cases only
    assert bureau.refused("POST", "/intake/cases", b"[]")[0] == 401
    status, problem = bureau.refused("POST", "/intake/warnings", build(GOOD))
    assert (status, problem["field"]) == (422, "CAP 文件")
    assert "没有签名" in problem["sentence"]
    assert bureau.refused("POST", "/intake/warnings", b" " * (MAX_BYTES + 1))[1]["code"] == "too_large"
    assert bureau.refused("POST", "/intake/warnings", b"")[0] == 422
    assert hub.operator.get("/warnings") == []


def test_who_may_bring_and_read_is_for_the_system_administrator(hub: RunningHub, weather: KeySigner) -> None:
    source(hub, weather)
    admin = hub.seat(Role.SYSTEM_ADMIN)
    (row,) = msgspec.convert(admin.get("/warning-sources"), list[WarningSourceRow])
    assert (row.code, row.keyed) == ("weather", True)
    assert msgspec.convert(admin.get("/feed-readers"), list[FeedReaderRow]) == []
    for path in ("/warning-sources", "/feed-readers"):
        assert hub.operator.refused("GET", path)[0] == 403
    assert admin.refused("GET", "/warnings")[0] == 403
