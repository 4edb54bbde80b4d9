"""The working calendar: a year of days, what it lacks, and what follows when it is changed."""

from __future__ import annotations

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSpinBox, QVBoxLayout, QWidget

from console.client import Client
from console.pages.settings.affected import AffectedForm
from console.pages.settings.asking import ReportForm
from console.pages.settings.day_box import DayBox
from console.pages.settings.part import Part, SettingsKit, button, open_form, read_file
from console.pages.settings.working_time import WorkingTime, WorkingTimeBox
from console.pages.settings.year_view import YearView
from console.tasks import Outcome
from console.transport import HubRefused
from console.wording import listed
from services.api.calendar import (
    Affected,
    Applied,
    ApplyCalendar,
    CalendarDay,
    CalendarEdit,
    CalendarImport,
    CalendarView,
    CalendarYear,
)
from services.domain.calendar import DayKind, Lack, LackKind
from services.domain.calendar_file import YEARS
from widgets.plain import ElidedLabel, PlainLabel, one_line, sentence
from widgets.state import StateOverlay

_SIDE_PX = 350
_CYCLE: dict[DayKind | None, DayKind | None] = {None: DayKind.REST, DayKind.REST: DayKind.WORK, DayKind.WORK: None}

Marks = dict[date, tuple[DayKind, str]]


