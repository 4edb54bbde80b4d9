"""The whistle page (吹哨): live ones first, one of them beside the list, everything done from the keyboard."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from console.desk import Desk
from console.pages.base import Page
from console.pages.whistles import offers, words
from console.pages.whistles.acting import Acting
from console.pages.whistles.detail import WhistleView
from console.pages.whistles.photos import Photos
from console.stream import Link
from console.tasks import Outcome
from services.api.board import BoardRow
from services.api.whistles import WhistleDetail, WhistleRow
from services.domain.clock import Instant
from services.domain.rights import Right
from services.domain.whistles import CALLED, LIVE, WHISTLE_ACTIONS, WhistleAction, WhistleState
from widgets.plain import PlainLabel, sentence
from widgets.state import LIVE as SHOWN
from widgets.state import PanelState, StateOverlay
from widgets.theme import Theme
from widgets.toast import Message
from widgets.twolines import TwoLineList, TwoLines

_LIST_PX = 440


class WhistlePage(Page):
    """The list left, the chosen whistle right. What comes in by the stream shows at once."""

    map_wanted = Signal(object)
    """A Whistle whose place is to be shown on the map."""
    blown = Signal(object)
    """The id of a whistle that was just drawn up, wherever the form was opened."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._theme = theme
        self._selected = ""
        self._asked = ("", 0)
        self._trouble = ""
        self._detail: WhistleDetail | None = None
        self._answered: WhistleRow | None = None
        self._speaker = offers.speaker(desk)
        self.list = TwoLineList(theme, self.tr("吹哨"), self)
        self.view = WhistleView(theme, self._speaker, self)
        self.new = QPushButton(self.tr("吹哨 W"), self)
        self.new.setProperty("kind", "primary")
        self.copy_button = QPushButton(self.tr("复制 Ctrl+C"), self)
        self.figures = PlainLabel("", self, role="secondary")
        self.photos = Photos(desk, self)
        self.acting = Acting(desk, self)
        self._arrange()
        self._connect()
        self._on_link(desk.link)
        self._on_whistles(desk.whistles)

    # ── what others ask ─────────────────────────────────────────────────────────────────────────────────────────────
    def arrive(self) -> None:
        """Begin in the list."""
        self.list.setFocus()
        self._desk.ask_whistles()

    def show_whistle(self, whistle_id: str) -> None:
        """Choose a whistle."""
        self._select(whistle_id)
        self._fill()

    def blow(self, case: BoardRow | None) -> None:
        """Open the form of a new whistle, for a case or for none."""
        self.acting.blow(case)

    @property
    def row(self) -> WhistleRow | None:
        """The whistle that is chosen."""
        return self._rows.get(self._selected)

    # ── building ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("吹哨报到"), self, role="title"))
        head.addWidget(self.figures, 1)
        head.addWidget(self.copy_button)
        head.addWidget(self.new)
        self.body = QWidget(self)
        across = QHBoxLayout(self.body)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(20)
        self.list.setFixedWidth(_LIST_PX)
        across.addWidget(self.list)
        across.addWidget(self.view, 1)
        policy = self.view.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.view.setSizePolicy(policy)
        self.overlay = StateOverlay(self._theme, self.body)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.body, 1)

    def _connect(self) -> None:
        desk, view = self._desk, self.view
        self.new.clicked.connect(self._on_new)
        self.copy_button.clicked.connect(self._on_copy)
        self.list.currentItemChanged.connect(self._on_current)
        self.list.opened.connect(self._on_activated)
        view.chosen.connect(self._on_name)
        view.refused.connect(self._say)
        view.case_wanted.connect(self.opened)
        view.photo_wanted.connect(self.photos.keep)
        view.add_photo_wanted.connect(self._on_add_photo)
        for part in (self.photos, self.acting):
            part.said.connect(self.said)
        self.acting.done.connect(self._on_done)
        self.acting.changed.connect(self._offer)
        self.overlay.action_requested.connect(self._on_state_action)
        desk.whistles_changed.connect(self._on_whistles)
        desk.link_changed.connect(self._on_link)
        desk.ticked.connect(self._on_tick)
        for rule in WHISTLE_ACTIONS.values():
            if rule.action is not WhistleAction.BLOW:  # its key opens a new one as well
                ActionKey(rule.key, rule.action.value, self).chosen.connect(self._on_name)
        for key, slot in (("W", self._on_new), ("L", self._on_map), ("Ctrl+C", self._on_copy), ("Esc", self._on_leave)):
            shortcut = ActionKey(key, key, self)
            shortcut.activated.connect(slot)

    # ── choosing ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _select(self, whistle_id: str) -> None:
        if whistle_id != self._selected:
            self._selected = whistle_id
            self._detail = None
            self._asked = ("", 0)
        self._show()

    @Slot()
    def _on_current(self) -> None:
        key = self.list.current_key()
        if key is not None:
            self._select(str(key))

    def _on_activated(self) -> None:
        self.view.record.setFocus()

    def _show(self) -> None:
        """Show the chosen whistle, and ask for its record where it has changed."""
        row, now = self.row, self._desk.now()
        self.acting.row = row
        self.view.setVisible(row is not None)
        self.copy_button.setEnabled(row is not None)
        if row is None:
            return
        self.view.show_row(row, now)
        self._offer()
        stamp = (row.whistle.id, row.whistle.version)
        if stamp != self._asked:
            self._asked = stamp
            whistle_id = row.whistle.id
            self._desk.ask(lambda client: client.whistles.one(whistle_id), self._on_detail, slot="whistle-detail")

    def _on_detail(self, outcome: Outcome[WhistleDetail]) -> None:
        if outcome.error is not None:
            self._asked = ("", 0)
            return
        detail = outcome.value()
        if detail.row.whistle.id == self._selected:
            self._detail = detail
            self.view.show_detail(detail, self._desk.now())

    @Slot()
    def _offer(self) -> None:
        row = self.row
        if row is not None:
            self.view.show_actions(offers.specs(row.whistle, self._desk, self.acting.busy))
        self.new.setEnabled(Right.WHISTLE in self._desk.session.rights)

    # ── doing ───────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(str)
    def _on_name(self, name: str) -> None:
        self.acting.act(WhistleAction(name))

    @Slot()
    def _on_new(self) -> None:
        row = self.row
        if row is not None and row.whistle.state is WhistleState.DRAFT and self.list.hasFocus():
            self.acting.act(WhistleAction.BLOW)
        else:
            self.acting.blow(None)

    @Slot(object)
    def _on_add_photo(self, unit_id: object) -> None:
        if self._selected:
            self.photos.add(self._selected, str(unit_id))

    @Slot()
    def _on_copy(self) -> None:
        row = self.row
        if row is None:
            return
        events = self._detail.events if self._detail is not None else ()
        QGuiApplication.clipboard().setText(words.as_text(row, events, self._speaker, self._desk.now()))
        self._say(self.tr("已复制"))

    @Slot()
    def _on_map(self) -> None:
        row = self.row
        if row is not None:
            self.map_wanted.emit(row.whistle)

    @Slot()
    def _on_leave(self) -> None:
        self.left.emit()

    @Slot(object)
    def _on_done(self, row: WhistleRow) -> None:
        """Show what the hub answered with at once; the list follows with the stream."""
        self._answered = row
        self._desk.ask_whistles()
        self._selected = row.whistle.id
        if not self.isVisible():
            self.blown.emit(row.whistle.id)
        self._fill()

    # ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(object)
    def _on_whistles(self, found: object) -> None:
        self._trouble = found if isinstance(found, str) else ""
        if not self._trouble:
            self._answered = None  # the list is newer than any answer before it
        self._fill()

    @Slot(object)
    def _on_link(self, _status: object) -> None:
        self._dress()
        self._offer()

    @Slot(object)
    def _on_tick(self, now: Instant) -> None:
        if not self.isVisible():
            return
        self.view.tick(now)
        self.list.set_lines([self._line(row, now) for row in self._rows.values()])

    # ── the list ────────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def _rows(self) -> dict[str, WhistleRow]:
        found, answered = self._desk.whistles, self._answered
        rows = {row.whistle.id: row for row in found.rows} if found is not None else {}
        if answered is not None:
            known = rows.get(answered.whistle.id)
            if known is None or known.whistle.version < answered.whistle.version:
                rows[answered.whistle.id] = answered
        return {row.whistle.id: row for row in sorted(rows.values(), key=lambda row: words.urgency(row.whistle))}

    def _fill(self) -> None:
        """List what there is; the chosen one and the scroll position stay."""
        rows, now = self._rows, self._desk.now()
        chosen = self._selected if self._selected in rows else next(iter(rows), "")
        self.list.set_lines([self._line(row, now) for row in rows.values()])
        self.list.select(chosen)
        found = self._desk.whistles
        as_of = self.tr("截至 {time}").format(time=self._desk.clock_text.time(found.now)) if found is not None else ""
        self.figures.setText(sentence(words.figure_words(found.figures), as_of) if found is not None else "")
        self.figures.set_tooltip(words.figure_meanings(found.figures) if found is not None else "")
        self._select(chosen)
        self._dress()

    def _line(self, row: WhistleRow, now: Instant) -> TwoLines:
        whistle = row.whistle
        state, tone = words.countdown(whistle, self._speaker, now)
        waiting = whistle.state in CALLED and any(part.is_coming for part in whistle.units)
        where = sentence(
            words.mode_mark(whistle, self._desk.profile.mode),
            self._desk.wording.unit(whistle.unit_id),
            words.state_word(whistle.state) if waiting else "",
            words.arrivals(whistle) if whistle.blown_at is not None and whistle.state in LIVE else "",
            self.tr("待区指定") if whistle.to_assign else "",
            whistle.place,
        )
        note = words.short_countdown(whistle, now) if waiting else state
        coloured = tone if tone in {"red", "yellow"} else ""
        head = sentence(whistle.number[-4:], whistle.matter)
        return TwoLines(whistle.id, head, where, note, coloured, quiet=whistle.state not in LIVE)

    def _dress(self) -> None:
        """Say how the page stands: loading, empty, failed, old."""
        state, link = SHOWN, self._desk.link
        if self._desk.whistles is None:
            state = PanelState("loading", self.tr("正在载入吹哨…"))
            if self._trouble:
                state = PanelState("error", self._trouble, action=self.tr("再试一次"))
        elif link.link not in (Link.LIVE, Link.CONNECTING):
            # The line under the top bar says since when.
            state = PanelState("stale", "" if self._rows else self.tr("断开之前没有吹过哨"))
        elif not self._rows:
            words = self.tr("还没有吹过哨：街镇办不了的事，召集部门限时到场")
            may = Right.WHISTLE in self._desk.session.rights
            state = PanelState("empty", words, action=self.tr("吹哨 W") if may else "")
        self.overlay.set_state(state)

    def _on_state_action(self) -> None:
        if self.overlay.state.kind == "empty":
            self.acting.blow(None)
        else:
            self._desk.ask_whistles()

    def _say(self, text: str) -> None:
        self.said.emit(Message(text, key="whistle"))


class ActionKey(QShortcut):
    """A key of the page that says which action it stands for; held down, it acts once."""

    chosen = Signal(str)

    def __init__(self, key: str, name: str, parent: QWidget) -> None:
        super().__init__(QKeySequence(key), parent)
        self._name = name
        self.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.setAutoRepeat(False)
        self.activated.connect(self._on_activated)

    def _on_activated(self) -> None:
        self.chosen.emit(self._name)
