"""Memory that the canvas and its helper process share: two pictures side by side in one file without a name.

The file is made in memory (/dev/shm where there is one), opened by both and unlinked at once by the helper, so nothing
is left behind however either ends.
"""

from __future__ import annotations

import mmap
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtGui import QImage

from widgets.map.base import FORMAT
from widgets.map.geometry import MapGeometry
from widgets.map.projection import bounds_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

SLOTS = 2  # one is shown while the other is drawn


def _memory_folder() -> str | None:
    """Where files live in memory, or None: the system's folder for temporary files."""
    folder = Path("/dev/shm")  # noqa: S108 - the files are made by mkstemp, 0600, and unlinked at once
    return str(folder) if folder.is_dir() and os.access(folder, os.W_OK) else None


class Pictures:
    """Two pictures of up to `capacity` bytes each, mapped from a file; the memory lives as long as an image uses it."""

    def __init__(self, path: str, capacity: int, descriptor: int) -> None:
        self.path = path
        self.capacity = capacity
        # all pages at once: touched one by one they would cost the first frames milliseconds
        flags = mmap.MAP_SHARED | getattr(mmap, "MAP_POPULATE", 0)
        self._map = mmap.mmap(descriptor, capacity * SLOTS, flags=flags)

    @classmethod
    def create(cls, capacity: int) -> Pictures:
        """Reserve the memory now: OSError when there is not enough, instead of a crash at the first write.

        A container's /dev/shm may be small: then the folder for temporary files serves.
        """
        folder = _memory_folder()
        try:
            return cls._create_in(folder, capacity)
        except OSError:
            if folder is None:
                raise
            return cls._create_in(None, capacity)

    @classmethod
    def _create_in(cls, folder: str | None, capacity: int) -> Pictures:
        descriptor, path = tempfile.mkstemp(prefix="huying-map-", dir=folder)
        try:
            os.posix_fallocate(descriptor, 0, capacity * SLOTS)
            return cls(path, capacity, descriptor)
        except OSError:
            Path(path).unlink(missing_ok=True)
            raise
        finally:
            os.close(descriptor)

    @classmethod
    def attach(cls, path: str, capacity: int) -> Pictures:
        """Open what the other process made, and take its name away. Raises OSError when it is gone."""
        descriptor = os.open(path, os.O_RDWR)
        try:
            return cls(path, capacity, descriptor)
        finally:
            os.close(descriptor)
            Path(path).unlink(missing_ok=True)

    def image(self, slot: int, width: int, height: int) -> QImage:
        """Return an image over the memory of a slot; keep this object while the image is used."""
        view = memoryview(self._map)[slot * self.capacity : (slot + 1) * self.capacity]
        return QImage(view, width, height, width * 4, FORMAT)


def write_arrays(**arrays: NDArray[Any]) -> str:
    """Write arrays to a file that the helper reads once and removes; the path."""
    descriptor, path = tempfile.mkstemp(prefix="huying-map-", suffix=".npz", dir=_memory_folder())
    with os.fdopen(descriptor, "wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
    return path


def write_geometry(geometry: MapGeometry) -> str:
    """Write what drawing needs of a geometry; the path."""
    return write_arrays(
        tiers=geometry.tiers,
        xy=geometry.xy,
        ring_start=geometry.ring_start,
        vertex_start=geometry.vertex_start,
        boxes=geometry.boxes,
        edges=geometry.edges,
        edge_tier=geometry.edge_tier,
    )


def read_arrays(path: str) -> dict[str, NDArray[Any]]:
    """Read arrays and remove their file."""
    with np.load(path, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    Path(path).unlink(missing_ok=True)
    return arrays


def read_geometry(path: str) -> MapGeometry:
    """Read a geometry that can be drawn (it has no names) and remove its file."""
    a = read_arrays(path)
    return MapGeometry(
        (),
        (),
        (),
        a["tiers"],
        a["xy"],
        a["ring_start"],
        a["vertex_start"],
        a["boxes"],
        np.empty((len(a["tiers"]), 2)),
        a["edges"],
        a["edge_tier"],
        bounds_of(a["xy"]),
    )
