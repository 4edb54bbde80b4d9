"""Gets the area picture drawn off the UI thread, and says when it is there.

A helper process draws into shared memory (a thread would hold the interpreter lock: measured, no gain). While there
is none (not up yet, died, hung, no memory), pictures are drawn in this process when the view has come to rest.
"""

from __future__ import annotations

import json
import logging
import os
import weakref
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, QTimer, Signal, Slot
from PySide6.QtGui import QImage

from widgets.map.base import FORMAT, BaseSpec, FillValues, draw_base
from widgets.map.child import COMMAND, Child, Keeper
from widgets.map.geometry import EMPTY, MapGeometry
from widgets.map.shared import Pictures, write_arrays, write_geometry

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger(__name__)

_HUNG_MS = 3000  # no answer to a drawing for this long: the helper is taken for dead
_REST_MS = 80  # without a helper: draw when the view has not moved for this long
_RETRY_MS = 1000  # before a new helper after a death; three deaths and it stays off
_DEATHS = 3
_SPARE = 1.1  # memory beyond what the first picture needs, so that small resizes keep it


@dataclass(frozen=True, slots=True, eq=False)
class BasePicture:
    """A finished picture, what it shows, and the memory under it (kept alive by this object)."""

    image: QImage
    spec: BaseSpec
    memory: Pictures | None = None
    slot: int = 0


