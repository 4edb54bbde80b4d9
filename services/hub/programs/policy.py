"""`huying district policy`: the versions of the tier policy, listed, shown, tried over past cases and put into use."""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path

import msgspec

from services.api.policies import AskBacktest, PolicyDraft, UsePolicy
from services.desk import backtests, policies
from services.desk.district import District
from services.domain.backtest import Backtest, Left
from services.domain.clock import Instant, from_datetime, to_datetime
from services.domain.escalation import Awaits
from services.domain.policies import Policy, PolicyState, StepDraft, draft_of
from services.domain.profile_read import explained
from services.domain.tiers import Tier
from services.hub.programs.common import OK, WrongUse, say
from services.hub.programs.site import at_the_machine, opened
from services.store import policies as store
from services.store.database import Database

_STATE = {PolicyState.DRAFT: "草案", PolicyState.IN_USE: "使用中", PolicyState.RETIRED: "已停用"}
_LEFT = {
    Left.NO_DUE: "没有办理时限，不计超时",
    Left.OPEN_WITHOUT_AS_OF: "未办结且没有给出数据截止时间，不计升级也不计超时",
    Left.AFTER_AS_OF: "上报晚于数据截止时间",
    Left.NO_RULE: "方案对其起始层级没有适用的步骤",
}
_SHOWN = 20


def list_all(data_dir: Path, database: str) -> int:
    """Say every version with its state and how many open cases go by it."""
    with opened(data_dir, database) as site:
        district, _ = site.district()
        found = site.database.read(lambda conn: policies.listed(conn, at_the_machine(district)))
    for row in found.policies:
        say(f"第 {row.version} 版\t{_STATE[row.state]}\t{len(row.steps)} 步\t在办 {row.open_cases} 件\t{row.name}")
    return OK


def show(data_dir: Path, database: str, version: int) -> int:
    """Say the steps of a version, one per line. Raises WrongUse for one that is not there."""
    with opened(data_dir, database) as site:
        district, _ = site.district()
        policy = _version(site.database, version)
    say(f"第 {policy.version} 版 {policy.name}（{_STATE[policy.state]}）")
    for rule in policy.steps:
        step = draft_of(rule)
        above = district.tier_label(rule.goes_to)
        words = f"{rule.rule_id}\t{district.tier_label(rule.tier)} {step.minutes} 分钟未{rule.awaits.zh} → {above}"
        narrowed = [*(priority.name.lower() for priority in rule.priorities), *rule.categories, *rule.flags]
        say(words + (f"\t限 {'、'.join(narrowed)}" if narrowed else ""))
    return OK


def draft(data_dir: Path, database: str, file: Path, name: str) -> int:
    """Make a draft of the steps in a file and say its version. Raises WrongUse, Refusal naming the step and field."""
    steps = read_steps(file)
    with opened(data_dir, database) as site:
        district, _ = site.district()
        given = PolicyDraft(command_id="", name=name or file.stem, steps=steps)
        row = site.database.write(lambda tx: policies.draft(tx, district, at_the_machine(district), given))
    say(f"已存为第 {row.version} 版草案；先回测再启用：huying district policy use {row.version}")
    return OK


def use(data_dir: Path, database: str, version: int) -> int:
    """Put a draft into use for the cases that come from now on. Raises WrongUse, Refusal policy_fixed, field_bad."""
    with opened(data_dir, database) as site:
        district, _ = site.district()
        policy = _version(site.database, version)
        given = UsePolicy(command_id="", edition=policy.edition)
        site.database.write(lambda tx: policies.use(tx, district, at_the_machine(district), policy.id, given))
    say(f"第 {version} 版已启用；在办案件仍按原来的版本，除非逐件转用")
    return OK


def backtest(data_dir: Path, database: str, of: str, period: tuple[str, str], as_of: str) -> int:
    """Try a version (by number) or the steps in a file over past cases, and say what would have gone up."""
    with opened(data_dir, database) as site:
        district, _ = site.district()
        steps = (
            tuple(draft_of(rule) for rule in _version(site.database, int(of)).steps)
            if of.isdecimal()
            else read_steps(Path(of))
        )
        asked = AskBacktest(
            command_id="",
            steps=steps,
            since=_day(district, period[0], "--since"),
            before=_day(district, period[1], "--before"),
            as_of=_day(district, as_of, "--as-of") if as_of else None,
        )
        rules = backtests.rules_of(district, at_the_machine(district), asked)
        found = backtests.backtest(site.database, district, rules, asked)
    for line in told(district, found):
        say(line)
    return OK


def told(district: District, found: Backtest) -> list[str]:
    """Return a back-test in lines: as of when, how much, by rule, to which tier, the first steps, what was left out."""
    until = "未给出（未办结的不计）" if found.as_of is None else _moment(district, found.as_of)
    lines = [
        f"数据截至 {until}；案件 {found.cases} 件",
        f"会升级 {found.gone_up} 件、{found.steps_total} 次；超时 {len(found.overdue)} 件",
    ]
    lines += [f"规则 {one.of}：{one.count} 次" for one in found.by_rule]
    lines += [f"升至{district.tier_label(Tier(int(one.of)))}：{one.count} 次" for one in found.by_tier]
    lines += [f"超时时处于{district.tier_label(Tier(int(one.of)))}：{one.count} 件" for one in found.overdue_by_tier]
    for step in found.steps[:_SHOWN]:
        above = f"{district.tier_label(step.to)} {district.units[step.unit_id].name}"
        lines.append(f"{_moment(district, step.at)}\t{step.case_id}\t{step.rule}\t→ {above}")
    if found.steps_total > _SHOWN:
        lines.append(f"…… 另 {found.steps_total - _SHOWN} 次")
    return lines + [f"未计入：{_LEFT[Left(one.of)]}，{one.count} 件" for one in found.excluded]


def read_steps(file: Path) -> tuple[StepDraft, ...]:
    """Return the steps of a TOML file: one [[steps]] each, with rule_id, tier, awaits, minutes and what else there is.

    Raises WrongUse naming the place in the file.
    """
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        return msgspec.convert(data.get("steps", []), tuple[StepDraft, ...])
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUse(f"{file} 无法读取：{error}") from error
    except msgspec.ValidationError as error:
        awaits = "、".join(one.value for one in Awaits)
        tiers = "、".join(tier.name.lower() for tier in Tier)
        place = f"每步应有 rule_id、tier（{tiers}）、awaits（{awaits}）、minutes"
        field, sentence = explained(str(error))
        raise WrongUse(f"{file} 的 steps{field} 不对：{sentence}；{place}") from error


def _version(database: Database, version: int) -> Policy:
    found = next((one for one in database.read(store.every) if one.version == version), None)
    if found is None:
        raise WrongUse(f"没有第 {version} 版升级方案；请用 huying district policy list 查看")
    return found


def _day(district: District, text: str, option: str) -> Instant:
    try:
        return from_datetime(datetime.fromisoformat(text).replace(tzinfo=district.zone))
    except ValueError:
        raise WrongUse(f"{option} 应为日期，如 2026-01-31 或 2026-01-31T08:00") from None


def _moment(district: District, at: Instant) -> str:
    return to_datetime(at, district.zone).strftime("%Y-%m-%d %H:%M")
