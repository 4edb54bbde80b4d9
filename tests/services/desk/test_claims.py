"""Who works on a case: claims, what others may do meanwhile, taking over, and what ends a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.desk import questions
from services.domain.actions import Action
from services.domain.claims import is_silent
from services.domain.clock import MINUTE_MS
from services.domain.problems import Problem, Refusal
from services.domain.rights import Role
from tests.fixtures.desks import WATER

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.domain.rights import Scope
    from tests.fixtures.desks import Office


@pytest.fixture
def ann(office: Office) -> Scope:
    return office.scope(person="ann")


@pytest.fixture
def bob(office: Office) -> Scope:
    return office.scope(person="bob")


def refused(call: Callable[[], object]) -> Problem:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.problem


def last_event(office: Office, case_id: str) -> tuple[str, str]:
    detail = office.database.read(lambda conn: questions.detail(conn, office.district, office.operator, case_id))
    return detail.events[-1].action, detail.events[-1].text


def test_others_do_not_decide_about_a_claimed_case_but_may_note_and_handle(
    office: Office, ann: Scope, bob: Scope
) -> None:
    case = office.report()
    office.act(case.id, Action.CLAIM, ann)
    assert refused(lambda: office.act(case.id, Action.ACCEPT, bob)).code == "claimed"
    office.act(case.id, Action.NOTE, bob, text="来电补充")
    office.act(case.id, Action.ACCEPT, ann)
    assert office.case(case.id).claimed_by == "ann"


def test_the_unit_that_handles_it_is_not_kept_by_a_claim(office: Office, bob: Scope) -> None:
    case = office.dispatched()
    office.act(case.id, Action.CLAIM, bob)
    office.act(case.id, Action.SIGN, office.department())
    assert office.case(case.id).claimed_by == "bob"


def test_in_the_first_moments_anybody_takes_over_without_a_word(office: Office, ann: Scope, bob: Scope) -> None:
    case = office.report()
    office.act(case.id, Action.CLAIM, ann)
    office.clock.advance(19_000)
    office.act(case.id, Action.TAKE_OVER, bob)
    assert office.case(case.id).claimed_by == "bob"
    assert last_event(office, case.id) == ("take_over", "接管自他人")


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR])
def test_later_taking_over_asks_for_the_reason(office: Office, ann: Scope, role: Role) -> None:
    case = office.report()
    office.act(case.id, Action.CLAIM, ann)
    office.clock.advance(20_000)
    carl = office.scope("", role, person="carl")
    assert refused(lambda: office.act(case.id, Action.TAKE_OVER, carl)).code == "text_required"
    office.act(case.id, Action.TAKE_OVER, carl, text="本人离岗")
    assert office.case(case.id).claimed_by == "carl"
    assert last_event(office, case.id) == ("take_over", "接管自他人：本人离岗")


def test_of_two_who_take_over_at_once_the_second_is_told(office: Office, ann: Scope, bob: Scope) -> None:
    case = office.report()
    office.act(case.id, Action.CLAIM, ann)
    seen = office.case(case.id).version
    office.act(case.id, Action.TAKE_OVER, bob, version=seen)
    carl = office.scope(person="carl")
    problem = refused(lambda: office.act(case.id, Action.TAKE_OVER, carl, version=seen))
    assert problem.code == "stale"
    assert problem.changed["claimed_by"] == "bob"


def test_of_two_who_claim_at_once_the_second_takes_nothing_from_the_first(
    office: Office, ann: Scope, bob: Scope
) -> None:
    case = office.report()
    seen = case.version
    office.act(case.id, Action.CLAIM, ann, version=seen)
    assert refused(lambda: office.act(case.id, Action.CLAIM, bob, version=seen)).code == "claimed"
    assert office.case(case.id).claimed_by == "ann"


def test_a_form_that_was_open_before_one_s_claim_is_not_stale(office: Office, ann: Scope) -> None:
    case = office.report()
    seen = case.version
    office.act(case.id, Action.CLAIM, ann)
    office.act(case.id, Action.ACCEPT, ann, version=seen)
    office.act(case.id, Action.NOTE, ann, text="已核")
    assert refused(lambda: office.act(case.id, Action.DISPATCH, ann, unit=WATER, version=seen)).code == "stale"


def test_a_claim_ends_with_the_dispatch_and_by_itself(office: Office, ann: Scope, bob: Scope) -> None:
    case = office.report()
    office.act(case.id, Action.CLAIM, ann)
    office.act(case.id, Action.ACCEPT, ann)
    office.act(case.id, Action.DISPATCH, ann, unit=WATER)
    assert office.case(case.id).claimed_by is None
    office.act(case.id, Action.CLAIM, ann)
    office.clock.advance(office.district.loop_rules.claim_ms)
    assert refused(lambda: office.act(case.id, Action.TAKE_OVER, bob)).code == "not_claimed"
    office.act(case.id, Action.CLAIM, bob)
    assert office.case(case.id).claimed_by == "bob"


def test_only_a_supervisor_gives_another_s_claim_back(office: Office, ann: Scope, bob: Scope) -> None:
    case = office.report()
    office.act(case.id, Action.CLAIM, ann)
    assert refused(lambda: office.act(case.id, Action.RELEASE, bob)).code == "claimed"
    office.act(case.id, Action.RELEASE, office.scope("", Role.SUPERVISOR, person="sue"), text="下班")
    assert office.case(case.id).claimed_by is None


def test_a_claim_is_silent_when_neither_it_nor_its_person_is_young() -> None:
    now, after = 100 * MINUTE_MS, 5 * MINUTE_MS
    assert is_silent(now - after, None, now, after)
    assert not is_silent(now - after + 1, None, now, after)
    assert not is_silent(now - 2 * after, now - MINUTE_MS, now, after)
    assert is_silent(now - 2 * after, now - after, now, after)
