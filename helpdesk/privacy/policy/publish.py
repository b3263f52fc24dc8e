"""Publish terms and privacy notice as versions: what differs from what is public becomes a version of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from helpdesk import i18n
from helpdesk.audit.record import record
from helpdesk.errors import HelpdeskError
from helpdesk.ids import new_id
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.tables import Change, Version, VersionKind
from helpdesk.privacy.policy.versions import Published, hash_of, newest
from piccolo_conf import SYSTEM, Actor, acting

Texts: TypeAlias = Mapping[VersionKind, Mapping[str, str]]  # kind -> language -> the whole text
_LOCK = 7_234_983  # any number, as long as every publisher takes the same


class TermsNumberTaken(HelpdeskError):
    """These terms differ from the published ones of the same number. Give them a number of their own in the policy."""

    status = 409
    code = "error-terms-number-taken"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would be published: a number, and in each language the text before (None for the first) and after."""

    kind: VersionKind
    number: str
    place: int
    before: Mapping[str, Published | None]
    after: Mapping[str, str]

    @property
    def is_first(self) -> bool:
        return self.place == 1


async def proposals(texts: Texts) -> Sequence[Proposal]:
    """Give what differs from what is public.

    raises  TermsNumberTaken when terms were changed and kept their number
    """
    found = []
    for kind, after in texts.items():
        before = {locale: await newest(kind, locale) for locale in i18n.LOCALES}
        last = next((version for version in before.values() if version), None)
        if any(before[locale] is None or before[locale].text != after[locale] for locale in i18n.LOCALES):  # type: ignore[union-attr]
            place = last.place + 1 if last else 1
            found.append(Proposal(kind, await _number(kind, place), place, before, after))
    return found


async def _number(kind: VersionKind, place: int) -> str:
    if kind is VersionKind.NOTICE:
        return str(place)
    number = policy.in_use().terms
    if await Version.exists().where(Version.kind == kind, Version.number == number):
        raise TermsNumberTaken
    return number


async def publish(texts: Texts, *, by: Actor, now: datetime) -> Sequence[Proposal]:
    """Publish what differs; gives what that was.

    raises   TermsNumberTaken
    effects  a version in each language, one audit entry a kind; those concerned are told by mail (helpdesk/notices)
    """
    async with acting(by):
        await Version.raw("SELECT pg_advisory_xact_lock({})", _LOCK)
        found = await proposals(texts)
        for proposal in found:
            await record("policy.published", actor=by.id, about=await _store(proposal, now=now), at=now)
        changed = [proposal.kind for proposal in found if not proposal.is_first]
        if changed:
            what = "both" if len(changed) > 1 else str(changed[0])
            await Change.insert(Change(id=new_id(), what=what, since=now))
    return found


async def publish_first(texts: Texts, *, now: datetime) -> None:
    """Publish what was never public, when an installation starts for the first time; there is nobody to tell."""
    async with acting(SYSTEM):
        await Version.raw("SELECT pg_advisory_xact_lock({})", _LOCK)
        for proposal in await proposals({kind: texts[kind] for kind in texts if await is_unpublished(kind)}):
            await _store(proposal, now=now)


async def is_unpublished(kind: VersionKind) -> bool:
    """Say whether no version of a kind was ever published."""
    return not await Version.exists().where(Version.kind == kind)


async def _store(proposal: Proposal, *, now: datetime) -> UUID:
    """Store a version in each language; gives the id of one of them."""
    ids = {locale: new_id() for locale in proposal.after}
    await Version.insert(
        *(
            Version(
                id=ids[locale],
                kind=proposal.kind,
                number=proposal.number,
                place=proposal.place,
                locale=locale,
                text=text,
                sha256=hash_of(text),
                published_at=now,
            )
            for locale, text in proposal.after.items()
        )
    )
    return ids[i18n.LOCALES[0]]
