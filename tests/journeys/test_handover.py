"""The seat passes from one person to the next while the window stays: nothing of the one before is left."""

from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QMessageBox, QPlainTextEdit, QPushButton
from shiboken6 import Shiboken

from console.client import Client
from console.forms.new_case import NewCaseForm
from console.forms.new_password import PasswordForm
from console.forms.sign_in import SignInForm
from console.transport import HubRefused, Transport
from services.api.cases import NewCase
from services.api.people import NewPerson
from services.domain.actions import Action
from services.domain.clock import SystemClock
from services.domain.rights import Role
from services.domain.tiers import Tier
from tests.console.stubhub import aside
from tests.journeys.signing import ADMIN, OPERATOR, form, sign_in, with_operator, words, words_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.api.district import ProfileView
    from tests.journeys.district import HubProcess
    from tests.journeys.seats import Console

STREET = ("jiedao", "街道乙", "qing-shan-lv-shui-5")
NEW_PASSWORD = "feng-chui-mai-lang-3"  # noqa: S105 - of somebody who exists in this file only


def at_hub(url: str, login: str, password: str, work: Callable[[Client], object]) -> object:
    """Do something at the hub as somebody, at another computer."""
    transport = Transport(url, SystemClock())
    client = Client(transport)
    try:
        aside(lambda: client.sign_in(login, password))
        return work(client)
    finally:
        transport.close()


def reported(client: Client, profile: ProfileView, title: str, **where: object) -> str:
    """Enter a case; return its id."""
    new = NewCase(
        command_id=f"new-{title}",
        title=title,
        text=title,
        source=profile.sources[0].code if profile.sources else "phone",
        **where,  # type: ignore[arg-type]  # fields by name
    )
    return aside(lambda: client.new_case(new)).row.id


@pytest.fixture
def two(real_hub: HubProcess) -> tuple[str, str]:
    """Return the ids of two cases: one that only the district sees, and one of a street, which has a person too."""
    with_operator(real_hub.url)
    login, name, password = STREET

    def people(client: Client) -> str:
        unit = next(unit for unit in aside(client.units) if unit.tier is Tier.STREET)
        person = NewPerson(
            command_id="street", login=login, name=name, unit_id=unit.id, roles=(Role.STREET,), password=password
        )
        aside(lambda: client.add_person(person))
        return unit.id

    unit_id = at_hub(real_hub.url, ADMIN[0], ADMIN[2], people)

    def cases(client: Client) -> tuple[str, str]:
        profile = aside(client.profile)
        own = reported(client, profile, "没有位置的案件")
        return own, reported(client, profile, "街道的案件", area_id=unit_id)

    found = at_hub(real_hub.url, OPERATOR[0], OPERATOR[2], cases)
    assert isinstance(found, tuple)
    return found


def at_desk(seat: Console, who: tuple[str, str, str]) -> None:
    """Sign in and wait for the live desk."""
    sign_in(seat, who[0], who[2])
    seat.until(lambda: seat.conductor.is_ready(0) and seat.window.page_name() == "operations")


def menu(seat: Console) -> QMenu:
    """Return the menu at the name; the platform of the tests cannot pop it up."""
    assert seat.window.top._menu.isVisible()
    assert seat.conductor.at is not None
    return seat.conductor.at.menu._made()


def choose(seat: Console, text: str) -> None:
    """Choose a line of the seat's menu."""
    made = menu(seat)
    next(deed for deed in made.actions() if deed.text().startswith(text)).trigger()
    made.deleteLater()


def card_of(seat: Console) -> SignInForm:
    """Return the card in the window, which gets its place back as from a window manager."""
    seat.window.activateWindow()
    return form(seat)


def lock_by_key(seat: Console) -> None:
    """Press Ctrl+Shift+L as it comes from the keyboard."""
    window = (QApplication.activeWindow() or seat.window).windowHandle()
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(window, Qt.Key.Key_L, modifiers)
    seat.until(lambda: isinstance(seat.window.pages.currentWidget(), SignInForm))


def streams() -> list[str]:
    """Return the names of the threads that are there."""
    return sorted(thread.name for thread in threading.enumerate())


def test_the_next_person_sees_their_own_and_nothing_of_the_one_before(seat: Console, two: tuple[str, str]) -> None:
    own, theirs = two
    seat.conductor.start()
    form(seat)
    threads = streams()
    at_desk(seat, OPERATOR)
    seat.until(lambda: len(seat.desk.board) == 2)
    seat.choose(theirs)
    seat.page.case.focus_note()
    seat.type("没有写完的备注")
    token = seat.desk.client._transport.token
    gone: list[weakref.ref[object]] = [
        weakref.ref(one) for one in (seat.conductor.at, seat.desk, seat.page, seat.page.case, seat.conductor.alerts)
    ]
    pages = [seat.conductor.pages.page(name) for name in ("whistles", "find", "help")]  # type: ignore[union-attr]
    gone += [weakref.ref(page) for page in pages]
    del pages
    seat.shoot("seat-menu")
    choose(seat, "换人")
    card = card_of(seat)
    seat.until(lambda: seat.conductor.at is None and seat.state() == "live")
    seat.shoot("after-sign-out")
    assert seat.window.isVisible()
    assert not card._error.text()
    assert OPERATOR[1] not in words_of(seat)
    assert seat.window.nav.findChildren(QPushButton) == [] or not seat.window._names.get("operations")
    for part in (seat.window.top._search, seat.window.top._alert, seat.window.top._menu, seat.window.top._clock):
        assert not part.isVisible()
    with pytest.raises(HubRefused, match="signed_out"):  # the hub knows the session no more
        at_token(seat, token)
    gc.collect()
    QApplication.processEvents()
    assert [one() for one in gone if one() is not None and Shiboken.isValid(one())] == []
    assert set(streams()) <= set(threads)
    at_desk(seat, STREET)
    seat.until(lambda: len(seat.desk.board) == 1)
    assert seat.desk.board.row(theirs) is not None
    assert seat.desk.board.row(own) is None
    assert STREET[1] in words_of(seat)
    seat.choose(theirs)
    assert seat.page.case.note_input().toPlainText() == ""  # the draft is the operator's
    seat.shoot("street")
    choose(seat, "换人")
    at_desk(seat, OPERATOR)
    seat.choose(theirs)
    seat.until(lambda: seat.page.case.note_input().toPlainText() == "没有写完的备注")


