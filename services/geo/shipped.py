"""The files of places that ship with the program. Loads no geometry: a hub passes the bytes on as they are."""

from __future__ import annotations

AREAS_FILE = "demo/areas.bin"
"""Name of the area set of the demo district among the resources; `services.geo.demo.build_demo` makes it."""
