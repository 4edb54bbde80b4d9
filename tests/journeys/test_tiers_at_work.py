"""A supervisor looks where the cases are: the tier board down to a street and its cases, and who bounced what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from console.figure_words import WORDS
from console.pages.ledger import LedgerPage
from console.pages.tierboard import TierBoardPage
from services.api.cases import Behalf
from services.desk.tierboard import DEFINITIONS
from services.domain.actions import Action
from services.domain.ledger import TERMS

if TYPE_CHECKING:
    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console

WATER = "dept-water"


def test_from_the_district_down_to_a_street_and_its_cases(console: Console, colleague: Colleague) -> None:
    row = colleague.report("路面积水")
    street_id = row.area_path.split("/")[1]
    console.until(lambda: console.desk.board.row(row.id) is not None)
    console.window.page_wanted.emit("tiers")
    assert console.conductor.pages is not None
    page = console.conductor.pages.page("tiers")
    assert isinstance(page, TierBoardPage)
    console.until(lambda: page.table.topLevelItemCount() == 17)
    assert page.table.current_key() == "440113"  # one's own unit stands first
    console.shoot("tiers")

    page.table.select(street_id)
    console.key(Qt.Key.Key_Return)
    console.until(lambda: console.desk.units[street_id].name in page.title.text())
    assert "在办" in page.table.as_text().splitlines()[0]
    console.key(Qt.Key.Key_Backspace)
    console.until(lambda: page.table.topLevelItemCount() == 17)

    page.table.select(street_id)
    page.cases.click()
    assert console.window.page_name() == "operations"
    console.until(lambda: row.id in console.page.queue.queue.visible_keys())


def test_who_returned_a_case_stands_in_the_ledger(console: Console, colleague: Colleague) -> None:
    row = colleague.act(colleague.report("井盖缺失"), Action.ACCEPT)
    row = colleague.act(row, Action.DISPATCH, unit_id=WATER)
    behalf = Behalf(unit_id=WATER, channel="phone", words="不归我们管")
    colleague.act(row, Action.RETURN, text="不归我局", reason_code="duty", behalf=behalf)

    console.window.page_wanted.emit("appraisal")
    assert console.conductor.pages is not None
    page = console.conductor.pages.page("appraisal")
    assert isinstance(page, LedgerPage)
    console.until(lambda: page.table.topLevelItemCount() > 0)
    head, *lines = page.table.as_text().splitlines()
    returned = head.split("\t").index("退单")
    water = next(line for line in lines if line.startswith("区水务局"))
    assert water.split("\t")[returned] == "1"
    console.shoot("appraisal")
    page.table.select(WATER)
    console.key(Qt.Key.Key_Return)
    assert console.window.page_name() == "operations"


def test_every_number_of_these_pages_can_be_said_in_english() -> None:
    board = [(one.label, one.formula, one.exclusions) for one in DEFINITIONS]
    ledger = [(one.label, one.formula, one.exclusions) for one in TERMS]
    assert {text for words in (*board, *ledger) for text in words if text} <= set(WORDS)
