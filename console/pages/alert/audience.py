"""Whom an alert would reach: a line a channel with its addresses and its length, and the sums."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from console.problems import hub_words
from console.wording import labelled, listed
from services.api.alerts import AlertPreview, ChannelPreview
from services.api.district import NamedCode
from widgets.plain import ElidedLabel, PlainLabel


class _ChannelLine(QFrame):
    def __init__(self, channel: NamedCode, parent: QWidget) -> None:
        super().__init__(parent)
        self.code = channel.code
        self.box = QCheckBox(channel.name, self)
        self.box.setChecked(True)
        self._count = PlainLabel("–", self)
        self._measure = ElidedLabel("", self, role="tertiary")
        self._count.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 6, 0, 6)
        grid.addWidget(self.box, 0, 0)
        grid.addWidget(self._count, 0, 1)
        grid.addWidget(self._measure, 1, 0, 1, 2)
        grid.setColumnStretch(0, 1)

    def set_preview(self, preview: ChannelPreview | None) -> None:
        if preview is None:
            self._count.setText("–")
            self._measure.setText("")
            return
        self._count.setText(
            self.tr("{targets} 个地址 · {people} 人").format(targets=preview.targets, people=preview.people)
        )
        self._measure.setText(hub_words(preview.measure))


class _Sum(QFrame):
    def __init__(self, label: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("surface", "raised")
        self._number = PlainLabel("–", self, role="title")
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 8, 12, 8)
        column.addWidget(self._number)
        column.addWidget(PlainLabel(label, self, role="secondary"))

    def set_value(self, value: int | None) -> None:
        self._number.setText("–" if value is None else f"{value:,}")


class AudiencePanel(QFrame):
    """Channels with their counts. Emits `channels_changed` with the codes that are ticked."""

    channels_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self._lines: dict[str, _ChannelLine] = {}
        self._people = _Sum(self.tr("责任人"), self)
        self._reached = _Sum(self.tr("可送达"), self)
        self._units = _Sum(self.tr("单位"), self)
        self._unreachable = PlainLabel("", self, role="sentence", wrap=True)
        self._armed = PlainLabel("", self, role="sentence", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(18, 14, 18, 14)
        self._column.addWidget(PlainLabel(self.tr("渠道与受众"), self, role="secondary"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        self._column.addLayout(self._rows)
        sums = QHBoxLayout()
        sums.addWidget(self._people)
        sums.addWidget(self._reached)
        sums.addWidget(self._units)
        self._column.addLayout(sums)
        self._column.addWidget(self._unreachable)
        self._column.addWidget(self._armed)
        self._column.addStretch()

    def set_channels(self, channels: Sequence[NamedCode]) -> None:
        """Offer these channels, all ticked."""
        for line in self._lines.values():
            line.deleteLater()
        self._lines = {}
        for channel in channels:
            line = _ChannelLine(channel, self)
            line.box.toggled.connect(self._on_toggled)
            self._rows.addWidget(line)
            self._lines[channel.code] = line

    def set_preview(self, preview: AlertPreview) -> None:
        """Show what the hub counted."""
        found = {channel.channel: channel for channel in preview.channels}
        for code, line in self._lines.items():
            line.set_preview(found.get(code))
        self._people.set_value(preview.people)
        self._reached.set_value(preview.reached)
        self._units.set_value(preview.units)
        count = preview.people - preview.reached
        names = listed(_reason_said(one) for one in preview.unreachable[:6])
        self._unreachable.setText(
            self.tr("没有可用地址的 {count} 个：{names}").format(count=count, names=names) if count else ""
        )
        self._armed.setText(
            self.tr("更正与解除已随本条备好。更正：{text}").format(text=preview.correction)
            if preview.correction
            else ""
        )

    def _on_toggled(self) -> None:
        self.channels_changed.emit(tuple(code for code, line in self._lines.items() if line.box.isChecked()))


def _reason_said(line: str) -> str:
    """Return "whose：why" with the why in the person's language."""
    who, colon, why = line.partition("：")
    return labelled(who, hub_words(why)) if colon else line
