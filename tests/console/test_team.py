"""Who else is here: names, who looks, whose claim stands, and the storm that groups the queue."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from console.actions import Seat
from console.board import Board
from console.bulk import Plan, plan
from console.case_view import CaseView
from console.grouped_rows import GroupedRows
from console.queue_rows import BoardQueueRows
from console.storm import StormWatch
from console.team import Company, Team
from services.api.board import BoardRow, Changes
from services.api.team import Glance, PersonName
from services.domain.actions import Action
from services.domain.cases import State
from services.domain.clock import MINUTE_MS
from services.domain.looprules import LoopRules
from services.domain.modes import Mode
from tests.console import made
from tests.console.made import NOW, row
from tests.console.test_board import WORDING, NoMarks, view_of
from widgets.queue.rows import GroupKey, row_text

RULES = LoopRules()


def board_of(rows: list[BoardRow]) -> Board:
    board = Board(WORDING.row_text)
    board.apply(Changes(pos=1, now=NOW, rows=tuple(rows)))
    return board


@pytest.fixture
def board() -> Board:
    return board_of([row("c1", claimed_by="bob", claimed_at=NOW), row("c2")])


def test_a_claim_is_named_falls_silent_and_runs_out(board: Board) -> None:
    team = Team(board, "me", RULES)
    team.know([PersonName("bob", "王芳", "440113", True)], NOW)
    assert team.company("c1") == Company("bob")
    assert team.name("bob") == "王芳"
    revision = team.revision("c1")
    team.tick(NOW + RULES.claim_silent_ms)
    assert team.company("c1") == Company("bob", silent=True)
    assert team.revision("c1") > revision
    team.take([Glance("bob", "c1", NOW + RULES.claim_silent_ms, looking=True)], NOW + RULES.claim_silent_ms)
    assert team.company("c1") == Company("bob", watchers=("bob",))
    team.take([], NOW + RULES.claim_ms)
    assert team.company("c1") == Company()


def test_who_looks_is_told_by_name_and_an_unknown_one_asked_for_once(board: Board) -> None:
    board.apply(Changes(pos=2, now=NOW, rows=(), gone=("c1",)))
    team = Team(board, "me", RULES)
    asked: list[None] = []
    team.names_wanted.connect(lambda: asked.append(None))
    for _ in range(3):
        team.take([Glance("sue", "c2", NOW, looking=True)], NOW)
    assert len(asked) == 1
    rows = BoardQueueRows(board, view_of(board), WORDING, NoMarks(), team, person_id="me", mode=Mode.EXERCISE)
    index = rows.index_of("c2")
    assert index is not None
    stamp = rows.stamp(index)
    assert "他人 在看" in row_text(rows.row(index), NOW)
    team.know([PersonName("sue", "李敏", "440113")], NOW)
    assert rows.stamp(index) != stamp
    assert "李敏 在看" in row_text(rows.row(index), NOW)


def test_a_claim_that_somebody_takes_is_told_and_one_that_ends_is_not(board: Board) -> None:
    team = Team(board, "bob", RULES)
    lost: list[tuple[str, str]] = []
    team.lost.connect(lambda *told: lost.append(told))
    team.tick(NOW)
    board.apply(Changes(pos=2, now=NOW, rows=(row("c1", version=2, claimed_by="sue", claimed_at=NOW),)))
    team.tick(NOW)
    assert lost == [("c1", "sue")]
    board.apply(Changes(pos=3, now=NOW, rows=(row("c2", version=2, claimed_by="bob", claimed_at=NOW),)))
    team.tick(NOW)
    team.tick(NOW + RULES.claim_ms)
    assert lost == [("c1", "sue")]


def test_a_plan_names_each_reason_once() -> None:
    session = made.session()
    claimed = {"claimed_by": "bob", "claimed_at": NOW}
    rows = [row(key, state=State.REPORTED, **fields) for key, fields in (("c1", {}), ("c2", claimed), ("c3", claimed))]
    found = plan(Action.ACCEPT, rows, Seat(session, WORDING), NOW, lambda _key: False, "")
    assert isinstance(found, Plan)
    assert [one.id for one in found.can] == ["c1"]
    reasons = found.reasons()
    assert len(reasons) == 1
    assert len(reasons[0][1]) == 2


class Heard:
    """What a storm's signals told."""

    def __init__(self, watch: StormWatch) -> None:
        self.told: list[str] = []
        watch.began.connect(lambda _storm: self.told.append("began"))
        watch.grew.connect(lambda _storm: self.told.append("grew"))
        watch.changed.connect(lambda storm: self.told.append("calm") if storm is None else None)


