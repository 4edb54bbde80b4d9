"""The selected case: what is known of it, what it offers, and its panel."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from console.actions import ActionState, Seat, explain, specs
from console.case_marks import case_marks, supervised_word
from console.desk import Desk
from console.draft_keeper import DraftKeeper
from console.pages.operations import explained, sentences
from console.pages.operations.attachments import CaseFiles
from console.pages.operations.chapters import chapters
from console.pages.operations.offers import offered
from console.pages.operations.similar import SimilarCases
from console.tasks import Outcome
from console.wording import listed
from services.api.board import BoardRow
from services.api.cases import CaseDetail
from services.domain.actions import ACTIONS, Action
from services.domain.claims import CLAIMING
from services.domain.clock import Instant
from services.domain.modes import Mode
from services.domain.rights import Right
from widgets.casepanel import CasePanel
from widgets.caseview import CaseView, Chapter
from widgets.keycap import ActionSpec
from widgets.plain import sentence
from widgets.state import PanelState
from widgets.timeline import TimelineEntry

NOTE = Action.NOTE.value
"""The field of a draft that holds a note."""

_SOON_MS = 30
"""So long after a change the panel follows the queue: a press is mostly answered by then, and is drawn once."""


class ChosenCase(QObject):
    """The case that is selected on the page, drawn into its panel. `chose` carries its id, "" for none."""

    chose = Signal(str)

    def __init__(self, desk: Desk, panel: CasePanel, files: CaseFiles, drafts: DraftKeeper, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._panel = panel
        self._files = files
        self._drafts = drafts
        self._detail: CaseDetail | None = None
        self._id = ""
        self._history: tuple[CaseDetail | None, Instant, tuple[TimelineEntry, ...]] = (None, 0, ())
        self._outdated = False
        # A press comes back as several signals: the case is shown anew once for them all, after the queue was painted.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._catch_up)
        self.similar = SimilarCases(desk, self)
        self.similar.changed.connect(self._show_soon)
        panel.note_changed.connect(self._keep_draft)
        panel.state_action_requested.connect(self.ask)
        drafts.loaded.connect(self._on_drafts)
        desk.case_touched.connect(self._on_touched)
        desk.profile_changed.connect(self._on_renamed)
        desk.pending.changed.connect(self._on_pending)
        desk.team.changed.connect(self._on_company)

    # ── what others ask ─────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def id(self) -> str:
        """Its id, "" for none."""
        return self._id

    @property
    def row(self) -> BoardRow | None:
        """The case as it stands on the board, None when it is not there."""
        return self._desk.board.row(self._id)

    @property
    def known(self) -> BoardRow | None:
        """The case as it stands on the board, or as the hub told it where it is not there (any more): a closed one."""
        return self.row or (self._detail.row if self._detail is not None else None)

    @property
    def states(self) -> tuple[ActionState, ...]:
        """How the actions stand for it at this moment, empty for no case."""
        row, desk = self.known, self._desk
        if row is None or self._is_gone(row):
            return ()
        assisting = self._detail.assisting if self._detail is not None else ()
        seat = Seat(desk.session, desk.wording, desk.connected, desk.team.name)
        # a claim on its way keeps nobody waiting: what follows it is not stale by it
        pending = any(command.label not in CLAIMING for command in desk.pending.commands(row.id))
        return explain(row, seat, desk.now(), pending=pending, assisting=assisting)

    def detail_of(self, case_id: str) -> CaseDetail | None:
        """Return what the hub told of a case, None when it is not this one or not here yet."""
        return self._detail if self._detail is not None and self._detail.row.id == case_id else None

    def learn(self, detail: CaseDetail) -> None:
        """Take what the hub told of a case, where it is this one."""
        if detail.row.id == self._id:
            self._detail = detail
            self.show()

    def choose(self, case_id: str) -> None:
        """Show another case ("" for none), and ask for its details."""
        if case_id == self._id:
            return
        self._id = case_id
        self._detail = None
        self.similar.follow(case_id)
        self.chose.emit(case_id)
        self.show(self._drafts.text(case_id, NOTE) if case_id else "")
        self.ask()

    def ask(self) -> None:
        """Ask the hub for the details anew."""
        case_id = self._id
        if case_id:
            self._desk.ask(lambda client: client.case(case_id), self._on_detail, slot="detail")

    def tick(self, now: Instant) -> None:
        """Let its deadline run on."""
        row = self.row
        if row is not None:
            words, tone = sentences.deadline(row, self._desk.wording, now)
            self._panel.set_deadline(words, tone)

    def show(self, draft: str | None = None) -> None:
        """Draw it as it stands; a `draft` goes into the note field."""
        row = self.known
        if row is None:
            self._panel.set_case(None)
            self._files.show("", (), self.tr("请先在队列里选一件案件"))
            return
        gone = self.tr("本件已离开您的视野，仅供查阅") if self._is_gone(row) else ""
        self._panel.set_case(self._view(row, gone), draft)
        detail = self._detail
        self._files.show(row.id, detail.attachments if detail is not None else (), gone or self._why_no_files())

    # ── what comes in ───────────────────────────────────────────────────────────────────────────────────────────────
    def _on_detail(self, outcome: Outcome[CaseDetail]) -> None:
        if outcome.error is None:
            self.learn(outcome.value())
        elif self._detail is None and self._id:
            self._panel.set_state(PanelState("error", self.tr("案件详情没有取到"), action=self.tr("再试一次")))

    @Slot(object)
    def _on_touched(self, ids: frozenset[str]) -> None:
        if self._id in ids:
            self._outdated = True
            self._show_soon()
            self.similar.follow(self._id)

    @Slot(object)
    def _on_renamed(self, _profile: object) -> None:
        self._show_soon()

    @Slot(object)
    def _on_company(self, ids: tuple[str, ...]) -> None:
        if self._id in ids:
            self._show_soon()

    @Slot(str)
    def _on_pending(self, case_id: str) -> None:
        if case_id != self._id:
            return
        row = self.known
        if row is not None and self._desk.pending.mark(case_id):  # 提交中 stands at the next frame
            self._panel.set_progress(self._marks(row), self._offered(row))
        self._show_soon()

    def _on_drafts(self) -> None:
        draft = self._drafts.text(self._id, NOTE) if self._id else ""
        if draft and not self._panel.note():
            self.show(draft)

    @Slot(object, str)
    def _keep_draft(self, key: object, words: str) -> None:
        self._drafts.keep(str(key), NOTE, words)

    # ── how it is drawn ─────────────────────────────────────────────────────────────────────────────────────────────
    def _show_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()

    def _catch_up(self) -> None:
        self.show()
        if self._outdated:
            self._outdated = False
            self.ask()

    def _is_gone(self, row: BoardRow) -> bool:
        closed = self._detail is not None and self._detail.as_of is None and self._detail.row.id == row.id
        return self.row is None and not closed

    def _view(self, row: BoardRow, gone: str) -> CaseView:
        desk, detail, now = self._desk, self._detail, self._desk.now()
        wording, clock = desk.wording, desk.clock_text
        deadline, tone = sentences.deadline(row, wording, now)
        return CaseView(
            key=row.id,
            number=row.number,
            title=row.title,
            deadline=deadline,
            deadline_tone=tone,
            facts=self._facts(row),
            steps=sentences.steps(row, detail.step_times if detail is not None else {}, wording, clock, now),
            actions=self._offered(row),
            chapters=self._chapters(detail, now),
            body=sentence(detail.text, explained.standing(detail, wording, clock, now), separator="\n")
            if detail is not None
            else "",
            marks=self._marks(row),
            exercise=row.mode is not Mode.LIVE,
            gone=gone,
            similar=self.similar.mark(),
        )

    def _offered(self, row: BoardRow) -> tuple[ActionSpec, ...]:
        commands = self._desk.pending.commands(row.id)
        busy = [Action(command.label) for command in commands if command.label in ACTIONS]
        return offered(specs(self.states, busy), row, self._desk.session.person_id)

    def _chapters(self, detail: CaseDetail | None, now: Instant) -> tuple[Chapter, ...]:
        if detail is None:
            return ()
        wording, clock = self._desk.wording, self._desk.clock_text
        day = clock.day_start(now)  # on which it depends how the moments are written
        known, of_day, _ = self._history
        if known is not detail or of_day != day:
            self._history = (detail, day, sentences.timeline(detail.events, wording, clock, now))
        return chapters(detail, self._history[2], wording, clock, now)

    def _why_no_files(self) -> str:
        return "" if Right.CASE_NOTE in self._desk.session.rights else self.tr("您的角色不能添加附件")

    def _facts(self, row: BoardRow) -> str:
        wording = self._desk.wording
        personal = sentence(*self._detail.personal.values(), separator=" ") if self._detail is not None else ""
        return sentence(
            row.place,
            wording.source(row.source),
            wording.call_kind(row.call_kind),
            wording.request_kind(row.request_kind),
            self.tr("主动发现") if row.proactive else "",
            wording.category(row.category),
            self.tr("承办 {unit}").format(unit=wording.unit(row.holder_id)),
            personal,
        )

    def _company(self, row: BoardRow) -> str:
        """Return who else is at the case, in words."""
        team = self._desk.team
        company = team.company(row.id)
        watching = [one for one in company.watchers if one != company.claimed_by]
        looking = self.tr("{who} 在看").format(who=listed([team.name(one) for one in watching])) if watching else ""
        if not company.claimed_by or company.claimed_by == self._desk.session.person_id:
            return looking
        pattern = self.tr("{who} 在办，久无动作") if company.silent else self.tr("{who} 在办")
        return sentence(pattern.format(who=team.name(company.claimed_by)), looking)

    def _marks(self, row: BoardRow) -> tuple[str, ...]:
        words = {"submitting": self.tr("提交中"), "unconfirmed": self.tr("未确认")}
        return tuple(
            word
            for word in (
                words.get(self._desk.pending.mark(row.id), ""),
                self._company(row),
                supervised_word(row),
                *(mark.word for mark in case_marks(row, self._desk.wording) if mark.kind != "similar"),
                self.tr("演示") if self._desk.profile.demo else "",
            )
            if word
        )
