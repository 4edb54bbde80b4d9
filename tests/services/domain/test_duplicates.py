"""When two reports may be the same matter: the tables of the rule."""

from __future__ import annotations

from typing import Any

import pytest

from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS
from services.domain.duplicates import OTHER_HOUSE, OUR_RULE, STRONG, Pair, SimilarRule, judge, rule_for, spell_gap

LOOSE = SimilarRule(same_class=False)


def pair(**known: Any) -> Pair:  # noqa: ANN401 - any of its fields
    """Return two reports of one hole in the road: 30 m and two hours apart, well alike."""
    return Pair(**({"distance_m": 30.0, "gap_ms": 2 * HOUR_MS, "likeness": 87} | known))


def score(known: Pair, rule: SimilarRule = OUR_RULE) -> int:
    verdict = judge(known, rule)
    assert verdict is not None
    return verdict.score


def test_a_pair_says_why_in_words() -> None:
    verdict = judge(pair(), OUR_RULE)
    assert verdict is not None
    assert verdict.reasons == ("相距 30 米", "相隔 2 小时", "同一小类", "文字相似 87%")
    assert verdict.strong


@pytest.mark.parametrize(
    ("known", "why"),
    [
        ({"distance_m": 50.1}, "further than the radius"),
        ({"gap_ms": DAY_MS + 1}, "longer ago than the window"),
        ({"same_class": False}, "of another class"),
        ({"likeness": 24}, "not alike in words"),
        ({"distance_m": None, "place_likeness": 79}, "another place in words"),
        ({"distance_m": None, "place_likeness": OTHER_HOUSE}, "another house, no distance"),
        ({"distance_m": None, "likeness": 59}, "nothing known of the place, words not alike enough"),
        ({"distance_m": None, "wordy": False, "likeness": 100}, "nothing known of the place, words that say nothing"),
        ({"closed": True, "gap_ms": DAY_MS + 1}, "closed longer ago than a reopening looks back"),
    ],
)
def test_what_is_not_proposed(known: dict[str, Any], why: str) -> None:
    assert judge(pair(**known), OUR_RULE) is None, why


@pytest.mark.parametrize(
    "known",
    [
        {"distance_m": 50.0},
        {"gap_ms": DAY_MS},
        {"likeness": 25},
        {"same_class": None},
        {"distance_m": None, "place_likeness": 80},
        {"distance_m": None, "likeness": 60},
        {"closed": True, "gap_ms": DAY_MS},
    ],
)
def test_what_is_just_proposed(known: dict[str, Any]) -> None:
    assert judge(pair(**known), OUR_RULE) is not None


def test_nearer_sooner_and_more_alike_is_more() -> None:
    assert score(pair(distance_m=5.0)) > score(pair())
    assert score(pair(gap_ms=MINUTE_MS)) > score(pair())
    assert score(pair(likeness=95)) > score(pair())
    assert score(pair(same_class=None)) < score(pair())
    assert score(pair(same_class=False), LOOSE) < score(pair(), LOOSE)


def test_the_best_pair_is_a_hundred() -> None:
    assert score(pair(distance_m=0.0, gap_ms=0, likeness=100)) == 100


@pytest.mark.parametrize("known", [{"place_likeness": OTHER_HOUSE}, {"listed": True}])
def test_another_house_or_one_patrols_list_is_shown_but_never_strong(known: dict[str, Any]) -> None:
    verdict = judge(pair(distance_m=1.0, gap_ms=0, likeness=100, **known), OUR_RULE)
    assert verdict is not None
    assert verdict.score < STRONG
    assert not verdict.strong


def test_the_class_comes_before_its_group_and_both_before_all_others() -> None:
    every, group, one = (SimilarRule(of=of, radius_m=radius) for of, radius in (("", 1), ("市政", 2), ("Y01", 3)))
    rules = (every, group, one)
    assert rule_for(rules, "Y01", "市政") == one
    assert rule_for(rules, "Y02", "市政") == group
    assert rule_for(rules, "Y03", "交通") == every
    assert rule_for(rules, "") == every
    assert rule_for((), "Y01", "市政") == OUR_RULE


@pytest.mark.parametrize(
    ("gap_ms", "words"),
    [(0, "0 分钟"), (59 * MINUTE_MS, "59 分钟"), (HOUR_MS, "1 小时"), (23 * HOUR_MS, "23 小时"), (DAY_MS * 3, "3 天")],
)
def test_a_gap_is_spelt_to_its_largest_unit(gap_ms: int, words: str) -> None:
    assert spell_gap(gap_ms) == words
