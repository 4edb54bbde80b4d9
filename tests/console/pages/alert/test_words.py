"""The words of an alert: fields by name for the hub, by label for a person, and what a person writes around them."""

from __future__ import annotations

import pytest

from console.pages.alert import words
from services.api.alerts import TemplateField

FIELDS = (TemplateField(name="place", label="积水处"), TemplateField(name="depth", label="深度"))


def test_a_person_reads_labels_where_the_hub_reads_names() -> None:
    text = "【演练】{place}积水约{depth}厘米。{other}"
    shown, spans = words.with_labels(FIELDS, text, ((0, 4), (4, 11), (14, 21), (21, 23)))
    assert shown == "【演练】〔积水处〕积水约〔深度〕厘米。{other}"
    assert [shown[first:last] for first, last in spans] == ["【演练】", "〔积水处〕", "〔深度〕", "厘米"]
    assert words.with_names(FIELDS, shown) == text
    assert words.with_labels((), text) == (text, ())


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("{place}积水。", "注意：K12积水。", "注意：{place}积水。"),
        ("{place}积水。", "K12积水较深。", "{place}积水较深。"),
        ("{place}积水约{depth}厘米。", "K12积水很深，约{depth}厘米。", "{place}积水很深，约{depth}厘米。"),
        ("{place}积水。", "K1积水。", "K1积水。"),
        ("{place}积水。", "积水。", "积水。"),
        ("{place}积水。", "", ""),
        ("积水。", "积水。{place}", "积水。{place}"),
        ("{place}积水。", "K12积水。", "{place}积水。"),
    ],
)
def test_what_is_written_around_a_field_keeps_the_field(pattern: str, text: str, expected: str) -> None:
    assert words.edited(pattern, {"place": "K12", "depth": ""}, text) == expected


def test_a_value_that_looks_like_a_field_is_not_filled_again() -> None:
    assert words.fill("{place}积水约{depth}厘米。", {"place": "{depth}", "depth": "4"}) == "{depth}积水约4厘米。"
