"""Every table that holds facts: whatever changes a row of it puts its link on the chain, in the same transaction.

The database under the office is watched: each transaction is looked at from inside, before and after its work. A new
table fails here until there is an operation that writes it, or until it is named among those that hold no facts.
"""

from __future__ import annotations

import dataclasses
import logging
import shutil
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from sqlalchemy import select

from services.alerts.channels import Receipt
from services.alerts.outbox import Outcome, Verdict
from services.alerts.signing import KeySigner, new_key
from services.api.alerts import AlertDone, AlertRequest, ReleasePrepared
from services.api.calendar import CalendarDay, CalendarEdit, WorkingTimeEdit
from services.api.cases import Act, SavedView
from services.api.catalogue import AdmissionChange, AdmissionEdit, ConfirmStandard, MoveStandard
from services.api.channels import DisableAccount, PutAccount
from services.api.contacts import ContactEdit, ContactMove, ContactOf, ExportContacts, NewContact
from services.api.intake import IntakeCase
from services.api.people import NewPassword, NewPerson, PersonRow
from services.api.policies import PolicyDraft, UsePolicy
from services.api.sessions import FirstAdmin, Session, SignIn
from services.api.team import Declare, EndEvent, Macro, TakeIn
from services.desk import (
    alerts,
    attachments,
    calendars,
    cases,
    catalogue,
    channels,
    commands,
    contacts,
    contacts_export,
    contacts_import,
    declared,
    duplicates,
    geography,
    macros,
    notices,
    people,
    personal,
    policies,
    relayed_sources,
    sessions,
    signing,
    sources,
    standards,
    views,
    whistle_files,
)
from services.desk.arming import ESCALATE
from services.desk.district import read_profile
from services.desk.founding import found
from services.domain.actions import Action
from services.domain.calendar import Counting, DayKind
from services.domain.clock import DAY_MS, HOUR_MS, MINUTE_MS, to_datetime
from services.domain.limits import Means
from services.domain.modes import Mode
from services.domain.policies import StepDraft
from services.domain.problems import Refusal
from services.domain.profile import Purpose
from services.domain.rights import Role
from services.domain.whistles import Mark, WhistleAction
from services.engine.due import Due
from services.engine.housekeeping import Housekeeping
from services.engine.receipts import Collect
from services.engine.send import LEASE_MS, Send
from services.geo.demo_units import demo_units
from services.intake.cases import take, take_one
from services.store import audit_log, bulk, outbox, timers
from services.store.database import open_database
from services.store.escalation_tables import notices as notice_table
from services.store.images import Redrawer
from services.store.keys import check_key
from services.store.tables import cases as case_table
from services.store.tables import outbox as messages
from services.store.tables import people as person_table
from services.store.tables import settings
from tests.fixtures.databases import CounterIds
from tests.fixtures.desks import KEYS, STREET, URBAN, WATER
from tests.fixtures.pictures import drawing
from tests.fixtures.watched import FACTS, Seen, Watched
from tests.services.desk.test_relayed import Bureau
from tests.services.desk.test_whistles import PHONE, Whistles
from tests.services.engine.test_watch import auditor

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from services.alerts.channels import Outgoing
    from services.desk.district import District
    from services.domain.cases import Case
    from services.domain.rights import Scope
    from services.domain.whistles import Whistle
    from services.store.database import Database
    from tests.fixtures.desks import Office

PASSWORD, NEXT = "Correct-horse-9", "Battery-staple-9"
ANSWER = "收到，已到场，电话 13900001111"
PICTURES = Redrawer()


class Line:
    """A channel that answers what it is told to: an outcome for all, and pages of receipts."""

    mode = Mode.EXERCISE

    def __init__(self) -> None:
        self.verdict, self.reason = Verdict.ACCEPTED, ""
        self.absent = True
        self.pages: list[Receipt] = []

    def send(self, batch: Sequence[Outgoing]) -> tuple[Outcome, ...]:
        return tuple(
            Outcome(letter.idem, self.verdict, "p-1", self.reason and f"{self.reason}{letter.target}")
            for letter in batch
        )

    def ask(self, idem: str) -> Outcome | None:
        return None if self.absent else Outcome(idem, Verdict.ACCEPTED)

    def receipts(self, after: int) -> tuple[Receipt, ...]:
        return tuple(receipt for receipt in self.pages if receipt.seq > after)

    def close(self) -> None:
        return


