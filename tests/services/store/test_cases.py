from __future__ import annotations

import msgspec
import pytest

from services.api.board import BoardRow
from services.domain import custody
from services.domain.actions import Action
from services.domain.cases import Case, PartyRole, Priority, State, changed_columns
from services.domain.ids import Ids
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.tiers import Tier
from services.store import cases
from services.store.database import Database, Tx
from services.store.visibility import may_see, may_see_ever, sight
from tests.fixtures.cases import (
    COMMUNITY,
    COMMUNITY_PATH,
    DEPARTMENT,
    DISTRICT,
    DISTRICT_SCOPE,
    GRID,
    GRID_PATH,
    OTHER_GRID,
    OTHER_GRID_PATH,
    STREET,
    STREET_PATH,
    case,
    put_in,
    scope,
    seed_units,
)
from tests.fixtures.databases import START, ManualClock


@pytest.fixture
def stored(database: Database, ids: Ids) -> Case:
    seed_units(database)
    return database.write(lambda tx: put_in(tx, case(ids, source="12345", source_number="A-1", proactive=True)))


def _move(database: Database, before: Case, after: Case, **details: object) -> tuple[str, ...]:
    def work(tx: Tx) -> tuple[str, ...]:
        cases.save(tx, before, after)
        return cases.set_parties(tx, before, after, **details)  # type: ignore[arg-type]

    return database.write(work)


def test_a_case_comes_back_as_it_went_in(database: Database, ids: Ids) -> None:
    seed_units(database)
    whole = case(
        ids,
        text="路面积水约 30 厘米",
        place="西丽路 12 号",
        lon=113.36,
        lat=22.94,
        category="0201",
        source="12345",
        source_number="GZ-7",
        proactive=True,
        priority=Priority.EXTRA_URGENT,
        state=State.HANDLING,
        signed_at=START,
        due_at=START + 1,
        due_confirmed=False,
        flags="hard",
        version=7,
    )
    database.write(lambda tx: put_in(tx, whole))
    assert database.read(lambda conn: cases.get(conn, whole.id)) == whole
    assert database.read(lambda conn: cases.by_source(conn, "12345", "GZ-7")) == whole
    assert database.read(lambda conn: cases.by_number(conn, whole.number)) == whole
    assert database.read(lambda conn: cases.get(conn, "nobody")) is None


def test_a_second_save_of_one_version_is_refused_with_what_changed(database: Database, stored: Case) -> None:
    accepted = custody.accept(stored, START + 1)
    database.write(lambda tx: cases.save(tx, stored, accepted))
    with pytest.raises(Refusal) as caught:
        database.write(lambda tx: cases.save(tx, stored, custody.note(stored, START + 2)))
    assert caught.value.problem.code == "stale"
    assert caught.value.problem.changed == changed_columns(stored, accepted)
    assert database.read(lambda conn: cases.get(conn, stored.id)) == accepted


def test_a_closed_case_leaves_the_board(database: Database, stored: Case) -> None:
    seen = may_see(DISTRICT_SCOPE)
    assert len(database.read(lambda conn: cases.board(conn, seen, 10))[0]) == 1
    closed = msgspec.structs.replace(stored, state=State.CLOSED, closed_at=START, version=2)
    database.write(lambda tx: cases.save(tx, stored, closed))
    assert database.read(lambda conn: cases.board(conn, seen, 10)) == ([], 0)
    assert database.read(lambda conn: cases.rows(conn, [stored.id], seen)) == []
    assert len(database.read(lambda conn: cases.rows(conn, [stored.id], seen, open_only=False))) == 1


