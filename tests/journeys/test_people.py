"""The keeper of the accounts at work: each deed goes to the hub and back to the list, or is refused in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QListWidgetItem, QScrollArea

from console.client import Client
from console.forms.app_key import AppKeyForm
from console.forms.new_password import PasswordForm
from console.forms.sign_in import SignInForm
from console.pages.people import PeoplePage
from console.transport import HubRefused, Transport
from console.window import SMALLEST
from services.domain.clock import SystemClock
from services.domain.rights import Role
from tests.console.stubhub import aside
from tests.journeys.signing import ADMIN, OPERATOR, form, sign_in, with_operator

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.api.people import PersonRow
    from tests.journeys.district import HubProcess
    from tests.journeys.seats import Console

NEXT = "qiu-shui-gong-8"


@pytest.fixture
def other(real_hub: HubProcess) -> Iterator[Client]:
    """Return the same administrator at another computer."""
    with_operator(real_hub.url)
    transport = Transport(real_hub.url, SystemClock())
    client = Client(transport)
    aside(lambda: client.sign_in(ADMIN[0], ADMIN[2]))
    yield client
    transport.close()


@pytest.fixture
def page(seat: Console, other: Client) -> PeoplePage:
    """Return the people's page with its people on it."""
    seat.conductor.start()
    sign_in(seat, ADMIN[0], ADMIN[2])
    seat.until(lambda: isinstance(seat.window.pages.currentWidget(), PeoplePage))
    found = seat.window.pages.currentWidget()
    assert isinstance(found, PeoplePage)
    seat.until(lambda: found.list.topLevelItemCount() == 2)
    return found


def shown(page: PeoplePage, login: str) -> list[str]:
    """Return the cells of a person's row."""
    for index in range(page.list.topLevelItemCount()):
        item = page.list.topLevelItem(index)
        if item is not None and item.text(0) == login:
            return [item.text(column) for column in range(page.list.columnCount())]
    return []


def choose(page: PeoplePage, login: str) -> None:
    """Go to a person with the keys."""
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Home)
    for _ in range(page.list.topLevelItemCount()):
        item = page.list.currentItem()
        if item is not None and item.text(0) == login:
            item.setSelected(True)
            return
        QTest.keyClick(page.list, Qt.Key.Key_Down)
    raise AssertionError(login)


def role(page: PeoplePage, one: Role) -> QListWidgetItem:
    """Return the line of a role."""
    return page.form.roles.item(list(Role).index(one))


def of(client: Client, login: str) -> PersonRow:
    """Return what the hub holds of a person."""
    return next(row for row in aside(client.people) if row.login == login)


def test_a_person_is_changed_beside_the_list_and_the_list_follows(
    seat: Console, page: PeoplePage, other: Client
) -> None:
    choose(page, OPERATOR[0])
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    seat.until(page.form.name.hasFocus)
    assert page.form.login.isReadOnly()
    page.form.name.setText("坐席乙")
    page.form.seat.setText("坐席 02")
    role(page, Role.SUPERVISOR).setCheckState(Qt.CheckState.Checked)
    unit = next(unit for unit in aside(other.units) if unit.tier is not None and unit.parent_id)
    page.form.unit.choose(unit.id)
    seat.shoot("people-change")
    QTest.keyClick(page.form.seat, Qt.Key.Key_Return)
    seat.until(lambda: shown(page, OPERATOR[0])[1:3] == ["坐席乙", unit.name])
    seat.until(lambda: page.told.text() == "已保存")
    assert shown(page, OPERATOR[0])[3:5] == ["坐席、值班长", "坐席 02"]
    assert page.list.selectedItems()[0].text(0) == OPERATOR[0]
    now = of(other, OPERATOR[0])
    assert (now.unit_id, now.roles) == (unit.id, (Role.OPERATOR, Role.SUPERVISOR))
    QTest.keyClick(page.form, Qt.Key.Key_Escape)
    seat.until(page.list.hasFocus)