@dataclass
class World:
    """An office over a watched database, and what its operations hand on to each other."""

    office: Office
    database: Watched
    folder: Path
    line: Line
    clerk: Scope
    caplog: pytest.LogCaptureFixture
    case: Case | None = None
    alert: AlertDone | None = None
    session: Session | None = None
    policy: str = ""
    whistle: Whistle | None = None
    bureau: Bureau | None = None
    event: str = ""
    contact: str = ""
    serial: int = 0

    @property
    def district(self) -> District:
        return self.office.district

    @property
    def open_case(self) -> Case:
        assert self.case is not None
        return self.office.case(self.case.id)

    def new_id(self) -> str:
        self.serial += 1
        return f"sealed-{self.serial}"

    def write(self, work: Callable[..., Any], *more: Any) -> Any:  # noqa: ANN401 - as the desk function has it
        return self.database.write(lambda tx: work(tx, *more))

    def send(self, rounds: int = 20) -> None:
        send = Send(self.database, self.district, {Mode.EXERCISE: self.line}, "one")
        for _ in range(rounds):
            if not send.work():
                return


def report(world: World) -> None:
    world.case = world.office.report(world.clerk, caller="李某", phone="13800000001", category="Y0501")


def act(action: Action, by: str = "", **more: Any) -> Callable[[World], None]:  # noqa: ANN401 - an act's fields
    def do(world: World) -> None:
        scope = world.office.department(by) if by else world.clerk
        world.office.act(world.open_case.id, action, scope, **more)

    return do


def extend(world: World) -> None:
    until = (world.open_case.due_at or 0) + HOUR_MS
    act(Action.EXTEND, WATER, text="等泵车", until=until)(world)


def attach(world: World) -> None:
    case_id, upload = world.open_case.id, attachments.Upload("a.png", drawing())
    kept = attachments.keep(world.database, world.folder, world.clerk, case_id, upload, PICTURES)
    world.write(attachments.add, world.district, world.clerk, case_id, world.new_id(), kept)


def open_personal(world: World) -> None:
    world.write(personal.open_personal, world.district, world.clerk, world.open_case.id, "回访")


def command(world: World, **more: Any) -> None:  # noqa: ANN401 - an act's fields
    made = Act(command_id=world.new_id(), action=Action.NOTE, version=world.open_case.version, text="备注")
    made = msgspec.structs.replace(made, **more)
    work = partial(cases.act, district=world.district, scope=world.clerk, case_id=world.open_case.id, act=made)
    commands.run(world.database, world.clerk, made.command_id, "note", work)


def stale_command(world: World) -> None:
    command(world, version=0)


def escalate(world: World) -> None:
    report(world)
    world.office.clock.advance(HOUR_MS)
    Due(world.database, world.district, "one").work()


def drop_timer(world: World) -> None:
    case, now = world.open_case, world.database.now()
    armed = world.database.read(lambda conn: timers.armed_for(conn, case.id))
    policy = next(timer.policy for timer in armed if timer.kind == ESCALATE)
    world.database.inner.write(lambda tx: timers.arm(tx, ESCALATE, case.id, now - 1, rule="一", policy=policy))
    Due(world.database, world.district, "one").work()


def load(world: World) -> None:
    case = msgspec.structs.replace(world.open_case, id="loaded", number="loaded", version=1)
    bulk.load(world.database, [bulk.Item(case, "积水")], world.clerk, origin="2024.csv")


def incoming(world: World, **more: Any) -> IntakeCase:  # noqa: ANN401 - a case's fields
    at = to_datetime(world.database.now(), world.district.zone).isoformat()
    values = {"number": world.new_id(), "title": "积水", "reported_at": at, "area_code": STREET, "caller": "李某"}
    return IntakeCase(**(values | more))


def deliver(world: World) -> None:
    (outcome,) = take(world.database, world.district, "12345", [incoming(world)], "10.0.0.9").outcomes
    assert outcome.outcome == "accepted", outcome


