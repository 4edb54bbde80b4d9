"""What the panel of the selected case is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from widgets.keycap import ActionSpec
    from widgets.remaining import Tone
    from widgets.steps import Step
    from widgets.timeline import TimelineEntry


@dataclass(frozen=True, slots=True)
class Chapter:
    """One part of what there is to tell of a case: its name (never shown), its title, its lines."""

    name: str
    title: str
    entries: tuple[TimelineEntry, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """The selected case, ready to be shown. All words are plain and untrusted.

    ``key`` is what it is known by (never shown), ``deadline`` one sentence (到场超时 6 分 · 规则 R7 已升级至街镇),
    ``facts`` place, source, holder on one line, ``chapters`` its history and what else there is to tell, ``body`` the
    full text of the case, ``marks`` words such as 督办 or 提交中. ``gone`` says in one sentence that the case has left
    one's view: nothing can be done with it any more. ``similar`` says how many cases may be the same matter, "" for
    none.
    """

    key: object
    number: str
    title: str
    deadline: str
    deadline_tone: Tone
    facts: str
    steps: tuple[Step, ...]
    actions: tuple[ActionSpec, ...]
    chapters: tuple[Chapter, ...]
    body: str = ""
    marks: tuple[str, ...] = ()
    exercise: bool = False
    gone: str = ""
    similar: str = ""

    @property
    def timeline(self) -> tuple[TimelineEntry, ...]:
        """What happened: the lines of the first chapter."""
        return self.chapters[0].entries if self.chapters else ()
