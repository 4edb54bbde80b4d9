"""The helper draws what this process would, and its death, hanging or absence is never seen."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import psutil
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from tests.widgets.map.synthetic import squares
from widgets.map import child
from widgets.map.base import BaseSpec, FillValues
from widgets.map.colors import MapColors
from widgets.map.drawer import BaseDrawer, BasePicture
from widgets.map.geometry import build
from widgets.map.projection import View, fit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot

    from widgets.theme import Theme

GEOMETRY = build(squares())
SHARED = Path("/dev/shm")  # noqa: S108 - only looked at


@pytest.fixture
def spec(dark: Theme) -> BaseSpec:
    assert GEOMETRY.bounds is not None
    view = fit(GEOMETRY.bounds, 300, 200, (10, 10, 10, 10))
    return BaseSpec.of(view, (300, 200), 1.0, (1, 2, 3, 4), MapColors.from_theme(dark).base)


@pytest.fixture
def drawer(qtbot: QtBot) -> Iterator[BaseDrawer]:
    assert qtbot is not None
    made = BaseDrawer(hung_ms=400)
    made.set_geometry(GEOMETRY)
    yield made
    made.stop()


def pixels(image: QImage) -> np.ndarray:
    bits = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return bits[:, : image.width() * 4].copy()


def drawn(qtbot: QtBot, drawer: BaseDrawer, spec: BaseSpec) -> BasePicture:
    with qtbot.waitSignal(drawer.drawn) as blocker:
        drawer.request(spec)
    assert blocker.args is not None
    picture = blocker.args[0]
    assert isinstance(picture, BasePicture)
    return picture


def up(qtbot: QtBot, drawer: BaseDrawer) -> int:
    drawer.start()
    qtbot.waitUntil(lambda: drawer.helper_pid is not None)
    pid = drawer.helper_pid
    assert pid is not None
    return pid


def leftovers() -> set[str]:
    return {path.name for path in SHARED.glob("huying-map-*")}


def test_the_helper_draws_the_same_picture(qtbot: QtBot, drawer: BaseDrawer, spec: BaseSpec) -> None:
    here = drawer.draw_now(spec)
    up(qtbot, drawer)
    there = drawn(qtbot, drawer, spec)
    assert there.memory is not None
    assert (pixels(there.image) == pixels(here.image)).all()


def test_values_tint_areas_in_both(qtbot: QtBot, drawer: BaseDrawer, spec: BaseSpec) -> None:
    plain = pixels(drawer.draw_now(spec).image)
    up(qtbot, drawer)
    drawer.set_values(FillValues(np.linspace(0, 1, len(GEOMETRY.ids)), 1))
    there = drawn(qtbot, drawer, spec)
    assert (pixels(there.image) == pixels(drawer.draw_now(spec).image)).all()
    assert (pixels(there.image) != plain).any()


def test_the_shown_picture_is_not_drawn_over(qtbot: QtBot, drawer: BaseDrawer, spec: BaseSpec) -> None:
    up(qtbot, drawer)
    first = drawn(qtbot, drawer, spec)
    kept = pixels(first.image)
    second = drawn(qtbot, drawer, BaseSpec.of(fit_closer(), (300, 200), 1.0, spec.tiers, spec.colors))
    assert (pixels(first.image) == kept).all()
    assert (pixels(second.image) != kept).any()


def fit_closer() -> View:
    assert GEOMETRY.bounds is not None
    return fit(GEOMETRY.bounds, 300, 200, (10, 10, 10, 10)).zoomed(3)


def test_a_larger_canvas_gets_new_memory(qtbot: QtBot, drawer: BaseDrawer, spec: BaseSpec) -> None:
    up(qtbot, drawer)
    small = drawn(qtbot, drawer, spec)
    kept = pixels(small.image)
    assert GEOMETRY.bounds is not None
    view = fit(GEOMETRY.bounds, 1200, 900, (10, 10, 10, 10))
    large = drawn(qtbot, drawer, BaseSpec.of(view, (1200, 900), 1.0, spec.tiers, spec.colors))
    assert large.memory is not small.memory
    assert large.image.width() > 1200
    assert (pixels(small.image) == kept).all()


def test_a_killed_helper_is_replaced_and_the_picture_still_comes(
    qtbot: QtBot, drawer: BaseDrawer, spec: BaseSpec
) -> None:
    pid = up(qtbot, drawer)
    expected = pixels(drawer.draw_now(spec).image)
    os.kill(pid, signal.SIGKILL)
    picture = drawn(qtbot, drawer, spec)
    assert (pixels(picture.image) == expected).all()
    qtbot.waitUntil(lambda: drawer.helper_pid not in (None, pid))
    assert drawer.deaths == 1
    assert drawn(qtbot, drawer, spec).memory is not None


def test_a_helper_that_hangs_is_taken_for_dead(qtbot: QtBot, drawer: BaseDrawer, spec: BaseSpec) -> None:
    pid = up(qtbot, drawer)
    os.kill(pid, signal.SIGSTOP)
    picture = drawn(qtbot, drawer, spec)
    assert picture.memory is None
    assert not psutil.pid_exists(pid)


def test_without_a_helper_pictures_are_drawn_here(
    qtbot: QtBot, spec: BaseSpec, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    drawer = BaseDrawer(command=("/nonexistent/python",))
    drawer.set_geometry(GEOMETRY)
    drawer.start()
    assert drawn(qtbot, drawer, spec).memory is None


def test_a_helper_that_dies_at_once_is_given_up_after_three_times(
    qtbot: QtBot, spec: BaseSpec, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    drawer = BaseDrawer(command=(sys.executable, "-c", "raise SystemExit(1)"))
    drawer.set_geometry(GEOMETRY)
    drawer.start()
    assert drawn(qtbot, drawer, spec).memory is None
    qtbot.waitUntil(lambda: drawer.deaths == 3)
    assert drawn(qtbot, drawer, spec).memory is None
    drawer.stop()


def test_nothing_is_left_behind(qtbot: QtBot, spec: BaseSpec) -> None:
    before = leftovers()
    drawer = BaseDrawer()
    drawer.set_geometry(GEOMETRY)
    pid = up(qtbot, drawer)
    drawn(qtbot, drawer, spec)
    drawer.stop()
    assert not psutil.pid_exists(pid)
    assert leftovers() <= before


def test_a_forgotten_drawer_takes_its_helper_along(qtbot: QtBot) -> None:
    drawer = BaseDrawer()
    drawer.set_geometry(GEOMETRY)
    pid = up(qtbot, drawer)
    del drawer
    qtbot.waitUntil(lambda: not psutil.pid_exists(pid))


def test_a_deleted_window_takes_the_helper_along(qtbot: QtBot) -> None:
    window = QObject()
    drawer = BaseDrawer(window)
    drawer.set_geometry(GEOMETRY)
    pid = up(qtbot, drawer)
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not psutil.pid_exists(pid)
    assert drawer is not None  # Python still holds it


def test_the_helper_ends_with_its_input() -> None:
    environment = {**os.environ, "PYTHONPATH": str(Path(child.__file__).parents[2])}
    ended = subprocess.run(
        [sys.executable, "-m", "widgets.map.helper"],
        input=b"",
        capture_output=True,
        timeout=60,
        check=False,
        env=environment,
    )
    assert (ended.returncode, ended.stdout) == (0, b"ready\n")
