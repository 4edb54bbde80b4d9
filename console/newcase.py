"""Entering a case (Ctrl+N): the form, the point chosen on the map, what the hub answered."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from console.desk import Desk
from console.forms.new_case import NewCaseForm, Reported
from console.pages.operations.page import OperationsPage
from console.pending import Finished
from console.problems import say_error
from console.tasks import Outcome
from console.window import MainWindow
from services.api.board import BoardRow
from services.api.cases import Act, Done, NewCase
from services.api.district import ProfileView
from services.api.duplicates import Similar, SimilarDraft, SimilarRow
from services.domain.actions import Action
from services.domain.rights import Right
from widgets.toast import Message

_NEW_CASE = "new_case"
_OPEN_CASE = "open"


class NewCaseFlow(QObject):
    """One case at a time. `opened` carries the id of a case that was just made and is wanted on screen."""

    opened = Signal(object)

    def __init__(self, window: MainWindow, desk: Desk, operations: OperationsPage, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._desk = desk
        self._operations = operations
        self._form: NewCaseForm | None = None
        self._joins: SimilarRow | None = None
        operations.point_chosen.connect(self._on_point)
        operations.map.leave_requested.connect(self._come_back)
        desk.finished.connect(self._on_finished)
        desk.profile_changed.connect(self._on_profile)
        window.toasts.acted.connect(self._on_acted)

    def begin(self) -> None:
        """Open the form, or bring back the one that is open; a seat that may not enter cases is told so."""
        if self._form is not None:
            self._come_back()
            return
        if Right.CASE_REPORT not in self._desk.session.rights:
            self._window.say(Message(self.tr("您的角色不能新建案件"), key="say"))
            return
        form = NewCaseForm(self._desk.profile, self._desk.units.values(), self._window)
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.reported.connect(self._on_reported)
        form.point_wanted.connect(self._on_point_wanted)
        form.drafted.connect(self._on_drafted)
        form.finished.connect(self._on_closed)
        self._form = form
        form.show()

    def _on_point_wanted(self) -> None:
        if self._form is None:
            return
        self._form.hide()  # it would lie over the map
        self._window.show_page("operations")
        self._window.activateWindow()
        self._operations.choose_point(wanted=True)
        self._operations.map.setFocus()
        self._window.say(Message(self.tr("请在地图上点出位置，Esc 返回"), key="say"))

    def _come_back(self) -> None:
        if self._form is not None:
            self._operations.choose_point(wanted=False)
            self._form.show()
            self._form.raise_()
            self._form.activateWindow()

    @Slot(float, float)
    def _on_point(self, lon: float, lat: float) -> None:
        if self._form is not None:
            self._form.set_point(lon, lat)
            self._come_back()

    @Slot(object)
    def _on_profile(self, profile: ProfileView) -> None:
        if self._form is not None:
            self._form.know(profile)

    @Slot(object)
    def _on_drafted(self, draft: SimilarDraft) -> None:
        self._desk.ask(lambda client: client.duplicates.to_draft(draft), self._on_similar, slot="similar-draft")

    def _on_similar(self, outcome: Outcome[Similar]) -> None:
        if self._form is None:
            return
        if outcome.error is not None:
            self._form.similar.show_error(say_error(outcome.error).whole)
        else:
            self._form.similar.show_rows(outcome.value().rows)

    @Slot(object)
    def _on_reported(self, given: Reported) -> None:
        self._joins = given.joins

        def make(command_id: str) -> NewCase:
            return NewCase(
                command_id=command_id,
                title=given.title,
                text=given.text,
                place=given.place,
                lon=given.lon,
                lat=given.lat,
                area_id=given.area_id,
                category=given.category,
                source=given.source,
                call_kind=given.call_kind,
                request_kind=given.request_kind,
                proactive=given.proactive,
                priority=given.priority,
                caller=given.caller,
                phone=given.phone,
            )

        self._desk.send("", _NEW_CASE, lambda client, command_id: client.new_case(make(command_id)))

    def _on_closed(self) -> None:
        self._form = None
        self._operations.choose_point(wanted=False)

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        if finished.command.label != _NEW_CASE:
            return
        if finished.committed:
            if self._form is not None:
                self._form.accept()
            if isinstance(finished.answer, Done):
                row = finished.answer.row
                self._join(row)
                words = self.tr("已新建 {number}").format(number=row.number)
                self._window.say(Message(words, "ok", self.tr("打开"), (_OPEN_CASE, row.id)))
        elif self._form is not None:
            said = finished.said.whole if finished.said is not None else self.tr("没有办成，请再试一次")
            self._form.show_error(said)

    def _join(self, row: BoardRow) -> None:
        """Merge the case that was just made into the one it belongs to, which is reopened first where it is closed."""
        other, self._joins = self._joins, None
        if other is None:
            return
        if other.closed_at is not None:
            self._operations.join(row, other.case)
        else:
            merge = Act(command_id="", action=Action.MERGE, version=row.version, other_id=other.case.id)
            self._desk.act(row.id, Action.MERGE, merge)

    @Slot(object)
    def _on_acted(self, target: object) -> None:
        if isinstance(target, tuple) and target[0] == _OPEN_CASE:
            self.opened.emit(target[1])
