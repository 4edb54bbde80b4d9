from __future__ import annotations

import random
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.board import Board, BoardChange, Prepared, light, prepare
from console.case_view import CaseView, ViewChange
from console.columns import Columns
from console.figures_numpy import Sight, compile, day_start  # noqa: A004 - named like the hub's
from console.filters import RowFilter, SavedQueue, decode, encode
from console.queue_rows import BoardQueueRows
from console.team import Team
from services.api.board import Board as BoardMessage
from services.api.board import BoardRow, Changes
from services.domain.cases import OPEN_STATES, State
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS
from services.domain.figures import (
    FIGURES,
    All,
    Anchor,
    Any,
    Before,
    Is,
    Known,
    Not,
    NotBefore,
    Predicate,
)
from services.domain.looprules import LoopRules
from services.domain.modes import Mode
from tests.console.made import NOW, changed, many, row, wording
from widgets.map.values import Light

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

WORDING = wording()


def board_of(rows: list[BoardRow], most: int = 20_000, total: int | None = None) -> Board:
    board = Board(WORDING.row_text, most)
    message = BoardMessage(pos=10, now=NOW, total=len(rows) if total is None else total, rows=tuple(rows))
    board.take(prepare(message, WORDING.row_text))
    return board


def view_of(board: Board) -> CaseView:
    return CaseView(board, WORDING, lambda: NOW)


def keys(view: CaseView) -> list[str]:
    return [view.key(index) for index in range(len(view))]


class NoMarks:
    def mark(self, _case_id: str, /) -> str:
        return ""


# ── figures ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def plain(predicate: Predicate, one: BoardRow, now: int, start: int) -> bool:  # noqa: PLR0911 - one line per form
    """Say what a predicate means, row by row, as its docstring does."""
    is_open = one.state in OPEN_STATES and one.merged_at is None
    value = is_open if predicate_column(predicate) == "open" else None
    match predicate:
        case Is(column, values):
            found = int(value) if column == "open" and value is not None else getattr(one, column)
            return (found or "") in values if column not in ("open", "proactive") else found in values
        case Known(column, known):
            return (getattr(one, column) not in (None, "")) is known
        case Before(column, anchor, offset):
            at = getattr(one, column)
            return at is not None and at < (now if anchor is Anchor.NOW else start) + offset
        case NotBefore(column, anchor, offset):
            at = getattr(one, column)
            return at is not None and at >= (now if anchor is Anchor.NOW else start) + offset
        case All(parts):
            return all(plain(part, one, now, start) for part in parts)
        case Any(parts):
            return any(plain(part, one, now, start) for part in parts)
        case Not(part):
            return not plain(part, one, now, start)


def predicate_column(predicate: Predicate) -> str:
    return getattr(predicate, "column", "")


times = st.sampled_from(["due_at", "signed_at", "escalated_at", "suspended_at", "reported_at"])
offsets = st.sampled_from([0, 1, -1, 30 * MINUTE_MS, -HOUR_MS])
leaves = st.one_of(
    st.builds(Is, st.just("open"), st.sampled_from([(0,), (1,), (0, 1)])),
    st.builds(Is, st.just("state"), st.lists(st.sampled_from(list(State)), max_size=3).map(tuple)),
    st.builds(Is, st.just("proactive"), st.sampled_from([(0,), (1,), (0, 1)])),
    st.builds(Is, st.just("call_kind"), st.sampled_from([("civic",), ("civic", "")])),
    st.builds(Is, st.just("tier"), st.lists(st.integers(1, 4), max_size=3).map(tuple)),
    st.builds(Is, st.just("source"), st.lists(st.sampled_from(["12345", "grid", "", "none"]), max_size=2).map(tuple)),
    st.builds(Known, st.sampled_from(["supervised", "claimed_by", "due_at", "suspended_at"]), st.booleans()),
    st.builds(Before, times, st.sampled_from(list(Anchor)), offsets),
    st.builds(NotBefore, times, st.sampled_from(list(Anchor)), offsets),
)
predicates = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.builds(All, st.lists(parts, max_size=3).map(tuple)),
        st.builds(Any, st.lists(parts, max_size=3).map(tuple)),
        st.builds(Not, parts),
    ),
    max_leaves=8,
)
instants = st.sampled_from([NOW, NOW - 1, NOW + 1, NOW + 30 * MINUTE_MS, NOW - DAY_MS, NOW - HOUR_MS])
kinds_made = st.fixed_dictionaries(
    {
        "call_kind": st.sampled_from(["", "civic", "town"]),
        "proactive": st.integers(0, 1),
        "merged_at": st.sampled_from([None, NOW]),
    }
)
rows_made = st.builds(
    lambda kinds, index, state, due, signed, escalated, suspended, supervised, source, claimed: row(
        f"c{index}",
        state=state,
        due_at=due,
        signed_at=signed,
        escalated_at=escalated,
        suspended_at=suspended,
        supervised=supervised,
        source=source,
        claimed_by=claimed,
        **kinds,
    ),
    kinds_made,
    st.integers(0, 10_000),
    st.sampled_from(list(State)),
    st.none() | instants,
    st.none() | instants,
    st.none() | instants,
    st.none() | instants,
    st.sampled_from(["", "district"]),
    st.sampled_from(["", "12345", "grid"]),
    st.none() | st.sampled_from(["p1", "p2"]),
)


