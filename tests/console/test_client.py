from __future__ import annotations

import threading
from functools import partial

import msgspec
import pytest

from console.client import Client
from console.transport import HubRefused, HubUnreachable, Request, Transport, Trouble
from services.api.board import Board
from services.api.cases import Act, Done
from services.api.sessions import Health
from services.domain.actions import Action
from services.domain.clock import SystemClock
from services.domain.problems import Refusal
from tests.console.made import NOW, row, session, units
from tests.console.stubhub import StubHub, aside

ACT = Act(command_id="k1", action=Action.ACCEPT, version=1)


def test_answers_are_typed_and_carry_the_token(stub: StubHub, transport: Transport) -> None:
    heard: list[int] = []
    client = Client(transport, lambda now, _at: heard.append(now))
    stub.answer("POST", "/session", session())
    stub.answer("GET", "/units", units())
    stub.board = Board(pos=3, now=NOW, total=1, rows=(row(),))
    assert aside(lambda: client.sign_in("wang", "geheim")).person_name == "王敏"
    assert aside(client.units)[0].name == "番禺区"
    assert aside(client.board).rows == (row(),)
    assert stub.headers[-1]["Authorization"] == "Bearer t"
    assert heard == [NOW, NOW]


def test_a_refusal_is_a_value(stub: StubHub, client: Client) -> None:
    problem = Refusal("stale", changed={"tier": 4}).problem
    stub.answer("POST", "/cases/c1/actions", problem, 409)
    with pytest.raises(HubRefused) as caught:
        aside(lambda: client.act("c1", ACT))
    assert caught.value.problem == problem
    assert not caught.value.signed_out


@pytest.mark.parametrize(
    ("status", "body", "trouble"),
    [
        (200, b"<html>proxy</html>", Trouble.GARBLED),
        (502, b"<html>bad gateway</html>", Trouble.GARBLED),
        (200, b'{"pos": "x"}', Trouble.GARBLED),
        (200, b"\xff\xfe", Trouble.GARBLED),
        (302, b"", Trouble.REDIRECT),
        (200, b"[" + b" " * 4_000 + b"]", Trouble.TOO_LARGE),
    ],
)
def test_what_is_no_hub_is_named(stub: StubHub, status: int, body: bytes, trouble: Trouble) -> None:
    transport = Transport(stub.url, SystemClock(), most_bytes=2_000)
    stub.on("GET", "/board", lambda _body: (status, body))
    with pytest.raises(HubUnreachable) as caught:
        aside(Client(transport).board)
    assert caught.value.trouble is trouble
    transport.close()


def test_nobody_listening_means_that_nothing_was_sent(stub: StubHub) -> None:
    transport = Transport("http://127.0.0.1:9", SystemClock())
    with pytest.raises(HubUnreachable) as caught:
        aside(lambda: Client(transport).act("c1", ACT))
    assert caught.value.trouble is Trouble.NO_CONNECTION
    assert not caught.value.sent
    transport.close()


def test_a_kept_connection_that_died_is_tried_once_more(stub: StubHub, client: Client) -> None:
    answers = [None, (200, msgspec.json.encode(Health(version="1", now=NOW)))]
    stub.on("GET", "/health", lambda _body: answers.pop(0))
    assert aside(client.health).version == "1"


def test_a_connection_that_breaks_twice_leaves_the_outcome_open(stub: StubHub, client: Client) -> None:
    stub.on("POST", "/cases/c1/actions", lambda _body: None)
    with pytest.raises(HubUnreachable) as caught:
        aside(lambda: client.act("c1", ACT))
    assert caught.value.trouble is Trouble.BROKEN
    assert caught.value.sent
    assert stub.seen.count(("POST", "/cases/c1/actions")) == 2


def test_areas_are_fetched_once(stub: StubHub, client: Client) -> None:
    stub.on("GET", "/areas", lambda _body: (200, b"areas"))
    assert aside(client.areas)[0] == b"areas"
    stub.on("GET", "/areas", lambda _body: (304, b""))
    assert aside(lambda: client.areas('"e"')) == (None, '"e"')
    assert stub.headers[-1]["If-None-Match"] == '"e"'


def test_ids_are_parts_of_a_path_and_files_are_sent_whole(stub: StubHub, client: Client) -> None:
    bodies: list[bytes] = []
    done = msgspec.json.encode(Done(command_id="k2", pos=4, row=row()))

    def take(body: bytes) -> tuple[int, bytes]:
        bodies.append(body)
        return 200, done

    stub.on("POST", "/cases/..%2Fa/attachments", take)
    assert aside(lambda: client.attach("../a", "k2", "照片.jpg", b"\xff\xd8\x00", "image/jpeg")).pos == 4
    assert b"\xff\xd8\x00" in bodies[0]
    assert b"k2" in bodies[0]


def test_threads_have_connections_of_their_own(stub: StubHub, client: Client) -> None:
    stub.answer("GET", "/health", Health(version="1", now=NOW))
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(client.health().version)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["1"] * 8


def test_a_hub_that_was_started_again_elsewhere_is_spoken_to_there(stub: StubHub) -> None:
    stub.answer("GET", "/health", Health(version="1", now=NOW))
    transport = Transport("http://127.0.0.1:9", SystemClock(), headers={"X-Key": "old"})
    client = Client(transport)
    with pytest.raises(HubUnreachable):
        aside(client.health)
    transport.move_to(stub.url, {"X-Key": "new"})
    assert aside(client.health).version == "1"
    assert stub.headers[-1]["X-Key"] == "new"
    transport.close()


def test_a_closed_transport_sends_nothing(stub: StubHub, transport: Transport) -> None:
    transport.close()
    with pytest.raises(HubUnreachable) as caught:
        aside(Client(transport).health)
    assert caught.value.trouble is Trouble.CLOSED
    assert stub.seen == []


def test_a_slow_hub_is_a_time_out_before_and_in_the_middle_of_an_answer(stub: StubHub, transport: Transport) -> None:
    go = threading.Event()

    def stalled(_body: bytes) -> None:
        go.wait(60)

    stub.on("GET", "/health", stalled)
    for path in ("/health", "/stream"):
        request = Request("GET", path, params={"after": "0"}, read_timeout_s=0.2)
        with pytest.raises(HubUnreachable) as caught:
            aside(partial(transport.send, request))
        assert caught.value.trouble is Trouble.TIMEOUT
        assert caught.value.sent
    go.set()
