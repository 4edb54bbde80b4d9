"""Forms by keyboard and mouse: what they ask for, what they refuse, what they hand over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QLineEdit, QPlainTextEdit

from console.forms.act import ActForm
from console.forms.case_picker import CasePicker
from console.forms.filled import About, Filled
from console.forms.new_case import NewCaseForm, first_sentence
from console.forms.personal import PersonalForm
from console.forms.sign_in import SignInForm
from console.forms.unit_picker import UnitPicker, rank
from services.api.district import CategoryRow, NamedCode, ProfileView, UnitRow
from services.domain.actions import Action
from services.domain.cases import Priority
from services.domain.clock import DAY_MS, HOUR_MS
from services.domain.modes import Mode
from services.domain.tiers import Tier

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

UNITS = [
    UnitRow("dept-water", "water", "区水务局", "department", None, "440113", "", None, None, "qswj"),
    UnitRow("dept-fire", "fire", "消防救援站", "department", None, "440113", "", None, None, "xfjyz"),
    UnitRow(
        "440113007", "440113007", "市桥街道", "area", Tier.STREET, "440113", "440113/440113007", 113.3, 22.9, "sqjd"
    ),
]
PROFILE = ProfileView(
    district_id="440113",
    name="番禺区",
    title="番禺",
    mode=Mode.EXERCISE,
    demo=True,
    rules_label="演示规则",
    boundary_label="演示边界",
    time_zone="Asia/Shanghai",
    tier_labels={},
    steps=(),
    step_of={},
    categories=(CategoryRow(code="Y01", name="道路积水", group="突发事件", priority=Priority.EXTRA_URGENT),),
    sources=(NamedCode(code="phone", name="电话"), NamedCode(code="12345", name="12345 热线")),
    call_kinds=(),
    request_kinds=(),
    refusal="",
)


def about(**known: Any) -> About:  # noqa: ANN401 - any of its fields
    """Return what a form is told of a case."""
    return About(**{"title": "积水", "units": tuple(UNITS), **known})


def opened(qtbot: QtBot, form: QWidget) -> None:
    """Show a form as the active window, so that its shortcuts live."""
    qtbot.addWidget(form)
    with qtbot.waitActive(form):
        form.show()
        form.activateWindow()


def focused() -> QWidget:
    """Return the widget that has the focus."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("query", "fits"), [("", True), ("水务", True), ("qsw", True), ("water", True), ("火", False), ("swj", True)]
)
def test_a_unit_is_found_by_name_code_or_initials(query: str, fits: bool) -> None:
    assert (rank(UNITS[0], query) is not None) is fits


def test_typing_initials_and_return_chooses_the_unit(qtbot: QtBot) -> None:
    picker = UnitPicker(UNITS, name="主办单位")
    opened(qtbot, picker)
    QTest.keyClicks(picker.field, "xf")
    with qtbot.waitSignal(picker.chosen, check_params_cb=lambda chosen: chosen == "dept-fire"):
        QTest.keyClick(picker.field, Qt.Key.Key_Return)
    assert picker.field.text() == "消防救援站"


def test_typing_again_takes_the_choice_back(qtbot: QtBot) -> None:
    picker = UnitPicker(UNITS, name="主办单位")
    qtbot.addWidget(picker)
    picker.choose("dept-fire")
    QTest.keyClick(picker.field, Qt.Key.Key_Backspace)
    assert picker.unit is None


def test_a_dispatch_without_a_lead_is_not_handed_over(qtbot: QtBot) -> None:
    form = ActForm(Action.DISPATCH, about())
    opened(qtbot, form)
    with qtbot.assertNotEmitted(form.filled):
        QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert form.isVisible()
    assert form.focusWidget() is form.findChildren(UnitPicker)[0].field


