"""Who may import whom. An arrow that points the wrong way fails here, with its file and line."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
TOPS = ("console", "widgets", "services", "resources")
SERVICES = ("domain", "api", "geo", "store", "alerts", "reports", "desk", "intake", "engine", "hub", "gateway")

# The room and the rooms of ours that it may import besides itself; every room may import resources.
MAY_IMPORT: dict[str, set[str]] = {
    "services.domain": set(),
    "services.api": {"services.domain"},
    "services.geo": {"services.domain"},
    "services.store": {"services.domain"},
    "services.alerts": {"services.domain", "services.api", "services.geo", "services.store"},
    "services.reports": {"services.domain", "services.store"},
    "services.desk": {f"services.{name}" for name in ("domain", "api", "geo", "store", "alerts", "reports")},
    "services.intake": {f"services.{name}" for name in ("domain", "api", "geo", "alerts", "desk")},
    "services.engine": {f"services.{name}" for name in SERVICES if name != "hub"},
    "services.hub": {f"services.{name}" for name in SERVICES},
    "services.gateway": {"services.api"},
    "services.cli": {"console", *(f"services.{name}" for name in SERVICES)},
    "services": set(),
    "widgets": {"services.domain", "services.geo"},
    "console": {"widgets", "services.api", "services.domain", "services.geo"},
    "resources": set(),
}
QT = {"PySide6", "shiboken6", "pyqtgraph"}
DATABASE = {"sqlalchemy", "alembic", "psycopg", "pysqlite3", "sqlite3"}
NETWORK = {"requests", "urllib3", "http", "socket", "httpx", "uvicorn", "litestar"}
WEB_SERVER = {"litestar", "uvicorn"}

# What a room never imports from outside; the only other outside package of the domain is msgspec.
NEVER: dict[str, set[str]] = {
    "services": QT,
    "services.domain": QT | DATABASE | NETWORK | {"numpy", "shapely", "requests"},
    "services.geo": QT | DATABASE | NETWORK,
    "services.desk": QT | WEB_SERVER,
    "console": DATABASE | WEB_SERVER,
    "widgets": DATABASE | NETWORK,
}


def modules() -> list[Path]:
    return [path for top in TOPS for path in sorted((ROOT / top).rglob("*.py"))]


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room_of(module: str) -> str:
    """Return the room of a dotted module name; for services it is the second part."""
    parts = module.split(".")
    return ".".join(parts[:2]) if parts[0] == "services" else parts[0]


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and absolute dotted name of everything that a module imports, late imports too."""
    module = dotted(path)
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), str(path))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = package.split(".")[: len(package.split(".")) - node.level + 1]
                base = ".".join([*above, *filter(None, [base])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


def wrong_arrows() -> Iterator[str]:
    for path in modules():
        room = room_of(dotted(path))
        where = path.relative_to(ROOT)
        if room not in MAY_IMPORT:
            yield f"{where}: {room} is no room of the architecture"
            continue
        never = NEVER.get(room, set()) | NEVER.get(room.split(".", maxsplit=1)[0], set())
        for line, name in imports(path):
            top = name.split(".", maxsplit=1)[0]
            if top in never:
                yield f"{where}:{line}: {room} imports {top}"
            target = room_of(name)
            if top in TOPS and top != "resources" and target != room and target not in MAY_IMPORT[room]:
                yield f"{where}:{line}: {room} imports {target}"
            if top == "resources" and room == "resources":
                continue
            if room == "services.domain" and top not in sys.stdlib_module_names | {*TOPS, "msgspec"}:
                yield f"{where}:{line}: {room} imports {top}"


def test_every_arrow_points_the_right_way() -> None:
    wrong = sorted(set(wrong_arrows()))
    assert not wrong, "\n".join(wrong)


def test_the_resources_import_nothing_of_ours() -> None:
    ours = [
        f"{path.relative_to(ROOT)}:{line}: {name}"
        for path in sorted((ROOT / "resources").rglob("*.py"))
        for line, name in imports(path)
        if name.split(".", maxsplit=1)[0] in TOPS and room_of(name) != "resources"
    ]
    assert not ours


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import console.board", "console.board"),
        ("from services.store import tables", "services.store.tables"),
        ("def late():\n    from PySide6.QtCore import QTimer", "PySide6.QtCore.QTimer"),
        ("from . import clock", "services.domain.clock"),
        ("from ..api import messages", "services.api.messages"),
    ],
)
def test_imports_are_seen_in_every_form(
    text: str, expected: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "services" / "domain" / "one.py"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    monkeypatch.setattr(sys.modules[__name__], "ROOT", tmp_path)
    assert [name for _, name in imports(path)] == [expected]


IMPORT_ALL = """
import importlib, sys

class NoQt:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("PySide6", "shiboken6", "pyqtgraph"):
            raise ModuleNotFoundError(f"Qt is not installed: {name}", name=name)

sys.meta_path.insert(0, NoQt())
for name in sys.stdin.read().split():
    importlib.import_module(name)
"""


def test_the_services_run_with_qt_uninstalled() -> None:
    """Every module of services/ imports; what a migration tool runs by itself is not a module to import."""
    names = [dotted(path) for path in modules() if path.is_relative_to(ROOT / "services")]
    names = [name for name in names if ".migrations." not in name]
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", IMPORT_ALL],
        input="\n".join(names),
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
