"""`make texts`: collect what tr() says into the language files and compile them (resources/i18n)."""

from __future__ import annotations

import subprocess
import sys

import bootstrap

ROOMS = ("console", "widgets")


def main() -> int:
    """Update each .ts file from the source and write its .qm."""
    bootstrap.ensure("dev")
    tools = bootstrap.VENV / "bin"
    folder = bootstrap.ROOT / "resources" / "i18n"
    folder.mkdir(parents=True, exist_ok=True)
    sources = [str(path) for room in ROOMS for path in sorted((bootstrap.ROOT / room).rglob("*.py"))]
    languages = {folder / "huying_en.ts", *folder.glob("huying_*.ts")}
    for language in sorted(languages):
        target = language.stem.partition("_")[2]
        options = ["-source-language", "zh_CN", "-target-language", target, "-no-obsolete", "-locations", "none"]
        subprocess.run([str(tools / "pyside6-lupdate"), *options, *sources, "-ts", str(language)], check=True)
        subprocess.run([str(tools / "pyside6-lrelease"), str(language)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(bootstrap.guard(main))