def test_what_is_missing_takes_the_focus(qtbot: QtBot) -> None:
    form = ActForm(Action.RETURN, about(reasons=(NamedCode(code="other", name="其他"),)))
    opened(qtbot, form)
    assert isinstance(form.focusWidget(), QComboBox)
    QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert isinstance(form.focusWidget(), QPlainTextEdit)
    form.set_text("不在我辖区")
    behalf = ActForm(Action.SIGN, about(), UNITS[0])
    opened(qtbot, behalf)
    behalf.findChildren(QComboBox)[0].setFocus()
    QTest.keyClick(behalf, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert behalf.focusWidget() is behalf.findChildren(QLineEdit)[0]


def test_a_return_carries_its_coded_reason_and_words(qtbot: QtBot) -> None:
    reasons = (NamedCode(code="place", name="属地不符"), NamedCode(code="other", name="其他"))
    form = ActForm(Action.RETURN, about(reasons=reasons))
    opened(qtbot, form)
    form.set_text("不在我辖区")
    with qtbot.waitSignal(form.filled) as caught:
        QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    filled: Filled = caught.args[0]
    assert (filled.reason_code, filled.text) == ("place", "不在我辖区")


def test_an_extension_counts_from_the_old_due_time(qtbot: QtBot) -> None:
    form = ActForm(Action.EXTEND, about(due_at=1_000_000))
    opened(qtbot, form)
    form.set_text("等配件")
    with qtbot.waitSignal(form.filled) as caught:
        QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert caught.args[0].until == 1_000_000 + 2 * HOUR_MS


def submitted(qtbot: QtBot, form: ActForm) -> Filled:
    """Submit a form by its key and return what it handed over."""
    with qtbot.waitSignal(form.filled) as caught:
        QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    filled: Filled = caught.args[0]
    return filled


def test_a_suggested_unit_is_dispatched_to_with_one_more_key(qtbot: QtBot) -> None:
    form = ActForm(Action.DISPATCH, about(lead_id="dept-fire"))
    opened(qtbot, form)
    with qtbot.waitSignal(form.filled) as caught:
        QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert caught.args[0].unit_id == "dept-fire"


def test_another_reason_has_to_be_written_out(qtbot: QtBot) -> None:
    form = ActForm(Action.DECLINE, about(reasons=(NamedCode(code="other", name="其他"),)))
    opened(qtbot, form)
    with qtbot.assertNotEmitted(form.filled):
        QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    form.set_text("已由信访受理")
    assert submitted(qtbot, form).reason_code == "other"


def test_a_pause_lasts_no_longer_than_the_district_allows(qtbot: QtBot) -> None:
    form = ActForm(Action.SUSPEND, about(now=1_000, suspend_days_most=7))
    opened(qtbot, form)
    box = form.findChild(QComboBox)
    assert box is not None
    assert box.count() == 3
    box.setCurrentIndex(2)
    form.set_text("等雨停")
    assert submitted(qtbot, form).until == 1_000 + 7 * DAY_MS


def test_a_follow_up_call_tells_what_the_caller_said(qtbot: QtBot) -> None:
    form = ActForm(Action.FOLLOW_UP, about(callers=(("c1", "本件来电人"), ("c2", "0042 积水"))))
    opened(qtbot, form)
    filled = submitted(qtbot, form)
    assert (filled.reached, filled.resolved, filled.satisfaction, filled.other_id) == (
        True,
        "solved",
        "satisfied",
        "c1",
    )


def test_who_was_not_reached_has_said_nothing(qtbot: QtBot) -> None:
    form = ActForm(Action.FOLLOW_UP, about())
    opened(qtbot, form)
    reached = form.findChild(QCheckBox)
    assert reached is not None
    reached.setChecked(False)
    filled = submitted(qtbot, form)
    assert (filled.reached, filled.resolved, filled.satisfaction) == (False, "", "")


def test_the_case_to_merge_into_is_found_by_typing(qtbot: QtBot) -> None:
    cases = {"c2": "0042 积水", "c3": "0043 路灯"}
    form = ActForm(Action.MERGE, about(find_cases=lambda typed: [one for one in cases.items() if typed in one[1]]))
    opened(qtbot, form)
    picker = form.findChild(CasePicker)
    assert picker is not None
    QTest.keyClicks(picker.field, "0043")
    assert submitted(qtbot, form).other_id == "c3"


def test_nothing_found_cannot_be_merged_into(qtbot: QtBot) -> None:
    form = ActForm(Action.MERGE, about())
    opened(qtbot, form)
    with qtbot.assertNotEmitted(form.filled):
        QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize("action", list(Action))
def test_every_action_has_its_form(qtbot: QtBot, action: Action) -> None:
    form = ActForm(action, about(due_at=1_000_000))
    opened(qtbot, form)
    assert all(one.accessibleName() for kind in (QComboBox, QLineEdit) for one in form.findChildren(kind))


def test_acting_on_behalf_needs_the_other_sides_words(qtbot: QtBot) -> None:
    form = ActForm(Action.SIGN, about(), UNITS[0])
    opened(qtbot, form)
    with qtbot.assertNotEmitted(form.filled):
        QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def test_a_new_case_is_entered_by_keyboard_alone(qtbot: QtBot) -> None:
    form = NewCaseForm(PROFILE, UNITS)
    opened(qtbot, form)
    form.text.setPlainText("下中路积水。车辆滞留，请处理")
    form.category.setCurrentIndex(1)
    with qtbot.waitSignal(form.reported) as caught:
        QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    given = caught.args[0]
    assert (given.title, given.category, given.priority) == ("下中路积水", "Y01", Priority.EXTRA_URGENT)


def test_a_new_case_without_words_says_so(qtbot: QtBot) -> None:
    form = NewCaseForm(PROFILE, UNITS)
    opened(qtbot, form)
    with qtbot.assertNotEmitted(form.reported):
        QTest.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


@pytest.mark.parametrize(
    ("text", "title"), [("", ""), ("积水", "积水"), ("积水！快来。", "积水"), ("一\n二", "一"), ("字" * 99, "字" * 60)]
)
def test_the_first_sentence_becomes_the_title(text: str, title: str) -> None:
    assert first_sentence(text) == title


def test_two_passwords_that_differ_are_not_sent(qtbot: QtBot) -> None:
    form = SignInForm("首位管理员", "", first=True)
    opened(qtbot, form)
    form.login.setText("admin")
    form.name.setText("王")
    form.password.setText("one")
    form.again.setText("two")
    with qtbot.assertNotEmitted(form.submitted):
        form.button.click()


def test_a_refused_sign_in_can_be_tried_again(qtbot: QtBot) -> None:
    form = SignInForm("登录", "")
    opened(qtbot, form)
    form.login.setText("li")
    form.password.setText("x")
    with qtbot.waitSignal(form.submitted):
        form.button.click()
    assert not form.button.isEnabled()
    form.show_error("用户名或口令不对")
    assert form.button.isEnabled()


def test_personal_fields_ask_for_a_purpose_first(qtbot: QtBot) -> None:
    form = PersonalForm("0187 积水")
    opened(qtbot, form)
    with qtbot.assertNotEmitted(form.purpose_given):
        QTest.keyClick(form.purpose, Qt.Key.Key_Return)
    form.purpose.setText("回访")
    with qtbot.waitSignal(form.purpose_given, check_params_cb=lambda purpose: purpose == "回访"):
        QTest.keyClick(form.purpose, Qt.Key.Key_Return)


def test_tab_goes_through_every_part_of_a_form(qtbot: QtBot) -> None:
    form = ActForm(Action.FEEDBACK, about(), UNITS[0])
    opened(qtbot, form)
    met = []
    for _ in range(3):
        met.append(focused().accessibleName())
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert met == ["说明", "渠道", "原话"]


def test_typing_replaces_a_suggested_unit(qtbot: QtBot) -> None:
    form = ActForm(Action.DISPATCH, about(lead_id="dept-fire"))
    opened(qtbot, form)
    QTest.keyClicks(focused(), "qsw")
    QTest.keyClick(focused(), Qt.Key.Key_Return)
    assert submitted(qtbot, form).unit_id == "dept-water"
