"""How far an alert got: accepted, delivered, answered kept apart, target by target; and its one-action correction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from console.clocktext import ClockText
from console.problems import hub_words
from console.wording import listed
from services.api.alerts import AlertDetail, AlertRow, AlertTarget
from services.api.district import NamedCode, UnitRow
from widgets.plain import ElidedLabel, PlainLabel, one_line, tooltip
from widgets.theme import Theme

STATES: dict[str, str] = {
    "pending": str(QT_TRANSLATE_NOOP("ReachPanel", "待发送")),
    "sending": str(QT_TRANSLATE_NOOP("ReachPanel", "发送中")),
    "accepted": str(QT_TRANSLATE_NOOP("ReachPanel", "已接受")),
    "refused": str(QT_TRANSLATE_NOOP("ReachPanel", "被拒")),
    "retry": str(QT_TRANSLATE_NOOP("ReachPanel", "稍后重试")),
    "unknown": str(QT_TRANSLATE_NOOP("ReachPanel", "结果不明")),
    "delivered": str(QT_TRANSLATE_NOOP("ReachPanel", "已送达")),
    "answered": str(QT_TRANSLATE_NOOP("ReachPanel", "已回执")),
    "dead": str(QT_TRANSLATE_NOOP("ReachPanel", "未能送达")),
    "failed": str(QT_TRANSLATE_NOOP("ReachPanel", "未能送达")),
    "cancelled": str(QT_TRANSLATE_NOOP("ReachPanel", "已取消")),
}
"""Words for how far a message got, in the order it goes: a gateway's yes is not yet a delivery, nor that an answer."""

CONTENTS: dict[str, str] = {
    "alert": str(QT_TRANSLATE_NOOP("ReachPanel", "预警")),
    "update": str(QT_TRANSLATE_NOOP("ReachPanel", "更新")),
    "correction": str(QT_TRANSLATE_NOOP("ReachPanel", "更正")),
    "all_clear": str(QT_TRANSLATE_NOOP("ReachPanel", "解除")),
}
"""Which of an alert's messages a line is about."""

_TROUBLED = frozenset({"refused", "dead", "failed", "unknown"})
_ORDER = ("dead", "failed", "refused", "unknown", "retry", "pending", "sending", "accepted", "delivered", "answered")
"""Who needs a person comes first, who has answered last."""


