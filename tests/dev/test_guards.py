"""The guards find what they are there for, name the guilty test, and leave a clean test alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

GUILTY = """
import logging, socket, subprocess, sys, threading, time
from pathlib import Path
import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

KEPT = []
ROOT = Path({root!r})

def in_room(room, text, **names):
    scope = dict(names)
    exec(compile(text, str(ROOT / room / "stand_in.py"), "exec"), scope)
    return scope

def test_clean(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    timer = QTimer(widget)
    timer.start(1000)
    thread = threading.Thread(target=time.sleep, args=(0.05,))
    thread.start()
    subprocess.run([sys.executable, "-c", ""], check=True)

def test_cycle_is_no_leak(qapp):
    widget = QWidget()
    widget.me = widget

def test_window(qapp):
    KEPT.append(QWidget())

def test_after_window(qapp):
    pass

def test_timer(qapp):
    KEPT.append(QTimer())
    KEPT[-1].start(1000)

def test_thread():
    threading.Thread(target=threading.Event().wait, args=(8,), name="forgotten").start()

def test_child():
    KEPT.append(subprocess.Popen(["sleep", "60"]))

@pytest.fixture(scope="module")
def server():
    with subprocess.Popen(["sleep", "60"]) as process:
        yield process
        process.kill()

@pytest.fixture
def lazily(request):
    return request.getfixturevalue("server")

def test_child_of_module(lazily):
    pass

def test_log():
    logging.getLogger("services.hub").warning("the hub is slow")

def test_log_declared(caplog):
    with caplog.at_level(logging.WARNING):
        logging.getLogger("services.hub").error("the hub is slow")

def test_connect_in_room(qapp):
    with socket.create_server(("127.0.0.1", 0)) as server:
        with pytest.raises(RuntimeError, match="socket connect from console"):
            text = "import socket\\nwith socket.socket() as one: one.connect(address)"
            in_room("console", text, address=server.getsockname())

def test_connect_by_test(qapp):
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname()).close()

def test_connect_on_worker(qapp):
    with socket.create_server(("127.0.0.1", 0)) as server:
        scope = in_room("console", "import socket\\ndef go(): socket.create_connection(address).close()",
                        address=server.getsockname())
        thread = threading.Thread(target=scope["go"])
        thread.start()
        thread.join()

def test_database_in_room(qapp):
    in_room("widgets", "import sqlite3\\ntry: sqlite3.connect(':memory:')\\nexcept RuntimeError: pass")

def test_sleep_in_room(qapp):
    in_room("widgets", "import time\\ntry: time.sleep(0.1)\\nexcept RuntimeError: pass")

def test_large_file_in_slot(qtbot, tmp_path):
    big = tmp_path / "big.bin"
    big.write_bytes(bytes(2_000_000))
    seen = []
    text = "def go():\\n try: big.read_bytes()\\n except RuntimeError as error: seen.append(error)"
    scope = in_room("console", text, big=big, seen=seen)
    scope["go"]()
    assert not seen
    QTimer.singleShot(0, scope["go"])
    qtbot.waitUntil(lambda: bool(seen))
"""

EXPECTED = {
    "test_clean": None,
    "test_cycle_is_no_leak": None,
    "test_window": "left behind:\n  window PySide6.QtWidgets.QWidget",
    "test_after_window": None,
    "test_timer": "running timer PySide6.QtCore.QTimer(''), 1000 ms, without an owner",
    "test_thread": "thread 'forgotten'",
    "test_child": ": sleep 60",
    "test_child_of_module": None,
    "test_log": "services.hub WARNING: the hub is slow",
    "test_log_declared": None,
    "test_connect_in_room": "socket connect from console/stand_in.py:2",
    "test_connect_by_test": None,
    "test_connect_on_worker": None,
    "test_database_in_room": "database connect from widgets/stand_in.py:2",
    "test_sleep_in_room": "sleep of 0.1 s from widgets/stand_in.py:2",
    "test_large_file_in_slot": "reading big.bin, 1953 kB, from console/stand_in.py:2",
}


@pytest.fixture(scope="module")
def guarded_run(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "test_guilty.py").write_text(GUILTY.replace("{root!r}", repr(str(ROOT))), encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nqt_api = pyside6\nfilterwarnings = error\n", encoding="utf-8")
    plugins = ["-p", "tests.guards.leaks", "-p", "tests.guards.logs", "-p", "tests.guards.ui_thread"]
    finished = subprocess.run(
        [sys.executable, "-m", "pytest", "-v", "-rA", "-p", "no:cacheprovider", *plugins, str(folder)],
        cwd=ROOT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "HUYING_TEST_GRACE_S": "2"},
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return finished.stdout + finished.stderr


@pytest.mark.parametrize("name", EXPECTED)
def test_guard(name: str, guarded_run: str) -> None:
    expected = EXPECTED[name]
    assert f"{name} PASSED" in guarded_run, guarded_run
    assert (f"ERROR at teardown of {name} _" in guarded_run) is (expected is not None), guarded_run
    if expected is not None:
        part = guarded_run.split(f"ERROR at teardown of {name} _", 1)[1].split("\n____", 1)[0]
        assert expected in part, part
