"""Days of the working calendar from a file, and what is refused at the field of working time."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from console.pages.settings.asking import ReportForm
from services.domain.calendar import Counting
from tests.journeys.settings.kit import cells, settings_of

if TYPE_CHECKING:
    from pathlib import Path

    from console.pages.settings.calendar import CalendarPart
    from tests.journeys.district import Colleague
    from tests.journeys.seats import Console

GOOD = "日期,休/班,说明\n2031-01-01,休,元旦\n2031-05-01,休,劳动节\n2031-10-01,休,国庆节\n2031-09-28,班,国庆节调休\n"
MIXED = (
    "日期,休/班,说明\n"
    "2032-01-01,休,元旦\n"
    "2032-02-30,休,没有这一天\n"
    "2032-05-01,放假,劳动节\n"
    "2032-10-01,休,国庆节\n"
    "2032-10-01,班,写反了\n"
    "2032-10-02,休,国庆节\n"
    "2032-10-02,休,又写一遍\n"
)


def import_days(admin: Console, tmp_path: Path, text: str) -> ReportForm:
    """Import a file of days and return what the report says."""
    part = settings_of(admin).calendar
    admin.until(lambda: part.state.text() != "")
    file = tmp_path / "days.csv"
    file.write_text(text, encoding="gb18030")
    part.import_file(str(file))
    admin.until(lambda: isinstance(admin.dialog(), ReportForm))
    report = admin.dialog()
    assert isinstance(report, ReportForm)
    return report


def test_a_whole_year_comes_in_confirmed_and_is_shown(admin: Console, keeper: Colleague, tmp_path: Path) -> None:
    report = import_days(admin, tmp_path, GOOD)
    assert report.list.topLevelItemCount() == 0
    report.accept()
    admin.no_dialog()
    part = settings_of(admin).calendar
    admin.until(lambda: part.picker.value() == 2031 and "休 3 天，班 1 天" in part.state.text())
    assert "未确认" not in part.state.text()
    year = keeper.ask(lambda client: client.settings.year(2031))
    assert [(day.day, day.note) for day in year.days][-1] == ("2031-10-01", "国庆节")


def test_bad_rows_are_named_by_line_and_column_with_what_to_do_and_the_good_ones_stay(
    admin: Console, keeper: Colleague, tmp_path: Path
) -> None:
    report = import_days(admin, tmp_path, MIXED)
    rows = cells(report.list)
    assert [(row[0], row[2]) for row in rows] == [
        ("3", "2032-02-30"),
        ("4", "放假"),
        ("5", "2032-10-01"),
        ("6", "2032-10-01"),
        ("8", "2032-10-02"),
    ]
    assert rows[0][3] == "日期应如 2027-01-01"
    assert rows[1][3] == "应为 休 或 班"
    assert rows[2][3] == rows[3][3] == "第 5、6 行既标休又标班，均未采用，请确定一个"
    assert rows[4][3] == "与第 7 行重复，已留前一行"
    admin.shoot_of(report, "settings-days-refused")
    report.accept()
    admin.no_dialog()
    year = keeper.ask(lambda client: client.settings.year(2032))
    assert [day.day for day in year.days] == ["2032-01-01", "2032-10-02"]
    assert not year.confirmed


def test_a_file_that_is_no_calendar_changes_nothing_and_says_what_is_missing(
    admin: Console, keeper: Colleague, tmp_path: Path
) -> None:
    part = settings_of(admin).calendar
    admin.until(lambda: part.state.text() != "")
    file = tmp_path / "days.csv"
    for text, words in (
        ("日期,说明\n2033-01-01,元旦\n", "缺少列"),
        ("日期,休/班\n明天,休\n", "没有一行可用"),
        ("", "表头"),
    ):
        file.write_text(text, encoding="utf-8")
        part.import_file(str(file))
        admin.until(partial(_said, part, words))
        assert not part.trouble.isHidden()
    admin.shoot("settings-calendar-error")
    part.import_file(str(tmp_path / "gone.csv"))
    admin.until(partial(_said, part, "读不到"))
    assert keeper.ask(lambda client: client.settings.year(2033)).version == 0


def _said(part: CalendarPart, words: str) -> bool:
    return words in part.trouble.text()


def test_periods_that_overlap_or_cannot_be_are_refused_at_the_field(admin: Console, keeper: Colleague) -> None:
    part = settings_of(admin).calendar
    admin.until(lambda: part.time.origin.text() != "")
    before = keeper.ask(lambda client: client.settings.calendar())
    part.time.counting.setCurrentIndex(part.time.counting.findData(Counting.BY_HOURS.value))
    for text in ("08:30-12:00、11:00-17:30", "14:00-17:30、08:30-12:00", "08:30-08:30", "25:00-26:00", ""):
        part.time.error.setText("")
        part.time.save.setFocus()
        part.time.periods.setText(text)
        part.time.periods.setModified(True)
        part.time.save.click()
        assert "工作时段" in part.time.error.text(), text
        assert not part.time.error.isHidden()
        assert part.time.periods.hasFocus()
    part.time.periods.setText("08:30-12:00、11:00-17:30")
    part.time.save.click()
    admin.shoot("settings-periods-refused")
    assert keeper.ask(lambda client: client.settings.calendar()) == before
