"""The receiver's memory: bounded, even-handed, forward only."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.gateway.mailbox import Mailbox, Message, Switches

NOW = 1_795_333_325_000


def message(number: int, **changes: Any) -> Message:  # noqa: ANN401 - any field
    values: dict[str, Any] = {
        "idem": f"m{number}",
        "channel": "sms",
        "target": "13800000001",
        "text": "【演练】请转移",
        "alert": "a",
        "revision": 1,
        "mode": "exercise",
        "expires": NOW + 1,
    }
    return Message(**(values | changes))


@given(st.integers(0, 100), st.integers(1, 300))
def test_a_share_is_spread_evenly(share: int, count: int) -> None:
    box = Mailbox()
    box.change(Switches(refuse=share))
    refused = [result.status == "refused" for result in box.submit([message(number) for number in range(count)], NOW)]
    for end in range(1, count + 1):
        assert abs(sum(refused[:end]) - end * share / 100) < 1


def test_memory_is_bounded_and_the_oldest_go_first() -> None:
    box = Mailbox(keep=10)
    box.submit([message(number) for number in range(25)], NOW)
    assert [held.message.idem for held in box.all()] == [f"m{number}" for number in range(24, 14, -1)]
    assert box.find("m3") is None
    box.settle(NOW + 10_000)
    assert len(box.receipts(0, NOW + 10_000, 100)) == 10


def test_a_delivery_is_told_once() -> None:
    box = Mailbox()
    box.submit([message(1)], NOW)
    assert box.receipts(0, NOW + 799, 10) == ()
    first = box.receipts(0, NOW + 800, 10)
    assert [receipt.kind for receipt in first] == ["delivered"]
    assert box.receipts(0, NOW + 9_000, 10) == first
    assert box.receipts(first[0].seq, NOW + 9_000, 10) == ()


def test_who_answers_without_a_name() -> None:
    box = Mailbox()
    box.submit([message(1, people=("李明",)), message(2, people=("李明", "王芳")), message(3)], NOW)
    for number in (1, 2, 3):
        assert box.answer(f"m{number}", "", "收到", NOW) == ""
    answers = [receipt.by for receipt in box.receipts(0, NOW, 10) if receipt.kind == "answered"]
    assert answers == ["李明", "13800000001", "13800000001"]


def test_numbers_grow_even_when_the_clock_jumps_back() -> None:
    box = Mailbox()
    box.submit([message(1), message(2)], NOW)
    box.answer("m1", "", "收到", NOW + 5_000)
    box.answer("m2", "", "收到", NOW - 5_000)
    seqs = [receipt.seq for receipt in box.receipts(0, NOW, 10)]
    assert seqs == sorted(set(seqs))
    assert len(seqs) == 4


@pytest.mark.parametrize(
    "switches", [{"lose": -1}, {"fail": 101}, {"delay_ms": 60_001}, {"deliver_ms": -1}, {"deliver_ms": 600_001}]
)
def test_switches_have_limits(switches: dict[str, int]) -> None:
    assert Switches(**switches).problem()
    assert not Switches().problem()
