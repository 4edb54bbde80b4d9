"""The areas of the alerts in force, as the map draws them."""

from __future__ import annotations

from collections.abc import Iterable

from services.api.alerts import AlertRow
from services.geo.areas import AreaSet
from widgets.map.values import AlertArea, Level
from widgets.plain import one_line

_DRAWN_LEVELS: dict[str, Level] = {"red": "red", "orange": "orange", "yellow": "yellow", "blue": "blue"}
_LABEL_MOST = 24


def drawn(alerts: Iterable[AlertRow], areas: AreaSet) -> tuple[AlertArea, ...]:
    """Return what is drawn of the alerts in force; a level without a colour of its own is left to the list."""
    known = set(areas.ids)
    return tuple(
        AlertArea(
            alert.id,
            one_line(alert.title or alert.headline, _LABEL_MOST),
            _DRAWN_LEVELS[alert.level],
            tuple(
                ring for unit_id in alert.unit_ids if unit_id in known for ring in areas.rings(areas.index_of(unit_id))
            ),
        )
        for alert in alerts
        if alert.state == "in_force" and alert.level in _DRAWN_LEVELS
    )
