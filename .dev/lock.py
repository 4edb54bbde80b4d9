"""Write the lock files anew from pyproject.toml: every package by version and hash, for every platform.

    make lock                      keep what is locked, add and remove what pyproject.toml changed
    make lock ARGS=--upgrade       take the newest allowed versions
    make lock ARGS='-P litestar'   the newest of one package

The index is the one pip uses; no address of it gets into the files.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import bootstrap
import pip_wheel

UV = "uv==0.13.9"
HEAD = "# Made by `make lock` from pyproject.toml. Do not edit by hand.\n"
BUILDER = "setuptools>=77\n"  # builds the project itself and the packages that have no wheel


def main() -> int:
    """Resolve the tests' set first; the programs' set is a part of it, so both agree."""
    python = bootstrap.ensure("dev")
    subprocess.run([str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", UV], check=True)
    with tempfile.TemporaryDirectory() as folder:
        builder = Path(folder) / "builder.in"
        builder.write_text(BUILDER, encoding="ascii")
        _compile("requirements-dev.lock", [str(builder), "--group", "pyproject.toml:dev", *sys.argv[1:]])
        _compile("requirements.lock", [str(builder), "--constraint", "requirements-dev.lock", *sys.argv[1:]])
    return 0


def _compile(name: str, arguments: list[str]) -> None:
    target = bootstrap.ROOT / name
    options = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
    hidden = ["--no-emit-index-url", "--no-emit-find-links", "--quiet"]
    uv = bootstrap.VENV / "bin" / "uv"
    command = [str(uv), "pip", "compile", *options, *hidden, "pyproject.toml", *arguments, "--output-file", name]
    subprocess.run(command, cwd=bootstrap.ROOT, env=_environment(), check=True)
    text = target.read_text(encoding="utf-8")
    target.write_text(HEAD + text.removeprefix(HEAD), encoding="utf-8")


def _environment() -> dict[str, str]:
    index = pip_wheel.Settings().get("index-url")
    return {**os.environ, "UV_DEFAULT_INDEX": index} if index else dict(os.environ)


if __name__ == "__main__":
    sys.exit(bootstrap.guard(main))
