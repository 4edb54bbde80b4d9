"""The versions of the tier policy as cases ask for them: read once each, since one that was in use never changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from services.domain.policies import Policy, PolicyState
from services.domain.problems import Refusal
from services.store import policies as store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from services.domain.escalation import TierRule
    from services.store.tx import Tx

FIRST_NAME = "区情配置"
"""What the first version is called: the profile's own rules."""


class PolicyBook:
    """The versions that are or were in use, by id. Which one is in use is asked anew every time."""

    def __init__(self) -> None:
        self._known: dict[str, Policy] = {}

    def in_use(self, conn: Connection) -> Policy:
        """Return the version that a new case is born under. Raises Refusal setup_needed when there is none."""
        found = store.in_use_id(conn)
        if not found:
            raise Refusal("setup_needed")
        return self.of(conn, found)

    def of(self, conn: Connection, policy_id: str) -> Policy:
        """Return a case's own version; "" is the first, of cases from before there were versions.

        Raises Refusal setup_needed when there is no such version.
        """
        found = self._known.get(policy_id)
        if found is None:
            found = store.get(conn, policy_id) if policy_id else store.first(conn)
            if found is None or found.state is PolicyState.DRAFT:
                raise Refusal("setup_needed")
            self._known[policy_id] = found
        return found


def seed_policy(tx: Tx, steps: Sequence[TierRule]) -> None:
    """Make the profile's rules version 1, in use, where there is no version yet."""
    tx.lock()
    if store.next_version(tx.conn) > 1:
        return
    policy = Policy(
        id=tx.ids.new(),
        version=1,
        name=FIRST_NAME,
        state=PolicyState.IN_USE,
        steps=tuple(steps),
        made_by="",
        made_at=tx.now,
        used_by="",
        used_from=tx.now,
    )
    store.add(tx, policy)
    tx.audit("", "policy.use", policy.id, {"version": 1, "name": policy.name, "steps": policy.steps})
