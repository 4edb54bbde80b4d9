"""How alike Chinese reports are in words."""

from __future__ import annotations

import pytest

from services.desk.likeness import Words, normalised, places_alike
from services.domain.duplicates import OTHER_HOUSE


@pytest.mark.parametrize(
    ("one", "other", "least"),
    [
        ("清河东路积水没过小腿", "清河东路积水，车开不过去", 45),
        ("【演示】路灯不亮", "路灯不亮", 100),
        ("ＡＢＣ大厦　停电", "abc大厦停电", 100),
        ("您好，希望有关部门处理：井盖缺失", "井盖缺失", 90),
        ("井盖缺失", "井盖缺失。", 100),
    ],
)
def test_what_tells_of_one_thing_is_alike(one: str, other: str, least: int) -> None:
    assert Words(one).likeness(Words(other)) >= least
    assert Words(other).likeness(Words(one)) == Words(one).likeness(Words(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [("清河东路积水没过小腿", "兴华小区电梯停运"), ("噪音扰民", "树木倒伏"), ("", "井盖缺失"), ("。。。", "！！！")],
)
def test_what_tells_of_two_things_is_not(one: str, other: str) -> None:
    assert Words(one).likeness(Words(other)) < 25


def test_a_short_call_is_found_in_a_long_letter() -> None:
    long = (
        "我住在兴华小区三栋，最近一个月" + "每天上下楼都要走很久" * 8 + "。电梯停运已经两个星期没有人修，老人下不了楼。"
    )
    assert Words("电梯停运没人修").likeness(Words("反映兴华小区的一件事", long)) >= 50


def test_the_title_does_not_count_twice() -> None:
    said = "清河东路积水没过小腿，请尽快派人来看看"
    assert Words("清河东路积水没过小腿", said).likeness(Words(said)) == 100


def test_courtesies_say_nothing() -> None:
    assert normalised("尊敬的领导，您好！希望相关部门尽快处理，谢谢") == ""


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("清河东路 12 号", "清河东路12号", 95),
        ("清河东路 12 号", "清河东路 12 号门口", 95),
        ("清河东路 12 号", "清河东路 21 号", OTHER_HOUSE),
        ("421 Cambridge St", "419 Cambridge St", OTHER_HOUSE),
        ("", "清河东路", None),
    ],
)
def test_a_place_is_its_house(one: str, other: str, expected: int | None) -> None:
    assert places_alike(one, other) == expected


def test_a_line_of_the_metro_is_no_house() -> None:
    assert places_alike("地铁 3 号线市桥站", "地铁 3 号线市桥站 A 口") == 95
