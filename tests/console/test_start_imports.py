"""What is not loaded before the window is on the screen: a start gets slower one import at a time, unseen."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

LATER = (
    "numpy",
    "pyqtgraph",
    "requests",
    "shapely",
    "sqlalchemy",
    "litestar",
    "asyncio",
    "console.conductor",
    "console.start",
    "console.pages",
    "console.forms",
    "widgets.map",
    "services.geo",
)

WHEN_WANTED = (
    "console.atoffice",
    "console.pages.alert",
    "console.pages.find",
    "console.pages.help",
    "console.pages.ledger",
    "console.pages.notices",
    "console.pages.people",
    "console.pages.seats",
    "console.pages.settings",
    "console.pages.tierboard",
    "console.pages.whistles.page",
    "console.office",
    "pyqtgraph",
    "shapely",
)
"""Not for a desk to go live: each is loaded when it is wanted, or on a worker a moment after."""

NEVER_FOR_THE_HUB_TO_BEGIN = ("PySide6", "numpy", "requests")


def loaded_after(statement: str) -> list[str]:
    """Return the names of all modules after a statement in a fresh process."""
    code = f"import json, sys\n{statement}\njson.dump(sorted(sys.modules), sys.stdout)"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(told.stdout)
    return found


def wrongly(loaded: list[str], unwanted: tuple[str, ...]) -> list[str]:
    """Return what of the unwanted (packages with all in them) was loaded."""
    return [name for name in loaded if any(name == one or name.startswith(one + ".") for one in unwanted)]


def test_the_window_is_painted_before_pages_and_libraries_are_loaded() -> None:
    assert not wrongly(loaded_after("import console.application"), LATER)


def test_the_hub_is_begun_before_qt_is_loaded() -> None:
    assert not wrongly(loaded_after("import services.cli, console.app"), NEVER_FOR_THE_HUB_TO_BEGIN)


def test_a_desk_goes_live_without_the_pages_that_nobody_has_opened() -> None:
    loaded = loaded_after("import services.cli, console.application, console.conductor, console.atdesk")
    assert not wrongly(loaded, WHEN_WANTED)
