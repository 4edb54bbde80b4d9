"""Telling people of a step, in the transaction of the step: a notice to everybody concerned and to whom the rule names.

A role that nobody holds at its place is an event of the case, and the tier above and the supervisors are told of that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.domain.notices import NoticeKind, Way, places_of, told
from services.domain.rights import Role
from services.store import notices

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.desk.district import District
    from services.domain.cases import Case
    from services.store.database import Tx

EVERYBODY = ""
"""The role of a notice to everybody at a unit."""


class Teller:
    """Tells of one case, each unit and role once."""

    def __init__(self, tx: Tx, district: District, case_id: str | None, rule: str = "") -> None:
        self._tx = tx
        self._district = district
        self._case_id = case_id
        self._rule = rule
        self._already: set[tuple[str, str]] = set()

    def tell(self, kind: NoticeKind, unit_id: str, role: str, text: str) -> None:
        """Write one notice, unless everybody there, or that role, has been told already."""
        if {(unit_id, role), (unit_id, EVERYBODY)} & self._already:
            return
        self._already.add((unit_id, role))
        notices.add(
            self._tx,
            notices.Notice(
                pos=0,
                at=0,
                unit_id=unit_id,
                role=role,
                kind=kind.value,
                case_id=self._case_id,
                rule=self._rule,
                text=text,
            ),
        )

    def find(self, texts: Iterable[str], way: Way, kind: NoticeKind, text: str) -> tuple[str, ...]:
        """Tell the roles that a rule names; return those whom nobody holds, in words."""
        nobody: list[str] = []
        for name in texts:
            one = told(name)
            places = places_of(one, way)
            at = next((unit for unit in places if notices.anybody(self._tx.conn, unit, one.role.value)), None)
            if at is None:
                nobody.append(f"{self._district.units[places[0]].name}的{one.role.zh}")
            else:
                self.tell(kind, at, one.role.value, text)
        return tuple(nobody)

    def supervisors(self, kind: NoticeKind, path: str, text: str) -> None:
        """Tell the supervisors nearest above a place; where the district has none, everybody at its centre."""
        way = Way(answered_id="", held_id="", takes_id="", path=path)
        if self.find((Role.SUPERVISOR.value,), way, kind, text):
            self.tell(kind, self._district.id, EVERYBODY, text)


def unreached(tx: Tx, district: District, case: Case, rule: str, nobody: tuple[str, ...]) -> str:
    """Tell the tier above and the supervisors that somebody named by a rule is not there; return the words of it."""
    text = f"按规则 {rule} 应通知{'、'.join(nobody)}，无人可通知"
    teller = Teller(tx, district, case.id, rule)
    centre = district.units[case.answerable_id]
    teller.tell(NoticeKind.UNREACHED, centre.parent_id or centre.id, EVERYBODY, f"{case.number} {text}")
    teller.supervisors(NoticeKind.UNREACHED, centre.path, f"{case.number} {text}")
    return text
