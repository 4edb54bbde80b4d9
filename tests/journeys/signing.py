"""Signing in as a person does, in a real district that has nobody before the test makes somebody."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from console.client import Client
from console.forms.sign_in import SignInForm
from console.transport import Transport
from services.api.people import NewPerson
from services.api.sessions import FirstAdmin
from services.domain.clock import SystemClock
from services.domain.rights import Role
from tests.console.stubhub import aside
from tests.journeys.seats import Console

ADMIN = ("aqgly", "安全管理员", "mian-hua-tang-9")
OPERATOR = ("zuoxi", "坐席甲", "yu-ye-deng-huo-7")


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
    aside(lambda: client.set_up(FirstAdmin(login=ADMIN[0], name=ADMIN[1], password=ADMIN[2])))
    district = aside(client.profile).district_id
    login, name, password = OPERATOR
    aside(
        lambda: client.add_person(
            NewPerson(
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


def words_of(console: Console) -> str:
    return "\n".join(label.text() for label in console.window.findChildren(QLabel) if label.isVisible())