def at_token(seat: Console, token: str) -> None:
    """Ask the hub who has a token."""
    transport = Transport(seat.conductor._where.url, SystemClock())
    transport.token = token
    try:
        aside(Client(transport).session)
    finally:
        transport.close()


def test_a_form_is_hidden_while_the_seat_is_locked_and_comes_back_with_what_was_typed(
    seat: Console, two: tuple[str, str]
) -> None:
    del two
    seat.conductor.start()
    at_desk(seat, OPERATOR)
    seat.ctrl(Qt.Key.Key_N)
    dialog = seat.dialog()
    assert isinstance(dialog, NewCaseForm)
    seat.type("polu")
    typed = dialog.focusWidget()
    lock_by_key(seat)
    card = card_of(seat)
    assert not any(isinstance(one, QDialog) and one.isVisible() for one in QApplication.topLevelWidgets())
    assert "锁定" in words(card)
    assert "空闲" not in words(card)
    seat.shoot("locked-with-form")
    card.password.setFocus()
    seat.type(OPERATOR[2])
    seat.key(Qt.Key.Key_Return)
    seat.until(dialog.isVisible)
    assert dialog.focusWidget() is typed
    assert "polu" in [edit.toPlainText() for edit in dialog.findChildren(QPlainTextEdit)]


def test_a_modal_form_is_hidden_too_and_whoever_comes_next_is_asked_about_it(
    seat: Console, two: tuple[str, str]
) -> None:
    seat.conductor.start()
    at_desk(seat, OPERATOR)
    seat.choose(two[0])
    seat.page.act(Action.ACCEPT)
    choose(seat, "修改口令")
    dialog = seat.dialog()
    assert isinstance(dialog, PasswordForm)
    lock_by_key(seat)
    assert not dialog.isVisible()
    card = card_of(seat)
    card.other.click()
    box = seat.dialog()
    assert isinstance(box, QMessageBox)
    assert "1 个表单" in box.text()
    next(button for button in box.buttons() if button.objectName() == "leave").click()
    seat.until(lambda: seat.conductor.at is None and seat.state() == "live")
    seat.no_dialog()
    at_desk(seat, STREET)
    assert seat.window.nav.isEnabled()


def test_one_changes_ones_password_and_signs_in_with_the_new_one(seat: Console, two: tuple[str, str]) -> None:
    del two
    seat.conductor.start()
    at_desk(seat, OPERATOR)
    choose(seat, "修改口令")
    dialog = seat.dialog()
    assert isinstance(dialog, PasswordForm)
    assert dialog.current is not None
    dialog.password.setText(NEW_PASSWORD)
    dialog.again.setText(NEW_PASSWORD)
    for current, said in (("not-this-one-1", "原口令不对"), (OPERATOR[2], "")):
        dialog.current.setText(current)
        dialog.save.click()
        if said:
            seat.until(lambda said=said: said in dialog.error.text())  # type: ignore[misc]  # bound now
    seat.until(lambda: seat.conductor.at is None and seat.state() == "live")
    seat.until(lambda: "请用新口令登录" in card_of(seat)._error.text())
    at_desk(seat, (OPERATOR[0], OPERATOR[1], NEW_PASSWORD))


def test_a_demo_seat_locks_without_a_password_and_says_why_nobody_can_change(console: Console) -> None:
    opened = menu(console)
    lines = {deed.text(): deed.isEnabled() for deed in opened.actions() if deed.text()}
    assert lines["换人 / 退出登录"] is False
    assert any("自动登录" in line for line in lines)
    opened.deleteLater()
    lock_by_key(console)
    card = card_of(console)
    assert "没有口令" in words(card)
    assert not card.password.isVisible()
    console.shoot("demo-locked")
    console.until(card.button.hasFocus)
    console.key(Qt.Key.Key_Space)
    console.until(lambda: console.window.page_name() == "operations")


def test_an_office_has_no_box_to_search_in_and_no_alert_button(seat: Console, two: tuple[str, str]) -> None:
    del two
    seat.conductor.start()
    sign_in(seat, ADMIN[0], ADMIN[2])
    seat.until(lambda: seat.window.page_name() == "people")
    for part in (seat.window.top._search, seat.window.top._alert, seat.window.top._live, seat.window.top._clock):
        assert not part.isVisible()
    for key in (Qt.Key.Key_K, Qt.Key.Key_N, Qt.Key.Key_F):
        seat.ctrl(key)
    seat.key(Qt.Key.Key_F12)
    assert seat.window.page_name() == "people"
    assert not seat.window.finder.isVisible()
    seat.shoot("office")
    choose(seat, "换人")
    at_desk(seat, OPERATOR)
    assert seat.window.top._search.isVisible()
