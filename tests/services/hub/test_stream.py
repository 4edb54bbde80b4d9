"""The event stream: what reaches which console, going on where one left off, and its end."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from console.sse import EventCutter
from services.api.board import Changes
from services.domain.actions import Action
from tests.fixtures.desks import OTHER_STREET, WATER
from tests.fixtures.hub import TIMEOUT_S, RunningHub, Seat

if TYPE_CHECKING:
    from collections.abc import Iterator

    from console.sse import Event


@contextmanager
def stream(seat: Seat, after: int) -> Iterator[Iterator[Event]]:
    """Open a stream and yield its events as they come."""
    with seat.http.get(f"{seat.url}/stream", params={"after": after}, stream=True, timeout=TIMEOUT_S) as response:
        assert response.status_code == 200, response.text
        assert response.headers["Content-Type"].startswith("text/event-stream")

        def events() -> Iterator[Event]:
            cutter = EventCutter()
            for piece in response.iter_content(None):
                yield from cutter.feed(piece)

        yield events()


def here(seat: Seat) -> int:
    """Return the position of the last change: founding a district writes some itself."""
    return int(seat.get("/board")["pos"])


def changes(events: Iterator[Event]) -> Changes:
    """Return the next changes, whatever beats come before them."""
    for event in events:
        if event.name == "changes":
            return msgspec.json.decode(event.data, type=Changes)
        assert event.name == "beat", event
    raise AssertionError("the stream ended")


def test_a_change_reaches_every_console_that_may_see_it(any_hub: RunningHub) -> None:
    writer = any_hub.operator
    now = here(writer)
    with (
        stream(any_hub.operator, now) as district,
        stream(any_hub.street(), now) as street,
        stream(any_hub.street(OTHER_STREET), now) as other,
    ):
        assert [next(events).name for events in (district, street, other)] == ["beat"] * 3
        made = writer.report()
        for events in (district, street):
            found = changes(events)
            assert [row.id for row in found.rows] == [made.row.id]
            assert (found.pos, found.commands) == (made.pos, (made.command_id,))
        outside = changes(other)
        assert (outside.rows, outside.gone, outside.commands, outside.pos) == ((), (), (), made.pos)


def test_what_leaves_a_view_is_gone_there(hub: RunningHub) -> None:
    operator, water = hub.operator, hub.department()
    made = operator.report()
    version = operator.act(made.row.id, Action.ACCEPT, made.row.version).row.version
    sent = operator.act(made.row.id, Action.DISPATCH, version, unit_id=WATER)
    with stream(water, sent.pos) as events:
        next(events)
        operator.act(made.row.id, Action.DISPATCH, sent.row.version, unit_id="dept-urban")
        found = changes(events)
    assert (found.rows, found.gone) == ((), (made.row.id,))


def test_a_stream_goes_on_where_it_was_left(hub: RunningHub) -> None:
    seat = hub.operator
    first = seat.report()
    later = [seat.report(title=f"第 {n} 件") for n in range(3)]
    with stream(hub.operator, first.pos) as events:
        next(events)
        found = changes(events)
    assert {row.id for row in found.rows} == {done.row.id for done in later}
    assert found.pos == later[-1].pos


def test_a_position_that_cannot_be_gone_on_from_asks_for_a_new_board(hub: RunningHub) -> None:
    with stream(hub.operator, 10_000) as events:
        assert [event.name for event in events] == ["beat", "reset"]


def test_a_stream_ends_with_its_session(hub: RunningHub, fake_clock: object) -> None:
    seat, same = hub.operator, hub.anybody()
    same.http.headers["Authorization"] = f"Bearer {seat.token}"
    with stream(seat, here(seat)) as events:
        next(events)
        assert same.ask("DELETE", "/session").status_code == 200
        assert [event.name for event in events] == ["stop"]
    assert seat.refused("GET", "/stream")[0] == 401


def test_stopping_the_hub_ends_every_stream_in_order(hub: RunningHub) -> None:
    seats = [hub.operator for _ in range(12)]
    now = here(seats[0])
    ended: list[list[str]] = []

    def follow(seat: Seat, ready: threading.Barrier) -> None:
        with stream(seat, now) as events:
            first = next(events).name
            ready.wait(TIMEOUT_S)
            ended.append([first, *(event.name for event in events)])

    ready = threading.Barrier(len(seats) + 1)
    threads = [threading.Thread(target=follow, args=(seat, ready)) for seat in seats]
    for thread in threads:
        thread.start()
    ready.wait(TIMEOUT_S)
    assert hub.hub.streams == len(seats)
    hub.hub.stopper.stop()
    for thread in threads:
        thread.join(TIMEOUT_S)
    assert ended == [["beat", "stop"]] * len(seats)