class CalendarPart(Part):
    """One year at a time. What is changed stays here until it is saved; Ctrl+Z takes back one change after another."""

    def __init__(self, kit: SettingsKit, parent: QWidget | None = None) -> None:
        super().__init__(kit, parent)
        today = date.fromisoformat(kit.clock_text.long(kit.now())[:10])
        self._today = today
        self._view: CalendarView | None = None
        self._year: CalendarYear | None = None
        self._marks: Marks = {}
        self._undo: list[Marks] = []
        self.banner = PlainLabel("", self, tone="red", wrap=True)
        self.banner.setAccessibleName(self.tr("日历缺什么"))
        self.picker = QSpinBox(self)
        self.picker.setRange(*YEARS)
        self.picker.setValue(today.year)
        self.picker.setAccessibleName(self.tr("年份"))
        self.picker.setToolTip(self.tr("上下键换年份"))
        self.state = ElidedLabel("", self, role="secondary")
        self.year = YearView(kit.theme, self)
        self.day = DayBox(self)
        self.time = WorkingTimeBox(self)
        edit = kit.editable
        self.save = button(self.tr("保存 Ctrl+S"), self.save_year, self, kind="primary")
        self.back = button(self.tr("放弃改动"), self.discard, self)
        self.load = button(self.tr("导入 CSV…"), self._on_load, self, hint=self.tr("列：日期、休/班、说明"))
        self.affected = button("", self.show_affected, self, kind="outline")
        self._affected: Affected | None = None
        self._arrange()
        self._overlay = StateOverlay(kit.theme, self.year)
        self._overlay.action_requested.connect(self.arrive)
        self.picker.valueChanged.connect(self._on_year_picked)
        self.year.walked.connect(self._on_walked)
        self.year.toggled.connect(self._on_toggled)
        self.day.marked.connect(self._on_marked)
        self.time.wanted.connect(self._on_time)
        for part in (self.save, self.back, self.load):
            part.setVisible(edit)
        self.day.set_editable(edit)
        self.time.set_editable(edit)
        self.affected.hide()
        for key, slot in (("Ctrl+S", self.save_year), ("Ctrl+Z", self.undo)):
            QShortcut(QKeySequence(key), self, slot)
        self.setFocusProxy(self.year)
        self._dress()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.picker)
        head.addWidget(self.state, 1)
        for part in (self.affected, self.load, self.back, self.save):
            head.addWidget(part)
        inner = QWidget(self)
        inner.setProperty("surface", "none")
        side = QVBoxLayout(inner)
        side.setContentsMargins(0, 0, 8, 0)
        side.addWidget(self.day)
        side.addWidget(self.time)
        side.addStretch()
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFixedWidth(_SIDE_PX)
        scroll.setWidget(inner)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.year, 1)
        row.addWidget(scroll)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.banner)
        column.addWidget(self.trouble)
        column.addLayout(head)
        column.addLayout(row, 1)

    # ── asking ──────────────────────────────────────────────────────────────────────────────────────────────────────
    @property
    def pending(self) -> bool:
        """Whether days were changed and not saved."""
        return bool(self._undo)

    @Slot()
    def arrive(self) -> None:
        """Fetch the calendar, unless something unsaved is shown."""
        self.ask(_calendar, self._on_view, "calendar")
        if not self.pending:
            self._ask_year()
        if self.kit.editable:
            self.ask(_affected, self._on_affected, "affected")

    def _ask_year(self) -> None:
        year = self.picker.value()
        known = self._year is not None and self._year.year == year
        self.loading(self._overlay, known=known)
        self.ask(partial(_year, year=year), self._on_year, "year")

    @Slot(object)
    def _on_view(self, outcome: Outcome[CalendarView]) -> None:
        if outcome.error is not None:
            self.is_over(outcome.error)
            return
        self._show_view(outcome.value())

    def _show_view(self, view: CalendarView) -> None:
        self._view = view
        self.time.show_time(view)
        self._dress()

    @Slot(object)
    def _on_year(self, outcome: Outcome[CalendarYear]) -> None:
        year = self.picker.value()
        known = self._year is not None and self._year.year == year
        if self.arrived(outcome, self._overlay, known=known):
            self._show_year(outcome.value())

    def _show_year(self, year: CalendarYear) -> None:
        self._year = year
        self._marks = {date.fromisoformat(day.day): (day.kind, day.note) for day in year.days}
        self._undo = []
        self.day.set_confirmed(year.confirmed)
        self._show_marks()

    @Slot(object)
    def _on_affected(self, outcome: Outcome[Affected]) -> None:
        if outcome.error is not None:
            self._affected = None  # a street's administrator may not: the recount is the district's
            self.is_over(outcome.error)
        else:
            self._affected = outcome.value()
        self._dress()

    # ── showing ─────────────────────────────────────────────────────────────────────────────────────────────────────
    def _show_marks(self) -> None:
        if self._year is not None:
            self.year.show_year(self._year.year, self._marks, self._today)
            self._on_walked(self.year.day)
        self._dress()

    def _lack_words(self, lack: Lack) -> str:
        if lack.kind is LackKind.PERIODS:
            return self.tr("工作时段尚未选定：以工作时、工作日计的时限不计算到期时间。")
        if lack.kind is LackKind.COUNTING:
            return self.tr("工作日的计法（A 或 B）尚未选定：以工作日计的时限不计算到期时间。")
        words = self.tr("{year} 年的工作日历未录入或未确认：经过该年的到期时间均标为未确认。")
        return words.format(year=lack.year)

    def _dress(self) -> None:
        year, view, affected = self._year, self._view, self._affected
        self.banner.setText("\n".join(map(self._lack_words, view.missing)) if view is not None else "")
        self.banner.setVisible(bool(self.banner.text()))
        if year is not None:
            self.state.setText(self._state_words(year))
        changed = self._is_changed()
        self.save.setEnabled(changed)
        self.back.setEnabled(changed)
        count = affected.total if affected is not None else 0
        self.affected.setVisible(count > 0)
        self.affected.setText(self.tr("{n} 件案件的到期时间会变…").format(n=count))

    def _state_words(self, year: CalendarYear) -> str:
        rest = sum(kind is DayKind.REST for kind, _ in self._marks.values())
        counts = self.tr("休 {rest} 天，班 {work} 天").format(rest=rest, work=len(self._marks) - rest)
        if not year.version:
            return self.tr("本年还没有录入：经过本年的到期时间未确认")
        sure = self.tr("已确认") if year.confirmed else self.tr("未确认：经过本年的到期时间未确认")
        when = self.kit.clock_text.long(year.updated_at) if year.updated_at is not None else ""
        return sentence(sure, counts, one_line(year.origin, 60), when)

    def _is_changed(self) -> bool:
        year = self._year
        return self.pending or (year is not None and self.day.confirmed != year.confirmed)

    # ── changing days ───────────────────────────────────────────────────────────────────────────────────────────────
    @Slot(int)
    def _on_year_picked(self, _year: int) -> None:
        if self._year is not None and self._year.year == self.picker.value():
            return
        if self._is_changed() and self._year is not None:
            self.picker.setValue(self._year.year)
            self.show_trouble(self.tr("这一年有没保存的改动：请先保存或放弃"))
            return
        self._ask_year()

    @Slot(object)
    def _on_walked(self, day: date) -> None:
        kind, note = self._marks.get(day, (None, ""))
        self.day.show_day(self.year.words(day), kind, note)

    @Slot(object)
    def _on_toggled(self, day: date) -> None:
        if self.kit.editable and self._year is not None:
            kind, note = self._marks.get(day, (None, ""))
            self._mark(day, _CYCLE[kind], note)

    @Slot(object, str)
    def _on_marked(self, kind: DayKind | None, note: str) -> None:
        self._mark(self.year.day, kind, note)

    def _mark(self, day: date, kind: DayKind | None, note: str) -> None:
        before = self._marks.get(day)
        after = (kind, note) if kind is not None else None
        if before == after:
            self._dress()
            return
        self._undo.append(self._marks)
        rest = {other: mark for other, mark in self._marks.items() if other != day}
        self._marks = rest if after is None else rest | {day: after}
        self._show_marks()

    @Slot()
    def undo(self) -> None:
        """Take back the last change that is not saved."""
        if self._undo:
            self._marks = self._undo.pop()
            self._show_marks()

    @Slot()
    def discard(self) -> None:
        """Forget what was changed and not saved."""
        if self._year is not None:
            self._show_year(self._year)

    # ── saving ──────────────────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def save_year(self) -> None:
        """Save the days of the year shown."""
        year = self._year
        if year is None or not self.kit.editable or not self._is_changed():
            return
        days = tuple(
            CalendarDay(day=day.isoformat(), kind=kind, note=note) for day, (kind, note) in sorted(self._marks.items())
        )
        work = partial(_put_year, year=year, confirmed=self.day.confirmed, days=days)
        self.do(work, self._on_saved, refused=self._on_stale)

    def _on_saved(self, year: CalendarYear) -> None:
        self._show_year(year)
        self.say(self.tr("{year} 年工作日历已保存").format(year=year.year))
        self.arrive()

    def _on_stale(self, error: HubRefused) -> bool:
        if error.problem.code != "record_stale":
            return False
        self._undo = []
        self.arrive()
        self.show_trouble(self.tr("已被他人改动。现在显示的是最新情况，请看清后再改。"))
        return True

    @Slot(object, str)
    def _on_time(self, edit: WorkingTime, reason: str) -> None:
        self.do(partial(_put_time, edit=edit, reason=reason), self._on_time_saved, refused=self._on_stale)

    def _on_time_saved(self, view: CalendarView) -> None:
        self._show_view(view)
        self.say(self.tr("工作时段和计法已保存"))
        self.arrive()

    # ── files ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def _on_load(self) -> None:
        self.pick_csv(self.tr("导入工作日历"), self.import_file)

    @Slot(str)
    def import_file(self, path: str) -> None:
        """Import a CSV file of days."""
        if self._is_changed():
            self.show_trouble(self.tr("这一年有没保存的改动：请先保存或放弃"))
        else:
            self.do(partial(_import, path=path), self._on_imported)

    def _on_imported(self, done: CalendarImport) -> None:
        years = listed(map(str, done.years))
        unsure = listed(str(year) for year in done.years if year not in done.confirmed)
        words = [self.tr("共 {rows} 行，采用 {n} 天：{years} 年。").format(rows=done.rows, n=done.taken, years=years)]
        if unsure:
            words.append(
                self.tr("{years} 年的名单看来不全，仍未确认；核对后请勾选“已核对”并保存。").format(years=unsure)
            )
        total = done.rows - done.taken
        open_form(ReportForm(self.tr("工作日历导入结果"), words, done.refused, total, self))
        self._year = None
        self.picker.setValue(done.years[0])
        self.arrive()

    # ── the cases concerned ─────────────────────────────────────────────────────────────────────────────────────────
    @Slot()
    def show_affected(self) -> None:
        """Show the open cases whose due time would be another now."""
        if self._affected is not None and self._affected.total:
            form = AffectedForm(self._affected, self.kit.clock_text, self)
            form.wanted.connect(self._on_apply)
            open_form(form)

    @Slot(object, str)
    def _on_apply(self, cases: dict[str, int], reason: str) -> None:
        self.do(partial(_apply, cases=cases, reason=reason), self._on_applied)

    def _on_applied(self, done: Applied) -> None:
        moved = self.tr("{n} 件已被他人改动，没有改").format(n=len(done.moved_on)) if done.moved_on else ""
        changed = self.tr("已改 {n} 件案件的到期时间").format(n=len(done.changed))
        self.say(sentence(changed, moved))
        self.arrive()


def _calendar(client: Client) -> CalendarView:
    return client.settings.calendar()


def _year(client: Client, year: int) -> CalendarYear:
    return client.settings.year(year)


def _affected(client: Client) -> Affected:
    return client.settings.affected()


def _put_year(
    client: Client, command_id: str, year: CalendarYear, *, confirmed: bool, days: tuple[CalendarDay, ...]
) -> CalendarYear:
    edit = CalendarEdit(command_id=command_id, version=year.version, confirmed=confirmed, days=days)
    return client.settings.put_year(year.year, edit)


def _put_time(client: Client, command_id: str, edit: WorkingTime, reason: str) -> CalendarView:
    return client.settings.put_working_time(edit.message(command_id, reason))


def _import(client: Client, command_id: str, path: str) -> CalendarImport:
    return client.settings.import_days(command_id, Path(path).name, read_file(path))


def _apply(client: Client, command_id: str, cases: dict[str, int], reason: str) -> Applied:
    return client.settings.apply_calendar(ApplyCalendar(command_id=command_id, reason=reason, cases=cases))
