"""Cases that may be the same matter as a report: suggested to a person, never merged by themselves.

Only what one may see is suggested, and nothing else is counted. Sources do not matter: a call and a camera may tell of
one hole in the road.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from services.api.board import BoardRow
from services.api.duplicates import Similar, SimilarDraft, SimilarRow
from services.desk import access, rows
from services.desk.likeness import Words, places_alike, shared_pieces, words_of
from services.desk.moves import Deed, Desk, moved
from services.domain import custody
from services.domain.conditions import flagged
from services.domain.duplicates import PLACE_LEAST, SIMILAR_FLAG, Pair, Verdict, judge
from services.domain.problems import Refusal
from services.domain.rights import Right, Scope
from services.domain.tiers import Tier, ancestor_at
from services.geo.measure import distance_m, metres_per_degree
from services.store import cases as case_store
from services.store import duplicates as store
from services.store.visibility import may_see

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import ColumnElement, Connection

    from services.api.cases import Done
    from services.desk.district import District
    from services.domain.cases import Case
    from services.domain.clock import Instant
    from services.domain.duplicates import SimilarRule
    from services.store.database import Tx
    from services.store.duplicates import Candidate

SHOWN_MOST = 20
"""Cases that are suggested for one report, the likeliest."""

COMPARED_MOST = 80
"""Cases whose words are compared in full; of more, those that share most pairs of characters (by measurement)."""

DISTINCT = "distinct"
"""The event that tells that a case was found not to be the same matter as another."""


@dataclass(frozen=True, slots=True)
class Report:
    """What is compared with the cases there are: a case, or (`case_id` "") one that is only being taken."""

    at: Instant
    title: str
    text: str
    place: str
    lon: float | None
    lat: float | None
    area_path: str
    category: str
    source: str = ""
    proactive: bool = False
    case_id: str = ""

    @classmethod
    def of(cls, case: Case) -> Report:
        """Return a case as a report to be compared."""
        return cls(
            at=case.reported_at,
            title=case.title,
            text=case.text,
            place=case.place,
            lon=case.lon,
            lat=case.lat,
            area_path=case.area_path,
            category=case.category,
            source=case.source,
            proactive=case.proactive,
            case_id=case.id,
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A case that may be the same matter, and how it was judged."""

    candidate: Candidate
    pair: Pair
    verdict: Verdict


def suggest(conn: Connection, district: District, visible: ColumnElement[bool], report: Report) -> list[Found]:
    """Return the cases, of those one may see, that may be the same matter as a report, the likeliest first."""
    rule = district.similar_rule(report.category)
    nearby = store.candidates(conn, _wanted(district, report, rule), visible)
    found = sorted(_judged(conn, report, rule, nearby), key=_likeliest)
    return found[:SHOWN_MOST]


def _likeliest(found: Found) -> tuple[int, int, str]:
    return -found.verdict.score, -found.candidate.reported_at, found.candidate.id


def _judged(conn: Connection, report: Report, rule: SimilarRule, nearby: list[Candidate]) -> Iterator[Found]:
    """Give those cases nearby that may be the same matter, but for those that a person has told apart."""
    if not nearby:
        return
    if report.case_id:
        known = store.marked(conn, report.case_id)
        nearby = [one for one in nearby if one.id not in known]
    words = Words(report.title, report.text)
    for one in _worth_comparing(words, report, nearby):
        pair = compare(report, words, one)
        verdict = judge(pair, rule)
        if verdict is not None:
            yield Found(one, pair, verdict)


def similar_to_draft(conn: Connection, district: District, scope: Scope, draft: SimilarDraft, now: Instant) -> Similar:
    """Return what may be the same matter as a report that is being taken now. Raises Refusal no_right."""
    access.need(scope, Right.CASE_REPORT, "新建案件")
    area = district.area_at(draft.lon, draft.lat) if draft.lon is not None and draft.lat is not None else None
    named = district.units.get(draft.area_id or "")
    placed = area or (named if named is not None and named.tier is not None else None)
    report = Report(
        at=now,
        title=draft.title,
        text=draft.text,
        place=draft.place,
        lon=draft.lon if draft.lat is not None else None,
        lat=draft.lat if draft.lon is not None else None,
        area_path=placed.path if placed is not None else district.id,
        category=draft.category,
    )
    visible = may_see(scope)
    return _told(conn, visible, suggest(conn, district, visible, report))


def similar_to_case(conn: Connection, district: District, scope: Scope, case_id: str) -> Similar:
    """Return what may be the same matter as an open case. Raises Refusal not_found."""
    case = access.visible_case(conn, scope, case_id)
    visible = may_see(scope)
    found = suggest(conn, district, visible, Report.of(case)) if case.is_open else []
    return _told(conn, visible, found)


def flag_for(conn: Connection, district: District, case: Case, now: Instant) -> str:
    """Return `SIMILAR_FLAG` for a case that just came in and is strongly alike one that is there already, else "".

    Who sees a case sees its flags: so only what the centre sees that answers for it counts. Cases of another time
    (an import of past years) are not looked at. The mark goes when the case is merged, dispatched or told apart.
    """
    late = now - case.reported_at > district.similar_rule(case.category).window_ms
    return SIMILAR_FLAG if case.is_open and not late and _is_alike(conn, district, case) else ""


