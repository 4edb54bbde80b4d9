"""The feed of alerts in force over HTTP: keyed, one mode each, told by hash and date, safe against what alerts say."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import msgspec
import pytest

from services.alerts.feed import ATOM
from services.alerts.signing import verified
from services.api.alerts import AlertDone, ReleasePrepared
from services.desk import feed as desk_feed
from services.desk import relayed_sources
from services.domain.clock import HOUR_MS
from services.domain.modes import Mode
from services.domain.rights import Role, Scope
from tests.fixtures.databases import START
from tests.fixtures.hub import new_id
from tests.services.hub.test_alerts import request

if TYPE_CHECKING:
    from tests.fixtures.databases import ManualClock
    from tests.fixtures.hub import RunningHub, Seat

NS = {"a": ATOM}


def reader(hub: RunningHub, mode: Mode) -> Seat:
    """Return a program with the key of a mode's feed."""
    key = f"feed-{mode.value}"
    admin = Scope(
        person_id="admin",
        person_name="系统管理员",
        unit_id=hub.hub.district.id,
        unit_path=hub.hub.district.id,
        roles=frozenset({Role.SYSTEM_ADMIN}),
    )
    hub.hub.database.write(
        lambda tx: relayed_sources.put_reader(tx, admin, f"reader-{mode.value}", name="市平台", mode=mode, key=key)
    )
    return hub.anybody(**{"X-Feed-Key": key})


def issue(hub: RunningHub, **changes: object) -> AlertDone:
    asked = msgspec.structs.replace(request(), **changes)
    return msgspec.convert(hub.operator.post("/alerts", asked), AlertDone)


def entries(content: bytes) -> list[ET.Element]:
    return ET.fromstring(content).findall("a:entry", NS)  # noqa: S314 - our own feed


def test_an_alert_stands_in_the_feed_of_its_mode_while_it_is_in_force(hub: RunningHub, fake_clock: ManualClock) -> None:
    exercise, live = reader(hub, Mode.EXERCISE), reader(hub, Mode.LIVE)
    empty = exercise.ask("GET", "/feed/exercise/alerts")
    assert (empty.status_code, entries(empty.content)) == (200, [])
    assert empty.headers["Content-Type"].startswith("application/atom+xml")
    done = issue(hub, warning="积水 <b>40</b> 厘米 & 上涨")
    found = exercise.ask("GET", "/feed/exercise/alerts")
    (entry,) = entries(found.content)
    assert entry.findtext("a:title", namespaces=NS) == done.row.headline
    assert "积水 <b>40</b> 厘米 & 上涨" in (entry.findtext("a:summary", namespaces=NS) or "")
    assert b"<b>" not in found.content
    link = entry.find("a:link", NS)
    assert link is not None
    cap = exercise.ask("GET", link.attrib["href"])
    certificate = exercise.ask("GET", "/feed/exercise/certificate").text
    assert verified(cap.content, certificate, START)
    assert entries(live.ask("GET", "/feed/live/alerts").content) == []
    assert live.refused("GET", f"/feed/live/alerts/{done.row.id}")[0] == 404
    fake_clock.advance(3 * HOUR_MS)
    assert entries(exercise.ask("GET", "/feed/exercise/alerts").content) == []


def test_a_key_opens_its_own_mode_only(hub: RunningHub) -> None:
    exercise = reader(hub, Mode.EXERCISE)
    for path in ("/feed/live/alerts", "/feed/test/alerts", "/feed/other/alerts", "/feed/live/certificate"):
        assert exercise.refused("GET", path)[0] == 404
    assert hub.anybody().refused("GET", "/feed/exercise/alerts")[0] == 401
    assert hub.anybody(**{"X-Feed-Key": "wrong"}).refused("GET", "/feed/exercise/alerts")[0] == 401
    assert hub.operator.refused("GET", "/feed/exercise/alerts")[0] == 401  # a session is no feed key


def test_who_has_the_feed_is_told_so(hub: RunningHub, fake_clock: ManualClock) -> None:
    exercise = reader(hub, Mode.EXERCISE)
    issue(hub)
    first = exercise.ask("GET", "/feed/exercise/alerts")
    etag, date = first.headers["ETag"], first.headers["Last-Modified"]

    def again(**headers: str) -> int:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return exercise.ask("GET", "/feed/exercise/alerts", headers=named).status_code

    assert (again(If_None_Match=etag), again(If_None_Match=f'"x", W/{etag}')) == (304, 304)
    assert (again(If_Modified_Since=date), again(If_Modified_Since="nonsense")) == (304, 200)
    assert again(If_None_Match='"x"', If_Modified_Since=date) == 200
    fake_clock.advance(3 * HOUR_MS)  # it runs out by itself: the feed is another one
    assert (again(If_None_Match=etag), again(If_Modified_Since=date)) == (200, 200)


def test_what_was_taken_back_leaves_the_feed_and_its_file_says_why(hub: RunningHub) -> None:
    exercise = reader(hub, Mode.EXERCISE)
    done = issue(hub)
    release = ReleasePrepared(command_id=new_id(), kind="correction", version=done.row.version)
    hub.operator.post(f"/alerts/{done.row.id}/release", release)
    assert entries(exercise.ask("GET", "/feed/exercise/alerts").content) == []
    file = exercise.ask("GET", f"/feed/exercise/alerts/{done.row.id}")
    assert ET.fromstring(file.content).findtext("{*}msgType") == "Cancel"  # noqa: S314 - our own file


def test_a_feed_that_would_be_too_long_says_that_it_is_cut(
    hub: RunningHub, fake_clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk_feed, "FEED_MOST", 1)
    exercise = reader(hub, Mode.EXERCISE)
    issue(hub)
    fake_clock.advance(1_000)
    last = issue(hub)
    content = exercise.ask("GET", "/feed/exercise/alerts").content
    (entry,) = entries(content)
    assert last.row.id in entry.find("a:link", NS).attrib["href"]  # type: ignore[union-attr]  # there is one entry
    assert "只列最新的" in content.decode()
