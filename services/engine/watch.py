"""The auditor: cases without a next step, late work, silent loops, dead engines; each told once, and when it is over.

Every engine has one; what one has found the others see in the database and do not tell again.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple

from services.desk.telling import Teller
from services.domain.clock import DAY_MS, MINUTE_MS
from services.domain.escalation import next_escalation
from services.domain.notices import NoticeKind
from services.domain.rights import Role
from services.store import outbox, timers, watching

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from services.desk.district import District
    from services.domain.clock import Instant
    from services.store.database import Database, Tx
    from services.store.watching import Found

logger = logging.getLogger(__name__)

LATE_MS = MINUTE_MS
SILENT_S = 60.0
DEAD_MS = MINUTE_MS
FORGOTTEN_MS = DAY_MS
CASES_EVERY_MS = MINUTE_MS
CASES_MOST = 1_000
"""Work this late, a loop this long without a finished round, an engine this long without a beat is told; an engine
that has been dead for a day is no news any more. Cases are gone over once a minute, so many at most (our rules)."""

AT_ONCE = 50
APART = 5
"""So many findings are written in one transaction and round: nobody's press waits for the auditor, however much it has
found. Up to so many of them are told one by one; more are one notice with their count (our rules)."""

_TOLD = (Role.SYSTEM_ADMIN, Role.SUPERVISOR)


class _Wrong(NamedTuple):
    """Something that is wrong: in English for the log and the audit, in Chinese for people; the case it is about."""

    log: str
    words: str
    case_id: str | None = None


class Watch:
    """Looks for what should have happened and has not. `silence` returns by loop its seconds beyond its period."""

    def __init__(
        self,
        database: Database,
        district: District,
        name: str,
        silence: Callable[[], dict[str, float]],
        *,
        sends: bool,
    ) -> None:
        self._database = database
        self._district = district
        self._name = name
        self._silence = silence
        self._sends = sends
        self._started_at = database.now()
        self._cases_at = -CASES_EVERY_MS
        self._cases: dict[Found, _Wrong] = {}

    def work(self) -> int:
        """Beat, and look once; return 0: what is wrong now will still be wrong after the period."""
        self._database.write(lambda tx: watching.beat(tx, self._name, self._started_at))
        now = self._database.now()
        found = self._loops() | self._database.read(lambda conn: self._late(conn, now)) | self._of_cases(now)
        known = self._database.read(watching.open_findings)
        self._begin([(key, wrong) for key, wrong in found.items() if key not in known][:AT_ONCE])
        self._end([(key, text) for key, text in known.items() if key not in found and self._is_mine(key)][:AT_ONCE])
        return 0

    def farewell(self) -> None:
        """Say that this engine stops, so that nobody takes it for dead."""
        self._database.write(lambda tx: watching.stopped(tx, self._name))

    def _is_mine(self, key: Found) -> bool:
        """Tell whether this auditor can see that a finding is over: another engine's loops it cannot."""
        return key[0] != "loop" or key[1].startswith(f"{self._name} ")

    def _loops(self) -> dict[Found, _Wrong]:
        return {
            ("loop", f"{self._name} {loop}"): _Wrong(
                f"the {loop} loop of {self._name} has been silent for {seconds:.0f} s",
                f"引擎 {self._name} 的 {loop} 循环已 {seconds:.0f} 秒没有动静",
            )
            for loop, seconds in self._silence().items()
            if seconds > SILENT_S
        }

    def _late(self, conn: Connection, now: Instant) -> dict[Found, _Wrong]:
        found: dict[Found, _Wrong] = {}
        due = timers.next_due(conn)
        if due is not None and now - due > LATE_MS:
            seconds = (now - due) // 1000
            found["late", "timers"] = _Wrong(f"a timer is {seconds} s late", f"有定时步骤已迟 {seconds} 秒未执行")
        due = outbox.next_due(conn)
        if due is not None and now - due > LATE_MS:
            seconds = (now - due) // 1000
            why = ("", "") if self._sends else (": this engine has no channel to send through", "，本引擎没有发送通道")
            found["late", "outbox"] = _Wrong(
                f"a message is {seconds} s late{why[0]}", f"有消息已迟 {seconds} 秒{why[1]}"
            )
        for name, beat_at in watching.silent(conn, now - DEAD_MS, now - FORGOTTEN_MS):
            seconds = (now - beat_at) // 1000
            found["engine", name] = _Wrong(
                f"engine {name} has given no sign of life for {seconds} s", f"引擎 {name} 已 {seconds} 秒没有心跳"
            )
        return found

    def _of_cases(self, now: Instant) -> dict[Found, _Wrong]:
        if now - self._cases_at >= CASES_EVERY_MS:
            self._cases_at = now
            self._cases = self._database.read(self._without_next)
        return self._cases

    def _without_next(self, conn: Connection) -> dict[Found, _Wrong]:
        found: dict[Found, _Wrong] = {}
        for case in watching.stranded(conn, CASES_MOST):
            found["case", case.id] = _Wrong(
                f"case {case.number} has no timer for its next step", f"{case.number} 的下一步没有定时", case.id
            )
        for case in watching.unarmed(conn, CASES_MOST):
            if next_escalation(self._district.policies.of(conn, case.policy_id).steps, case) is not None:
                found["case", case.id] = _Wrong(
                    f"case {case.number} has no next step though its policy has one",
                    f"{case.number} 在办而没有下一步，升级方案中有适用的规则",
                    case.id,
                )
        return found

    def _begin(self, news: list[tuple[Found, _Wrong]]) -> None:
        """Write down what is wrong and tell of it, except what another auditor was first with."""

        def work(tx: Tx) -> list[_Wrong]:
            fresh = [(key, wrong) for key, wrong in news if watching.begin(tx, key, wrong.log)]
            for key, wrong in fresh:
                tx.audit("engine", "engine.late", key[1], {"kind": key[0], "found": wrong.log, "by": self._name})
            told = [wrong for _, wrong in fresh]
            self._tell(tx, told)
            return told

        for wrong in self._database.write(work) if news else ():
            logger.warning("%s", wrong.log)

    def _tell(self, tx: Tx, news: list[_Wrong]) -> None:
        if len(news) > APART:
            first = "；".join(wrong.words for wrong in news[:APART])
            news = [_Wrong("", f"有 {len(news)} 项异常，例如：{first}")]
        for wrong in news:
            teller = Teller(tx, self._district, wrong.case_id)
            for role in _TOLD:
                teller.tell(NoticeKind.WATCH, self._district.id, role.value, wrong.words)

    def _end(self, over: list[tuple[Found, str]]) -> None:
        """Write down what is wrong no more, except what another auditor was first with."""

        def work(tx: Tx) -> list[str]:
            gone = [(key, text) for key, text in over if watching.over(tx, key)]
            for key, text in gone:
                tx.audit("engine", "engine.caught_up", key[1], {"kind": key[0], "found": text, "by": self._name})
            return [text for _, text in gone]

        for text in self._database.write(work) if over else ():
            logger.info("over: %s", text)
