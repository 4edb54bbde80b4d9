"""The words of `huying district channel …`; what they do is loaded when asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

channel = typer.Typer(
    help="发送渠道的账户：种类、列出、设置、停用。例：huying district channel list", no_args_is_help=True
)

_DataDir = Annotated[Path | None, typer.Option(help="数据目录；不写则用本用户的目录。")]
_Database = Annotated[str, typer.Option(help="数据库地址；不写则用数据目录内的文件。")]
_Demo = Annotated[bool, typer.Option("--demo", help="用演示区的数据目录。")]


def _end(data_dir: Path | None, demo: bool, work: Callable[[Path], int]) -> None:
    from services.hub.programs import common  # noqa: PLC0415 - only the part that was asked for is loaded

    raise typer.Exit(common.attempt(lambda: work(common.folder(data_dir, "", demo=demo))))


@channel.command("kinds")
def channel_kinds(
    kind: Annotated[str, typer.Argument(help="种类；不写则列出全部。")] = "",
) -> None:
    """列出有哪些种类的账户、各要填什么、限额多少及其可信程度。例：huying district channel kinds wecom_bot."""
    from services.hub.programs import channel as program  # noqa: PLC0415 - as above
    from services.hub.programs import common  # noqa: PLC0415 - as above

    raise typer.Exit(common.attempt(lambda: program.kinds(kind)))


@channel.command("list")
def channel_list(database: _Database = "", data_dir: _DataDir = None, demo: _Demo = False) -> None:
    """列出渠道账户；凭据只说有没有，从不显示。例：huying district channel list --data-dir 数据."""
    from services.hub.programs import channel as program  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: program.list_all(folder, database))


@channel.command("put")
def channel_put(  # noqa: PLR0913, PLR0917 - each option is an argument here
    account_id: Annotated[str, typer.Argument(help="账户编号：字母、数字、- 或 _。已有则修改。")],
    kind: Annotated[str, typer.Option(help="种类，见 kinds。")],
    channel_code: Annotated[str, typer.Option("--channel", help="渠道，如 wecom、sms。")],
    mode: Annotated[str, typer.Option(help="live（正式）、exercise（演练）或 test（测试）；设后不能改。")],
    name: Annotated[str, typer.Option(help="名称。")] = "",
    setting: Annotated[list[str] | None, typer.Option("--set", help="设置，如 url=https://…；可多次。")] = None,
    serves: Annotated[list[str] | None, typer.Option(help="只用于这个地址；可多次，不写则用于其余所有地址。")] = None,
    per_minute: Annotated[int | None, typer.Option(help="每分钟至多几条，不得高于服务方的限额。")] = None,
    reserve: Annotated[int | None, typer.Option(help="给紧急消息预留百分之几。")] = None,
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """设置或修改账户。凭据在终端里逐项输入（不回显），或由标准输入给出，每行一项：名称=值。修改时留空表示不换.

    例：huying district channel put qun1 --kind wecom_bot --channel wecom --mode exercise --data-dir 数据.
    """
    from services.hub.programs import channel as program  # noqa: PLC0415 - as above

    given = program.Given(
        id=account_id,
        kind=kind,
        channel=channel_code,
        mode=mode,
        name=name,
        settings=tuple(setting or ()),
        serves=tuple(serves or ()),
        per_minute=per_minute,
        reserve=reserve,
    )
    _end(data_dir, demo, lambda folder: program.put(folder, database, given))


@channel.command("disable")
def channel_disable(
    account_id: Annotated[str, typer.Argument(help="账户编号。")],
    reason: Annotated[str, typer.Option(help="理由，写入审计。")],
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """停用账户，同时抹去它的凭据；不能恢复，须另设。例：huying district channel disable qun1 --reason 换群."""
    from services.hub.programs import channel as program  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: program.disable(folder, database, account_id, reason))
