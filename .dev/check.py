"""`make test`: lint, layout, types and every test; each of them runs even when an earlier one fails.

make test                                everything
make test ARGS='tests/services -k sign'  the gates, and these tests
python3 .dev/check.py lint | types       one gate alone
"""

from __future__ import annotations

import os
import subprocess
import sys

import bootstrap
from say import say

PYTHON_FILES = ("console", "widgets", "services", "resources", "tests", ".dev")
GATES = {
    "lint": [["ruff", "check", *PYTHON_FILES], ["ruff", "format", "--check", *PYTHON_FILES]],
    "types": [["mypy"], ["mypy", "--strict", *sorted(str(path) for path in (bootstrap.ROOT / ".dev").glob("*.py"))]],
}


def main() -> int:
    """Run what is asked for and return 1 when anything failed."""
    bootstrap.ensure("dev")
    asked = sys.argv[1:]
    if asked and asked[0] in GATES:
        return int(not _gate(asked[0]))
    passed = {name: _gate(name) for name in GATES}
    results = ";".join(f"{name}: {'passed' if fine else 'FAILED, see above'}" for name, fine in passed.items())
    environment = {**os.environ, "HUYING_GATES": results}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    say("== tests")
    command = [str(bootstrap.PYTHON), "-m", "pytest", *asked]
    tests = subprocess.run(command, cwd=bootstrap.ROOT, env=environment, check=False).returncode
    return int(tests != 0 or not all(passed.values()))


def _gate(name: str) -> bool:
    fine = True
    for command in GATES[name]:
        say(f"== {name}: {' '.join(command[:3])}")
        program = str(bootstrap.VENV / "bin" / command[0])
        fine &= subprocess.run([program, *command[1:]], cwd=bootstrap.ROOT, check=False).returncode == 0
    return fine


if __name__ == "__main__":
    sys.exit(bootstrap.guard(main))
