"""`make bench`: run the measurements and print one JSON line for each number.

python -m tests.bench.run                    every bench_*.py in this folder
python -m tests.bench.run filter sort        those whose module or result name contains a word
python -m tests.bench.run --runs 5 filter    medians of five runs

Each module has `def benches() -> Iterable[Result]` and runs in a process of its own, so that none is measured in what
another left behind. The exit status is 1 when a bar is missed or a module breaks.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.result import Result, middle

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FOLDER = Path(__file__).parent
SCREENS = FOLDER.parent / "screens.json"


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
    parser.add_argument("--here", metavar="MODULE", help="run one module in this process")
    options = parser.parse_args(arguments)
    if options.here:
        for result in measured(options.here, options.runs):
            print(result.line(), flush=True)
        return 0
    names = chosen(modules(), options.words)
    # Where the words name results, every module has to be asked.
    return _all(names, [], options.runs) if names else _all(modules(), options.words, options.runs)


def _all(names: list[str], words: list[str], runs: int) -> int:
    failed = False
    for name in names:
        command = [sys.executable, "-m", "tests.bench.run", "--here", name, "--runs", str(runs)]
        with subprocess.Popen(command, env=_environment(), stdout=subprocess.PIPE, text=True) as process:
            for line in process.stdout or ():
                result = json.loads(line)
                if chosen([result["name"]], words):
                    print(line, end="", flush=True)
                    failed |= not result["ok"]
        if process.returncode:  # one broken measurement must not hide the others
            failed = True
            sys.stderr.write(f"{name} broke\n")
    return int(failed)


def _environment() -> dict[str, str]:
    """Return the environment with real screens instead of the small one that Qt's offscreen platform has by itself."""
    environment = dict(os.environ)
    if environment.get("QT_QPA_PLATFORM", "offscreen") == "offscreen":
        environment["QT_QPA_PLATFORM"] = f"offscreen:configfile={SCREENS}"
    return environment


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