def test_the_board_is_the_protocols_row_most_urgent_first(database: Database, ids: Ids) -> None:
    seed_units(database)
    assert BoardRow.__struct_fields__ == cases.BOARD_COLUMNS
    wanted = [
        case(ids, due_at=START + 1),
        case(ids, due_at=START + 2, priority=Priority.URGENT),
        case(ids, due_at=START + 2),
        case(ids),
    ]
    database.write(lambda tx: [put_in(tx, item) for item in reversed(wanted)])
    rows, total = database.read(lambda conn: cases.board(conn, may_see(DISTRICT_SCOPE), 3))
    assert [row[0] for row in rows] == [item.id for item in wanted[:3]]
    assert total == 4
    decoded = msgspec.json.decode(msgspec.json.encode(rows), type=list[BoardRow])
    assert decoded[0].due_at == START + 1
    assert msgspec.json.encode(rows[0]) == msgspec.json.encode(cases.board_tuple(wanted[0]))


def test_jurisdiction_by_area_and_by_part(database: Database, stored: Case) -> None:
    def sees(unit: str, path: str = "") -> bool:
        rows = database.read(lambda conn: cases.rows(conn, [stored.id], may_see(scope(unit, path))))
        return len(rows) == 1

    assert sees(DISTRICT, DISTRICT)
    assert sees(STREET, STREET_PATH)
    assert sees(GRID, GRID_PATH)
    assert not sees("440113002", "440113/440113002")
    assert not sees("44011300", "440113/44011300")  # a path that is only the beginning of another is not its parent
    assert not sees(DEPARTMENT)
    dispatched = custody.dispatch(custody.accept(stored, START), DEPARTMENT, START)
    dispatched = msgspec.structs.replace(dispatched, version=2)
    assert _move(database, stored, dispatched) == (GRID, DEPARTMENT)
    assert sees(DEPARTMENT)


def test_a_former_holder_sees_what_was_known_until_it_handed_over(
    database: Database, stored: Case, fake_clock: ManualClock
) -> None:
    mine = scope(DEPARTMENT)
    held = msgspec.structs.replace(stored, state=State.DISPATCHED, holder_id=DEPARTMENT, version=2)
    _move(database, stored, held)
    fake_clock.advance(1_000)
    back = msgspec.structs.replace(held, state=State.ACCEPTED, holder_id=GRID, version=3)
    assert set(_move(database, held, back)) == {DEPARTMENT, GRID}
    later = msgspec.structs.replace(back, title="改过的标题", version=4)
    _move(database, back, later)
    assert database.read(lambda conn: cases.rows(conn, [stored.id], may_see(mine))) == []
    assert len(database.read(lambda conn: cases.rows(conn, [stored.id], may_see_ever(mine)))) == 1
    found = database.read(lambda conn: sight(conn, later, mine))
    assert found is not None
    assert found.seen == held
    assert found.as_of == fake_clock.now()
    assert database.read(lambda conn: sight(conn, later, scope("dept-roads"))) is None
    again = msgspec.structs.replace(later, holder_id=DEPARTMENT, version=5)
    _move(database, later, again)
    regained = database.read(lambda conn: sight(conn, again, mine))
    assert regained is not None
    assert regained.seen is None


def test_a_case_without_a_place_is_the_districts(database: Database, ids: Ids) -> None:
    seed_units(database)
    item = case(ids, area_id=None, area_path=DISTRICT, answerable_id=DISTRICT, holder_id=DISTRICT, tier=Tier.DISTRICT)
    database.write(lambda tx: put_in(tx, item))
    assert database.read(lambda conn: cases.board(conn, may_see(DISTRICT_SCOPE), 9))[1] == 1
    assert database.read(lambda conn: cases.board(conn, may_see(scope(STREET, STREET_PATH)), 9))[1] == 0


