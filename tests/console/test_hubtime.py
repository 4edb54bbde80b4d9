from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from console.hubtime import HubTime
from tests.console.made import NOW, FakeClock


def test_counts_on_hub_time_and_warns_of_a_difference() -> None:
    clock = FakeClock(NOW + 60_000)
    time = HubTime(clock)
    assert not time.known
    assert time.now() == NOW + 60_000
    time.heard(NOW)
    assert time.now() == NOW
    assert time.must_warn()
    assert time.difference_ms() == 60_000


def test_a_jump_of_the_own_wall_clock_does_not_matter() -> None:
    clock = FakeClock()
    time = HubTime(clock)
    time.heard(NOW)
    clock.wall += 3_600_000
    clock.seconds += 5
    assert time.now() == NOW + 5_000
    assert time.must_warn()


@given(st.lists(st.floats(0, 1.5), min_size=1, max_size=30))
def test_late_messages_never_put_it_ahead_nor_further_behind_than_the_best_of_them(delays: list[float]) -> None:
    clock = FakeClock()
    time = HubTime(clock)
    start = clock.seconds
    best = max(delays)
    for delay in delays:
        clock.forward(5)
        hub_now = NOW + round((clock.seconds - start - delay) * 1000)
        time.heard(hub_now)
        best = min(best, delay)
        true_now = NOW + (clock.seconds - start) * 1000
        assert time.now() <= true_now + 1
    assert time.now() >= NOW + (clock.seconds - start - max(delays[-12:])) * 1000 - 1


def test_a_hub_clock_set_back_is_believed_after_two_messages() -> None:
    clock = FakeClock()
    time = HubTime(clock)
    time.heard(NOW)
    clock.forward(5)
    time.heard(NOW - 100_000)
    assert time.now() == NOW + 5_000
    clock.forward(5)
    time.heard(NOW - 95_000)
    assert time.now() == NOW - 95_000
