"""Every question and command to the hub as a typed call. Blocks: worker threads only.

Answers are decoded here, on the worker thread, into the frozen values of services.api. All calls raise
HubUnreachable (no usable answer) or HubRefused (the hub's own refusal), from console.transport.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TypeVar
from urllib.parse import quote

import msgspec
import requests
from urllib3.filepost import encode_multipart_formdata

from console.clients.contacts import ContactCalls
from console.clients.duplicates import DuplicateCalls
from console.clients.settings import SettingsCalls
from console.clients.team import TeamCalls
from console.clients.tiers import TierCalls
from console.clients.whistles import WhistleCalls
from console.transport import Request, Transport, decode
from console.upload import Body, Progress
from services.api.alerts import (
    AlertCatalogue,
    AlertDetail,
    AlertDone,
    AlertPreview,
    AlertRequest,
    AlertRow,
    ReleasePrepared,
)
from services.api.board import Board
from services.api.cases import (
    Act,
    CaseDetail,
    CasePage,
    CommandState,
    Done,
    FigureSet,
    NewCase,
    OpenPersonal,
    Personal,
    SavedView,
)
from services.api.district import ProfileView, UnitRow
from services.api.hubfile import EmbeddedState
from services.api.people import NewPassword, NewPerson, PersonRow
from services.api.sessions import FirstAdmin, Health, Session, SignIn, Unlock
from services.domain.clock import Instant

T = TypeVar("T")

STREAM_READ_TIMEOUT_S = 12.0
"""A stream without a beat (every 5 s) for this long is dead."""

NOW_HEADER = "x-huying-now"
"""The header in which the hub says its time with every answer (ms since the epoch)."""

_UPLOAD_TIMEOUT_S = 60.0


class _AppKey(msgspec.Struct, frozen=True):
    key: str


class Client:
    """The hub's routes. `heard` is told the hub's time of each answer that carries it, with the monotonic second."""

    def __init__(self, transport: Transport, heard: Callable[[Instant, float], None] | None = None) -> None:
        self._transport = transport
        self._heard = heard
        self.contacts = ContactCalls(transport)
        self.duplicates = DuplicateCalls(transport)
        self.whistles = WhistleCalls(transport)
        self.team = TeamCalls(transport)
        self.tiers = TierCalls(transport)
        self.settings = SettingsCalls(transport)

    # ── sessions ────────────────────────────────────────────────────────────────────────────────────────────────────
    def health(self) -> Health:
        """Ask whether the hub is up."""
        return self._get("/health", Health)

    def sign_in(self, login: str, password: str, client: str = "") -> Session:
        """Sign in; later calls carry the session's token."""
        return self._opened("/session", SignIn(login=login, password=password, client=client))

    def sign_in_demo(self) -> Session:
        """Sign in to a demo district, which asks for no password."""
        return self._opened("/session/demo", None)

    def set_up(self, first: FirstAdmin) -> Session:
        """Make the first administrator of a real district."""
        return self._opened("/setup", first)

    def unlock(self, password: str) -> Session:
        """Unlock a seat that locked itself."""
        return self._opened("/session/unlock", Unlock(password=password))

    def lock(self) -> None:
        """Lock one's own seat; unlocking asks for the password."""
        self._transport.send(Request("POST", "/session/lock", body=b""))

    def session(self) -> Session:
        """Ask who is signed in."""
        return self._get("/session", Session)

    def sign_out(self) -> None:
        """End the session and forget its token."""
        self._transport.send(Request("DELETE", "/session"))
        self._transport.token = ""

    # ── the hub of a data folder ────────────────────────────────────────────────────────────────────────────────────
    def embedded(self) -> EmbeddedState:
        """Ask what would not happen while the folder's hub is stopped."""
        return self._get("/embedded", EmbeddedState)

    def stop_embedded(self) -> None:
        """Stop the folder's hub, by somebody's decision."""
        self._transport.send(Request("POST", "/embedded/stop", body=b""))

    # ── the district ────────────────────────────────────────────────────────────────────────────────────────────────
    def profile(self) -> ProfileView:
        """Ask what the district is like."""
        return self._get("/profile", ProfileView)

    def units(self) -> list[UnitRow]:
        """Ask for all units of the district."""
        return self._get("/units", list[UnitRow])

    def areas(self, etag: str = "") -> tuple[bytes | None, str]:
        """Ask for the areas (an AreaSet's bytes) and their ETag; None when they are still those of `etag`."""
        headers = {"If-None-Match": etag} if etag else None
        answer = self._transport.send(Request("GET", "/areas", headers=headers))
        if answer.status == requests.codes.not_modified:
            return None, etag
        return answer.body, answer.headers.get("etag", "")

    # ── board, stream ───────────────────────────────────────────────────────────────────────────────────────────────
    def board(self) -> Board:
        """Ask for the open cases of one's view."""
        return self._get("/board", Board)

    @contextmanager
    def stream(self, after: int) -> Iterator[requests.Response]:
        """Open the event stream after a change-log position; its body is read with `iter_content(None)`."""
        request = Request(
            "GET",
            "/stream",
            params={"after": str(after)},
            headers={"Accept": "text/event-stream", "Cache-Control": "no-cache", "Accept-Encoding": "identity"},
            read_timeout_s=STREAM_READ_TIMEOUT_S,
        )
        with self._transport.open(request) as response:
            yield response

    # ── cases ───────────────────────────────────────────────────────────────────────────────────────────────────────
    def cases(
        self, q: str = "", after: str = "", limit: int = 100, filters: Mapping[str, str] | None = None
    ) -> CasePage:
        """Search all cases ever; `after` is the `next` of the page before."""
        params = {name: value for name, value in (("q", q), ("after", after)) if value}
        return self._get("/cases", CasePage, {**params, "limit": str(limit), **(filters or {})})

    def case(self, case_id: str) -> CaseDetail:
        """Ask for a case with its history."""
        return self._get(f"/cases/{_part(case_id)}", CaseDetail)

    def new_case(self, case: NewCase) -> Done:
        """Enter a case."""
        return self._post("/cases", case, Done)

    def act(self, case_id: str, act: Act) -> Done:
        """Do something with a case."""
        return self._post(f"/cases/{_part(case_id)}/actions", act, Done)

    def open_personal(self, case_id: str, purpose: str) -> Personal:
        """Open the personal fields of a case for a purpose, which is logged."""
        body = OpenPersonal(purpose=purpose)
        return self._post(f"/cases/{_part(case_id)}/personal", body, Personal, repeatable=False)

    def attach(
        self, case_id: str, command_id: str, name: str, data: bytes, media_type: str, progress: Progress | None = None
    ) -> Done:
        """Add a file to a case; `progress` tells how much of it went, and stops it."""
        form, content_type = encode_multipart_formdata({"command_id": command_id, "file": (name, data, media_type)})
        path = f"/cases/{_part(case_id)}/attachments"
        body = Body(form, progress or Progress())
        request = Request("POST", path, body=body, media_type=content_type, read_timeout_s=_UPLOAD_TIMEOUT_S)
        return decode(self._transport.send(request), Done)

    def attachment(self, attachment_id: str) -> bytes:
        """Fetch a file."""
        request = Request("GET", f"/attachments/{_part(attachment_id)}", read_timeout_s=_UPLOAD_TIMEOUT_S)
        return self._transport.send(request).body

    def command(self, command_id: str) -> CommandState:
        """Ask what became of a command."""
        return self._get(f"/commands/{_part(command_id)}", CommandState)

    # ── figures, views ──────────────────────────────────────────────────────────────────────────────────────────────
    def figures(self) -> FigureSet:
        """Ask for the figures of one's view."""
        return self._get("/figures", FigureSet)

    def views(self) -> list[SavedView]:
        """Ask for one's saved views."""
        return self._get("/views", list[SavedView])

    def save_view(self, view: SavedView) -> None:
        """Save a view."""
        self._transport.send(Request("PUT", f"/views/{_part(view.id)}", body=msgspec.json.encode(view)))

    def delete_view(self, view_id: str) -> None:
        """Forget a saved view."""
        self._transport.send(Request("DELETE", f"/views/{_part(view_id)}"))

    # ── alerts ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def alert_kinds(self) -> AlertCatalogue:
        """Ask what the alert composer offers."""
        return self._get("/alerts/kinds", AlertCatalogue)

    def preview_alert(self, request: AlertRequest) -> AlertPreview:
        """Ask what an alert would say and whom it would reach."""
        return self._post("/alerts/preview", request, AlertPreview)

    def issue_alert(self, request: AlertRequest) -> AlertDone:
        """Issue an alert."""
        return self._post("/alerts", request, AlertDone)

    def alerts(self) -> list[AlertRow]:
        """Ask for the alerts of one's view."""
        return self._get("/alerts", list[AlertRow])

    def alert(self, alert_id: str) -> AlertDetail:
        """Ask for an alert with its targets."""
        return self._get(f"/alerts/{_part(alert_id)}", AlertDetail)

    def alert_cap(self, alert_id: str) -> bytes:
        """Fetch an alert as CAP 1.2 XML."""
        return self._transport.send(Request("GET", f"/alerts/{_part(alert_id)}/cap")).body

    def release_alert(self, alert_id: str, release: ReleasePrepared) -> AlertDone:
        """Release an alert's armed correction or all-clear."""
        return self._post(f"/alerts/{_part(alert_id)}/release", release, AlertDone)

    # ── people ──────────────────────────────────────────────────────────────────────────────────────────────────────
    def people(self) -> list[PersonRow]:
        """Ask for the people of the district (security administrator)."""
        return self._get("/people", list[PersonRow])

    def add_person(self, person: NewPerson) -> PersonRow:
        """Add a person."""
        return self._post("/people", person, PersonRow)

    def change_person(self, person: PersonRow) -> PersonRow:
        """Change a person as of the version one saw."""
        request = Request("PUT", f"/people/{_part(person.id)}", body=msgspec.json.encode(person), repeatable=False)
        return self._decoded(request, PersonRow)

    def set_password(self, person_id: str, new: NewPassword) -> None:
        """Set a password; it ends the person's sessions. One's own asks for the current one."""
        body = msgspec.json.encode(new)
        self._transport.send(Request("POST", f"/people/{_part(person_id)}/password", body=body))

    def unlock_person(self, person_id: str) -> None:
        """Lift a lock-out before its time."""
        self._transport.send(Request("POST", f"/people/{_part(person_id)}/unlock", body=b""))

    def make_app_key(self, person_id: str) -> str:
        """Make a person's key for the phone app, told this once; an earlier one ends."""
        path = f"/people/{_part(person_id)}/app-key"
        return self._decoded(Request("POST", path, body=b"", repeatable=False), _AppKey).key

    # ── the common form ─────────────────────────────────────────────────────────────────────────────────────────────
    def _get(self, path: str, kind: type[T], params: Mapping[str, str] | None = None) -> T:
        return self._decoded(Request("GET", path, params=params), kind)

    def _post(self, path: str, body: msgspec.Struct | None, kind: type[T], *, repeatable: bool = True) -> T:
        data = b"" if body is None else msgspec.json.encode(body)
        return self._decoded(Request("POST", path, body=data, repeatable=repeatable), kind)

    def _decoded(self, request: Request, kind: type[T]) -> T:
        answer = self._transport.send(request)
        value = decode(answer, kind)
        header = answer.headers.get(NOW_HEADER, "")
        now = int(header) if header.isascii() and header.isdigit() else getattr(value, "now", None)
        if self._heard is not None and isinstance(now, int):
            self._heard(now, answer.at)
        return value

    def _opened(self, path: str, body: msgspec.Struct | None) -> Session:
        session = self._post(path, body, Session, repeatable=False)
        if session.token:
            self._transport.token = session.token
        return session


def _part(text: str) -> str:
    """Return a text as one part of a path."""
    return quote(text, safe="")
