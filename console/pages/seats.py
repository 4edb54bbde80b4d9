"""席位: who is on, how long idle, what each has claimed; and passing on the claims of somebody who is away."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from console.actions import action_label
from console.desk import Desk
from console.pages.base import Page
from console.problems import say, say_error
from console.tasks import Outcome
from services.api.team import Reassign, Reassigned, SeatRow
from services.domain.actions import ACTIONS, Action
from services.domain.clock import MINUTE_MS, Instant
from widgets.figuretable import FigureCell, FigureColumn, FigureRow, FigureTable
from widgets.plain import PlainLabel, one_line, sentence
from widgets.state import LIVE, PanelState, StateOverlay
from widgets.theme import Theme
from widgets.toast import Message

_ASK_EVERY_MS = 5_000
_IDLE_FROM_MS = 2 * MINUTE_MS
"""Shorter than this somebody is simply reading (our rule)."""


class ReassignForm(QDialog):
    """To whom the claims of a person go, and why. Nobody: they are given back."""

    def __init__(self, row: SeatRow, heirs: list[SeatRow], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("转交认领"))
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.setSpacing(10)
        words = self.tr("{who} 认领的 %n 件交给谁？", "", row.claims).format(who=one_line(row.name, 20))
        column.addWidget(PlainLabel(words, self, role="heading"))
        self.to = QComboBox(self)
        self.to.setAccessibleName(self.tr("交给"))
        self.to.addItem(self.tr("全部放回，谁都可以认领"), "")
        for heir in heirs:
            self.to.addItem(one_line(heir.name, 30), heir.person_id)
        column.addWidget(self.to)
        self.reason = QLineEdit(self)
        self.reason.setAccessibleName(self.tr("理由"))
        self.reason.setPlaceholderText(self.tr("理由，如“离岗”“换班”"))
        self.reason.setMaxLength(200)
        column.addWidget(self.reason)
        self._error = PlainLabel("", self, tone="red", wrap=True)
        column.addWidget(self._error)
        cancel = QPushButton(self.tr("取消"), self)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        go = QPushButton(self.tr("转交"), self)
        go.setProperty("kind", "primary")
        go.setDefault(True)
        go.clicked.connect(self._on_go)
        line = QHBoxLayout()
        line.addStretch()
        line.addWidget(cancel)
        line.addWidget(go)
        column.addLayout(line)
        self.reason.setFocus()

    def _on_go(self) -> None:
        if self.reason.text().strip():
            self.accept()
        else:
            self._error.setText(self.tr("请写理由"))


class SeatsPage(Page):
    """The seats of a supervisor's area. Enter or double click opens the case that is looked at; R passes claims on."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._rows: list[SeatRow] = []
        self._form: ReassignForm | None = None
        self._giver = ""
        self.table = FigureTable(theme, self.tr("席位"), self)
        self.table.set_columns(self.tr("席位"), self._columns())
        self.table.opened.connect(self._on_opened)
        self.table.currentItemChanged.connect(self._on_current)
        self._give = QPushButton(self.tr("转交认领… R"), self)
        self._give.clicked.connect(self.pass_on)
        self.told = PlainLabel("", self, role="secondary")
        line = QHBoxLayout()
        line.addWidget(PlainLabel(self.tr("席位"), self, role="title"))
        line.addWidget(self.told, 1)
        line.addWidget(self._give)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(12)
        column.addLayout(line)
        column.addWidget(self.table, 1)
        self._overlay = StateOverlay(theme, self.table)
        self._overlay.set_low()
        self._overlay.action_requested.connect(self._ask)
        for key, slot in (("R", self.pass_on), ("Esc", self._leave), ("F5", self._ask)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)
        self._again = QTimer(self)
        self._again.setInterval(_ASK_EVERY_MS)
        self._again.timeout.connect(self._ask)
        self._overlay.set_state(PanelState("loading", self.tr("正在读取席位")))

    def arrive(self) -> None:
        """Look at the seats as they are now."""
        self.table.setFocus()
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again and again while somebody sees it."""
        super().showEvent(event)
        self._again.start()

    def hideEvent(self, event: object) -> None:
        """Look no more."""
        super().hideEvent(event)  # type: ignore[arg-type]  # Qt's own event
        self._again.stop()

    def shutdown(self) -> None:
        """Look no more."""
        self._again.stop()

    @Slot()
    def _leave(self) -> None:
        self.left.emit()

    @Slot()
    def _ask(self) -> None:
        self._desk.ask(lambda client: client.team.seats(), self._on_seats, slot="seats")

    def _on_seats(self, outcome: Outcome[list[SeatRow]]) -> None:
        if outcome.error is not None:
            said = say_error(outcome.error).whole
            again = self.tr("再试一次")
            stale, failed = PanelState("stale", said, action=again), PanelState("error", said, action=again)
            self._overlay.set_state(stale if self._rows else failed)
            return
        self._rows = outcome.value()
        self._overlay.set_state(LIVE if self._rows else PanelState("empty", self.tr("没有可以办案的席位")))
        now = self._desk.now()
        self.told.setText(self._figures(now))
        self.table.set_rows(tuple(self._row(row, now) for row in self._rows))
        self._on_current()

    def _figures(self, now: Instant) -> str:
        on = sum(row.on_since is not None for row in self._rows)
        claims = sum(row.claims for row in self._rows)
        return sentence(
            self.tr("在岗 {on}/{all}").format(on=on, all=len(self._rows)),
            self.tr("认领着 {n} 件").format(n=claims),
            self.tr("截至 {time}").format(time=self._desk.clock_text.seconds(now)),
        )

    def _columns(self) -> tuple[FigureColumn, ...]:
        return (
            FigureColumn(self.tr("单位"), words=True),
            FigureColumn(self.tr("在岗"), self.tr("现在登录着的人，自何时起；锁定的席位仍算在岗"), words=True),
            FigureColumn(self.tr("空闲"), self.tr("距最近一次操作的时间；不足 2 分钟不计"), words=True),
            FigureColumn(self.tr("认领"), self.tr("手上认领着的在办案件；人不在岗而有认领的标黄"), words=True),
            FigureColumn(self.tr("正在看"), self.tr("案件面板上打开着的案件；只列您看得到的"), words=True, wide=True),
            FigureColumn(self.tr("最近办理"), self.tr("最近一次办了什么、哪一件、何时"), words=True),
        )

    def _row(self, row: SeatRow, now: Instant) -> FigureRow:
        cells = (
            _words(self._desk.wording.unit(row.unit_id)),
            self._on_duty(row, now),
            self._idle(row, now),
            self._claims(row, now),
            self._looking(row),
            self._last(row, now),
        )
        return FigureRow(row.person_id, one_line(row.name, 24), cells)

    def _on_duty(self, row: SeatRow, now: Instant) -> FigureCell:
        if row.on_since is None:
            return FigureCell(self.tr("未登录"), None, "text_2")
        since = self.tr("{time} 起").format(time=self._desk.clock_text.near(row.on_since, now))
        return FigureCell(sentence(since, self.tr("已锁定") if row.locked else ""), row.on_since)

    def _idle(self, row: SeatRow, now: Instant) -> FigureCell:
        away = now - row.at if row.at is not None and row.on_since is not None else 0
        if away < _IDLE_FROM_MS:
            return FigureCell("", None)
        return FigureCell(self.tr("{n} 分钟").format(n=away // MINUTE_MS), away)

    def _claims(self, row: SeatRow, now: Instant) -> FigureCell:
        if not row.claims or row.oldest_claim is None:
            return FigureCell(str(row.claims or ""), row.claims or None)
        oldest = self.tr("最早 {time}").format(time=self._desk.clock_text.near(row.oldest_claim, now))
        alone = row.on_since is None
        note = self.tr("人不在岗：按 R 把认领转交给别人，或全部放回") if alone else ""
        tone = "yellow_text" if alone else ""
        return FigureCell(sentence(self.tr("{n} 件").format(n=row.claims), oldest), row.claims, tone, note)

    def _looking(self, row: SeatRow) -> FigureCell:
        looked = self._desk.board.row(row.case_id) if row.on_since is not None else None
        return _words(sentence(looked.number[-4:], one_line(looked.title, 40)) if looked is not None else "")

    def _last(self, row: SeatRow, now: Instant) -> FigureCell:
        if row.last_at is None:
            return FigureCell("", None)
        done = _action_words(row.last_action) or self.tr("办理")
        at = self._desk.clock_text.near(row.last_at, now)
        return FigureCell(sentence(at, done, row.last_number[-4:]), row.last_at)

    def _chosen(self) -> SeatRow | None:
        key = self.table.current_key()
        return next((row for row in self._rows if row.person_id == key), None)

    @Slot()
    def _on_current(self) -> None:
        row = self._chosen()
        self._give.setEnabled(row is not None and row.claims > 0)

    @Slot(str)
    def _on_opened(self, _person_id: str) -> None:
        row = self._chosen()
        if row is not None and row.case_id:
            self.opened.emit(row.case_id)

    # ── passing on ──────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def pass_on(self) -> None:
        """Ask to whom the chosen person's claims should go."""
        row = self._chosen()
        if row is None or self._form is not None:
            return
        if not row.claims:
            self.said.emit(Message(self.tr("{who} 没有认领案件").format(who=one_line(row.name, 20)), key="say"))
            return
        heirs = [one for one in self._rows if one.person_id != row.person_id and one.on_since is not None]
        self._giver = row.person_id
        self._form = ReassignForm(row, heirs, self)
        self._form.accepted.connect(self._on_accepted)
        self._form.finished.connect(self._on_closed)
        self._form.open()

    @Slot()
    def _on_accepted(self) -> None:
        if self._form is None:
            return
        to = str(self._form.to.currentData()) or None
        ask = Reassign(command_id=self._desk.new_id(), reason=self._form.reason.text().strip(), to=to)
        giver = self._giver
        self._desk.ask(lambda client: client.team.reassign(giver, ask), self._on_reassigned)

    def _on_closed(self) -> None:
        if self._form is not None:
            self._form.deleteLater()
            self._form = None
        self.table.setFocus()

    def _on_reassigned(self, outcome: Outcome[list[Reassigned]]) -> None:
        if outcome.error is not None:
            self.said.emit(Message(say_error(outcome.error).whole, "red", key="reassign", shown_ms=0))
            return
        refused = [one for one in outcome.value() if one.problem is not None]
        done = self.tr("已转交 %n 件", "", len(outcome.value()) - len(refused))
        said = [sentence(one.number[-4:], say(one.problem).whole) for one in refused if one.problem is not None]
        words = sentence(done, *said)
        self.said.emit(Message(words, "red", key="reassign", shown_ms=0) if refused else Message(words, key="reassign"))
        self._ask()


def _words(text: str) -> FigureCell:
    return FigureCell(text, text or None)


def _action_words(name: str) -> str:
    return action_label(Action(name)) if name in ACTIONS else ""
