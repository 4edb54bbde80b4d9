"""The custody ledger by unit: who bounced what how often, as one may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from services.desk import ledger
from services.domain.actions import Action
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS
from services.domain.problems import Refusal
from services.domain.rights import Role
from tests.fixtures.desks import OTHER_STREET, STREET, URBAN, WATER

if TYPE_CHECKING:
    from services.api.ledger import Ledger, UnitLedger
    from services.domain.rights import Scope
    from tests.fixtures.desks import Office


def asked(office: Office, scope: Scope, unit: str = "", **period: int) -> Ledger:
    now = office.clock.now()
    return office.database.read(
        lambda conn: ledger.of_unit(conn, office.district, scope, unit, now, **period), scope=scope
    )


def of(office: Office, scope: Scope, unit: str = "", **period: int) -> UnitLedger:
    return asked(office, scope, unit, **period).units[0]


def a_busy_day(office: Office) -> str:
    """Let the water bureau return one, sign one late and redo it, lose one, and let one run over; return the last."""
    water = office.department()
    back = office.dispatched()
    office.clock.advance(10 * MINUTE_MS)
    office.act(back.id, Action.RETURN, water, reason_code="duty")
    office.act(back.id, Action.DISPATCH, unit=URBAN)
    late = office.dispatched()
    office.clock.advance(30 * MINUTE_MS)
    office.act(late.id, Action.SIGN, water)
    office.act(late.id, Action.FEEDBACK, water, text="已排水")
    office.act(late.id, Action.REWORK, text="仍有积水")
    lost = office.dispatched()
    office.clock.advance(50 * MINUTE_MS)
    office.act(lost.id, Action.ESCALATE, text="无人签收")
    over = office.dispatched(category="Y0501")
    office.act(over.id, Action.SIGN, water)
    office.clock.advance(5 * HOUR_MS)
    return over.id


def test_a_unit_is_told_by_what_it_did_with_what_it_was_given(office: Office) -> None:
    a_busy_day(office)
    found = of(office, office.operator, WATER)
    assert found.values == {
        "received": 4,
        "signed": 2,
        "unsigned": 0,
        "returned": 1,
        "reworks": 1,
        "escalated_away": 1,
        "overdue": 1,
    }
    assert (found.unsigned_median_ms, found.unsigned_longest_ms) == (10 * MINUTE_MS, 50 * MINUTE_MS)
    assert found.returned_by_reason == {"duty": 1}
    other = of(office, office.operator, URBAN)
    assert (other.values["received"], other.values["unsigned"], other.unsigned_longest_ms) == (
        1,
        1,
        80 * MINUTE_MS + 5 * HOUR_MS,
    )


def test_a_department_sees_its_own_ledger_also_of_what_it_gave_away(office: Office) -> None:
    a_busy_day(office)
    assert of(office, office.department()).values == of(office, office.operator, WATER).values
    with pytest.raises(Refusal) as caught:
        asked(office, office.department(), URBAN)
    assert caught.value.problem.code == "not_found"


def test_a_street_counts_what_lies_in_its_own_area(office: Office) -> None:
    a_busy_day(office)
    own, abroad = office.scope(STREET, Role.STREET), office.scope(OTHER_STREET, Role.STREET)
    assert of(office, own, WATER).values["received"] == 4
    assert of(office, abroad, WATER).values["received"] == 0
    with pytest.raises(Refusal) as caught:
        asked(office, abroad, STREET)
    assert caught.value.problem.code == "not_found"


def test_all_units_of_ones_scope_come_with_their_definitions(office: Office) -> None:
    a_busy_day(office)
    found = office.database.read(
        lambda conn: ledger.of_units(conn, office.district, office.operator, office.clock.now())
    )
    told = {unit.unit_id: unit.values for unit in found.units}
    assert found.units[0].unit_id == WATER
    assert told[WATER] == of(office, office.operator, WATER).values
    assert {URBAN} < set(told)
    assert {term.name for term in found.definitions} >= set(told[WATER])
    assert all(term.formula for term in found.definitions)


def test_a_period_is_from_since_until_before(office: Office) -> None:
    start = office.clock.now()
    a_busy_day(office)
    end = office.clock.now()
    assert of(office, office.operator, WATER, since=start, before=start + 10 * MINUTE_MS).values["received"] == 1
    assert of(office, office.operator, WATER, since=start, before=start + 10 * MINUTE_MS).values["returned"] == 0
    assert of(office, office.operator, WATER, since=end, before=end + 1).values["received"] == 0
    for period in ({"since": end, "before": start}, {"since": start - 400 * DAY_MS}):
        with pytest.raises(Refusal) as caught:
            asked(office, office.operator, WATER, **period)
        assert caught.value.problem.field == "since"


def test_a_suspended_case_is_not_overdue_in_anybodys_hands(office: Office) -> None:
    case = office.dispatched(category="Y0501")
    office.act(case.id, Action.SUSPEND, until=office.clock.now() + DAY_MS, text="等审批")
    office.clock.advance(5 * HOUR_MS)
    assert of(office, office.operator, WATER).values["overdue"] == 0
