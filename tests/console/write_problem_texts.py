"""Write console/problem_texts.py anew from the hub's table: `python -m tests.console.write_problem_texts`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from services.domain.problems import SENTENCES

FILE = Path(__file__).parents[2] / "console" / "problem_texts.py"
START = "    # code: sentence, remedy"


def main() -> None:
    """Keep the head of the file, write every row of the table below it, let ruff lay it out."""
    head = FILE.read_text(encoding="utf-8").split(START)[0]
    rows = [START + ' (source text of the context "Problem")']
    for code, (_, *texts) in SENTENCES.items():
        marked = ", ".join(f'QT_TRANSLATE_NOOP("Problem", {json.dumps(text, ensure_ascii=False)})' for text in texts)
        rows.append(f'    "{code}": ({marked}),')
    FILE.write_text(head + "\n".join([*rows, "}", ""]), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "-q", str(FILE)], check=True)


if __name__ == "__main__":
    main()
