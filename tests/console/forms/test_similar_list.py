"""What may be the same matter, beside the form of a new case: shown, kept marked, joined by a key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.forms.new_case import NewCaseForm
from console.forms.similar_list import SimilarList
from console.wording import Wording
from services.api.duplicates import SimilarRow
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS
from tests.console.forms.test_forms import PROFILE, UNITS
from tests.console.made import NOW, row

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def alike(key: str, **known: Any) -> SimilarRow:  # noqa: ANN401 - any of its fields
    case = row(key, number=f"YL20251124{int(key[1:]):05d}", title="井盖缺失", place="禺山大道 18 号")
    values: dict[str, Any] = {"score": 80, "likeness": 87, "distance_m": 30, "gap_ms": 2 * HOUR_MS}
    return SimilarRow(case=case, **(values | known))


def words(shown: SimilarList) -> list[str]:
    return [shown.rows.item(at).text() for at in range(shown.rows.count())]


@pytest.fixture
def form(qtbot: QtBot) -> NewCaseForm:
    made = NewCaseForm(PROFILE, UNITS)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_row_says_what_where_how_near_how_long_and_how_alike(qtbot: QtBot) -> None:
    shown = SimilarList(Wording(PROFILE, UNITS))
    qtbot.addWidget(shown)
    shown.show_rows(
        (
            alike("c1"),
            alike("c2", distance_m=None, gap_ms=3 * DAY_MS),
            alike("c3", place_likeness=0, gap_ms=5 * MINUTE_MS),
            alike("c4", closed_at=NOW - HOUR_MS, gap_ms=HOUR_MS),
        )
    )
    first, second, third, fourth = words(shown)
    assert first.startswith("0001 井盖缺失\n禺山大道 18 号 · 相距 30 米 · 相隔 2 小时 · 文字相似 87%")
    assert "相隔 3 天" in second
    assert "相距" not in second
    assert "门牌不同" in third
    assert "相隔 5 分钟" in third
    assert "结案后 1 小时，可考虑重开" in fourth


def test_the_marked_row_stays_marked_when_others_come_before_it(qtbot: QtBot) -> None:
    shown = SimilarList(Wording(PROFILE, UNITS))
    qtbot.addWidget(shown)
    shown.show_rows((alike("c1"), alike("c2")))
    shown.rows.setCurrentRow(1)
    shown.show_rows((alike("c3"), alike("c1"), alike("c2")))
    assert shown.rows.currentRow() == 2
    shown.show_rows((alike("c3"),))
    assert shown.rows.currentRow() == 0


def test_several_changes_are_asked_about_once(form: NewCaseForm, qtbot: QtBot) -> None:
    drafts: list[Any] = []
    form.drafted.connect(drafts.append)
    with qtbot.waitSignal(form.drafted):
        form.text.setPlainText("井盖缺失。请尽快处理")
        form.place.setText("禺山大道")
        form.place.setText("禺山大道 18 号")
    assert len(drafts) == 1
    assert (drafts[0].title, drafts[0].place) == ("井盖缺失", "禺山大道 18 号")
    with qtbot.waitSignal(form.drafted):
        form.set_point(113.36, 22.95)
    assert (drafts[1].lon, drafts[1].lat) == (113.36, 22.95)


@pytest.mark.parametrize("key", [Qt.Key.Key_M, Qt.Key.Key_Return])
def test_a_key_hands_the_report_over_with_the_case_it_joins(form: NewCaseForm, qtbot: QtBot, key: Qt.Key) -> None:
    form.text.setPlainText("井盖缺失")
    form.similar.show_rows((alike("c1"), alike("c2")))
    form.similar.rows.setFocus()
    QTest.keyClick(form.similar.rows, Qt.Key.Key_Down)
    with qtbot.waitSignal(form.reported) as told:
        QTest.keyClick(form.similar.rows, key)
    assert told.args is not None
    assert told.args[0].joins.case.id == "c2"
    with qtbot.waitSignal(form.reported) as alone:
        QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert alone.args is not None
    assert alone.args[0].joins is None


def test_a_closed_case_says_that_it_is_reopened_first(form: NewCaseForm, qtbot: QtBot) -> None:
    form.text.setPlainText("井盖缺失")
    form.similar.show_rows((alike("c1"), alike("c2", closed_at=NOW)))
    assert "重开" not in form.similar._hint.text()
    form.similar.rows.setCurrentRow(1)
    assert "重开所选案件" in form.similar._hint.text()
    with qtbot.waitSignal(form.reported) as told:
        QTest.keyClick(form.similar.rows, Qt.Key.Key_M)
    assert told.args is not None
    assert told.args[0].joins.closed_at == NOW


def test_an_empty_report_joins_nothing(form: NewCaseForm, qtbot: QtBot) -> None:
    form.similar.show_rows((alike("c1"),))
    with qtbot.assertNotEmitted(form.reported):
        QTest.keyClick(form.similar.rows, Qt.Key.Key_M)
    assert form._error.text()
