"""What pages say of a ticket: chips and ledger lines, made from what the reader may see and from nothing else."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from helpdesk import i18n
from helpdesk.people.staff import StaffMember, names_of
from helpdesk.privacy.disclosure.consent import APPROVED, DECLINED, Question
from helpdesk.privacy.disclosure.disclose import ASSIGNED, BREAK_GLASS, LAWFUL, SYSTEM_S, Shown
from helpdesk.privacy.disclosure.extend import EXTENSIONS
from helpdesk.privacy.disclosure.ledger import LedgerEntry
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault.values import ValueFace
from helpdesk.web.chips import Chip


def chips(
    faces: Sequence[ValueFace],
    *,
    shown: Mapping[str, Shown],
    rules: policy.Category | None = None,
    asked: Mapping[UUID, Question] = MappingProxyType({}),
    locale: str = "en",
    place: str = "",
) -> Mapping[str, Chip]:
    """Give a chip for each sealed value: shown when it is open to this reader, else its kind and number only.

    rules  what the reader may open; None when they may open nothing
    asked  what a second person was asked: value -> question
    place  of a merged ticket on another's page: its reference
    """
    made = {face.name: _chip(face, shown.get(face.name), rules, asked.get(face.id), locale) for face in faces}
    return {name: replace(chip, place=place) for name, chip in made.items()} if place else made


def _chip(
    face: ValueFace, shown: Shown | None, rules: policy.Category | None, asked: Question | None, locale: str
) -> Chip:
    kind = face.name.removeprefix("field:") if face.number == 0 else face.kind
    purposes, consent = _way_in(face, rules, asked)
    closed = shown is not None or face.is_gone or face.openings_left == 0
    return Chip(
        placeholder=face.name,
        kind=kind,
        number=face.number,
        state=_state(face, shown),
        value=shown.value if shown else None,
        until=shown.until if shown else None,
        openable=bool(purposes) and not closed and consent != "waiting",
        disclosure=str(shown.disclosure) if shown else None,
        more_time=rules is not None and shown is not None and shown.until is not None and shown.extended < EXTENSIONS,
        left=face.openings_left if rules else None,
        purposes=tuple((purpose, purpose_name(purpose, locale)) for purpose in purposes),
        consent="" if closed else consent,
    )


def _way_in(face: ValueFace, rules: policy.Category | None, asked: Question | None) -> tuple[Sequence[str], str]:
    """Say for which purposes a value opens, and what a second person has to do with it."""
    if rules is None:
        return (), ""
    purposes = rules.purposes_for(face.kind)
    if not rules.needs_two(face.kind) or not purposes:
        return purposes, ""
    if asked is None or asked.decision == DECLINED:
        return purposes, "needed"
    return ((asked.purpose,), "given") if asked.decision == APPROVED else (purposes, "waiting")


def _state(face: ValueFace, shown: Shown | None) -> str:
    if shown:
        return "shown"
    return "erased" if face.is_gone else "sealed"


async def ledger_lines(
    entries: Sequence[LedgerEntry], *, locale: str, now: datetime, with_names: bool
) -> list[Mapping[str, object]]:
    """Give the ledger in a reader's language; the agents' names only where they may be read."""
    names = await names_of(entry.staff for entry in entries) if with_names else {}
    return [ledger_line(entry, locale, now, names.get(entry.staff)) for entry in entries]


def ledger_line(entry: LedgerEntry, locale: str, now: datetime, agent: str | None) -> Mapping[str, object]:
    """Give one sight of one detail in a reader's language."""
    return {
        "id": str(entry.id),
        "placeholder": entry.name,
        "kind": entry.name.removeprefix("field:") if entry.number == 0 else entry.kind,
        "number": entry.number,
        "team": team_name(entry.team, locale),
        "agent": agent,
        "purpose": purpose_name(entry.purpose, locale),
        "purpose_id": entry.purpose,
        "reason": entry.reason or None,
        "at": entry.at,
        "until": entry.until,
        "ended_at": entry.end(now),
        "length": length_of(entry, locale, now),
        "extended_to": entry.extended[-1] if entry.extended else None,
        "agreed": entry.agreed_by is not None,
    }


def length_of(entry: LedgerEntry, locale: str, now: datetime) -> str:
    """Say how long a sight lasted, or may last: "for 15 minutes", "closed early after 2 minutes"."""
    words, length = i18n.words(locale), entry.length(now)
    if length is None:
        return words.plain("length-running")
    if entry.was_cut_short(now):
        return words.plain("length-cut-short", time=duration(length.total_seconds(), locale))
    return words.plain("length-for", time=duration(length.total_seconds(), locale))


def duration(seconds: float, locale: str) -> str:
    """Say a length of time in the largest unit that fits, rounded."""
    minutes = round(seconds / 60)
    for unit, size in (("days", 24 * 60), ("hours", 60)):
        if minutes >= 2 * size:
            return i18n.words(locale).plain(f"length-{unit}", n=round(minutes / size))
    return i18n.words(locale).plain("length-minutes", n=minutes)


def team_name(team: str, locale: str) -> str:
    """Name a team in a language, or the role of somebody who is in none."""
    known = policy.in_use().teams.get(team)
    if known:
        return known.name[locale]
    return i18n.words(locale).plain(f"role-{team}") if team in ("officer", "admin") else team


def purpose_name(purpose: str, locale: str) -> str:
    """Name a purpose in a language; a purpose that the policy no longer has is named by its id."""
    if purpose in (ASSIGNED, BREAK_GLASS, LAWFUL, *SYSTEM_S):
        return i18n.words(locale).plain(f"purpose-{purpose}")
    known = policy.in_use().purposes.get(purpose)
    return known.name[locale] if known else purpose


async def questions_view(questions: Sequence[Question], viewer: StaffMember, locale: str) -> list[Mapping[str, object]]:
    """Give questions to a second person as pages show them; `may_decide` for everybody but who asked."""
    names = await names_of(question.asked_by for question in questions)
    return [
        {
            "id": str(question.id),
            "kind": question.name.removeprefix("field:") if question.number == 0 else question.kind,
            "number": question.number,
            "purpose": purpose_name(question.purpose, locale),
            "reason": question.reason or None,
            "asked_by": names.get(question.asked_by, ""),
            "asked_at": question.asked_at,
            "until": question.expires_at,
            "decision": question.decision or "",
            "may_decide": question.asked_by != viewer.id and question.decision is None,
        }
        for question in questions
    ]
