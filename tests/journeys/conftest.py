"""A demo district made once, a hub over a copy of it for each test, and consoles at that hub."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from tests.journeys.district import Colleague, HubProcess, copied, make_demo
from tests.journeys.roles import make_ruled
from tests.journeys.seats import Console

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture(scope="session")
def demo_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of a fresh demo district, to be copied."""
    folder = tmp_path_factory.mktemp("journeys") / "demo"
    make_demo(folder)
    return folder


@pytest.fixture(scope="session")
def ruled_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the data folder of a real district with rules and people, to be copied."""
    folder = tmp_path_factory.mktemp("journeys") / "ruled"
    make_ruled(folder)
    return folder


@pytest.fixture
def hub(demo_folder: Path, tmp_path: Path) -> Iterator[HubProcess]:
    """Return a running hub without its engine: nothing moves but what the test moves."""
    process = HubProcess(copied(demo_folder, tmp_path / "hub"), "--no-engine")
    process.start()
    yield process
    process.stop()


@pytest.fixture
def colleague(hub: HubProcess) -> Iterator[Colleague]:
    """Return somebody at another seat."""
    made = Colleague(hub.url)
    yield made
    made.close()


@pytest.fixture
def open_console(hub: HubProcess, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[..., Console]]:
    """Return how a console is opened at the hub; those that are open are closed in the end."""
    made: list[Console] = []
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    style, palette, font = app.styleSheet(), app.palette(), app.font()

    def make(folder: str = "console", **options: object) -> Console:
        console = Console(qtbot, hub.url, tmp_path / folder, **options)  # type: ignore[arg-type]  # options by name
        made.append(console)
        return console

    yield make
    for console in made:
        console.close()
    app.setStyleSheet(style)
    app.setPalette(palette)
    app.setFont(font)


@pytest.fixture
def console(open_console: Callable[..., Console]) -> Console:
    """Return a console with its desk live."""
    return open_console().start()


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


@pytest.fixture
def open_seat(real_hub: HubProcess, seat: Console, tmp_path: Path, qtbot: QtBot) -> Iterator[Callable[[], Console]]:
    """Return how another console is opened at the real district, beside the first one."""
    made: list[Console] = []

    def make() -> Console:
        assert seat.window is not None
        console = Console(qtbot, real_hub.url, tmp_path / f"console-{len(made) + 2}")
        made.append(console)
        return console

    yield make
    for console in made:
        console.close()
