"""How the set-up talks: one plain line each, and a stop that names the remedy."""

from __future__ import annotations

import sys


class Stop(Exception):
    """Set-up cannot go on; the text is the whole message, the code the exit status."""

    def __init__(self, text: str, code: int = 1) -> None:
        super().__init__(text)
        self.code = code


def say(text: str) -> None:
    """Write one line where progress belongs (stderr), at once."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
