"""The composer's last line: what the button would do, or what has to come first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel

from console.pages.alert.composer import AlertComposer
from services.api.alerts import AlertCatalogue, AlertKindRow, AlertPreview, ChannelPreview, TemplateField, TemplateRow
from services.api.district import NamedCode
from services.domain.modes import Mode
from tests.widgets.map.synthetic import squares
from widgets.theme import load_theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

RESOURCES = Path(__file__).parents[4] / "resources"
WATER = TemplateRow(
    code="road",
    name="路段积水",
    warning="{place}积水。",
    measures="请绕行。",
    fields=(TemplateField(name="place", label="积水处"),),
)
CATALOGUE = AlertCatalogue(
    kinds=(
        AlertKindRow(code="fire", name="火灾", levels=("red",)),
        AlertKindRow(code="water", name="内涝", event_code="11A02", levels=("blue", "yellow"), templates=(WATER,)),
        AlertKindRow(code="rain", name="暴雨", levels=("red",), relay_only=True),
    ),
    channels=(NamedCode(code="sms", name="短信"),),
    live_refused="",
)


@pytest.fixture
def composer(qtbot: QtBot) -> Iterator[AlertComposer]:
    theme = load_theme(RESOURCES / "themes" / "dark.toml", RESOURCES / "icons")
    made = AlertComposer(theme, lambda: 0.0, map_helper=False)
    qtbot.addWidget(made)
    made.set_district(CATALOGUE, squares(), {})
    made.open(1_000, Mode.EXERCISE, None, "", None)
    made.resize(1300, 800)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.shutdown()


def said(composer: AlertComposer) -> list[str]:
    return [label.text() for label in composer.findChildren(QLabel) if label.isVisible()]


def test_what_has_to_come_first_is_written_beside_the_button(composer: AlertComposer) -> None:
    assert "请先选择预警类型" in said(composer)
    assert "请先选择预警类型" in composer.bar.held.accessibleName()
    composer.kinds.setCurrentRow(0)
    assert "请选择级别" in said(composer)
    assert "火灾" in composer.bar.held.accessibleName()


@pytest.mark.parametrize(
    ("reached", "named", "beside"), [(74, "· 74 人", "295 名，其中 221 名"), (295, "· 295 人", "松开即取消")]
)
def test_the_button_names_how_many_will_really_be_tried(
    composer: AlertComposer, reached: int, named: str, beside: str
) -> None:
    chosen(composer)
    sms = ChannelPreview(channel="sms", text="火灾", targets=reached, people=reached)
    composer.set_preview(AlertPreview(headline="火灾", channels=(sms,), units=1, people=295, reached=reached))
    assert named in composer.bar.held.accessibleName()
    assert any(beside in words for words in said(composer))


def test_nobody_to_reach_is_no_alert(composer: AlertComposer) -> None:
    chosen(composer)
    composer.set_preview(AlertPreview(headline="火灾", channels=(), units=1, people=295, reached=0))
    assert "所选范围内没有可以送达的人" in said(composer)


def chosen(composer: AlertComposer) -> None:
    """Choose a kind, a level and an area."""
    composer.kinds.setCurrentRow(0)
    composer._on_level("red")
    composer._on_area("a")


def test_an_open_field_reads_as_its_label_and_goes_out_as_its_name(composer: AlertComposer) -> None:
    composer.kinds.setCurrentRow(1)
    assert composer.said.warning.toPlainText() == "〔积水处〕积水。"
    assert composer.draft.warning == "{place}积水。"
    composer.said.warning.setPlainText("注意：〔积水处〕积水较深。")  # a person goes on writing around it
    assert composer.draft.warning == "注意：{place}积水较深。"
    composer.said.fields["place"].setFocus()
    QTest.keyClicks(composer.said.fields["place"], "K12")
    assert composer.said.warning.toPlainText() == "注意：K12积水较深。"  # what was written by hand is still there


def test_what_others_issue_stands_apart_and_cannot_be_chosen(composer: AlertComposer) -> None:
    texts = [composer.kinds.item(row).text() for row in range(composer.kinds.count())]
    assert texts[:2] == ["火灾", "内涝"]
    assert "暴雨" in texts[-1]
    composer.kinds.setFocus()
    composer.kinds.setCurrentRow(1)
    QTest.keyClick(composer.kinds, Qt.Key.Key_Down)
    assert composer.draft.kind == "water"
    QTest.keyClick(composer.kinds, Qt.Key.Key_Up)
    assert composer.draft.kind == "fire"


def test_a_new_alert_starts_without_a_kind(composer: AlertComposer) -> None:
    composer.kinds.setCurrentRow(1)
    composer.open(2_000, Mode.EXERCISE, None, "", None)
    assert composer.draft.kind == ""
    assert not composer.kinds.selectedItems()


def test_tab_goes_through_the_fields_as_the_eye_does(composer: AlertComposer, qtbot: QtBot) -> None:
    composer.activateWindow()
    qtbot.waitUntil(composer.isActiveWindow)
    composer.kinds.setCurrentRow(1)
    qtbot.waitUntil(composer.said.fields["place"].isVisible)
    composer.said.templates.setFocus()
    seen = []
    for _ in range(6):
        QTest.keyClick(composer.focusWidget(), Qt.Key.Key_Tab)
        seen.append(composer.focusWidget())
    field = composer.said.fields["place"]
    pane = composer.said
    assert seen[:-1] == [pane.length, field, pane.warning, pane.measures, pane.preview]
    assert isinstance(seen[-1], QCheckBox)