@settings(max_examples=150)
@given(predicates, st.lists(rows_made, max_size=12, unique_by=lambda one: one.id))
def test_a_predicate_means_the_same_in_numpy(predicate: Predicate, rows: list[BoardRow]) -> None:
    columns = Columns(WORDING.row_text)
    slots, _ = columns.put(rows, 1)
    start = day_start(NOW, ZoneInfo("Asia/Shanghai"))
    mask = compile(predicate)(Sight(columns, NOW, start))
    assert [bool(mask[slot]) for slot in slots] == [plain(predicate, one, NOW, start) for one in rows]


def test_figures_count_one_mode_and_open_cases_only() -> None:
    rows = [
        row("c1", state=State.REPORTED),
        row("c2", state=State.REPORTED, mode=Mode.TEST),
        row("c3", due_at=NOW + 10 * MINUTE_MS),
        row("c4", due_at=NOW - 1),
        row("c5", due_at=NOW - 1, suspended_at=NOW - 5),
        row("c6", due_at=None),
    ]
    found = board_of(rows).figures(Mode.EXERCISE, NOW, day_start(NOW, WORDING.zone))
    assert found.values["queue.all"] == 5
    assert found.values["queue.to_accept"] == 1
    assert found.values["tier.street.near_due"] == 1
    assert found.values["tier.street.overdue"] == 1
    assert found.values["queue.no_deadline"] == 1
    assert not found.partial


def test_the_lights_of_the_map_are_those_of_the_figures() -> None:
    rows = many(800)
    board = board_of(rows)
    points = board.points(NOW)
    by_key = dict(zip(points.keys, points.light, strict=True))
    assert {key: Light(code) for key, code in by_key.items()} == {one.id: light(one, NOW) for one in rows}
    figures = board.figures(Mode.EXERCISE, NOW, day_start(NOW, WORDING.zone)).values
    overdue = sum(figures[name] for name in FIGURES if name.endswith(".overdue"))
    near = sum(figures[name] for name in FIGURES if name.endswith(".near_due"))
    codes = [Light(code) for code in points.light]
    assert codes.count(Light.OVERDUE) == overdue
    assert codes.count(Light.DUE) + codes.count(Light.PRESSING) == near


# ── order ───────────────────────────────────────────────────────────────────────────────────────────────────────────
SORTS = [
    ("remaining", False),
    ("remaining", True),
    ("title", False),
    ("title", True),
    ("holder", False),
    ("tier", True),
]


@pytest.mark.parametrize(("column", "descending"), SORTS)
def test_merged_changes_lead_to_the_order_of_a_fresh_board(column: str, *, descending: bool) -> None:
    dice = random.Random(3)
    rows = {one.id: one for one in many(600)}
    board = board_of(list(rows.values()))
    view = view_of(board)
    view.set_sort(column, descending=descending)
    fresh_ids = 600
    for step in range(40):
        touched = dice.sample(sorted(rows), 20)
        news = [
            changed(rows[key], due_at=NOW + dice.randrange(10_000_000), title=f"改{dice.random()}") for key in touched
        ]
        born = many(5, seed=step, first=fresh_ids)
        fresh_ids += 5
        gone = dice.sample(sorted(set(rows) - set(touched)), 6)
        board.apply(Changes(pos=11 + step, now=NOW, rows=(*news, *born), gone=tuple(gone)))
        rows |= {one.id: one for one in (*news, *born)}
        for key in gone:
            del rows[key]
    shown = keys(view)
    view._rebuild()
    assert shown == keys(view)
    assert sorted(shown) == sorted(rows)
    assert [view.index_of(key) for key in shown] == list(range(len(shown)))