def deliver_bad(world: World) -> None:
    items = [incoming(world, phone="13800000001", reported_at="昨天"), incoming(world, area_code="13800000001")]
    assert {one.outcome for one in take(world.database, world.district, "12345", items, "").outcomes} == {"refused"}


def deliver_one_bad(world: World) -> None:
    with pytest.raises(Refusal, match="field_missing"):
        take_one(world.database, world.district, "12345", incoming(world, number=""), "10.0.0.9")


def add_contact(world: World) -> None:
    for name in ("甲", "乙"):
        new = NewContact(
            command_id=name, unit_id=STREET, slot="street_leader", person=name, addresses={"sms": "13900001111"}
        )
        done = world.write(contacts.add, world.district, supervisor(world), new)
        world.contact = world.contact or done.row.id


def keep(world: World, deed: Callable[..., Any], asked: object) -> None:
    world.write(deed, world.district, supervisor(world), world.contact, asked)


def change_contact(world: World) -> None:
    edit = ContactEdit(command_id="c", version=1, person="甲", slot="street_leader", addresses={"sms": "13900002222"})
    keep(world, contacts.change, edit)


def open_contact(world: World) -> None:
    world.write(contacts.open_addresses, world.district, supervisor(world), world.contact, "核对")


def import_contacts(world: World) -> None:
    data = f"单位,岗位,姓名,手机\n{STREET},街镇带班领导,丙,13900003333\n".encode()
    world.write(contacts_import.take, world.district, supervisor(world), data, 0)


def export_contacts(world: World) -> None:
    world.write(contacts_export.export, world.district, supervisor(world), ExportContacts(purpose="核对"))


def issue(channels: tuple[str, ...] = ("wecom",), unit: str = STREET) -> Callable[[World], None]:
    def do(world: World) -> None:
        now = world.database.now()
        request = AlertRequest(
            command_id=world.new_id(),
            mode=Mode.EXERCISE,
            kind="waterlogging",
            level="red",
            unit_ids=(unit,),
            warning="积水",
            measures="绕行",
            starts_at=now,
            expires_at=now + 3 * HOUR_MS,
            channels=channels,
        )
        world.alert = world.write(alerts.issue, world.district, world.clerk, request)

    return do


def release(world: World) -> None:
    assert world.alert is not None
    asked = ReleasePrepared(command_id=world.new_id(), kind="all_clear", version=1)
    world.write(alerts.release, world.district, world.clerk, world.alert.row.id, asked)


def go_out(verdict: Verdict = Verdict.ACCEPTED, reason: str = "") -> Callable[[World], None]:
    def do(world: World) -> None:
        world.line.verdict, world.line.reason = verdict, reason
        world.send(1 if verdict is Verdict.UNKNOWN else 20)

    return do


def ask(world: World) -> None:
    world.office.clock.advance(2_000)
    world.send(1)


def hear(world: World) -> None:
    assert world.alert is not None
    alert_id = world.alert.row.id
    mine = world.database.read(lambda conn: outbox.of_alert(conn, alert_id))
    at, first = world.database.now(), len(world.line.pages)
    world.line.pages += [
        Receipt(seq=first + 1, idem=mine[0].idem, kind="delivered", at=at),
        Receipt(seq=first + 2, idem=mine[0].idem, kind="answered", at=at, by="路人甲", text=ANSWER),
        Receipt(seq=first + 3, idem="of nobody", kind="delivered", at=at),
    ]
    Collect(world.database, world.district, {"gateway": world.line}).work()


def expire(world: World) -> None:
    issue()(world)
    world.office.clock.advance(4 * HOUR_MS)
    world.send()


def overtake(world: World) -> None:
    """Claim messages of an earlier revision: those of a worker that died before the all-clear went out."""
    issue()(world)
    assert world.alert is not None
    alert_id = world.alert.row.id
    world.database.inner.write(lambda tx: outbox.claim(tx, "dead", LEASE_MS, 1000))
    release(world)
    at = world.database.now()
    mine = (messages.c.alert_id == alert_id, messages.c.revision == 1)
    again = messages.update().where(*mine).values(state="retry", next_at=at)
    world.database.inner.write(lambda tx: tx.conn.execute(again))
    world.office.clock.advance(LEASE_MS + 1)
    world.send()


