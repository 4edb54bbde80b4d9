"""What an answer means, when a message goes again, and that states only move forward."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.alerts.outbox import (
    GatewayItem,
    Outcome,
    Response,
    RowState,
    Verdict,
    Wire,
    advance,
    after_asking,
    after_attempt,
    classify,
    due_action,
    idem_key,
    next_attempt_at,
)

NOW = 1_795_333_325_000
LATE = NOW + 3_600_000


def test_the_key_is_the_hash_of_alert_revision_channel_and_target() -> None:
    expected = "6784a83c99a915f927c2d65a35dc49235a01f6abbe4ec01a45af436147e3ea87"
    assert idem_key("a1", 1, "sms", "13800000001") == expected
    keys = {idem_key(a, r, c, t) for a in "ab" for r in (1, 2) for c in ("sms", "led") for t in ("1", "2")}
    assert len(keys) == 16
    assert idem_key("a", 1, "sms", "1") == idem_key("a", 1, "sms", "1")


def _verdicts(response: Response) -> list[Verdict]:
    return [outcome.verdict for outcome in classify(response)]


def test_only_an_item_of_its_own_accepts_a_message() -> None:
    items = (
        GatewayItem("1", "accepted", "P1"),
        GatewayItem("2", "refused", reason="停机"),
        GatewayItem("3", "busy"),
        GatewayItem("4", "好"),
    )
    response = Response(("1", "2", "3", "4", "5"), Wire.ANSWERED, 200, items)
    assert _verdicts(response) == [Verdict.ACCEPTED, Verdict.REFUSED, Verdict.BUSY, Verdict.UNKNOWN, Verdict.UNKNOWN]
    assert classify(response)[0].provider_id == "P1"
    assert "停机" in classify(response)[1].reason


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (200, Verdict.UNKNOWN),
        (301, Verdict.REFUSED),
        (302, Verdict.REFUSED),
        (400, Verdict.REFUSED),
        (401, Verdict.BUSY),
        (403, Verdict.REFUSED),
        (404, Verdict.REFUSED),
        (413, Verdict.REFUSED),
        (422, Verdict.REFUSED),
        (429, Verdict.BUSY),
        (500, Verdict.UNKNOWN),
        (502, Verdict.UNKNOWN),
        (503, Verdict.BUSY),
        (504, Verdict.UNKNOWN),
    ],
)
def test_http_statuses_without_items(status: int, verdict: Verdict) -> None:
    assert _verdicts(Response(("1",), Wire.ANSWERED, status)) == [verdict]


def test_what_never_left_goes_again_and_what_may_have_left_is_unknown() -> None:
    assert _verdicts(Response(("1", "2"), Wire.NOT_SENT)) == [Verdict.BUSY] * 2
    assert _verdicts(Response(("1",), Wire.LOST)) == [Verdict.UNKNOWN]


def test_pauses_are_1_2_5_10_and_then_30_seconds_until_expiry() -> None:
    pauses = [(next_attempt_at(attempt, NOW, LATE) or 0) - NOW for attempt in range(1, 8)]
    assert pauses == [1000, 2000, 5000, 10000, 30000, 30000, 30000]
    assert next_attempt_at(1, NOW, LATE, 7000) == NOW + 7000
    assert next_attempt_at(3, NOW, LATE, 7) == NOW + 5000
    assert next_attempt_at(1, NOW, NOW + 1000) is None


@pytest.mark.parametrize(
    ("verdict", "policy", "state", "action"),
    [
        (Verdict.ACCEPTED, "operator", RowState.ACCEPTED, "none"),
        (Verdict.REFUSED, "resend_marked", RowState.REFUSED, "none"),
        (Verdict.BUSY, "operator", RowState.RETRY, "send"),
        (Verdict.UNKNOWN, "resend_marked", RowState.UNKNOWN, "send_marked"),
        (Verdict.UNKNOWN, "ask_first", RowState.UNKNOWN, "ask"),
        (Verdict.UNKNOWN, "operator", RowState.UNKNOWN, "ask"),
    ],
)
def test_what_follows_an_attempt(verdict: Verdict, policy: str, state: RowState, action: str) -> None:
    step = after_attempt(Outcome("1", verdict, "", "因为"), policy, 1, NOW, LATE)  # type: ignore[arg-type]  # a table of cases
    assert (step.state, step.action) == (state, action)
    assert (step.next_at is None) == (action == "none")


def test_at_expiry_a_refused_message_is_dead_and_an_unknown_one_is_left_to_a_person() -> None:
    dead = after_attempt(Outcome("1", Verdict.BUSY, "", "限流"), "ask_first", 4, NOW, NOW + 500)
    assert (dead.state, dead.next_at) == (RowState.DEAD, None)
    assert "限流" in dead.reason
    open_end = after_attempt(Outcome("1", Verdict.UNKNOWN, "", ""), "resend_marked", 4, NOW, NOW + 500)
    assert (open_end.state, open_end.next_at, open_end.action) == (RowState.UNKNOWN, None, "operator")


def test_asking_settles_it_or_sends_again_but_never_a_siren() -> None:
    accepted = after_asking(Outcome("1", Verdict.ACCEPTED), "ask_first", 1, NOW, LATE)
    assert accepted.state is RowState.ACCEPTED
    absent = after_asking(None, "ask_first", 1, NOW, LATE)
    assert (absent.state, absent.action) == (RowState.RETRY, "send")
    siren = after_asking(None, "operator", 1, NOW, LATE)
    assert (siren.state, siren.next_at, siren.action) == (RowState.UNKNOWN, None, "operator")
    assert after_asking(None, "ask_first", 1, NOW, NOW + 10).state is RowState.DEAD


@pytest.mark.parametrize("state", [RowState.UNKNOWN, RowState.SENDING])
def test_a_row_whose_worker_died_counts_as_unknown(state: RowState) -> None:
    assert due_action(state, "resend_marked") == "send_marked"
    assert due_action(state, "ask_first") == "ask"
    assert due_action(state, "operator") == "ask"


def test_a_row_that_never_left_is_simply_sent() -> None:
    assert due_action(RowState.PENDING, "operator") == "send"
    assert due_action(RowState.RETRY, "resend_marked") == "send"


@given(st.lists(st.sampled_from(["delivered", "failed", "answered", "nonsense"])), st.sampled_from(list(RowState)))
def test_receipts_in_any_order_never_take_back_what_was_known(kinds: list[str], state: RowState) -> None:
    order = {RowState.DELIVERED: 1, RowState.ANSWERED: 2}
    for kind in kinds:
        before, state = state, advance(state, kind)
        assert order.get(state, 0) >= order.get(before, 0)
    if "answered" in kinds:
        assert state is RowState.ANSWERED


def test_a_failure_is_final_only_before_delivery() -> None:
    assert advance(RowState.ACCEPTED, "failed") is RowState.REFUSED
    assert advance(RowState.DELIVERED, "failed") is RowState.DELIVERED
    assert advance(RowState.CANCELLED, "failed") is RowState.CANCELLED
    assert advance(RowState.UNKNOWN, "delivered") is RowState.DELIVERED
