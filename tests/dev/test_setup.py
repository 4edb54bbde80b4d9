"""The set-up says in one sentence what is missing, and takes pip from where pip itself would."""

from __future__ import annotations

import base64
import contextlib
import functools
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

DEV = Path(__file__).resolve().parents[2] / ".dev"
MODULES = ("say", "bootstrap", "pip_wheel", "system_needs", "run", "virtual_display")


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Path], ModuleType]:
    """Load a module of the set-up from a folder, as python3 would when started there."""

    def loaded(name: str, folder: Path = DEV) -> ModuleType:
        monkeypatch.syspath_prepend(str(folder))
        for one in MODULES:
            monkeypatch.delitem(sys.modules, one, raising=False)
        return importlib.import_module(name)

    return loaded


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Make a checkout with the set-up, the project file and locks, and no `.venv`."""
    shutil.copytree(DEV, tmp_path / "clone" / ".dev", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(DEV.parent / name, tmp_path / "clone")
    return tmp_path / "clone"


def finish(bootstrap: ModuleType, kind: str) -> None:
    """Leave what a finished set-up leaves, but for the packages."""
    bootstrap._make_venv()
    bootstrap.PLACE.write_text(bootstrap._place(), encoding="utf-8")
    bootstrap.UNFINISHED.unlink()
    bootstrap._stamp(kind).write_text(bootstrap._digest(kind), encoding="ascii")


def test_a_finished_set_up_is_not_repeated(load: Callable[..., ModuleType], checkout: Path) -> None:
    bootstrap = load("bootstrap", checkout / ".dev")
    assert not bootstrap._is_ready("run")
    finish(bootstrap, "dev")
    assert bootstrap._is_ready("dev")
    assert bootstrap._is_ready("run")  # a part of it


@pytest.mark.parametrize("changed", ["pyproject.toml", "requirements.lock"])
def test_a_change_of_what_is_asked_for_sets_up_again(
    load: Callable[..., ModuleType], checkout: Path, changed: str
) -> None:
    bootstrap = load("bootstrap", checkout / ".dev")
    finish(bootstrap, "run")
    with (checkout / changed).open("a") as file:
        file.write("\n# changed\n")
    assert not bootstrap._is_ready("run")
    assert bootstrap._reason_to_start_anew() is None  # in place


def test_an_interrupted_set_up_starts_anew(load: Callable[..., ModuleType], checkout: Path) -> None:
    bootstrap = load("bootstrap", checkout / ".dev")
    finish(bootstrap, "run")
    bootstrap.UNFINISHED.touch()
    assert not bootstrap._is_ready("run")
    assert bootstrap._reason_to_start_anew() == "the last set-up was interrupted"


def test_a_moved_checkout_starts_anew(load: Callable[..., ModuleType], checkout: Path) -> None:
    finish(load("bootstrap", checkout / ".dev"), "run")
    moved = checkout.rename(checkout.with_name("moved"))
    bootstrap = load("bootstrap", moved / ".dev")
    assert not bootstrap._is_ready("run")
    assert "moved" in str(bootstrap._reason_to_start_anew())


def test_a_python_that_is_gone_starts_anew(load: Callable[..., ModuleType], checkout: Path) -> None:
    bootstrap = load("bootstrap", checkout / ".dev")
    finish(bootstrap, "run")
    bootstrap.PYTHON.unlink()
    bootstrap.PYTHON.symlink_to("python9.9")
    assert not bootstrap._is_ready("run")
    assert bootstrap._reason_to_start_anew() == "its Python is gone"


@pytest.mark.parametrize("version", [(3, 9, 2, "final", 0), (3, 99, 0, "final", 0)])
def test_a_python_that_is_too_old_or_too_new_is_named(
    load: Callable[..., ModuleType], monkeypatch: pytest.MonkeyPatch, version: tuple[int, int, int, str, int]
) -> None:
    bootstrap = load("bootstrap")
    monkeypatch.setattr(sys, "version_info", version)
    monkeypatch.setenv("PATH", "")
    with pytest.raises(bootstrap.Stop, match=rf"3\.11 to 3\.14, and python3 here is 3\.{version[1]}; install"):
        bootstrap._require_python()


@pytest.mark.parametrize(
    ("said", "remedy"),
    [
        ("ERROR: Could not find a version that satisfies the requirement", "PIP_INDEX_URL"),
        ("urllib3.exceptions.NewConnectionError: [Errno 101] Network is unreachable", "PIP_INDEX_URL"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "locked"),
        ("OSError: [Errno 28] No space left on device", "free about 1 GB"),
        ("error: command 'gcc' failed", "command 'gcc' failed"),
    ],
)
def test_what_pip_said_becomes_a_sentence_with_a_remedy(
    load: Callable[..., ModuleType], said: str, remedy: str
) -> None:
    text = load("bootstrap")._explain(said)
    assert text.startswith("Set-up stopped: ")
    assert remedy in text


def test_a_user_without_rights_gets_the_line_to_run(
    load: Callable[..., ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    needs = load("system_needs")
    monkeypatch.setitem(needs.QT_LIBRARIES, "libnot-there.so.9", "libnot-there9")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(needs, "_is_debian", lambda: True)
    with pytest.raises(needs.Stop) as stop:
        needs.ensure(tmp_path / "stamp")
    assert "sudo apt-get install -y --no-install-recommends" in str(stop.value)
    assert "libnot-there9" in str(stop.value)
    assert stop.value.code == 3


def test_on_another_system_the_libraries_are_named(
    load: Callable[..., ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    needs = load("system_needs")
    monkeypatch.setitem(needs.QT_LIBRARIES, "libnot-there.so.9", "libnot-there9")
    monkeypatch.setattr(needs, "_is_debian", lambda: False)
    with pytest.raises(needs.Stop, match=r"lacks .*libnot-there\.so\.9"):
        needs.ensure(tmp_path / "stamp")


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        ([], ["--demo"]),
        (["--shot", "out.png"], ["--demo", "--shot", "out.png"]),
        (["--demo", "--lang=en"], ["--demo", "--lang=en"]),
        (["--hub", "https://hub.example"], ["--hub", "https://hub.example"]),
        (["--profile=haigang"], ["--profile=haigang"]),
        (["hub", "--help"], ["hub", "--help"]),
    ],
)
def test_the_demo_opens_unless_something_else_is_named(
    load: Callable[..., ModuleType], given: list[str], passed: list[str]
) -> None:
    assert load("run").console_arguments(given) == passed


class _Asked(SimpleHTTPRequestHandler):
    """Files for those who give the password."""

    def do_GET(self) -> None:
        if self.headers.get("Authorization") != "Basic " + base64.b64encode(b"some one:p@ss").decode():
            self.send_error(401)
        else:
            super().do_GET()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the base class
        pass


@contextlib.contextmanager
def served(folder: Path) -> Iterator[str]:
    """Serve a folder to `some one` and yield the address with the password in it."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Asked, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://some%20one:p%40ss@127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def wheel(load: Callable[..., ModuleType], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """Load the fetching module, alone with an index folder; its pinned hash is that of the file there."""
    fetching = load("pip_wheel")
    index = tmp_path / "index"
    (index / "pip").mkdir(parents=True)
    (index / "files").mkdir()
    (index / "files" / fetching.PIP_WHEEL).write_bytes(b"a wheel")
    (index / "pip" / "index.html").write_text(
        f'<a href="../files/pip-1.0.whl">x</a><a href="../files/{fetching.PIP_WHEEL}#sha256=0">x</a>', encoding="utf-8"
    )
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setattr(fetching, "PIP_SHA256", hashlib.sha256(b"a wheel").hexdigest())
    monkeypatch.setattr(fetching, "PUBLIC_INDEX", (tmp_path / "nothing").as_uri())
    config = tmp_path / "pip.conf"
    config.write_text(
        "[global]\nindex-url = " + (tmp_path / "nothing").as_uri() + "\nextra-index-url =\n", encoding="utf-8"
    )
    monkeypatch.setenv("PIP_CONFIG_FILE", str(config))
    return fetching


def test_pip_comes_from_the_index_with_a_password(
    wheel: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with served(tmp_path / "index") as address:
        monkeypatch.setenv("PIP_INDEX_URL", address)
        assert wheel.fetch(tmp_path).read_bytes() == b"a wheel"


def test_pip_comes_from_the_index_of_the_settings_file(wheel: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "pip.conf").write_text(f"[global]\nindex-url = {(tmp_path / 'index').as_uri()}\n", encoding="utf-8")
    assert wheel.fetch(tmp_path).read_bytes() == b"a wheel"


def test_pip_comes_from_a_folder(wheel: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index" / "files"))
    assert wheel.fetch(tmp_path).read_bytes() == b"a wheel"


def test_another_pip_than_the_pinned_one_is_refused(
    wheel: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "index" / "files" / wheel.PIP_WHEEL).write_bytes(b"another wheel")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path / "index" / "files"))
    with pytest.raises(wheel.Stop, match="not the one that was pinned"):
        wheel.fetch(tmp_path)


def test_without_a_network_the_remedy_is_named(wheel: ModuleType, tmp_path: Path) -> None:
    with pytest.raises(wheel.Stop, match="connect this machine to the network"):
        wheel.fetch(tmp_path)


ASKS_TWICE = """
import pathlib, shutil, sys
sys.path.insert(0, sys.argv[1])
import system_needs
before = system_needs.has_chinese_font()
shutil.copy(sys.argv[2], sys.argv[3])
print(before, system_needs.has_chinese_font())
"""


def a_chinese_font() -> Path:
    """Return the file of a font that the set-up has installed here."""
    names = ("*CJK*.ttc", "*CJK*.otf", "wqy-*.ttc", "*SourceHan*.otf")
    folders = [Path(folder) for folder in ("/usr/share/fonts", "/usr/local/share/fonts")]
    return next(path for folder in folders for name in names for path in sorted(folder.rglob(name)))


def test_a_font_installed_a_moment_ago_is_seen_by_the_same_program(tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    settings = tmp_path / "fonts.conf"
    settings.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{fonts}</dir><cachedir>{tmp_path / "cache"}</cachedir></fontconfig>',
        encoding="utf-8",
    )
    asked = subprocess.run(
        [sys.executable, "-c", ASKS_TWICE, str(DEV), str(a_chinese_font()), str(fonts)],
        env=os.environ | {"FONTCONFIG_FILE": str(settings)},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert asked.stdout.split() == ["False", "True"]
