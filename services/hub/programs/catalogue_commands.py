"""The words of `huying district standard …` and `huying district calendar …`; what they do is loaded when asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

standard = typer.Typer(
    help="类别标准：导入、确认时限含义、启用、停用。例：huying district standard list", no_args_is_help=True
)
calendar = typer.Typer(help="工作日历：导入、查看、补录。例：huying district calendar show 2026", no_args_is_help=True)

_DataDir = Annotated[Path | None, typer.Option(help="数据目录；不写则用本用户的目录。")]
_Database = Annotated[str, typer.Option(help="数据库地址；不写则用数据目录内的文件。")]
_Demo = Annotated[bool, typer.Option("--demo", help="用演示区的数据目录。")]
_Standard = Annotated[str, typer.Argument(help="标准的编号，如 s1。")]
_Reason = Annotated[str, typer.Option(help="理由或依据，写入审计。")]
_Means = Annotated[str, typer.Option(help="working（工作时间）或 natural（自然时间）。")]


def _end(data_dir: Path | None, demo: bool, work: Callable[[Path], int]) -> None:
    from services.hub.programs import common  # noqa: PLC0415 - only the part that was asked for is loaded

    raise typer.Exit(common.attempt(lambda: work(common.folder(data_dir, "", demo=demo))))


@standard.command("import")
def standard_import(
    file: Annotated[Path, typer.Argument(help="CSV 文件：类型、大类、小类、立案条件、时限…")],
    origin: Annotated[str, typer.Option(help="出处：哪个单位、哪份文件、哪一年。")],
    name: Annotated[str, typer.Option(help="名称；不写则用文件名。")] = "",
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """把一版类别标准导入为草案，并报告读到了什么.

    例：huying district standard import 立案标准.csv --origin 市局2024年文件 --data-dir 数据.
    """
    from services.hub.programs import catalogue  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: catalogue.import_standard(folder, database, file, name, origin))


@standard.command("list")
def standard_list(database: _Database = "", data_dir: _DataDir = None, demo: _Demo = False) -> None:
    """列出各版标准。例：huying district standard list --data-dir 数据."""
    from services.hub.programs import catalogue  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: catalogue.list_standards(folder, database))


@standard.command("confirm")
def standard_confirm(
    standard_id: _Standard,
    reason: _Reason,
    hours: _Means = "",
    days: _Means = "",
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """确认标准里只写“小时”“天”的时限是工作时间还是自然时间.

    例：huying district standard confirm s1 --hours working --days working --reason 标准说明第3条.
    """
    from services.hub.programs import catalogue  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: catalogue.confirm(folder, database, standard_id, (hours, days), reason))


@standard.command("use")
def standard_use(
    standard_id: _Standard, reason: _Reason, database: _Database = "", data_dir: _DataDir = None, demo: _Demo = False
) -> None:
    """启用一版标准；原来使用中的同时停用。例：huying district standard use s1 --reason 市局发文."""
    from services.hub.programs import catalogue  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: catalogue.move(folder, database, standard_id, reason, use=True))


@standard.command("retire")
def standard_retire(
    standard_id: _Standard, reason: _Reason, database: _Database = "", data_dir: _DataDir = None, demo: _Demo = False
) -> None:
    """停用一版标准；已立案件不受影响。例：huying district standard retire s1 --reason 换版."""
    from services.hub.programs import catalogue  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: catalogue.move(folder, database, standard_id, reason, use=False))


@calendar.command("import")
def calendar_import(
    file: Annotated[Path, typer.Argument(help="CSV 文件：日期、休/班、说明。")],
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """导入工作日历：好的行收下，其余逐行说明。例：huying district calendar import 2027.csv --data-dir 数据."""
    from services.hub.programs import catalogue  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: catalogue.import_days(folder, database, file))


@calendar.command("show")
def calendar_show(
    year: Annotated[int | None, typer.Argument(help="年份；不写则列出各年与工作时段。")] = None,
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """查看工作日历。例：huying district calendar show 2026 --data-dir 数据."""
    from services.hub.programs import catalogue  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: catalogue.show(folder, database, year))


@calendar.command("rules")
def calendar_rules(
    periods: Annotated[str, typer.Option(help="一天的工作时段，逗号分开：08:00-12:00,14:00-18:00。")],
    counting: Annotated[str, typer.Option(help="工作日计法：A 按工作时间累计；B 当日不计、末日下班到期。")],
    reason: _Reason,
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """选定工作时段与工作日计法；选定之前，工作日的时限不计算到期时间.

    例：huying district calendar rules --periods 08:00-12:00,14:00-18:00 --counting A --reason 区政府办通知.
    """
    from services.hub.programs import catalogue  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: catalogue.choose(folder, database, periods, counting, reason))


@calendar.command("seed")
def calendar_seed(database: _Database = "", data_dir: _DataDir = None, demo: _Demo = False) -> None:
    """补录随附数据包知道而尚未录入的年份。例：huying district calendar seed --data-dir 数据."""
    from services.hub.programs import catalogue  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: catalogue.seed(folder, database))