def test_a_refusal_is_one_sentence_and_keeps_what_was_typed(seat: Console, page: PeoplePage) -> None:
    choose(page, OPERATOR[0])
    role(page, Role.AUDIT_ADMIN).setCheckState(Qt.CheckState.Checked)
    page.form.save.click()
    seat.until(lambda: "三员分立" in page.form.error.text())
    assert role(page, Role.AUDIT_ADMIN).checkState() is Qt.CheckState.Checked
    for item in (role(page, Role.AUDIT_ADMIN), role(page, Role.OPERATOR)):
        item.setCheckState(Qt.CheckState.Unchecked)
    page.form.save.click()
    assert page.form.error.text() == "请至少选定一个角色"


def test_a_change_of_somebody_elses_is_shown_instead_of_undone(seat: Console, page: PeoplePage, other: Client) -> None:
    choose(page, OPERATOR[0])
    page.form.name.setText("坐席丙")
    aside(lambda: other.change_person(msgspec.structs.replace(of(other, OPERATOR[0]), seat="坐席 09")))
    page.form.save.click()
    seat.until(lambda: page.form.seat.text() == "坐席 09")
    seat.until(lambda: "已被他人改动" in page.form.error.text())
    assert page.form.name.text() == OPERATOR[1]
    page.form.name.setText("坐席丙")
    page.form.save.click()
    seat.until(lambda: shown(page, OPERATOR[0])[1:2] == ["坐席丙"])
    assert of(other, OPERATOR[0]).seat == "坐席 09"


def test_an_account_is_stopped_and_opened_again_and_what_is_being_typed_stays(
    seat: Console, page: PeoplePage, other: Client, real_hub: HubProcess
) -> None:
    choose(page, OPERATOR[0])
    page.form.name.setText("坐席丁")
    page.access.click()
    seat.until(lambda: shown(page, OPERATOR[0])[5] == "停用")
    assert page.form.name.text() == "坐席丁"
    assert not page.key.isEnabled()
    with pytest.raises(HubRefused):
        enter(real_hub.url, OPERATOR[2])
    page.form.save.click()
    seat.until(lambda: shown(page, OPERATOR[0])[1] == "坐席丁")
    assert of(other, OPERATOR[0]).disabled
    page.access.click()
    seat.until(lambda: shown(page, OPERATOR[0])[5] == "正常")
    enter(real_hub.url, OPERATOR[2])


def enter(url: str, password: str) -> None:
    """Sign in as the operator at a third computer."""
    transport = Transport(url, SystemClock())
    try:
        aside(lambda: Client(transport).sign_in(OPERATOR[0], password))
    finally:
        transport.close()


def test_a_lock_out_is_lifted(seat: Console, page: PeoplePage, real_hub: HubProcess) -> None:
    for _ in range(5):
        with pytest.raises(HubRefused):
            enter(real_hub.url, "not-this-one-1")
    page.load()
    seat.until(lambda: shown(page, OPERATOR[0])[5] == "锁定")
    choose(page, OPERATOR[0])
    page.unlock.click()
    seat.until(lambda: shown(page, OPERATOR[0])[5] == "正常")
    assert not page.unlock.isEnabled()
    enter(real_hub.url, OPERATOR[2])


def test_a_new_password_follows_the_rules_that_are_shown(seat: Console, page: PeoplePage, real_hub: HubProcess) -> None:
    choose(page, OPERATOR[0])
    page.reset.click()
    dialog = seat.dialog()
    assert isinstance(dialog, PasswordForm)
    seat.shoot_of(dialog, "people-password")
    assert dialog.current is None
    assert "10 个字符" in dialog.password.accessibleDescription()
    for first, second, said in (("a", "b", "不一致"), ("short", "short", "不足 10 个字符"), (NEXT, NEXT, "")):
        dialog.password.setText(first)
        dialog.again.setText(second)
        QTest.keyClick(dialog.again, Qt.Key.Key_Return)
        if said:
            seat.until(lambda said=said: said in dialog.error.text())  # type: ignore[misc]  # bound now
    seat.no_dialog()
    seat.until(lambda: page.told.text() == "新口令已生效")
    enter(real_hub.url, NEXT)