def _is_alike(conn: Connection, district: District, case: Case) -> bool:
    """Tell whether the centre that answers for a case has an open one that is strongly alike."""
    rule, report = district.similar_rule(case.category), Report.of(case)
    nearby = store.of_centre(conn, _wanted(district, report, rule), district.units[case.answerable_id].path)
    return any(one.verdict.strong for one in _judged(conn, report, rule, nearby))


def dismiss(tx: Tx, district: District, scope: Scope, case_id: str, other_id: str, command_id: str) -> Done:
    """不是重复: remember that two cases are not one matter, and tell it in the case's history.

    Raises Refusal no_right, not_found, not_holder.
    """
    label = "判定是否重复"
    access.need(scope, Right.CASE_WORK, label)
    case = access.visible_case(tx.conn, scope, case_id)
    other = access.visible_case(tx.conn, scope, other_id)
    access.in_charge(district, scope, case, label)
    if other.id == case.id:
        raise Refusal("not_found")
    desk = Desk(tx, district, scope)
    if other.id not in store.marked(tx.conn, case.id):
        store.mark(tx, case.id, other.id, scope.person_id)
    deed = Deed(action=DISTINCT, text=f"与 {other.number} 不是同一件事", command_id=command_id)
    made = moved(desk, case, _unflagged(desk, case), deed)
    if flagged(other.flags, SIMILAR_FLAG):
        after = _unflagged(desk, other)
        if after.flags != other.flags:
            moved(desk, other, after, Deed(action=DISTINCT, text=f"与 {case.number} 不是同一件事"))
    return rows.done(made, command_id, visible=True)


def _unflagged(desk: Desk, case: Case) -> Case:
    """Return the case's next version, without the flag where nothing strongly alike is left."""
    drop = () if _is_alike(desk.tx.conn, desk.district, case) else (SIMILAR_FLAG,)
    return custody.step(case, None, desk.tx.now, flags=custody.with_flags(case.flags, drop=drop))


def _wanted(district: District, report: Report, rule: SimilarRule) -> store.Wanted:
    street_id = ancestor_at(report.area_path, Tier.STREET)
    return store.Wanted(
        mode=district.mode,
        at=report.at,
        since=report.at - rule.window_ms,
        until=report.at + rule.window_ms,
        closed_from=report.at - rule.reopen_ms,
        box=_box(report, rule.radius_m),
        category=report.category if rule.same_class else "",
        street_path=district.units[street_id].path if street_id is not None else "",
        district_id=district.id,
        leave=report.case_id,
    )


def _box(report: Report, radius_m: int) -> tuple[float, float, float, float] | None:
    if report.lon is None or report.lat is None:
        return None
    east, north = (radius_m / max(1.0, metres) for metres in metres_per_degree(report.lat))
    return report.lon - east, report.lat - north, report.lon + east, report.lat + north


def _worth_comparing(words: Words, report: Report, nearby: list[Candidate]) -> Iterable[Candidate]:
    """Return what is compared in full: everything, or of very many what shares most with the report at first sight."""
    if len(nearby) <= COMPARED_MOST:
        return nearby
    sight = shared_pieces(words, report.place)
    return sorted(nearby, key=lambda one: sight(f"{one.title}{one.place}{one.text}"), reverse=True)[:COMPARED_MOST]


def compare(report: Report, words: Words, one: Candidate) -> Pair:
    """Return how a report, with its words made ready, stands to one candidate."""
    others = words_of(one.title, one.text)
    places = places_alike(report.place, one.place)
    gap = abs(report.at - one.reported_at) if one.closed_at is None else report.at - one.closed_at
    return Pair(
        distance_m=_distance(report, one, places),
        place_likeness=places,
        gap_ms=gap,
        same_class=report.category == one.category if report.category and one.category else None,
        likeness=words.likeness(others),
        wordy=words.wordy and others.wordy,
        listed=bool(report.proactive and one.proactive and report.source == one.source),
        closed=one.closed_at is not None,
    )


def _distance(report: Report, one: Candidate, places: int | None) -> float | None:
    """Return the metres between two reports, None where one has no point or the point stands for "somewhere here".

    Two devices never measure the very same point. Where two cases share one and their words do not name one place, it
    is the middle of a street or a district that some system put in for want of a better one.
    """
    if report.lon is None or report.lat is None or one.lon is None or one.lat is None:
        return None
    if (report.lon, report.lat) == (one.lon, one.lat) and (places or 0) < PLACE_LEAST:
        return None
    return distance_m(report.lon, report.lat, one.lon, one.lat)


def _told(conn: Connection, visible: ColumnElement[bool], found: list[Found]) -> Similar:
    ids = [one.candidate.id for one in found]
    plain = case_store.rows(conn, ids, visible, open_only=False) if ids else []
    board = {row.id: row for row in msgspec.convert([list(row) for row in plain], list[BoardRow])}
    return Similar(rows=tuple(_row(one, board[one.candidate.id]) for one in found if one.candidate.id in board))


def _row(found: Found, case: BoardRow) -> SimilarRow:
    pair = found.pair
    return SimilarRow(
        case=case,
        score=found.verdict.score,
        strong=found.verdict.strong,
        likeness=pair.likeness,
        distance_m=None if pair.distance_m is None else round(pair.distance_m),
        place_likeness=pair.place_likeness,
        same_class=pair.same_class,
        gap_ms=pair.gap_ms,
        closed_at=found.candidate.closed_at,
        reasons=found.verdict.reasons,
    )
