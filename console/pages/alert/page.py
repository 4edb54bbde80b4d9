"""The alert page: the alerts of one's view, composing one, and following one after it was issued."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from console.client import Client
from console.desk import Desk
from console.pages.alert.composer import AlertComposer
from console.pages.alert.draft import Composed, request
from console.pages.alert.reach import ReachPanel
from console.pages.base import Page
from console.pending import Finished
from console.problems import say_error
from console.settings import write_whole
from console.tasks import Lane, Outcome
from console.wording import mode_word
from services.api.alerts import AlertCatalogue, AlertDetail, AlertDone, AlertPreview, AlertRow, ReleasePrepared
from services.domain.modes import Mode
from services.domain.rights import Right
from widgets.plain import PlainLabel, one_line, sentence
from widgets.theme import Theme
from widgets.toast import Message

_ISSUE = "issue_alert"
_RELEASE = "release_alert"
_ID = Qt.ItemDataRole.UserRole


class AlertPage(Page):
    """Lists, composes and follows alerts. Everything it sends goes through the desk's pending commands."""

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        monotonic_ms: Callable[[], float],
        parent: QWidget | None = None,
        *,
        map_helper: bool = True,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._catalogue: AlertCatalogue | None = None
        self._followed = ""
        self._version = 0
        self._command = ""
        self._cap = b""
        self._waiting: tuple[str | None, str, str | None] | None = None
        self.stack = QStackedWidget(self)
        self.composer = AlertComposer(theme, monotonic_ms, self, map_helper=map_helper)
        self.reach = ReachPanel(theme, desk.clock_text, self)
        self.reach.set_units(desk.units)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("预警"))
        self._new = QPushButton(self.tr("新建预警 F12"), self)
        self._new.setProperty("kind", "primary")
        self._overview = self._build_overview()
        for part in (self._overview, self.composer, self.reach):
            self.stack.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.stack)
        self._connect()
        self._on_alerts(desk.alerts)  # fetched long ago where the page is made late
        desk.ask(Client.alert_kinds, self._on_catalogue, slot="alert-kinds")

    # ── what others ask ─────────────────────────────────────────────────────────────────────────────────────────────
    def compose(self, case_id: str | None) -> None:
        """Begin a new alert, from a case or from nothing."""
        if Right.ALERT_DRAFT not in self._desk.session.rights:
            self._say(self.tr("您的角色不能起草预警"))
            return
        row = self._desk.board.row(case_id) if case_id else None
        about = self.tr("来自案件 {number} · {title}").format(number=row.number[-4:], title=row.title) if row else ""
        parts = row.area_path.split("/") if row is not None else []
        area = parts[1] if len(parts) > 1 else None
        self._waiting = (row.id if row is not None else None, about, area)
        self._open_composer()

    def follow(self, alert_id: str) -> None:
        """Show how far an alert got."""
        self._followed = alert_id
        self.stack.setCurrentWidget(self.reach)
        self._ask_detail()

    def arrive(self) -> None:
        """Begin with the list of alerts."""
        self.overview()

    def overview(self) -> None:
        """Show the list of alerts."""
        self.stack.setCurrentWidget(self._overview)

    def shutdown(self) -> None:
        """End what the composer's map has running."""
        self.composer.shutdown()

    # ── building ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _build_overview(self) -> QWidget:
        page = QWidget(self)
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("预警"), page, role="title"))
        head.addStretch()
        head.addWidget(self._new)
        none = self.tr("还没有发布过预警。按 F12 新建一条，或在指挥页选中案件后按 F12")
        self._none = PlainLabel(none, page, role="sentence")
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._none)
        column.addWidget(self.list, 1)
        column.addStretch()
        return page

    def _connect(self) -> None:
        self._new.clicked.connect(self._on_new)
        self.list.itemActivated.connect(self._on_item)
        self.list.itemClicked.connect(self._on_item)
        self.composer.preview_wanted.connect(self._on_preview_wanted)
        self.composer.issue_wanted.connect(self._on_issue_wanted)
        self.composer.leave_wanted.connect(self._on_leave)
        self.reach.leave_wanted.connect(self.overview)
        self.reach.release_wanted.connect(self._on_release)
        self.reach.cap_wanted.connect(self._on_cap)
        self._desk.alerts_changed.connect(self._on_alerts)
        self._desk.finished.connect(self._on_finished)

    def _on_new(self) -> None:
        self.compose(None)

    def _on_leave(self) -> None:
        self.overview()
        self.left.emit()

    # ── composing ───────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_catalogue(self, outcome: Outcome[AlertCatalogue]) -> None:
        if outcome.error is not None:
            if self._waiting is not None:
                self._say(say_error(outcome.error).whole)
            return
        self._catalogue = outcome.value()
        self.reach.set_channels(self._catalogue.channels)
        self.composer.set_district(self._catalogue, self._desk.areas, self._desk.units)
        self._open_composer()

    def _open_composer(self) -> None:
        if self._waiting is None:
            return
        self.stack.setCurrentWidget(self.composer)
        if self._catalogue is None:
            self._desk.ask(Client.alert_kinds, self._on_catalogue, slot="alert-kinds")
            return
        case_id, about, area = self._waiting
        self._waiting = None
        row = self._desk.board.row(case_id) if case_id else None
        mode = row.mode if row is not None else self._desk.profile.mode
        if mode is Mode.LIVE and self._catalogue.live_refused:
            mode = Mode.EXERCISE
        self.composer.open(self._desk.now(), mode, case_id, about, area)

    @Slot(object)
    def _on_preview_wanted(self, draft: Composed) -> None:
        asked = request(draft, self._desk.new_id())
        self._desk.ask(lambda client: client.preview_alert(asked), self._on_preview, slot="alert-preview")

    def _on_preview(self, outcome: Outcome[AlertPreview]) -> None:
        if outcome.error is not None:
            self.composer.show_error(say_error(outcome.error).whole)
        else:
            self.composer.set_preview(outcome.value())

    @Slot(object)
    def _on_issue_wanted(self, draft: Composed) -> None:
        self._command = self._desk.send(
            "", _ISSUE, lambda client, command_id: client.issue_alert(request(draft, command_id))
        )

    # ── following ───────────────────────────────────────────────────────────────────────────────────────────────────
    def _ask_detail(self) -> None:
        alert_id = self._followed
        if alert_id:
            self._desk.ask(lambda client: client.alert(alert_id), self._on_detail, slot="alert-detail")

    def _on_detail(self, outcome: Outcome[AlertDetail]) -> None:
        if outcome.error is not None:
            self.reach.show_error(say_error(outcome.error).whole)
            return
        detail = outcome.value()
        if detail.row.id == self._followed:
            self._version = detail.row.version
            self.reach.set_detail(detail)

    @Slot(str)
    def _on_release(self, kind: str) -> None:
        alert_id, version = self._followed, self._version
        self._command = self._desk.send(
            "",
            _RELEASE,
            lambda client, command_id: client.release_alert(
                alert_id, ReleasePrepared(command_id=command_id, kind=kind, version=version)
            ),
        )

    def _on_cap(self) -> None:
        alert_id = self._followed
        self._desk.ask(lambda client: client.alert_cap(alert_id), self._on_cap_bytes, slot="alert-cap")

    def _on_cap_bytes(self, outcome: Outcome[bytes]) -> None:
        if outcome.error is not None:
            self._say(say_error(outcome.error).whole)
            return
        self._cap = outcome.value()
        self._dialog = QFileDialog(self, self.tr("另存 CAP 文件"), "", "CAP (*.xml)")
        self._dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self._dialog.setDefaultSuffix("xml")
        self._dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._dialog.fileSelected.connect(self._on_cap_file)
        self._dialog.open()

    def _on_cap_file(self, name: str) -> None:
        data = self._cap
        self._desk.run(Lane.QUERIES, lambda: _write(name, data), self._on_cap_written)

    def _on_cap_written(self, outcome: Outcome[str]) -> None:
        if outcome.error is not None:
            self._say(self.tr("文件没有存下：{reason}").format(reason=str(outcome.error)))
        else:
            self._say(self.tr("已存为 {name}").format(name=outcome.value()))

    # ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_alerts(self, alerts: tuple[AlertRow, ...]) -> None:
        self.list.clear()
        now = self._desk.now()
        for row in alerts:
            words = sentence(
                mode_word(row.mode) if row.mode is not Mode.LIVE else "",
                row.headline,
                self._state_word(row.state),
                self.tr("{time} 发布").format(time=self._desk.clock_text.near(row.issued_at, now)),
                self.tr("已接受 {a}/{n}").format(a=row.accepted, n=row.targets),
                self.tr("已送达 {d}/{n}").format(d=row.delivered, n=row.targets),
                self.tr("已回执 {r}/{p} 人").format(r=row.answered, p=row.people),
            )
            item = QListWidgetItem(one_line(words, 200), self.list)
            item.setData(_ID, row.id)
        self._none.setVisible(not alerts)
        self.list.setVisible(bool(alerts))
        if self._followed and self.stack.currentWidget() is self.reach:
            self._ask_detail()

    def _state_word(self, state: str) -> str:
        words = {"in_force": self.tr("生效中"), "ended": self.tr("已解除"), "cancelled": self.tr("已更正撤回")}
        return words.get(state, state)

    def _on_item(self, item: QListWidgetItem) -> None:
        self.follow(item.data(_ID))

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        if finished.command.id != self._command:
            return
        self._command = ""
        if finished.committed:
            self._desk.ask_alerts()
            if isinstance(finished.answer, AlertDone):
                self.follow(finished.answer.row.id)
            elif finished.command.label == _ISSUE:
                self.overview()
            return
        said = finished.said.whole if finished.said is not None else self.tr("没有办成，请再试一次")
        if finished.command.label == _ISSUE:
            self.composer.show_error(said)
        else:
            self.reach.show_error(said)

    def _say(self, text: str) -> None:
        self.said.emit(Message(text, key="alert"))


def _write(name: str, data: bytes) -> str:
    write_whole(Path(name), data)
    return name
