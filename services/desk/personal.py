"""Personal fields of a case: shown masked, opened only for a purpose that is written down first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.api.cases import Personal
from services.desk import access
from services.domain.problems import Refusal
from services.domain.rights import Right
from services.store import personal as store

if TYPE_CHECKING:
    from services.desk.district import District
    from services.domain.rights import Scope
    from services.store.database import Tx

PURPOSE_MAX = 200


def open_personal(tx: Tx, district: District, scope: Scope, case_id: str, purpose: str) -> Personal:
    """Return the caller and number of a case in the clear; who, when, from where and what for is audited with it.

    Raises Refusal no_right, not_found (also where one's unit has handed the case over), purpose_required.
    """
    access.need(scope, Right.PERSONAL_OPEN, "查看个人信息")
    case = access.visible_case(tx.conn, scope, case_id)
    if not purpose.strip():
        raise Refusal("purpose_required", field="purpose")
    if len(purpose) > PURPOSE_MAX:
        raise Refusal("field_too_long", field="purpose", limit=PURPOSE_MAX)
    fields = store.opened(tx.conn, district.keys, case_id)
    details = {"purpose": purpose.strip(), "fields": sorted(fields), "number": case.number, "from": scope.origin}
    tx.audit(scope.person_id, "personal.open", case_id, details)
    return Personal(fields=fields)
