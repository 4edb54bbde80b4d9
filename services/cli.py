"""The one program `huying`: the console by itself, and every other part by name.

Each part is imported only when it is asked for, so that the console starts without the hub's libraries and the hub
without Qt. This module is the only one outside the console that may import it, and does so last.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from services.hub.programs.catalogue_commands import calendar, standard
from services.hub.programs.channel_commands import channel
from services.hub.programs.relay_commands import relay

_PAGES = "operations、alerts、whistles、tiers、notices、find、appraisal、seats、contacts、system、help"

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


_Demo = Annotated[bool, typer.Option("--demo", help="用演示区的数据目录。")]
_Gateway = Annotated[str, typer.Option(help="发送网关的地址；不写则不发送。")]
_Mapping = Annotated[Path, typer.Option(help="映射文件（TOML）：哪一列是什么、时间格式、时区、坐标系。")]

_Version = Annotated[int, typer.Argument(help="版本号。")]
_district = typer.Typer(help="建成、补全一个区。例：huying district make haigang", no_args_is_help=True)
_intake = typer.Typer(help="从文件收案件。例：huying intake csv 来件.csv --mapping 来件.toml", no_args_is_help=True)
_policy = typer.Typer(help="升级方案的版本。例：huying district policy list", no_args_is_help=True)
app.add_typer(_district, name="district")
_district.add_typer(_policy, name="policy")
app.add_typer(_intake, name="intake")
_district.add_typer(standard, name="standard")
_district.add_typer(calendar, name="calendar")
_district.add_typer(channel, name="channel")
_district.add_typer(relay, name="relay")


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
    page: Annotated[str, typer.Option(help=f"打开哪一页：{_PAGES}")] = "operations",
    size: Annotated[str, typer.Option(help="窗口大小，如 1920x1080。")] = "",
    wait_cases: Annotated[int, typer.Option(help="存图前至少等到这么多件在办案件。")] = 0,
    mirror: Annotated[Path | None, typer.Option(help="运行中每两秒把窗口存为这个图片。")] = None,
) -> None:
    """打开指挥台。例：huying --demo --shot 指挥.png --page operations --size 1920x1080 --wait-cases 100."""
    if context.invoked_subcommand is not None:
        return
    gc.disable()  # while it loads, as below; see console.application
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
    engine: Annotated[
        bool | None, typer.Option("--engine/--no-engine", help="是否同时运行升级、发送等循环；不写则 SQLite 上运行。")
    ] = None,
    gateway: Annotated[str, typer.Option(help="发送网关的地址；演示区默认本机的 huying gateway。")] = "",
    storm: Annotated[float, typer.Option(help="演示区：每分钟约来几件暴雨案件，0 为不下；一场至多 240 件。")] = 0.0,
    i_have_a_backup: Annotated[bool, typer.Option("--i-have-a-backup", help="已备份，可以升级数据库。")] = False,
) -> None:
    """运行服务。例：huying hub --listen 127.0.0.1:8700 --database postgresql+psycopg://huying@db/huying."""
    gc.disable()  # while it loads, which makes nothing but what stays; see services.hub.main
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
        storm=storm,
    )
    raise typer.Exit(hub.run(given))


@app.command()
def engine(database: _Database = "", data_dir: _DataDir = None, gateway: _Gateway = "") -> None:
    """单独运行升级、发送、回执、审计等循环（PostgreSQL 上可运行多个）.

    例：huying engine --database postgresql+psycopg://huying@db/huying.
    """
    from services.hub.programs import common, engine  # noqa: PLC0415 - only the part that was asked for is loaded

    folder = common.folder(data_dir, "", demo=False)
    _end(lambda: engine.run(folder, database, gateway))


