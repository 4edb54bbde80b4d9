"""The commands of `huying district relay`: sources of warnings, readers of our feed, the certificate we sign with."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

relay = typer.Typer(
    help="预警的来源、订阅方和签名证书。例：huying district relay list --data-dir 数据", no_args_is_help=True
)

_DataDir = Annotated[Path | None, typer.Option(help="数据目录；不写则用本用户的目录。")]
_Database = Annotated[str, typer.Option(help="数据库地址；不写则用数据目录内的文件。")]
_Demo = Annotated[bool, typer.Option("--demo", help="用演示区的数据目录。")]
_Code = Annotated[str, typer.Argument(help="代码：字母、数字、- 或 _。已有则修改。")]
_Name = Annotated[str, typer.Option(help="名称；不写则用代码。")]


def _end(data_dir: Path | None, demo: bool, work: Callable[[Path], int]) -> None:
    from services.hub.programs import common  # noqa: PLC0415 - only the part that was asked for is loaded

    raise typer.Exit(common.attempt(lambda: work(common.folder(data_dir, "", demo=demo))))


@relay.command("list")
def relay_list(database: _Database = "", data_dir: _DataDir = None, demo: _Demo = False) -> None:
    """列出预警来源及其证书指纹、订阅方及其模式。例：huying district relay list --demo."""
    from services.hub.programs import relay as program  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: program.list_all(folder, database))


@relay.command("source")
def relay_source(
    code: _Code,
    certificate: Annotated[Path, typer.Option(help="来源方签名证书的 PEM 文件；以后只认这一张。")],
    name: _Name = "",
    key: Annotated[
        bool, typer.Option("--key", help="给它一把新密钥，用于 POST /intake/warnings；不写则沿用。")
    ] = False,
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """登记预警来源和它的签名证书。例：huying district relay source qx --name 区气象局 --certificate qx.pem --key."""
    from services.hub.programs import relay as program  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: program.put_source(folder, database, code, name, certificate, new_key=key))


@relay.command("reader")
def relay_reader(
    code: _Code,
    mode: Annotated[str, typer.Option(help="live（正式）、exercise（演练）或 test（测试）；设后不能改。")],
    name: _Name = "",
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """登记订阅方并给它一把新密钥，只能读所列模式的预警.

    例：huying district relay reader shi --name 市平台 --mode exercise.
    """
    from services.hub.programs import relay as program  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: program.put_reader(folder, database, code, name, mode))


@relay.command("disable")
def relay_disable(
    code: _Code,
    reader: Annotated[bool, typer.Option("--reader", help="停用的是订阅方，不是来源。")] = False,
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """停用来源，或订阅方（--reader）；已收下的预警保留。例：huying district relay disable qx."""
    from services.hub.programs import relay as program  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: program.disable(folder, database, code, reader=reader))


@relay.command("certificate")
def relay_certificate(
    renew: Annotated[bool, typer.Option("--renew", help="换一把新密钥；接收方须改用新证书。")] = False,
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """列出本区签名用的证书及指纹，供接收方登记。例：huying district relay certificate --demo."""
    from services.hub.programs import relay as program  # noqa: PLC0415 - as above

    _end(data_dir, demo, lambda folder: program.certificate(folder, database, renew=renew))


@relay.command("national")
def relay_national(
    file: Annotated[Path, typer.Argument(help="CAP 1.2 文件，范围为公开（Public）。")],
    sender_code: Annotated[str, typer.Option(help="发布单位编码，14 位数字。")],
) -> None:
    """把 CAP 文件另存为国标格式（未经标准原文核对，不得发送）.

    例：huying district relay national 暴雨.xml --sender-code 44011341600000.
    """
    from services.hub.programs import common  # noqa: PLC0415 - as above
    from services.hub.programs import relay as program  # noqa: PLC0415 - as above

    raise typer.Exit(common.attempt(lambda: program.national_file(file, sender_code)))
