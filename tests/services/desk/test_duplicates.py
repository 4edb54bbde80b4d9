"""Suggesting what may be the same matter: within one's view, across sources, told apart for good."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from services.api.duplicates import SimilarDraft, SimilarRow
from services.desk import duplicates
from services.desk.filing import Draft, file_case
from services.desk.moves import Desk
from services.desk.sources import source_scope
from services.domain.actions import Action
from services.domain.cases import State
from services.domain.clock import DAY_MS, HOUR_MS
from services.domain.conditions import flagged
from services.domain.duplicates import SIMILAR_FLAG
from services.domain.problems import Refusal
from services.domain.rights import Role
from services.store import audit_log
from services.store import cases as case_store
from services.store.duplicates import CENTRE_MOST
from tests.fixtures.desks import OTHER_STREET, PLACE, STREET, WATER

if TYPE_CHECKING:
    from services.domain.cases import Case
    from services.domain.rights import Scope
    from tests.fixtures.desks import Office

HOLE = "禺山大道排水井盖缺失"


def similar(office: Office, case: Case, scope: Scope | None = None) -> list[SimilarRow]:
    who = scope or office.operator
    return list(
        office.database.read(
            lambda conn: duplicates.similar_to_case(conn, office.district, who, case.id), scope=who
        ).rows
    )


def drafted(office: Office, scope: Scope | None = None, **known: Any) -> list[SimilarRow]:  # noqa: ANN401 - its fields
    who, draft, now = scope or office.operator, SimilarDraft(**known), office.clock.now()
    return list(
        office.database.read(
            lambda conn: duplicates.similar_to_draft(conn, office.district, who, draft, now), scope=who
        ).rows
    )


def dismiss(office: Office, case: Case, other: Case, scope: Scope | None = None) -> None:
    who = scope or office.operator
    command_id = office.command_id()
    office.database.write(
        lambda tx: duplicates.dismiss(tx, office.district, who, case.id, other.id, command_id), scope=who
    )


def closed(office: Office, **known: Any) -> Case:  # noqa: ANN401 - fields of a draft
    """Take a case in as it ended an hour ago."""
    lon, lat = PLACE
    now = office.clock.now()
    values: dict[str, Any] = {"title": HOLE, "source": "phone", "lon": lon, "lat": lat, "reported_at": now - 3 * DAY_MS}
    ended: dict[str, Any] = {"state": State.CLOSED, "closed_at": now - HOUR_MS}
    draft = Draft(**(values | ended | known))
    return office.database.write(lambda tx: file_case(Desk(tx, office.district, office.operator), draft)).case


def ids(found: list[SimilarRow]) -> list[str]:
    return [row.case.id for row in found]


def test_a_second_report_nearby_is_suggested_with_its_reasons(office: Office) -> None:
    first = office.report(title=HOLE, place="禺山大道 18 号")
    office.clock.advance(2 * HOUR_MS)
    second = office.report(title="禺山大道井盖缺失，有人摔倒", place="禺山大道 18 号", lat=PLACE[1] + 2e-4)
    (found,) = similar(office, second)
    assert found.case.id == first.id
    assert found.distance_m == 22
    assert found.gap_ms == 2 * HOUR_MS
    assert found.likeness >= 50
    assert found.reasons[:2] == ("相距 22 米", "相隔 2 小时")
    assert ids(similar(office, first)) == [second.id]


@pytest.mark.parametrize(
    "other",
    [
        {"lat": PLACE[1] + 1e-2},
        {"title": "兴华小区电梯停运"},
        {"category": "other"},
    ],
)
def test_what_is_elsewhere_or_else_is_not(office: Office, other: dict[str, Any]) -> None:
    category = office.district.profile.categories[0].code
    if "category" in other:
        other = {"category": office.district.profile.categories[20].code}
    office.report(**({"title": HOLE, "category": category} | other))
    assert similar(office, office.report(title=HOLE, category=category)) == []


def test_the_likeliest_comes_first(office: Office) -> None:
    far = office.report(title=HOLE, place="禺山大道 18 号", lat=PLACE[1] + 3e-4)
    near = office.report(title=HOLE, place="禺山大道 18 号", lat=PLACE[1] + 1e-5)
    assert ids(similar(office, office.report(title=HOLE, place="禺山大道 18 号"))) == [near.id, far.id]


def test_a_report_without_a_point_is_found_by_its_place_in_words(office: Office) -> None:
    first = office.report(title=HOLE, place="禺山大道 18 号", lon=None, lat=None)
    office.report(title=HOLE, place="禺山大道 81 号", lon=None, lat=None)
    with_point = office.report(title=HOLE, place="禺山大道 18 号")
    assert set(ids(drafted(office, title=HOLE, place="禺山大道18号门口"))) == {first.id, with_point.id}


def test_a_point_that_stands_for_somewhere_here_is_no_distance(office: Office) -> None:
    office.report(title="路灯不亮", place="禺山大道 18 号")
    assert similar(office, office.report(title="路灯不亮", place="清河东路")) == []


def test_sources_do_not_matter(office: Office) -> None:
    lon, lat = PLACE
    first = office.report(title=HOLE)
    scope = source_scope(office.district, "12345", "intake")
    draft = Draft(title=f"{HOLE}！", source="12345", source_number="A-1", lon=lon + 1e-5, lat=lat)
    made = office.database.write(lambda tx: file_case(Desk(tx, office.district, scope), draft), scope=scope).case
    assert ids(similar(office, made)) == [first.id]
    assert flagged(made.flags, SIMILAR_FLAG)
    assert not flagged(office.case(first.id).flags, SIMILAR_FLAG)


def test_nothing_of_another_jurisdiction_is_suggested(office: Office) -> None:
    office.report(title=HOLE, place="禺山大道 18 号", lon=None, lat=None, area_id=OTHER_STREET)
    asked: dict[str, Any] = {"title": HOLE, "place": "禺山大道 18 号"}
    assert drafted(office, office.scope(STREET, Role.STREET), **asked) == []
    assert len(drafted(office, office.scope(OTHER_STREET, Role.STREET), **asked)) == 1
    assert len(drafted(office, **asked)) == 1


def test_who_may_not_see_the_case_learns_nothing(office: Office) -> None:
    case = office.report(title=HOLE)
    with pytest.raises(Refusal, match="not_found"):
        similar(office, case, office.scope(OTHER_STREET, Role.STREET))
    with pytest.raises(Refusal, match="no_right"):
        drafted(office, office.scope("", Role.WALL), title=HOLE)


def test_a_case_closed_lately_at_the_place_is_shown_for_reopening(office: Office) -> None:
    old = closed(office)
    closed(office, closed_at=office.clock.now() - 25 * HOUR_MS)
    (found,) = similar(office, office.report(title=HOLE, lat=PLACE[1] + 1e-5))
    assert found.case.id == old.id
    assert found.closed_at == old.closed_at
    assert "结案后 1 小时" in found.reasons


def test_a_merged_case_stands_behind_its_parent(office: Office) -> None:
    first, second = office.report(title=HOLE), office.report(title=HOLE, lat=PLACE[1] + 1e-5)
    act_merge(office, second, first)
    assert ids(similar(office, office.report(title=HOLE, lat=PLACE[1] + 2e-5))) == [first.id]
    assert similar(office, office.case(second.id)) == []


def act_merge(office: Office, case: Case, parent: Case) -> None:
    from services.api.cases import Act  # noqa: PLC0415
    from services.desk import cases as desk_cases  # noqa: PLC0415

    version = office.case(case.id).version
    act = Act(command_id=office.command_id(), action=Action.MERGE, version=version, other_id=parent.id)
    office.database.write(lambda tx: desk_cases.act(tx, office.district, office.operator, case.id, act))


def test_what_was_told_apart_is_never_suggested_again(office: Office) -> None:
    first, second = office.report(title=HOLE), office.report(title=HOLE, lat=PLACE[1] + 1e-5)
    assert flagged(second.flags, SIMILAR_FLAG)
    dismiss(office, first, second)
    assert similar(office, first) == []
    assert similar(office, second) == []
    assert not flagged(office.case(second.id).flags, SIMILAR_FLAG)
    told = [event.text for event in office.database.read(lambda conn: case_store.events(conn, first.id))]
    assert told[-1] == f"与 {second.number} 不是同一件事"
    links = office.database.read(lambda conn: audit_log.of_object(conn, first.id))
    assert [link.action for link in links][-1] == "case.distinct"
    dismiss(office, second, first)  # a second time does no harm


def test_telling_apart_asks_for_the_right_and_the_view(office: Office) -> None:
    first, second = office.report(title=HOLE), office.report(title=HOLE, lat=PLACE[1] + 1e-5)
    with pytest.raises(Refusal, match="no_right"):
        dismiss(office, first, second, office.department(WATER))
    with pytest.raises(Refusal, match="not_found"):
        dismiss(office, first, second, office.scope(OTHER_STREET, Role.STREET))


def test_cases_of_another_time_are_not_looked_at_on_intake(office: Office) -> None:
    lon, lat = PLACE
    past = office.clock.now() - 30 * DAY_MS
    made = []
    for _ in range(2):
        draft = Draft(title=HOLE, source="phone", lon=lon, lat=lat, place="禺山大道 18 号", reported_at=past)
        made.append(
            office.database.write(lambda tx, d=draft: file_case(Desk(tx, office.district, office.operator), d)).case  # type: ignore[misc]
        )
    assert not any(flagged(case.flags, SIMILAR_FLAG) for case in made)


def test_the_mark_goes_with_the_decision(office: Office) -> None:
    first, second = office.report(title=HOLE), office.report(title=HOLE, lat=PLACE[1] + 1e-5)
    third = office.report(title=HOLE, lat=PLACE[1] + 2e-5)
    fourth = office.report(title=HOLE, lat=PLACE[1] + 3e-5)
    assert all(flagged(case.flags, SIMILAR_FLAG) for case in (second, third, fourth))
    act_merge(office, second, first)
    assert not flagged(office.case(second.id).flags, SIMILAR_FLAG)
    act_merge(office, fourth, third)
    assert not flagged(office.case(third.id).flags, SIMILAR_FLAG), "nor is what others were merged into"
    fifth = office.report(title=HOLE, lat=PLACE[1] + 4e-5)
    assert flagged(fifth.flags, SIMILAR_FLAG)
    office.act(fifth.id, Action.ACCEPT)
    assert flagged(office.case(fifth.id).flags, SIMILAR_FLAG)
    office.act(fifth.id, Action.DISPATCH, unit=WATER)
    assert not flagged(office.case(fifth.id).flags, SIMILAR_FLAG)
    office.act(fifth.id, Action.UNDO)
    assert flagged(office.case(fifth.id).flags, SIMILAR_FLAG), "taken back, nothing is decided"


def test_where_many_lie_at_one_place_the_newest_tell_it(office: Office) -> None:
    for number in range(CENTRE_MOST):
        office.report(title=f"第 {number} 条完全不同的事情", lat=PLACE[1] + 1e-6 * number)
    office.clock.advance(1)
    old = office.report(title=HOLE, lat=PLACE[1] + 1e-5)
    office.clock.advance(1)
    placeless: dict[str, Any] = {"lon": None, "lat": None, "area_id": STREET}
    for number in range(CENTRE_MOST):
        office.report(title=f"没有地点的事情之 {number}", **placeless)
    again = office.report(title=HOLE, lat=PLACE[1] + 2e-5)
    assert flagged(again.flags, SIMILAR_FLAG), "what has no point takes no place from what is near"
    assert [row.case.id for row in similar(office, again)] == [old.id]