def first_admin(world: World) -> None:
    profile = msgspec.structs.replace(world.district.profile, demo=False)
    real = dataclasses.replace(world.district, profile=profile, idle_lock_ms=15 * MINUTE_MS)
    world.office = dataclasses.replace(world.office, district=real)
    asked = FirstAdmin(login="anquan", name="安全员", password=PASSWORD)
    world.session = people.first_admin(world.database, real, asked, "here")


def admin(world: World) -> Scope:
    assert world.session is not None
    return world.office.scope("", Role.SECURITY_ADMIN, person=world.session.person_id)


def add_person(world: World) -> None:
    asked = NewPerson(
        command_id="c", login="wang", name="王某", unit_id=STREET, roles=(Role.STREET,), password=PASSWORD
    )
    row: PersonRow = world.write(
        people.add, world.district, admin(world), asked, people.hash_password(PASSWORD, "wang")
    )
    world.clerk = world.office.scope(person=row.id)


def person_row(world: World) -> PersonRow:
    return next(row for row in world.database.read(lambda c: people.rows(c, admin(world), 0)) if row.login == "wang")


def change_person(world: World) -> None:
    row = msgspec.structs.replace(person_row(world), seat="2 号席")
    world.write(people.change, world.district, admin(world), row)


def reset_password(world: World) -> None:
    new = NewPassword(password=NEXT)
    people.set_password(world.database, world.district, admin(world), person_row(world).id, new)


def sign_in(world: World, password: str = NEXT) -> None:
    message = SignIn(login="wang", password=password)
    world.session = sessions.sign_in(world.database, world.district, message, "10.0.0.9")


def fail(world: World) -> None:
    with pytest.raises(Refusal, match="wrong_password"):
        sign_in(world, "wrong")


def token(world: World) -> str:
    assert world.session is not None
    return world.session.token


def sign_out(world: World) -> None:
    sessions.sign_out(world.database, token(world), "here")


def run_out(world: World) -> None:
    sign_in(world)
    world.office.clock.advance(2 * DAY_MS)
    Housekeeping(world.database).work()


def put_unit(world: World) -> None:
    made = msgspec.structs.replace(world.district.units[STREET], name="改名街道")
    world.write(geography.put_units, world.district, system(world), [made], "units.csv")


def put_outline(world: World) -> None:
    world.write(geography.put_outlines, world.district, system(world), [(STREET, b"wkb")], "a.geojson", "wgs84")


def system(world: World) -> Scope:
    return world.office.scope("", Role.SYSTEM_ADMIN)


def register(world: World) -> None:
    world.write(sources.register_source, world.district, system(world), "app", "网格员上报", "key")


def save_view(world: World) -> None:
    world.write(views.put, world.clerk, SavedView(id="v", name="甲", filter=""))


def enter_year(world: World) -> None:
    days = (CalendarDay(day="2031-01-01", kind=DayKind.REST),)
    edit = CalendarEdit(command_id="y", version=0, confirmed=True, days=days)
    world.write(calendars.put_year, world.district, system(world), 2031, edit)


def choose_hours(world: World) -> None:
    edit = WorkingTimeEdit(
        command_id="h", version=0, periods=("09:00-17:00",), counting=Counting.BY_DAYS, reason="通知"
    )
    world.write(calendars.put_working_time, world.district, system(world), edit)


def import_standard(world: World) -> None:
    text = (
        "kind,main_code,main_name,sub_code,sub_name,filing_criterion,limit\n"
        "事件,01,市容环境,10,暴露垃圾,有暴露垃圾,2紧急工作时\n"
    )
    world.write(standards.import_standard, system(world), text.encode(), "标准", "市局", "a.csv")


def confirm_standard(world: World) -> None:
    asked = ConfirmStandard(command_id="c", version=1, hours=Means.WORKING, days=Means.WORKING, reason="说明")
    world.write(standards.confirm, system(world), "s1", asked)


def use_standard(world: World) -> None:
    move = MoveStandard(command_id="u", version=2, reason="发文")
    world.write(standards.use, world.district, system(world), "s1", move)