class BaseDrawer(QObject):
    """Draws the latest picture asked for; one at a time, older wishes are dropped."""

    drawn = Signal(object)
    """A BasePicture is ready."""

    def __init__(
        self, parent: QObject | None = None, command: tuple[str, ...] = COMMAND, hung_ms: int = _HUNG_MS
    ) -> None:
        super().__init__(parent)
        self._command = command
        self._geometry: MapGeometry = EMPTY
        self._geometry_version = 0
        self._values: FillValues | None = None
        self._keeper = Keeper()
        # the helper goes with this object, whether Qt deletes it, Python collects it, or the interpreter ends
        self.destroyed.connect(self._keeper.end)
        weakref.finalize(self, self._keeper.end)
        self._notifier: QSocketNotifier | None = None
        self._ready = False
        self._deaths = 0
        self._pictures: Pictures | None = None
        self._shown: BasePicture | None = None
        self._flying: tuple[int, BaseSpec, int] | None = None
        self._wish: BaseSpec | None = None
        self._number = 0
        self._watchdog = self._timer(hung_ms, self._on_hung)
        self._rest = self._timer(_REST_MS, self._draw_here)
        self._retry = self._timer(_RETRY_MS, self.start)

    def _timer(self, milliseconds: int, slot: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        timer.timeout.connect(slot)
        return timer

    @property
    def helper_pid(self) -> int | None:
        """The process id of the helper that draws, or None while pictures are drawn in this process."""
        return self._keeper.child.pid if self._keeper.child is not None and self._ready else None

    @property
    def deaths(self) -> int:
        """How often the helper died; after three it stays off."""
        return self._deaths

    @property
    def idle(self) -> bool:
        """True when the latest picture asked for is there."""
        return self._wish is None and self._flying is None

    # --- what to draw ---

    def set_geometry(self, geometry: MapGeometry) -> None:
        """Draw these areas from now on; values of the areas before are forgotten."""
        self._geometry = geometry
        self._geometry_version += 1
        self._values = None
        self._flying = None
        self._send_geometry()

    def set_values(self, values: FillValues | None) -> None:
        """Tint areas by these values from the next picture on."""
        self._values = values
        self._send_values()

    def request(self, spec: BaseSpec) -> None:
        """Ask for a picture; `drawn` follows, unless a newer wish replaces it."""
        wish = self._stamped(spec)
        if self._flying is not None and self._flying[1] == wish:
            self._wish = None
            return
        self._wish = wish
        if self._ready:
            self._fly()
        else:
            self._rest.start()

    def draw_now(self, spec: BaseSpec) -> BasePicture:
        """Draw a picture here and now: for the very first frame, printing and the overview."""
        wish = self._stamped(spec)
        image = QImage(wish.width, wish.height, FORMAT)
        draw_base(image, self._geometry, wish, self._values)
        return BasePicture(image, wish)

    def _stamped(self, spec: BaseSpec) -> BaseSpec:
        values = 0 if self._values is None else self._values.version
        return replace(spec, geometry=self._geometry_version, values=values)

    # --- the helper ---

    @Slot()
    def start(self) -> None:
        """Start the helper if there is none and it has not died too often."""
        if self._keeper.child is not None or self._deaths >= _DEATHS or os.name != "posix":
            return
        try:
            child = Child(self._command)
        except OSError as error:
            log.warning("map helper cannot start: %s", error)
            self._deaths = _DEATHS
            return
        self._keeper.child = child
        self._notifier = QSocketNotifier(child.out, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_answer)

    @Slot()
    def stop(self) -> None:
        """End the helper; pictures are drawn in this process until `start`."""
        self._retry.stop()
        self._forget_child()
        if self._wish is not None:
            self._rest.start()

    def _forget_child(self) -> None:
        self._watchdog.stop()
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
            self._notifier = None
        self._ready, self._pictures = False, None
        if self._flying is not None and self._wish is None:
            self._wish = self._flying[1]
        self._flying = None
        self._keeper.end()

    @Slot()
    def _on_hung(self) -> None:
        log.info("map helper does not answer")
        self._on_death()

    def _on_death(self) -> None:
        self._deaths += 1
        log.log(logging.INFO if self._deaths < _DEATHS else logging.WARNING, "map helper gone (%d)", self._deaths)
        self._forget_child()
        if self._wish is not None:
            self._rest.start()
        if self._deaths < _DEATHS:
            self._retry.start()

    @Slot()
    def _on_answer(self) -> None:
        if self._keeper.child is None:
            return
        lines = self._keeper.child.lines()
        if lines is None:
            self._on_death()
            return
        for line in lines:
            word, _, number = line.partition(" ")
            if word == "ready":
                self._ready = True
                self._send_geometry()
                self._send_values()
                self._rest.stop()
                self._fly()
            elif word == "done":
                self._land(int(number))
            else:
                self._on_death()
                return

    def _land(self, number: int) -> None:
        """Return a picture is there: show it unless the areas changed meanwhile, then draw the next wish."""
        flying = self._flying
        if flying is None or flying[0] != number or self._pictures is None:
            return  # drawn for areas that are no longer shown
        self._watchdog.stop()
        self._flying = None
        spec, slot = flying[1], flying[2]
        image = self._pictures.image(slot, spec.width, spec.height)
        self._show(BasePicture(image, spec, self._pictures, slot))
        self._fly()

    def _show(self, picture: BasePicture) -> None:
        self._shown = picture
        self.drawn.emit(picture)

    def _send(self, command: dict[str, object]) -> bool:
        if self._keeper.child is None:
            return False
        if self._keeper.child.send(json.dumps(command).encode() + b"\n"):
            return True
        self._on_death()
        return False

    def _send_file(self, op: str, path: str) -> None:
        if self._keeper.child is not None:
            self._keeper.child.owes(path)
            self._send({"op": op, "path": path})

    def _send_geometry(self) -> None:
        if self._ready:
            self._send_file("geometry", write_geometry(self._geometry))

    def _send_values(self) -> None:
        if self._ready and self._values is not None:
            self._send_file("values", write_arrays(shares=self._values.shares))

    def _reserve(self, needed: int) -> bool:
        """Have shared memory for a picture of this many bytes."""
        if self._pictures is not None and needed <= self._pictures.capacity:
            return True
        try:
            pictures = Pictures.create(int(needed * _SPARE) // 4096 * 4096 + 4096)
        except OSError as error:
            log.warning("no memory for the map helper: %s", error)
            self._deaths = _DEATHS
            self.stop()
            return False
        if self._keeper.child is not None:
            self._keeper.child.owes(pictures.path)
        self._pictures = pictures
        return self._send({"op": "pictures", "path": pictures.path, "capacity": pictures.capacity})

    def _fly(self) -> None:
        """Send the latest wish to the helper, if it is free."""
        spec = self._wish
        if spec is None or self._flying is not None or not self._ready:
            return
        if not self._reserve(spec.width * spec.height * 4):
            return
        shown = self._shown
        slot = 1 - shown.slot if shown is not None and shown.memory is self._pictures else 0
        self._number += 1
        command = {"op": "draw", "number": self._number, "slot": slot, "spec": asdict(spec)}
        self._wish = None
        self._flying = (self._number, spec, slot)
        self._watchdog.start()
        self._send(command)

    @Slot()
    def _draw_here(self) -> None:
        """Without a helper: draw the wish in this process, now that the view rests."""
        wish, self._wish = self._wish, None
        if wish is not None:
            self._show(self.draw_now(wish))
