"""Who is at the seat: the first administrator of a real district, a wrong password, a seat that was locked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from console.client import Client
from console.forms.sign_in import SignInForm
from console.pages.people import PeoplePage
from console.transport import Transport
from services.api import messages as api
from services.domain.clock import SystemClock
from services.domain.rights import Role
from tests.console.stubhub import aside
from tests.journeys.district import HubProcess
from tests.journeys.seats import Console

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

ADMIN = ("aqgly", "安全管理员", "mian-hua-tang-9")
OPERATOR = ("zuoxi", "坐席甲", "yu-ye-deng-huo-7")


@pytest.fixture
def real_hub(tmp_path: Path) -> Iterator[HubProcess]:
    """Return the hub of a real district that has nobody yet."""
    folder = tmp_path / "hub"
    folder.mkdir()
    process = HubProcess(folder, "--no-engine", "--profile", "panyu")
    process.start()
    yield process
    process.stop()


@pytest.fixture
def seat(real_hub: HubProcess, tmp_path: Path, qtbot: QtBot) -> Iterator[Console]:
    """Return a console that has just been opened at it."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style, palette, font = app.styleSheet(), app.palette(), app.font()
    console = Console(qtbot, real_hub.url, tmp_path / "console")
    yield console
    console.close()
    app.setStyleSheet(style)
    app.setPalette(palette)
    app.setFont(font)


def form(console: Console) -> SignInForm:
    console.until(lambda: isinstance(console.window.pages.currentWidget(), SignInForm))
    found = console.window.pages.currentWidget()
    assert isinstance(found, SignInForm)
    console.until(lambda: QApplication.focusWidget() is not None)
    return found


def words(form: SignInForm) -> str:
    return "\n".join(label.text() for label in form.findChildren(QLabel))


def with_operator(url: str) -> None:
    """Make the first administrator and an operator."""
    transport = Transport(url, SystemClock())
    client = Client(transport)
    aside(lambda: client.set_up(api.FirstAdmin(login=ADMIN[0], name=ADMIN[1], password=ADMIN[2])))
    district = aside(client.profile).district_id
    login, name, password = OPERATOR
    aside(
        lambda: client.add_person(
            api.NewPerson(
                command_id="first-operator",
                login=login,
                name=name,
                unit_id=district,
                roles=(Role.OPERATOR,),
                password=password,
                seat="坐席 01",
            )
        )
    )
    transport.close()


def sign_in(console: Console, login: str, password: str) -> None:
    card = form(console)
    card.login.clear()
    card.login.setFocus()
    console.type(login)
    card.password.clear()
    card.password.setFocus()
    console.type(password)
    console.key(Qt.Key.Key_Return)


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
    page.login.setFocus()
    seat.type(OPERATOR[0])
    page.name.setFocus()
    seat.type(OPERATOR[1])
    page.password.setFocus()
    seat.type(OPERATOR[2])
    seat.key(Qt.Key.Key_Return)
    seat.until(lambda: page.list.topLevelItemCount() == 2)
    seat.shoot("people")


def words_of(console: Console) -> str:
    return "\n".join(label.text() for label in console.window.findChildren(QLabel) if label.isVisible())


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
    card.password.setFocus()
    seat.type("wrong-wrong-1")
    seat.key(Qt.Key.Key_Return)
    seat.until(lambda: bool(card._error.text()))
    seat.shoot("locked")
    sign_in(seat, OPERATOR[0], OPERATOR[2])
    seat.until(lambda: seat.window.page_name() == "operations")
    seat.until(lambda: seat.desk.connected)
