"""Drawing up a whistle: checked field by field, placed, numbered in its own series, submitted or kept as a draft."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import msgspec

from services.desk import access
from services.desk.moves import Desk
from services.desk.whistle_rows import done, kinds_of, look
from services.desk.whistle_trail import Told, born, went
from services.desk.whistle_words import called_words, tell_called, tell_leader
from services.domain import numbers, whistle_moves
from services.domain.modes import Mode, may_descend
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.domain.tiers import Tier, is_within
from services.domain.whistle_moves import PROBLEMS_MOST, UNITS_MOST
from services.domain.whistles import Approval, Summons, Whistle, WhistleAction, WhistleProblem, WhistleState

if TYPE_CHECKING:
    from services.api.whistles import NewWhistle, WhistleDone
    from services.desk.district import District
    from services.domain.cases import Case
    from services.domain.rights import Scope
    from services.domain.units import Unit
    from services.store.database import Tx

MATTER_MAX = 200
TEXT_MAX = 2_000
PLACE_MAX = 300
_BLOW = "吹哨"
_KEPT = ("id", "number", "mode", "case_id", "made_at", "made_by", "version")


def blow(tx: Tx, district: District, scope: Scope, new: NewWhistle) -> WhistleDone:
    """吹哨: draw up a whistle and, unless it stays a draft, send it for approval or out.

    Raises Refusal no_right, not_found (the case), whistle_no_blower, whistle_mode, whistle_approval_unknown, and what
    its fields are refused for.
    """
    access.need(scope, Right.WHISTLE, _BLOW)
    desk = Desk(tx, district, scope)
    case = access.visible_case(tx.conn, scope, new.case_id) if new.case_id is not None else None
    unit = _blower(desk, new)
    mode = _mode(district, case, new)
    drawn = _drawn(desk, case, unit, new)
    whistle = msgspec.structs.replace(drawn, id=tx.ids.new(), number=_number(desk, mode), mode=mode)
    if not new.submit:
        told = Told("draft", text="存为草稿", command_id=new.command_id)
        return done(desk, whistle, born(desk, whistle, told), new.command_id)
    whistle = msgspec.structs.replace(whistle_moves.blow(whistle, tx.now), version=1)
    pos = born(desk, whistle, _submitted(desk, whistle, new.command_id))
    _notify(desk, whistle)
    return done(desk, whistle, pos, new.command_id)


def redraw(tx: Tx, district: District, scope: Scope, whistle_id: str, new: NewWhistle) -> WhistleDone:
    """改哨: replace the content of a draft and, unless it stays one, submit it.

    Raises Refusal no_right, not_found, whistle_not_yours, whistle_stale, whistle_step, and what `blow` does.
    """
    access.need(scope, Right.WHISTLE, _BLOW)
    tx.lock()
    desk = Desk(tx, district, scope)
    before = look(tx.conn, scope, whistle_id)
    if not in_charge(district, scope, before):
        raise Refusal("whistle_not_yours", unit=district.units[before.unit_id].name, action=_BLOW)
    if new.version != before.version:
        raise Refusal("whistle_stale", changed={"version": before.version})
    if before.state is not WhistleState.DRAFT:
        raise Refusal("whistle_step", state=before.state.zh, action=_BLOW)
    case = access.visible_case(tx.conn, scope, before.case_id) if before.case_id is not None else None
    drawn = _drawn(desk, case, district.units[before.unit_id], new)
    kept = {
        name: getattr(before, name) for name in ("id", "number", "mode", "case_id", "made_at", "made_by", "version")
    }
    after = msgspec.structs.replace(drawn, **kept)
    if new.submit:
        after = whistle_moves.blow(after, tx.now)
        told = _submitted(desk, after, new.command_id)
    else:
        after = msgspec.structs.replace(after, version=before.version + 1)
        told = Told("draft", text="修改草稿", command_id=new.command_id)
    pos = went(desk, before, after, told)
    if new.submit:
        _notify(desk, after)
    return done(desk, after, pos, new.command_id)


def in_charge(district: District, scope: Scope, whistle: Whistle) -> bool:
    """Tell whether one is of the unit that blew it, or of a centre above."""
    path = scope.unit_path
    return scope.unit_id == whistle.unit_id or (bool(path) and is_within(district.units[whistle.unit_id].path, path))


def _submitted(desk: Desk, whistle: Whistle, command_id: str) -> Told:
    words = called_words(desk.district, whistle)
    if whistle.state is WhistleState.WAITING:
        return Told(WhistleAction.BLOW.value, text=f"报请批准：{words}", command_id=command_id)
    return Told(WhistleAction.BLOW.value, text=words, case_text=words, command_id=command_id)


def _notify(desk: Desk, whistle: Whistle) -> None:
    if whistle.state is WhistleState.WAITING:
        tell_leader(desk, whistle)
    else:
        tell_called(desk, whistle, [part.unit_id for part in whistle.units])


def _blower(desk: Desk, new: NewWhistle) -> Unit:
    """Return who blows: one's own street or district centre, or a street in one's own area."""
    unit = desk.district.units.get(new.unit_id or desk.scope.unit_id)
    if unit is None:
        raise Refusal("unknown_unit", field="unit_id", value=new.unit_id)
    if unit.tier is None or unit.tier < Tier.STREET:
        raise Refusal("whistle_no_blower", unit=unit.name)
    if unit.id != desk.scope.unit_id and not (desk.scope.unit_path and is_within(unit.path, desk.scope.unit_path)):
        raise Refusal("whistle_no_blower", unit=desk.district.units[desk.scope.unit_id].name)
    return unit


def _mode(district: District, case: Case | None, new: NewWhistle) -> Mode:
    """Return its mode: the case's or the district's, or a stricter one. A demo makes exercises only."""
    base = case.mode if case is not None else district.mode
    mode = new.mode or base
    if not may_descend(base, mode):
        raise Refusal("whistle_mode")
    if district.demo and mode is not Mode.EXERCISE:
        raise Refusal("demo_exercise_only")
    return mode


def _number(desk: Desk, mode: Mode) -> str:
    patterns = desk.district.profile.whistle.numbers
    pattern = {Mode.LIVE: patterns.live, Mode.EXERCISE: patterns.exercise, Mode.TEST: patterns.test}[mode]
    now, zone = desk.tx.now, desk.district.zone
    return numbers.number(pattern, desk.tx.draw(f"whistles:{numbers.series(pattern, now, zone)}"), now, zone)


def _drawn(desk: Desk, case: Case | None, unit: Unit, new: NewWhistle) -> Whistle:
    """Return a draft of what was asked, without id and number. Raises Refusal for the first field that cannot stand."""
    _check_texts(new)
    if new.kind not in {kind.code for kind in kinds_of(desk.district)[0]}:
        raise Refusal("field_bad", field="kind", value=new.kind, remedy="请从目录中选择")
    now = desk.tx.now
    lon, lat = (new.lon, new.lat) if new.lon is not None or case is None else (case.lon, case.lat)
    return Whistle(
        id="",
        number="",
        mode=Mode.LIVE,
        demo=desk.district.demo,
        case_id=case.id if case is not None else None,
        kind=new.kind,
        matter=new.matter.strip(),
        why=new.why.strip(),
        place=new.place.strip() or (case.place if case is not None else ""),
        lon=lon,
        lat=lat,
        area_path=_area(desk, case, unit, lon, lat),
        unit_id=unit.id,
        arrive_by=new.arrive_by,
        needs_approval=_approval(desk.district, new),
        made_at=now,
        made_by=desk.scope.person_name,
        updated_at=now,
        units=_units(desk, new),
        problems=_problems(new),
    )


def _approval(district: District, new: NewWhistle) -> bool:
    """Return whether the leader has to approve: the district's rule, and where that is not known, what was said."""
    rule = district.profile.whistle.approval
    if rule is not Approval.UNKNOWN:
        return rule is Approval.REQUIRED
    if new.needs_approval is None:
        raise Refusal("whistle_approval_unknown", field="needs_approval")
    return new.needs_approval