def test_without_a_running_clock_a_case_is_last_either_way() -> None:
    board = board_of([row("c1", due_at=None), row("c2"), row("c3", suspended_at=NOW), row("c4", due_at=NOW + 5)])
    view = view_of(board)
    assert keys(view)[:2] == ["c4", "c2"]
    view.set_sort("remaining", descending=True)
    assert keys(view)[:2] == ["c2", "c4"]


def test_texts_sort_by_pinyin() -> None:
    names = ("张家路", "安定桥", "陈村", "北街", "")
    view = view_of(board_of([row(f"c{at}", place=name) for at, name in enumerate(names)]))
    view.set_sort("place")
    assert [names[int(key[1:])] for key in keys(view)] == ["安定桥", "北街", "陈村", "张家路", ""]


# ── filters ─────────────────────────────────────────────────────────────────────────────────────────────────────────
@given(st.lists(st.sampled_from(list("石碁积水12 ABｂ，（第")), max_size=8))
@settings(max_examples=60, deadline=None)
def test_typing_letter_by_letter_finds_what_a_fresh_search_finds(letters: list[str]) -> None:
    board = BOARD_300
    typed = view_of(board)
    for end in range(len(letters) + 1):
        typed.set_filter(RowFilter(text="".join(letters[:end])))
    fresh = view_of(board)
    fresh.set_filter(RowFilter(text="".join(letters)))
    assert keys(typed) == keys(fresh)


BOARD_300 = board_of([*many(300), row("x1", title="ABb 路牌，歪斜")])


def test_every_word_must_occur_in_number_title_place_or_unit() -> None:
    rows = [row("c1", title="积水", holder_id="dept-water"), row("c2", place="市桥 三号"), row("c3", number="YL7788")]
    view = view_of(board_of(rows))
    for text, found in (("水务", ["c1"]), ("ｙｌ7788", ["c3"]), ("积水 水务局", ["c1"]), ("积水 城管", []), ("", 3)):
        view.set_filter(RowFilter(text=text))
        assert (keys(view) if isinstance(found, list) else len(view)) == found


def test_a_view_filters_by_figure_columns_and_area() -> None:
    rows = [
        row("c1", state=State.REPORTED, area_path="440113/440113001"),
        row("c2", state=State.REPORTED, area_path="440113/4401130011"),
        row("c3", state=State.HANDLING, claimed_by="p1"),
    ]
    view = view_of(board_of(rows))
    view.set_filter(RowFilter(figure="queue.to_accept"))
    assert sorted(keys(view)) == ["c1", "c2"]
    view.set_filter(RowFilter(areas=("440113/440113001",)))
    assert sorted(keys(view)) == ["c1", "c3"]
    view.set_filter(RowFilter(claimed_by="p1"))
    assert keys(view) == ["c3"]
    view.set_filter(RowFilter(unclaimed=True, states=("reported",), tiers=(3,), sources=("12345",)))
    assert sorted(keys(view)) == ["c1", "c2"]


def test_a_saved_view_comes_back_and_nonsense_does_not() -> None:
    saved = SavedQueue(rows=RowFilter(text="积水", tiers=(3,)), sort="title", descending=True)
    assert decode(encode(saved)) == saved
    assert decode("{") is None
    assert decode('{"rows": 7}') is None


def test_a_change_moves_a_case_into_and_out_of_the_filter(qtbot: QtBot) -> None:
    first = row("c1", title="积水")
    board = board_of([first, row("c2", title="噪音")])
    view = view_of(board)
    view.set_filter(RowFilter(text="积水"))
    with qtbot.waitSignal(view.changed) as blocker:
        board.apply(Changes(pos=11, now=NOW, rows=(changed(first, title="树倒"), row("c3", title="又积水"))))
    assert keys(view) == ["c3"]
    assert blocker.args is not None
    assert blocker.args[0] == ViewChange(("c1",), ("c3",))


def test_time_lets_cases_into_a_view_of_what_is_nearly_due() -> None:
    now = [NOW]
    board = board_of([row("c1", due_at=NOW + HOUR_MS)])
    view = CaseView(board, WORDING, lambda: now[0])
    view.set_filter(RowFilter(figure="tier.street.near_due"))
    assert keys(view) == []
    now[0] += 31 * MINUTE_MS
    view.tick()
    assert keys(view) == ["c1"]


