"""How things stand, in the lines around the pages: the time and shift, the link to the hub, what is not whole."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from console.desk import Desk
from console.hubtime import HubTime
from console.shifts import current
from console.stream import Link, LinkStatus
from console.window import MainWindow
from services.domain.clock import Instant
from widgets.plain import sentence
from widgets.statusbar import Feed
from widgets.topbar import LinkState

_STATES: dict[Link, LinkState] = {Link.LIVE: "live", Link.CONNECTING: "slow", Link.STALE: "slow"}


class Standing(QObject):
    """Words a desk's time and link into its window, from the first tick to the last."""

    went_live = Signal()
    """The hub is followed, and what is shown is how things are."""
    signed_out = Signal()
    """The hub knows the session no more, or has locked it."""

    def __init__(self, window: MainWindow, desk: Desk, time: HubTime, version: str, parent: QObject) -> None:
        super().__init__(parent)
        self._window = window
        self._desk = desk
        self._time = time
        self._version = version
        desk.ticked.connect(self._on_tick)
        desk.link_changed.connect(self._on_link)

    @Slot(object)
    def _on_tick(self, now: Instant) -> None:
        desk, window = self._desk, self._window
        window.top.set_clock(desk.clock_text.seconds(now))
        session = desk.session
        shift = current(desk.profile.shifts, now, desk.wording.zone)
        window.top.set_shift(sentence(shift, session.unit_name, session.person_name, session.seat))
        if self._time.must_warn():
            seconds = round(self._time.difference_ms() / 1000)
            words = self.tr("本机时钟与服务相差 {n} 秒，计时以服务为准").format(n=seconds)
            window.notice.show_sentence(self.tr("时钟"), words)
        elif desk.board.partial:
            words = self.tr("共 {total} 件在办，只显示最紧急的 {count} 件").format(
                total=desk.board.total, count=len(desk.board)
            )
            window.notice.show_sentence(self.tr("部分"), words)
        else:
            window.notice.show_sentence("", "")

    @Slot(object)
    def _on_link(self, status: LinkStatus) -> None:
        window = self._window
        if status.link is Link.SIGNED_OUT:
            self.signed_out.emit()
        since = self._desk.clock_text.seconds(status.since) if status.since is not None else ""
        window.top.set_link(_STATES.get(status.link, "lost"), None, since)
        if status.link is Link.LIVE:
            self.went_live.emit()
        # A seat that is locked or signed out says so itself: there is nothing to reconnect.
        live = status.link in (Link.LIVE, Link.CONNECTING, Link.SIGNED_OUT)
        words = self.tr("自 {time} 起没有新数据，页面显示的是当时的情况").format(time=since or "–")
        window.stale.show_sentence("" if live else self.tr("已断开"), words, self.tr("立即重连"))
        feed = Feed("hub", self.tr("服务"), "ok" if status.link is Link.LIVE else "down", since)
        window.status.set_feeds((feed,))
        window.status.set_right(f"v{self._version}")
