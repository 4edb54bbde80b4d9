"""The custody ledger's page: what could not be fetched is fetched when the line is up, numbers say what they are of."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

import resources
from console.pages.ledger import LedgerPage
from services.api.ledger import Ledger, UnitLedger
from services.api.tiers import Definition
from services.domain.clock import DAY_MS, MINUTE_MS
from services.domain.ledger import TERMS
from tests.console.made import NOW
from widgets.theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from console.desk import Desk
    from tests.console.stubhub import StubHub

DOWN = ({"kind": "busy", "code": "database_busy", "sentence": "x"}, 503)


def ledger() -> Ledger:
    """Return what one unit had: nine received, seven signed."""
    values = {term.name: 0 for term in TERMS} | {"received": 9, "signed": 7}
    unit = UnitLedger(
        unit_id="dept-water",
        name="区水务局",
        tier=None,
        values=values,
        unsigned_median_ms=4 * MINUTE_MS,
        unsigned_longest_ms=37 * MINUTE_MS,
        returned_by_reason={},
    )
    definitions = tuple(Definition(name=one.name, label=one.label, formula=one.formula) for one in TERMS)
    return Ledger(now=NOW, since=NOW - 30 * DAY_MS, before=NOW, definitions=definitions, units=(unit,))


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> Iterator[LedgerPage]:
    made = LedgerPage(desk, load_theme(resources.path("themes/dark.toml"), resources.path("icons")))
    qtbot.addWidget(made)
    made.show()
    yield made
    made.shutdown()


def test_what_failed_is_asked_for_again_when_the_line_is_up(
    page: LedgerPage, desk: Desk, stub: StubHub, qtbot: QtBot
) -> None:
    stub.answer("GET", "/ledger/units", *DOWN)
    page.arrive()
    qtbot.waitUntil(lambda: page._overlay.state.kind == "error")
    stub.answer("GET", "/ledger/units", ledger())
    desk.link_changed.emit(desk.link)
    qtbot.waitUntil(lambda: "区水务局" in page.table.as_text())
    assert page._overlay.state.kind == "live"


def test_a_number_says_of_how_many_it_is(page: LedgerPage, stub: StubHub, qtbot: QtBot) -> None:
    stub.answer("GET", "/ledger/units", ledger())
    page.arrive()
    qtbot.waitUntil(lambda: "区水务局" in page.table.as_text())
    row = page.table.topLevelItem(0)
    assert row is not None
    assert "期内收到 9 次之中" in row.toolTip(2)
    assert "截至" in page.told.text()


def test_escape_leaves(page: LedgerPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.left):
        QTest.keyClick(page.table, Qt.Key.Key_Escape)
