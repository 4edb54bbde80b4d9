"""Macros: whose they are, who keeps them, what they may say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from services.api.team import Macro
from services.desk import macros
from services.domain.macros import Reach, filled, is_for, unknown_fields
from services.domain.problems import Problem, Refusal
from services.domain.rights import Role
from services.store import people
from services.store.people import Person
from tests.fixtures.desks import STREET, WATER

if TYPE_CHECKING:
    from collections.abc import Callable

    from services.domain.rights import Scope
    from tests.fixtures.desks import Office


def refused(call: Callable[[], object]) -> Problem:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.problem


def somebody(office: Office, name: str, *roles: Role, unit: str = "") -> Scope:
    """Return a person who exists."""
    scope = office.scope(unit, *roles, person=name)
    person = Person(id=name, login=name, name=name, unit_id=scope.unit_id, roles=scope.roles)
    office.database.write(lambda tx: people.add(tx, person))
    return scope


def put(office: Office, scope: Scope, **fields: Any) -> Macro:  # noqa: ANN401 - fields of a macro
    values: dict[str, Any] = {"id": "m1", "name": "已排水", "text": "{地点}已排水"}
    macro = Macro(**(values | fields))
    return office.database.write(lambda tx: macros.put(tx, office.district, scope, macro)).macro


def names(office: Office, scope: Scope) -> list[str]:
    return [row.macro.name for row in office.database.read(lambda conn: macros.rows(conn, scope))]


def test_one_s_own_macro_is_one_s_own(office: Office) -> None:
    ann, bob = somebody(office, "ann"), somebody(office, "bob")
    assert put(office, ann).version == 1
    assert names(office, ann) == ["已排水"]
    assert names(office, bob) == []
    assert refused(lambda: put(office, bob, version=1)).code == "not_found"
    assert put(office, ann, name="排水完毕", version=1).version == 2
    assert refused(lambda: put(office, ann, version=1)).code == "stale"
    office.database.write(lambda tx: macros.retire(tx, ann, "m1"))
    assert names(office, ann) == []


def test_a_unit_s_macro_is_kept_by_its_supervisor_and_used_by_all(office: Office) -> None:
    sue, ann = somebody(office, "sue", Role.SUPERVISOR), somebody(office, "ann")
    street = somebody(office, "kim", Role.STREET, unit=STREET)
    assert refused(lambda: put(office, ann, reach=Reach.UNIT)).code == "no_right"
    put(office, sue, reach=Reach.UNIT)
    assert (names(office, ann), names(office, street)) == (["已排水"], [])
    put(office, sue, id="m2", name="全区", reach=Reach.DISTRICT)
    assert names(office, street) == ["全区"]
    assert refused(lambda: office.database.write(lambda tx: macros.retire(tx, street, "m2"))).code == "not_found"


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"text": "{地名}已排水"}, "field_bad", "内容"),
        ({"name": "  "}, "field_missing", "名称和内容"),
        ({"text": "", "action": ""}, "field_missing", "名称和内容"),
        ({"action": "explode"}, "field_bad", "操作"),
        ({"category": "none"}, "unknown_category", "category"),
        ({"action": "dispatch", "to_unit": "none"}, "unknown_unit", "to_unit"),
        ({"action": "accept", "to_unit": WATER}, "field_bad", "单位"),
        ({"version": 3}, "not_found", ""),
    ],
)
def test_a_bad_macro_names_the_field(office: Office, fields: dict[str, Any], code: str, field: str) -> None:
    ann = somebody(office, "ann")
    problem = refused(lambda: put(office, ann, **fields))
    assert (problem.code, problem.field) == (code, field)


def test_words_are_filled_and_a_gap_stays_to_be_seen() -> None:
    assert filled("{地点}已排水，{单位}", {"地点": "清河东路", "单位": ""}) == "清河东路已排水，{单位}"
    assert unknown_fields("{地点}{电话}") == ("电话",)
    assert is_for("", "Y0501", "应急")
    assert is_for("应急", "Y0501", "应急")
    assert not is_for("Y0502", "Y0501", "应急")
