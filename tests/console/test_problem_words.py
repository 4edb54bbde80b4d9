"""What the hub puts into its refusals is known to the console, so that it can be said in the person's language."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from console import language
from console.problem_words import WORDS, translated
from console.problems import hub_words, say
from services.desk.verbs.common import INPUTS
from services.domain.actions import ACTIONS
from services.domain.alerts import LIVE_REFUSED, MANDATORY, WarningLevel
from services.domain.cases import State
from services.domain.problems import Kind, Problem
from services.domain.rights import Role
from services.hub import problems

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
CHINESE = re.compile(r"[\u3400-\u9fff]")


@pytest.fixture
def english(qapp: QApplication) -> Iterator[None]:
    """Speak English for one test."""
    language.use(qapp, "en")
    yield
    language.use(qapp, "zh")


def fixed(value: ast.expr) -> Iterator[str]:
    """Yield the Chinese texts that a parameter may be: one, or one of two."""
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and CHINESE.search(value.value):
        yield value.value
    elif isinstance(value, ast.IfExp):
        yield from (*fixed(value.body), *fixed(value.orelse))
    elif isinstance(value, ast.BoolOp):
        for one in value.values:
            yield from fixed(one)


def calls(name: str) -> Iterator[ast.Call]:
    for path in sorted((ROOT / "services").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == name:
                yield node


def test_every_fixed_word_of_a_refusal_is_listed() -> None:
    words = {word for call in calls("Refusal") for item in call.keywords for word in fixed(item.value)}
    tried = {word for call in calls("need") for argument in call.args[2:] for word in fixed(argument)}
    assert words
    assert tried
    unlisted = sorted((words | tried | {*MANDATORY.values(), *INPUTS.values()}) - {str(word) for word in WORDS})
    assert not unlisted, "add them to console/problem_words.py, run `make texts` and translate them"


def test_what_the_hub_says_of_types_and_bounds_is_listed() -> None:
    words = {
        *problems.IS.values(),
        *problems.SHOULD_BE.values(),
        *(text.format("{n}") for text in problems.BOUNDS.values()),
    }
    assert not words - {str(word) for word in WORDS}


@pytest.mark.usefixtures("english")
def test_words_of_the_domain_are_said_in_english() -> None:
    words: tuple[str, ...] = (
        *(state.zh for state in State),
        *(role.zh for role in Role),
        *(rule.label for rule in ACTIONS.values()),
        *(level.zh for level in WarningLevel),
        LIVE_REFUSED,
        *(str(word) for word in WORDS),
    )
    assert not [word for word in words if CHINESE.search(hub_words(word)) and "特急" not in word]


@pytest.mark.usefixtures("english")
def test_a_number_in_a_word_is_kept() -> None:
    assert translated("不足 10 个字符") == "fewer than 10 characters"
    assert translated("已有 40 个") == "there are 40 already"


@pytest.mark.usefixtures("english")
def test_a_refusal_reads_as_english() -> None:
    wrong_step = Problem(
        kind=Kind.CONFLICT,
        code="wrong_step",
        sentence="案件处于“处置中”，不能受理",
        remedy="请先完成前面的环节",
        params={"state": "处置中", "action": "受理"},
    )
    assert say(wrong_step).whole == "“Accept” is not possible at “Handling”. Finish the steps before it first."
    no_right = Problem(
        kind=Kind.FORBIDDEN, code="no_right", sentence="x", params={"action": "编写预警", "roles": "坐席、值班长"}
    )
    assert say(no_right).whole == (
        "Your role may not do this: draft alerts. Ask one of these roles: Operator, Watch chief."
    )


def test_words_stay_as_they_are_in_chinese() -> None:
    assert hub_words("坐席、值班长") == "坐席、值班长"
    assert hub_words("不足 10 个字符") == "不足 10 个字符"
    assert hub_words("市桥街道 3 号、沙湾") == "市桥街道 3 号、沙湾"


@pytest.mark.usefixtures("english")
def test_reasons_and_lengths_of_alerts_are_said_in_english() -> None:
    assert hub_words("41 字 · 1,123/2,000 字节") == "41 characters · 1,123/2,000 bytes"
    assert hub_words("到期未能送出：网关返回 503") == "expired unsent: gateway returned 503"
    assert hub_words("到期未能送出：他们说的") == "expired unsent: 他们说的"
