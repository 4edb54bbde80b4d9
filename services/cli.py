"""The one program `huying`: the console by itself, and every other part by name.

Each part is imported only when it is asked for, so that the console starts without the hub's libraries and the hub
without Qt. This module is the only one outside the console that may import it, and does so last.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    name="huying",
    help="呼应 Huying：区、街镇运行指挥台。不带子命令时打开指挥台。\n\n例：huying --demo",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

_DataDir = Annotated[Path | None, typer.Option(help="数据目录；不写则用本用户的目录。")]
_Database = Annotated[
    str, typer.Option(help="数据库地址：sqlite:///文件 或 postgresql+psycopg://…；不写则用数据目录内的文件。")
]


@app.callback(invoke_without_command=True)
def console(  # noqa: PLR0913, PLR0917 - each option of the console is an argument here
    context: typer.Context,
    hub: Annotated[str, typer.Option(help="区级服务的地址；不写则启动本机服务。")] = "",
    profile: Annotated[str, typer.Option(help="区情：panyu、haigang、jianye、huangpu、jiangnan。")] = "panyu",
    demo: Annotated[bool, typer.Option("--demo", help="演示区：自行登录，只产生演练对象。")] = False,
    lang: Annotated[str, typer.Option(help="界面语言：zh 或 en；不写则沿用上次。")] = "",
    theme: Annotated[str, typer.Option(help="界面主题：dark、light 或 contrast；不写则沿用上次。")] = "",
    data_dir: _DataDir = None,
    shot: Annotated[Path | None, typer.Option(help="打开真实界面，存为图片后退出。")] = None,
    page: Annotated[str, typer.Option(help="打开哪一页：operations、alert…")] = "operations",
    size: Annotated[str, typer.Option(help="窗口大小，如 1920x1080。")] = "",
    wait_cases: Annotated[int, typer.Option(help="存图前至少等到这么多件在办案件。")] = 0,
    mirror: Annotated[Path | None, typer.Option(help="运行中每两秒把窗口存为这个图片。")] = None,
) -> None:
    """打开指挥台。例：huying --demo --shot 指挥.png --page operations --size 1920x1080 --wait-cases 100."""
    if context.invoked_subcommand is not None:
        return
    from console.app import Options, run  # noqa: PLC0415 - the one late import of the console

    options = Options(
        hub=hub,
        profile=profile,
        demo=demo,
        lang=lang,
        theme=theme,
        data_dir=data_dir,
        shot=shot,
        page=page,
        size=size,
        wait_cases=wait_cases,
        mirror=mirror,
    )
    raise typer.Exit(run(options))


@app.command("hub")
def hub_command(  # noqa: PLR0913, PLR0917 - each option is an argument here
    listen: Annotated[str, typer.Option(help="监听地址，如 0.0.0.0:8443；前面须有 TLS 代理。")] = "",
    embedded: Annotated[bool, typer.Option("--embedded", help="只为本机指挥台服务，由数据目录找到。")] = False,
    database: _Database = "",
    data_dir: _DataDir = None,
    profile: Annotated[str, typer.Option(help="数据库为空时，建成哪个区。")] = "",
    demo: Annotated[bool, typer.Option("--demo", help="建成演示区。")] = False,
    engine: Annotated[bool, typer.Option("--engine/--no-engine", help="是否同时运行升级、发送等循环。")] = True,
    gateway: Annotated[str, typer.Option(help="发送网关的地址；演示区默认本机的 huying gateway。")] = "",
    i_have_a_backup: Annotated[bool, typer.Option("--i-have-a-backup", help="已备份，可以升级数据库。")] = False,
) -> None:
    """运行服务。例：huying hub --listen 127.0.0.1:8700 --database postgresql+psycopg://huying@db/huying."""
    from services.hub.programs import hub  # noqa: PLC0415 - only the part that was asked for is loaded

    given = hub.Given(
        listen=listen,
        embedded=embedded,
        database=database,
        data_dir=data_dir,
        profile=profile,
        demo=demo,
        engine=engine,
        gateway=gateway,
        i_have_a_backup=i_have_a_backup,
    )
    raise typer.Exit(hub.run(given))


def main() -> None:
    """Run the program. Faults of use end with one sentence and code 2."""
    sys.exit(app())


if __name__ == "__main__":
    main()
