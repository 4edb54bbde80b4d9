"""Find (Ctrl+F): all cases ever that one may see, by number, words, place or unit, page by page from the hub."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from console.desk import Desk
from console.pages.base import Page
from console.problems import say_error
from console.tasks import Outcome
from console.wording import state_word
from services.api.board import BoardRow
from services.api.cases import CasePage
from services.domain.cases import State
from services.domain.modes import Mode
from widgets.plain import PlainLabel, sentence
from widgets.queue.rows import QueueRow
from widgets.queue.view import QueueView
from widgets.state import LIVE, PanelState
from widgets.theme import Theme

_ASK_AFTER_MS = 250
_PAGE = 100
_TO_LIST = frozenset({Qt.Key.Key_Down, Qt.Key.Key_PageDown})
_ENDED = frozenset({State.CLOSED, State.VOID, State.NOT_ACCEPTED})


class _Found:
    """The rows found so far, as the queue view reads them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.rows: list[BoardRow] = []
        self._index: dict[str, int] = {}

    def replace(self, rows: tuple[BoardRow, ...]) -> None:
        self.rows = list(rows)
        self._index = {row.id: index for index, row in enumerate(self.rows)}

    def add(self, rows: tuple[BoardRow, ...]) -> None:
        self.replace((*self.rows, *(row for row in rows if row.id not in self._index)))

    def __len__(self) -> int:
        return len(self.rows)

    def key(self, index: int, /) -> str:
        return self.rows[index].id

    def index_of(self, key: object, /) -> int | None:
        return self._index.get(str(key))

    def stamp(self, index: int, /) -> int:
        return self.rows[index].version

    def row(self, index: int, /) -> QueueRow:
        row, desk = self.rows[index], self._desk
        ended = row.state in _ENDED
        return QueueRow(
            number=row.number[-4:],
            title=row.title,
            place=sentence(desk.clock_text.long(row.reported_at), row.number, row.place),
            source=desk.wording.source(row.source),
            tier=desk.wording.tier(row.tier),
            holder=desk.wording.unit(row.holder_id),
            priority=int(row.priority) - 1,
            due_at=None if ended or row.suspended_at is not None else row.due_at,
            started_at=row.due_start if row.due_start is not None else row.reported_at,
            clock_text=state_word(row.state) if ended else "",
        )


class FindPage(Page):
    """Searches while one types. Emits `opened` with the id of a case to show."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._next = ""
        self._found = _Found(desk)
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(self.tr("编号的任意尾数、事项、位置、单位；含已结案件"))
        self.field.setAccessibleName(self.tr("查找全部案件"))
        self.field.setClearButtonEnabled(True)
        self.view = QueueView(theme, self)
        self.view.set_rows(self._found)
        self.view.set_sort("", descending=False)
        self.more = QPushButton(self.tr("再找 100 件"), self)
        self._count = PlainLabel("", self, role="secondary")
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_ASK_AFTER_MS)
        self._arrange()
        self.field.textEdited.connect(self._on_typed)
        self.field.returnPressed.connect(self._ask)
        self._later.timeout.connect(self._ask)
        self.more.clicked.connect(self._ask_more)
        self.view.activated.connect(self.opened)
        self.view.selected.connect(self._on_selected)
        self.field.installEventFilter(self)
        self.view.state_action_requested.connect(self._ask)
        desk.ticked.connect(self.view.tick)
        self._show(PanelState("empty", self.tr("输入编号、事项、位置或单位")))

    def arrive(self) -> None:
        """Put the cursor into the field."""
        self.field.setFocus()
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the keys that move in the list do so from the field."""
        if watched is not self.field or not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if len(self._found) and Qt.Key(event.key()) in _TO_LIST:
            self.view.setFocus()
            self.view.keyPressEvent(event)
            return True
        return super().eventFilter(watched, event)

    @Slot(object)
    def _on_selected(self, key: object) -> None:
        if self._found.index_of(key) == len(self._found) - 1:
            self._ask_more()  # who goes on below the last row wants the next page

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(PlainLabel(self.tr("查找"), self, role="title"))
        head.addWidget(self.field, 1)
        foot = QHBoxLayout()
        foot.addWidget(self._count, 1)
        foot.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 12)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addLayout(foot)

    def _on_typed(self) -> None:
        self._later.start()

    def _ask(self) -> None:
        text = self.field.text().strip()
        if not text:
            self._found.replace(())
            self._show(PanelState("empty", self.tr("输入编号、事项、位置或单位")))
            return
        self._show(PanelState("loading", self.tr("正在查找…")) if not len(self._found) else LIVE)
        self._desk.ask(lambda client: client.cases(text, limit=_PAGE), self._on_found, slot="find")

    def _ask_more(self) -> None:
        text, after = self.field.text().strip(), self._next
        if text and after:
            self._desk.ask(lambda client: client.cases(text, after, _PAGE), self._on_more, slot="find")

    @Slot(object)
    def _on_found(self, outcome: Outcome[CasePage]) -> None:
        self._take(outcome, more=False)

    @Slot(object)
    def _on_more(self, outcome: Outcome[CasePage]) -> None:
        self._take(outcome, more=True)

    def _take(self, outcome: Outcome[CasePage], *, more: bool) -> None:
        if outcome.error is not None:
            said = say_error(outcome.error)
            self._show(PanelState("error", said.whole, action=self.tr("再试一次")))
            return
        page = outcome.value()
        if more:
            self._found.add(page.rows)
        else:
            self._found.replace(page.rows)
        self._next = page.next
        self.view.set_rows(self._found, keep_place=more)
        self._show(LIVE if len(self._found) else PanelState("empty", self.tr("没有找到")))

    def _show(self, state: PanelState) -> None:
        self.view.set_state(state)
        self.more.setVisible(bool(self._next) and state.kind == "live")
        count = len(self._found)
        mode = self._desk.profile.mode
        words = self.tr("已列出 %n 件，新的在前", "", count)
        exercise = self.tr("演练") if mode is not Mode.LIVE else ""
        self._count.setText(sentence(words, exercise) if count and state.kind == "live" else "")
