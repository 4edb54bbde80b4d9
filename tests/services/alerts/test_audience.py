"""Who is reached: shared addresses once, faulty ones named, nobody dropped in silence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.alerts.audience import Contact, normalise, resolve

if TYPE_CHECKING:
    from collections.abc import Sequence

STREET = "d/440113007"


def test_people_who_share_an_address_get_one_message(contacts: Sequence[Contact]) -> None:
    found = resolve(contacts, [STREET], ["sms"])
    shared = next(target for target in found.targets if target.address == "13800000002")
    assert [who.person for who in shared.recipients] == ["王芳", "赵强"]
    assert [(count.targets, count.people, count.faulty) for count in found.counts] == [(2, 3, 1)]


def test_who_has_no_usable_address_is_named_with_the_reason(contacts: Sequence[Contact]) -> None:
    found = resolve(contacts, [STREET], ["sms", "wecom"])
    assert {contact.person: why for contact, why in found.unreachable} == {
        "街面大屏": "所选渠道均无地址",
        "上报接口": "所选渠道均无地址",
        "陈静": "地址格式不对",
        "孙丽": "未登记地址",
    }
    assert (found.people, found.reached) == (7, 3)


def test_only_the_chosen_areas_count_and_overlapping_ones_count_once(contacts: Sequence[Contact]) -> None:
    assert resolve(contacts, ["d/440113008"], ["sms"]).people == 1
    assert resolve(contacts, ["d", STREET], ["sms"]).people == 8
    assert resolve(contacts, ["d/4401130"], ["sms"]).people == 0
    assert resolve(contacts, [], ["sms"]).targets == ()


@pytest.mark.parametrize(
    ("channel", "entered", "address"),
    [
        ("sms", "138 0000-0001", "13800000001"),
        ("sms", "(+86)13800000001", "13800000001"),
        ("sms", "+86 13800000001", "13800000001"),
        ("sms", "008613800000001", "13800000001"),
        ("sms", "１３８００００００01", "13800000001"),
        ("sms", "02084636666", None),
        ("phone", "020-8463 6666", "02084636666"),
        ("phone", "8110", "8110"),
        ("phone", "十二", None),
        ("wecom", " LiMing ", "LiMing"),
        ("wecom", "li ming", None),
        ("led", "<b>", None),
    ],
)
def test_addresses_have_one_form(channel: str, entered: str, address: str | None) -> None:
    assert normalise(channel, entered) == address


@given(st.sampled_from(["sms", "phone", "wecom"]), st.text(max_size=30))
def test_normalising_twice_changes_nothing(channel: str, entered: str) -> None:
    once = normalise(channel, entered)
    assert once is None or normalise(channel, once) == once


CONTACTS = st.lists(
    st.builds(
        Contact,
        id=st.integers(0, 20).map(str),
        unit=st.sampled_from("ab"),
        path=st.sampled_from(["d/a", "d/b"]),
        slot=st.just("x"),
        person=st.just("某"),
        channels=st.dictionaries(
            st.sampled_from(["sms", "wecom"]), st.sampled_from(["13800000001", "u1", "", "坏 的"])
        ),
    ),
    unique_by=lambda contact: contact.id,
)


@given(CONTACTS)
def test_everybody_in_the_area_is_reached_or_named(contacts: list[Contact]) -> None:
    found = resolve(contacts, ["d/a"], ["sms", "wecom"])
    inside = {contact.id for contact in contacts if contact.path == "d/a"}
    reached = {who.contact for target in found.targets for who in target.recipients}
    assert reached | {contact.id for contact, _ in found.unreachable} == inside
    assert not reached & {contact.id for contact, _ in found.unreachable}
    keys = [(target.channel, target.address) for target in found.targets]
    assert len(keys) == len(set(keys))
    assert sum(count.targets for count in found.counts) == len(keys)
