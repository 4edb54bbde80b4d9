"""Composing an alert: kind left, level, area and words in the middle, whom it reaches right, the held button below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from msgspec import structs
from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from console.pages.alert import draft as drafting
from console.pages.alert.audience import AudiencePanel
from console.pages.alert.draft import Composed
from console.pages.alert.issue_bar import IssueBar, Standing
from console.pages.alert.kinds import KindList
from console.pages.alert.levels import LevelBar
from console.pages.alert.modes import ModeBar
from console.pages.alert.words_pane import WordsPane
from console.problems import hub_words
from console.wording import listed
from services.api.alerts import AlertCatalogue, AlertPreview
from services.api.district import UnitRow
from services.domain.clock import Instant
from services.domain.modes import Mode
from services.domain.tiers import Tier
from services.geo.areas import AreaSet
from widgets.map.canvas import MapCanvas
from widgets.plain import ElidedLabel, PlainLabel
from widgets.theme import Theme

PREVIEW_AFTER_MS = 200


class AlertComposer(QWidget):
    """The composer. Emits `preview_wanted` with a `Composed` after changes, and `issue_wanted` when it was held."""

    preview_wanted = Signal(object)
    issue_wanted = Signal(object)
    leave_wanted = Signal()

    def __init__(
        self, theme: Theme, monotonic_ms: Callable[[], float], parent: QWidget | None = None, *, map_helper: bool = True
    ) -> None:
        super().__init__(parent)
        self._catalogue = AlertCatalogue(kinds=(), channels=(), live_refused="")
        self._draft = Composed(mode=Mode.EXERCISE)
        self._units: dict[str, UnitRow] = {}
        self._preview: AlertPreview | None = None
        self._busy = False
        self._to_show: str | None = None
        self._since_change = QTimer(self)
        self._since_change.setSingleShot(True)
        self._since_change.setInterval(PREVIEW_AFTER_MS)
        self._since_change.timeout.connect(self._ask_preview)

        self.modes = ModeBar(theme, self)
        self.modes.chosen.connect(self._on_mode)
        self.about = ElidedLabel("", self, role="quiet")
        self.kinds = KindList(theme, self)
        self.kinds.chosen.connect(self._on_kind)
        self.levels = LevelBar(theme, self)
        self.levels.chosen.connect(self._on_level)
        self.tier = QComboBox(self)
        self.tier.setAccessibleName(self.tr("在地图上按哪一层级增减"))
        self.tier.currentIndexChanged.connect(self._on_tier)
        self.area = ElidedLabel("", self, role="quiet")
        self.map = MapCanvas(theme, self, helper=map_helper)
        self.map.area_toggled.connect(self._on_area)
        self.map.setMinimumHeight(260)
        self.said = WordsPane(theme, self)
        self.said.template_chosen.connect(self._on_template)
        self.said.field_written.connect(self._on_field)
        self.said.words_written.connect(self._on_words)
        self.said.length_chosen.connect(self._on_length)
        self.audience = AudiencePanel(self)
        self.audience.channels_changed.connect(self._on_channels)
        self.bar = IssueBar(theme, monotonic_ms, self)
        self.bar.leave_wanted.connect(self.leave_wanted)
        self.bar.confirmed.connect(self._on_held)
        self._build()

    # ── what is given ───────────────────────────────────────────────────────────────────────────────────────────────
    def set_district(self, catalogue: AlertCatalogue, areas: AreaSet, units: dict[str, UnitRow]) -> None:
        """Give the kinds that may be composed, the areas to choose from, and the units by id."""
        self._catalogue = structs.replace(
            catalogue,
            live_refused=hub_words(catalogue.live_refused),
            test_refused=hub_words(catalogue.test_refused),
        )
        self._units = units
        self.map.set_areas(areas)
        self.modes.set_refusal(Mode.LIVE, self._catalogue.live_refused)
        self.modes.set_refusal(Mode.TEST, self._catalogue.test_refused)
        self.audience.set_channels(catalogue.channels)
        self.kinds.set_kinds(catalogue.kinds)

    def open(self, now: Instant, mode: Mode, case_id: str | None, about: str, unit_id: str | None) -> None:
        """Begin a new alert, from a case or from nothing; the case's area is proposed, kind and level are not."""
        self._draft = drafting.start(self._catalogue, now, mode, case_id, unit_id)
        self._preview = None
        self._busy = False
        self.about.setText(about)
        self.kinds.choose_none()
        self.bar.show_error("")
        self._show_draft()
        self._fill_words()
        self._to_show = unit_id
        if self.isVisible():
            self._show_place()
        self.kinds.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Bring the proposed area into view once the map has its size."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._show_place)

    def _show_place(self) -> None:
        if self._to_show is not None and self.map.show_area(self._to_show):
            self._to_show = None

    def set_preview(self, preview: AlertPreview) -> None:
        """Show what the hub says the alert would be."""
        self._preview = preview
        self.bar.show_error("")
        self.audience.set_preview(preview)
        self.said.show_preview(self._catalogue, self._draft, preview)
        self._show_held()

    def show_error(self, sentence: str) -> None:
        """Say what stands in the way, and let the person go on."""
        self._busy = False
        self.bar.show_error(sentence)
        self._show_held()

    def set_theme(self, theme: Theme) -> None:
        """Mark the filled spans in this theme from now on."""
        self.said.set_theme(theme)

    @property
    def draft(self) -> Composed:
        """What has been chosen so far."""
        return self._draft

    def shutdown(self) -> None:
        """End what the map has running."""
        self._since_change.stop()
        self.map.shutdown()

    # ── choices ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_mode(self, mode: Mode) -> None:
        self._change(replace(self._draft, mode=mode))

    @Slot(str)
    def _on_kind(self, kind: str) -> None:
        if kind != self._draft.kind:
            self._change(drafting.with_kind(self._catalogue, self._draft, kind))
            self._fill_words()

    def _on_level(self, level: str) -> None:
        self._change(replace(self._draft, level=level))

    def _on_tier(self) -> None:
        self.map.set_choosing(self.tier.currentData())

    def _on_area(self, unit_id: str) -> None:
        self._change(drafting.with_unit_toggled(self._draft, unit_id))

    @Slot(str)
    def _on_template(self, template: str) -> None:
        self._change(drafting.with_template(self._catalogue, self._draft, template))
        self._fill_words()

    @Slot(str, str)
    def _on_field(self, name: str, text: str) -> None:
        if text.strip() != self._draft.fields.get(name, ""):
            self._change(drafting.with_field(self._draft, name, text))
        self.said.write(self._catalogue, self._draft)

    @Slot(str, str)
    def _on_words(self, warning: str, measures: str) -> None:
        draft = drafting.with_words(self._catalogue, self._draft, warning, measures)
        if draft != self._draft:
            self._change(draft)

    @Slot(int)
    def _on_length(self, length_ms: int) -> None:
        self._change(replace(self._draft, length_ms=length_ms))

    def _on_channels(self, channels: tuple[str, ...]) -> None:
        self._change(replace(self._draft, channels=channels))

    def _on_held(self) -> None:
        if not self._busy and not self.bar.refusal(self._standing()):
            self._busy = True
            self._show_held()
            self.issue_wanted.emit(self._draft)

    def _change(self, draft: Composed) -> None:
        self._draft = draft
        self._preview = None
        self._show_draft()
        self._since_change.start()

    def _ask_preview(self) -> None:
        if self._draft.kind and self._draft.level and self._draft.unit_ids:
            self.preview_wanted.emit(self._draft)

    # ── what is shown ───────────────────────────────────────────────────────────────────────────────────────────────
    def _show_draft(self) -> None:
        draft = self._draft
        kind = drafting.kind_of(self._catalogue, draft)
        self.modes.set_mode(draft.mode)
        self.map.set_exercise(draft.mode is not Mode.LIVE)
        self.levels.set_levels(kind.levels if kind is not None else (), draft.level)
        self.map.set_selected_areas(draft.unit_ids)
        names = [self._units[one].name for one in draft.unit_ids if one in self._units]
        self.area.setText(listed(names) if names else self.tr("还没有选定区域，在地图上点选"))
        self._show_held()

    def _standing(self) -> Standing:
        return Standing(self._catalogue, self._draft, self._preview, self.area.text(), self._busy)

    def _show_held(self) -> None:
        self.bar.show_standing(self._standing())

    def _fill_words(self) -> None:
        self.said.fill(self._catalogue, self._draft)
        self.said.lead((*self.audience.findChildren(QCheckBox), self.bar.held))

    # ── layout ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _build(self) -> None:
        for tier, word in (
            (Tier.STREET, self.tr("按街镇增减")),
            (Tier.COMMUNITY, self.tr("按社区增减")),
            (Tier.GRID, self.tr("按网格增减")),
        ):
            self.tier.addItem(word, tier)
        columns = QHBoxLayout()
        columns.setSpacing(0)
        columns.addWidget(self._left())
        columns.addWidget(self._middle(), 1)
        columns.addWidget(self.audience)
        self.audience.setFixedWidth(400)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._top())
        whole.addLayout(columns, 1)
        whole.addWidget(self.bar)

    def _top(self) -> QWidget:
        bar = QFrame(self)
        bar.setProperty("surface", "surface")
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 10, 20, 10)
        row.setSpacing(16)
        row.addWidget(PlainLabel(self.tr("一键预警"), bar, role="title"))
        row.addWidget(self.modes)
        row.addWidget(self.about, 1)
        return bar

    def _left(self) -> QWidget:
        side = QWidget(self)
        side.setFixedWidth(300)
        column = QVBoxLayout(side)
        column.setContentsMargins(16, 14, 16, 14)
        column.addWidget(PlainLabel(self.tr("预警类型"), side, role="secondary"))
        column.addWidget(self.kinds, 1)
        return side

    def _middle(self) -> QWidget:
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(8)
        column.addWidget(self.levels)
        where = QHBoxLayout()
        where.addWidget(PlainLabel(self.tr("影响范围"), inner, role="secondary"))
        where.addWidget(self.area, 1)
        where.addWidget(self.tier)
        column.addLayout(where)
        column.addWidget(self.map, 3)
        column.addWidget(self.said, 2)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        return area