# ── changes ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_changes_patch_and_say_what_they_did(qtbot: QtBot) -> None:
    first, second = row("c1"), row("c2")
    board = board_of([first, second])
    with qtbot.waitSignal(board.changed) as blocker:
        board.apply(
            Changes(pos=11, now=NOW, rows=(changed(first, title="新"), row("c3")), gone=("c2", "unknown"), total=2)
        )
    assert blocker.args is not None
    change = blocker.args[0]
    assert isinstance(change, BoardChange)
    assert (change.added, change.changed, change.removed) == (("c3",), ("c1",), ("c2",))
    assert (len(board), board.total, board.pos) == (2, 2, 11)
    held = board.row("c1")
    assert held is not None
    assert held.title == "新"


def test_old_positions_and_old_versions_change_nothing() -> None:
    newer = changed(row("c1", title="新"))
    board = board_of([newer])
    board.apply(Changes(pos=9, now=NOW, gone=("c1",)))
    board.apply(Changes(pos=12, now=NOW, rows=(row("c1", title="旧"),)))
    held = board.row("c1")
    assert held is not None
    assert held.title == "新"


def test_a_closed_case_leaves_even_if_it_comes_as_a_row() -> None:
    board = board_of([row("c1")])
    board.apply(Changes(pos=11, now=NOW, rows=(changed(row("c1"), state=State.CLOSED),)))
    assert len(board) == 0


def test_an_answer_that_comes_after_the_stream_brings_nothing_back() -> None:
    board = board_of([row("c1")])
    board.apply(Changes(pos=15, now=NOW, gone=("c1",)))
    board.patch(changed(row("c1")), 14)
    assert len(board) == 0
    board.patch(row("c2"), 16)
    assert board.row("c2") is not None
    board.patch(row("c2"), 17, visible=False)
    assert board.row("c2") is None


def test_more_than_it_holds_keeps_the_most_urgent_and_says_so() -> None:
    rows = [row(f"c{at}", due_at=None if at % 5 == 0 else NOW + at) for at in range(2_500)]
    board = board_of(rows, most=2_000, total=2_500)
    assert len(board) == 2_000
    assert board.total == 2_500
    assert board.partial
    assert sum(one.due_at is None for one in board.rows()) == 0
    board.apply(Changes(pos=11, now=NOW, rows=(row("new", due_at=NOW - 1), row("late", due_at=None)), total=2_502))
    assert board.row("new") is not None
    assert board.row("late") is None
    assert len(board) == 2_000
    view = view_of(board)
    assert keys(view)[0] == "new"
    board.apply(Changes(pos=12, now=NOW, gone=tuple(f"c{at}" for at in range(500)), total=2_002))
    assert board.thin


def test_a_fresh_board_replaces_everything_and_keeps_places_by_key() -> None:
    board = board_of(many(50))
    view = view_of(board)
    board.take(Prepared(99, 2, Columns.of([row("c7"), row("c8", due_at=NOW)], WORDING.row_text)))
    assert keys(view) == ["c8", "c7"]
    assert view.index_of("c7") == 1
    assert view.index_of("c1") is None


# ── queue rows ──────────────────────────────────────────────────────────────────────────────────────────────────────
def test_queue_rows_are_worded_and_their_stamp_follows_the_case() -> None:
    board = board_of([row("c1", number="YL202511240007", source="12345", claimed_by="p1", supervised="district")])
    view = view_of(board)
    team = Team(board, "p1", LoopRules())
    team.tick(NOW)
    rows = BoardQueueRows(board, view, WORDING, NoMarks(), team, person_id="p1", mode=Mode.EXERCISE)
    drawn = rows.row(0)
    assert (drawn.number, drawn.source, drawn.tier, drawn.holder) == ("0007", "12345 热线", "街镇", "石碁镇")
    assert drawn.mine
    assert drawn.supervised
    assert drawn.mode_word == ""
    stamp = rows.stamp(0)
    assert rows.stamp(0) == stamp
    board.apply(Changes(pos=11, now=NOW, rows=(changed(row("c1"), mode=Mode.TEST, suspended_at=NOW),)))
    assert rows.stamp(0) != stamp
    assert rows.row(0).due_at is None
    assert rows.row(0).clock_text == "挂账"
    assert rows.row(0).mode_word == "测试"
    assert rows.index_of("c1") == 0
    assert rows.key(0) == "c1"