def test_a_key_for_the_phone_app_is_shown_once_and_copied(seat: Console, page: PeoplePage) -> None:
    choose(page, OPERATOR[0])
    page.key.click()
    dialog = seat.dialog()
    assert isinstance(dialog, AppKeyForm)
    assert not dialog.key.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    seat.until(dialog.key.isVisible)
    seat.shoot_of(dialog, "people-key")
    key = dialog.key.text()
    assert len(key) > 30
    assert "只显示这一次" in dialog.key.accessibleDescription()
    dialog.copy.click()
    assert QApplication.clipboard().text() == key
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    seat.no_dialog()
    page.key.click()
    again = seat.dialog()
    assert isinstance(again, AppKeyForm)
    assert not again.key.text()
    again.reject()
    seat.no_dialog()


def test_nobody_changes_their_own_roles_and_a_new_password_of_ones_own_asks_for_it(
    seat: Console, page: PeoplePage
) -> None:
    choose(page, ADMIN[0])
    assert not page.form.roles.isEnabled()
    assert not page.access.isEnabled()
    page.reset.click()
    dialog = seat.dialog()
    assert isinstance(dialog, PasswordForm)
    assert dialog.current is not None
    seat.shoot_of(dialog, "people-own-password")
    dialog.password.setText(NEXT)
    dialog.again.setText(NEXT)
    for current, said in (("", "请填写原口令"), ("not-this-one-1", "原口令不对"), (ADMIN[2], "")):
        dialog.current.setText(current)
        dialog.save.click()
        if said:
            seat.until(lambda said=said: said in dialog.error.text())  # type: ignore[misc]  # bound now
    seat.until(lambda: isinstance(seat.window.pages.currentWidget(), SignInForm))
    seat.no_dialog()
    assert "请用新口令登录" in form(seat)._error.text()
    sign_in(seat, ADMIN[0], NEXT)
    seat.until(lambda: isinstance(seat.window.pages.currentWidget(), PeoplePage))


def test_a_list_that_cannot_be_fetched_says_so_and_is_tried_again(
    seat: Console, page: PeoplePage, real_hub: HubProcess
) -> None:
    real_hub.kill()
    page.load()
    seat.until(page.retry.isVisible)
    assert page.trouble.text()
    assert page.list.topLevelItemCount() == 2
    real_hub.start()
    page.retry.click()
    seat.until(lambda: not page.retry.isVisible())
    assert not page.trouble.text()


def test_the_keepers_seat_locks_and_goes_on_where_it_was(seat: Console, page: PeoplePage) -> None:
    assert seat.conductor.at is not None
    page.form.name.setText("还没有保存")
    seat.conductor.at.lock._idle.idle.emit()  # nobody was there for a quarter of an hour
    card = form(seat)
    assert "锁定" in "\n".join(label.text() for label in card.findChildren(QLabel))
    assert card.login.isReadOnly()
    card.password.setFocus()
    seat.type("not-this-one-1")
    seat.key(Qt.Key.Key_Return)
    seat.until(lambda: bool(card._error.text()))
    card.password.clear()
    seat.type(ADMIN[2])
    seat.key(Qt.Key.Key_Return)
    seat.until(lambda: seat.window.pages.currentWidget() is page)
    assert page.form.name.text() == "还没有保存"


def test_a_lock_of_the_hub_is_noticed_with_the_next_deed(seat: Console, page: PeoplePage) -> None:
    assert seat.conductor.at is not None
    client = page._client
    aside(client.lock)
    page.load()
    form(seat)


def test_in_the_smallest_window_every_button_can_be_reached(seat: Console, page: PeoplePage) -> None:
    seat.window.setWindowState(Qt.WindowState.WindowNoState)
    seat.window.resize(*SMALLEST)
    choose(page, OPERATOR[0])
    assert seat.window.height() == SMALLEST[1]
    area = next(one for one in page.findChildren(QScrollArea) if one.isAncestorOf(page.key))
    QTest.wheelEvent(seat.window.windowHandle(), area.mapTo(seat.window, area.rect().center()), QPoint(0, -4000))
    seat.until(lambda: page.key.visibleRegion().boundingRect() == page.key.rect())
