"""The selected case: head, steps, actions that say why not, timeline, note."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QSplitter, QWidget

from widgets.attachments import FileItem
from widgets.bodytext import LINES_MOST, BodyText
from widgets.casepanel import NOTE_MOST, CasePanel, NoteInput
from widgets.caseview import CaseView, Chapter
from widgets.keycap import ActionSpec, KeycapButton
from widgets.steps import Step, StepBar, step_words
from widgets.timeline import Timeline, TimelineEntry

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme

CASE = CaseView(
    key=1,
    number="0187",
    title="下中路地下通道积水 <b>40</b> 厘米",
    deadline="到场超时 6 分 · 规则 R7 已升级至街镇，待签收",
    deadline_tone="red",
    facts="市桥街道 · 禺山社区 · 007",
    steps=(Step("采集", "15:08", "done"), Step("处置", "进行中", "current"), Step("核实结项")),
    actions=(ActionSpec("sign", "签收", "G", primary=True), ActionSpec("check", "核查", "V", reason="还没有反馈")),
    chapters=(
        Chapter(
            "history",
            "经过",
            (TimelineEntry("15:36", "升级引擎", "升级至街镇"), TimelineEntry("15:21", "区水务局", "<i>接单</i>")),
        ),
        Chapter("custody", "经手 1", (TimelineEntry("15:21", "区水务局", "承办 15 分"),)),
    ),
    marks=("督办",),
)


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme) -> CasePanel:
    made = CasePanel(theme)
    qtbot.addWidget(made)
    made.resize(790, 340)
    made.show()
    return made


def the_note(panel: CasePanel) -> NoteInput:
    found = panel.findChild(NoteInput)
    assert found is not None
    return found


def test_without_a_case_it_says_what_to_do(panel: CasePanel) -> None:
    assert any("在队列里选一件案件" in label.text() for label in panel.findChildren(QLabel) if label.isVisible())


def test_it_shows_the_case_as_plain_text(panel: CasePanel) -> None:
    panel.set_case(CASE)
    shown = [label.text() for label in panel.findChildren(QLabel) if label.isVisible()]
    assert "0187 · 下中路地下通道积水 <b>40</b> 厘米" in shown
    assert CASE.deadline in shown
    timeline = panel.findChild(Timeline)
    assert timeline is not None
    assert timeline.toPlainText().splitlines()[1] == "15:21  区水务局 <i>接单</i>"
    steps = panel.findChild(StepBar)
    assert steps is not None
    assert "2 处置 进行中 进行中" in steps.accessibleDescription()


def test_actions_are_emitted_and_refusals_say_why(qtbot: QtBot, panel: CasePanel) -> None:
    panel.set_case(CASE)
    done: list[str] = []
    why: list[str] = []
    panel.action_requested.connect(done.append)
    panel.action_refused.connect(why.append)
    QTest.mouseClick(panel.button("sign"), Qt.MouseButton.LeftButton)
    QTest.keyClick(panel.button("sign"), Qt.Key.Key_Return)
    QTest.mouseClick(panel.button("check"), Qt.MouseButton.LeftButton)
    assert done == ["sign", "sign"]
    assert why == ["还没有反馈"]
    assert panel.button("check").accessibleDescription() == "还没有反馈"
    assert "还没有反馈" in panel.button("check").toolTip()


def test_a_double_click_asks_once(qtbot: QtBot, panel: CasePanel) -> None:
    panel.set_case(CASE)
    done: list[str] = []
    panel.action_requested.connect(done.append)
    button = panel.button("sign")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    assert done == ["sign"]


def test_a_busy_action_cannot_be_asked_again(panel: CasePanel) -> None:
    panel.set_case(replace(CASE, actions=(ActionSpec("sign", "签收", "G", busy=True),)))
    done: list[str] = []
    panel.action_requested.connect(done.append)
    panel.button("sign").click()
    assert done == []
    assert panel.button("sign").accessibleDescription() == "提交中"


def test_buttons_keep_the_focus_when_the_case_changes(qtbot: QtBot, panel: CasePanel) -> None:
    panel.set_case(CASE)
    button = panel.button("check")
    panel.set_case(replace(CASE, actions=(ActionSpec("check", "核查", "V"), ActionSpec("close", "结案", "C"))))
    assert panel.button("check") is button
    assert [b.spec.name for b in panel.findChildren(KeycapButton) if b.isVisible()] == ["check", "close"]


def test_a_note_is_typed_kept_and_cleared_when_committed(qtbot: QtBot, panel: CasePanel) -> None:
    panel.set_case(CASE, "草稿")
    drafts: list[tuple[object, str]] = []
    sent: list[tuple[object, str]] = []
    panel.note_changed.connect(lambda key, text: drafts.append((key, text)))
    panel.note_submitted.connect(lambda key, text: sent.append((key, text)))
    note = the_note(panel)
    note.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(note, "ab")
    assert drafts[-1] == (1, "草稿ab")
    panel.set_case(replace(CASE, title="别人改了标题"))
    assert panel.note() == "草稿ab"
    QTest.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent == [(1, "草稿ab")]
    assert panel.note() == "草稿ab"
    panel.clear_note(2)
    assert panel.note() == "草稿ab"
    panel.clear_note(1)
    assert panel.note() == ""
    panel.set_case(replace(CASE, key=2), "另一件的草稿")
    assert panel.note() == "另一件的草稿"
    assert len(drafts) == 2


def test_an_empty_or_too_long_note_is_not_sent(panel: CasePanel, qtbot: QtBot) -> None:
    sent: list[object] = []
    panel.note_submitted.connect(lambda key, _text: sent.append(key))
    for text in ("  \n ", "长" * (NOTE_MOST + 1)):
        panel.set_case(CASE, text)
        note = the_note(panel)
        QTest.keyClick(note, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert sent == []


def test_escape_leaves_the_note(panel: CasePanel, qtbot: QtBot) -> None:
    panel.set_case(CASE, "草稿")
    with qtbot.waitSignal(panel.left):
        QTest.keyClick(the_note(panel), Qt.Key.Key_Escape)
    assert panel.note() == "草稿"


def test_a_case_that_left_says_so(panel: CasePanel) -> None:
    panel.set_case(replace(CASE, gone="该案件已转到石碁镇，不在你的辖区内", actions=()), "草稿")
    assert any("石碁镇" in label.text() for label in panel.findChildren(QLabel) if label.isVisible())
    note = the_note(panel)
    assert not note.isEnabled()


def test_a_selection_in_the_timeline_survives_an_equal_update(panel: CasePanel) -> None:
    panel.set_case(CASE)
    timeline = panel.findChild(Timeline)
    assert timeline is not None
    timeline.selectAll()
    panel.set_case(replace(CASE, deadline="到场超时 7 分"))
    assert "升级至街镇" in timeline.textCursor().selectedText()


def test_many_actions_wrap_without_being_cut(panel: CasePanel, qtbot: QtBot) -> None:
    actions = tuple(ActionSpec(f"a{i}", f"动作{i}", "Shift+M") for i in range(14))
    panel.set_case(replace(CASE, actions=actions))
    panel.resize(500, 460)
    buttons = [panel.button(spec.name) for spec in actions]
    qtbot.waitUntil(lambda: len({b.y() for b in buttons}) >= 3)
    for button in buttons:
        assert button.height() >= button.sizeHint().height()
        assert button.visibleRegion().boundingRect() == button.rect()


def test_a_step_shows_a_whole_time_or_none(theme: Theme) -> None:
    metrics = QFontMetrics(theme.font(12))
    step = Step("分类派单", "11-22 15:58", "done")
    whole = "3 分类派单 11-22 15:58"
    assert step_words(3, step, metrics, metrics.horizontalAdvance(whole)) == whole
    assert step_words(3, step, metrics, metrics.horizontalAdvance(whole) - 1) == "3 分类派单"


@pytest.mark.parametrize("times", [1, 6, 40])
def test_the_case_text_shows_whole_lines_however_long_it_is(panel: CasePanel, qtbot: QtBot, times: int) -> None:
    panel.resize(790, 460)
    panel.set_case(replace(CASE, body="积水漫过人行道，电动车不能通行。" * times))
    body = panel.findChild(BodyText)
    assert body is not None
    label = body.widget()
    assert label is not None
    qtbot.waitUntil(lambda: body.height() == body.maximumHeight())
    whole = label.heightForWidth(body.viewport().width())
    line = label.fontMetrics().lineSpacing()
    assert body.height() >= min(whole, LINES_MOST * line)
    scrolls = whole > LINES_MOST * line + 1
    qtbot.waitUntil(lambda: (body.verticalScrollBar().maximum() > 0) == scrolls)


def test_in_a_low_narrow_panel_every_action_is_whole(qtbot: QtBot, theme: Theme) -> None:
    panel = CasePanel(theme)
    actions = tuple(ActionSpec(f"a{number}", "取消认领", "Shift+X") for number in range(9))
    panel.set_case(replace(CASE, actions=actions, body="积水漫过人行道，电动车不能通行。" * 9))
    splitter = QSplitter(Qt.Orientation.Vertical)
    qtbot.addWidget(splitter)
    for part in (QWidget(), panel):
        splitter.addWidget(part)
    splitter.setChildrenCollapsible(False)
    splitter.resize(440, 520)
    splitter.setSizes([420, 100])
    splitter.show()

    def all_whole() -> bool:
        buttons = [panel.button(spec.name) for spec in actions]
        return all(button.visibleRegion().boundingRect() == button.rect() for button in buttons)

    qtbot.waitUntil(all_whole)


def test_the_chapters_are_leafed_through_and_begin_with_the_history(panel: CasePanel) -> None:
    panel.set_case(CASE)
    told = panel.findChild(Timeline)
    assert told is not None
    assert "升级至街镇" in told.toPlainText()
    custody = next(button for button in panel.findChildren(QPushButton) if button.text() == "经手 1")
    custody.click()
    assert "承办 15 分" in told.toPlainText()
    assert custody.isChecked()
    panel.set_case(replace(CASE, deadline="刚过一分钟"))
    assert "承办 15 分" in told.toPlainText()  # the same case: the chapter stays
    panel.set_case(replace(CASE, key="another"))
    assert "升级至街镇" in told.toPlainText()


def test_tab_goes_through_the_panel_as_it_is_read(qtbot: QtBot, panel: CasePanel) -> None:
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.set_case(replace(CASE, similar="疑似重复 2"))
    panel.files.set_items((FileItem("f1", "现场.jpg", "2 MB"),))
    panel.set_case(replace(CASE, similar="疑似重复 2", actions=(ActionSpec("close", "结案", "C"), *CASE.actions)))
    chapter = next(one for one in panel.findChildren(QPushButton) if one.text() == "经过")
    qtbot.waitUntil(chapter.isVisible)
    panel.button("close").setFocus()
    told: list[str] = []
    for _press in range(20):
        focus = QApplication.focusWidget()
        assert focus is not None
        told.append(focus.accessibleName() or getattr(focus, "text", str)())
        if focus is panel.files.add_button:
            break
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    assert told == ["结案 C", "打开附件 现场.jpg，2 MB", "另存 现场.jpg", "经过", "办理记录", "备注", "添加附件…"]
    panel.button("close").setFocus()
    QTest.keyClick(panel.button("close"), Qt.Key.Key_Backtab)
    focus = QApplication.focusWidget()
    assert focus is not None
    with qtbot.waitSignal(panel.similar_wanted):
        QTest.keyClick(focus, Qt.Key.Key_Space)
