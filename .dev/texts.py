"""`make texts`: collect what tr() says into the language files and compile them (resources/i18n)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import bootstrap

ROOMS = ("console", "widgets")
FOLDER = bootstrap.ROOT / "resources" / "i18n"


def main() -> int:
    """Update each .ts file from the source and write its .qm."""
    bootstrap.ensure("dev")
    FOLDER.mkdir(parents=True, exist_ok=True)
    for language in sorted({FOLDER / "huying_en.ts", *FOLDER.glob("huying_*.ts")}):
        collect(language)
        compile_texts(language, language.with_suffix(".qm"))
    return 0


def collect(language: Path) -> None:
    """Bring a .ts file up to date with the source: new texts stand unfinished, those that are gone vanish."""
    sources = [str(path) for room in ROOMS for path in sorted((bootstrap.ROOT / room).rglob("*.py"))]
    target = language.stem.partition("_")[2]
    options = ["-source-language", "zh_CN", "-target-language", target, "-no-obsolete", "-locations", "none"]
    _run("pyside6-lupdate", *options, *sources, "-ts", str(language))


def compile_texts(language: Path, compiled: Path) -> None:
    """Write what Qt loads from a .ts file."""
    _run("pyside6-lrelease", str(language), "-qm", str(compiled))


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([str(bootstrap.VENV / "bin" / tool), *arguments], check=True)


if __name__ == "__main__":
    sys.exit(bootstrap.guard(main))
