"""The hub's application: every route, behind the gate."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from litestar import Litestar
from litestar.exceptions import HTTPException
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.plugins.core import MsgspecDIPlugin

from services.domain.problems import Refusal
from services.hub import problems
from services.hub.plain import Plain
from services.hub.routes import (
    alerts,
    calendar,
    cases,
    catalogue,
    channels,
    contacts,
    district,
    doors,
    duplicates,
    embedded,
    feed,
    ledger,
    people,
    policies,
    relayed,
    sessions,
    team,
    tiers,
    whistles,
)
from services.hub.version import VERSION

if TYPE_CHECKING:
    from litestar.plugins import PluginProtocol

    from services.hub.compose import Hub
    from services.hub.gate import App

BODY_BYTES = 256 * 1024
"""Longest body of an ordinary request; deliveries and files have limits of their own."""

ROUTES = (
    *sessions.ROUTES,
    *district.ROUTES,
    *cases.ROUTES,
    *duplicates.ROUTES,
    *alerts.ROUTES,
    *doors.ROUTES,
    *relayed.ROUTES,
    *feed.ROUTES,
    *people.ROUTES,
    *ledger.ROUTES,
    *calendar.ROUTES,
    *catalogue.ROUTES,
    *channels.ROUTES,
    *whistles.ROUTES,
    *policies.ROUTES,
    *tiers.ROUTES,
    *team.ROUTES,
    *contacts.ROUTES,
    *embedded.ROUTES,
)


class _Application(Litestar):
    """The framework without its plugins for other libraries' models: our messages are msgspec's own.

    They would load pydantic, which is installed for another reason, at every start (0.15 s).
    """

    @staticmethod
    def _get_default_plugins(plugins: list[PluginProtocol]) -> list[PluginProtocol]:
        return [*plugins, MsgspecDIPlugin()]


def build(hub: Hub) -> App:
    """Build the inner application and load the district, which every question needs. Takes about a second.

    Raises Refusal as `Hub.district` does.
    """
    app = _Application(
        ROUTES,
        exception_handlers={
            Refusal: problems.on_refusal,
            HTTPException: problems.on_http,
            UnicodeDecodeError: problems.on_undecodable,
            RecursionError: problems.on_too_deep,
            Exception: problems.FaultAnswer(hub.ids),
        },
        openapi_config=OpenAPIConfig(title="呼应 Huying", version=VERSION, path="/schema", render_plugins=_plain()),
        request_max_body_size=BODY_BYTES,
        logging_config=None,
    )
    hub.warm()
    return Plain(cast("App", app))


def _plain() -> list[Any]:
    """Return what shows the document: itself, as JSON; pages that draw it would load foreign scripts."""
    return [JsonRenderPlugin(path="/")]
