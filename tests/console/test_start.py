"""From nothing to a desk: what is said on the way, why it stops, and that it can be tried again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PySide6.QtCore import QObject

from console.forms.sign_in import Credentials
from console.hubtime import HubTime
from console.start import Office, Ready, Starter, Where
from services.api.sessions import Health
from services.domain.clock import SystemClock
from services.domain.problems import Kind, Problem
from services.domain.rights import Role
from services.domain.tiers import Tier
from services.geo.areas import AreaSet
from tests.console.made import NOW, profile, session, units

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from console.tasks import TaskRunner
    from tests.console.stubhub import StubHub

GIVEN = Credentials("zuoxi", "yu-ye-deng-huo-7")


class Told(QObject):
    """A starter, and everything that it said."""

    def __init__(self, qtbot: QtBot, runner: TaskRunner, where: Where) -> None:
        super().__init__()
        self._qtbot = qtbot
        clock = SystemClock()
        self.starter = Starter(where, runner, HubTime(clock), clock, self)
        self.doing: list[str] = []
        self.failed: list[str] = []
        self.refused: list[str] = []
        self.asked: list[bool] = []
        self.loaded: list[object] = []
        self.starter.doing.connect(self.doing.append)
        self.starter.failed.connect(self.failed.append)
        self.starter.sign_in_failed.connect(self.refused.append)
        self.starter.sign_in_wanted.connect(self.asked.append)
        self.starter.ready.connect(self.loaded.append)
        self.starter.administration.connect(self.loaded.append)

    def until(self, what: Sequence[object], count: int = 1) -> None:
        self._qtbot.waitUntil(lambda: len(what) >= count)


@pytest.fixture
def district(stub: StubHub) -> StubHub:
    """Return a hub that lets anybody in as an operator."""
    ring = np.array([[113.3, 22.9], [113.5, 22.9], [113.5, 23.0], [113.3, 22.9]])
    areas = AreaSet(
        ids=("440113",),
        codes=("440113",),
        names=("番禺区",),
        tiers=np.array([int(Tier.DISTRICT)]),
        parents=np.array([-1]),
        centres=np.array([[113.4, 22.95]]),
        ring_start=np.array([0, 1]),
        vertex_start=np.array([0, len(ring)]),
        holes=np.zeros(1, bool),
        vertices=ring,
        notice="",
    )
    stub.answer("GET", "/health", Health(version="0", now=NOW))
    stub.answer("POST", "/session", session(Role.OPERATOR))
    stub.answer("GET", "/profile", profile())
    stub.answer("GET", "/units", units())
    stub.on("GET", "/areas", lambda _body: (200, areas.encode()))
    return stub


@pytest.fixture
def told(qtbot: QtBot, runner: TaskRunner, district: StubHub, tmp_path: Path) -> Told:
    return Told(qtbot, runner, Where(district.url, tmp_path))


def test_step_by_step_to_a_desk(told: Told) -> None:
    told.starter.begin()
    told.until(told.asked)
    assert told.asked == [False]
    told.starter.sign_in(GIVEN)
    told.until(told.loaded)
    assert told.doing == ["正在连接服务…", "正在载入区情和在办案件…"]
    (ready,) = told.loaded
    assert isinstance(ready, Ready)
    assert not ready.connected.embedded
    assert len(ready.units) == len(units())


def test_a_demo_asks_nobody(told: Told, district: StubHub) -> None:
    district.answer("GET", "/health", Health(version="0", now=NOW, demo=True))
    district.answer("POST", "/session/demo", session(Role.OPERATOR))
    told.starter.begin()
    told.until(told.loaded)
    assert told.asked == []
    assert "正在登录演示席位…" in told.doing


def test_who_sees_no_cases_gets_no_board(told: Told, district: StubHub) -> None:
    district.answer("POST", "/session", session(Role.SECURITY_ADMIN))
    told.starter.begin()
    told.until(told.asked)
    told.starter.sign_in(GIVEN)
    told.until(told.loaded)
    assert isinstance(told.loaded[0], Office)
    assert ("GET", "/board") not in district.seen


def test_a_refused_password_is_said_at_the_form_and_may_be_typed_again(told: Told, district: StubHub) -> None:
    problem = Problem(kind=Kind.SIGNED_OUT, code="wrong_password", sentence="用户名或口令不对")
    district.answer("POST", "/session", problem, status=401)
    told.starter.begin()
    told.until(told.asked)
    told.starter.sign_in(GIVEN)
    told.until(told.refused)
    assert told.refused[0].startswith("用户名或口令不对")
    assert told.failed == []
    district.answer("POST", "/session", session(Role.OPERATOR))
    told.starter.sign_in(GIVEN)
    told.until(told.loaded)


def test_a_hub_that_is_not_there_is_said_and_tried_again(told: Told, district: StubHub) -> None:
    health = district.routes["GET", "/health"]
    district.on("GET", "/health", lambda _body: None)
    told.starter.begin()
    told.until(told.failed)
    assert told.failed == ["连接不上服务，请检查网络和地址"]
    district.routes["GET", "/health"] = health
    told.starter.begin()
    told.until(told.asked)


def test_a_step_that_breaks_off_while_loading_is_said(told: Told, district: StubHub) -> None:
    district.on("GET", "/units", lambda _body: None)
    told.starter.begin()
    told.until(told.asked)
    told.starter.sign_in(GIVEN)
    told.until(told.failed)
    assert told.loaded == []


def test_nobody_signs_in_before_there_is_a_hub(told: Told, district: StubHub) -> None:
    told.starter.sign_in(GIVEN)
    assert district.seen == []


def test_a_hub_of_the_folder_that_does_not_start_says_its_last_words(
    qtbot: QtBot, runner: TaskRunner, tmp_path: Path
) -> None:
    folder = tmp_path / "own"
    told = Told(qtbot, runner, Where("", folder, ("--profile", "nowhere")))
    told.starter.begin()
    assert told.doing == ["正在启动本机服务…"]
    told.until(told.failed)
    last = (folder / "hub-start.log").read_text(encoding="utf-8").strip().splitlines()[-1]
    assert told.failed == [f"本机服务没有启动：{last}"]
    assert "nowhere" in last
