"""The demo's rainstorm beside the hub."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace as changed

from services.desk import questions
from services.domain.modes import Mode
from services.domain.problems import Refusal
from services.engine.storm import Storm

if TYPE_CHECKING:
    from tests.fixtures.desks import Office


def test_one_case_a_round_until_the_storm_is_over(office: Office) -> None:
    storm = Storm(office.database, office.district, office.clock, Random(7), most=3)
    assert [storm.work() for _ in range(5)] == [0] * 5
    board = office.database.read(
        lambda conn: questions.board(conn, office.district, office.operator, office.clock.now())
    )
    assert board.total == 3
    assert {row.mode for row in board.rows} == {Mode.EXERCISE}
    assert all(row.number.startswith("YL") for row in board.rows)


def test_two_storms_never_bring_the_same_case(office: Office) -> None:
    for seed in (7, 8):
        Storm(office.database, office.district, office.clock, Random(seed), most=1).work()
        office.clock.advance(1)
    board = office.database.read(
        lambda conn: questions.board(conn, office.district, office.operator, office.clock.now())
    )
    assert board.total == 2


def test_a_real_district_has_no_storm(office: Office) -> None:
    real = replace(office.district, profile=changed(office.district.profile, demo=False))
    with pytest.raises(Refusal):
        Storm(office.database, real, office.clock, Random(1))
