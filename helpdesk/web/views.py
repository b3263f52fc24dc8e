"""What pages say of a ticket: chips and ledger lines, made from what the reader may see and from nothing else."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from helpdesk import i18n
from helpdesk.people.staff import names_of
from helpdesk.privacy.disclosure.disclose import ASSIGNED, Shown
from helpdesk.privacy.disclosure.ledger import LedgerEntry
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault.values import ValueFace
from helpdesk.web.pages import Chip


def chips(
    faces: Sequence[ValueFace],
    *,
    shown: Mapping[str, Shown],
    openable: bool,
    never: Sequence[str] = (),
    place: str = "",
) -> Mapping[str, Chip]:
    """Give a chip for each sealed value: shown when it is open to this reader, else its kind and number only."""
    return {
        face.name: _chip(face, shown.get(face.name), openable=openable and face.kind not in never, place=place)
        for face in faces
    }


def _chip(face: ValueFace, shown: Shown | None, *, openable: bool, place: str) -> Chip:
    kind = face.name.removeprefix("field:") if face.number == 0 else face.kind
    return Chip(
        placeholder=face.name,
        kind=kind,
        number=face.number,
        state=_state(face, shown),
        value=shown.value if shown else None,
        until=shown.until if shown else None,
        openable=openable and not face.is_gone and shown is None,
        disclosure=str(shown.disclosure) if shown else None,
        place=place,
    )


def _state(face: ValueFace, shown: Shown | None) -> str:
    if shown:
        return "shown"
    return "erased" if face.is_gone else "sealed"


async def ledger_lines(
    entries: Sequence[LedgerEntry], *, locale: str, now: datetime, with_names: bool
) -> list[Mapping[str, object]]:
    """Give the ledger in a reader's language; only staff read the agents' names."""
    names = await names_of(entry.staff for entry in entries) if with_names else {}
    return [_line(entry, locale, now, names.get(entry.staff)) for entry in entries]


def _line(entry: LedgerEntry, locale: str, now: datetime, agent: str | None) -> Mapping[str, object]:
    rules = policy.in_use()
    return {
        "placeholder": entry.name,
        "kind": entry.name.removeprefix("field:") if entry.number == 0 else entry.kind,
        "number": entry.number,
        "team": rules.teams[entry.team].name[locale] if entry.team in rules.teams else entry.team,
        "agent": agent,
        "purpose": purpose_name(entry.purpose, locale),
        "purpose_id": entry.purpose,
        "reason": entry.reason or None,
        "at": entry.at,
        "until": entry.until,
        "ended_at": _end(entry, now),
    }


def _end(entry: LedgerEntry, now: datetime) -> datetime | None:
    ends = [end for end in (entry.ended_at, entry.until) if end is not None and end <= now]
    return min(ends, default=None)


def purpose_name(purpose: str, locale: str) -> str:
    """Name a purpose in a language; a purpose that the policy no longer has is named by its id."""
    if purpose == ASSIGNED:
        return i18n.words(locale).plain("purpose-assigned")
    known = policy.in_use().purposes.get(purpose)
    return known.name[locale] if known else purpose
