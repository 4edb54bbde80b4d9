"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import subprocess
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ("console", "widgets", "services", "resources", "tests", ".dev")
TEXT_ENDINGS = {".py", ".md", ".toml", ".lock", ".json", ".csv", ".ts", ".mako", ".cfg", ".yaml", ".yml", ".txt", ""}
TRANSLATORS = {"tr", "translate", "QT_TR_NOOP", "QT_TRANSLATE_NOOP"}

# Each is put together here so that this file does not hold what it looks for.
PLACES = ["/" + "work/", "/" + "root/", "/" + "opt/pypi", "/" + "tmp/", ".." + "/shared/"]
ALLOWED = {
    "tests/conftest.py": {".." + "/shared/"},  # says where the shared data is looked for
    ".ci/run": {".." + "/shared/"},
    "CONTRIBUTING.md": {".." + "/shared/"},
}
LEFT_OVER = re.compile(r"\b(" + "TO" + "DO|FIX" + "ME|XX" + "X|HA" + r"CK)\b")


@cache
def tracked() -> tuple[Path, ...]:
    """Return the files that are in the repository and still there."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return tuple(ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file())


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        if path.suffix in TEXT_ENDINGS:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")


def python_files() -> Iterator[tuple[str, ast.Module]]:
    for path in tracked():
        if path.suffix == ".py":
            yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def test_no_path_of_one_machine_in_the_repository() -> None:
    found = [
        f"{name}: {place}"
        for name, text in texts()
        for place in PLACES
        if place in text and place not in ALLOWED.get(name, set())
    ]
    assert not found


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_the_locks_name_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert not re.search(r"https?:|file:|--index|--find-links|--extra|--trusted", text)
    entries = [entry for entry in text.replace("\\\n", " ").splitlines() if entry and not entry.startswith("#")]
    assert entries
    unhashed = [entry.split()[0] for entry in entries if "--hash=sha256:" not in entry or "==" not in entry]
    assert not unhashed


def test_the_programs_lock_is_a_part_of_the_tests_lock() -> None:
    def pinned(name: str) -> set[str]:
        text = (ROOT / name).read_text(encoding="utf-8")
        return {line.split()[0] for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))}

    assert pinned("requirements.lock") <= pinned("requirements-dev.lock")


def test_nothing_is_left_for_later() -> None:
    found = [
        f"{name}:{number}"
        for name, text in texts()
        if name.split("/")[0] in SOURCE and name.endswith(".py")
        for number, line in enumerate(text.splitlines(), 1)
        if LEFT_OVER.search(line)
    ]
    assert not found


def composed(text: ast.AST) -> bool:
    """Return whether a text is put together on the spot: lupdate finds only what stands in one piece."""
    for node in ast.walk(text):
        if isinstance(node, ast.JoinedStr):
            return True
        if isinstance(node, ast.BinOp) and any(
            isinstance(side, ast.Constant) and isinstance(side.value, str) for side in (node.left, node.right)
        ):
            return True
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("format", "format_map", "join"):
            return True
    return False


def untranslatable(tree: ast.AST) -> Iterator[int]:
    """Yield the lines where the text given to tr() is composed; a name or a table of marked texts may be given."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if name in TRANSLATORS and any(composed(text) for text in node.args[:2]):
            yield node.lineno


def test_what_is_shown_can_be_translated() -> None:
    found = [
        f"{name}:{line}"
        for name, tree in python_files()
        if name.split("/")[0] in ("console", "widgets")
        for line in untranslatable(tree)
    ]
    assert not found, "text inside tr() must be in one piece: format it after the call"


@pytest.mark.parametrize(
    ("source", "wrong"),
    [
        ("self.tr('在办')", False),
        ("self.tr('%n 件', '', n)", False),
        ("self.tr('到 {}').format(name)", False),
        ("self.tr(LABEL)", False),
        ("translate('Action', str(LABELS[action]))", False),
        ("self.tr(f'到 {name}')", True),
        ("self.tr('到 ' + name)", True),
        ("self.tr('到 {}'.format(name))", True),
        ("QCoreApplication.translate('Case', f'{a}')", True),
    ],
)
def test_untranslatable_texts_are_seen(source: str, wrong: bool) -> None:
    assert bool(list(untranslatable(ast.parse(source)))) is wrong


def test_every_module_postpones_its_annotations() -> None:
    missing = [
        name
        for name, tree in python_files()
        if any(isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AnnAssign) for node in tree.body)
        and not any(isinstance(node, ast.ImportFrom) and node.module == "__future__" for node in tree.body)
    ]
    assert not missing


def test_qts_vnc_platform_is_never_used() -> None:
    """It listens on every interface without a password."""
    asked = re.compile(r"""(QT_QPA_PLATFORM|-platform)[^\n]{0,20}""" + "v" + "nc", re.IGNORECASE)
    assert not [name for name, text in texts() if asked.search(text)]
