"""Text from outside stays text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt

from widgets.plain import ElidedLabel, PlainLabel, one_line, sentence, tooltip

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@given(text=st.text(max_size=600))
def test_one_line_is_one_short_line_without_direction_tricks(text: str) -> None:
    line = one_line(text, 100)
    assert len(line) <= 101
    assert not set(line) & {"\n", "\r", "\t", "\u202e", "\u2028", "\u200b", "\x00", "\x85"}


def test_one_line_says_when_it_cut() -> None:
    assert one_line("一二三四五", 3) == "一二三…"
    assert one_line("一二三", 3) == "一二三"


def test_tooltips_show_markup_as_text() -> None:
    assert tooltip("<img src=x>\n&") == "<qt>&lt;img src=x&gt;<br>&amp;</qt>"
    assert tooltip("") == ""


def test_sentence_leaves_out_what_is_empty() -> None:
    assert sentence("市桥街道", "", "007") == "市桥街道 · 007"


def test_labels_never_read_markup(qtbot: QtBot) -> None:
    label = PlainLabel("<b>市民</b>")
    qtbot.addWidget(label)
    assert label.textFormat() == Qt.TextFormat.PlainText


def test_a_cut_label_says_the_whole_in_its_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("市桥街道 · <禺山社区> · 007")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert "&lt;禺山社区&gt;" in label.toolTip()
    label.resize(900, 20)
    qtbot.waitUntil(lambda: label.toolTip() == "")