def _check_texts(new: NewWhistle) -> None:
    for field, value, limit, needed in (
        ("matter", new.matter, MATTER_MAX, True),
        ("why", new.why, TEXT_MAX, True),
        ("place", new.place, PLACE_MAX, False),
        *(("problems", item.text, TEXT_MAX, True) for item in new.problems),
    ):
        if needed and not value.strip():
            raise Refusal("field_missing", field=field)
        if len(value) > limit:
            raise Refusal("field_too_long", field=field, limit=limit)
        if "\x00" in value:
            raise Refusal("field_bad", field=field, value="NUL", remedy="请去掉控制字符")


def _units(desk: Desk, new: NewWhistle) -> tuple[Summons, ...]:
    asked = {item.unit_id: item for item in new.units}
    for unit_id in asked:
        check_called(desk.district, unit_id)
    if len(asked) > UNITS_MOST:
        raise Refusal("whistle_too_many", field="units", count=UNITS_MOST)
    return tuple(Summons(unit_id=item.unit_id, role=item.role, arrive_by=new.arrive_by) for item in asked.values())


def check_called(district: District, unit_id: str) -> None:
    """Raise Refusal unknown_unit unless there is such a unit."""
    if unit_id not in district.units:
        raise Refusal("unknown_unit", field="units", value=unit_id)


def _problems(new: NewWhistle) -> tuple[WhistleProblem, ...]:
    if len(new.problems) > PROBLEMS_MOST:
        raise Refusal("whistle_too_many", field="problems", count=PROBLEMS_MOST)
    called = {item.unit_id for item in new.units}
    for item in new.problems:
        if item.unit_id and item.unit_id not in called:
            raise Refusal("whistle_not_summoned", field="problems")
    return tuple(
        WhistleProblem(seq=seq, text=item.text.strip(), unit_id=item.unit_id)
        for seq, item in enumerate(new.problems, 1)
    )


def _area(desk: Desk, case: Case | None, unit: Unit, lon: float | None, lat: float | None) -> str:
    """Return the area path of the place: the point's, the case's, else that of who blows."""
    if lon is None and lat is None:
        return case.area_path if case is not None else unit.path
    shown = f"{lon}, {lat}"
    if lon is None or lat is None or not (math.isfinite(lon) and math.isfinite(lat)):
        raise Refusal("bad_coordinate", field="lon", value=shown)
    if not desk.district.holds(lon, lat):
        raise Refusal("outside_district", field="lon", value=shown)
    found = desk.district.area_at(lon, lat)
    return found.path if found is not None else unit.path