class _Count(QFrame):
    def __init__(self, label: str, note: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("surface", "raised")
        self._label = label
        self._number = PlainLabel("–", self, role="title")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.addWidget(self._number)
        column.addWidget(PlainLabel(label, self, role="secondary"))
        self.setToolTip(tooltip(note))
        self.setAccessibleDescription(note)

    def set_value(self, value: int, of: int) -> None:
        self._number.setText(f"{value:,} / {of:,}")
        self.setAccessibleName(f"{self._label} {value} / {of}")


class ReachPanel(QWidget):
    """One alert after it was issued. `release_wanted` carries "correction" or "all_clear"."""

    release_wanted = Signal(str)
    leave_wanted = Signal()
    cap_wanted = Signal()

    def __init__(self, theme: Theme, clock_text: ClockText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock_text = clock_text
        self._units: Mapping[str, UnitRow] = {}
        self._channels: Mapping[str, str] = {}
        self._detail: AlertDetail | None = None
        self._headline = ElidedLabel("", self, role="title")
        self._about = ElidedLabel("", self, role="quiet")
        self._counts = {
            "waiting": _Count(self.tr("还在发送"), self.tr("尚未有结果、仍在发送或重试的地址数 / 全部地址数"), self),
            "accepted": _Count(self.tr("已接受"), self.tr("网关已接受的地址数 / 全部地址数"), self),
            "delivered": _Count(self.tr("已送达"), self.tr("网关回报送达的地址数 / 全部地址数"), self),
            "answered": _Count(self.tr("已回执"), self.tr("有人回执的地址数 / 全部地址数"), self),
            "unknown": _Count(self.tr("结果不明"), self.tr("发出后没有得到结果的地址数 / 全部地址数"), self),
            "failed": _Count(self.tr("未能送达"), self.tr("被拒或到期仍未送达的地址数 / 全部地址数"), self),
        }
        self.table = QTreeWidget(self)
        self.table.setAccessibleName(self.tr("逐个对象的送达情况"))
        self.correct = QPushButton(self.tr("发出更正"), self)
        self.clear = QPushButton(self.tr("解除预警"), self)
        self._error = PlainLabel("", self, tone="red", wrap=True)
        self._build()

    def set_units(self, units: Mapping[str, UnitRow]) -> None:
        """Give the units by id, to name them."""
        self._units = units

    def set_channels(self, channels: Iterable[NamedCode]) -> None:
        """Give the channels, to name them."""
        self._channels = {channel.code: channel.name for channel in channels}

    def set_theme(self, theme: Theme) -> None:
        """Draw with this theme from now on."""
        self._theme = theme
        if self._detail is not None:
            self.set_detail(self._detail)

    def set_detail(self, detail: AlertDetail) -> None:
        """Show the alert as it stands now; the selected target stays selected."""
        self._detail = detail
        row = detail.row
        self._headline.setText(one_line(row.headline))
        self._about.setText(self._describe(row))
        for name, count in self._counts.items():
            count.set_value(_waiting(row) if name == "waiting" else int(getattr(row, name)), row.targets)
        self._fill(detail.targets)
        in_force = row.state == "in_force"
        for button in (self.correct, self.clear):
            button.setEnabled(in_force)
            button.setToolTip("" if in_force else tooltip(self.tr("这条预警已经结束")))

    def show_error(self, sentence: str) -> None:
        """Say what stood in the way."""
        self._error.setText(sentence)

    def _describe(self, row: AlertRow) -> str:
        state = {
            "in_force": self.tr("生效中"),
            "ended": self.tr("已解除"),
            "cancelled": self.tr("已更正撤回"),
        }.get(row.state, row.state)
        return self.tr("{number} · {state} · {issued} 发布 · 有效至 {expires}").format(
            number=row.number,
            state=state,
            issued=self._clock_text.short(row.issued_at),
            expires=self._clock_text.short(row.expires_at),
        )

    def _fill(self, targets: tuple[AlertTarget, ...]) -> None:
        current = self.table.currentItem()
        kept = current.data(0, Qt.ItemDataRole.UserRole) if current is not None else None
        at = self.table.verticalScrollBar().value()
        self.table.clear()
        latest = targets[-1].content if targets else ""
        for target in sorted(targets, key=lambda one: (one.content != latest, _concern(one))):
            item = self._item(target)
            self.table.addTopLevelItem(item)
            if kept is not None and item.data(0, Qt.ItemDataRole.UserRole) == kept:
                self.table.setCurrentItem(item)
        self.table.verticalScrollBar().setValue(at)

    def _item(self, target: AlertTarget) -> QTreeWidgetItem:
        units = listed(self._units[one].name if one in self._units else one for one in target.unit_ids)
        state = QCoreApplication.translate("ReachPanel", STATES.get(target.state, target.state))
        when = target.answered_at or target.delivered_at or target.accepted_at
        item = QTreeWidgetItem(
            [
                one_line(units, 60),
                one_line(listed(target.recipients), 60),
                self._channels.get(target.channel, target.channel),
                QCoreApplication.translate("ReachPanel", CONTENTS.get(target.content, target.content)),
                state,
                self._clock_text.time(when) if when is not None else "",
                str(target.attempts),
                one_line(target.answer or hub_words(target.reason), 120),
            ]
        )
        item.setData(0, Qt.ItemDataRole.UserRole, f"{target.content}|{target.channel}|{target.target}")
        if target.state in _TROUBLED:
            item.setForeground(4, self._theme.color("red_text"))
        elif target.state == "answered":
            item.setForeground(4, self._theme.color("ok_text"))
        return item

    def _build(self) -> None:
        self.table.setHeaderLabels(
            [
                self.tr("单位"),
                self.tr("责任人"),
                self.tr("渠道"),
                self.tr("内容"),
                self.tr("状态"),
                self.tr("时间"),
                self.tr("次数"),
                self.tr("回执或原因"),
            ]
        )
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        header = self.table.header()
        for index, width in enumerate((230, 240, 100, 70, 110, 90, 60)):
            header.resizeSection(index, width)
        header.setStretchLastSection(True)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.correct.clicked.connect(self._on_correct)
        self.clear.clicked.connect(self._on_clear)
        self.correct.setProperty("kind", "danger")
        leave = QPushButton(self.tr("返回"), self)
        leave.clicked.connect(self.leave_wanted)
        cap = QPushButton(self.tr("另存 CAP 文件"), self)
        cap.clicked.connect(self.cap_wanted)
        counts = QHBoxLayout()
        for count in self._counts.values():
            counts.addWidget(count)
        buttons = QHBoxLayout()
        buttons.addWidget(leave)
        buttons.addWidget(cap)
        buttons.addWidget(self._error, 1)
        buttons.addWidget(self.clear)
        buttons.addWidget(self.correct)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self._headline)
        column.addWidget(self._about)
        column.addLayout(counts)
        column.addWidget(self.table, 1)
        column.addLayout(buttons)

    def _on_correct(self) -> None:
        self.release_wanted.emit("correction")

    def _on_clear(self) -> None:
        self.release_wanted.emit("all_clear")


def _waiting(row: AlertRow) -> int:
    """Return how many addresses have no outcome yet: accepted ones have, whatever came after."""
    return max(0, row.targets - row.accepted - row.failed - row.unknown)


def _concern(target: AlertTarget) -> int:
    """Return where a target stands in the list: who needs a person comes first."""
    return _ORDER.index(target.state) if target.state in _ORDER else len(_ORDER)