def test_assisting_units_come_and_go_and_the_others_stay(database: Database, stored: Case) -> None:
    note = custody.note(stored, START)
    assert set(_move(database, stored, note, assisting=(DEPARTMENT, COMMUNITY))) == {GRID, DEPARTMENT, COMMUNITY}
    second = custody.note(note, START)
    assert set(_move(database, note, second)) == {GRID, DEPARTMENT, COMMUNITY}
    third = custody.note(second, START)
    assert set(_move(database, second, third, assisting=(COMMUNITY,))) == {GRID, DEPARTMENT, COMMUNITY}
    assert set(database.read(lambda conn: cases.units_of(conn, stored.id))) == {GRID, COMMUNITY}
    assert database.write(lambda tx: cases.sign_party(tx, stored.id, COMMUNITY, PartyRole.ASSISTING))
    assert not database.write(lambda tx: cases.sign_party(tx, stored.id, DEPARTMENT, PartyRole.ASSISTING))
    assert database.write(lambda tx: cases.feed_back_party(tx, stored.id, COMMUNITY, PartyRole.ASSISTING))
    parties = {
        (party.unit_id, party.role): party for party in database.read(lambda conn: cases.parties(conn, stored.id))
    }
    assert parties[(DEPARTMENT, PartyRole.ASSISTING)].until is not None
    assert parties[(COMMUNITY, PartyRole.ASSISTING)].signed_at is not None


def test_the_timeline_and_the_ledger_tell_it_in_order(
    database: Database, stored: Case, fake_clock: ManualClock
) -> None:
    me = scope(DISTRICT, DISTRICT)

    def first(tx: Tx) -> None:
        cases.add_event(tx, stored, Action.NOTE, me, text="已电话联系", behalf={"unit_id": GRID, "channel": "电话"})
        cases.open_custody(tx, stored.id, "holder", from_unit=None, to_unit=GRID, tier=Tier.GRID, actor_id=me.person_id)
        cases.sign_custody(tx, stored.id)

    database.write(first)
    handed = fake_clock.now()
    fake_clock.advance(5_000)

    def second(tx: Tx) -> None:
        cases.add_event(tx, stored, Action.RETURN, me, before={"returns": 0}, after={"returns": 1})
        cases.close_custody(tx, stored.id, "holder")
        cases.add_refusal(
            tx, stored.id, from_unit=GRID, to_unit=COMMUNITY, tier=Tier.GRID, actor_id="p1", reason="不属职责"
        )

    database.write(second)
    lines = database.read(lambda conn: cases.events(conn, stored.id))
    assert [line.action for line in lines] == ["note", "return"]
    assert lines[0].behalf == {"unit_id": GRID, "channel": "电话"}
    assert lines[1].after == {"returns": 1}
    hops = database.read(lambda conn: cases.custody(conn, stored.id))
    assert [(hop.kind, hop.until) for hop in hops] == [("holder", handed + 5_000), ("refused", handed + 5_000)]
    assert hops[0].signed_at == handed
    assert len(database.read(lambda conn: cases.events(conn, stored.id, handed))) == 1
    known = database.read(lambda conn: cases.custody(conn, stored.id, handed))
    assert [(hop.kind, hop.until) for hop in known] == [("holder", None)]


def test_source_and_number_are_taken_once(database: Database, stored: Case, ids: Ids) -> None:
    twin = case(ids, source="12345", source_number="A-1")

    def work(tx: Tx) -> str:
        found = cases.by_source(tx.conn, "12345", "A-1")
        return found.id if found else put_in(tx, twin).id

    assert database.write(work) == stored.id
    assert database.read(lambda conn: cases.by_source(conn, "12345", "A-1")) == stored


def test_modes_and_elsewhere(database: Database, ids: Ids) -> None:
    seed_units(database)
    item = case(ids, mode=Mode.TEST, area_id=OTHER_GRID, area_path=OTHER_GRID_PATH)
    database.write(lambda tx: put_in(tx, item))
    found = database.read(lambda conn: cases.get(conn, item.id))
    assert found is not None
    assert found.mode is Mode.TEST
    assert database.read(lambda conn: cases.board(conn, may_see(scope(COMMUNITY, COMMUNITY_PATH)), 9))[1] == 0
