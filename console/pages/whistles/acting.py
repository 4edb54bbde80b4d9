"""Doing something about a whistle: the form that is asked for, the command, and what came of it."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QWidget

from console.desk import Desk
from console.forms.whistle import Start, WhistleForm, with_id
from console.forms.whistle_act import WhistleActForm
from console.pages.whistles import offers, words
from console.pages.whistles.photos import SEND_PHOTO
from console.pending import Finished
from console.problems import say_error
from console.tasks import Outcome
from services.api.board import BoardRow
from services.api.district import UnitRow
from services.api.whistles import NewWhistle, WhistleAct, WhistleCatalogue, WhistleDone, WhistleRow
from services.domain.rights import Right
from services.domain.tiers import Tier, is_within
from services.domain.whistles import GENERIC_LABEL, WHISTLE_ACTIONS, Whistle, WhistleAction
from widgets.toast import Message

BLOW = "whistle_blow"
ACT = "whistle_act"


class Acting(QObject):
    """One form at a time. `done` carries the WhistleRow that the hub answered with."""

    said = Signal(object)
    """A Message."""
    done = Signal(object)
    point_wanted = Signal(object)
    """Whether the form of a new whistle waits for a point of the map."""
    changed = Signal()
    """A command began or ended: the buttons may look different."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        super().__init__(page)
        self._desk = desk
        self._page = page
        self._catalogue: WhistleCatalogue | None = None
        self._wanted: tuple[BoardRow | None, Whistle | None] | None = None
        self._form: WhistleForm | WhistleActForm | None = None
        self._command = ""
        self.busy: WhistleAction | None = None
        self.row: WhistleRow | None = None
        desk.finished.connect(self._on_finished)

    # ── blowing ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def blow(self, case: BoardRow | None, draft: Whistle | None = None) -> None:
        """Open the form of a new whistle, for a case or for none, or of a draft."""
        if self._form is not None:
            self._form.raise_()
            return
        if Right.WHISTLE not in self._desk.session.rights:
            self._say(self.tr("您的角色不能吹哨"))
            return
        if not self._blowers(case):
            self._say(self.tr("请由街镇中心或区指挥中心吹哨"))
            return
        self._wanted = (case, draft)
        self._desk.ask(lambda client: client.whistles.catalogue(), self._on_catalogue, slot="whistle-catalogue")

    def _on_catalogue(self, outcome: Outcome[WhistleCatalogue]) -> None:
        wanted, self._wanted = self._wanted, None
        if outcome.error is not None:
            self._say(say_error(outcome.error).whole)
            return
        self._catalogue = outcome.value()
        if wanted is not None and self._form is None:
            self._open(WhistleForm(self._start(self._catalogue, *wanted), self._desk.clock_text, self._page.window()))

    def _start(self, catalogue: WhistleCatalogue, case: BoardRow | None, draft: Whistle | None) -> Start:
        kinds = tuple(
            (kind.code, words.say(words.KINDS[kind.code]) if _generic(kind.code, kind.name) else kind.name)
            for kind in catalogue.kinds
        )
        note = catalogue.kinds_note
        about = ""
        if case is not None:
            about = self.tr("为案件 {number} 吹哨：{title}").format(number=case.number[-4:], title=case.title)
        blowers = self._blowers(case)
        if draft is not None:
            blowers = tuple(unit for unit in blowers if unit.id == draft.unit_id)
        return Start(
            catalogue=catalogue,
            kinds=kinds,
            note=words.say(words.GENERIC) if note == GENERIC_LABEL else note,
            blowers=blowers,
            units=offers.departments_first(self._desk),
            now=self._desk.now(),
            case_id=case.id if case is not None else None,
            about=about,
            matter=draft.matter if draft is not None else case.title if case is not None else "",
            place=draft.place if draft is not None else case.place if case is not None else "",
            draft=draft,
        )

    def _blowers(self, case: BoardRow | None) -> tuple[UnitRow, ...]:
        """Return who may blow from this seat, the street of the case first."""
        session, units = self._desk.session, self._desk.units
        own = units.get(session.unit_id)
        if own is None or own.tier is None or own.tier < Tier.STREET:
            return ()
        below = [unit for unit in units.values() if unit.tier is Tier.STREET and is_within(unit.path, own.path)]
        found = list(dict.fromkeys([own, *below]))
        path = case.area_path if case is not None else ""
        found.sort(key=lambda unit: not (unit.tier is Tier.STREET and bool(path) and is_within(path, unit.path)))
        return tuple(found)

    # ── acting ──────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def act(self, action: WhistleAction, unit_id: str = "") -> None:
        """Do an action on the whistle at hand, as its key or button does."""
        row, rule = self.row, WHISTLE_ACTIONS[action]
        if row is None:
            self._say(self.tr("请先在列表里选一次吹哨"))
            return
        refused = offers.reason(rule, row.whistle, self._desk)
        if refused or self._form is not None or self.busy is not None:
            self._say(refused or self.tr("正在提交，请稍候"))
            return
        if action is WhistleAction.BLOW:
            self.blow(None, row.whistle)
            return
        usual = self._catalogue.arrive_minutes if self._catalogue is not None else None
        offer = offers.offer(action, row.whistle, self._desk, usual, unit_id)
        if action is WhistleAction.APPROVE and offer.leader:
            self._on_act(WhistleAct(command_id="", action=action, version=row.whistle.version))
            return
        self._open(WhistleActForm(action, offer, self._desk.clock_text, self._page.window()))

    def _open(self, form: WhistleForm | WhistleActForm) -> None:
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.given.connect(self._on_new if isinstance(form, WhistleForm) else self._on_act)
        form.finished.connect(self._on_closed)
        self._form = form
        if isinstance(form, WhistleForm):
            form.point_wanted.connect(self._on_point_wanted)
            form.show()  # not modal: its place may be chosen on the map
        else:
            form.open()

    def _on_closed(self) -> None:
        drawing, self._form = isinstance(self._form, WhistleForm), None
        if drawing:
            self.point_wanted.emit(False)

    def _on_point_wanted(self) -> None:
        self.point_wanted.emit(True)

    @Slot(float, float)
    def take_point(self, lon: float, lat: float) -> None:
        """Give the form of a new whistle the point that was chosen (WGS84 degrees)."""
        form = self._form
        if isinstance(form, WhistleForm):
            form.set_point(lon, lat)
            form.raise_()
            form.activateWindow()

    @Slot(object)
    def _on_new(self, new: NewWhistle) -> None:
        if self._command:
            return
        row = self.row
        whistle_id = row.whistle.id if row is not None and new.version is not None else ""
        self._command = self._desk.send(
            "",
            BLOW,
            lambda client, command_id: (
                client.whistles.redraw(whistle_id, with_id(new, command_id))
                if whistle_id
                else client.whistles.blow(with_id(new, command_id))
            ),
        )
        self.changed.emit()

    @Slot(object)
    def _on_act(self, asked: WhistleAct) -> None:
        row = self.row
        if row is None or self._command:
            return
        whistle_id, version = row.whistle.id, row.whistle.version
        self.busy = asked.action
        self._command = self._desk.send(
            "",
            ACT,
            lambda client, command_id: client.whistles.act(
                whistle_id, msgspec.structs.replace(asked, command_id=command_id, version=version)
            ),
        )
        self.changed.emit()

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        command = finished.command
        if command.id != self._command and command.label != SEND_PHOTO:
            return
        if command.id == self._command:
            self._command, self.busy = "", None
        if finished.committed:
            if self._form is not None and command.label != SEND_PHOTO:
                self._form.accept()
            if isinstance(finished.answer, WhistleDone):
                self.done.emit(finished.answer.row)
        else:
            said = finished.said.whole if finished.said is not None else self.tr("没有办成，请再试一次")
            self._refused(said)
        self.changed.emit()

    def _refused(self, words_: str) -> None:
        self._desk.ask_whistles()
        form: QDialog | None = self._form
        if isinstance(form, (WhistleForm, WhistleActForm)):
            form.show_error(words_)
        else:
            self.said.emit(Message(words_, "red", key="whistle", shown_ms=0))

    def _say(self, text: str) -> None:
        self.said.emit(Message(text, key="whistle"))


def _generic(code: str, name: str) -> bool:
    return words.KINDS.get(code) == name