def test_a_storm_begins_with_one_word_goes_on_by_tens_and_ends_by_itself() -> None:
    watch = StormWatch(RULES)
    heard = Heard(watch)
    for _ in range(RULES.storm_cases):
        watch.arrive(1, NOW)
    assert heard.told == ["began"]
    watch.arrive(9, NOW + 1)
    assert heard.told == ["began"]
    watch.arrive(1, NOW + 2)
    assert heard.told == ["began", "grew"]
    watch.tick(NOW + RULES.storm_minutes * MINUTE_MS + 3)
    assert heard.told == ["began", "grew", "calm"]


def test_a_district_s_own_numbers_begin_a_storm_and_end_it() -> None:
    watch = StormWatch(LoopRules(storm_cases=10, storm_minutes=2, storm_calm_percent=20))
    heard = Heard(watch)
    watch.arrive(9, NOW)
    assert heard.told == []
    watch.arrive(1, NOW + 1)
    assert heard.told == ["began"]
    watch.arrive(3, NOW + MINUTE_MS)
    watch.tick(NOW + 2 * MINUTE_MS + 2)  # three within two minutes: more than a fifth of ten
    assert watch.storm is not None
    watch.tick(NOW + 3 * MINUTE_MS + 1)
    assert watch.storm is None


def test_a_storm_that_was_left_by_hand_does_not_come_back_before_calm() -> None:
    watch = StormWatch(RULES)
    watch.arrive(RULES.storm_cases, NOW)
    watch.leave()
    watch.arrive(RULES.storm_cases, NOW + 1)
    assert watch.storm is None
    later = NOW + RULES.storm_minutes * MINUTE_MS + 2
    watch.tick(later)
    watch.arrive(RULES.storm_cases, later)
    assert watch.storm is not None


def test_grouping_by_hand_lasts_until_it_is_ended_by_hand() -> None:
    watch = StormWatch(RULES)
    watch.begin(NOW)
    watch.tick(NOW + 10 * RULES.storm_minutes * MINUTE_MS)
    assert watch.storm is not None
    watch.leave()
    assert watch.storm is None


def grouped(rows: list[BoardRow]) -> tuple[GroupedRows, CaseView]:
    board = board_of(rows)
    view = view_of(board)
    team = Team(board, "me", RULES)
    plain = BoardQueueRows(board, view, WORDING, NoMarks(), team, person_id="me", mode=Mode.EXERCISE)
    groups = GroupedRows(board, view, plain, WORDING, {"e1": "暴雨"}.get)  # type: ignore[arg-type]  # always known here
    groups.rebuild()
    return groups, view


def test_groups_are_headed_counted_opened_and_closed() -> None:
    def case(key: str, **fields: Any) -> BoardRow:  # noqa: ANN401 - fields of a row
        return msgspec.structs.replace(row(key), **fields)

    area = row("c1").area_path
    groups, _ = grouped(
        [
            case("c1", category="A", due_at=NOW + 1, event_id="e1"),
            case("c2", category="A", due_at=NOW + 3, event_id="e1"),
            case("c3", category="B", due_at=NOW + 2),
        ]
    )
    keys = [groups.key(index) for index in range(len(groups))]
    assert [key.kind for key in keys if isinstance(key, GroupKey)] == ["A", "B"]
    heading = groups.row(0).heading
    assert heading is not None
    assert (heading.count, heading.is_open) == (2, False)
    assert "暴雨" in heading.detail
    assert groups.index_of("c2") is None
    assert groups.reveal("c2")
    assert [groups.key(index) for index in range(1, 3)] == ["c1", "c2"]
    assert groups.index_of("c2") == 2
    first = keys[0]
    assert isinstance(first, GroupKey)
    assert area.startswith(first.area)
    groups.toggle(first, is_open=False)
    assert len(groups) == 2
