from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.api.board import BoardRow, Changes
from services.api.catalogue import AdmissionChange, AdmissionEdit
from services.desk import catalogue, questions
from services.domain.actions import Action
from services.domain.clock import MINUTE_MS
from services.domain.problems import Refusal
from services.domain.rights import Role
from services.store import changes
from services.store.bulk import Item, load
from services.store.search import Filters
from tests.fixtures.desks import OTHER_STREET, STREET, URBAN, WATER, Office

if TYPE_CHECKING:
    from collections.abc import Iterator

    from services.domain.rights import Scope


def since(office: Office, scope: Scope, pos: int) -> Changes:
    found = office.database.read(
        lambda conn: questions.changes_since(conn, office.district, scope, pos, office.clock.now())
    )
    assert found is not None
    return found


def last(office: Office) -> int:
    return office.database.read(changes.last)


def board(office: Office, scope: Scope) -> set[str]:
    found = office.database.read(lambda conn: questions.board(conn, office.district, scope, office.clock.now()))
    assert found.total == len(found.rows)
    return {row.id for row in found.rows}


def test_everyone_sees_what_lies_in_their_area_or_is_theirs(office: Office) -> None:
    here = office.dispatched()
    there = office.report(lon=None, lat=None, area_id=OTHER_STREET)
    nowhere = office.report(lon=None, lat=None)
    assert board(office, office.operator) == {here.id, there.id, nowhere.id}
    assert board(office, office.scope(STREET, Role.STREET)) == {here.id}
    assert board(office, office.scope(OTHER_STREET, Role.STREET)) == {there.id}
    assert board(office, office.scope(here.answerable_id, Role.GRID_HEAD)) == {here.id}
    assert board(office, office.department()) == {here.id}
    assert board(office, office.department(URBAN)) == set()


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_administrators_see_no_case(office: Office, role: Role) -> None:
    case = office.report()
    admin = office.scope("", role)
    for ask in (
        lambda conn: questions.board(conn, office.district, admin, 0),
        lambda conn: questions.figures(conn, office.district, admin, 0),
        lambda conn: questions.find(conn, admin, "积水"),
        lambda conn: questions.detail(conn, office.district, admin, case.id),
    ):
        with pytest.raises(Refusal):
            office.database.read(ask)


def test_a_former_holder_sees_the_case_as_it_was_and_nothing_of_what_came_after(office: Office) -> None:
    case = office.dispatched()
    office.clock.advance(MINUTE_MS)
    pos = last(office)
    office.act(case.id, Action.RETURN, office.department(), text="不属我局")
    assert since(office, office.department(), pos).gone == (case.id,)
    office.clock.advance(MINUTE_MS)
    pos = last(office)
    office.act(case.id, Action.DISPATCH, unit=URBAN, text="绝密安排")
    office.act(case.id, Action.NOTE, text="内部备注")
    told = since(office, office.department(), pos)
    assert (told.rows, told.gone, told.commands) == ((), (), ())
    detail = office.database.read(lambda conn: questions.detail(conn, office.district, office.department(), case.id))
    assert detail.as_of is not None
    assert detail.row.holder_id == WATER
    assert "绝密" not in msgspec.json.encode(detail).decode()
    assert "内部" not in msgspec.json.encode(detail).decode()
    assert URBAN not in msgspec.json.encode(detail).decode()
    page = office.database.read(lambda conn: questions.find(conn, office.department(), case.number[-4:]))
    assert [row.holder_id for row in page.rows] == [WATER]
    with pytest.raises(Refusal, match="not_found"):
        office.act(case.id, Action.NOTE, office.department(), text="还在吗")


def test_the_stream_tells_rows_then_gone_and_never_of_others(office: Office) -> None:
    street, other = office.scope(STREET, Role.STREET), office.scope(OTHER_STREET, Role.STREET)
    case = office.report()
    told = since(office, street, 0)
    assert [row.id for row in told.rows] == [case.id]
    assert told.total == 1
    assert told.pos == last(office)
    silent = since(office, other, 0)
    assert (silent.rows, silent.gone, silent.commands, silent.alerts) == ((), (), (), ())
    pos = last(office)
    office.act(case.id, Action.ACCEPT)
    office.act(case.id, Action.DISPATCH, unit=WATER)
    water = office.department()
    office.act(case.id, Action.SIGN, water)
    office.act(case.id, Action.FEEDBACK, water, text="好")
    office.act(case.id, Action.CHECK, text="好")
    office.act(case.id, Action.CLOSE, text="好")
    closed = since(office, street, pos)
    assert (closed.rows, closed.gone) == ((), (case.id,))
    assert len(closed.commands) == 6


def test_a_change_of_the_district_s_catalogue_is_told_to_every_stream(office: Office) -> None:
    street, keeper = office.scope(STREET, Role.STREET), office.scope("", Role.SYSTEM_ADMIN, person="keeper")
    office.report()
    before = last(office)
    change = AdmissionChange(category=next(iter(office.district.offered)), to_grid=False, note="")
    edit = AdmissionEdit(command_id="a", rows=(change,))
    office.database.write(lambda tx: catalogue.put_admissions(tx, office.district, keeper, edit))
    assert since(office, street, before).district == last(office)
    assert since(office, street, last(office)).district == 0


def test_a_position_that_cannot_be_resumed_asks_for_the_board(office: Office) -> None:
    office.report()
    for pos in (last(office) + 1, -5):
        found = office.database.read(
            lambda conn, pos=pos: questions.changes_since(conn, office.district, office.operator, pos, 0)  # type: ignore[misc]
        )
        assert found is None


