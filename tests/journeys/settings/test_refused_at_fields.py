"""Bad input at the administration page: refused at its place with what to do; what is in use stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from console.pages.settings.part import choose_row
from console.pages.settings.use_form import UseForm
from services.api.calendar import CalendarDay, CalendarEdit
from services.api.policies import PolicyDraft, UsePolicy
from services.domain.calendar import DayKind
from services.domain.policies import PolicyState
from tests.journeys.settings.kit import HEAD, cells, chosen_row, import_standard, new_id, settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from console.pages.settings.policies import PoliciesPart
    from services.api.policies import PolicyRow
    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console

BAD = (
    HEAD
    + "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,清理干净,4小时\n"
    + "事件,01,市容环境,10,暴露垃圾,看不懂的,,尽快办\n"
    + "事件,01,市容环境,10,暴露垃圾,忘了写的,,\n"
    + "事件,01,市容环境,10,暴露垃圾,确实没有的,,无时限\n"
    + "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,清理干净,8小时\n"
)


def policies(admin: Console) -> PoliciesPart:
    """Show the policies and wait for the one in use."""
    page = settings_of(admin)
    page.show_part(3)
    admin.until(lambda: page.policies.versions.count() > 0)
    return page.policies


def versions(keeper: Colleague) -> tuple[PolicyRow, ...]:
    """Return the versions as the hub has them."""
    found: tuple[PolicyRow, ...] = keeper.ask(lambda client: client.settings.policies())
    return found


def drafted(keeper: Colleague, *, minutes: int, known: PolicyRow | None = None) -> PolicyRow:
    """Make a draft, or the next edition of one, at another computer."""
    steps = versions(keeper)[-1].steps
    first = msgspec.structs.replace(steps[0], minutes=minutes)
    policy_id, edition = (known.id, known.edition) if known is not None else ("", 0)
    draft = PolicyDraft(command_id=new_id(), name="别处起草", steps=(first, *steps[1:]), id=policy_id, edition=edition)
    made: PolicyRow = keeper.ask(lambda client: client.settings.draft_policy(draft))
    return made


def test_a_limit_nobody_can_read_and_one_that_was_forgotten_are_named_with_their_rows(
    admin: Console, keeper: Colleague, tmp_path: Path
) -> None:
    file = tmp_path / "bad.csv"
    file.write_text(BAD, encoding="utf-8")
    report = import_standard(admin, settings_of(admin), file)
    rows = cells(report.list)
    assert [(row[0], row[2]) for row in rows] == [("3", "尽快办"), ("4", ""), ("6", "8小时")]
    assert "应如" in rows[0][3] or "请" in rows[0][3]
    assert rows[1][3] == "没有处置时限：请补上；确实没有时限的请写“无时限”"
    assert "第 2 行" in rows[2][3]
    admin.shoot_of(report, "settings-standard-refused")
    report.accept()
    admin.no_dialog()
    made = keeper.ask(lambda client: client.settings.standards())[0]
    assert (made.criteria, made.without_limit, made.refused) == (2, 1, 3)


def test_a_way_that_does_not_lead_upwards_is_refused_at_the_field_and_nothing_is_saved(
    admin: Console, keeper: Colleague
) -> None:
    part = policies(admin)
    before = versions(keeper)
    part.draft.click()
    form = part.steps.form
    at = next(index for index, step in enumerate(part.steps.steps) if step.tier == "street")
    choose_row(part.steps.list, at)
    form.to.setCurrentIndex(form.to.findData("community"))
    choose_row(part.steps.list, 0)
    part.save_draft()
    admin.until(lambda: "循环" in form._errors["to"].text())
    assert form.to.hasFocus()
    assert chosen_row(part.steps.list) == at
    admin.shoot("settings-cycle")
    assert versions(keeper) == before
    form.to.setCurrentIndex(form.to.findData("district"))
    part.save_draft()
    admin.until(lambda: not part.pending)
    assert [row.state for row in versions(keeper)] == [PolicyState.DRAFT, PolicyState.IN_USE]


def test_a_step_that_never_comes_to_its_turn_is_refused_at_its_wait(admin: Console, keeper: Colleague) -> None:
    part = policies(admin)
    part.draft.click()
    part.steps.add.click()  # the same as the one before it, under another number
    part.save_draft()
    form = part.steps.form
    admin.until(lambda: "永远轮不到" in form._errors["minutes"].text())
    assert len(versions(keeper)) == 1


def test_a_draft_that_somebody_else_changed_meanwhile_is_not_written_over(admin: Console, keeper: Colleague) -> None:
    made = drafted(keeper, minutes=11)
    part = policies(admin)
    admin.until(lambda: part.versions.count() == 2)
    part.versions.setCurrentRow(0)
    assert part.chosen is not None
    assert part.chosen.id == made.id
    part.steps.form.minutes.setValue(7)
    drafted(keeper, minutes=9, known=made)
    part.save_draft()
    admin.until(lambda: "已被他人改动" in part.trouble.text())
    admin.until(lambda: part.chosen is not None and part.chosen.edition == made.edition + 1)
    assert versions(keeper)[0].steps[0].minutes == 9
    admin.shoot("settings-policy-stale")


def test_a_policy_in_use_is_never_half_changed(admin: Console, keeper: Colleague) -> None:
    made = drafted(keeper, minutes=11)
    part = policies(admin)
    admin.until(lambda: part.versions.count() == 2)
    part.versions.setCurrentRow(0)
    part.use.click()
    sure = admin.dialog()
    assert isinstance(sure, UseForm)
    later = drafted(keeper, minutes=9, known=made)  # while the question is on the screen
    sure.submit.click()
    admin.no_dialog()
    admin.until(lambda: part.chosen is not None and part.chosen.edition == later.edition)
    assert "已被他人改动" in part.trouble.text()  # it stays when the newest is shown
    states = {row.id: (row.state, row.steps[0].minutes) for row in versions(keeper)}
    assert states[made.id] == (PolicyState.DRAFT, 9)
    assert [state for state, _ in states.values()].count(PolicyState.IN_USE) == 1
    keeper.ask(
        lambda client: client.settings.use_policy(made.id, UsePolicy(command_id=new_id(), edition=later.edition))
    )
    page = settings_of(admin)
    page.show_part(0)
    page.show_part(3)
    admin.until(lambda: part.chosen is not None and part.chosen.state is PolicyState.IN_USE)
    assert not part.save.isVisible()
    assert not part.steps.add.isVisible()
    assert part.name.isReadOnly()
    assert [row.state for row in versions(keeper)] == [PolicyState.IN_USE, PolicyState.RETIRED]


def test_a_year_that_somebody_else_changed_meanwhile_is_shown_and_not_written_over(
    admin: Console, keeper: Colleague
) -> None:
    part = settings_of(admin).calendar
    admin.until(lambda: part.state.text() != "")
    year = part.picker.value()
    known = keeper.ask(lambda client: client.settings.year(year))
    theirs = CalendarDay(day=f"{year}-03-03", kind=DayKind.REST, note="停电")
    part.year.toggled.emit(part.year.day)
    edit = CalendarEdit(
        command_id=new_id(), version=known.version, confirmed=known.confirmed, days=(*known.days, theirs)
    )
    keeper.ask(lambda client: client.settings.put_year(year, edit))
    part.save_year()
    admin.until(lambda: "已被他人改动" in part.trouble.text())
    admin.until(lambda: not part.pending)
    after = keeper.ask(lambda client: client.settings.year(year))
    assert after.version == known.version + 1
    assert f"{year}-03-03" in {day.day for day in after.days}
    admin.shoot("settings-year-stale")
