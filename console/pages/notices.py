"""Notices: what the engine told one's unit, or one's role there. Read by keyboard; what was seen is marked for all."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.client import Client
from console.desk import Desk
from console.pages.base import Page, failed
from console.pending import Finished
from console.tasks import Outcome
from console.wording import role_word
from services.api.tiers import NoticePage, NoticeRow
from services.domain.notices import NoticeKind
from services.domain.rights import Role
from widgets.plain import PlainLabel, sentence
from widgets.state import LIVE, PanelState, StateOverlay
from widgets.theme import Theme
from widgets.twolines import TwoLineList, TwoLines

_KINDS: dict[str, str] = {
    NoticeKind.ESCALATED: str(QT_TRANSLATE_NOOP("NoticesPage", "升级")),
    NoticeKind.REMIND: str(QT_TRANSLATE_NOOP("NoticesPage", "提醒")),
    NoticeKind.UNREACHED: str(QT_TRANSLATE_NOOP("NoticesPage", "无人可告知")),
    NoticeKind.STAGE: str(QT_TRANSLATE_NOOP("NoticesPage", "环节超时")),
    NoticeKind.WATCH: str(QT_TRANSLATE_NOOP("NoticesPage", "巡查")),
    NoticeKind.WHISTLE: str(QT_TRANSLATE_NOOP("NoticesPage", "吹哨")),
}
_LABEL = "notice.seen"
_MOST = 500


class NoticesPage(Page):
    """A list, newest first. Enter opens the case, S says that a notice was seen."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._notices: dict[int, NoticeRow] = {}
        self._after = 0
        self.setProperty("surface", "background")
        self.told = PlainLabel("", self, role="secondary")
        self.unseen = QCheckBox(self.tr("只看未阅"), self)
        self.unseen.setChecked(True)
        self.seen = QPushButton(self.tr("已阅 S"), self)
        self.all_seen = QPushButton(self.tr("全部已阅"), self)
        self.list = TwoLineList(theme, self.tr("通知"), self)
        self._arrange()
        self._overlay = StateOverlay(theme, self.list)
        self._overlay.action_requested.connect(self.ask)
        shortcut = QShortcut(QKeySequence("S"), self.list)  # as a key event the list would take it for a search
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self._on_seen)
        self.unseen.toggled.connect(self._show)
        self.seen.clicked.connect(self._on_seen)
        self.all_seen.clicked.connect(self._on_all_seen)
        self.list.opened.connect(self._on_case)
        desk.notices_changed.connect(self.ask)
        desk.finished.connect(self._on_finished)
        self.ask()

    def arrive(self) -> None:
        """Show what there is, from the newest."""
        self.list.setFocus()
        self.list.setCurrentRow(0)
        self.ask()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("通知"), self, role="title"))
        head.addWidget(self.told, 1)
        head.addWidget(self.unseen)
        head.addWidget(self.seen)
        head.addWidget(self.all_seen)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.list, 1)

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def ask(self) -> None:
        """Fetch what was told since the last time, and what somebody may have seen meanwhile."""
        waiting = [one.pos for one in self._notices.values() if one.seen_at is None]
        self._desk.ask(
            partial(_notices, after=min(waiting) - 1 if waiting else self._after), self._on_page, slot="notices"
        )

    @Slot(object)
    def _on_page(self, outcome: Outcome[NoticePage]) -> None:
        if outcome.error is not None:
            self._overlay.set_state(failed(outcome.error, known=bool(self._notices), again=self.tr("再试一次")))
            return
        page = outcome.value()
        self._after = max(self._after, page.next)
        self._notices.update((one.pos, one) for one in page.notices)
        for pos in sorted(self._notices)[:-_MOST]:
            del self._notices[pos]
        if page.more:
            self.ask()
        self._show()

    # ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def _show(self) -> None:
        waiting = [one for one in self._notices.values() if one.seen_at is None]
        shown = waiting if self.unseen.isChecked() else list(self._notices.values())
        self.list.set_lines([self._line(one) for one in sorted(shown, key=lambda notice: -notice.pos)])
        self.told.setText(self.tr("未阅 {n} 条").format(n=len(waiting)))
        self.seen.setEnabled(bool(waiting))
        self.all_seen.setEnabled(bool(waiting))
        self.counted.emit(len(waiting))
        empty = self.tr("没有未阅的通知") if self.unseen.isChecked() else self.tr("还没有通知")
        self._overlay.set_state(LIVE if shown else PanelState("empty", empty))

    def _line(self, one: NoticeRow) -> TwoLines:
        desk = self._desk
        kind = QCoreApplication.translate("NoticesPage", _KINDS.get(one.kind, one.kind))
        role = role_word(Role(one.role)) if one.role else ""
        to = self.tr("告知{role}").format(role=role) if role else ""
        seen = self.tr("已阅") if one.seen_at is not None else ""
        at = desk.clock_text.near(one.at, desk.now())
        return TwoLines(one.pos, one.text, sentence(kind, to, seen), at, quiet=one.seen_at is not None)

    # ── doing ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def _current(self) -> NoticeRow | None:
        pos = self.list.current_key()
        return self._notices.get(pos) if isinstance(pos, int) else None

    @Slot()
    def _on_seen(self) -> None:
        one = self._current()
        if one is not None and one.seen_at is None:
            self._see(one)

    @Slot()
    def _on_all_seen(self) -> None:
        for one in [notice for notice in self._notices.values() if notice.seen_at is None]:
            self._see(one)

    def _see(self, one: NoticeRow) -> None:
        self._desk.send("", _LABEL, partial(_see, pos=one.pos))

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        if finished.command.label == _LABEL and isinstance(finished.answer, NoticeRow):
            self._notices[finished.answer.pos] = finished.answer
            self._show()

    @Slot(object)
    def _on_case(self, pos: object) -> None:
        one = self._notices.get(pos) if isinstance(pos, int) else None
        if one is not None and one.case_id:
            self.opened.emit(one.case_id)


def _notices(client: Client, after: int) -> NoticePage:
    return client.tiers.notices(after, unseen=False)


def _see(client: Client, command_id: str, pos: int) -> NoticeRow:
    return client.tiers.see(pos, command_id)
