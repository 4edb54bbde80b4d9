"""An alert over HTTP, and a real district from its first start on."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import msgspec
import pytest

from services.api.alerts import AlertCatalogue, AlertDetail, AlertDone, AlertPreview, AlertRequest, ReleasePrepared
from services.api.district import ProfileView
from services.api.people import NewPerson
from services.api.sessions import FirstAdmin, Session, SignIn, Unlock
from services.domain.clock import HOUR_MS
from services.domain.modes import Mode
from services.domain.rights import Role
from services.geo.areas import AreaSet
from services.hub.settings import HubSettings
from tests.fixtures.databases import START
from tests.fixtures.desks import OTHER_STREET, STREET
from tests.fixtures.hub import RunningHub, new_id, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.fixtures.databases import ManualClock

SECRET = "Rain-2026-storm"  # noqa: S105 - of people who exist in this file only


def request(mode: Mode = Mode.EXERCISE) -> AlertRequest:
    return AlertRequest(
        command_id=new_id(),
        mode=mode,
        kind="waterlogging",
        level="red",
        unit_ids=(STREET,),
        warning="下中路地下通道积水约 40 厘米。",
        measures="请绕行，勿涉水。",
        starts_at=START,
        expires_at=START + 3 * HOUR_MS,
        channels=("wecom", "phone"),
    )


def test_an_alert_is_seen_before_it_goes_issued_once_and_taken_back(hub: RunningHub) -> None:
    seat = hub.operator
    kinds = msgspec.convert(seat.get("/alerts/kinds"), AlertCatalogue)
    assert "正式预警" in kinds.live_refused
    asked = request()
    preview = msgspec.convert(seat.post("/alerts/preview", asked), AlertPreview)
    assert preview.people > 0
    first, again = (seat.ask("POST", "/alerts", asked) for _ in range(2))
    assert first.status_code == 200, first.text
    assert first.content == again.content
    done = msgspec.json.decode(first.content, type=AlertDone)
    assert [row["id"] for row in seat.get("/alerts")] == [done.row.id]
    detail = msgspec.convert(seat.get(f"/alerts/{done.row.id}"), AlertDetail)
    assert {target.state for target in detail.targets} == {"pending"}
    cap = seat.ask("GET", f"/alerts/{done.row.id}/cap")
    assert cap.headers["Content-Type"].startswith("application/cap+xml")
    assert ET.fromstring(cap.content).findtext("{*}status") == "Exercise"  # noqa: S314 - our own file
    release = ReleasePrepared(command_id=new_id(), kind="all_clear", version=done.row.version)
    ended = msgspec.convert(seat.post(f"/alerts/{done.row.id}/release", release), AlertDone)
    assert (ended.row.state, ended.row.revision) == ("ended", 3)
    assert hub.street(OTHER_STREET).refused("GET", f"/alerts/{done.row.id}")[0] == 404


def test_live_is_refused_whoever_asks(hub: RunningHub) -> None:
    status, problem = hub.seat(Role.COMMANDER).refused("POST", "/alerts", request(Mode.LIVE))
    assert (status, problem["code"]) == (409, "live_refused")
    assert hub.seat(Role.COMMUNITY, unit=STREET).refused("POST", "/alerts", request())[0] == 403


@pytest.fixture
def real(tmp_path: Path, sqlite_template: Path, fake_clock: ManualClock) -> Iterator[RunningHub]:
    """Return a hub that makes a real district of an empty database at its first start."""
    folder = tmp_path / "real"
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "huying.sqlite")
    with running(HubSettings(data_dir=folder, profile="haigang", engine=False), fake_clock) as found:
        yield found


def test_a_real_district_asks_for_its_first_administrator_once(real: RunningHub) -> None:
    seat = real.anybody()
    assert seat.get("/health")["setup_needed"] is True
    assert seat.refused("POST", "/session/demo")[0] == 404
    weak = FirstAdmin(login="anquan", name="张三", password=SECRET[:4])
    assert seat.refused("POST", "/setup", weak)[1]["code"] == "weak_password"
    first = msgspec.structs.replace(weak, password=SECRET)
    session = msgspec.convert(seat.post("/setup", first), Session)
    assert session.roles == (Role.SECURITY_ADMIN,)
    assert "setup_needed" not in seat.get("/health")
    assert seat.refused("POST", "/setup", first)[1]["code"] == "setup_done"
    seat.http.headers["Authorization"] = f"Bearer {session.token}"
    assert seat.refused("GET", "/board")[0] == 403
    operator = NewPerson(
        command_id=new_id(),
        login="zuoxi",
        name="李四",
        unit_id=session.unit_id,
        roles=(Role.OPERATOR,),
        password=SECRET,
    )
    seat.post("/people", operator)
    other = real.anybody()
    signed = other.post("/session", SignIn(login="zuoxi", password=SECRET))
    other.http.headers["Authorization"] = f"Bearer {signed['token']}"
    profile = msgspec.convert(other.get("/profile"), ProfileView)
    assert (profile.demo, profile.rules_label, profile.mode) == (False, "", Mode.LIVE)
    areas = AreaSet.decode(other.ask("GET", "/areas").content)
    assert len(areas) == 1 + 20 + 388
    assert areas.rings(0) == ()
    made = other.report(lon=None, lat=None, area_id="130302")
    assert made.row.mode is Mode.LIVE


def test_five_wrong_passwords_lock_an_account_for_a_while(real: RunningHub, fake_clock: ManualClock) -> None:
    seat = real.anybody()
    seat.post("/setup", FirstAdmin(login="anquan", name="张三", password=SECRET))
    for _ in range(5):
        wrong = seat.refused("POST", "/session", SignIn(login="anquan", password="wrong"))  # noqa: S106 - wrong on purpose
        assert wrong[1]["code"] == "wrong_password"
    right = SignIn(login="anquan", password=SECRET)
    assert seat.refused("POST", "/session", right)[1]["code"] == "locked_out"
    fake_clock.advance(HOUR_MS)
    assert seat.post("/session", right)["token"]


def test_an_idle_seat_locks_and_its_password_opens_it(real: RunningHub, fake_clock: ManualClock) -> None:
    seat = real.anybody()
    session = seat.post("/setup", FirstAdmin(login="anquan", name="张三", password=SECRET))
    seat.http.headers["Authorization"] = f"Bearer {session['token']}"
    seat.get("/people")
    fake_clock.advance(session["idle_lock_ms"] + 1)
    assert seat.refused("GET", "/people")[1]["code"] == "session_locked"
    unlock = Unlock(password=SECRET)
    seat.post("/session/unlock", unlock)
    assert seat.get("/people")
