"""`make run` without a display: the same program on a virtual one, reachable by nobody else, ended with it."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

DEV = Path(__file__).resolve().parents[2] / ".dev"

pytestmark = pytest.mark.skipif(shutil.which("Xvfb") is None, reason="Xvfb is not installed (package xvfb)")

LAUNCH = """
import sys
sys.path.insert(0, {dev!r})
import run
sys.exit(run.start([sys.executable, "-c", {text!r}], {arguments!r}))
"""

SHOW_AND_SAVE = """
import sys
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel("呼应")
label.resize(640, 360)
label.show()
application.processEvents()
screen = application.primaryScreen().size()
assert application.platformName() == "xcb"
assert label.grab().save(sys.argv[sys.argv.index("--shot") + 1])
print(screen.width(), screen.height(), sys.argv[1:], flush=True)
sys.exit(7)
"""

WAIT = """
import os, signal, subprocess, sys
def end(number, frame):
    print("asked", flush=True)
    sys.exit(0)
signal.signal(signal.SIGINT, end)
print(os.getpid(), os.environ["DISPLAY"], os.environ["XAUTHORITY"], *sys.argv[1:], flush=True)
while True:
    signal.pause()
"""


def launch(text: str, arguments: list[str]) -> subprocess.Popen[str]:
    environment = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY")}
    return subprocess.Popen(
        [sys.executable, "-c", LAUNCH.format(dev=str(DEV), text=text, arguments=arguments)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def waiting() -> Iterator[tuple[subprocess.Popen[str], list[str], list[psutil.Process]]]:
    """Launch a program that waits; give it, what it printed first, and the processes below it."""
    with launch(WAIT, ["--demo"]) as launcher:
        assert launcher.stdout is not None
        told = launcher.stdout.readline().split()
        below = psutil.Process(launcher.pid).children(recursive=True)
        yield launcher, told, below
        if launcher.poll() is None:
            launcher.kill()


def test_the_program_shows_and_saves(tmp_path: Path) -> None:
    shot = tmp_path / "out.png"
    with launch(SHOW_AND_SAVE, ["--demo", "--size", "2560x1440", "--shot", str(shot)]) as launcher:
        out, said = launcher.communicate(timeout=60)
    assert launcher.returncode == 7, said  # the program's own
    assert shot.read_bytes().startswith(b"\x89PNG")
    assert out.startswith("2560 1440 ")
    assert "--mirror" not in out
    assert "No display here" in said
    assert str(shot) in said


def test_without_a_shot_the_picture_file_is_named_and_passed_on(
    waiting: tuple[subprocess.Popen[str], list[str], list[psutil.Process]],
) -> None:
    launcher, told, _ = waiting
    assert told[3:] == ["--demo", "--mirror", str(DEV.parent / "huying-screen.png")]
    launcher.send_signal(signal.SIGINT)
    _, said = launcher.communicate(timeout=60)
    assert str(DEV.parent / "huying-screen.png") in said


def test_ctrl_c_is_passed_on_once_and_nothing_is_left(
    waiting: tuple[subprocess.Popen[str], list[str], list[psutil.Process]],
) -> None:
    launcher, told, below = waiting
    assert "Xvfb" in {process.name() for process in below}
    assert launcher.stdout is not None
    launcher.send_signal(signal.SIGINT)
    rest, _ = launcher.communicate(timeout=60)
    assert rest == "asked\n"
    assert launcher.returncode == 130
    assert not psutil.wait_procs(below, timeout=60)[1]
    assert not Path(told[2]).parent.exists()  # the key is gone too


def test_nothing_outlives_a_killed_launcher(
    waiting: tuple[subprocess.Popen[str], list[str], list[psutil.Process]],
) -> None:
    launcher, told, below = waiting
    launcher.kill()
    assert not psutil.wait_procs(below, timeout=60)[1]
    shutil.rmtree(Path(told[2]).parent)


def test_the_display_listens_on_no_port_and_asks_for_its_key(
    waiting: tuple[subprocess.Popen[str], list[str], list[psutil.Process]],
) -> None:
    launcher, told, below = waiting
    display = next(process for process in below if process.name() == "Xvfb")
    assert not [one for one in display.net_connections("inet") if one.status == psutil.CONN_LISTEN]
    assert Path(told[2]).stat().st_mode & 0o077 == 0
    look = [sys.executable, "-c", "from PySide6.QtGui import QGuiApplication; QGuiApplication([])"]
    with_key = {**os.environ, "QT_QPA_PLATFORM": "xcb", "DISPLAY": told[1], "XAUTHORITY": told[2]}
    without = {**with_key, "XAUTHORITY": os.devnull, "HOME": os.devnull}
    assert subprocess.run(look, env=with_key, capture_output=True, timeout=60, check=False).returncode == 0
    assert subprocess.run(look, env=without, capture_output=True, timeout=60, check=False).returncode != 0
    launcher.send_signal(signal.SIGTERM)
    launcher.communicate(timeout=60)
    assert launcher.returncode == 128 + signal.SIGTERM
