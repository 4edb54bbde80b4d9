"""What each choice does to an alert that is being composed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from console.pages.alert import draft as drafting
from services.api.alerts import AlertCatalogue, AlertKindRow, TemplateField, TemplateRow
from services.domain.modes import Mode

WATER = AlertKindRow(
    code="waterlogging",
    name="内涝",
    levels=("blue", "yellow"),
    templates=(
        TemplateRow(
            code="road",
            name="路段积水",
            warning="{place}积水约{depth}厘米。",
            measures="请绕行。",
            fields=(TemplateField(name="place", label="积水处"), TemplateField(name="depth", label="深度")),
        ),
        TemplateRow(code="plain", name="泛指", warning="低洼处积水。", measures="勿涉水。"),
    ),
)
FIRE = AlertKindRow(code="fire", name="火灾", levels=("red",))
CATALOGUE = AlertCatalogue(kinds=(WATER, FIRE), channels=(), live_refused="")


@pytest.fixture
def empty() -> drafting.Composed:
    return drafting.start(CATALOGUE, 1_000, Mode.EXERCISE, "case-1", "440113007")


def test_nothing_is_said_before_a_person_chose_it(empty: drafting.Composed) -> None:
    assert (empty.kind, empty.level, empty.warning) == ("", "", "")
    assert empty.unit_ids == ("440113007",)


def test_a_kind_brings_its_first_template_with_open_fields(empty: drafting.Composed) -> None:
    chosen = drafting.with_kind(CATALOGUE, empty, "waterlogging")
    assert chosen.warning == "{place}积水约{depth}厘米。"
    assert drafting.unfilled(CATALOGUE, chosen) == ("积水处", "深度")


def test_filling_the_fields_closes_the_text(empty: drafting.Composed) -> None:
    chosen = drafting.with_kind(CATALOGUE, empty, "waterlogging")
    chosen = drafting.with_field(chosen, "place", " 下中路 ")
    chosen = drafting.with_field(chosen, "depth", "41")
    assert chosen.warning == "下中路积水约41厘米。"
    assert drafting.unfilled(CATALOGUE, chosen) == ()


def test_emptying_a_field_opens_the_text_again(empty: drafting.Composed) -> None:
    chosen = drafting.with_kind(CATALOGUE, empty, "waterlogging")
    chosen = drafting.with_field(chosen, "depth", "41")
    chosen = drafting.with_field(chosen, "depth", "")
    assert "深度" in drafting.unfilled(CATALOGUE, chosen)


def test_a_level_the_kind_does_not_have_falls_away(empty: drafting.Composed) -> None:
    chosen = replace(drafting.with_kind(CATALOGUE, empty, "waterlogging"), level="yellow")
    assert drafting.with_kind(CATALOGUE, chosen, "fire").level == ""


def test_another_template_starts_with_empty_fields(empty: drafting.Composed) -> None:
    chosen = drafting.with_field(drafting.with_kind(CATALOGUE, empty, "waterlogging"), "depth", "41")
    assert drafting.with_template(CATALOGUE, chosen, "plain").warning == "低洼处积水。"


def test_a_click_adds_a_unit_and_a_second_takes_it_away(empty: drafting.Composed) -> None:
    added = drafting.with_unit_toggled(empty, "440113008")
    assert added.unit_ids == ("440113007", "440113008")
    assert drafting.with_unit_toggled(added, "440113007").unit_ids == ("440113008",)


def test_the_request_says_from_when_to_when(empty: drafting.Composed) -> None:
    asked = drafting.request(empty, "cmd")
    assert asked.expires_at - asked.starts_at == drafting.DEFAULT_LENGTH_MS
    assert asked.case_id == "case-1"
