"""How a whistle moves, as tables: which action from which state, and what each part makes of the whole."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
import pytest

from services.domain import whistle_moves as moves
from services.domain.clock import MINUTE_MS
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.domain.rights import ROLE_RIGHTS, Role
from services.domain.whistles import (
    WHISTLE_ACTIONS,
    Mark,
    Rating,
    Seat,
    Summons,
    UnitRole,
    UnitState,
    Whistle,
    WhistleAction,
    WhistleProblem,
    WhistleState,
    why_not,
)

if TYPE_CHECKING:
    from collections.abc import Callable

NOW = 1_000_000
BY = NOW + 30 * MINUTE_MS
STREET, DISTRICT = "440113/440113007", "440113"
A, B, C, D = "dept-a", "dept-b", "dept-c", "dept-d"


def drafted(*, approval: bool = False, units: tuple[str, ...] = (A, B, C)) -> Whistle:
    return Whistle(
        id="w",
        number="SH202511220001",
        mode=Mode.LIVE,
        kind="appeal",
        matter="占道经营",
        why="街道没有执法权",
        place="北丽路口",
        area_path=STREET,
        unit_id="440113007",
        arrive_by=BY,
        needs_approval=approval,
        made_at=NOW,
        made_by="某人",
        updated_at=NOW,
        units=tuple(
            Summons(unit_id=unit, role=UnitRole.ASSIST if place else UnitRole.LEAD, arrive_by=BY)
            for place, unit in enumerate(units)
        ),
        problems=(WhistleProblem(seq=1, text="清场", unit_id=A), WhistleProblem(seq=2, text="拆除", unit_id=C)),
    )


def blown(units: tuple[str, ...] = (A, B, C)) -> Whistle:
    return moves.blow(drafted(units=units), NOW)


def there(whistle: Whistle, *units: str, at: int = NOW + 1) -> Whistle:
    for unit in units:
        whistle = moves.arrive(whistle, unit, "张三", at)
    return whistle


def refused(whistle: Whistle, *units: str) -> Whistle:
    for unit in units:
        whistle = moves.refuse(whistle, unit, "not_duty", "", NOW + 1)
    return whistle


def solved(whistle: Whistle, *pairs: tuple[int, str]) -> Whistle:
    for seq, unit in pairs:
        whistle = moves.solve(whistle, seq, unit, "好了", NOW + 2)
    return whistle


def rated(whistle: Whistle, *pairs: tuple[str, str]) -> Whistle:
    for by, of in pairs:
        whistle = moves.rate(whistle, Rating(by_unit=by, of_unit=of, mark=Mark.GOOD, at=NOW + 3), NOW + 3)
    return whistle


def code(work: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        work()
    return refusal.value.problem.code


def outcome(work: Callable[[], object]) -> str:
    try:
        work()
    except Refusal as refusal:
        return refusal.problem.code
    return ""


ON_SITE = there(blown(), A, B, C)
SOLVED = solved(ON_SITE, (1, A), (2, C))
ALL_RATED = rated(SOLVED, *moves.ratings_missing(SOLVED))
IN_STATE = {
    WhistleState.DRAFT: drafted(),
    WhistleState.WAITING: moves.blow(drafted(approval=True), NOW),
    WhistleState.BLOWN: blown(),
    WhistleState.ARRIVING: there(blown(), A),
    WhistleState.ON_SITE: ON_SITE,
    WhistleState.SOLVED: SOLVED,
    WhistleState.RATED: ALL_RATED,
    WhistleState.CLOSED: moves.close(ALL_RATED, NOW + 4),
    WhistleState.WITHDRAWN: moves.withdraw(blown(), NOW + 1),
}
DO: dict[WhistleAction, Callable[[Whistle], Whistle]] = {
    WhistleAction.BLOW: lambda w: moves.blow(w, NOW),
    WhistleAction.APPROVE: lambda w: moves.approve(w, "书记", NOW),
    WhistleAction.SEND_BACK: lambda w: moves.send_back(w, NOW),
    WhistleAction.SUMMON: lambda w: moves.summon(w, D, UnitRole.ASSIST, BY, NOW),
    WhistleAction.ASSIGN: lambda w: moves.assign(w, D, UnitRole.ASSIST, BY, NOW),
    WhistleAction.ARRIVE: lambda w: moves.arrive(w, B, "张三", NOW),
    WhistleAction.REFUSE: lambda w: moves.refuse(w, B, "other", "", NOW),
    WhistleAction.PROBLEM: lambda w: moves.add_problem(w, "再清", "", NOW),
    WhistleAction.SOLVE: lambda w: moves.solve(w, 1, A, "好了", NOW),
    WhistleAction.LEAVE: lambda w: moves.leave(w, B, NOW),
    WhistleAction.RELEASE: lambda w: moves.leave(w, A, NOW, released=True),
    WhistleAction.RATE_UNIT: lambda w: rated(w, ("440113007", A)),
    WhistleAction.RATE_WHISTLE: lambda w: rated(w, (A, "")),
    WhistleAction.APPRAISE: lambda w: rated(w, (moves.DISTRICT, "")),
    WhistleAction.CLOSE: lambda w: moves.close(w, NOW),
    WhistleAction.WITHDRAW: lambda w: moves.withdraw(w, NOW),
    WhistleAction.NOTE: lambda w: moves.note(w, NOW),
}


def test_each_state_is_what_its_name_says() -> None:
    assert {state: whistle.state for state, whistle in IN_STATE.items()} == {state: state for state in WhistleState}


@pytest.mark.parametrize("action", WhistleAction)
@pytest.mark.parametrize("state", WhistleState)
def test_an_action_is_taken_in_its_states_only(action: WhistleAction, state: WhistleState) -> None:
    before = IN_STATE[state]
    if state not in WHISTLE_ACTIONS[action].states:
        refusals = {"whistle_step", "whistle_unrated"} if action is WhistleAction.CLOSE else {"whistle_step"}
        assert code(lambda: DO[action](before)) in refusals
        return
    assert outcome(lambda: DO[action](before)) != "whistle_step"  # who came may still stand in the way


def test_without_approval_it_goes_out_at_once_and_with_it_only_then() -> None:
    assert blown().blown_at == NOW
    assert all(part.summoned_at == NOW for part in blown().units)
    waiting = IN_STATE[WhistleState.WAITING]
    assert waiting.blown_at is None
    assert all(part.summoned_at is None for part in waiting.units)
    out = moves.approve(waiting, "书记", NOW + 5)
    assert (out.state, out.approved_by, out.blown_at) == (WhistleState.BLOWN, "书记", NOW + 5)
    assert moves.send_back(waiting, NOW).state is WhistleState.DRAFT
    assert code(lambda: moves.approve(waiting, "书记", BY)) == "field_bad"  # its time has passed meanwhile


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"units": ()}, "whistle_no_unit"),
        ({"problems": ()}, "text_required"),
        ({"arrive_by": NOW}, "field_bad"),
    ],
)
def test_what_cannot_be_blown(change: dict[str, object], refusal: str) -> None:
    assert code(lambda: moves.blow(msgspec.structs.replace(drafted(), **change), NOW)) == refusal


def test_each_units_arrival_is_on_time_or_late_by_its_own_time() -> None:
    whistle = moves.summon(blown((A,)), B, UnitRole.ASSIST, BY + MINUTE_MS, NOW)
    whistle = there(whistle, A, B, at=BY + 1)
    assert [part.on_time for part in whistle.units] == [False, True]


def test_a_units_states_follow() -> None:
    whistle = refused(there(blown(), A), B)
    assert [part.state for part in whistle.units] == [UnitState.ARRIVED, UnitState.REFUSED, UnitState.SUMMONED]
    assert code(lambda: moves.arrive(whistle, A, "张三", NOW)) == "whistle_not_coming"
    assert code(lambda: moves.arrive(whistle, B, "张三", NOW)) == "whistle_not_coming"
    assert code(lambda: moves.arrive(whistle, D, "张三", NOW)) == "whistle_not_summoned"
    assert code(lambda: moves.refuse(whistle, C, "lazy", "", NOW)) == "field_bad"


def test_where_two_refuse_the_district_names_one_that_may_not_refuse() -> None:
    one = refused(blown(), B)
    assert not one.to_assign
    assert code(lambda: moves.assign(one, D, UnitRole.ASSIST, BY, NOW)) == "whistle_no_assign"
    two = refused(one, C)
    assert two.to_assign
    assert two.problems[1].unit_id == ""  # what the refuser was to solve is nobody's, so the lead unit's
    assert [item.seq for item in two.open_problems(A)] == [1, 2]
    assert code(lambda: moves.assign(two, A, UnitRole.ASSIST, BY, NOW)) == "whistle_unit_there"
    for named in (D, C):  # another unit, or one of the two
        after = moves.assign(two, named, UnitRole.ASSIST, BY, NOW)
        part = after.summons(named)
        assert part is not None
        assert part.state is UnitState.ASSIGNED
        assert not after.to_assign
        assert after.problems[1].unit_id == named
        assert code(partial(moves.refuse, after, named, "other", "", NOW)) == "whistle_designated"


def test_nobody_leaves_before_the_work_is_done_unless_the_street_lets_them() -> None:
    assert code(lambda: moves.leave(ON_SITE, A, NOW)) == "whistle_not_done"
    assert moves.leave(ON_SITE, B, NOW).summons(B).left_how == "done"  # type: ignore[union-attr]  # nothing was its own
    assert moves.leave(ON_SITE, A, NOW, released=True).summons(A).left_how == "released"  # type: ignore[union-attr]
    one = solved(ON_SITE, (1, A))
    assert moves.leave(one, A, NOW).summons(A).state is UnitState.LEFT  # type: ignore[union-attr]
    assert code(lambda: moves.leave(blown(), A, NOW)) == "whistle_not_there"


def test_a_problem_is_solved_once_and_by_somebody_who_came() -> None:
    whistle = there(blown(), A)
    assert code(lambda: moves.solve(whistle, 1, B, "好了", NOW)) == "whistle_not_there"
    assert code(lambda: moves.solve(whistle, 9, A, "好了", NOW)) == "whistle_no_problem"
    one = solved(whistle, (1, A))
    assert code(lambda: moves.solve(one, 1, A, "好了", NOW)) == "whistle_no_problem"
    both = solved(one, (2, A))  # another unit's problem may be solved by who is there
    assert (both.state, both.solved_at, both.problems[1].unit_id) == (WhistleState.SOLVED, NOW + 2, A)


def test_it_closes_only_when_everybody_has_rated() -> None:
    whistle = solved(there(refused(blown(), B), A, C), (1, A), (2, C))
    missing = {("440113007", A), ("440113007", C), (A, ""), (C, ""), (moves.DISTRICT, "")}
    assert set(moves.ratings_missing(whistle)) == missing  # who refused neither rates nor is rated
    assert code(lambda: moves.close(whistle, NOW)) == "whistle_unrated"
    for pair in sorted(missing):
        assert whistle.state is WhistleState.SOLVED
        whistle = rated(whistle, pair)
    assert whistle.state is WhistleState.RATED
    closed = moves.close(whistle, NOW + 9)
    assert [part.left_how for part in closed.units] == ["closed", "", "closed"]


def test_who_never_came_is_rated_but_does_not_rate() -> None:
    whistle = solved(there(blown(), A), (1, A), (2, A))
    assert ("440113007", B) in moves.ratings_missing(whistle)
    assert (B, "") not in moves.ratings_missing(whistle)
    assert code(lambda: rated(whistle, (B, ""))) == "whistle_not_there"
    poor = Rating(by_unit="440113007", of_unit=B, mark=Mark.POOR, at=NOW)
    assert code(lambda: moves.rate(whistle, poor, NOW)) == "text_required"


def test_who_has_not_come_by_their_time_is_marked_once() -> None:
    whistle = there(blown(), A)
    assert moves.next_arrival(whistle) == BY
    assert moves.missed(whistle, BY - 1)[1] == ()
    after, late = moves.missed(whistle, BY)
    assert late == (B, C)
    assert moves.missed(after, BY + 1)[1] == ()
    assert moves.next_arrival(after) is None
    assert moves.next_arrival(moves.withdraw(blown(), NOW)) is None


def seat(role: Role, unit_id: str, path: str = "") -> Seat:
    return Seat(unit_id=unit_id, unit_path=path, rights=ROLE_RIGHTS[role])


STREET_SEAT = seat(Role.STREET, "440113007", STREET)
OTHER_STREET = seat(Role.STREET, "440113008", "440113/440113008")
LEADER = seat(Role.COMMANDER, "440113007", STREET)
SUPERVISOR = seat(Role.SUPERVISOR, DISTRICT, DISTRICT)
DEPARTMENT = seat(Role.DEPARTMENT, A)
STRANGER = seat(Role.DEPARTMENT, D)
WALL = seat(Role.WALL, DISTRICT, DISTRICT)


@pytest.mark.parametrize(
    ("action", "whistle", "who", "refusal"),
    [
        (WhistleAction.APPROVE, IN_STATE[WhistleState.WAITING], LEADER, ""),
        (WhistleAction.APPROVE, IN_STATE[WhistleState.WAITING], STREET_SEAT, ""),  # on the leader's behalf
        (WhistleAction.APPROVE, IN_STATE[WhistleState.WAITING], DEPARTMENT, "no_right"),
        (WhistleAction.ARRIVE, blown(), DEPARTMENT, ""),
        (WhistleAction.ARRIVE, blown(), STREET_SEAT, ""),
        (WhistleAction.ARRIVE, blown(), STRANGER, "whistle_not_yours"),
        (WhistleAction.ARRIVE, blown(), OTHER_STREET, "whistle_not_yours"),
        (WhistleAction.ARRIVE, drafted(), DEPARTMENT, "whistle_step"),
        (WhistleAction.ASSIGN, refused(blown(), B, C), SUPERVISOR, ""),
        (WhistleAction.ASSIGN, refused(blown(), B), SUPERVISOR, "whistle_no_assign"),
        (WhistleAction.ASSIGN, refused(blown(), B, C), STREET_SEAT, "no_right"),
        (WhistleAction.CLOSE, ALL_RATED, STREET_SEAT, ""),
        (WhistleAction.CLOSE, SOLVED, STREET_SEAT, "whistle_step"),
        (WhistleAction.CLOSE, ALL_RATED, DEPARTMENT, "no_right"),
        (WhistleAction.NOTE, blown(), DEPARTMENT, ""),
        (WhistleAction.NOTE, blown(), WALL, "no_right"),
    ],
)
def test_what_a_seat_is_offered(action: WhistleAction, whistle: Whistle, who: Seat, refusal: str) -> None:
    assert why_not(WHISTLE_ACTIONS[action], whistle, who, STREET) == refusal


def test_no_two_actions_share_a_key() -> None:
    keys = [rule.key for rule in WHISTLE_ACTIONS.values()]
    assert len(set(keys)) == len(keys)
