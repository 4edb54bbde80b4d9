"""What every test stands on: real screens for Qt, a home of its own, guards, the shared data, the closing summary."""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from _pytest.terminal import TerminalReporter

ROOT = Path(__file__).resolve().parents[1]
if str(ROOT) not in sys.path:  # `pytest` started by its own name does not add the folder it stands in
    sys.path.insert(0, str(ROOT))

pytest_plugins = [
    "tests.fixtures.databases",
    "tests.fixtures.desks",
    "tests.fixtures.hub",
    "tests.guards.leaks",
    "tests.guards.patience",
    "tests.guards.logs",
    "tests.guards.ui_thread",
]

DATA_ABSENT = "shared data absent"


def _prepare_environment() -> None:
    """Set what must stand before Qt, keyring or platformdirs are imported."""
    if os.environ.get("QT_QPA_PLATFORM", "offscreen").startswith("offscreen"):
        # A real platform named by hand (QT_QPA_PLATFORM=xcb) stays, to watch a test.
        os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={ROOT / 'tests' / 'screens.json'}"
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"  # never the developer's own keyring
    home = Path(tempfile.mkdtemp(prefix="huying-tests-"))
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME", "XDG_RUNTIME_DIR"):
        folder = home / name.lower()
        folder.mkdir(mode=0o700)
        os.environ[name] = str(folder)
    os.environ["HUYING_TEST_HOME"] = str(home)


_prepare_environment()

# A loaded machine is slow, not wrong: no deadlines. The build server asks the same examples each time; a desk looks
# for new ones, and what it found is printed so that it can be repeated.
settings.register_profile("huying", deadline=None, print_blob=True, derandomize=bool(os.environ.get("CI")))
settings.load_profile("huying")


def shared_data_folder() -> Path:
    """Return where the shared data would be: HUYING_SHARED_DATA, else `../shared/data` beside the checkout."""
    named = os.environ.get("HUYING_SHARED_DATA")
    return Path(named) if named else ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real data, or skip the test and say that it is absent."""
    folder = shared_data_folder()
    if not folder.is_dir():
        pytest.skip(f"{DATA_ABSENT}: {folder} (HUYING_SHARED_DATA names another place)")
    return folder


def pytest_unconfigure() -> None:
    """Take the tests' own home away."""
    import shutil  # noqa: PLC0415 - needed once, at the very end

    shutil.rmtree(os.environ["HUYING_TEST_HOME"], ignore_errors=True)


def _skip_reason(longrepr: object) -> str:
    text = longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
    return str(text).removeprefix("Skipped: ")


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say what ran and what was skipped, above all for missing data; pytest's closing line follows."""
    stats = terminalreporter.stats
    reasons = Counter(_skip_reason(report.longrepr) for report in stats.get("skipped", []))
    data = {reason: count for reason, count in reasons.items() if DATA_ABSENT in reason}
    terminalreporter.section("what ran", sep="-")
    for gate in filter(None, os.environ.get("HUYING_GATES", "").split(";")):
        terminalreporter.write_line(gate)
    ran = sum(len(stats.get(key, [])) for key in ("passed", "failed", "xfailed", "xpassed"))
    terminalreporter.write_line(f"tests: {ran} ran, {sum(reasons.values())} skipped")
    if data:
        for reason, count in data.items():
            terminalreporter.write_line(f"skipped for missing data: {count} tests: {reason}")
    else:
        terminalreporter.write_line("skipped for missing data: none")
    for reason, count in reasons.items():
        if reason not in data:
            terminalreporter.write_line(f"skipped: {count} tests: {reason}")
