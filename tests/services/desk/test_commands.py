from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import msgspec
import pytest

from services.api.cases import Act, CommandState, NewCase
from services.desk import cases, commands, questions
from services.domain.actions import Action
from services.domain.ids import TimeIds
from services.domain.problems import Refusal
from services.store.database import open_database

if TYPE_CHECKING:
    from services.desk.commands import Answer
    from services.domain.rights import Scope
    from services.store.database import Database, Tx
    from tests.fixtures.desks import Office


def send(office: Office, command_id: str, scope: Scope | None = None, title: str = "积水") -> Answer:
    who = scope or office.operator
    new = NewCase(command_id=command_id, title=title, source="phone")
    return commands.run(
        office.database, who, command_id, "report", lambda tx: cases.report(tx, office.district, who, new)
    )


def total(office: Office) -> int:
    return office.database.read(lambda conn: questions.board(conn, office.district, office.operator, 0)).total


def test_a_repeated_command_is_done_once_and_answers_the_same_bytes(office: Office) -> None:
    first = send(office, "one")
    assert first.status == 200
    assert send(office, "one", title="另一件") == first
    assert total(office) == 1


def test_a_refusal_is_remembered_too_and_leaves_nothing(office: Office) -> None:
    first = send(office, "bad", title=" ")
    assert first.status == 422
    office.clock.advance(1000)
    assert send(office, "bad", title="现在好了") == first
    assert total(office) == 0
    found = office.database.read(lambda conn: commands.state(conn, office.operator, "bad"))
    assert (found.known, found.status, found.answer["code"]) == (True, 422, "field_missing")


def test_an_id_belongs_to_one_person(office: Office) -> None:
    send(office, "mine", office.scope(person="ann"))
    with pytest.raises(Refusal, match="not_found"):
        send(office, "mine", office.scope(person="bob"))
    bob = office.scope(person="bob")
    assert office.database.read(lambda conn: commands.state(conn, bob, "mine")) == CommandState(
        command_id="mine", known=False
    )


@pytest.mark.parametrize("command_id", ["", "x" * 65, "a\nb"])
def test_an_unusable_id_is_refused(office: Office, command_id: str) -> None:
    with pytest.raises(Refusal, match="field_bad"):
        send(office, command_id)


def test_what_only_passes_is_not_remembered(office: Office) -> None:
    def busy(_: Tx) -> msgspec.Struct:
        raise Refusal("database_busy")

    with pytest.raises(Refusal, match="database_busy"):
        commands.run(office.database, office.operator, "later", "report", busy)
    assert send(office, "later").status == 200


def test_a_mistake_of_the_program_undoes_all_of_it(office: Office) -> None:
    def broken(tx: Tx) -> msgspec.Struct:
        cases.report(tx, office.district, office.operator, NewCase(command_id="x", title="积水", source="phone"))
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        commands.run(office.database, office.operator, "x", "report", broken)
    assert total(office) == 0
    assert not office.database.read(lambda conn: commands.state(conn, office.operator, "x")).known


def second(office: Office) -> Database:
    """Return the same data opened once more, as another process does."""
    database = office.database
    url = (
        f"sqlite:///{database.file.path}"  # type: ignore[attr-defined]
        if database.engine_name == "sqlite"
        else database._address.render_as_string(hide_password=False)  # type: ignore[attr-defined]
    )
    return open_database(url, office.clock, ids=TimeIds(office.clock), migrate=False, database_clock=False)


def test_two_at_once_from_two_processes_do_it_once(office: Office) -> None:
    case = office.report()
    other = second(office)
    answers: list[Answer] = []
    gate = threading.Barrier(4)

    def work(database: Database) -> None:
        act = Act(command_id="same", action=Action.ACCEPT, version=1)
        gate.wait()
        answers.append(
            commands.run(
                database,
                office.operator,
                "same",
                "act",
                lambda tx: cases.act(tx, office.district, office.operator, case.id, act),
            )
        )

    threads = [
        threading.Thread(target=work, args=(database,)) for database in (office.database, other) for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    other.close()
    assert len({answer.body for answer in answers}) == 1
    assert {answer.status for answer in answers} == {200}
    assert office.case(case.id).version == 2


def test_two_people_at_once_one_is_told_what_changed(office: Office) -> None:
    case = office.report()
    results: list[str] = []
    gate = threading.Barrier(2)

    def work(person: str) -> None:
        scope = office.scope(person=person)
        act = Act(command_id=person, action=Action.ACCEPT, version=1)
        gate.wait()
        answer = commands.run(
            office.database, scope, person, "act", lambda tx: cases.act(tx, office.district, scope, case.id, act)
        )
        results.append(f"{answer.status}")

    threads = [threading.Thread(target=work, args=(person,)) for person in ("ann", "bob")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["200", "409"]