@app.command()
def gateway(
    port: Annotated[int, typer.Option(help="端口；0 取空闲的。")] = 8791,
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """运行演示用的接收网关：显示收到的消息，可以答复。例：huying gateway --demo."""
    from services.gateway.serve import run  # noqa: PLC0415 - as above
    from services.hub.programs import common  # noqa: PLC0415 - as above

    folder = common.folder(data_dir, "", demo=demo)

    def work() -> int:
        run("127.0.0.1", port, folder, announce=common.say)
        return common.OK

    _end(work)


@app.command()
def replay(
    file: Annotated[Path, typer.Argument(help="CSV 文件。")],
    mapping: _Mapping,
    speed: Annotated[float, typer.Option(help="倍速：60 表示一小时放成一分钟。")] = 60.0,
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """把过去的案件当作现在发生，按倍速送入。例：huying replay 去年.csv --mapping 去年.toml --speed 60 --demo."""
    from services.hub.programs import common, intake  # noqa: PLC0415 - as above

    folder = common.folder(data_dir, "", demo=demo)
    _end(lambda: intake.from_the_past(folder, database, file, mapping, speed))


@app.command()
def rainstorm(
    per_minute: Annotated[float, typer.Option(help="每分钟约多少件。")] = 12.0,
    count: Annotated[int | None, typer.Option(help="到多少件为止；不写则一直下，Ctrl+C 停。")] = None,
    database: _Database = "",
    data_dir: _DataDir = None,
) -> None:
    """在演示区下一场暴雨：案件按类别、地点、来源陆续到来，均标明演示.

    例：huying rainstorm --per-minute 20 --count 100.
    """
    from services.hub.programs import common, intake  # noqa: PLC0415 - as above

    folder = common.folder(data_dir, "", demo=True)
    _end(lambda: intake.storm(folder, database, per_minute, count))


@app.command()
def verify(
    anchor: Annotated[Path | None, typer.Option(help="锚文件 audit-heads.jsonl，可查出链尾被截断。")] = None,
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """核对审计链，指出第一个不成立的环。例：huying verify --demo --anchor audit-heads.jsonl."""
    from services.hub.programs import common, verify  # noqa: PLC0415 - as above

    folder = common.folder(data_dir, "", demo=demo)
    _end(lambda: verify.run(folder, database, anchor))


@_district.command("make")
def district_make(
    profile: Annotated[str, typer.Argument(help="区情：panyu、haigang、jianye、huangpu、jiangnan。")],
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """把空的数据库建成一个区。例：huying district make haigang --data-dir 数据."""
    from services.hub.programs import common, district  # noqa: PLC0415 - as above

    _end(lambda: district.found(common.folder(data_dir, profile, demo=demo), database, profile, demo=demo))


@_district.command("boundaries")
def district_boundaries(
    file: Annotated[Path, typer.Argument(help="GeoJSON 文件。")],
    datum: Annotated[str, typer.Option(help="坐标系：wgs84、cgcs2000、gcj02、bd09。")],
    database: _Database = "",
    data_dir: _DataDir = None,
) -> None:
    """导入任一层级的边界，并报告匹配了哪些、缺少哪些.

    例：huying district boundaries 街道.geojson --datum gcj02 --data-dir 数据.
    """
    from services.hub.programs import common, district  # noqa: PLC0415 - as above

    _end(lambda: district.boundaries(common.folder(data_dir, "", demo=False), database, file, datum))


@_district.command("units")
def district_units(
    file: Annotated[Path | None, typer.Argument(help="CSV：code,name,parent，可有 lon,lat。")] = None,
    database: _Database = "",
    data_dir: _DataDir = None,
) -> None:
    """列出各层级单位数；给出文件则先写入其中的单位。例：huying district units 网格.csv --data-dir 数据."""
    from services.hub.programs import common, district  # noqa: PLC0415 - as above

    _end(lambda: district.list_units(common.folder(data_dir, "", demo=False), database, file))


@_district.command("first-admin")
def district_first_admin(
    login: Annotated[str, typer.Option(prompt="用户名", help="用户名。")],
    name: Annotated[str, typer.Option(prompt="姓名", help="姓名。")],
    database: _Database = "",
    data_dir: _DataDir = None,
) -> None:
    """设置首位管理员，口令在终端里输入。例：huying district first-admin --login anquan --name 张三 --data-dir 数据."""
    from services.hub.programs import common, district  # noqa: PLC0415 - as above

    _end(lambda: district.first_admin(common.folder(data_dir, "", demo=False), database, login, name))


@_district.command("people")
def district_people(database: _Database = "", data_dir: _DataDir = None) -> None:
    """列出可以登录的人员。例：huying district people --data-dir 数据."""
    from services.hub.programs import common, district  # noqa: PLC0415 - as above

    _end(lambda: district.list_people(common.folder(data_dir, "", demo=False), database))


@_policy.command("list")
def policy_list(database: _Database = "", data_dir: _DataDir = None, demo: _Demo = False) -> None:
    """列出各版升级方案及按其办理的在办案件数。例：huying district policy list --demo."""
    from services.hub.programs import common, policy  # noqa: PLC0415 - as above

    folder = common.folder(data_dir, "", demo=demo)
    _end(lambda: policy.list_all(folder, database))


@_policy.command("show")
def policy_show(version: _Version, database: _Database = "", data_dir: _DataDir = None, demo: _Demo = False) -> None:
    """列出一版升级方案的步骤。例：huying district policy show 1 --demo."""
    from services.hub.programs import common, policy  # noqa: PLC0415 - as above

    folder = common.folder(data_dir, "", demo=demo)
    _end(lambda: policy.show(folder, database, version))


@_policy.command("draft")
def policy_draft(
    file: Annotated[Path, typer.Argument(help="TOML：每步一段 [[steps]]。")],
    name: Annotated[str, typer.Option(help="方案名称；不写则用文件名。")] = "",
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """把文件中的步骤存为草案，逐项检查。例：huying district policy draft 夜间.toml --demo."""
    from services.hub.programs import common, policy  # noqa: PLC0415 - as above

    folder = common.folder(data_dir, "", demo=demo)
    _end(lambda: policy.draft(folder, database, file, name))


@_policy.command("backtest")
def policy_backtest(
    of: Annotated[str, typer.Argument(help="版本号，或 TOML 文件。")],
    since: Annotated[str, typer.Option(help="从哪天（含）上报的案件，如 2026-01-01。")],
    before: Annotated[str, typer.Option(help="到哪天（不含）。")],
    as_of: Annotated[str, typer.Option(help="数据截止时间；不写则未办结的案件不计。")] = "",
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """用过去的案件回测：会升级哪些、何时、到哪里.

    例：huying district policy backtest 2 --since 2026-01-01 --before 2026-02-01.
    """
    from services.hub.programs import common, policy  # noqa: PLC0415 - as above

    folder = common.folder(data_dir, "", demo=demo)
    _end(lambda: policy.backtest(folder, database, of, (since, before), as_of))


@_policy.command("use")
def policy_use(version: _Version, database: _Database = "", data_dir: _DataDir = None, demo: _Demo = False) -> None:
    """启用一版草案，自此以后的新案件按它办理。例：huying district policy use 2 --demo."""
    from services.hub.programs import common, policy  # noqa: PLC0415 - as above

    folder = common.folder(data_dir, "", demo=demo)
    _end(lambda: policy.use(folder, database, version))


@_district.command("source")
def district_source(
    name: Annotated[str, typer.Argument(help="来源代码：字母、数字、- 或 _。")],
    label: Annotated[str, typer.Option(help="来源名称；不写则沿用或用代码。")] = "",
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """登记一个来源并给它一把新密钥，密钥只显示这一次。例：huying district source wgt --label 网格通 --demo."""
    from services.hub.programs import common, district  # noqa: PLC0415 - as above

    _end(lambda: district.give_source_key(common.folder(data_dir, "", demo=demo), database, name, label))


@_intake.command("csv")
def intake_csv(
    file: Annotated[Path, typer.Argument(help="CSV 文件，可为 .gz。")],
    mapping: _Mapping,
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """导入 CSV：好的行收下，拒收的行连同原因写入旁边的文件.

    例：huying intake csv 来件.csv --mapping 来件.toml --demo.
    """
    from services.hub.programs import common, intake  # noqa: PLC0415 - as above

    _end(lambda: intake.from_csv(common.folder(data_dir, "", demo=demo), database, file, mapping))


@_intake.command("post")
def intake_post(
    file: Annotated[Path, typer.Argument(help="JSON 文件：一件，或一列。")],
    hub: Annotated[str, typer.Option(help="服务的地址。")],
    key: Annotated[str, typer.Option(help="来源的密钥。", envvar="HUYING_SOURCE_KEY")],
) -> None:
    """把 JSON 文件里的案件送到服务。例：huying intake post 来件.json --hub https://hub.example --key 密钥."""
    from services.hub.programs import intake  # noqa: PLC0415 - as above

    _end(lambda: intake.post(hub, key, file))


@_intake.command("warning")
def intake_warning(
    file: Annotated[Path, typer.Argument(help="CAP 文件（XML），由来源方签名。")],
    source: Annotated[str, typer.Option(help="已登记的预警来源代码，见 huying district relay list。")],
    database: _Database = "",
    data_dir: _DataDir = None,
    demo: _Demo = False,
) -> None:
    """收下一份转来的预警，按该来源登记的证书核验签名。例：huying intake warning 暴雨.xml --source qx --demo."""
    from services.hub.programs import common  # noqa: PLC0415 - as above
    from services.hub.programs import relay as program  # noqa: PLC0415 - as above

    _end(lambda: program.take(common.folder(data_dir, "", demo=demo), database, source, file))


def _end(work: Callable[[], int]) -> None:
    from services.hub.programs.common import attempt  # noqa: PLC0415 - as above

    raise typer.Exit(attempt(work))


def main() -> None:
    """Run the program. Faults of use end with one sentence and code 2."""
    sys.exit(app())


if __name__ == "__main__":
    main()
