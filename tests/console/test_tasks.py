from __future__ import annotations

import gc
import threading
import weakref
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QThread

from console.tasks import Cancel, Lane, Outcome, TaskRunner

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


class Page(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.got: list[Outcome[object]] = []
        self.threads: list[QThread] = []

    def take(self, outcome: Outcome[object]) -> None:
        self.got.append(outcome)
        self.threads.append(QThread.currentThread())


def test_a_result_comes_back_on_the_drawing_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    page = Page()
    worked: list[str] = []

    def work(_cancel: Cancel) -> object:
        worked.append(threading.current_thread().name)
        return 7

    runner.submit(Lane.QUERIES, work, page.take)
    qtbot.waitUntil(lambda: len(page.got) == 1)
    assert page.got[0].value() == 7
    assert worked == ["lane-queries-1"]
    assert page.threads == [QThread.currentThread()]


def test_an_error_is_the_askers(qtbot: QtBot, runner: TaskRunner) -> None:
    page = Page()

    def work(_cancel: Cancel) -> object:
        raise OSError("no")

    runner.submit(Lane.QUERIES, work, page.take)
    qtbot.waitUntil(lambda: len(page.got) == 1)
    with pytest.raises(OSError, match="no"):
        page.got[0].value()


def test_only_the_newest_of_a_slot_is_delivered(qtbot: QtBot, runner: TaskRunner) -> None:
    page = Page()
    go = threading.Event()

    def slow(_cancel: Cancel) -> object:
        go.wait(60)
        return "old"

    runner.submit(Lane.QUERIES, slow, page.take, slot="search")
    runner.submit(Lane.QUERIES, lambda _cancel: "new", page.take, slot="search")
    go.set()
    runner.submit(Lane.QUERIES, lambda _cancel: "other", page.take)
    qtbot.waitUntil(lambda: len(page.got) == 2 and runner.busy == 0)
    assert {outcome.value() for outcome in page.got} == {"new", "other"}


def test_a_command_never_waits_behind_questions(qtbot: QtBot, runner: TaskRunner) -> None:
    page = Page()
    go = threading.Event()
    for _ in range(10):
        runner.submit(Lane.QUERIES, lambda _cancel: go.wait(60))
    runner.submit(Lane.COMMANDS, lambda _cancel: "done", page.take)
    qtbot.waitUntil(lambda: len(page.got) == 1)
    go.set()


def test_a_page_that_went_gets_nothing_and_is_not_kept(qtbot: QtBot, runner: TaskRunner) -> None:
    page = Page()
    alive = weakref.ref(page)
    go = threading.Event()
    runner.submit(Lane.QUERIES, lambda _cancel: go.wait(60), page.take)
    del page
    gc.collect()
    assert alive() is None
    go.set()
    qtbot.waitUntil(lambda: runner.busy == 0)


def test_results_go_to_bound_methods_of_qobjects_only(runner: TaskRunner) -> None:
    with pytest.raises(TypeError):
        runner.submit(Lane.QUERIES, lambda _cancel: 1, print)


def test_closing_drops_questions_finishes_commands_and_delivers_nothing_afterwards(qtbot: QtBot) -> None:
    runner = TaskRunner()
    page = Page()
    cancelled = threading.Event()

    def question(cancel: Cancel) -> object:
        cancel.wait(60)
        cancelled.set()
        return "late"

    runner.submit(Lane.QUERIES, question, page.take)
    runner.submit(Lane.COMMANDS, lambda _cancel: "kept", page.take)
    order: list[str] = []
    with qtbot.waitSignal(runner.closed):
        runner.close(lambda: order.append("transport"))
    assert cancelled.is_set()
    assert order == ["transport"]
    assert runner.busy == 0
    runner.submit(Lane.COMMANDS, lambda _cancel: "too late", page.take)
    delivered = len(page.got)
    qtbot.waitUntil(lambda: True)
    assert len(page.got) == delivered
