"""The last line of the composer: what stands in the way of an alert, and the button that is held to issue it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from console.pages.alert import draft as drafting
from console.pages.alert.draft import Composed
from console.problems import hub_words
from console.wording import listed
from services.api.alerts import AlertCatalogue, AlertPreview
from services.domain.modes import Mode
from widgets.held import HeldButton
from widgets.plain import PlainLabel, one_line
from widgets.theme import Theme


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a draft stands. `preview` is None while the hub is asked; `busy` while it is being issued."""

    catalogue: AlertCatalogue
    draft: Composed
    preview: AlertPreview | None
    area: str
    busy: bool


class IssueBar(QFrame):
    """Says what the alert is in the button itself: hazard, area, and how many people will really be tried."""

    leave_wanted = Signal()
    confirmed = Signal()
    """The button was held long enough."""

    def __init__(self, theme: Theme, monotonic_ms: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "surface")
        self._error = PlainLabel("", self, tone="red", wrap=True)
        self._hint = PlainLabel("", self, role="secondary")
        self.held = HeldButton("", theme, monotonic_ms, self)
        self.held.setFixedWidth(660)
        self.held.confirmed.connect(self.confirmed)
        leave = QPushButton(self.tr("离开"), self)
        leave.clicked.connect(self.leave_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 12, 20, 12)
        row.setSpacing(14)
        row.addWidget(leave)
        row.addWidget(self._error, 1)
        row.addWidget(self._hint)
        row.addWidget(self.held)

    def show_error(self, sentence: str) -> None:
        """Say what stood in the way; "" takes it back."""
        self._error.setText(sentence)

    def show_standing(self, now: Standing) -> None:
        """Name the alert in the button, or say what is still wanting."""
        kind = drafting.kind_of(now.catalogue, now.draft)
        refusal = self.refusal(now)
        self.held.set_mode(now.draft.mode.value)
        # Without a kind there is no alert to name: the button says what comes first.
        named = self._named(now, kind.name) if kind is not None else refusal
        self.held.set_text(self.tr("正在发布…") if now.busy else named)
        self.held.set_refusal(refusal)
        self._hint.setText(refusal or self._ready(now.preview))

    def refusal(self, now: Standing) -> str:
        """Return why the alert cannot be issued, in one sentence, or ""."""
        draft, preview = now.draft, now.preview
        open_fields = drafting.unfilled(now.catalogue, draft)
        checks = (
            (draft.mode is Mode.LIVE, now.catalogue.live_refused),
            (not draft.kind, self.tr("请先选择预警类型")),
            (not draft.level, self.tr("请选择级别")),
            (not draft.unit_ids, self.tr("请在地图上选定区域")),
            (bool(open_fields), self.tr("请填写：{fields}").format(fields=listed(open_fields))),
            (preview is None, self.tr("正在核对内容和受众…")),
            (now.busy, self.tr("正在发布…")),
        )
        for applies, sentence in checks:
            if applies:
                return sentence
        if preview is not None and preview.missing:
            return self.tr("还缺：{fields}").format(fields=listed(hub_words(one) for one in preview.missing))
        if preview is not None and not preview.reached:
            return self.tr("所选范围内没有可以送达的人")
        return ""

    def _named(self, now: Standing, kind: str) -> str:
        return self.tr("按住 1.2 秒发布 · {kind}{level}预警 · {area} · {people} 人").format(
            kind=one_line(kind, 12),
            level=self._colours().get(now.draft.level, ""),
            area=one_line(now.area, 18),
            people=now.preview.reached if now.preview is not None else 0,
        )

    def _ready(self, preview: AlertPreview | None) -> str:
        left = preview.people - preview.reached if preview is not None else 0
        if left and preview is not None:
            return self.tr("责任人 {people} 名，其中 {left} 名在所选渠道上送不到").format(
                people=preview.people, left=left
            )
        return self.tr("松开即取消 · 发布后可一键更正、解除")

    def _colours(self) -> dict[str, str]:
        return {
            "blue": self.tr("蓝色"),
            "yellow": self.tr("黄色"),
            "orange": self.tr("橙色"),
            "red": self.tr("红色"),
        }
