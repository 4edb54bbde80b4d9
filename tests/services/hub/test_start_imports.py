"""What a hub does not load to start: what its database, framework or a rare route needs comes when it is needed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]

FOR_HEALTH = (
    "PySide6",
    "alembic",
    "litestar",
    "lxml",
    "numpy",
    "psycopg",
    "pydantic",
    "pypinyin",
    "requests",
    "shapely",
    "signxml",
    "typst",
    "xlsxwriter",
)
"""Not before /health answers, which is what a console waits for first."""

FOR_EVERYTHING = (
    "PySide6",
    "alembic",
    "docxtpl",
    "keyring",
    "numpy",
    "pydantic",
    "pypinyin",
    "requests",
    "services.engine",
    "shapely",
    "signxml",
    "sqlalchemy.orm",
    "typst",
    "xlsxwriter",
)
"""Not for any ordinary question either; the engine beside a hub comes a moment later."""

HEALTH = "import services.cli, services.hub.programs.hub, services.store.sqlite_database"


def loaded_after(statement: str) -> list[str]:
    """Return the names of all modules after a statement in a fresh process."""
    code = f"import json, sys\n{statement}\njson.dump(sorted(sys.modules), sys.stdout)"
    told = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    found: list[str] = json.loads(told.stdout)
    return found


def wrongly(loaded: list[str], unwanted: tuple[str, ...]) -> list[str]:
    """Return what of the unwanted (packages with all in them) was loaded."""
    return [name for name in loaded if any(name == one or name.startswith(one + ".") for one in unwanted)]


def test_health_is_answered_before_the_rest_is_loaded() -> None:
    assert not wrongly(loaded_after(HEALTH), FOR_HEALTH)


def test_an_ordinary_day_needs_no_rare_library() -> None:
    assert not wrongly(loaded_after(f"{HEALTH}, services.hub.loading, services.hub.app"), FOR_EVERYTHING)
