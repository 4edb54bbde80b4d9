"""`huying district channel`: accounts of the channels, set up on the hub's own machine; secrets come in, never out."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

import msgspec

from services.api.channels import DisableAccount, PutAccount
from services.desk import channels
from services.domain.channels import KINDS, KindSpec, Standing, spec_of
from services.domain.modes import Mode
from services.hub.programs.common import OK, WrongUse, say
from services.hub.programs.site import at_the_machine, opened
from services.store import channels as store

_MODES = {Mode.LIVE: "正式", Mode.EXERCISE: "演练", Mode.TEST: "测试"}
_STANDING = {Standing.DOCUMENTED: "有文档", Standing.UNVERIFIED: "未核实", Standing.OURS: "我们的规定"}
_UNIT = {"bytes": "字节", "parts": "条"}


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line says of an account; `settings` as name=value."""

    id: str
    kind: str
    channel: str
    mode: str
    name: str
    settings: tuple[str, ...]
    serves: tuple[str, ...]
    per_minute: int | None
    reserve: int | None


def kinds(kind: str) -> int:
    """Say what an account of a kind (or of every one) needs, and its limits. Raises Refusal field_bad."""
    for spec in [spec_of(kind)] if kind else KINDS.values():
        _say_kind(spec)
    return OK


def list_all(data_dir: Path, database: str) -> int:
    """Say which accounts there are. Return the exit code."""
    with opened(data_dir, database) as site:
        district, _ = site.district()
        scope = at_the_machine(district)
        found = site.database.read(lambda conn: channels.rows(conn, district, scope))
    for row in found:
        state = "已停用" if row.disabled_at is not None else f"第 {row.version} 版"
        held = "、".join(row.secrets) or "无"
        say(f"{row.id}\t{_MODES[row.mode]}\t{row.channel}\t{row.kind}\t{row.name}\t{state}\t凭据：{held}")
    if not found:
        say("还没有渠道账户；消息只能经 --gateway 的网关发送")
    return OK


def put(data_dir: Path, database: str, given: Given) -> int:
    """Set up or change an account, with the secrets that are typed or piped in. Raises Refusal, WrongUse."""
    spec = spec_of(given.kind)
    with opened(data_dir, database) as site:
        district, _ = site.district()
        scope = at_the_machine(district)
        before = site.database.read(lambda conn: store.get(conn, given.id))
        asked = PutAccount(
            command_id="",
            id=given.id,
            version=before.version if before is not None else 0,
            channel=given.channel,
            mode=_mode(given.mode),
            kind=given.kind,
            name=given.name or (before.name if before is not None else spec.name),
            settings=(before.settings if before is not None else {}) | _pairs(given.settings),
            secrets=_secrets(spec, again=before is not None),
            serves=given.serves,
            per_minute=given.per_minute,
            reserve_percent=given.reserve,
        )
        row = site.database.write(lambda tx: channels.put(tx, district, scope, asked))
    say(f"账户 {row.id}（{_MODES[row.mode]}，{spec.name}）已保存为第 {row.version} 版；正在运行的引擎下一批消息起使用")
    return OK


def disable(data_dir: Path, database: str, account_id: str, reason: str) -> int:
    """Take an account out of use. Raises Refusal not_found."""
    with opened(data_dir, database) as site:
        district, _ = site.district()
        scope = at_the_machine(district)
        before = site.database.read(lambda conn: store.get(conn, account_id))
        asked = DisableAccount(command_id="", version=before.version if before is not None else 0, reason=reason)
        site.database.write(lambda tx: channels.disable(tx, district, scope, account_id, asked))
    say(f"账户 {account_id} 已停用，凭据已抹去")
    return OK


def _say_kind(spec: KindSpec) -> None:
    say(f"{spec.kind.value}\t{spec.name}\t用于：{'、'.join(spec.channels)}")
    for field in spec.settings:
        extra = f"（默认 {field.default}）" if field.default else "" if field.required else "（可不填）"
        say(f"  设置 {field.name}：{field.label}{extra}")
    for field in spec.secrets:
        say(f"  凭据 {field.name}：{field.label}{'' if field.required else '（可不填）'}")
    rates = "、".join(f"{rate.per_ms // 1000} 秒 {rate.count} 条" for rate in spec.limits.rates)
    if rates:
        say(f"  限额：{rates}，其中紧急预留 {spec.limits.reserve_percent}%")
    if spec.limit:
        say(f"  每条至多 {spec.limit:,} {_UNIT[spec.unit]}")
    for fact in spec.facts:
        say(f"  {_STANDING[fact.standing]}：{fact.text}")


def _mode(text: str) -> Mode:
    try:
        return Mode(text)
    except ValueError:
        raise WrongUse(f"不认识模式“{text}”；请用 {'、'.join(Mode)}") from None


def _pairs(items: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for item in items:
        name, mark, value = item.partition("=")
        if not mark:
            raise WrongUse(f"设置应写作 名称=值，而不是“{name[:32]}”")
        found[name.strip()] = value
    return found


def _secrets(spec: KindSpec, *, again: bool) -> dict[str, str]:
    """Return the secrets that were typed without echo, or piped in as name=value lines; never from the command line."""
    if not sys.stdin.isatty():
        lines = [line for line in sys.stdin.read().splitlines() if line.strip()]
        if not all("=" in line for line in lines):
            raise WrongUse("标准输入的每一行应写作 名称=值")
        return _pairs(tuple(lines))
    keep = "（留空不换）" if again else ""
    return {field.name: getpass.getpass(f"{field.label}{keep}：") for field in spec.secrets}
