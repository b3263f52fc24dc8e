"""Officers look over what was opened, one opening after another: approve it, or flag it with a note."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import DecidedAlready, Invalid, NotFound, OwnQuestion
from helpdesk.ids import new_id
from helpdesk.privacy.disclosure.ledger import LedgerEntry, entries_of
from helpdesk.privacy.disclosure.tables import Disclosure, Review
from helpdesk.privacy.vault.keys import key_of, keys_of
from named_sql import statements
from piccolo_conf import Actor, acting

APPROVED, FLAGGED = "approved", "flagged"
NOTE_LIMIT = 500  # characters
_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class Opening:
    """One opening to look over: what stands in the ledger, never the value; `left` counts it and those after it."""

    about: UUID
    entry: LedgerEntry
    left: int = 0
    reviewer: UUID | None = None
    note: str = ""
    reviewed_at: datetime | None = None


async def next_opening(reviewer: UUID) -> Opening | None:
    """Give the oldest opening that nobody has looked over and that is not the reviewer's own."""
    rows = await Disclosure.raw(_SQL["unreviewed"], reviewer)
    return await _opening(rows[0], left=rows[0]["left_over"]) if rows else None


async def flagged() -> Sequence[Opening]:
    """List what officers flagged, newest first, up to 200."""
    rows = await Disclosure.raw(_SQL["flagged"])
    keys = await keys_of(row["about"] for row in rows)
    return [await _opening(row) for row in rows if row["about"] in keys]


async def review(disclosure: UUID, verdict: str, *, note: str, by: Actor, now: datetime) -> None:
    """Approve an opening, or flag it with a note.

    raises   NotFound, OwnQuestion (what the reviewer opened themselves), DecidedAlready, Invalid (verdict, note)
    effects  one review, its note sealed under the ticket's key, and one audit entry
    """
    words = " ".join(note.split())
    _check(verdict, words)
    assert by.id is not None
    async with acting(by):
        row = await Disclosure.select(Disclosure.about, Disclosure.staff).where(Disclosure.id == disclosure).first()
        if row is None:
            raise NotFound
        if row["staff"] == by.id:
            raise OwnQuestion
        mine = new_id()
        sealed = (await key_of(row["about"])).seal(words, row=mine, kind="note") if words else None
        made = await Review.insert(
            Review(id=mine, disclosure=disclosure, reviewer=by.id, verdict=verdict, note=sealed, at=now)
        ).on_conflict(target=Review.disclosure, action="DO NOTHING")
        if not made:
            raise DecidedAlready
        await record(f"disclosure.{verdict}", actor=by.id, about=row["about"], at=now)


def _check(verdict: str, note: str) -> None:
    if verdict not in (APPROVED, FLAGGED):
        raise Invalid({"verdict": "error-unknown-verdict"})
    if verdict == FLAGGED and not note:
        raise Invalid({"note": "error-missing"})
    if len(note) > NOTE_LIMIT:
        raise Invalid({"note": "error-too-long"})


async def _opening(row: Mapping[str, Any], *, left: int = 0) -> Opening:
    key = await key_of(row["about"])
    note = row.get("note")
    return Opening(
        about=row["about"],
        entry=(await entries_of([row], row["about"], key))[0],
        left=left,
        reviewer=row.get("reviewer"),
        note=key.open_text(note, row=row["review"], kind="note") if note else "",
        reviewed_at=row.get("reviewed_at"),
    )
