"""Tables of examples for the small rules: actions, rights, deadlines, refusals, tiers, modes."""

from __future__ import annotations

import ast
import re
import string
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from services.domain.actions import ACTIONS, Action
from services.domain.cases import OPEN_STATES, STATE_ORDER, Case, State
from services.domain.clock import HOUR_MS, MINUTE_MS, from_datetime, to_datetime
from services.domain.deadlines import Limit, limit_text, spell_duration, with_deadline
from services.domain.figures import FIGURES, TIER_FIGURES
from services.domain.modes import Mode, may_descend
from services.domain.problems import SENTENCES, Refusal
from services.domain.rights import ROLE_RIGHTS, Right, Role, Scope, roles_with
from services.domain.tiers import Tier, ancestor_at, is_within, tier_of_path

ROOT = Path(__file__).resolve().parents[3]


def test_every_action_stands_in_the_table_with_a_key_of_its_own() -> None:
    assert set(ACTIONS) == set(Action)
    keys = Counter(rule.key for rule in ACTIONS.values())
    assert {key for key, count in keys.items() if count > 1} == {"H", "Space"}, "at most one of two is possible"
    assert all(rule.label and rule.key and rule.states for rule in ACTIONS.values())


def test_a_closed_case_takes_notes_and_is_reopened_and_nothing_else() -> None:
    assert [rule.action for rule in ACTIONS.values() if State.CLOSED in rule.states] == [Action.REOPEN, Action.NOTE]
    for state in (State.NOT_ACCEPTED, State.VOID):
        assert [rule.action for rule in ACTIONS.values() if state in rule.states] == [Action.NOTE]


def test_open_states_are_those_before_the_end() -> None:
    assert {State.CLOSED, State.NOT_ACCEPTED, State.VOID} == set(STATE_ORDER) - OPEN_STATES
    assert all(state.zh for state in State)


def test_every_role_has_rights_and_a_name() -> None:
    assert set(ROLE_RIGHTS) == set(Role)
    assert all(role.zh for role in Role)


def test_the_three_administrators_share_nothing_and_see_no_case() -> None:
    admins = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
    for one in admins:
        assert Right.CASE_READ not in ROLE_RIGHTS[one]
        for other in admins:
            assert one is other or not ROLE_RIGHTS[one] & ROLE_RIGHTS[other]


def test_a_scope_has_the_rights_of_all_its_roles() -> None:
    scope = Scope(
        person_id="1",
        person_name="",
        unit_id="d",
        unit_path="d",
        roles=frozenset({Role.WALL, Role.AUDIT_ADMIN}),
    )
    assert scope.may(Right.CASE_READ)
    assert scope.may(Right.AUDIT)
    assert not scope.may(Right.CASE_WORK)
    assert Role.SUPERVISOR in roles_with(Right.CASE_TAKE_OVER)


def test_the_wall_sees_no_personal_data() -> None:
    assert not ROLE_RIGHTS[Role.WALL] & {Right.PERSONAL_MASKED, Right.PERSONAL_OPEN}


def _case() -> Case:
    return Case(
        id="1",
        number="1",
        mode=Mode.LIVE,
        title="",
        area_path="d",
        tier=Tier.DISTRICT,
        answerable_id="d",
        holder_id="d",
        holder_since=0,
        reported_at=0,
        updated_at=0,
    )


def test_a_deadline_keeps_its_start_rule_and_words() -> None:
    limit = Limit(rule_id="L1", text="2紧急工作时", length_ms=2 * HOUR_MS)
    case = with_deadline(_case(), limit, 500, None)
    assert (case.due_start, case.due_at, case.due_rule, case.due_text) == (500, 500 + 2 * HOUR_MS, "L1", "2紧急工作时")
    bare = with_deadline(case, None, 500, None)
    assert (bare.due_start, bare.due_at, bare.due_rule) == (None, None, "")


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (0, "不到1分钟"),
        (59_999, "不到1分钟"),
        (MINUTE_MS, "1分钟"),
        (-6 * MINUTE_MS, "6分钟"),
        (2 * HOUR_MS, "2小时"),
        (150 * MINUTE_MS, "2小时30分钟"),
        (27 * HOUR_MS, "1天3小时"),
        (24 * HOUR_MS + 5 * MINUTE_MS, "1天"),
    ],
)
def test_a_duration_in_words(length: int, text: str) -> None:
    assert spell_duration(length) == text


def test_a_limit_in_words() -> None:
    assert limit_text(48 * HOUR_MS) == "48小时"
    assert limit_text(90 * MINUTE_MS) == "1小时30分钟"


@pytest.mark.parametrize(
    ("parent", "child", "may"),
    [
        (Mode.LIVE, Mode.LIVE, True),
        (Mode.LIVE, Mode.TEST, True),
        (Mode.EXERCISE, Mode.LIVE, False),
        (Mode.TEST, Mode.EXERCISE, False),
        (Mode.EXERCISE, Mode.TEST, True),
    ],
)
def test_a_child_may_be_stricter_never_looser(parent: Mode, child: Mode, *, may: bool) -> None:
    assert may_descend(parent, child) is may


def test_areas_and_tiers() -> None:
    assert tier_of_path("d/s/c/g") is Tier.GRID
    assert tier_of_path("d") is Tier.DISTRICT
    assert ancestor_at("d/s/c/g", Tier.STREET) == "s"
    assert ancestor_at("d", Tier.STREET) is None
    assert is_within("d/s1", "d/s1")
    assert not is_within("d/s10", "d/s1")
    assert Tier.DISTRICT.above() is None
    with pytest.raises(ValueError, match="one to four"):
        tier_of_path("a/b/c/d/e")


def test_instants_are_utc_milliseconds() -> None:
    assert from_datetime(to_datetime(1_700_000_000_123)) == 1_700_000_000_123
    with pytest.raises(ValueError, match="time zone"):
        from_datetime(to_datetime(0).replace(tzinfo=None))


def test_every_sentence_is_filled_from_its_parameters() -> None:
    for code, (_, sentence, remedy) in SENTENCES.items():
        names = {name for text in (sentence, remedy) for _, name, _, _ in string.Formatter().parse(text) if name}
        given: dict[str, Any] = dict.fromkeys(names, "甲")
        problem = Refusal(code, **given).problem
        assert "{" not in problem.sentence + problem.remedy, code
        assert problem.sentence, code


def test_every_refusal_raised_stands_in_the_table() -> None:
    used: set[str] = set()
    for path in (ROOT / "services").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal":
                first = node.args[0] if node.args else None
                if isinstance(first, ast.Constant):
                    used.add(str(first.value))
    assert used <= set(SENTENCES)
    assert all(re.fullmatch(r"[a-z_]+", code) for code in SENTENCES)


def test_every_figure_has_its_definition_and_a_known_denominator() -> None:
    assert len(TIER_FIGURES) == 16
    for figure in FIGURES.values():
        assert figure.label
        assert figure.formula
        assert not figure.of or figure.of in FIGURES
