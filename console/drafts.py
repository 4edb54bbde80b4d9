"""Drafts of what is being typed, per case and field: they survive a crash and go when the text is sent or emptied."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

from console.settings import write_whole
from services.domain.clock import DAY_MS, Clock, Instant

KEPT_MS = 30 * DAY_MS
"""A draft nobody came back to for this long is let go (our rule)."""

MOST_CHARACTERS = 20_000


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A text for a case (its id) and field ("note", "feedback", …), as last typed at `at`."""

    person_id: str
    case_id: str
    field: str
    text: str
    at: Instant


class Drafts:
    """Drafts as one small file each. Blocks for a disk write: call `keep` on a worker, or rarely."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder / "drafts"
        self._clock = clock

    def keep(self, person_id: str, case_id: str, field: str, text: str) -> None:
        """Write a draft down; an empty text forgets it. Raises OSError (disk full, read only)."""
        if not text.strip():
            self.forget(person_id, case_id, field)
            return
        draft = Draft(
            person_id=person_id,
            case_id=case_id,
            field=field,
            text=text[:MOST_CHARACTERS],
            at=self._clock.now(),
        )
        write_whole(self._path(person_id, case_id, field), msgspec.json.encode(draft))

    def text(self, person_id: str, case_id: str, field: str) -> str:
        """Return what was typed, "" when there is nothing (or nothing readable)."""
        draft = self._read(self._path(person_id, case_id, field))
        # The name is a hash: what it holds has the last word on whose it is.
        mine = draft is not None and (draft.person_id, draft.case_id, draft.field) == (person_id, case_id, field)
        return draft.text if draft is not None and mine else ""

    def forget(self, person_id: str, case_id: str, field: str) -> None:
        """Let a draft go: it was sent, or the person does not want it. Raises OSError."""
        self._path(person_id, case_id, field).unlink(missing_ok=True)

    def waiting(self, person_id: str) -> tuple[Draft, ...]:
        """Return the person's drafts, newest first; those older than `KEPT_MS` are let go."""
        oldest = self._clock.now() - KEPT_MS
        found: list[Draft] = []
        for path in sorted(self._folder.glob("*.json")) if self._folder.is_dir() else []:
            draft = self._read(path)
            if draft is None:
                continue
            if draft.at < oldest:
                path.unlink(missing_ok=True)
            elif draft.person_id == person_id:
                found.append(draft)
        return tuple(sorted(found, key=lambda draft: -draft.at))

    def _path(self, person_id: str, case_id: str, field: str) -> Path:
        name = hashlib.sha256("\0".join((person_id, case_id, field)).encode()).hexdigest()[:32]
        return self._folder / f"{name}.json"

    def _read(self, path: Path) -> Draft | None:
        try:
            return msgspec.json.decode(path.read_bytes(), type=Draft)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None
