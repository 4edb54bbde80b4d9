from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.sse import Event, EventCutter, EventTooLarge

WIRE = (
    b"event: beat\nid: 7\ndata: {}\n\n: a comment\n\nretry: 5\r\n"
    b"event: changes\r\nid: 8\r\ndata: \xe7\xa7\xaf\r\ndata:b\r\n\r\n"
    b"event: nothing\n\ndata: x\n\n"
)
EVENTS = [Event("beat", b"{}", "7"), Event("changes", "积\nb".encode(), "8"), Event("message", b"x")]


@given(st.lists(st.integers(0, len(WIRE)), max_size=12))
def test_pieces_of_any_size_give_the_same_events(cuts: list[int]) -> None:
    cutter = EventCutter()
    edges = [0, *sorted(cuts), len(WIRE)]
    found = [event for start, end in pairwise(edges) for event in cutter.feed(WIRE[start:end])]
    assert found == EVENTS


def test_an_event_without_end_is_refused() -> None:
    cutter = EventCutter(most_bytes=100)
    cutter.feed(b"data: 1234567890\n" * 5)
    with pytest.raises(EventTooLarge):
        cutter.feed(b"data: 1234567890\n" * 5 + b"data: 12345")