def retire_standard(world: World) -> None:
    move = MoveStandard(command_id="r", version=3, reason="换版")
    world.write(standards.retire, system(world), "s1", move)


def admit(world: World) -> None:
    change = AdmissionChange(category="Y0501", to_grid=True, note="网格可办")
    world.write(catalogue.put_admissions, world.district, system(world), AdmissionEdit(command_id="a", rows=(change,)))


STEPS = tuple(
    StepDraft(rule_id=f"K-{tier}", tier=tier, awaits="signing", minutes=60) for tier in ("grid", "community", "street")
)


def draft_policy(world: World) -> None:
    given = PolicyDraft(command_id="d", name="夜间", steps=STEPS)
    world.policy = world.database.write(lambda tx: policies.draft(tx, world.district, system(world), given)).id


def edit_policy(world: World) -> None:
    given = PolicyDraft(command_id="e", name="夜间二", steps=STEPS, id=world.policy, edition=1)
    world.write(policies.draft, world.district, system(world), given)


def use_policy(world: World) -> None:
    asked = UsePolicy(command_id="u", edition=2)
    world.write(policies.use, world.district, system(world), world.policy, asked)


def see_notice(world: World) -> None:
    mine = select(notice_table.c.pos, notice_table.c.unit_id).where(notice_table.c.case_id == world.open_case.id)
    told = world.database.read(lambda conn: conn.execute(mine).first())
    assert told is not None
    world.write(notices.see, world.office.scope(told.unit_id), told.pos)


def adopt(world: World) -> None:
    draft_policy(world)
    world.write(policies.use, world.district, system(world), world.policy, UsePolicy(command_id="v", edition=1))
    world.write(policies.adopt, world.district, system(world), "统一")


def merge(world: World) -> None:
    other = world.office.report(world.clerk)
    act(Action.MERGE, other_id=other.id)(world)


def split(world: World) -> None:
    world.office.clock.advance(MINUTE_MS)
    act(Action.SPLIT)(world)


def suspend(world: World) -> None:
    act(Action.SUSPEND, text="等材料", until=world.database.now() + DAY_MS)(world)


def tell_apart(world: World) -> None:
    other = world.office.report(world.clerk)
    work = duplicates.dismiss
    world.write(work, world.district, world.clerk, world.open_case.id, other.id, world.new_id())


def handle(world: World) -> None:
    """Take a case of its own from report to check: a follow-up call is made after that."""
    report(world)
    act(Action.ACCEPT)(world)
    act(Action.DISPATCH, unit=WATER)(world)
    act(Action.SIGN, WATER)(world)
    act(Action.FEEDBACK, WATER, text="已排水")(world)
    act(Action.CHECK, text="已通")(world)


def call_back(world: World) -> None:
    handle(world)
    act(Action.FOLLOW_UP, resolved="solved", satisfaction="satisfied")(world)


def save_macro(world: World) -> None:
    world.write(macros.put, world.district, world.clerk, Macro(id="m1", name="已排水", text="已排水"))


def supervisor(world: World) -> Scope:
    return world.office.scope("", Role.SUPERVISOR, person=world.clerk.person_id)


def declare(world: World) -> None:
    asked = Declare(command_id=world.new_id(), name="暴雨", area_id=STREET)
    report(world)
    world.event = world.write(declared.declare, world.district, supervisor(world), asked).id


def take_in(world: World) -> None:
    asked = TakeIn(command_id=world.new_id())
    world.write(declared.take_in, world.district, supervisor(world), world.event, asked)


def end_event(world: World) -> None:
    world.write(declared.end, supervisor(world), world.event, EndEvent(command_id=world.new_id(), version=1))


def blow(world: World) -> None:
    world.whistle = Whistles(world.office).blow(units=2)


def whistle(action: WhistleAction, by: str = STREET, **more: Any) -> Callable[[World], None]:  # noqa: ANN401 - an act's fields
    def do(world: World) -> None:
        assert world.whistle is not None
        office = world.office
        scope = office.scope(STREET, Role.STREET) if by == STREET else office.department(by)
        Whistles(office).act(world.whistle, action, scope, **more)

    return do


