"""Notices: what the engine told one's unit, or one's role there. Read by keyboard; what was seen is marked for all."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.desk import Desk
from console.notices import Notices
from console.pages.base import Page, failed
from console.wording import role_word
from services.api.tiers import NoticeRow
from services.domain.notices import NoticeKind
from services.domain.rights import Role
from widgets.plain import PlainLabel, sentence
from widgets.state import LIVE, PanelState, StateOverlay
from widgets.theme import Theme
from widgets.toast import Message
from widgets.twolines import TwoLineList, TwoLines

_KINDS: dict[str, str] = {
    NoticeKind.ESCALATED: str(QT_TRANSLATE_NOOP("NoticesPage", "升级")),
    NoticeKind.REMIND: str(QT_TRANSLATE_NOOP("NoticesPage", "提醒")),
    NoticeKind.UNREACHED: str(QT_TRANSLATE_NOOP("NoticesPage", "无人可告知")),
    NoticeKind.STAGE: str(QT_TRANSLATE_NOOP("NoticesPage", "环节超时")),
    NoticeKind.WATCH: str(QT_TRANSLATE_NOOP("NoticesPage", "巡查")),
    NoticeKind.WHISTLE: str(QT_TRANSLATE_NOOP("NoticesPage", "吹哨")),
}


class NoticesPage(Page):
    """A list, newest first. Enter opens the case, S says that a notice was seen."""

    def __init__(self, desk: Desk, theme: Theme, notices: Notices, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._notices = notices
        self.setProperty("surface", "background")
        self.told = PlainLabel("", self, role="secondary")
        self.unseen = QCheckBox(self.tr("只看未阅"), self)
        self.unseen.setChecked(True)
        self.seen = QPushButton(self.tr("已阅 S"), self)
        self.all_seen = QPushButton(self.tr("全部已阅"), self)
        self.list = TwoLineList(theme, self.tr("通知"), self)
        self._arrange()
        self._overlay = StateOverlay(theme, self.list)
        self._overlay.set_low()
        self._overlay.action_requested.connect(notices.ask)
        shortcut = QShortcut(QKeySequence("S"), self.list)  # as a key event the list would take it for a search
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(self._on_seen)
        self.unseen.toggled.connect(self._show)
        self.seen.clicked.connect(self._on_seen)
        self.all_seen.clicked.connect(self._on_all_seen)
        self.list.opened.connect(self._on_case)
        notices.changed.connect(self._show)
        notices.failed.connect(self._on_failed)
        self._stand()

    def arrive(self) -> None:
        """Show what there is, from the newest."""
        self.list.setFocus()
        self.list.setCurrentRow(0)
        self._notices.ask()

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

    def _stand(self) -> None:
        """Show how things are: the page may be made long after the first notice came."""
        if self._notices.is_loaded:
            self._show()
        else:
            self._overlay.set_state(PanelState("loading", self.tr("正在载入…")))
        if self._notices.trouble is not None:
            self._on_failed(self._notices.trouble)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        known = self._notices.is_loaded
        self._overlay.set_state(failed(error, known=known, again=self.tr("再试一次")))

    # ── drawing ─────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def _show(self) -> None:
        waiting = self._notices.waiting()
        shown = waiting if self.unseen.isChecked() else self._notices.rows()
        self.list.set_lines([self._line(one) for one in shown])
        self.told.setText(self.tr("未阅 {n} 条").format(n=len(waiting)))
        self.seen.setEnabled(bool(waiting))
        self.all_seen.setEnabled(bool(waiting))
        none, why = self.tr("没有未阅的通知"), self.tr("升级、环节超时、无人可告知和吹哨都通知到这里")
        empty = sentence(none if self.unseen.isChecked() else self.tr("还没有通知"), why)
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
        return self._notices.at(pos) if isinstance(pos, int) else None

    @Slot()
    def _on_seen(self) -> None:
        one = self._current()
        if one is not None and one.seen_at is None:
            self._notices.see(one)

    @Slot()
    def _on_all_seen(self) -> None:
        for one in self._notices.waiting():
            self._notices.see(one)

    @Slot(object)
    def _on_case(self, pos: object) -> None:
        one = self._notices.at(pos) if isinstance(pos, int) else None
        if one is not None and one.case_id:
            self.opened.emit(one.case_id)
        elif one is not None:
            self.said.emit(Message(self.tr("这条通知没有对应的案件"), key="notice"))
