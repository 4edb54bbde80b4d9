from __future__ import annotations

from console.palette import Hit, HitKind, PaletteCommand, PaletteIndex
from tests.console.made import many, row, units

COMMANDS = (
    PaletteCommand("new", "新建案件", "Ctrl+N", "new case xjaj"),
    PaletteCommand("alert", "预警", "F12", "alert yj"),
)


def index(count: int = 300) -> PaletteIndex:
    rows = [*many(count), row("x", number="YL202511247788", place="石碁大桥", title="桥面积水")]
    return PaletteIndex(rows, units(), COMMANDS)


def test_a_tail_of_the_number_finds_the_case_first() -> None:
    assert index().rank("7788")[0] == Hit(HitKind.CASE, "x", "YL202511247788", "桥面积水")
    assert index().rank("yl202511247788")[0].key == "x"
    assert index().rank("２９９")[0].label.endswith("299")


def test_units_by_name_and_by_initials() -> None:
    assert index().rank("石碁镇")[0] == Hit(HitKind.UNIT, "440113001", "石碁镇", "440113001")
    assert [hit.label for hit in index().rank("QSW") if hit.kind is HitKind.UNIT] == ["区水务局"]
    units_found = [hit.label for hit in index().rank("sq") if hit.kind is HitKind.UNIT]
    assert units_found == ["石碁镇", "市桥街道"]


def test_places_and_commands() -> None:
    assert Hit(HitKind.PLACE, "石碁大桥", "石碁大桥", "1") in index().rank("大桥")
    assert index().rank("xjaj")[0].key == "new"
    assert [hit.key for hit in index().rank("")] == ["new", "alert"]
    assert index().rank("没有这样的") == ()


def test_never_more_than_asked_for() -> None:
    assert len(index().rank("1")) <= 12
    assert len(index().rank("1", limit=3)) == 3
