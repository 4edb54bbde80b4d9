"""What the queue is given: ready-to-draw rows, asked for only while they are visible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

from PySide6.QtCore import QCoreApplication

from widgets.plain import one_line, sentence
from widgets.queue.marks import Mark
from widgets.remaining import Remaining, remaining

PRIORITY_NORMAL, PRIORITY_URGENT, PRIORITY_CRITICAL = 0, 1, 2
"""普, 急, 特急: the case priority (it is neither incident grade nor warning level)."""


@dataclass(frozen=True, slots=True)
class GroupKey:
    """What the heading of a group is known by, where the rows are grouped."""

    area: str
    kind: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a group: how many cases it has, the most urgent priority among them, and whether they show."""

    count: int
    is_open: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One row as drawn. Texts are plain and untrusted; times are Instants (UTC ms).

    ``number`` is the tail of the public number; ``priority`` one of ``PRIORITY_*``. ``due_at`` None: nothing counts
    down and ``clock_text`` is shown instead (无时限, 挂账). ``claimed_by`` names who works on it ("" nobody), ``mine``
    says that it is this person, ``silent`` that whoever claimed it has not been seen at it for long, ``watched_by`` who
    else has it open. ``supervised`` is the grade in words (挂牌督办), ``marks`` what else is to be known of the case
    itself, the most important first. ``mode`` draws the hatch of 演练/测试;
    ``mode_word`` is written where the queue mixes modes. ``heading``: no case but the heading of a group, with its
    title.
    """

    number: str
    title: str
    place: str
    source: str
    tier: str
    holder: str
    priority: int = PRIORITY_NORMAL
    due_at: int | None = None
    started_at: int = 0
    clock_text: str = ""
    pending: bool = False
    unconfirmed: bool = False
    claimed_by: str = ""
    mine: bool = False
    silent: bool = False
    watched_by: str = ""
    supervised: str = ""
    marks: tuple[Mark, ...] = ()
    mode: Literal["live", "exercise", "test"] = "live"
    mode_word: str = ""
    heading: Heading | None = None


class QueueRows(Protocol):
    """The rows in the order shown. Every answer is a lookup: the view asks while it paints."""

    def __len__(self) -> int:
        """Return how many rows there are."""
        ...

    def key(self, index: int, /) -> object:
        """Return what the case at ``index`` is known by (hashable, never shown)."""
        ...

    def row(self, index: int, /) -> QueueRow:
        """Return what is drawn at ``index``."""
        ...

    def stamp(self, index: int, /) -> int:
        """Return a number that changes whenever the row's look changes (the clock aside)."""
        ...

    def index_of(self, key: object, /) -> int | None:
        """Return where a case stands now, None when it is not among these rows."""
        ...


class NoRows:
    """An empty queue."""

    def __len__(self) -> int:
        """Return 0."""
        return 0

    def key(self, index: int, /) -> object:
        """There is no row.

        :raises IndexError: always.
        """
        raise IndexError(index)

    def row(self, index: int, /) -> QueueRow:
        """There is no row.

        :raises IndexError: always.
        """
        raise IndexError(index)

    def stamp(self, index: int, /) -> int:
        """There is no row.

        :raises IndexError: always.
        """
        raise IndexError(index)

    def index_of(self, key: object, /) -> int | None:
        """Return None."""
        del key
        return None


def priority_word(priority: int) -> str:
    """Return 特急, 急 or 普."""
    return (
        QCoreApplication.translate("QueueRow", "普"),
        QCoreApplication.translate("QueueRow", "急"),
        QCoreApplication.translate("QueueRow", "特急"),
    )[priority]


def row_remaining(row: QueueRow, now: int) -> Remaining:
    """Return what the clock cell shows at ``now``; without a deadline its ``clock_text``."""
    if row.due_at is None:
        return Remaining(row.clock_text or QCoreApplication.translate("QueueRow", "无时限"), "calm", 0.0)
    return remaining(row.due_at, row.started_at, now, QCoreApplication.translate("QueueRow", "{n}天"))


def row_marks(row: QueueRow) -> list[Mark]:
    """Return all marks of a row: what is under way with it, its own, whose it is and who looks at it."""
    translate = QCoreApplication.translate
    marks: list[Mark] = []
    if row.pending:
        marks.append(Mark("pending", translate("QueueRow", "提交中")))
    if row.unconfirmed:
        marks.append(Mark("unconfirmed", translate("QueueRow", "未确认")))
    if row.supervised:
        marks.append(Mark("supervised", row.supervised))
    marks.extend(row.marks)
    if row.mode_word:
        marks.append(Mark(row.mode, row.mode_word))
    if row.mine:
        marks.append(Mark("mine", translate("QueueRow", "我在办")))
    elif row.claimed_by and row.silent:
        marks.append(Mark("silent", translate("QueueRow", "{who} 久无动作").format(who=one_line(row.claimed_by, 12))))
    elif row.claimed_by:
        marks.append(Mark("claimed", translate("QueueRow", "{who} 在办").format(who=one_line(row.claimed_by, 12))))
    if row.watched_by:
        marks.append(Mark("watched", translate("QueueRow", "{who} 在看").format(who=one_line(row.watched_by, 12))))
    return marks


def heading_text(title: str, heading: Heading) -> str:
    """Return the heading of a group as one line of text."""
    translate = QCoreApplication.translate
    state = translate("QueueRow", "已展开") if heading.is_open else translate("QueueRow", "已收起")
    return sentence(one_line(title), translate("QueueRow", "{n} 件").format(n=heading.count), heading.detail, state)


def row_text(row: QueueRow, now: int) -> str:
    """Return the row as one line of text: what a screen reader says and what is copied."""
    if row.heading is not None:
        return heading_text(row.title, row.heading)
    late = row_remaining(row, now)
    clock = late.text
    if row.due_at is not None:
        pattern = (
            QCoreApplication.translate("QueueRow", "超时 {time}")
            if late.text.startswith("-")
            else QCoreApplication.translate("QueueRow", "剩余 {time}")
        )
        clock = pattern.format(time=late.text.lstrip("-"))
    words = (row.number, priority_word(row.priority), row.title, row.place, row.source, row.tier, row.holder, clock)
    return sentence(*(one_line(word) for word in words), *(mark.word for mark in row_marks(row)))
