"""District profiles: what is known is there with its origin, what is not is said, and wrong files name their field."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from services.domain.cases import OPEN_STATES, Priority, State
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS, Instant, from_datetime
from services.domain.deadlines import Starts
from services.domain.escalation import Awaits
from services.domain.limits import LimitKind
from services.domain.looprules import LoopRules, ReturnPolicy
from services.domain.modes import Mode
from services.domain.numbers import check_pattern, number, series
from services.domain.profile import LoopSettings, Overlay, Profile, Purpose, Reasons, Standing, overlay
from services.domain.profile_read import ProfileError, load_overlay, load_profile
from services.domain.stages import Stage
from services.domain.tiers import Tier

KEYS = ("panyu", "haigang", "jianye", "huangpu", "jiangnan")
SHANGHAI = ZoneInfo("Asia/Shanghai")


def text(key: str) -> str:
    return resources.path(f"profiles/{key}.toml").read_text("utf-8")


def profile(key: str) -> Profile:
    return load_profile(text(key).encode())


@pytest.fixture(scope="module")
def rules() -> Overlay:
    return load_overlay(text("demo-rules").encode())


@pytest.fixture(scope="module")
def demo(rules: Overlay) -> Profile:
    return overlay(profile("panyu"), rules, Purpose.DEMO)


def at(year: int, month: int, day: int, hour: int = 0) -> Instant:
    return from_datetime(datetime(year, month, day, hour, tzinfo=SHANGHAI))


# ── what ships ──────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("key", KEYS)
def test_a_shipped_profile_says_where_it_is_from_and_what_it_does_not_know(key: str) -> None:
    known = profile(key)
    assert known.key == key
    assert known.origins[known.origin].standing is Standing.REPORTED
    assert known.origins[known.origin].date
    assert all(count.as_of and count.origin in known.origins for count in known.counts)
    assert known.unknown
    assert all(sentence.endswith("。") for sentence in known.unknown)
    assert (known.policy, known.categories, known.contacts, known.approvals) == ((), (), (), ())
    assert known.working is None
    assert (known.demo, known.rules_label) == (False, "")
    assert resources.path(known.divisions).is_file()


@pytest.mark.parametrize("key", [key for key in KEYS if key != "huangpu"])
def test_a_real_district_without_limits_gives_none_and_the_reason(key: str) -> None:
    known = profile(key)
    assert (known.limits, known.stages) == ((), ())
    assert known.limit_for("", Priority.EXTRA_URGENT) is None
    assert known.no_limit
    assert known.tier_rules == ()
    assert known.tier_rule_for(Tier.GRID, Priority.ORDINARY, Awaits.SIGNING) is None


def test_the_steps_are_the_two_districts_own() -> None:
    assert profile("panyu").step_labels == ("问题采集", "上“呼”上报", "分类派单", "处置落实", "核实结项", "督办考核")
    assert profile("jiangnan").step_labels == ("事件上报", "分流交办", "服务处置", "检查监督", "结果反馈", "党群评议")
    assert [key for key in KEYS if not profile(key).steps] == ["haigang", "jianye", "huangpu"]


@pytest.mark.parametrize("key", ["panyu", "jiangnan"])
def test_every_open_state_and_the_closed_one_is_in_one_step_and_never_goes_back(key: str) -> None:
    step_of = profile(key).step_of
    assert set(step_of) == {*OPEN_STATES, State.CLOSED}
    order = [step_of[state] for state in State if state in step_of]
    assert order == sorted(order)


def test_facts_of_the_districts() -> None:
    panyu = {count.name: count.value for count in profile("panyu").counts}
    assert (panyu["镇街"], panyu["村（社区）"], panyu["网格"]) == (16, 275, 2019)
    huangpu = profile("huangpu")
    assert huangpu.refusal.policy is ReturnPolicy.FORBIDDEN
    assert [(clock.kind, clock.hours, clock.days) for clock in huangpu.clocks] == [
        ("natural", 24, 0),
        ("working", 0, 5),
    ]
    for priority in Priority:
        limit = huangpu.limit_for("", priority)
        assert limit is not None
        assert (limit.kind, limit.number, limit.starts) == (LimitKind.WORKING_DAYS, 5, Starts.DISPATCHED)
    accept = huangpu.stage_limits[0]
    assert (accept.stage, accept.limit.kind, accept.limit.length_ms) == (Stage.SIGN, LimitKind.NATURAL, DAY_MS)
    assert [kind.name for kind in huangpu.call_kinds] == ["民呼", "街镇呼", "企业呼", "党呼"]
    assert all(profile(key).refusal.policy is ReturnPolicy.UNKNOWN for key in KEYS if key != "huangpu")
    assert [profile("jiangnan").tier_label(tier) for tier in Tier] == ["网格", "村（社区）", "镇街", "城区"]


# ── the demo ────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_the_demo_is_marked_and_keeps_what_the_district_is(demo: Profile) -> None:
    assert (demo.demo, demo.rules_label) == (True, "演示规则")
    assert (demo.district_id, demo.step_labels) == ("440113", profile("panyu").step_labels)
    assert demo.unknown == profile("panyu").unknown
    assert (demo.refusal.policy, demo.refusal.window_ms) == (ReturnPolicy.WINDOW, HOUR_MS)
    assert all(department.demo for department in demo.departments)
    assert demo.shifts[0].text == "白班 08:00–16:00"


@pytest.mark.parametrize("key", KEYS)
def test_demo_rules_are_refused_to_a_real_district(key: str, rules: Overlay) -> None:
    with pytest.raises(ValueError, match="不能用于真实的"):
        overlay(profile(key), rules, Purpose.DISTRICT)


def test_the_shortest_limit_that_applies_counts(demo: Profile) -> None:
    by_category = demo.limit_for("Y0102", Priority.ORDINARY)
    assert by_category is not None
    assert (by_category.rule_id, by_category.length_ms, by_category.text) == ("L-Y0102", HOUR_MS, "地下通道积水 1 小时")
    by_priority = demo.limit_for("Y0899", Priority.EXTRA_URGENT)
    assert by_priority is not None
    assert (by_priority.rule_id, by_priority.length_ms) == ("L1", 2 * HOUR_MS)
    assert all(demo.limit_for(c.code, priority) for c in demo.categories for priority in Priority)


def test_every_tier_below_the_district_has_a_rule_for_every_priority(demo: Profile) -> None:
    for tier in (Tier.GRID, Tier.COMMUNITY, Tier.STREET):
        for priority in Priority:
            signing = demo.tier_rule_for(tier, priority, Awaits.SIGNING)
            feedback = demo.tier_rule_for(tier, priority, Awaits.FEEDBACK)
            assert signing is not None
            assert feedback is not None
            assert MINUTE_MS <= signing.wait_ms < feedback.wait_ms
    assert demo.tier_rule_for(Tier.DISTRICT, Priority.URGENT, Awaits.SIGNING) is None
    assert [rule.rule_id for rule in demo.tier_rules] == [f"R{n}" for n in range(1, len(demo.tier_rules) + 1)]


def test_departments_and_sources_are_added_once(rules: Overlay) -> None:
    laid = overlay(profile("huangpu"), rules, Purpose.DEMO)
    codes = [department.code for department in laid.departments]
    assert len(codes) == len(set(codes))
    assert next(d for d in laid.departments if d.code == "water").demo is False
    assert len({source.code for source in laid.sources}) == len(laid.sources)


# ── wrong files ─────────────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("old", "new", "field", "complaint"),
    [
        ('name = "番禺区"\n', "", "name", "缺少这一项"),
        ('city = "广州市"', 'city = "广州市"\ncolour = "red"', "colour", "没有这一项"),
        ('district_id = "440113"', "district_id = 440113", "district_id", "应为文本，现为整数"),
        ('district_id = "440113"', 'district_id = "4401"', "district_id", "写法应符合"),
        ('states = ["handling"]', 'states = ["sleeping"]', "steps[3].states[0]", "没有 'sleeping' 这个值"),
        ('states = ["handling"]', 'states = ["handling", "closed"]', "steps", "closed 同时属于 2 个环节"),
        ('time_zone = "Asia/Shanghai"', 'time_zone = "Asia/Panyu"', "time_zone", "没有时区"),
        ("[tiers.grid]", "[tiers.grids]", "tiers", "四级"),
        ('live = "PY{yyyymmdd}{seq:05}"', 'live = "YL{yyyymmdd}{seq:05}"', "numbers.live", "演练编号以 YL 开头"),
        ('live = "PY{yyyymmdd}{seq:05}"', 'live = "PY{seq:05}"', "numbers.live", "日期"),
        (
            'label = "村（社区）"\ncentre = ""\norigin = "S0"',
            'label = "村"\norigin = "S9"',
            "tiers.community.origin",
            "S9",
        ),
        ('code = "qr"', 'code = "grid"', "sources", "grid 重复"),
        ("value = 2019", 'value = "many"', "counts[6].value", "应为数字"),
        ('key = "panyu"', "key = panyu", "", "TOML"),
    ],
)
def test_a_wrong_profile_names_the_field(old: str, new: str, field: str, complaint: str) -> None:
    broken = text("panyu").replace(old, new, 1)
    assert broken != text("panyu")
    with pytest.raises(ProfileError) as caught:
        load_profile(broken.encode())
    assert caught.value.field == field
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value).strip()


@pytest.mark.parametrize(
    ("old", "new", "field", "complaint"),
    [
        ('priority = "特急"', 'priority = "最急"', "limits[0].priority", "特急、急、普"),
        ('priorities = ["特急"]', 'priorities = ["要紧"]', "policy[0].priorities[0]", "要紧"),
        ('tier = "grid"', 'tier = "district"', "policy[0].tier", "区级之上"),
        ("minutes = 120", "minutes = 0", "limits[0].minutes", "应 >= 1"),
        ("minutes = 120", "days = 2", "limits[0]", "二者取一"),
        ("minutes = 120", 'minutes = 120\nkind = "working_days"', "limits[0]", "二者取一"),
        ('"14:00-18:00"', '"11:00-18:00"', "working.periods", "重叠"),
        ('counting = "A"', 'counting = "C"', "working.counting", "C"),
        ('stage = "dispatch"', 'stage = "accept"', "stages", "accept 重复"),
        ('starts = "08:00"', 'starts = "8 点"', "shifts[0].starts", "写法应符合"),
        ('rule_id = "R2"', 'rule_id = "R1"', "policy", "R1 重复"),
        ('department = "water"', 'department = "wine"', "categories[0].department", "wine"),
        ("window_minutes = 60", "window_minutes = 0", "refusal.window_minutes", "分钟数"),
        ('tell = ["supervisor"]', 'tell = ["mayor"]', "policy[0].tell[0]", "mayor"),
    ],
)
def test_wrong_demo_rules_name_the_field(old: str, new: str, field: str, complaint: str) -> None:
    broken = text("demo-rules").replace(old, new, 1)
    assert broken != text("demo-rules")
    with pytest.raises(ProfileError) as caught:
        load_overlay(broken.encode())
    assert caught.value.field == field
    assert complaint in str(caught.value)


def test_a_file_in_another_encoding_is_refused() -> None:
    with pytest.raises(ProfileError, match="UTF-8"):
        load_profile(text("panyu").encode("gbk"))


# ── numbers ─────────────────────────────────────────────────────────────────────────────────────────────────────────
def test_public_numbers_follow_the_pattern_and_the_district_day(demo: Profile) -> None:
    evening_utc = from_datetime(datetime(2026, 11, 21, 17, 0, tzinfo=UTC))
    assert number(demo.numbers.live, 12, evening_utc, SHANGHAI) == "PY2026112200012"
    assert number(demo.numbers.exercise, 12, evening_utc, SHANGHAI) == "YL2026112200012"
    assert series(demo.numbers.live, evening_utc, SHANGHAI) == "PY20261122"
    assert number("PY{yymmdd}{seq:03}", 1234, at(2026, 1, 2), SHANGHAI) == "PY2601021234"
    with pytest.raises(ValueError, match="start at 1"):
        number(demo.numbers.live, 0, evening_utc, SHANGHAI)


@given(
    st.lists(st.tuples(st.integers(0, 3000), st.integers(1, 10**7)), min_size=2, max_size=30, unique=True),
    st.sampled_from(["PY{yyyymmdd}{seq:05}", "PY{yymmdd}{seq:01}", "CS{yyyymmdd}{seq:09}"]),
)
def test_numbers_of_different_days_or_counts_never_meet(pairs: list[tuple[int, int]], pattern: str) -> None:
    made = {number(pattern, seq, at(2024, 1, 1) + day * 24 * HOUR_MS, SHANGHAI) for day, seq in pairs}
    assert len(made) == len(pairs)


@pytest.mark.parametrize(
    ("pattern", "mode"),
    [
        ("PY{yyyymmdd}", Mode.LIVE),
        ("PY{seq:05}{yyyymmdd}", Mode.LIVE),
        ("PY{yyyymmdd}{seq:05}{seq:05}", Mode.LIVE),
        ("PY{yyyymmdd}{seq}", Mode.LIVE),
        ("{yyyymmdd}{seq:05}", Mode.LIVE),
        ("PY-{yyyymmdd}{seq:05}", Mode.LIVE),
        ("PY{0.__class__}{yyyymmdd}{seq:05}", Mode.LIVE),
        ("PY{yyyymmdd}{seq:05}", Mode.EXERCISE),
        ("YL{yyyymmdd}{seq:05}", Mode.TEST),
    ],
)
def test_patterns_that_could_repeat_or_mislead_are_refused(pattern: str, mode: Mode) -> None:
    with pytest.raises(ValueError, match=r"应|含有|演练"):
        check_pattern(pattern, mode)


# ── the loop's settings ─────────────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize("key", KEYS)
def test_a_real_district_has_no_made_up_settings_of_the_loop_and_says_so(key: str) -> None:
    known = profile(key)
    assert (known.loop, known.reasons) == (LoopSettings(), Reasons())
    assert any("挂账" in sentence and "未核对" in sentence for sentence in known.unknown)
    assert known.loop_rules == LoopRules(returns=known.refusal.policy, return_window_ms=known.refusal.window_ms)
    assert not known.loop_rules.follow_up_first


def test_the_demos_settings_of_the_loop_name_where_they_are_from(demo: Profile) -> None:
    rules = demo.loop_rules
    assert (rules.extensions_most, rules.suspensions_most, rules.suspension_days_most) == (2, 1, 365)
    assert rules.follow_up_first
    assert demo.origins[demo.loop.origin].standing is Standing.UNVERIFIED
    assert [reason.code for reason in demo.reasons.of("decline")] == [
        "statutory",
        "petition",
        "secret",
        "concluded",
        "other",
    ]
    assert demo.reasons.of("note") == ()


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ('suspension_days = 365\nfollow_up_first = true\norigin = "othercity"', "suspension_days = 365", "loop.origin"),
        ('code = "petition"', 'code = "statutory"', "reasons.decline"),
        ("suspension_days = 365", "suspension_days = 0", "loop.suspension_days"),
        ("suspension_days = 365", "storm_cases = 1", "loop.storm_cases"),
        ("suspension_days = 365", 'storm_minutes = "5"', "loop.storm_minutes"),
        ("suspension_days = 365", "storm_calm_percent = 100", "loop.storm_calm_percent"),
        ("suspension_days = 365", "storm_size = 40", "loop.storm_size"),
    ],
)
def test_wrong_settings_of_the_loop_are_named(old: str, new: str, field: str) -> None:
    wrong = text("demo-rules").replace(old, new, 1)
    with pytest.raises(ProfileError) as caught:
        load_overlay(wrong.encode())
    assert caught.value.field == field
    assert str(caught.value).startswith(f"区情文件的 {field} 不可用：")


def test_a_district_says_what_a_storm_is_and_what_it_leaves_out_is_our_number() -> None:
    said = text("panyu") + '\n[loop]\nstorm_cases = 80\nstorm_calm_percent = 20\norigin = "own"\n'
    rules = load_profile(said.encode()).loop_rules
    assert (rules.storm_cases, rules.storm_minutes, rules.storm_calm_percent) == (80, LoopRules().storm_minutes, 20)
