"""A case round its loop by keyboard, what comes in meanwhile, and what is refused with its reason."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from console.forms.act import ActForm
from console.pages.find import FindPage
from services.domain.actions import Action
from services.domain.cases import State
from services.domain.tiers import Tier

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console
    from widgets.tiers import TierCardValue


def state_of(console: Console, case_id: str) -> State | None:
    row = console.desk.board.row(case_id)
    return row.state if row is not None else None


def wait_state(console: Console, case_id: str, state: State) -> None:
    console.until(lambda: state_of(console, case_id) is state)
    console.until(lambda: not console.desk.pending.mark(case_id))


def opens(console: Console) -> dict[str, int]:
    """Return what the tier cards count as open; they follow the board a moment later."""
    return {card.name: card.open or 0 for card in tier_cards(console)}


def of_the_board(console: Console) -> dict[str, int]:
    """Return how many open cases the board has at each tier."""
    held = Counter(row.tier for row in console.desk.board.rows())
    return {tier.name.lower(): held[tier] for tier in Tier}


def tab_count(console: Console, name: str) -> int | None:
    return next(tab.count for tab in console.page.queue.tabs._tabs if tab.name == name)


def tier_cards(console: Console) -> tuple[TierCardValue, ...]:
    return console.page.tiers.tiers._values


def told(console: Console) -> list[str]:
    shown = console.page.case.case
    return [entry.text for entry in shown.timeline] if shown is not None else []


def test_a_case_goes_round_the_whole_loop_by_keyboard(  # noqa: PLR0915 - one story, key after key
    console: Console, colleague: Colleague
) -> None:
    row = colleague.report("下中路地下通道积水约四十厘米")
    console.choose(row.id)

    console.key(Qt.Key.Key_A)
    # 提交中 stands at the very next frame, and nothing is shown as done yet
    assert console.desk.pending.mark(row.id) == "submitting"
    assert console.page.case.case is not None
    assert "提交中" in console.page.case.case.marks
    assert state_of(console, row.id) is State.REPORTED
    wait_state(console, row.id, State.ACCEPTED)
    console.until(lambda: (case := console.page.case.case) is not None and "提交中" not in case.marks)

    console.key(Qt.Key.Key_D)
    console.dialog()
    console.shoot("dispatch")
    console.type("qswj")
    console.key(Qt.Key.Key_Return)
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    wait_state(console, row.id, State.DISPATCHED)

    console.key(Qt.Key.Key_G)  # the department's to sign: done on its behalf, its words are asked for
    form = console.dialog()
    assert any("区水务局" in label.text() for label in form.findChildren(QLabel))
    console.ctrl(Qt.Key.Key_Return)
    assert form.isVisible()
    console.type("已收到，马上派泵车")
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    wait_state(console, row.id, State.HANDLING)

    console.key(Qt.Key.Key_B)
    console.dialog()
    console.type("积水已抽排，通行恢复")
    console.key(Qt.Key.Key_Tab)
    console.key(Qt.Key.Key_Tab)
    console.type("泵车已撤")
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    wait_state(console, row.id, State.FEEDBACK)

    console.key(Qt.Key.Key_V)
    console.dialog()
    console.type("现场已看，无积水")
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    wait_state(console, row.id, State.CHECKED)

    console.key(Qt.Key.Key_C)
    console.dialog()
    console.type("已办结，回访满意")
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: console.desk.board.row(row.id) is None)
    assert row.id not in console.page.queue.queue.visible_keys()

    console.until(lambda: any("已办结" in text for text in told(console)))
    history = "\n".join(told(console))
    for words in ("受理", "派单", "签收", "反馈", "核查", "结案", "代 区水务局", "已收到，马上派泵车"):
        assert words in history, words

    console.ctrl(Qt.Key.Key_F)
    assert console.window.page_name() == "find"
    console.type(row.number[-4:])
    assert console.conductor.pages is not None
    find = console.conductor.pages.page("find")
    assert isinstance(find, FindPage)
    view = find.view
    console.until(lambda: row.id in view.visible_keys())
    console.shoot("find")


def test_a_case_that_arrives_moves_neither_selection_nor_scroll(console: Console, colleague: Colleague) -> None:
    rows = [colleague.report(f"占道经营 {n}") for n in range(26)]  # fewer than make a storm, which groups them
    console.until(lambda: len(console.desk.board) == len(rows))
    queue = console.page.queue.queue
    console.choose(rows[22].id)
    before_y = queue.row_y(rows[22].id)
    before = queue.verticalScrollBar().value()
    assert before > 0
    answer = colleague.deliver("P-1", title="井盖缺失", lon=113.3614, lat=22.9506)
    assert answer.status_code == 200, answer.text
    repeated = colleague.deliver("P-1", title="井盖缺失", lon=113.3614, lat=22.9506)
    assert [one["outcome"] for one in repeated.json()["outcomes"]] == ["repeated"]
    console.until(lambda: len(console.desk.board) == len(rows) + 1)
    arrived = next(row for row in console.desk.board.rows() if row.title == "井盖缺失")
    assert queue.current_key == rows[22].id
    assert queue.row_y(rows[22].id) == before_y
    assert console.page.map.locate(arrived.id)
    console.until(lambda: tab_count(console, "queue.all") == len(rows) + 1)
    assert colleague.figures()["queue.all"] == len(rows) + 1


def test_an_escalation_moves_the_case_to_the_centre_above_unsigned(console: Console, colleague: Colleague) -> None:
    row = colleague.report("多部门协调的积水点")
    console.choose(row.id)
    console.until(lambda: opens(console) == of_the_board(console))
    cards = opens(console)
    console.key(Qt.Key.Key_E)
    form = console.dialog()
    console.ctrl(Qt.Key.Key_Return)  # a reason is asked for
    assert form.isVisible()
    console.type("涉及多个部门，需上级协调")
    console.ctrl(Qt.Key.Key_Return)
    console.no_dialog()
    console.until(lambda: (console.desk.board.row(row.id) or row).tier > row.tier)
    now = console.desk.board.row(row.id)
    assert now is not None
    assert now.holder_id == now.answerable_id
    assert now.signed_at is None
    console.until(lambda: opens(console) == of_the_board(console))
    after = opens(console)
    assert after[row.tier.name.lower()] == cards[row.tier.name.lower()] - 1
    assert after[now.tier.name.lower()] == cards[now.tier.name.lower()] + 1
    console.until(lambda: any("涉及多个部门" in text for text in told(console)))


def test_a_stale_save_is_refused_and_says_what_changed(console: Console, colleague: Colleague) -> None:
    row = colleague.report("路灯不亮")
    console.choose(row.id)
    console.key(Qt.Key.Key_E)
    console.dialog()
    console.type("需街道处理")
    moved = colleague.act(row, Action.ACCEPT)
    console.until(lambda: (console.desk.board.row(row.id) or row).version == moved.version)
    console.ctrl(Qt.Key.Key_Return)  # written against what was on the screen when the form opened
    console.no_dialog()
    console.until(lambda: "待派单" in console.said())
    assert "待受理" in console.said() or "环节" in console.said()
    assert (console.desk.board.row(row.id) or row).tier is row.tier
    console.key(Qt.Key.Key_E)  # what was written is not lost: it stands in the form again
    form = console.dialog()
    assert isinstance(form, ActForm)
    assert form.draft == "需街道处理"
    console.key(Qt.Key.Key_Escape)
    console.no_dialog()
    console.shoot("stale-save")


def test_what_one_console_does_the_other_shows(
    open_console: Callable[..., Console], console: Console, colleague: Colleague
) -> None:
    row = colleague.report("树木倒伏占用车道")
    other = open_console("second").start()
    console.window.activateWindow()
    console.until(console.window.isActiveWindow)
    console.choose(row.id)
    console.key(Qt.Key.Key_A)
    other.until(lambda: state_of(other, row.id) is State.ACCEPTED)
    wait_state(console, row.id, State.ACCEPTED)
