"""What a whistle says in its record, in its case and to whom it concerns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.desk.telling import EVERYBODY, Teller
from services.domain.clock import to_datetime
from services.domain.notices import NoticeKind
from services.domain.rights import Role
from services.domain.whistles import UnitRole

if TYPE_CHECKING:
    from collections.abc import Iterable

    from services.desk.district import District
    from services.desk.moves import Desk
    from services.domain.clock import Instant
    from services.domain.whistles import Said, Whistle


def at(district: District, moment: Instant) -> str:
    """Return a moment by the district's clock: 11 月 22 日 15:50."""
    there = to_datetime(moment, district.zone)
    return f"{there.month} 月 {there.day} 日 {there:%H:%M}"


def called_words(district: District, whistle: Whistle) -> str:
    """Return whom a whistle summons, where and by when."""
    units = "、".join(
        f"{district.units[part.unit_id].name}（{'主办' if part.role is UnitRole.LEAD else '协办'}）"
        for part in whistle.units
    )
    place = f"到{whistle.place}" if whistle.place else "到现场"
    return f"召集{units}，{at(district, whistle.arrive_by)} 前{place}：{whistle.matter}"


def behalf_words(said: Said | None) -> str:
    """Return on whose word something was recorded, "" for one's own."""
    if said is None:
        return ""
    who = f"{said.person}，" if said.person else ""
    return f"（代办：{who}{said.channel}，“{said.words}”）"


def tell_called(desk: Desk, whistle: Whistle, unit_ids: Iterable[str]) -> None:
    """Tell the summoned units."""
    text = f"{whistle.number} {desk.district.units[whistle.unit_id].name}吹哨：{whistle.matter}"
    text += f"，请于 {at(desk.district, whistle.arrive_by)} 前报到"
    teller = Teller(desk.tx, desk.district, whistle.case_id)
    for unit_id in unit_ids:
        teller.tell(NoticeKind.WHISTLE, unit_id, EVERYBODY, text)


def tell_leader(desk: Desk, whistle: Whistle) -> None:
    """Tell the leader of who blows that a whistle waits for approval."""
    text = f"{whistle.number} 待批准：{whistle.matter}"
    Teller(desk.tx, desk.district, whistle.case_id).tell(
        NoticeKind.WHISTLE, whistle.unit_id, Role.COMMANDER.value, text
    )


def tell_centre(desk: Desk, whistle: Whistle, text: str, unit_ids: Iterable[str]) -> None:
    """Tell units (the blower, the district centre, a late unit) of something about a whistle."""
    teller = Teller(desk.tx, desk.district, whistle.case_id)
    for unit_id in unit_ids:
        teller.tell(NoticeKind.WHISTLE, unit_id, EVERYBODY, f"{whistle.number} {text}")
