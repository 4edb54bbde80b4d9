from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from services.api.cases import SavedView
from services.desk import attachments, personal, questions, sessions, views
from services.domain.actions import Action
from services.domain.problems import Problem, Refusal
from services.domain.rights import Role
from services.store import audit_log
from services.store.images import Redrawer
from tests.fixtures.desks import OTHER_STREET, STREET, WATER
from tests.fixtures.pictures import drawing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from services.domain.rights import Scope
    from services.store.attachments import Kept
    from tests.fixtures.desks import Office

PICTURES = Redrawer()


def refused(call: Callable[[], object]) -> Problem:
    with pytest.raises(Refusal) as caught:
        call()
    return caught.value.problem


def open_it(office: Office, case_id: str, purpose: str, unit: str = "", role: Role = Role.OPERATOR) -> dict[str, str]:
    scope = office.scope(unit, role)
    return office.database.write(lambda tx: personal.open_personal(tx, office.district, scope, case_id, purpose)).fields


def masked(office: Office, case_id: str, unit: str, role: Role) -> dict[str, str]:
    scope = office.scope(unit, role)
    return office.database.read(lambda conn: questions.detail(conn, office.district, scope, case_id)).personal


def test_personal_fields_are_masked_by_role_and_opened_for_a_purpose(office: Office) -> None:
    case = office.report(caller="陈小明", phone="138 0000 1234")
    assert masked(office, case.id, "", Role.OPERATOR) == {"caller": "陈**", "phone": "138****1234"}
    assert masked(office, case.id, "", Role.WALL) == {}
    assert masked(office, case.id, "", Role.COMMANDER) == {}
    assert open_it(office, case.id, "回访") == {"caller": "陈小明", "phone": "138 0000 1234"}
    link = office.database.read(lambda conn: audit_log.of_object(conn, case.id))[-1]
    assert link.action == "personal.open"
    assert "回访" in link.payload
    assert "陈小明" not in link.payload
    assert refused(lambda: open_it(office, case.id, "  ")).code == "purpose_required"
    assert refused(lambda: open_it(office, case.id, "x", WATER, Role.DEPARTMENT)).code == "no_right"
    assert refused(lambda: open_it(office, case.id, "x", OTHER_STREET, Role.STREET)).code == "not_found"


def test_nothing_personal_is_in_the_audit_or_the_events(office: Office) -> None:
    office.report(caller="陈小明", phone="13800001234")
    links = office.database.read(lambda conn: list(audit_log.walk(conn)))
    assert not any("陈小明" in link.payload or "13800001234" in link.payload for link in links)


def keep(office: Office, folder: Path, scope: Scope, case_id: str, name: str = "a.png", data: bytes = b"") -> Kept:
    upload = attachments.Upload(name, data or drawing())
    return attachments.keep(office.database, folder, scope, case_id, upload, PICTURES)


def test_a_file_belongs_to_its_case_and_its_hash_to_the_event(office: Office, tmp_path: Path) -> None:
    case = office.dispatched()
    scope = office.department()
    kept = keep(office, tmp_path, scope, case.id, "现场.png")
    done = office.database.write(lambda tx: attachments.add(tx, office.district, scope, case.id, "c", kept))
    assert done.row.version == case.version + 1
    detail = office.database.read(lambda conn: questions.detail(conn, office.district, scope, case.id))
    (item,) = detail.attachments
    assert item.sha256 in detail.events[-1].text
    row, data = attachments.get(office.database, tmp_path, scope, item.id)
    assert row == item
    assert data == PICTURES.clean(drawing(), "image/png")
    assert item.sha256 == sha256(data).hexdigest()
    other = office.scope(OTHER_STREET, Role.STREET)
    assert refused(lambda: attachments.get(office.database, tmp_path, other, item.id)).code == "not_found"
    assert refused(lambda: attachments.get(office.database, tmp_path, scope, "none")).code == "not_found"
    wall = office.scope("", Role.WALL)
    assert refused(lambda: keep(office, tmp_path, wall, case.id)).code == "no_right"
    assert refused(lambda: keep(office, tmp_path, scope, case.id, "a.exe", b"MZ")).code == "attachment_type"


def test_who_may_not_add_a_file_leaves_none_behind(office: Office, tmp_path: Path) -> None:
    case = office.dispatched()
    for scope, case_id, code in (
        (office.scope("", Role.WALL), case.id, "no_right"),
        (office.scope(OTHER_STREET, Role.STREET), case.id, "not_found"),
        (office.operator, "none", "not_found"),
    ):
        assert refused(lambda scope=scope, case_id=case_id: keep(office, tmp_path, scope, case_id)).code == code  # type: ignore[misc]
    assert [*tmp_path.rglob("attachments")] == []


def test_a_file_added_after_the_hand_over_stays_hidden(office: Office, tmp_path: Path) -> None:
    case = office.dispatched()
    office.clock.advance(1000)
    office.act(case.id, Action.RETURN, office.department(), text="不属我局")
    office.clock.advance(1000)
    kept = keep(office, tmp_path, office.operator, case.id)
    office.database.write(lambda tx: attachments.add(tx, office.district, office.operator, case.id, "c", kept))
    detail = office.database.read(lambda conn: questions.detail(conn, office.district, office.operator, case.id))
    mine = office.department()
    assert not office.database.read(lambda conn: questions.detail(conn, office.district, mine, case.id)).attachments
    hidden = refused(lambda: attachments.get(office.database, tmp_path, mine, detail.attachments[0].id))
    assert hidden.code == "not_found"


def test_saved_views_are_each_persons_own(office: Office) -> None:
    demo = sessions.demo(office.database, office.district, "x")
    scope, _ = sessions.of_token(office.database, office.district, demo.token, "x")
    view = SavedView(id="v1", name="我的街道", filter='{"street":"x"}', order=2)
    office.database.write(lambda tx: views.put(tx, scope, view))
    changed = SavedView(id="v1", name="我的街道二", filter="{}", order=1)
    office.database.write(lambda tx: views.put(tx, scope, changed))
    assert office.database.read(lambda conn: views.rows(conn, scope)) == [changed]
    stranger = office.scope(STREET, Role.STREET)
    assert office.database.read(lambda conn: views.rows(conn, stranger)) == []
    assert refused(lambda: office.database.write(lambda tx: views.put(tx, stranger, view))).code == "not_found"
    assert refused(lambda: office.database.write(lambda tx: views.remove(tx, stranger, "v1"))).code == "not_found"
    office.database.write(lambda tx: views.remove(tx, scope, "v1"))
    assert office.database.read(lambda conn: views.rows(conn, scope)) == []
    nameless = SavedView(id="v2", name=" ", filter="{}")
    assert refused(lambda: office.database.write(lambda tx: views.put(tx, scope, nameless))).code == "field_missing"
