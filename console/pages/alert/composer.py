"""Composing an alert: kind left, level, area and words in the middle, whom it reaches right, the held button below."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from msgspec import structs
from PySide6.QtCore import QSignalBlocker, QTimer, Signal, Slot
from PySide6.QtGui import QFont, QShowEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from console.pages.alert import draft as drafting
from console.pages.alert import words
from console.pages.alert.audience import AudiencePanel
from console.pages.alert.draft import Composed
from console.pages.alert.kinds import KindList
from console.pages.alert.levels import LevelBar
from console.pages.alert.modes import ModeBar
from console.problems import hub_words
from console.wording import listed
from services.api.alerts import AlertCatalogue, AlertPreview
from services.api.district import UnitRow
from services.domain.clock import HOUR_MS, Instant
from services.domain.modes import Mode
from services.domain.tiers import Tier
from services.geo.areas import AreaSet
from widgets.held import HeldButton
from widgets.map.canvas import MapCanvas
from widgets.plain import ElidedLabel, PlainLabel, one_line
from widgets.theme import Theme

PREVIEW_AFTER_MS = 200
LENGTHS_H = (1, 2, 3, 6, 12, 24)


class AlertComposer(QWidget):
    """The composer. Emits `preview_wanted` with a `Composed` after changes, and `issue_wanted` when it was held."""

    preview_wanted = Signal(object)
    issue_wanted = Signal(object)
    leave_wanted = Signal()

    def __init__(
        self, theme: Theme, monotonic_ms: Callable[[], float], parent: QWidget | None = None, *, map_helper: bool = True
    ) -> None:
        super().__init__(parent)
        self._theme = theme
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
        self.templates = QComboBox(self)
        self.templates.setAccessibleName(self.tr("模板"))
        self.templates.activated.connect(self._on_template)
        self._fields = QFormLayout()
        self._field_edits: dict[str, QLineEdit] = {}
        self.warning = self._words(self.tr("警示事项"), 54)
        self.measures = self._words(self.tr("应当采取的措施"), 54)
        self.length = QComboBox(self)
        self.length.setAccessibleName(self.tr("有效期"))
        self.preview = QPlainTextEdit(self)
        self.preview.setReadOnly(True)
        self.preview.setAccessibleName(self.tr("发布内容"))
        self.audience = AudiencePanel(self)
        self.audience.channels_changed.connect(self._on_channels)
        self.held = HeldButton("", theme, monotonic_ms, self)
        self.held.confirmed.connect(self._on_held)
        self._error = PlainLabel("", self, tone="red", wrap=True)
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
        self._error.setText("")
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
        self._error.setText("")
        self.audience.set_preview(preview)
        shown = preview.channels[0] if preview.channels else None
        fields = drafting.fields_of(self._catalogue, self._draft)
        text, spans = words.with_labels(fields, shown.text, shown.spans) if shown is not None else ("", ())
        self.preview.setPlainText(text)
        self._highlight(spans)
        self._show_held()

    def show_error(self, sentence: str) -> None:
        """Say what stands in the way, and let the person go on."""
        self._busy = False
        self._error.setText(sentence)
        self._show_held()

    def set_theme(self, theme: Theme) -> None:
        """Mark the filled spans in this theme from now on."""
        self._theme = theme

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

    def _on_template(self) -> None:
        self._change(drafting.with_template(self._catalogue, self._draft, self.templates.currentData()))
        self._fill_words()

    def _on_field(self) -> None:
        for name, edit in self._field_edits.items():
            if edit.text().strip() != self._draft.fields.get(name, ""):
                self._change(drafting.with_field(self._draft, name, edit.text()))
        self._write_words()

    def _on_words(self) -> None:
        warning, measures = self.warning.toPlainText(), self.measures.toPlainText()
        draft = drafting.with_words(self._catalogue, self._draft, warning, measures)
        if draft != self._draft:
            self._change(draft)

    def _on_length(self) -> None:
        self._change(replace(self._draft, length_ms=self.length.currentData() * HOUR_MS))

    def _on_channels(self, channels: tuple[str, ...]) -> None:
        self._change(replace(self._draft, channels=channels))

    def _on_held(self) -> None:
        if not self._busy and not self._refusal():
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

    def _show_held(self) -> None:
        kind = drafting.kind_of(self._catalogue, self._draft)
        name = kind.name if kind is not None else ""
        people = self._preview.people if self._preview is not None else 0
        named = self.tr("按住 1.2 秒发布 · {kind}{level}预警 · {area} · {people} 人").format(
            kind=one_line(name, 12),
            level=self._colours().get(self._draft.level, ""),
            area=one_line(self.area.text(), 18),
            people=people,
        )
        self.held.set_mode(self._draft.mode.value)
        refusal = self._refusal()
        # Without a kind there is no alert to name: the button says what comes first.
        self.held.set_text(self.tr("正在发布…") if self._busy else named if kind is not None else refusal)
        self.held.set_refusal(refusal)
        self._hint.setText(refusal or self.tr("松开即取消 · 发布后可一键更正、解除"))

    def _colours(self) -> dict[str, str]:
        return {
            "blue": self.tr("蓝色"),
            "yellow": self.tr("黄色"),
            "orange": self.tr("橙色"),
            "red": self.tr("红色"),
        }

    def _refusal(self) -> str:
        draft = self._draft
        open_fields = drafting.unfilled(self._catalogue, draft)
        checks = (
            (draft.mode is Mode.LIVE, self._catalogue.live_refused),
            (not draft.kind, self.tr("请先选择预警类型")),
            (not draft.level, self.tr("请选择级别")),
            (not draft.unit_ids, self.tr("请在地图上选定区域")),
            (bool(open_fields), self.tr("请填写：{fields}").format(fields=listed(open_fields))),
            (self._preview is None, self.tr("正在核对内容和受众…")),
            (self._busy, self.tr("正在发布…")),
        )
        for applies, sentence in checks:
            if applies:
                return sentence
        if self._preview is not None and self._preview.missing:
            return self.tr("还缺：{fields}").format(fields=listed(hub_words(one) for one in self._preview.missing))
        if self._preview is not None and not self._preview.people:
            return self.tr("所选范围内没有可以送达的人")
        return ""

    def _fill_words(self) -> None:
        kind = drafting.kind_of(self._catalogue, self._draft)
        self.templates.clear()
        for offered in kind.templates if kind is not None else ():
            self.templates.addItem(offered.name, offered.code)
        self.templates.setCurrentIndex(self.templates.findData(self._draft.template))
        while self._fields.rowCount():
            self._fields.removeRow(0)
        self._field_edits = {}
        for row in drafting.fields_of(self._catalogue, self._draft):
            edit = QLineEdit(self)
            edit.setAccessibleName(row.label)
            edit.textEdited.connect(self._on_field)
            self._field_edits[row.name] = edit
            self._fields.addRow(PlainLabel(row.label, self, role="secondary"), edit)
        self._write_words()
        # The keys go on as the eye does, also through fields that were made after what stands below them.
        fields = self._field_edits.values()
        channels = self.audience.findChildren(QCheckBox)
        way = (self.length, *fields, self.warning, self.measures, self.preview, *channels, self.held)
        self.setTabOrder(self.templates, self.length)
        for before, after in pairwise(way):
            self.setTabOrder(before, after)

    def _write_words(self) -> None:
        fields = drafting.fields_of(self._catalogue, self._draft)
        for edit, said in ((self.warning, self._draft.warning), (self.measures, self._draft.measures)):
            text, _ = words.with_labels(fields, said)
            if edit.toPlainText().strip() != text:
                with QSignalBlocker(edit):  # nobody wrote this: it is no reason to look at both texts again
                    edit.setPlainText(text)

    def _highlight(self, spans: tuple[tuple[int, int], ...]) -> None:
        look = QTextCharFormat()
        look.setBackground(self._theme.color("selection"))
        look.setForeground(self._theme.color("accent_text"))
        look.setFontWeight(QFont.Weight.DemiBold)
        marks = []
        for begin, end in spans:
            mark = QTextEdit.ExtraSelection()
            cursor = QTextCursor(self.preview.document())
            cursor.setPosition(begin)
            cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
            mark.cursor, mark.format = cursor, look
            marks.append(mark)
        self.preview.setExtraSelections(marks)

    # ── layout ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def _words(self, name: str, height: int) -> QPlainTextEdit:
        edit = QPlainTextEdit(self)
        edit.setAccessibleName(name)
        edit.setPlaceholderText(name)
        edit.setTabChangesFocus(True)
        edit.setFixedHeight(height)
        edit.textChanged.connect(self._on_words)
        return edit

    def _build(self) -> None:
        for tier, word in (
            (Tier.STREET, self.tr("按街镇增减")),
            (Tier.COMMUNITY, self.tr("按社区增减")),
            (Tier.GRID, self.tr("按网格增减")),
        ):
            self.tier.addItem(word, tier)
        for hours in LENGTHS_H:
            self.length.addItem(self.tr("{n} 小时").format(n=hours), hours)
        self.length.setCurrentIndex(LENGTHS_H.index(2))
        self.length.currentIndexChanged.connect(self._on_length)
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
        whole.addWidget(self._bottom())

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
        choice = QHBoxLayout()
        choice.addWidget(PlainLabel(self.tr("模板"), inner, role="secondary"))
        choice.addWidget(self.templates, 1)
        choice.addWidget(PlainLabel(self.tr("有效期"), inner, role="secondary"))
        choice.addWidget(self.length)
        column.addLayout(choice)
        column.addLayout(self._fields)
        column.addWidget(PlainLabel(self.tr("警示事项"), inner, role="secondary"))
        column.addWidget(self.warning)
        column.addWidget(PlainLabel(self.tr("应当采取的措施"), inner, role="secondary"))
        column.addWidget(self.measures)
        column.addWidget(PlainLabel(self.tr("发布内容 · 着色处为自动填写"), inner, role="secondary"))
        column.addWidget(self.preview, 1)
        self.preview.setMinimumHeight(84)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setWidget(inner)
        return area

    def _bottom(self) -> QWidget:
        bar = QFrame(self)
        bar.setProperty("surface", "surface")
        row = QHBoxLayout(bar)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(14)
        leave = QPushButton(self.tr("离开"), bar)
        leave.clicked.connect(self.leave_wanted)
        row.addWidget(leave)
        row.addWidget(self._error, 1)
        self._hint = PlainLabel("", bar, role="secondary")
        row.addWidget(self._hint)
        self.held.setFixedWidth(660)
        row.addWidget(self.held)
        return bar
