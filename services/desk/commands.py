"""Commands by their id: done once or not at all, and a repeated id gets the first answer, byte for byte."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from services.api.cases import CommandState
from services.domain.problems import Kind, Problem, Refusal
from services.store import commands as command_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from services.domain.rights import Scope
    from services.store.database import Database, Tx

HTTP_STATUS: dict[Kind, int] = {
    Kind.INVALID: 422,
    Kind.CONFLICT: 409,
    Kind.FORBIDDEN: 403,
    Kind.MISSING: 404,
    Kind.SIGNED_OUT: 401,
    Kind.BUSY: 503,
}
"""The one HTTP status of each kind of refusal."""

_PASSING = frozenset({Kind.BUSY, Kind.SIGNED_OUT})
"""Refusals that say nothing about the command itself: not remembered, so that it may be tried again."""

_ID_MAX = 64


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer as it goes out: an HTTP status and the JSON of a message or of a problem."""

    status: int
    body: bytes


def run(database: Database, scope: Scope, command_id: str, kind: str, work: Callable[[Tx], msgspec.Struct]) -> Answer:
    """Do a command once. The same id by the same person gets the first answer again, a refusal's too.

    The answer is kept in the same transaction as the work, under the id as its key: of two at once, in whatever
    process, the second fails on that key, is run anew by the store and then reads the first's answer. A refusal that is
    kept leaves its link in the audit: who tried what, and why it was not done.

    Raises Refusal not_found for another person's id, field_bad for an unusable id, and whatever only passes (busy,
    signed out).
    """
    if not command_id or len(command_id) > _ID_MAX or not command_id.isprintable():
        raise Refusal("field_bad", field="command_id", value=command_id[:_ID_MAX], remedy="请用 1 到 64 个字符的编号")

    def attempt(tx: Tx) -> Answer:
        earlier = _earlier(tx, scope, command_id)
        if earlier is not None:
            return earlier
        answer = Answer(200, msgspec.json.encode(work(tx)))
        command_store.add(tx, command_id, scope.person_id, kind, answer.status, answer.body)
        return answer

    def remember(tx: Tx) -> Answer:
        earlier = _earlier(tx, scope, command_id)
        if earlier is None:
            command_store.add(tx, command_id, scope.person_id, kind, refused.status, refused.body)
            details = {"kind": kind, "code": code, "from": scope.origin}
            tx.audit(scope.person_id, "command.refused", command_id, details)
        return earlier or refused

    try:
        return database.write(attempt, scope=scope)
    except Refusal as refusal:
        if refusal.problem.kind in _PASSING:
            raise
        refused, code = answer_of(refusal.problem), refusal.problem.code
    return database.write(remember, scope=scope)


def refuse(database: Database, scope: Scope, command_id: str, kind: str, refusal: Refusal) -> Answer:
    """Answer a command that was refused before its transaction: kept like any other, unless its id has an answer.

    Raises as `run` does.
    """

    def work(_tx: Tx) -> msgspec.Struct:
        raise refusal

    return run(database, scope, command_id, kind, work)


def answer_of(problem: Problem) -> Answer:
    """Return a refusal as it goes out."""
    return Answer(HTTP_STATUS[problem.kind], msgspec.json.encode(problem))


def state(conn: Connection, scope: Scope, command_id: str) -> CommandState:
    """Return what became of a command of one's own; another person's id is unknown."""
    found = command_store.get(conn, command_id)
    if found is None or found.person_id != scope.person_id:
        return CommandState(command_id=command_id, known=False)
    return CommandState(
        command_id=command_id, known=True, status=found.status, answer=msgspec.json.decode(found.answer)
    )


def _earlier(tx: Tx, scope: Scope, command_id: str) -> Answer | None:
    """Return the first answer of an id that was used; Refusal not_found when somebody else used it."""
    found = command_store.get(tx.conn, command_id)
    if found is None:
        return None
    if found.person_id != scope.person_id:
        raise Refusal("not_found")
    return Answer(found.status, found.answer)
