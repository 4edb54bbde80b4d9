"""Who may do what: roles, the rights each has, and the scope a person acts in.

Rights say what may be done, jurisdiction says to what. A desk function asks for the right, then for the
jurisdiction, then for the version, in that order, so that a refusal never tells an outsider that a case exists.
"""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Role(StrEnum):
    """A person's role at a unit. The three administrators are kept apart (三员分立)."""

    OPERATOR = "operator"  # 坐席
    SUPERVISOR = "supervisor"  # 值班长
    COMMANDER = "commander"  # 带班领导、指挥长
    STREET = "street"  # 街镇中心
    COMMUNITY = "community"  # 社区
    GRID_HEAD = "grid_head"  # 网格长
    DEPARTMENT = "department"  # 部门值班
    WALL = "wall"  # 大屏
    SYSTEM_ADMIN = "system_admin"  # 系统管理员
    SECURITY_ADMIN = "security_admin"  # 安全管理员
    AUDIT_ADMIN = "audit_admin"  # 审计管理员

    @property
    def zh(self) -> str:
        """Return the role's name in Chinese, as in a refusal."""
        return _ROLE_ZH[self]


_ROLE_ZH = {
    Role.OPERATOR: "坐席",
    Role.SUPERVISOR: "值班长",
    Role.COMMANDER: "指挥长",
    Role.STREET: "街镇中心",
    Role.COMMUNITY: "社区",
    Role.GRID_HEAD: "网格长",
    Role.DEPARTMENT: "部门值班",
    Role.WALL: "大屏",
    Role.SYSTEM_ADMIN: "系统管理员",
    Role.SECURITY_ADMIN: "安全管理员",
    Role.AUDIT_ADMIN: "审计管理员",
}


class Right(StrEnum):
    """Something a role may do."""

    CASE_READ = "case_read"
    CASE_REPORT = "case_report"  # 采集、新建
    CASE_WORK = "case_work"  # 受理、派单、升级、核查、结案
    CASE_HANDLE = "case_handle"  # 签收、反馈、退单、延期，限负责单位
    CASE_BEHALF = "case_behalf"  # 代办
    CASE_NOTE = "case_note"
    CASE_TAKE_OVER = "case_take_over"
    CASE_SUPERVISE = "case_supervise"  # 督办、解除督办
    CASE_VOID = "case_void"  # 作废
    PERSONAL_MASKED = "personal_masked"  # sees masked caller and number
    PERSONAL_OPEN = "personal_open"  # opens them with a purpose, logged
    CONTACT_READ = "contact_read"  # 通讯录，限本辖区与本单位
    CONTACT_EDIT = "contact_edit"
    ALERT_READ = "alert_read"
    ALERT_DRAFT = "alert_draft"
    ALERT_ISSUE = "alert_issue"
    WHISTLE = "whistle"  # 吹哨、增召、评单位、结束
    WHISTLE_APPROVE = "whistle_approve"  # 批准吹哨，限吹哨单位的领导
    WHISTLE_ANSWER = "whistle_answer"  # 报到、拒绝、离场、评哨，限被召单位
    WHISTLE_ASSIGN = "whistle_assign"  # 指定单位、一事一考，限区指挥中心
    IMPORT = "import"
    EXPORT = "export"
    PEOPLE = "people"  # accounts: security administrator
    SETTINGS = "settings"  # system administrator
    AUDIT = "audit"  # audit administrator


_READ = {Right.CASE_READ, Right.ALERT_READ}
_DESK = _READ | {
    Right.CASE_REPORT,
    Right.CASE_WORK,
    Right.CASE_HANDLE,
    Right.CASE_BEHALF,
    Right.CASE_NOTE,
    Right.PERSONAL_MASKED,
    Right.PERSONAL_OPEN,
    Right.CONTACT_READ,
    Right.ALERT_DRAFT,
    Right.WHISTLE,
    Right.WHISTLE_ANSWER,
}
_UNIT = _READ | {
    Right.CASE_REPORT,
    Right.CASE_HANDLE,
    Right.CASE_NOTE,
    Right.PERSONAL_MASKED,
    Right.CONTACT_READ,
    Right.WHISTLE_ANSWER,
}
_SUPERVISOR = {Right.CONTACT_EDIT, Right.CASE_TAKE_OVER, Right.CASE_SUPERVISE, Right.CASE_VOID}

ROLE_RIGHTS: dict[Role, frozenset[Right]] = {
    Role.OPERATOR: frozenset(_DESK | {Right.ALERT_ISSUE}),
    Role.SUPERVISOR: frozenset(
        _DESK | _SUPERVISOR | {Right.ALERT_ISSUE, Right.WHISTLE_ASSIGN, Right.IMPORT, Right.EXPORT}
    ),
    Role.COMMANDER: frozenset(
        _READ
        | {
            Right.CASE_NOTE,
            Right.CASE_SUPERVISE,
            Right.CONTACT_READ,
            Right.ALERT_DRAFT,
            Right.ALERT_ISSUE,
            Right.WHISTLE_APPROVE,
            Right.WHISTLE_ASSIGN,
            Right.EXPORT,
        }
    ),
    Role.STREET: frozenset(_DESK | {Right.CASE_SUPERVISE, Right.CONTACT_EDIT}),
    Role.COMMUNITY: frozenset(_UNIT | {Right.CONTACT_EDIT}),
    Role.GRID_HEAD: frozenset(_UNIT),
    Role.DEPARTMENT: frozenset(_UNIT | {Right.CONTACT_EDIT}),
    Role.WALL: frozenset(_READ),
    Role.SYSTEM_ADMIN: frozenset({Right.SETTINGS, Right.IMPORT}),
    Role.SECURITY_ADMIN: frozenset({Right.PEOPLE}),
    Role.AUDIT_ADMIN: frozenset({Right.AUDIT}),
}


class Scope(msgspec.Struct, frozen=True, kw_only=True):
    """A person at work: who, of which unit, as what. `unit_path` is the unit's area path, "" for a department.

    Passed to every desk function in place of a global "current user". `origin` says from where (host, client name),
    for the audit. The engine acts as a scope of its own with `person_id` "engine".
    """

    person_id: str
    person_name: str
    unit_id: str
    unit_path: str
    roles: frozenset[Role]
    origin: str = ""

    def may(self, right: Right) -> bool:
        """Tell whether any of the person's roles has the right."""
        return any(right in ROLE_RIGHTS[role] for role in self.roles)


def roles_with(right: Right) -> tuple[Role, ...]:
    """Return the roles that have a right, to name them in a refusal."""
    return tuple(role for role in Role if right in ROLE_RIGHTS[role])
