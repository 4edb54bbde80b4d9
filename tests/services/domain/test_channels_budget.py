"""The budget: in no stretch of time more than the provider allows, a reserve for emergencies, pauses kept."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from services.domain.channels_budget import MARGIN_MS, Limits, Rate, Spent, pause, take, wait_of
from services.domain.clock import MINUTE_MS, SECOND_MS

ROBOT = Limits((Rate(20, MINUTE_MS),), 25)
T0 = 1_763_800_000_000


def test_a_robot_gives_twenty_and_then_says_when() -> None:
    taken = take(Spent(), ROBOT, T0, 30, urgent=True)
    assert taken.granted == 20
    assert taken.again_at is not None
    assert T0 + MINUTE_MS < taken.again_at <= T0 + MINUTE_MS + SECOND_MS + MARGIN_MS
    assert take(taken.spent, ROBOT, taken.again_at - 1, 1, urgent=True).granted == 0
    assert take(taken.spent, ROBOT, taken.again_at, 30, urgent=True).granted == 20


def test_notices_leave_a_reserve_for_emergencies() -> None:
    notices = take(Spent(), ROBOT, T0, 30, urgent=False)
    assert notices.granted == 15
    assert take(notices.spent, ROBOT, T0, 30, urgent=False).granted == 0
    assert take(notices.spent, ROBOT, T0, 30, urgent=True).granted == 5


def test_every_window_of_several_holds() -> None:
    feishu = Limits((Rate(100, MINUTE_MS), Rate(5, SECOND_MS)), 20)
    taken = take(Spent(), feishu, T0, 30, urgent=True)
    assert taken.granted == 5
    assert taken.again_at is not None
    assert taken.again_at <= T0 + 2 * SECOND_MS + MARGIN_MS
    assert take(Spent(), feishu, T0, 30, urgent=False).granted == 4


def test_a_pause_holds_for_everything_and_a_longer_one_stays() -> None:
    spent = pause(pause(Spent(), T0 + 600_000), T0 + 60_000)
    taken = take(spent, ROBOT, T0 + 599_999, 1, urgent=True)
    assert (taken.granted, taken.again_at) == (0, T0 + 600_000)
    assert take(spent, ROBOT, T0 + 600_000, 1, urgent=True).granted == 1
    assert take(pause(Spent(), T0 + 5), Limits(), T0, 1, urgent=True).granted == 0, "also where there is no rate"


def test_nothing_is_limited_without_a_rate() -> None:
    taken = take(Spent(), Limits(), T0, 9_999, urgent=False)
    assert (taken.granted, taken.spent, taken.again_at) == (9_999, Spent(), None)


def test_a_clock_that_is_set_back_frees_nothing() -> None:
    taken = take(Spent(), ROBOT, T0, 20, urgent=True)
    assert take(taken.spent, ROBOT, T0 - 3_600_000, 1, urgent=True).granted == 0


def test_those_who_wait_are_told_windows_apart() -> None:
    assert [wait_of(ROBOT, place, urgent=True) // MINUTE_MS for place in (0, 19, 20, 45)] == [0, 0, 1, 2]


@given(
    st.lists(st.tuples(st.integers(0, 40_000), st.integers(1, 30), st.booleans()), min_size=1, max_size=40),
    st.integers(1, 30),
    st.sampled_from((SECOND_MS, 10 * SECOND_MS, MINUTE_MS)),
)
def test_in_no_stretch_of_time_more_than_allowed(steps: list[tuple[int, int, bool]], count: int, per_ms: int) -> None:
    limits = Limits((Rate(count, per_ms),), 25)
    spent, now = Spent(), T0
    left: list[int] = []
    for passed, want, urgent in steps:
        now += passed
        taken = take(spent, limits, now, want, urgent=urgent)
        spent = taken.spent
        left += [now] * taken.granted
        if taken.again_at is not None:
            assert taken.again_at > now
            assert take(spent, limits, taken.again_at, 1, urgent=urgent).granted == 1, "who waits as told gets one"
    for at in left:
        assert sum(at <= other < at + per_ms for other in left) <= count
    assert len(spent.seconds) <= per_ms // SECOND_MS + MARGIN_MS // SECOND_MS + 2, "the state stays small"
