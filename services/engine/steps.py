"""What a timer does when it is due, by its kind: one line per kind.

A step runs in the transaction that marks its timer done. It tells whether anything was done; False means that its
object has moved on since, and is written down as such. A Refusal it raises drops the timer, with the reason.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from services.desk import escalation, stage_steps, whistle_steps
from services.desk.arming import ESCALATE, REMIND
from services.desk.stage_timers import STAGE
from services.desk.stops import RESUME
from services.desk.verbs import timing
from services.desk.whistle_trail import TIMER as WHISTLE

if TYPE_CHECKING:
    from services.desk.district import District
    from services.store.database import Tx
    from services.store.timers import Timer

    Step = Callable[[Tx, District, Timer], bool]

STEPS: Mapping[str, Step] = {
    ESCALATE: escalation.fire,
    REMIND: escalation.remind_holder,
    STAGE: stage_steps.fire,
    RESUME: timing.fire_resume,
    WHISTLE: whistle_steps.remind,
}
"""Kind of the timer → its step."""
