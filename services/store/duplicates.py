"""Which cases may be the same matter as a report: narrowed by place, time and class, with an index, for both engines.

Where the report has a point, a box of longitude and latitude narrows to a handful; cases without a point are narrowed
by time, class and the street. What is alike in words is for the desk to say of the few that are left.
"""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Text, and_, bindparam, func, literal_column, or_, select

from services.domain.cases import State
from services.domain.clock import Instant
from services.domain.modes import Mode
from services.store import tables as t
from services.store.board import plain_rows
from services.store.duplicate_tables import duplicate_marks
from services.store.prepared import Prepared, insert_of
from services.store.tx import Tx
from services.store.visibility import within

NEAR_MOST = 300
"""Cases in one box that are compared, newest report first: more are one storm, and its event says so."""

PLACELESS_MOST = 1_500
"""Cases that are compared where place narrows nothing, newest report first (by measurement: within 30 ms)."""

CENTRE_MOST = 12
"""Cases in one box, and as many without a point, that a case that comes in is compared with before it is flagged: where
more lie at one place, the newest tell it as well (our rule; the whole list is for the person who asks)."""

TEXT_MOST = 600
"""Characters of a case's text that are fetched."""

_c = t.cases.c
_OPEN: ColumnElement[bool] = _c.open == literal_column("1")  # a constant: it proves that the partial index will do


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is looked for around a report. `box` is (west, south, east, north) in degrees, None without a point.

    `at` is the moment of the report, `since` ≤ an open case's own report ≤ `until`; closed ones ended from
    `closed_from` on. `category` "" means any; `street_path` "" means anywhere, else in that area, or not placed yet
    (`district_id`).
    """

    mode: Mode
    at: Instant
    since: Instant
    until: Instant
    closed_from: Instant
    box: tuple[float, float, float, float] | None = None
    category: str = ""
    street_path: str = ""
    district_id: str = ""
    leave: str = ""


class Candidate(msgspec.Struct, frozen=True, array_like=True):
    """A case that may be alike, as far as comparing needs it. `proactive` is 0 or 1."""

    id: str
    title: str
    place: str
    lon: float | None
    lat: float | None
    category: str
    source: str
    proactive: int
    reported_at: Instant
    closed_at: Instant | None
    text: str


_SELECT = [
    *(_c[name] for name in Candidate.__struct_fields__[:-1]),
    func.substr(_c.text, 1, TEXT_MOST).label("text"),
]


def candidates(conn: Connection, wanted: Wanted, visible: ColumnElement[bool]) -> list[Candidate]:
    """Return the open and lately closed cases that may be the same matter, each once, of what is visible."""
    parts = [_open(wanted), _closed(wanted)]
    if wanted.box is not None:
        boxed = _in_box(wanted.box)
        found = _fetch(conn, [*parts[0], boxed], visible, wanted, NEAR_MOST)
        placeless = [*parts[0], _c.lat.is_(None), _c.lon.is_(None), *_around(wanted)]
        found += _fetch(conn, placeless, visible, wanted, PLACELESS_MOST)
        found += _fetch(
            conn, [*parts[1], or_(boxed, and_(_c.lat.is_(None), *_around(wanted)))], visible, wanted, NEAR_MOST
        )
    else:
        found = _fetch(conn, [*parts[0], *_around(wanted)], visible, wanted, PLACELESS_MOST)
        found += _fetch(conn, [*parts[1], *_around(wanted)], visible, wanted, NEAR_MOST)
    return found


def _open(wanted: Wanted) -> list[ColumnElement[bool]]:
    return [_OPEN, _c.reported_at.between(wanted.since, wanted.until)]


def _closed(wanted: Wanted) -> list[ColumnElement[bool]]:
    return [
        _c.closed_at.between(wanted.closed_from, wanted.at),
        _c.state == State.CLOSED.value,
        _c.parent_id.is_(None),  # what was merged ended with its parent, which is the one to look at
    ]


def _in_box(box: tuple[float, float, float, float]) -> ColumnElement[bool]:
    west, south, east, north = box
    return and_(_c.lat.between(south, north), _c.lon.between(west, east))


def _around(wanted: Wanted) -> list[ColumnElement[bool]]:
    if not wanted.street_path:
        return []
    return [or_(within(_c.area_path, wanted.street_path), _c.area_path == wanted.district_id)]


def _fetch(
    conn: Connection, such: list[ColumnElement[bool]], visible: ColumnElement[bool], wanted: Wanted, most: int
) -> list[Candidate]:
    query = select(*_SELECT).where(*such, _c.mode == wanted.mode.value, _c.id != wanted.leave, visible)
    if wanted.category:
        query = query.where(_c.category.in_((wanted.category, "")))
    rows = plain_rows(conn, query.order_by(_c.reported_at.desc()).limit(most))
    return [Candidate(*_plain(row)) for row in rows]


def _plain(row: tuple[Any, ...]) -> list[Any]:
    return [int(value) if isinstance(value, bool) else value for value in row]


def _centres(reported: ColumnElement[int], *place: ColumnElement[bool]) -> Prepared:
    """Return the statement for what one centre has open; ready made, as every case that comes in asks it."""
    below = and_(_c.area_path > bindparam("low"), _c.area_path < bindparam("high"))
    area = or_(_c.area_path == bindparam("path"), below)
    time = reported.between(bindparam("since"), bindparam("until"))
    wanted = bindparam("category", type_=Text)
    kind = or_(_c.category == wanted, _c.category == "", wanted == "")
    mine = (_OPEN, area, time, *place, kind, _c.mode == bindparam("mode"), _c.id != bindparam("leave"))
    return Prepared(select(*_SELECT).where(*mine).order_by(reported.desc()).limit(literal_column(str(CENTRE_MOST))))


_OF_CENTRE = _centres(_c.reported_at)
_OF_CENTRE_PLACELESS = _centres(_c.reported_at, _c.lat.is_(None), _c.lon.is_(None))  # the index begins with both
_OF_CENTRE_NEAR = _centres(
    func.coalesce(_c.reported_at, 0),  # hidden from its index: the box leaves far fewer than the day does
    _c.lat.between(bindparam("south"), bindparam("north")),
    _c.lon.between(bindparam("west"), bindparam("east")),
)


def of_centre(conn: Connection, wanted: Wanted, path: str) -> list[Candidate]:
    """Return the newest open cases in one centre's area that may be the same matter.

    At most `CENTRE_MOST` in the box and as many without a point; without a box, `CENTRE_MOST` altogether.
    """
    values: dict[str, Any] = {
        "path": path,
        "low": path + "/",
        "high": path + "0",  # "0" follows "/"
        "since": wanted.since,
        "until": wanted.until,
        "mode": wanted.mode.value,
        "leave": wanted.leave,
        "category": wanted.category,
    }
    if wanted.box is None:
        rows = _OF_CENTRE.all(conn, values)
    else:
        west, south, east, north = wanted.box
        rows = _OF_CENTRE_NEAR.all(conn, values | {"west": west, "south": south, "east": east, "north": north})
        rows += _OF_CENTRE_PLACELESS.all(conn, values)
    return [Candidate(*_plain(row)) for row in rows]


_m = duplicate_marks.c
_MARKS = Prepared(
    select(_m.case_id, _m.other_id).where(or_(_m.case_id == bindparam("id"), _m.other_id == bindparam("id")))
)
_MARK = insert_of(duplicate_marks)


def marked(conn: Connection, case_id: str) -> frozenset[str]:
    """Return the cases of which a person has said that they are not the same matter as this one."""
    return frozenset(one for pair in _MARKS.all(conn, {"id": case_id}) for one in pair if one != case_id)


def mark(tx: Tx, case_id: str, other_id: str, person_id: str) -> None:
    """Remember that two cases are not one matter. Once is enough: the driver refuses it a second time."""
    first, second = sorted((case_id, other_id))
    _MARK.run(tx.conn, {"case_id": first, "other_id": second, "at": tx.now, "person_id": person_id})
