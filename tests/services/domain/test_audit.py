from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from services.domain import audit


def chain(count: int) -> list[audit.Link]:
    links: list[audit.Link] = []
    prev = audit.GENESIS
    for seq in range(1, count + 1):
        made = audit.link(seq, 1000 + seq, "ann", "case.note", f"case-{seq}", audit.canonical({"n": seq}), prev)
        links.append(made)
        prev = made.hash
    return links


def test_an_untouched_chain_holds() -> None:
    assert audit.first_broken(chain(20)) is None
    assert audit.first_broken([]) is None


def test_a_part_of_a_chain_holds_from_its_own_beginning() -> None:
    links = chain(10)
    assert audit.first_broken(links[4:], links[3].hash, 4) is None


@given(st.integers(0, 9), st.sampled_from(["at", "actor", "action", "object_id", "payload", "prev", "hash"]))
def test_the_first_altered_link_is_named(index: int, field: str) -> None:
    links = chain(10)
    value = getattr(links[index], field)
    altered = value + 1 if isinstance(value, int) else value + "x"
    links[index] = msgspec.structs.replace(links[index], **{field: altered})
    broken = audit.first_broken(links)
    assert broken is not None
    assert broken[0] == index + 1


@given(st.integers(0, 8))
def test_a_missing_link_is_named(index: int) -> None:
    links = chain(10)
    del links[index]
    broken = audit.first_broken(links)
    assert broken is not None
    assert broken[0] == index + 1


@given(st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=8), max_size=6))
def test_the_same_details_give_the_same_bytes(details: dict[str, int | str]) -> None:
    backwards = dict(reversed(list(details.items())))
    assert audit.canonical(details) == audit.canonical(backwards)


def test_fields_cannot_run_into_each_other() -> None:
    assert audit.seal(1, 1, "ab", "c", "", "", "") != audit.seal(1, 1, "a", "bc", "", "", "")
