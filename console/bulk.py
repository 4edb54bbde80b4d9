"""One action on several cases: on which it can be done, on which not and why, and doing it one command at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal, Slot

from console.actions import Seat, state_of
from console.desk import Desk
from console.pending import Finished
from services.api.board import BoardRow
from services.api.cases import Act
from services.domain.actions import Action
from services.domain.clock import Instant

TOGETHER: tuple[Action, ...] = (
    Action.ACCEPT,
    Action.DISPATCH,
    Action.SIGN,
    Action.NOTE,
    Action.CLAIM,
    Action.URGE,
)
"""Actions that make sense for many cases with the same words; every other asks for a look at each."""

AT_ONCE = 6
"""Commands under way at the same time: others at the hub wait no longer for it."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What an action would do to several cases: those it can be done on, and the rest with the reason."""

    action: Action
    can: tuple[BoardRow, ...] = ()
    cannot: tuple[tuple[BoardRow, str], ...] = ()

    def reasons(self) -> list[tuple[str, list[str]]]:
        """Return each reason once, with the tails of the numbers it stands for, the commonest first."""
        found: dict[str, list[str]] = {}
        for row, why in self.cannot:
            found.setdefault(why, []).append(row.number[-4:])
        return sorted(found.items(), key=lambda item: -len(item[1]))


def plan(
    action: Action, rows: Iterable[BoardRow], seat: Seat, now: Instant, is_busy: Callable[[str], bool], behalf: str
) -> Plan:
    """Return on which cases an action can be done. `behalf` is why not where it would be for another unit."""
    can, cannot = [], []
    for row in rows:
        state = state_of(action, row, seat, now, pending=is_busy(row.id))
        why = state.why or (behalf if state.behalf else "")
        if why:
            cannot.append((row, why))
        else:
            can.append(row)
    return Plan(action, tuple(can), tuple(cannot))


@dataclass(slots=True)
class Outcome:
    """How a run stands: how many were done, which were refused and why, how many were not sent any more."""

    done: int = 0
    refused: list[tuple[BoardRow, str]] = field(default_factory=list)
    left: int = 0


class BulkRun(QObject):
    """Sends one command per case, a few at a time. `moved` after each end; `ended` once."""

    moved = Signal(int, int)
    """(ended, of how many)."""
    ended = Signal(object)
    """An Outcome."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._waiting: list[BoardRow] = []
        self._under_way: dict[str, BoardRow] = {}
        self._make: Callable[[BoardRow], Act] | None = None
        self._count = 0
        self._owned: set[str] = set()
        self.outcome = Outcome()
        desk.finished.connect(self._on_finished)

    @property
    def running(self) -> bool:
        """Whether something is still to come."""
        return bool(self._waiting or self._under_way)

    def owns(self, command_id: str) -> bool:
        """Tell whether a command is one of the run's: its end is told in the run's list."""
        return command_id in self._owned

    def start(self, rows: Iterable[BoardRow], make: Callable[[BoardRow], Act]) -> None:
        """Begin. `make` returns the action on a case, without a command id."""
        self._waiting = list(rows)
        self._count = len(self._waiting)
        self._make = make
        self._owned = set()
        self.outcome = Outcome()
        self._send_more()

    def cancel(self) -> None:
        """Send nothing more; what is under way comes to its end."""
        self.outcome.left += len(self._waiting)
        self._waiting = []
        self._see()

    def _send_more(self) -> None:
        while self._waiting and self._make is not None and len(self._under_way) < AT_ONCE:
            row = self._waiting.pop(0)
            act = self._make(row)
            self._under_way[act.command_id] = row
            self._owned.add(act.command_id)
            self._desk.act(row.id, act.action, act)
        self._see()

    @Slot(object)
    def _on_finished(self, finished: Finished) -> None:
        row = self._under_way.pop(finished.command.id, None)
        if row is None:
            return
        if finished.committed:
            self.outcome.done += 1
        else:
            said = finished.said.whole if finished.said is not None else self.tr("没有办成，请再试一次")
            self.outcome.refused.append((row, said))
        ended = self._count - len(self._waiting) - len(self._under_way)
        self.moved.emit(ended, self._count)
        self._send_more()

    def _see(self) -> None:
        if self._make is not None and not self.running:
            self._make = None
            self.ended.emit(self.outcome)