def photograph(world: World) -> None:
    assert world.whistle is not None
    kept = whistle_files.keep(world.folder, attachments.Upload("a.png", drawing()), PICTURES)
    named = whistle_files.Named(WATER, world.new_id(), kept)
    world.write(whistle_files.add, world.district, world.office.department(), world.whistle.id, named)


def find_fault(world: World) -> None:
    """Take the next step off a case behind the program's back: the engine's watch finds it."""
    report(world)
    quiet = case_table.update().where(case_table.c.id == world.open_case.id).values(escalate_at=None, escalate_rule="")
    world.database.inner.write(lambda tx: tx.conn.execute(quiet))
    with world.caplog.at_level(logging.WARNING):
        auditor(world.office).work()


def put_account(world: World) -> None:
    asked = PutAccount(
        command_id="p",
        id="qun1",
        version=0,
        channel="wecom",
        mode=Mode.EXERCISE,
        kind="wecom_bot",
        name="群",
        secrets={"key": "13800000001"},
    )
    world.write(channels.put, world.district, system(world), asked)


def disable_account(world: World) -> None:
    asked = DisableAccount(command_id="d", version=1, reason="换群")
    world.write(channels.disable, world.district, system(world), "qun1", asked)


def relay(world: World) -> None:
    world.bureau = Bureau(world.office, KeySigner(*new_key("区气象局", world.database.now())))


def bring(world: World) -> None:
    assert world.bureau is not None
    world.bureau.bring(world.bureau.message())


def take_back(world: World) -> None:
    bureau = world.bureau
    assert bureau is not None
    (row,) = bureau.rows().values()
    world.office.clock.advance(MINUTE_MS)
    bureau.bring(bureau.message(msg_type="Cancel", references=(f"{row.sender},{row.identifier},{row.sent}",)))


def bring_unsigned(world: World) -> None:
    assert world.bureau is not None
    with pytest.raises(Refusal):
        world.bureau.deliver(b"<alert/>")


def let_read(world: World) -> None:
    scope = system(world)
    world.database.write(
        lambda tx: relayed_sources.put_reader(tx, scope, "city", name="市平台", mode=Mode.EXERCISE, key="key")
    )


