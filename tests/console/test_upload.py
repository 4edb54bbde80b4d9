"""A body sent bit by bit: it arrives whole, tells how far it is, can be stopped, begins anew when sent once more."""

from __future__ import annotations

import msgspec
import pytest

from console.client import Client
from console.transport import HubUnreachable, Transport, Trouble
from console.upload import Body, Progress, Stopped
from services.api.cases import Done
from services.domain.clock import SystemClock
from tests.console.made import row
from tests.console.stubhub import StubHub, aside
from tests.fixtures.hub import RunningHub

DATA = bytes(range(256)) * 4000


class Half(Progress):
    """Stops when half of it has gone."""

    @property
    def stopped(self) -> bool:
        """Whether half of it has gone."""
        return self.sent > self.total // 2


def attach(client: Client, progress: Progress) -> Done:
    return aside(lambda: client.attach("c1", "k1", "a.jpg", DATA, "image/jpeg", progress))


def test_it_is_read_in_pieces_and_stopped_between_them() -> None:
    progress = Progress()
    assert progress.share == 0
    body = Body(DATA, progress)
    assert body.read(1000) == DATA[:1000]
    assert (len(body), body.tell(), progress.sent, progress.total) == (len(DATA), 1000, 1000, len(DATA))
    assert b"".join(body) == DATA[1000:]
    assert progress.share == 1
    body.rewind()
    assert body.read() == DATA
    body.rewind()
    progress.stop()
    with pytest.raises(Stopped):
        body.read(1)


def test_a_file_arrives_whole_also_at_the_second_attempt(stub: StubHub, client: Client) -> None:
    bodies: list[bytes] = []
    done = msgspec.json.encode(Done(command_id="k1", pos=4, row=row()))

    def take(body: bytes) -> tuple[int, bytes] | None:
        bodies.append(body)
        return (200, done) if len(bodies) > 1 else None  # the first time the connection breaks

    stub.on("POST", "/cases/c1/attachments", take)
    progress = Progress()
    assert attach(client, progress).pos == 4
    assert [DATA in body for body in bodies] == [True, True]
    assert progress.share == 1


def test_a_stopped_file_was_certainly_not_added(stub: StubHub, client: Client) -> None:
    bodies: list[bytes] = []

    def take(body: bytes) -> tuple[int, bytes]:
        bodies.append(body)
        return 200, b"{}"

    stub.on("POST", "/cases/c1/attachments", take)
    with pytest.raises(HubUnreachable) as caught:
        attach(client, Half())
    assert (caught.value.trouble, caught.value.sent) == (Trouble.CLOSED, False)
    assert not [body for body in bodies if DATA in body]


def test_a_real_hub_takes_a_large_file_once(hub: RunningHub) -> None:
    seat = hub.operator
    case = seat.report().row
    transport = Transport(hub.url, SystemClock())
    transport.token = seat.token
    client = Client(transport)
    large = b"%PDF-1.7 " + bytes(8_000_000)

    def send() -> Done:
        return aside(lambda: client.attach(case.id, "k1", "a.pdf", large, "application/pdf"))

    for _ in range(2):  # under the same command id: added once
        send()
    (kept,) = aside(lambda: client.case(case.id)).attachments
    assert kept.size == len(large)
    assert aside(lambda: client.attachment(kept.id)) == large
    transport.close()
