"""Open cases that go by a calendar or standard that is another by now: looked at, and changed for a reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from console.clocktext import ClockText
from console.pages.settings.asking import ReasonForm
from console.pages.settings.part import table
from services.api.calendar import Affected, AffectedCase
from services.api.catalogue import EarlierCases
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS
from widgets.plain import PlainLabel, one_line, sentence, tooltip

_SIZE = (900, 540)
_ID = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Ticked:
    """A case as it is listed: its id, the version that was seen, its cells."""

    id: str
    version: int
    cells: tuple[str, ...]


class TickedForm(ReasonForm):
    """Every case is ticked; those left out stay as they are. Emits `wanted` with id → version, and the reason."""

    wanted = Signal(object, str)

    def offer(self, name: str, columns: tuple[tuple[str, int], ...], rows: Iterable[Ticked], notes: str) -> None:
        """Show the cases, and below them what is not among them."""
        self.resize(*_SIZE)
        self._versions: dict[str, int] = {}
        self.list = table(name, columns, self)
        for row in rows:
            item = QTreeWidgetItem([one_line(cell, 60) for cell in row.cells])
            item.setData(0, _ID, row.id)
            item.setCheckState(0, Qt.CheckState.Checked)
            for column, cell in enumerate(row.cells):
                item.setToolTip(column, tooltip(cell))
            self._versions[row.id] = row.version
            self.list.addTopLevelItem(item)
        self.rows.addWidget(self.list, 1)
        self.rows.addWidget(PlainLabel(notes, self, role="secondary", wrap=True))

    def chosen(self) -> dict[str, int]:
        """Return the ticked cases, id → version."""
        items = (self.list.topLevelItem(index) for index in range(self.list.topLevelItemCount()))
        ticked = [
            item.data(0, _ID) for item in items if item is not None and item.checkState(0) is Qt.CheckState.Checked
        ]
        return {case_id: self._versions[case_id] for case_id in ticked}

    def complaint(self) -> str:
        """Return what is missing, "" for nothing."""
        return super().complaint() or ("" if self.chosen() else self.tr("请至少勾选一件，或按 Esc 都保持原样"))

    def accept(self) -> None:
        """Say what shall be changed."""
        self.wanted.emit(self.chosen(), self.reason.text().strip())
        super().accept()


class AffectedForm(TickedForm):
    """Cases whose due time would be another by the calendar as it is now."""

    def __init__(self, affected: Affected, clock: ClockText, parent: QWidget) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("AffectedForm", "按现行日历，{n} 件在办案件的到期时间会变").format(n=affected.total),
            translate("AffectedForm", "勾选的案件按现行日历改，每件留一条带理由的记录；不勾选的保持原来的到期时间。"),
            translate("AffectedForm", "改这些案件的到期时间"),
            parent,
        )
        columns = (
            (self.tr("案件"), 190),
            (self.tr("时限"), 120),
            (self.tr("起算"), 130),
            (self.tr("原到期"), 130),
            (self.tr("新到期"), 150),
            (self.tr("相差"), 90),
        )
        more = affected.total - len(affected.cases)
        notes = sentence(
            self.tr("另有 {n} 件，改完这些再列出").format(n=more) if more else "",
            self.tr("{n} 件由人延期过，到期时间不动").format(n=affected.extended) if affected.extended else "",
        )
        self.offer(self.tr("受影响的案件"), columns, (self._row(case, clock) for case in affected.cases), notes)

    def _row(self, case: AffectedCase, clock: ClockText) -> Ticked:
        old = clock.long(case.old_due) if case.old_due is not None else self.tr("无")
        new = clock.long(case.new_due)
        cells = (
            case.number,
            case.limit_text,
            clock.long(case.start),
            old if case.old_confirmed else self.tr("{time} 未确认").format(time=old),
            new if case.new_confirmed else self.tr("{time} 未确认").format(time=new),
            self._difference(case),
        )
        return Ticked(case.id, case.version, cells)

    def _difference(self, case: AffectedCase) -> str:
        if case.old_due is None:
            return self.tr("原无到期")
        moved = case.new_due - case.old_due
        if not moved:
            return self.tr("时间不变")
        days, rest = divmod(abs(moved), DAY_MS)
        hours, minutes = rest // HOUR_MS, rest % HOUR_MS // MINUTE_MS
        parts = (
            self.tr("{n} 天").format(n=days) if days else "",
            self.tr("{n} 小时").format(n=hours) if hours else "",
            self.tr("{n} 分").format(n=minutes) if minutes else "",
        )
        words = sentence(*parts, separator=" ")
        return (self.tr("晚 {t}") if moved > 0 else self.tr("早 {t}")).format(t=words)


class EarlierForm(TickedForm):
    """Cases that still go by a criterion of an earlier standard."""

    def __init__(self, earlier: EarlierCases, clock: ClockText, parent: QWidget) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("AffectedForm", "{n} 件在办案件还按以前的标准").format(n=earlier.total),
            translate(
                "AffectedForm", "勾选的案件改按使用中的标准里同一条立案条件，每件留一条带理由的记录；不勾选的保持原样。"
            ),
            translate("AffectedForm", "改这些案件的标准"),
            parent,
        )
        none = self.tr("无时限")
        columns = (
            (self.tr("案件"), 170),
            (self.tr("立案条件"), 200),
            (self.tr("原时限"), 100),
            (self.tr("新时限"), 100),
            (self.tr("原到期"), 130),
            (self.tr("新到期"), 130),
        )
        rows = (
            Ticked(
                case.id,
                case.version,
                (
                    case.number,
                    case.filing,
                    case.old_limit or none,
                    case.new_limit or none,
                    clock.long(case.old_due) if case.old_due is not None else "–",
                    clock.long(case.new_due) if case.new_due is not None else "–",
                ),
            )
            for case in earlier.cases
        )
        more = earlier.total - len(earlier.cases)
        notes = sentence(
            self.tr("另有 {n} 件，改完这些再列出").format(n=more) if more else "",
            self.tr("{n} 件的立案条件新标准里没有，保持原样").format(n=earlier.without) if earlier.without else "",
            self.tr("{n} 件由人延期过，保持原样").format(n=earlier.extended) if earlier.extended else "",
        )
        self.offer(self.tr("按以前标准的案件"), columns, rows, notes)
