"""The map joined to the desk: the open cases and alert areas on it, and what pointing at it means."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from console.board import BoardChange
from console.desk import Desk
from console.pages.operations import alert_areas, sentences
from services.domain.clock import Instant
from services.domain.modes import Mode
from widgets.map.canvas import MapCanvas
from widgets.map.values import MapCard
from widgets.plain import sentence
from widgets.toast import Message


class MapSide(QObject):
    """Keeps the map as the board is."""

    said = Signal(object)
    """A Message."""
    point_chosen = Signal(float, float)
    """A point was chosen (lon, lat), after it was asked for."""

    def __init__(self, desk: Desk, canvas: MapCanvas, kept: str, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._map = canvas
        canvas.set_areas(desk.areas)
        canvas.set_exercise(desk.profile.mode is not Mode.LIVE)
        canvas.restore_state(kept)
        self._selected = ""
        self._shown: MapCard | None = None
        self._lights = desk.board.lights(desk.now())
        canvas.set_cases(desk.board.points(desk.now()))
        canvas.case_hovered.connect(self._on_hover)
        canvas.area_chosen.connect(self._on_area)
        canvas.position_chosen.connect(self._on_position)
        canvas.import_requested.connect(self._on_import_wanted)
        desk.board.changed.connect(self._on_board)
        desk.alerts_changed.connect(self._on_alerts)

    @Slot(str)
    def select(self, case_id: str) -> None:
        """Mark a case on the map, "" for none."""
        self._selected, self._shown = case_id, self._card(case_id)
        self._map.select(case_id or None, self._shown)

    def tick(self, now: Instant) -> None:
        """Let the clocks run on: a case's mark changes its light by itself, and the card its words."""
        board, lights = self._desk.board, self._desk.board.lights(now)
        if len(lights) != len(self._lights):
            self._map.patch_cases(board.points(now))
        elif len(turned := np.flatnonzero(lights != self._lights)):
            self._map.patch_cases(board.points(now, turned))
        self._lights = lights
        if self._card(self._selected) != self._shown:
            self.select(self._selected)

    def locate(self, case_id: str) -> None:
        """定位: bring a case into view, or say that it has no place."""
        if case_id and not self._map.locate(case_id):
            self._say(self.tr("本件没有位置"))

    def _card(self, key: object) -> MapCard | None:
        row = self._desk.board.row(key) if key else None
        return sentences.card(row, self._desk.wording, self._desk.now()) if row is not None else None

    @Slot(object)
    def _on_hover(self, key: object) -> None:
        self._map.show_hover(key, self._card(key))

    @Slot(str)
    def _on_area(self, area_id: str) -> None:
        wording = self._desk.wording
        unit = wording.unit_row(area_id)
        if unit is not None:
            self._say(sentence(*(wording.unit(one) for one in unit.path.split("/")[1:]), unit.code))

    def _on_import_wanted(self) -> None:
        self._say(self.tr("边界由系统管理员用 huying district boundaries 导入，导入后请重新打开指挥台"))

    @Slot(float, float)
    def _on_position(self, lon: float, lat: float) -> None:
        self._map.set_placing(on=False)
        self.point_chosen.emit(lon, lat)

    @Slot(object)
    def _on_board(self, change: BoardChange) -> None:
        board, now = self._desk.board, self._desk.now()
        if change.fresh or change.slots is None:
            self._map.set_cases(board.points(now))
        elif len(change.slots) or change.removed:
            self._map.patch_cases(board.points(now, change.slots), change.removed)

    @Slot(object)
    def _on_alerts(self, _alerts: object) -> None:
        self._map.set_alert_areas(alert_areas.drawn(self._desk.alerts, self._desk.areas))

    def _say(self, text: str) -> None:
        self.said.emit(Message(text, key="say"))
