"""Versions of the tier policy on both databases: drafted, used whole or not at all, kept by each case; who is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update

from services.api.cases import Behalf
from services.api.people import NewPerson
from services.api.policies import AskBacktest, PolicyDraft, PolicyRow, UsePolicy
from services.desk import backtests, notices, policies, tierboard
from services.desk.people import add as add_person
from services.domain.actions import Action
from services.domain.backtest import Happened
from services.domain.clock import DAY_MS, MINUTE_MS
from services.domain.policies import PolicyState, StepDraft, draft_of
from services.domain.problems import Refusal
from services.domain.rights import Role, Scope
from services.domain.standing import Still, Stop
from services.domain.tiers import Tier
from services.engine.due import Due
from services.store import audit_log
from services.store import cases as case_store
from services.store import notices as notice_store
from services.store import policies as store
from services.store.tables import cases
from tests.fixtures.desks import OTHER_STREET, STREET, WATER

if TYPE_CHECKING:
    from services.domain.cases import Case
    from services.store.database import Tx
    from services.store.notices import Notice
    from tests.fixtures.desks import Office

SHORT = StepDraft(rule_id="K1", tier="grid", awaits="signing", minutes=10, to="street", tell=("commander@to",))
PATIENT = StepDraft(rule_id="K2", tier="street", awaits="progress", minutes=60, tell=("supervisor",))


def admin(office: Office) -> Scope:
    return office.scope("", Role.SYSTEM_ADMIN, person="admin")


def draft(office: Office, *steps: StepDraft, of: PolicyRow | None = None) -> PolicyRow:
    given = PolicyDraft(
        command_id="", name="夜间", steps=steps, id=of.id if of else "", edition=of.edition if of else 0
    )
    return office.database.write(lambda tx: policies.draft(tx, office.district, admin(office), given))


def use(office: Office, row: PolicyRow) -> PolicyRow:
    given = UsePolicy(command_id="", edition=row.edition)
    return office.database.write(lambda tx: policies.use(tx, office.district, admin(office), row.id, given))


def put_in_use(office: Office, *steps: StepDraft) -> PolicyRow:
    return use(office, draft(office, *steps))


def turn(office: Office, minutes: int) -> int:
    office.clock.advance(minutes * MINUTE_MS)
    return Due(office.database, office.district, "one").work()


def about(office: Office, case: Case) -> list[Notice]:
    return office.database.read(lambda conn: notice_store.of_case(conn, case.id))


def actions(office: Office, case: Case) -> list[str]:
    return [event.action for event in office.database.read(lambda conn: case_store.events(conn, case.id))]


def test_a_new_district_has_its_profile_s_rules_as_the_first_version(office: Office) -> None:
    found = office.database.read(lambda conn: policies.listed(conn, admin(office)))
    (first,) = found.policies
    assert (first.version, first.state, first.open_cases) == (1, PolicyState.IN_USE, 0)
    assert first.steps == tuple(draft_of(rule) for rule in office.district.profile.tier_rules)
    assert office.report().policy_id == first.id


def test_a_case_keeps_the_version_it_was_born_under_until_it_is_moved(office: Office) -> None:
    old = office.report()
    second = put_in_use(office, SHORT)
    new = office.report()
    assert (new.policy_id, new.escalate_rule) == (second.id, "K1")
    office.act(old.id, Action.NOTE, text="仍按旧版")
    kept = office.case(old.id)
    assert (kept.policy_id, kept.escalate_rule) == (old.policy_id, "R3")
    moved = office.database.write(lambda tx: policies.adopt(tx, office.district, admin(office), "夜间统一"))
    assert (moved.moved, moved.more) == (1, False)
    after = office.case(old.id)
    assert (after.policy_id, after.escalate_rule) == (second.id, "K1")
    assert actions(office, after)[-1] == "policy"
    rows = office.database.read(lambda conn: policies.listed(conn, admin(office))).policies
    assert [(row.version, row.state, row.open_cases) for row in rows] == [
        (2, PolicyState.IN_USE, 2),
        (1, PolicyState.RETIRED, 0),
    ]
    assert office.database.read(audit_log.verify).ok


def test_what_was_in_use_is_never_changed_and_an_edit_of_an_older_edition_is_refused(office: Office) -> None:
    row = draft(office, SHORT)
    edited = draft(office, SHORT, PATIENT, of=row)
    assert (edited.id, edited.edition, len(edited.steps)) == (row.id, 2, 2)
    with pytest.raises(Refusal, match="stale"):
        draft(office, PATIENT, of=row)
    with pytest.raises(Refusal, match="stale"):
        use(office, row)
    use(office, edited)
    with pytest.raises(Refusal, match="policy_fixed"):
        draft(office, SHORT, of=edited)
    with pytest.raises(Refusal, match="policy_fixed"):
        use(office, edited)
    links = office.database.read(lambda conn: audit_log.of_object(conn, row.id))
    assert [link.action for link in links] == ["policy.draft", "policy.edit", "policy.use"]


def test_a_draft_that_today_s_units_cannot_bear_leaves_everything_as_it_was(office: Office) -> None:
    row = draft(office, SHORT)
    gone = {key: unit for key, unit in office.district.units.items() if unit.tier is not Tier.GRID}
    before = office.database.read(store.in_use_id)
    full = office.district.units
    try:
        object.__setattr__(office.district, "units", gone)
        with pytest.raises(Refusal, match="field_bad"):
            use(office, row)
    finally:
        object.__setattr__(office.district, "units", full)
    assert office.database.read(store.in_use_id) == before


def test_only_the_system_administrator_drafts_and_uses(office: Office) -> None:
    row = draft(office, SHORT)
    given = PolicyDraft(command_id="", name="x", steps=(SHORT,))
    supervisor = office.scope("", Role.SUPERVISOR)
    wanted = UsePolicy(command_id="", edition=1)
    for work in (
        lambda: office.database.write(lambda tx: policies.draft(tx, office.district, supervisor, given)),
        lambda: office.database.write(lambda tx: policies.use(tx, office.district, supervisor, row.id, wanted)),
        lambda: office.database.write(lambda tx: policies.adopt(tx, office.district, supervisor, "x")),
    ):
        with pytest.raises(Refusal, match="no_right"):
            work()
    assert office.database.read(lambda conn: policies.listed(conn, supervisor)).policies


def test_a_step_skips_a_tier_tells_everybody_and_says_whom_it_did_not_reach(office: Office) -> None:
    put_in_use(office, SHORT)
    case = office.report()
    assert turn(office, 10) == 1
    up = office.case(case.id)
    assert (up.tier, up.answerable_id) == (Tier.STREET, STREET)
    assert actions(office, up)[-2:] == ["escalate", "unreached"]
    told = about(office, up)
    by_kind = {(one.kind, one.unit_id, one.role) for one in told}
    assert {("escalated", STREET, ""), ("escalated", case.holder_id, "")} <= by_kind
    assert ("unreached", office.district.id, "") in by_kind, "the tier above hears of it"
    page = office.database.read(lambda conn: notices.page(conn, office.scope(STREET, Role.STREET), 0, 0))
    assert [one.kind for one in page.notices] == ["escalated"]
    other = office.database.read(lambda conn: notices.page(conn, office.scope(OTHER_STREET, Role.STREET), 0, 0))
    assert other.notices == ()


def test_whoever_holds_the_role_is_told_and_nobody_is_missing(office: Office) -> None:
    put_in_use(office, SHORT)
    new = NewPerson(
        command_id="", login="zhaoliu", name="赵六", unit_id=STREET, roles=(Role.COMMANDER,), password="x" * 12
    )
    security = office.scope("", Role.SECURITY_ADMIN)
    office.database.write(lambda tx: add_person(tx, office.district, security, new, "hash"))
    case = office.report()
    turn(office, 10)
    assert "unreached" not in actions(office, case)


def test_a_notice_is_seen_once_by_whom_it_concerns(office: Office) -> None:
    put_in_use(office, SHORT)
    case = office.report()
    turn(office, 10)
    mine = next(one for one in about(office, case) if one.unit_id == STREET)
    street, other = office.scope(STREET, Role.STREET), office.scope(OTHER_STREET, Role.STREET)
    with pytest.raises(Refusal, match="not_found"):
        office.database.write(lambda tx: notices.see(tx, other, mine.pos))
    seen = office.database.write(lambda tx: notices.see(tx, street, mine.pos))
    again = office.database.write(lambda tx: notices.see(tx, office.scope(STREET, person="later"), mine.pos))
    assert (again.seen_by, again.seen_at) == (seen.seen_by, seen.seen_at)
    left = office.database.read(lambda conn: notices.page(conn, street, 0, 0, unseen=True))
    assert mine.pos not in [one.pos for one in left.notices]


def test_a_signature_expires_without_a_word_and_a_note_keeps_it(office: Office) -> None:
    put_in_use(office, PATIENT)
    noted, silent = (office.dispatched(lon=None, lat=None, area_id=STREET) for _ in range(2))
    for case in (noted, silent):
        office.act(case.id, Action.SIGN, office.department())
    office.clock.advance(50 * MINUTE_MS)
    office.act(noted.id, Action.NOTE, text="正在抽水")
    assert turn(office, 15) == 1
    assert office.case(noted.id).tier is Tier.STREET
    up = office.case(silent.id)
    assert (up.tier, up.signed_at, up.former_lead_id) == (Tier.DISTRICT, None, WATER)


def test_a_reminder_comes_before_the_step_as_often_as_the_rule_says(office: Office) -> None:
    reminding = StepDraft(
        rule_id="K1",
        tier="grid",
        awaits="signing",
        minutes=100,
        remind_percent=80,
        remind_every_minutes=8,
        remind_most=2,
    )
    put_in_use(office, reminding)
    case = office.report()
    assert [turn(office, minutes) for minutes in (79, 1, 7, 1, 8, 4)] == [1, 1, 0, 1, 0, 1]  # first the limit of 受理
    kinds = [one.kind for one in about(office, case) if one.kind != "stage"]
    assert kinds[:2] == ["remind", "remind"]
    assert kinds[2:].count("remind") == 0
    assert office.case(case.id).tier is Tier.COMMUNITY
    assert actions(office, case) == ["report", "stage", "escalate"], "a reminder is no move"


def test_an_acknowledgement_as_of_an_older_version_is_refused_and_a_newer_one_stops_the_step(office: Office) -> None:
    put_in_use(office, SHORT)
    raced, signed = office.dispatched(), office.dispatched()
    office.act(signed.id, Action.SIGN, office.department())
    assert turn(office, 10) == 1
    behalf = Behalf(unit_id=WATER, channel="电话", words="收到")
    with pytest.raises(Refusal, match="stale"):
        office.act(raced.id, Action.SIGN, behalf=behalf, version=raced.version)
    assert office.case(signed.id).tier is Tier.GRID
    assert turn(office, 600) == 0
    assert "escalate" not in actions(office, signed)


def test_the_board_of_a_tier_counts_what_the_definitions_say(office: Office) -> None:
    put_in_use(office, SHORT)
    office.dispatched()
    office.report()
    turn(office, 10)
    office.report()
    now = office.clock.now()
    found = office.database.read(lambda conn: tierboard.board(conn, office.district, office.operator, STREET, now))
    first = found.units[0]
    assert first.unit_id == STREET
    assert {
        name: first.values[name] for name in ("unit.open", "unit.unsigned", "unit.escalated_in", "unit.escalated_out")
    } == {"unit.open": 2, "unit.unsigned": 2, "unit.escalated_in": 2, "unit.escalated_out": 0}
    assert {one.name for one in found.definitions} == set(first.values)
    assert {office.district.units[one.unit_id].parent_id for one in found.units[1:]} == {STREET}
    whole = office.database.read(lambda conn: tierboard.board(conn, office.district, office.operator, "", now))
    assert (whole.unit_id, whole.next_total) == (office.district.id, 0)
    with pytest.raises(Refusal, match="not_found"):
        office.database.read(
            lambda conn: tierboard.board(conn, office.district, office.scope(STREET, Role.STREET), OTHER_STREET, now)
        )


def test_a_case_s_standing_goes_by_its_own_version(office: Office) -> None:
    put_in_use(office, SHORT)
    case = office.report()
    found = office.database.read(lambda conn: tierboard.standing_of(conn, office.district, case))
    assert (found.rule, found.to, found.stops[0]) == ("K1", Tier.STREET, Stop.SIGN)
    turn(office, 10)
    up = office.case(case.id)
    found = office.database.read(lambda conn: tierboard.standing_of(conn, office.district, up))
    assert (found.by_rule, found.still, found.since) == ("K1", Still.NO_RULE, office.clock.now())


def test_a_back_test_of_the_policy_in_use_finds_what_the_engine_did(office: Office) -> None:
    put_in_use(office, SHORT)
    begin = office.clock.now()
    for wait in (3, 9, 12, 30):
        case = office.dispatched()
        due = Due(office.database, office.district, "one")
        office.clock.advance(wait * MINUTE_MS)
        due.work()
        unit = office.case(case.id).holder_id
        office.act(case.id, Action.SIGN, office.department(unit) if unit == WATER else office.scope(unit))
    asked = AskBacktest(command_id="", steps=(SHORT,), since=begin, before=begin + DAY_MS, as_of=office.clock.now())
    rules = backtests.rules_of(office.district, admin(office), asked)
    found = backtests.backtest(office.database, office.district, rules, asked)
    past = office.database.read(lambda conn: list(backtests.past_cases(conn, office.district, begin, begin + DAY_MS)))
    assert [[event.what for event in one.events] for one in past] == [[Happened.DISPATCHED, Happened.SIGNED]] * 4
    assert (found.cases, found.steps_total, found.gone_up) == (4, 2, 2)
    assert [(one.of, one.count) for one in found.by_unit] == [(STREET, 2)]
    assert not found.cancelled
    with pytest.raises(Refusal, match="field_bad"):
        backtests.rules_of(
            office.district, admin(office), AskBacktest(command_id="", steps=(SHORT,), since=begin, before=begin)
        )


def test_data_from_before_there_were_versions_go_by_the_first(office: Office) -> None:
    case = office.report()

    def forget(tx: Tx) -> None:
        tx.conn.execute(update(cases).values(policy_id=""))

    office.database.write(forget)
    put_in_use(office, SHORT)
    office.act(case.id, Action.NOTE, text="旧案")
    assert office.case(case.id).escalate_rule == "R3"
    assert office.database.read(lambda conn: policies.listed(conn, admin(office))).policies[1].open_cases == 1
    assert turn(office, 60) == 2, "the limit of 受理 and the step"
    assert office.case(case.id).tier is Tier.COMMUNITY
