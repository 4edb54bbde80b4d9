"""`make bench`: run the measurements and print one JSON line for each number.

python -m tests.bench.run                    every bench_*.py in this folder
python -m tests.bench.run filter sort        those whose module or result name contains a word
python -m tests.bench.run --runs 5 filter    medians of five runs

Each module has `def benches() -> Iterable[Result]`. The exit status is 1 when a bar is missed or a module breaks.
"""

from __future__ import annotations

import argparse
import importlib
import platform
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.result import Result, middle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER = Path(__file__).parent


def modules() -> list[str]:
    """Return the names of the measuring modules, sorted."""
    return sorted(path.stem for path in FOLDER.glob("bench_*.py"))


def chosen(names: Iterable[str], words: list[str]) -> list[str]:
    """Return the names that contain one of the words; every name without words."""
    return [name for name in names if not words or any(word in name for word in words)]


def measured(module: str, runs: int) -> Iterator[Result]:
    """Run one module `runs` times and yield each of its numbers, as the median where there are several runs."""
    found: dict[str, list[Result]] = {}
    for _ in range(runs):
        for result in importlib.import_module(f"tests.bench.{module}").benches():
            found.setdefault(result.name, []).append(result)
            if runs == 1:
                yield result
    if runs > 1:
        yield from map(middle, found.values())


def main(arguments: list[str]) -> int:
    """Print the lines; return the exit status."""
    parser = argparse.ArgumentParser(prog="tests.bench.run", description="Measure, print JSON lines.")
    parser.add_argument("words", nargs="*", help="parts of module or result names")
    parser.add_argument("--runs", type=int, default=1, help="take the medians of so many runs")
    options = parser.parse_args(arguments)
    by_module = set(chosen(modules(), options.words)) if options.words else set(modules())
    by_result = options.words and not by_module  # the words name results: every module has to be asked
    failed = False
    for name in modules() if by_result else sorted(by_module):
        try:
            for result in measured(name, options.runs):
                if by_result and not chosen([result.name], options.words):
                    continue
                print(result.line(), flush=True)
                failed |= not result.ok
        except Exception:  # noqa: BLE001 - one broken measurement must not hide the others
            failed = True
            sys.stderr.write(f"{name} broke on Python {platform.python_version()}:\n{traceback.format_exc()}")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
