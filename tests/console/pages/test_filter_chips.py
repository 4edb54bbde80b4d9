"""The chips of the queue: fields of the district's own, counted as the board changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QMenu

import resources
from console.board import Figures
from console.filters import RowFilter, SavedQueue, decode, encode
from console.pages.operations.filter_chips import FilterChips
from services.api.district import NamedCode
from services.domain.modes import Mode
from tests.console.made import NOW, wording
from widgets.theme import load_theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)

CALLS = (NamedCode(code="people", name="民呼"), NamedCode(code="street", name="街镇呼"))


def figures(**values: int) -> Figures:
    return Figures(
        {name.replace("_", ".", 1): count for name, count in values.items()}, NOW, Mode.EXERCISE, partial=False
    )


@pytest.fixture
def chips(qtbot: QtBot) -> FilterChips:
    made = FilterChips(
        load_theme(resources.path("themes/dark.toml"), resources.path("icons")), wording(call_kinds=CALLS), "p1"
    )
    qtbot.addWidget(made)
    made.show_filter(RowFilter())
    made.show()
    return made


def choices(chips: FilterChips) -> dict[str, str]:
    menu = chips.findChild(QMenu)
    assert menu is not None
    return {words: count for words, _, count in (action.text().partition("\t") for action in menu.actions())}


def test_a_field_that_the_district_does_not_have_has_no_chip(chips: FilterChips) -> None:
    assert chips.button("call").text() == "呼别"
    with pytest.raises(KeyError):
        chips.button("request")


def test_every_choice_shows_its_count_and_goes_on_counting_while_open(chips: FilterChips) -> None:
    chips.show_figures(figures(call_people=12, call_street=0, queue_proactive=7))
    chips.button("call").click()
    assert choices(chips) == {"民呼": "12", "街镇呼": "0"}
    chips.show_figures(figures(call_people=13, call_street=0, queue_proactive=8))
    assert choices(chips) == {"民呼": "13", "街镇呼": "0"}
    assert chips.button("proactive").text() == "主动发现 8"


def test_choosing_asks_for_a_filter_that_can_be_kept(qtbot: QtBot, chips: FilterChips) -> None:
    chips.button("call").click()
    menu = chips.findChild(QMenu)
    assert menu is not None
    with qtbot.waitSignal(chips.wanted) as asked:
        menu.actions()[0].trigger()
    chosen = asked.args[0]
    assert chosen == RowFilter(call_kinds=("people",))
    chips.show_filter(chosen)
    assert chips.button("call").text() == "呼别：民呼"
    with qtbot.waitSignal(chips.wanted) as asked:
        chips.button("proactive").click()
    assert asked.args[0] == RowFilter(call_kinds=("people",), proactive=True)
    saved = SavedQueue(rows=asked.args[0])
    assert decode(encode(saved)) == saved


def test_a_narrow_queue_keeps_rare_fields_in_one_chip(qtbot: QtBot, chips: FilterChips) -> None:
    chips.resize(300, 120)
    with pytest.raises(KeyError):
        chips.button("tier")
    chips.button("more").click()
    menus = {menu.title(): menu for menu in chips.findChildren(QMenu) if menu.title()}
    assert list(menus) == ["层级", "承办单位", "缓急"]
    with qtbot.waitSignal(chips.wanted) as asked:
        menus["层级"].actions()[2].trigger()
    assert asked.args[0] == RowFilter(tiers=(3,))
    chips.show_filter(asked.args[0])
    assert chips.button("tier").text() == "层级：街镇"


def test_chips_that_unfold_stand_once(qtbot: QtBot, chips: FilterChips) -> None:
    chips.resize(300, 80)
    assert "more" in chips._buttons
    chips.resize(700, 80)
    qtbot.wait(1)
    places = [chips._flow.itemAt(at) for at in range(chips._flow.count())]
    assert [item.widget() for item in places if item is not None] == list(chips._buttons.values())
    assert "more" not in chips._buttons
