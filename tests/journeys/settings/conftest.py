"""The system administrator at the administration page, at another computer too, and an operator elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from console.client import Client
from console.pages.settings.page import SettingsPage
from console.transport import Transport
from services.api.people import NewPerson
from services.domain.clock import SystemClock
from services.domain.rights import Role
from tests.console.stubhub import aside
from tests.journeys import roles
from tests.journeys.district import Colleague, HubProcess, copied
from tests.journeys.settings.kit import KEEPER
from tests.journeys.signing import ADMIN, OPERATOR, sign_in, with_operator

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.journeys.seats import Console


@pytest.fixture
def hub(ruled_folder: Path, tmp_path: Path) -> Iterator[HubProcess]:
    """Return the hub of a real district with rules, people and grids; nothing moves but what the test moves."""
    folder = copied(ruled_folder, tmp_path / "ruled")
    process = HubProcess(folder, "--no-engine", module="tests.journeys.settings.patient_hub")
    process.start()
    yield process
    process.stop()


@pytest.fixture
def keeper(hub: HubProcess) -> Iterator[Colleague]:
    """Return the system administrator of that district at another computer."""
    made = Colleague(hub.url, roles.KEEPER, roles.SECRET)
    yield made
    made.close()


@pytest.fixture
def clerk(hub: HubProcess) -> Iterator[Colleague]:
    """Return an operator of that district at another computer."""
    made = Colleague(hub.url, "zuoxi2", roles.SECRET)
    yield made
    made.close()


@pytest.fixture
def admin(open_console: Callable[..., Console]) -> Console:
    """Return the console of that district's system administrator, the administration page on it."""
    console = open_console("keeper")
    console.conductor.start()
    sign_in(console, roles.KEEPER, roles.SECRET)
    console.until(lambda: isinstance(console.window.pages.currentWidget(), SettingsPage))
    return console


@pytest.fixture
def other(real_hub: HubProcess) -> Iterator[Client]:
    """Return the system administrator at another computer."""
    with_operator(real_hub.url)
    transport = Transport(real_hub.url, SystemClock())
    client = Client(transport)
    aside(lambda: client.sign_in(ADMIN[0], ADMIN[2]))
    district = aside(client.profile).district_id
    login, name, password = KEEPER
    aside(
        lambda: client.add_person(
            NewPerson(
                command_id="keeper",
                login=login,
                name=name,
                unit_id=district,
                roles=(Role.SYSTEM_ADMIN,),
                password=password,
            )
        )
    )
    aside(lambda: client.sign_in(login, password))
    yield client
    transport.close()


@pytest.fixture
def page(seat: Console, other: Client) -> SettingsPage:
    """Return the administration page with the calendar on it."""
    assert other is not None
    seat.conductor.start()
    sign_in(seat, KEEPER[0], KEEPER[2])
    seat.until(lambda: isinstance(seat.window.pages.currentWidget(), SettingsPage))
    found = seat.window.pages.currentWidget()
    assert isinstance(found, SettingsPage)
    return found


@pytest.fixture
def operator(real_hub: HubProcess, other: Client) -> Iterator[Client]:
    """Return the operator at another computer."""
    assert other is not None
    transport = Transport(real_hub.url, SystemClock())
    client = Client(transport)
    aside(lambda: client.sign_in(OPERATOR[0], OPERATOR[2]))
    yield client
    transport.close()