OPERATIONS: tuple[tuple[Callable[[World], object], str, str], ...] = (
    (first_admin, "person.first", "people"),
    (add_person, "person.add", "people"),
    (change_person, "person.change", "people"),
    (reset_password, "person.password", "people"),
    (lambda world: world.write(people.give_app_key, admin(world), person_row(world).id), "person.app_key", "app_keys"),
    (fail, "session.refused", "people"),
    (lambda world: world.write(people.unlock, admin(world), person_row(world).id), "person.unlock", "people"),
    (sign_in, "session.open", "sessions"),
    (lambda world: sessions.lock(world.database, token(world), "here"), "session.lock", "sessions"),
    (
        lambda world: sessions.unlock(world.database, world.district, token(world), NEXT, "here"),
        "session.unlock",
        "sessions",
    ),
    (sign_out, "session.close", "sessions"),
    (run_out, "session.expired", "sessions"),
    (save_view, "view.save", "views"),
    (lambda world: world.write(views.remove, world.clerk, "v"), "view.remove", "views"),
    (register, "source.register", "sources"),
    (put_unit, "units.put", "units"),
    (put_outline, "boundaries.import", "boundaries"),
    (draft_policy, "policy.draft", "tier_policies"),
    (edit_policy, "policy.edit", "tier_policies"),
    (use_policy, "policy.use", "tier_policies"),
    (enter_year, "calendar.days", "work_years work_days settings"),
    (choose_hours, "calendar.rules", "settings"),
    (import_standard, "standard.import", "standards criteria"),
    (confirm_standard, "standard.confirm", "standards"),
    (use_standard, "standard.use", "standards"),
    (retire_standard, "standard.retire", "standards"),
    (admit, "admissions.put", "admissions"),
    (put_account, "channel.put", "channel_accounts"),
    (disable_account, "channel.disable", "channel_accounts"),
    (save_macro, "macro.save", "macros"),
    (lambda world: world.write(macros.retire, world.clerk, "m1"), "macro.retire", "macros"),
    (declare, "event.declare", "declared_events"),
    (take_in, "event.take_in", "cases case_events"),
    (end_event, "event.end", "declared_events"),
    (blow, "whistle.blow", "whistles whistle_units whistle_problems whistle_events"),
    (whistle(WhistleAction.APPROVE, said=PHONE), "whistle.approve", "whistles whistle_events notices timers"),
    (whistle(WhistleAction.ARRIVE, WATER, person="张三"), "whistle.arrive", "whistles whistle_units whistle_events"),
    (whistle(WhistleAction.ARRIVE, URBAN, person="李四"), "whistle.arrive", "whistle_units"),
    (photograph, "whistle.photo", "whistles whistle_files whistle_events"),
    (whistle(WhistleAction.SOLVE, WATER, problem=1, text="已封堵"), "whistle.solve", "whistle_problems whistle_events"),
    (whistle(WhistleAction.SOLVE, URBAN, problem=2, text="已拆除"), "whistle.solve", "whistles whistle_problems"),
    (whistle(WhistleAction.RATE_UNIT, unit_id=WATER, mark=Mark.GOOD), "whistle.rate_unit", "whistle_ratings"),
    (report, "case.report", "cases case_events custody case_parties personal timers"),
    (open_personal, "personal.open", ""),
    (act(Action.ACCEPT), "case.accept", "cases case_events"),
    (act(Action.DISPATCH, unit=WATER), "case.dispatch", "cases case_events custody case_parties"),
    (act(Action.RETURN, WATER, text="不属我局职责"), "case.return", "cases case_events custody case_parties"),
    (act(Action.DISPATCH, unit=WATER), "case.dispatch", "cases"),
    (act(Action.SIGN, WATER), "case.sign", "cases case_events custody case_parties"),
    (extend, "case.extend", "cases case_events"),
    (suspend, "case.suspend", "cases case_events stops timers"),
    (act(Action.RESUME), "case.resume", "cases case_events stops timers"),
    (attach, "case.attach", "attachments cases case_events"),
    (command, "case.note", "commands cases case_events"),
    (stale_command, "command.refused", "commands"),
    (escalate, "case.escalate", "cases case_events custody timers notices"),
    (see_notice, "notice.seen", "notices"),
    (drop_timer, "timer.dropped", "timers"),
    (tell_apart, "case.distinct", "cases case_events duplicate_marks"),
    (merge, "case.merge", "cases case_events timers"),
    (split, "case.split", "cases case_events timers stops"),
    (adopt, "case.policy", "cases case_events"),
    (call_back, "case.follow_up", "cases case_events follow_ups"),
    (find_fault, "engine.late", "findings notices"),
    (load, "load", "cases case_events case_parties"),
    (deliver, "case.report", "cases personal"),
    (deliver_bad, "intake.refused", ""),
    (deliver_one_bad, "intake.refused", ""),
    (add_contact, "contact.add", "contacts contact_channels"),
    (change_contact, "contact.change", "contacts contact_channels"),
    (
        lambda world: keep(world, contacts.move, ContactMove(command_id="m", version=2, by=1)),
        "contact.order",
        "contacts",
    ),
    (open_contact, "contact.open", ""),
    (lambda world: keep(world, contacts.remove, ContactOf(command_id="r", version=3)), "contact.remove", "contacts"),
    (lambda world: keep(world, contacts.restore, ContactOf(command_id="b", version=4)), "contact.restore", "contacts"),
    (import_contacts, "contact.add", "contacts contact_channels"),
    (export_contacts, "contact.export", ""),
    (issue(), "alert.issue", "alerts alert_revisions outbox"),
    (go_out(), "alert.attempt", "outbox attempts"),
    (hear, "alert.receipts", "outbox receipts answers"),
    (release, "alert.release", "alerts alert_revisions outbox"),
    (go_out(Verdict.REFUSED, "空号："), "alert.outcome", "outbox attempts"),
    (issue(("broadcast",)), "alert.issue", "outbox"),
    (go_out(Verdict.UNKNOWN), "alert.outcome", "outbox attempts"),
    (ask, "alert.absent", "outbox"),
    (expire, "alert.expire", "outbox"),
    (overtake, "alert.overtaken", "outbox"),
    (issue(unit="440113"), "alert.issue", "alerts alert_revisions outbox"),
    (go_out(), "alert.expand", "outbox"),
    (relay, "warning.source", "warning_sources"),
    (bring, "warning.take", "relayed_warnings"),
    (take_back, "warning.take", "relayed_warnings relayed_references"),
    (bring_unsigned, "warning.refused", ""),
    (lambda world: world.write(relayed_sources.disable_source, system(world), "weather"), "warning.source", ""),
    (let_read, "feed.reader", "feed_readers"),
    (lambda world: world.write(signing.renew, world.district, system(world)), "signing.make", "signing_keys"),
)
"""What is done, the link it leaves, and the tables whose rows it changes in the transaction of that link."""


