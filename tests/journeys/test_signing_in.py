"""Who is at the seat: the first administrator of a real district, a wrong password, a seat that was locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from console.pages.people import PeoplePage
from tests.console.stubhub import aside
from tests.journeys.signing import ADMIN, OPERATOR, form, sign_in, with_operator, words, words_of

if TYPE_CHECKING:
    from tests.journeys.district import HubProcess
    from tests.journeys.seats import Console


def test_a_new_district_asks_for_its_first_administrator_and_has_no_password_of_its_own(seat: Console) -> None:
    seat.conductor.start()
    card = form(seat)
    assert "没有预设口令" in words(card)
    seat.shoot("first-administrator")
    login, name, _password = ADMIN
    seat.type(login)
    seat.key(Qt.Key.Key_Tab)
    seat.type(name)
    for _ in range(2):  # too short: refused with the reason
        seat.key(Qt.Key.Key_Tab)
        seat.type("123456")
    seat.key(Qt.Key.Key_Return)
    seat.until(lambda: "口令" in card._error.text())
    assert seat.conductor.desk is None
    card.password.clear()
    card.again.clear()
    QTest.keyClicks(card.password, ADMIN[2])
    QTest.keyClicks(card.again, ADMIN[2])
    QTest.keyClick(card.again, Qt.Key.Key_Return)
    seat.until(lambda: isinstance(seat.window.pages.currentWidget(), PeoplePage))
    assert ADMIN[1] in words_of(seat)
    page = seat.window.pages.currentWidget()
    assert isinstance(page, PeoplePage)
    seat.until(lambda: page.list.topLevelItemCount() == 1)
    page.form.login.setFocus()
    seat.type(OPERATOR[0])
    page.form.name.setFocus()
    seat.type(OPERATOR[1])
    page.form.password.setFocus()
    seat.type(OPERATOR[2])
    seat.key(Qt.Key.Key_Return)
    seat.until(lambda: page.list.topLevelItemCount() == 2)
    seat.shoot("people")


def test_a_wrong_password_is_refused_and_the_right_one_opens_the_desk(real_hub: HubProcess, seat: Console) -> None:
    with_operator(real_hub.url)
    seat.conductor.start()
    sign_in(seat, OPERATOR[0], "not-this-one-1")
    card = form(seat)
    seat.until(lambda: bool(card._error.text()))
    assert seat.conductor.desk is None
    seat.shoot("sign-in-refused")
    sign_in(seat, OPERATOR[0], OPERATOR[2])
    seat.until(lambda: seat.conductor.is_ready(0))
    assert OPERATOR[1] in words_of(seat)
    assert not seat.window.exercise.isVisible()
    seat.shoot("real-district")


def test_a_locked_seat_asks_for_the_password_and_goes_on_where_it_was(real_hub: HubProcess, seat: Console) -> None:
    with_operator(real_hub.url)
    seat.conductor.start()
    sign_in(seat, OPERATOR[0], OPERATOR[2])
    seat.until(lambda: seat.conductor.is_ready(0))
    aside(seat.desk.client.lock)
    card = form(seat)
    assert "锁定" in words(card)
    assert card.login.text() == OPERATOR[0]
    assert card.login.isReadOnly()  # what is open here is this person's
    for key in (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_F, Qt.Key.Key_K):
        QTest.keyClick(card.button, key, Qt.KeyboardModifier.ControlModifier)
    for key in (Qt.Key.Key_F1, Qt.Key.Key_F12):
        QTest.keyClick(card.button, key)
    assert seat.window.pages.currentWidget() is card  # no key leads past the lock
    assert not seat.window.finder.isVisible()
    assert not seat.window.nav.isEnabled()
    card.password.setFocus()
    seat.type("wrong-wrong-1")
    seat.key(Qt.Key.Key_Return)
    seat.until(lambda: bool(card._error.text()))
    seat.shoot("locked")
    card.password.clear()
    seat.type(OPERATOR[2])
    seat.key(Qt.Key.Key_Return)
    seat.until(lambda: seat.window.page_name() == "operations")
    assert seat.window.nav.isEnabled()
    seat.until(lambda: seat.desk.connected)
