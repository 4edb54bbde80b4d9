"""The right column: the four tiers with their counts, what goes up next, whistles, alerts in force."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from console.board import Board, Figures
from console.clocktext import ClockText
from console.pages.operations import explained
from console.pages.operations.sentences import tier_route
from console.pages.operations.torn import TIERS_KEY
from console.pages.whistles.words import Speaker, panel_value
from console.wording import Wording, listed, mode_word
from services.api.alerts import AlertRow
from services.api.board import BoardRow
from services.api.whistles import WhistleRow
from services.domain.clock import Instant
from services.domain.modes import Mode
from services.domain.tiers import Tier
from services.domain.whistles import CALLED
from widgets.livealerts import AlertLevel, LiveAlert, LiveAlertsPanel
from widgets.plain import sentence
from widgets.state import LIVE, PanelState
from widgets.tearbutton import TearButton
from widgets.theme import Theme
from widgets.tiers import TierCardValue, TierPanel
from widgets.upcoming import ComingUp, ComingUpPanel
from widgets.whistles import WhistlePanel

MOST_COMING_UP = 6
MOST_WHISTLES = 4
_LEVELS: dict[str, AlertLevel] = {
    "red": "red",
    "orange": "orange",
    "yellow": "yellow",
    "blue": "blue",
    "white": "white",
}


class TierPane(QScrollArea):
    """Emits the name of a figure whose rows are wanted, a case to open or to escalate, an alert or whistle to open."""

    figure_wanted = Signal(str)
    case_wanted = Signal(object)
    escalate_wanted = Signal(object)
    alert_wanted = Signal(object)
    whistle_wanted = Signal(object)
    tear_off = Signal()
    """The pane is wanted in a window of its own."""

    def __init__(self, theme: Theme, wording: Wording, clock: ClockText, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._clock = clock
        self._since = ""
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(14)
        self.tiers = TierPanel(theme, inner)
        self.coming_up = ComingUpPanel(theme, inner)
        self.whistles = WhistlePanel(theme, inner)
        self.alerts = LiveAlertsPanel(theme, inner)
        self._panels = (self.tiers, self.coming_up, self.whistles, self.alerts)
        for panel in self._panels:
            column.addWidget(panel)
        column.addStretch(1)  # what is left goes below the panels, not between them
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumWidth(300)
        self.setAccessibleName(self.tr("分级响应"))
        self._tear = TearButton(self.tr("移到另一个窗口（{key}）").format(key=TIERS_KEY), theme)
        self._tear.clicked.connect(self.tear_off)
        self.tiers.head.add(self._tear)
        self.tiers.rows_requested.connect(self._on_rows)
        self.coming_up.opened.connect(self.case_wanted)
        self.coming_up.escalate_requested.connect(self.escalate_wanted)
        self.alerts.opened.connect(self._on_alert)
        self.whistles.opened.connect(self.whistle_wanted)

    def set_torn(self, torn: bool) -> None:
        """Say whether it stands in a window of its own already."""
        self._tear.setVisible(not torn)

    def set_state(self, state: PanelState = LIVE) -> None:
        """Show how the numbers stand."""
        stale = state.kind == "stale"
        self._since = state.sentence if stale else ""
        if stale:
            self.tiers.head.set_note(self._since)
        for panel in self._panels:
            # No box over the numbers: how old they are stands in the head.
            panel.set_state(PanelState("stale") if stale else state)

    def show_figures(self, figures: Figures, units: Sequence[int]) -> None:
        """Show the counts; `units` holds how many units each tier has, grid first."""
        self.tiers.set_values(
            tuple(self._card(tier, figures, units[tier - 1]) for tier in reversed(Tier)),
            sentence(
                mode_word(figures.mode) if figures.mode is not Mode.LIVE else "",
                self._since or self.tr("截至 {time}").format(time=self._clock.time(figures.as_of)),
                self.tr("仅最紧急的部分") if figures.partial else "",
            ),
        )

    def show_coming_up(self, board: Board, now: Instant, refusal_of: dict[str, str], pending: frozenset[str]) -> None:
        """Show what goes up next, soonest first."""
        soonest, count = board.coming_up(MOST_COMING_UP)
        self.coming_up.set_values(
            tuple(
                ComingUp(
                    key=row.id,
                    due_at=_due(row),
                    title=row.title,
                    way=sentence(tier_route(row, self._wording), self._wording.unit(row.answerable_id)),
                    refusal=refusal_of.get(row.id, ""),
                    pending=row.id in pending,
                    why=explained.of_row(row, self._wording, self._clock, now),
                )
                for row in soonest
            ),
            self.tr("按剩余时间 · 共 {count} 件").format(count=count),
        )
        self.coming_up.tick(now)

    def show_alerts(self, alerts: Sequence[AlertRow], now: Instant) -> None:
        """Show the alerts in force, each count apart."""
        in_force = [row for row in alerts if row.state == "in_force"]
        self.alerts.set_values(
            tuple(
                LiveAlert(
                    key=row.id,
                    title=row.title or row.headline,
                    level=_LEVELS.get(row.level, "none"),
                    area=listed(self._wording.unit(one) for one in row.unit_ids[:3]),
                    targets=row.targets,
                    accepted=row.accepted,
                    delivered=row.delivered,
                    answered=row.answered,
                    until=self._clock.near(row.expires_at, now),
                    mode_word="" if row.mode is Mode.LIVE else mode_word(row.mode),
                )
                for row in in_force
            ),
            self.tr("%n 条", "", len(in_force)),
        )

    def show_whistles(self, rows: Sequence[WhistleRow], now: Instant) -> None:
        """Show the whistles under way, the newest first, each unit as it stands."""
        live = [row for row in rows if row.whistle.state in CALLED]
        speaker = Speaker(self._wording, self._clock)
        note = self.tr("%n 次进行中", "", len(live)) if len(live) > 1 else ""
        self.whistles.set_values(tuple(panel_value(row, speaker, now) for row in live[:MOST_WHISTLES]), note)

    def _card(self, tier: Tier, figures: Figures, units: int) -> TierCardValue:
        name = tier.name.lower()
        return TierCardValue(
            name=name,
            title=self._wording.tier(tier),
            subtitle=self.tr("%n 个单位", "", units),
            open=figures.values[f"tier.{name}.open"],
            due_soon=figures.values[f"tier.{name}.near_due"],
            overdue=figures.values[f"tier.{name}.overdue"],
            escalated_today=None if tier is Tier.GRID else figures.values[f"tier.{name}.escalated_today"],
        )

    @Slot(str, str)
    def _on_rows(self, tier: str, number: str) -> None:
        column = {"open": "open", "due_soon": "near_due", "overdue": "overdue", "escalated_today": "escalated_today"}
        self.figure_wanted.emit(f"tier.{tier}.{column.get(number, 'open')}")

    @Slot(object, str)
    def _on_alert(self, key: object, _what: str) -> None:
        self.alert_wanted.emit(key)


def _due(row: BoardRow) -> Instant:
    return row.escalate_at if row.escalate_at is not None else row.reported_at
