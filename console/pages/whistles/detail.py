"""One whistle: what it is about, who has come, what is solved, who has rated whom, what can be done, what was done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.pages.whistles import words
from console.pages.whistles.words import Speaker
from console.wording import labelled
from services.api.whistles import WhistleDetail, WhistleFileRow, WhistleRow
from services.domain.clock import Instant
from services.domain.whistle_moves import DISTRICT, ratings_missing
from services.domain.whistles import Summons, UnitState, Whistle, WhistleState
from widgets.flow import FlowLayout
from widgets.keycap import ActionSpec, KeycapButton
from widgets.panel import LinkButton, card, clear_layout
from widgets.plain import ElidedLabel, PlainLabel, one_line, sentence
from widgets.qss import set_property
from widgets.theme import Theme
from widgets.timeline import Timeline

_RECORD_PX = 170
_ABOVE_PX = 10


class WhistleView(QWidget):
    """Shows a row at once and its record when that has come. Emits the name of an action, and what is to be opened."""

    chosen = Signal(str)
    refused = Signal(str)
    case_wanted = Signal(object)
    """The id of the case it was blown for."""
    photo_wanted = Signal(object)
    """A WhistleFileRow to keep."""
    add_photo_wanted = Signal(object)
    """The id of the unit whose presence a photograph shows."""

    def __init__(self, theme: Theme, speaker: Speaker, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._speaker = speaker
        self._row: WhistleRow | None = None
        self._files: tuple[WhistleFileRow, ...] = ()
        self._now: Instant = 0
        self._clocks: list[tuple[PlainLabel, Summons]] = []
        self._buttons: dict[str, KeycapButton] = {}
        self._title = ElidedLabel(role="title")
        self._state = PlainLabel(role="heading")
        self._facts = ElidedLabel(role="secondary")
        self._case = LinkButton()
        self._why = PlainLabel(wrap=True)
        self.record = Timeline(theme)
        self.record.setMinimumHeight(_RECORD_PX)
        self._bar = QWidget(self)
        self._flow = FlowLayout(self._bar)
        self._parts = QVBoxLayout()
        self._parts.setSpacing(6)
        self._arrange()
        self._case.opened.connect(self.case_wanted)

    # ── what others ask ─────────────────────────────────────────────────────────────────────────────────────────────
    def show_row(self, row: WhistleRow, now: Instant) -> None:
        """Show a whistle as it is in the list; its record stays until the new one comes."""
        other = self._row is None or self._row.whistle.id != row.whistle.id
        if other:
            self._files = ()
            self.record.set_entries(())
        if row != self._row or other:
            self._row = row
            self._fill(now)
        self.tick(now)

    def show_detail(self, detail: WhistleDetail, now: Instant) -> None:
        """Show a whistle with its record and files."""
        changed = detail.files != self._files
        self._files = detail.files
        self.show_row(detail.row, now)
        if changed:
            self._fill(now)
            self.tick(now)
        self.record.set_entries(words.entries(detail.events, self._speaker, now))

    def show_actions(self, specs: tuple[ActionSpec, ...]) -> None:
        """Offer these actions."""
        if [spec.name for spec in specs] != list(self._buttons):
            clear_layout(self._flow)
            self._buttons = {}
            for spec in specs:
                button = KeycapButton(spec, self._theme, self._bar)
                button.chosen.connect(self.chosen)
                button.refused.connect(self.refused)
                self._flow.addWidget(button)
                button.show()
                self._buttons[spec.name] = button
        for spec in specs:
            self._buttons[spec.name].set_spec(spec)

    def set_theme(self, theme: Theme) -> None:
        """Draw what is made from now on with this theme; what is there hears of it by itself."""
        self._theme = theme

    def tick(self, now: Instant) -> None:
        """Let the clocks go on."""
        self._now = now
        if self._row is None:
            return
        whistle = self._row.whistle
        text, tone = words.countdown(whistle, self._speaker, now)
        self._state.setText(text)
        set_property(self._state, "tone", "" if tone == "quiet" else tone)
        for label, part in self._clocks:
            text, tone = words.unit_words(part, whistle, self._speaker, now)
            label.setText(one_line(text))
            set_property(label, "tone", "" if tone == "quiet" else tone)

    # ── building ────────────────────────────────────────────────────────────────────────────────────────────────────
    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._state)
        facts = QHBoxLayout()
        facts.setSpacing(12)
        facts.addWidget(self._facts, 1)
        facts.addWidget(self._case)
        inner = QWidget(self)
        inner.setProperty("surface", "none")
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(self._why)
        column.addLayout(self._parts)
        column.addWidget(PlainLabel(self.tr("处置记录"), role="heading"))
        column.addWidget(self.record, 1)
        scroll = QScrollArea(self)
        scroll.setWidget(inner)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setAccessibleName(self.tr("吹哨详情"))
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(8)
        page.addLayout(head)
        page.addLayout(facts)
        page.addWidget(self._bar)
        page.addWidget(scroll, 1)

    def _fill(self, now: Instant) -> None:
        row = self._row
        if row is None:
            return
        whistle, unit = row.whistle, self._speaker.wording.unit
        self._title.setText(sentence(whistle.number, whistle.matter))
        approved = ""
        if whistle.approved_by:
            approved = self.tr("{who} 批准").format(who=whistle.approved_by)
        elif whistle.state is WhistleState.WAITING:
            approved = self.tr("须经街镇领导批准")
        self._facts.setText(
            sentence(
                words.mode_mark(whistle),
                words.state_word(whistle.state),
                words.kind_word(row),
                self.tr("{unit} 吹哨").format(unit=unit(whistle.unit_id)),
                whistle.place,
                approved,
            )
        )
        self._case.setVisible(whistle.case_id is not None)
        self._case.set_target(self.tr("案件 {number}").format(number=row.case_number[-4:]), whistle.case_id)
        self._why.setText(labelled(self.tr("街镇为何不能解决"), whistle.why))
        self._fill_parts(whistle, now)
        self.setAccessibleName(sentence(whistle.number, whistle.matter))

    def _fill_parts(self, whistle: Whistle, now: Instant) -> None:
        clear_layout(self._parts)
        self._clocks = []
        self._part(sentence(self.tr("被召单位"), words.arrivals(whistle)), self._units(whistle))
        if whistle.to_assign:
            self._parts.addWidget(PlainLabel(self.tr("两个单位拒绝，待区指挥中心指定"), tone="red", wrap=True))
        solved = sum(item.solved_at is not None for item in whistle.problems)
        title = self.tr("问题 · 已解决 {solved}/{all}").format(solved=solved, all=len(whistle.problems))
        self._part(title, self._problems(whistle, now))
        if whistle.state in (WhistleState.SOLVED, WhistleState.RATED, WhistleState.CLOSED):
            self._part(self.tr("评哨（一事一考）"), self._ratings(whistle))

    def _part(self, title: str, content: QWidget) -> None:
        """Add a titled part; its title stands nearer to it than to the part above."""
        heading = PlainLabel(title, role="heading")
        heading.setContentsMargins(0, _ABOVE_PX if self._parts.count() else 0, 0, 0)
        self._parts.addWidget(heading)
        self._parts.addWidget(content)

    def _units(self, whistle: Whistle) -> QWidget:
        frame, column = card(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(3, 1)
        for line, part in enumerate(whistle.units):
            grid.addWidget(ElidedLabel(self._speaker.wording.unit(part.unit_id)), line, 0)
            grid.addWidget(PlainLabel(words.role_words(part), role="secondary"), line, 1)
            state = PlainLabel()
            self._clocks.append((state, part))
            grid.addWidget(state, line, 2)
            grid.addWidget(ElidedLabel(self._about(part), role="secondary"), line, 3)
            grid.addWidget(self._photos(part), line, 4)
        column.addLayout(grid)
        return frame

    def _about(self, part: Summons) -> str:
        """Return who came, on whose word it stands, or the words of a refusal."""
        by = self.tr("{time} 前").format(time=self._speaker.clock.near(part.arrive_by, self._now or part.arrive_by))
        if part.state is UnitState.REFUSED:
            named = self._speaker.wording.unit(part.answered_by) if part.answered_by else ""
            instead = self.tr("区改派 {unit}").format(unit=named) if named else ""
            return sentence(part.refused_text, instead)
        how = {"released": self.tr("经吹哨单位准予"), "done": "", "closed": ""}.get(part.left_how, "")
        return sentence(by, part.arrived_person, words.said_words(part.arrived_said), how)

    def _photos(self, part: Summons) -> QWidget:
        holder = QWidget(self)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        for item in self._files:
            if item.unit_id == part.unit_id:
                link = LinkButton(parent=holder)
                link.set_weight("small")
                link.set_target(one_line(item.name, 24), item)
                link.opened.connect(self.photo_wanted)
                row.addWidget(link)
        if part.arrived_at is not None:
            add = LinkButton(parent=holder)
            add.set_weight("small")
            add.set_target(self.tr("附照片"), part.unit_id)
            add.opened.connect(self.add_photo_wanted)
            row.addWidget(add)
        return holder

    def _problems(self, whistle: Whistle, now: Instant) -> QWidget:
        frame, column = card(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(2, 3)
        for line, item in enumerate(whistle.problems):
            text, tone = words.problem_words(item, whistle, self._speaker, now)
            grid.addWidget(PlainLabel(f"{item.seq}. {one_line(item.text, 300)}", wrap=True), line, 0)
            grid.addWidget(PlainLabel(text, tone="" if tone == "quiet" else tone), line, 1)
            grid.addWidget(ElidedLabel(item.solved_text, role="secondary"), line, 2)
        column.addLayout(grid)
        return frame

    def _ratings(self, whistle: Whistle) -> QWidget:
        frame, column = card(self)
        for rating in whistle.ratings:
            column.addWidget(PlainLabel(words.rating_words(rating, whistle, self._speaker), wrap=True))
        unit = self._speaker.wording.unit
        for by, of in ratings_missing(whistle):
            if by == DISTRICT:
                missing = self.tr("待区评（一事一考）")
            elif of:
                missing = self.tr("待 {by} 评 {of}").format(by=unit(by), of=unit(of))
            else:
                missing = self.tr("待 {by} 评哨").format(by=unit(by))
            column.addWidget(PlainLabel(missing, role="secondary", wrap=True))
        return frame
