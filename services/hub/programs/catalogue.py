"""`huying district standard` and `huying district calendar`: what the administration page does, at the machine."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from services.api.calendar import RefusedRow, WorkingTimeEdit
from services.api.catalogue import ConfirmStandard, MoveStandard, StandardRow
from services.desk import calendars, standards
from services.domain.calendar import Counting
from services.domain.limits import Means
from services.domain.tablefile import BYTES_MOST
from services.hub.programs.common import OK, WrongUse, say
from services.hub.programs.site import at_the_machine, opened

_MEANS = {"working": Means.WORKING, "natural": Means.NATURAL, "": Means.UNDECIDED}
_UNITS = {"hours": "小时", "days": "天"}
_MEANS_ZH = {Means.WORKING: "工作时间", Means.NATURAL: "自然时间", Means.UNDECIDED: "未确认"}


def import_standard(data_dir: Path, database: str, file: Path, name: str, origin: str) -> int:
    """Import a standard as a draft and say what was read. Return the exit code. Raises Refusal."""
    data = _read(file)
    with opened(data_dir, database) as site:
        scope = at_the_machine(site.district()[0])
        made = site.database.write(
            lambda tx: standards.import_standard(tx, scope, data, name or file.stem, origin, file.name)
        )
    row = made.standard
    say(f"已导入 {row.id} {row.name}（草案，{made.encoding}）：共 {made.rows} 行")
    say(f"采用 {row.criteria} 条立案条件，{row.subclasses} 个小类")
    for item in row.classes:
        say(f"  {item.kind} {item.code} {item.name}：{item.subclasses} 个小类，{item.criteria} 条")
    say("时限：" + "、".join(f"{unit} {count}" for unit, count in row.limits.items()))
    for note in made.notes:
        say(note)
    _say_refused(made.refused, made.refused_total)
    return OK


def list_standards(data_dir: Path, database: str) -> int:
    """List the editions of the category standard. Return the exit code."""
    with opened(data_dir, database) as site:
        found = site.database.read(standards.rows)
    if not found:
        say("还没有类别标准；请先导入：huying district standard import 文件.csv --origin 出处")
    for row in found:
        means = "、".join(
            f"{_UNITS[name]}={_MEANS_ZH[mean]}" for name, mean in (("hours", row.hours_mean), ("days", row.days_mean))
        )
        say(f"{row.id}\t{row.state.zh}\t{row.name}\t{row.criteria} 条\t{means}\t{row.origin}")
    return OK


def confirm(data_dir: Path, database: str, standard: str, means: tuple[str, str], reason: str) -> int:
    """Write down what bare 小时 and 天 (`means`, in this order) mean in a draft. Return the exit code."""
    hours, days = (_mean(text) for text in means)
    with opened(data_dir, database) as site:
        scope = at_the_machine(site.district()[0])
        message = ConfirmStandard(
            command_id="",
            version=_version(site.database.read(standards.rows), standard),
            hours=hours,
            days=days,
            reason=reason,
        )
        row = site.database.write(lambda tx: standards.confirm(tx, scope, standard, message))
    say(f"{row.id} {row.name}：小时为{_MEANS_ZH[row.hours_mean]}，天为{_MEANS_ZH[row.days_mean]}")
    return OK


def move(data_dir: Path, database: str, standard: str, reason: str, *, use: bool) -> int:
    """Take an edition into use, or out of it. Return the exit code. Raises Refusal."""
    with opened(data_dir, database) as site:
        district, _ = site.district()
        scope = at_the_machine(district)
        version = _version(site.database.read(standards.rows), standard)
        message = MoveStandard(command_id="", version=version, reason=reason)
        done = site.database.write(
            lambda tx: (
                standards.use(tx, district, scope, standard, message)
                if use
                else standards.retire(tx, scope, standard, message)
            )
        )
    say(f"{done.standard.id} {done.standard.name}：{done.standard.state.zh}")
    if done.carried:
        say(f"事项准入清单沿用 {done.carried} 条")
    if done.dropped:
        say(f"事项准入清单中没有对应小类的：{'、'.join(done.dropped)}")
    return OK


def import_days(data_dir: Path, database: str, file: Path) -> int:
    """Import days of the working calendar. Return the exit code. Raises Refusal."""
    data = _read(file)
    with opened(data_dir, database) as site:
        district, _ = site.district()
        scope = at_the_machine(district)
        done = site.database.write(lambda tx: calendars.import_days(tx, district, scope, data, file.name))
    confirmed = "、".join(map(str, done.confirmed)) or "无"
    say(f"已写入 {done.taken} 天，年份 {'、'.join(map(str, done.years))}；其中已确认的年份：{confirmed}")
    _say_refused(done.refused, len(done.refused))
    say("受影响的案件不会自动改时限，请在系统页查看并确认")
    return OK


def show(data_dir: Path, database: str, year: int | None) -> int:
    """Show working time and the years, or the days of one year. Return the exit code."""
    with opened(data_dir, database) as site:
        district, _ = site.district()
        now = site.database.now()
        view = site.database.read(lambda conn: calendars.view(conn, district, now))
        days = site.database.read(lambda conn: calendars.year_view(conn, year)).days if year is not None else ()
    if year is not None:
        for day in days:
            say(f"{day.day}\t{day.kind.value}\t{day.note}")
        if not days:
            say(f"{year} 年没有标记的日子")
        return OK
    say(f"工作时段：{'、'.join(view.periods) or '未定'}；{view.counting.zh}（{view.origin or '尚未选定'}）")
    for row in view.years:
        say(f"{row.year}\t{'已确认' if row.confirmed else '未确认'}\t第 {row.version} 版\t{row.origin}")
    for lack in view.missing:
        say(lack.zh)
    return OK


def choose(data_dir: Path, database: str, periods: str, counting: str, reason: str) -> int:
    """Choose working periods (08:00-12:00,14:00-18:00) and the counting rule. Return the exit code. Raises Refusal."""
    if counting not in set(Counting) - {Counting.UNDECIDED}:
        raise WrongUse(f"计法“{counting}”应为 A 或 B：{Counting.BY_HOURS.zh}；{Counting.BY_DAYS.zh}")
    given = tuple(text.strip() for text in periods.replace("，", ",").replace("、", ",").split(",") if text.strip())
    with opened(data_dir, database) as site:
        district, _ = site.district()
        scope = at_the_machine(district)
        now = site.database.now()
        version = site.database.read(lambda conn: calendars.view(conn, district, now)).version
        edit = WorkingTimeEdit(
            command_id="", version=version, periods=given, counting=Counting(counting), reason=reason
        )
        view = site.database.write(lambda tx: calendars.put_working_time(tx, district, scope, edit))
    say(f"工作时段：{'、'.join(view.periods)}；{view.counting.zh}")
    say("受影响的案件不会自动改时限，请在系统页查看并确认")
    return OK


def seed(data_dir: Path, database: str) -> int:
    """Enter the years that the package of Chinese holidays knows and that are not there. Return the exit code."""
    with opened(data_dir, database) as site:
        district, _ = site.district()
        scope = at_the_machine(district)
        years = site.database.write(lambda tx: calendars.seed(tx, district.id, scope.person_id, scope.origin))
    say(f"已录入：{'、'.join(map(str, years))}" if years else "没有可补的年份；已有的年份不覆盖")
    return OK


def _read(file: Path) -> bytes:
    """Return a file's bytes, one more than may be, so that what is too large is refused and not read whole."""
    with file.open("rb") as stream:
        return stream.read(BYTES_MOST + 1)


def _version(rows: Sequence[StandardRow], standard: str) -> int:
    for row in rows:
        if row.id == standard:
            return row.version
    known = "、".join(row.id for row in rows) or "还没有"
    raise WrongUse(f"没有标准 {standard}；现有：{known}")


def _mean(text: str) -> Means:
    if text not in _MEANS:
        raise WrongUse(f"“{text}”应为 working（工作时间）或 natural（自然时间）")
    return _MEANS[text]


def _say_refused(rows: Sequence[RefusedRow], total: int) -> None:
    for row in rows:
        column = f"“{row.column}”" if row.column else ""
        say(f"第 {row.line} 行{column}未采用：{row.reason}")
    if total > len(rows):
        say(f"另有 {total - len(rows)} 行未采用")