@pytest.fixture
def world(office: Office, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> World:
    watched = Watched(office.database)
    office = dataclasses.replace(office, database=watched)
    office.clock.advance(1)
    return World(office=office, database=watched, folder=tmp_path, line=Line(), clerk=office.operator, caplog=caplog)


@pytest.fixture
def empty(office: Office, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    """Return a database that is no district yet, of the same engine."""
    if office.database.engine_name == "sqlite":
        file = tmp_path / "empty.sqlite"  # a file of its own: the office's is in use
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        url = f"sqlite:///{file}"
    else:
        url = request.getfixturevalue("postgres_url")
    opened = open_database(url, office.clock, ids=CounterIds(), database_clock=False)
    yield opened
    opened.close()


def founded(database: Database) -> list[Seen]:
    """Make a demo district and bind it to a key; return what the transactions did."""
    watched = Watched(database)
    found(watched, "panyu", Purpose.DEMO, demo_units(read_profile("panyu", Purpose.DEMO).departments))
    check_key(watched, KEYS)
    check_key(watched, KEYS)
    assert [seen.actions[-1] for seen in watched.seen] == ["district.found", "key.bound"]
    return watched.seen


def unsealed(seen: list[Seen]) -> list[Seen]:
    return [one for one in seen if one.tables and not one.actions]


def test_every_change_of_a_fact_is_sealed_in_its_own_transaction(world: World, empty: Database) -> None:
    everything = founded(empty)
    world.database.inner.write(lambda tx: tx.conn.execute(person_table.delete()))  # as in a real district's first hour
    for number, (do, action, tables) in enumerate(OPERATIONS):
        world.database.seen.clear()
        do(world)
        seen = list(world.database.seen)
        where = f"operation {number}: {action}"
        assert not unsealed(seen), where
        done = [one.tables for one in seen if action in one.actions]
        assert done, (where, seen)
        assert any(set(tables.split()) <= changed for changed in done), (where, seen)
        everything += seen
    written = frozenset[str]().union(*(one.tables for one in everything))
    assert {table.name for table in FACTS} <= written, "each table needs an operation that writes it"
    assert world.database.read(audit_log.verify).ok


def test_no_link_holds_an_address_a_name_or_an_answer_in_clear(world: World) -> None:
    report(world)
    deliver_bad(world)
    for do in (
        issue(),
        go_out(),
        hear,
        release,
        go_out(Verdict.REFUSED, "空号："),
        issue(("phone",)),
        go_out(),
        expire,
    ):
        do(world)
    links = world.database.read(lambda conn: [*audit_log.walk(conn)])
    payloads = "".join(link.payload for link in links)
    sent = {row[0] for row in world.database.read(lambda conn: conn.execute(select(messages.c.target)).all())}
    assert sent
    for secret in (*sent, "李某", "13800000001", "路人甲", ANSWER, "13900001111", "昨天"):
        assert secret not in payloads, secret
    assert "空号：…" in payloads


def test_a_row_changed_behind_the_programs_back_is_what_the_watch_finds(world: World) -> None:
    """The watch itself: a write without a link is seen as one."""
    world.write(lambda tx: tx.conn.execute(settings.insert().values(key="x", value="y", updated_at=tx.now)))
    assert unsealed(world.database.seen) == [Seen(frozenset({"settings"}), ())]
