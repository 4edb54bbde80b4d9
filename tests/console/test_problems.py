from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator

from console.problem_texts import TEXTS
from console.problems import explain_changes, say, say_error
from console.transport import HubRefused, HubUnreachable, Trouble
from console.wording import role_word, state_word
from services.domain.cases import State
from services.domain.problems import SENTENCES, Kind, Problem, Refusal
from services.domain.rights import Role
from tests.console.made import NOW, wording

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_the_console_says_every_refusal_as_the_hub_does() -> None:
    texts = {code: (str(sentence), str(remedy)) for code, (sentence, remedy) in TEXTS.items()}
    table = {code: (sentence, remedy) for code, (_, sentence, remedy) in SENTENCES.items()}
    assert texts == table, "run: python -m tests.console.write_problem_texts"


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_refusal_without_its_parameters_is_still_a_sentence(code: str) -> None:
    kind, sentence, remedy = SENTENCES[code]
    said = say(Problem(kind=kind, code=code, sentence="x"))
    assert "{" not in said.whole
    assert said.sentence == re.sub(r"\{\w+\}", "…", sentence)
    assert bool(said.remedy) == bool(remedy)


def test_a_code_of_a_newer_hub_is_said_in_its_words() -> None:
    assert say(Problem(kind=Kind.CONFLICT, code="new", sentence="甲", remedy="乙")).whole == "甲。乙。"


def test_words_among_the_parameters_are_translated_too(qtbot: QtBot) -> None:
    class Words(QTranslator):
        def translate(self, context: str, text: str, *_more: object) -> str | None:
            return {("Problem", "案件处于“{state}”，不能{action}"): "is {state}, cannot {action}"}.get(
                (context, text)
            ) or {("Wording", "待受理"): "reported", ("Action", "派单"): "dispatch"}.get((context, text))

    words = Words()
    QCoreApplication.installTranslator(words)
    try:
        problem = Refusal("wrong_step", state=State.REPORTED.zh, action="派单").problem
        assert say(problem).sentence == "is reported, cannot dispatch"
    finally:
        QCoreApplication.removeTranslator(words)


def test_case_text_in_a_parameter_is_text_and_no_pattern() -> None:
    problem = Refusal("unknown_category", value="{0.__class__}<b>").problem
    assert "{0.__class__}<b>" in say(problem).whole


def test_troubles_have_sentences_of_their_own() -> None:
    said = {say_error(HubUnreachable(trouble)).whole for trouble in Trouble}
    assert len(said) == len(Trouble)
    assert say_error(HubRefused(Refusal("top_tier").problem)).sentence == "案件已在区级，不能再升级"
    assert say_error(ValueError("boom")).sentence == "程序内部出错"


def test_what_changed_is_said_in_words_and_strange_values_do_no_harm() -> None:
    lines = explain_changes(
        {"tier": 4, "priority": 3, "due_at": NOW, "state": "no-such", "signed_at": "x", "claimed_by": "p9"}, wording()
    )
    assert [(line.label, line.value) for line in lines] == [
        ("环节", "no-such"),
        ("层级", "区"),
        ("紧急程度", "特急"),
        ("办理时限", "11-25 00:00"),
        ("签收时间", "x"),
        ("认领人", "他人"),
    ]


def test_states_and_roles_are_called_as_in_the_hubs_refusals() -> None:
    assert {state: state_word(state) for state in State} == {state: state.zh for state in State}
    assert {role: role_word(role) for role in Role} == {role: role.zh for role in Role}
