"""The helper process that draws the area picture: `python -m widgets.map.helper`, started by the canvas alone.

It reads one JSON command per line and answers one line each: `ready`, `done <number>`, or `failed <number>`. It ends
when its input ends, so it never outlives the console. Commands:

- `{"op": "geometry", "path": ...}`, `{"op": "values", "path": ...}`: read arrays and remove the file;
- `{"op": "pictures", "path": ..., "capacity": ...}`: the shared memory to draw into;
- `{"op": "draw", "number": n, "slot": s, "spec": {...}}`: draw and say `done n`.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from typing import Any, TextIO

from widgets.map.base import BaseSpec, FillValues, draw_base
from widgets.map.colors import BaseColors
from widgets.map.geometry import EMPTY, MapGeometry
from widgets.map.shared import Pictures, read_arrays, read_geometry

log = logging.getLogger(__name__)


class Helper:
    """What the helper holds between commands."""

    def __init__(self, answers: TextIO) -> None:
        self._answers = answers
        self._geometry: MapGeometry = EMPTY
        self._values: FillValues | None = None
        self._pictures: Pictures | None = None

    def serve(self, commands: TextIO) -> None:
        """Obey commands until there are no more."""
        self._say("ready")
        for line in commands:
            self._obey(json.loads(line))

    def _obey(self, command: dict[str, Any]) -> None:
        match command["op"]:
            case "geometry":
                self._geometry = read_geometry(command["path"])
            case "values":
                arrays = read_arrays(command["path"])
                self._values = FillValues(arrays["shares"], 1)
            case "pictures":
                self._pictures = Pictures.attach(command["path"], command["capacity"])
            case "draw":
                self._draw(command)

    def _draw(self, command: dict[str, Any]) -> None:
        fields = dict(command["spec"])
        spec = BaseSpec(**{**fields, "tiers": tuple(fields["tiers"]), "colors": BaseColors(**fields["colors"])})
        if self._pictures is None or spec.width * spec.height * 4 > self._pictures.capacity:
            self._say(f"failed {command['number']}")
            return
        image = self._pictures.image(command["slot"], spec.width, spec.height)
        draw_base(image, self._geometry, spec, self._values)
        self._say(f"done {command['number']}")

    def _say(self, text: str) -> None:
        self._answers.write(text + "\n")
        self._answers.flush()


def main() -> None:
    """Serve the canvas on standard input and output, giving way to the thread that draws the window."""
    if hasattr(os, "nice"):
        os.nice(10)
    try:
        Helper(sys.stdout).serve(sys.stdin)
    except (KeyboardInterrupt, BrokenPipeError):
        log.debug("the console is gone")


if __name__ == "__main__":
    main()