def test_search_finds_by_number_tail_text_place_and_filter_page_by_page(office: Office) -> None:
    made = [office.report(title=f"井盖缺失{n}", place="大北路") for n in range(7)]
    office.report(title="路灯不亮")
    find = questions.find
    by_tail = office.database.read(lambda conn: find(conn, office.operator, made[3].number[-4:]))
    assert by_tail.rows[0].id == made[3].id
    seen: list[str] = []
    after = ""
    while True:
        page = office.database.read(
            lambda conn, after=after: find(conn, office.operator, "大北", after=after, limit=3)  # type: ignore[misc]
        )
        seen += [row.id for row in page.rows]
        after = page.next
        if not after:
            break
    assert sorted(seen) == sorted(case.id for case in made)
    office.act(made[0].id, Action.ACCEPT)
    accepted = Filters(states=(office.case(made[0].id).state,))
    narrowed = office.database.read(lambda conn: find(conn, office.operator, "井盖", filters=accepted))
    assert [row.id for row in narrowed.rows] == [made[0].id]
    with pytest.raises(Refusal, match="field_bad"):
        office.database.read(lambda conn: find(conn, office.operator, "井盖", after="nonsense"))


def test_a_phone_shows_what_its_unit_holds_or_assists_in(office: Office) -> None:
    mine = office.dispatched()
    office.dispatched(unit=URBAN)
    helped = office.dispatched(unit=URBAN, assisting=[WATER])
    found = office.database.read(lambda conn: questions.app_cases(conn, office.district, office.department()))
    assert {item.row.id for item in found} == {mine.id, helped.id}
    assert {item.assisting for item in found} == {(), (WATER,)}


def test_the_board_row_on_the_wire_is_the_stored_row(office: Office) -> None:
    case = office.dispatched(category="Y0501")
    row = office.database.read(
        lambda conn: questions.board(conn, office.district, office.operator, office.clock.now())
    ).rows[0]
    assert isinstance(row, BoardRow)
    assert (row.id, row.version, row.holder_id, row.due_at) == (case.id, case.version, WATER, case.due_at)
    assert row.state is case.state
    assert row.tier is case.tier


SCOPES = (
    ("", Role.OPERATOR),
    (STREET, Role.STREET),
    (OTHER_STREET, Role.STREET),
    (WATER, Role.DEPARTMENT),
    (URBAN, Role.DEPARTMENT),
)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["report", "accept", "dispatch", "sign", "feedback", "escalate", "return", "note"]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=14,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_happens_a_stream_followed_shows_the_board(office: Office, steps: list[tuple[str, int]]) -> None:
    """Whoever applies the stream from the start ends with exactly the board, and no id outside their view is told."""
    start = last(office)
    scopes = [office.scope(unit, role) for unit, role in SCOPES]
    held: list[set[str]] = [board(office, scope) for scope in scopes]
    at = [start] * len(scopes)
    made: list[str] = []
    for name, choice in steps:
        _do(office, made, name, choice)
        for place, scope in enumerate(scopes):
            told = since(office, scope, at[place])
            at[place] = told.pos
            held[place] |= {row.id for row in told.rows}
            assert set(told.gone) <= held[place] | {
                case_id for case_id in told.gone if _once_theirs(office, scope, case_id)
            }
            held[place] -= set(told.gone)
    for place, scope in enumerate(scopes):
        assert held[place] == board(office, scope)
        assert figure(office, scope, "queue.all") == len(held[place])


def figure(office: Office, scope: Scope, name: str) -> int:
    found = office.database.read(lambda conn: questions.figures(conn, office.district, scope, office.clock.now()))
    return next(value.value for value in found.values if value.name == name)


def _once_theirs(office: Office, scope: Scope, case_id: str) -> bool:
    try:
        office.database.read(lambda conn: questions.detail(conn, office.district, scope, case_id))
    except Refusal:
        return False
    return True


def _do(office: Office, made: list[str], name: str, choice: int) -> None:
    if name == "report" or not made:
        made.append(office.report(lon=None, lat=None, area_id=(STREET, OTHER_STREET)[choice % 2]).id)
        return
    case = office.case(made[choice % len(made)])
    unit = (WATER, URBAN)[choice % 2]
    holder = office.district.units[case.holder_id]
    role = Role.DEPARTMENT if holder.tier is None else Role.STREET
    handler = office.scope(case.holder_id, role)
    who = handler if name in ("sign", "feedback", "return") else office.operator
    office.clock.advance(1)
    try:
        office.act(case.id, Action(name), who, unit=unit if name == "dispatch" else None, text="说明")
    except Refusal:
        return


@pytest.mark.parametrize("office", ["sqlite", "postgresql"], indirect=True)
def test_more_cases_than_a_board_holds_keeps_the_most_urgent_and_says_how_many(office: Office) -> None:
    base = office.report()
    now = office.clock.now()

    def many() -> Iterator[Item]:
        for place in range(25_000):
            due = None if place % 5 == 4 else now + place * 1000
            made = msgspec.structs.replace(base, id=f"many-{place:06d}", number=f"YLX{place:06d}", due_at=due)
            yield Item(made, "")

    load(office.database, many(), office.operator, origin="test")
    found = office.database.read(lambda conn: questions.board(conn, office.district, office.operator, now))
    assert found.total == 25_001
    assert len(found.rows) == questions.BOARD_MOST == 20_000
    timed = [row.due_at for row in found.rows if row.due_at is not None]
    assert timed == sorted(timed)
    assert len(timed) == 20_000, "what has no deadline gives way first"
    assert figure(office, office.operator, "queue.all") == 25_001
    street = office.database.read(
        lambda conn: questions.board(conn, office.district, office.scope(OTHER_STREET, Role.STREET), now)
    )
    assert (street.total, street.rows) == (0, ())
