"""The form for several cases: whom they go to, all alike, each its own way, or as a person says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QPushButton, QRadioButton

from console.bulk import Plan
from console.forms.bulk import BulkForm
from console.forms.bulk_lead import BulkLeadInput
from console.pages.operations.suggesting import suggestions
from services.api.district import CategoryRow
from services.domain.actions import Action
from tests.console.made import profile, row, units

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from console.forms.filled import Filled
    from services.api.board import BoardRow

UNITS = tuple(units())
PROFILE = profile(
    categories=(
        CategoryRow(code="flood", name="积水内涝", group="汛情", department_id="dept-water"),
        CategoryRow(code="stall", name="占道经营", group="市容", department_id="dept-city"),
        CategoryRow(code="other", name="其他", group="其他"),
    )
)
DISTRICT = "440113"


@pytest.fixture
def opened(qtbot: QtBot) -> Iterator[Callable[..., tuple[BulkForm, list[Filled]]]]:
    made: list[BulkForm] = []

    def make(*rows: BoardRow) -> tuple[BulkForm, list[Filled]]:
        form = BulkForm(Plan(Action.DISPATCH, rows), UNITS, None, suggestions(rows, PROFILE, UNITS))
        made.append(form)
        filled: list[Filled] = []
        form.confirmed.connect(filled.append)
        form.open()
        qtbot.waitUntil(form.isActiveWindow)
        return form, filled

    yield make
    for form in made:
        form.deleteLater()


def lead(form: BulkForm) -> BulkLeadInput:
    found = form.findChild(BulkLeadInput)
    assert found is not None
    return found


def button(form: BulkForm) -> str:
    return next(one.text() for one in form.findChildren(QPushButton) if one.isDefault())


def nowhere(**fields: Any) -> BoardRow:  # noqa: ANN401 - any field
    """Return a case that suggests nobody: its category has no department, and its place no lower unit."""
    return row(category="other", area_path=DISTRICT, holder_id=DISTRICT, **fields)


def test_where_all_suggest_the_same_unit_it_is_chosen_and_one_key_sends_it(
    opened: Callable[..., tuple[BulkForm, list[Filled]]],
) -> None:
    form, filled = opened(row("c1"), row("c2"))
    assert form.findChild(QRadioButton) is None
    chosen = lead(form).picker.unit
    assert chosen is not None
    assert chosen.id == "dept-water"
    QTest.keyClick(form.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [(one.unit_id, one.as_suggested) for one in filled] == [("dept-water", False)]


def test_where_they_differ_each_may_go_its_own_way_and_the_list_says_which(
    opened: Callable[..., tuple[BulkForm, list[Filled]]],
) -> None:
    form, filled = opened(row("c1"), row("c2", category="stall"), row("c3"), nowhere(key="c4"))
    lines = lead(form).list
    assert [lines.item(at).text() for at in range(lines.count())] == [
        "区水务局 · 2 件 · 0001、0003",
        "区城管局 · 1 件 · 0002",
        "没有建议，先不派 · 1 件 · 0004",
    ]
    assert button(form) == "派单 3 件"
    QTest.keyClick(form.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [(one.unit_id, one.as_suggested) for one in filled] == [(None, True)]


def test_one_unit_for_all_is_still_there_and_has_to_be_named(
    opened: Callable[..., tuple[BulkForm, list[Filled]]],
) -> None:
    form, filled = opened(row("c1"), row("c2", category="stall"))
    QTest.keyClick(form.focusWidget(), Qt.Key.Key_Down)
    assert button(form) == "派单 2 件"
    QTest.keyClick(form.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert filled == []
    QTest.keyClicks(lead(form).picker.field, "qcgj")
    QTest.keyClick(lead(form).picker.field, Qt.Key.Key_Return)
    QTest.keyClick(form.focusWidget(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [(one.unit_id, one.as_suggested) for one in filled] == [("dept-city", False)]


def test_where_nothing_is_suggested_the_unit_is_asked_for(
    opened: Callable[..., tuple[BulkForm, list[Filled]]],
) -> None:
    form, _filled = opened(nowhere(key="c1"), nowhere(key="c2"))
    assert form.findChild(QRadioButton) is None
    assert lead(form).picker.unit is None
    assert lead(form).findChildren(QListWidget) != []
    assert button(form) == "派单 2 件"
