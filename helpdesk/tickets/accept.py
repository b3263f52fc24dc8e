"""What a ticket was opened under: the terms that were accepted and the notice beside them, to be replayed for ever."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.errors import NotFound, TermsChanged
from helpdesk.privacy.policy.publish import publish_first
from helpdesk.privacy.policy.tables import VersionKind
from helpdesk.privacy.policy.terms import terms_texts
from helpdesk.privacy.policy.versions import hash_of, terms_in_force, version_of
from helpdesk.tickets.tables import Acceptance
from named_sql import statements

_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A published text that a ticket was opened under; `sha256` is what was kept with the ticket."""

    kind: str
    number: str
    locale: str
    sha256: bytes
    at: datetime


async def check_terms(number: str) -> None:
    """Refuse a form that was made under other terms; raises TermsChanged, which names those in force."""
    in_force = await terms_in_force()
    if number != in_force:
        raise TermsChanged(in_force)


async def keep_acceptance(ticket: UUID, number: str, locale: str, *, now: datetime) -> None:
    """Write down what a new ticket is opened under; joins the intake's transaction.

    effects  one row for the terms, one for the privacy notice if one was published
    """
    if not await _keep(ticket, number, locale, now=now):  # an installation that published nothing before
        await publish_first({VersionKind.TERMS: terms_texts(number)}, now=now)
        await _keep(ticket, number, locale, now=now)


async def _keep(ticket: UUID, number: str, locale: str, *, now: datetime) -> bool:
    rows = await Acceptance.raw(_SQL["keep_acceptance"], ticket, now, locale, number)
    return VersionKind.TERMS in [row["kind"] for row in rows]


async def accepted_with(ticket: UUID) -> Mapping[str, Accepted]:
    """Give what a ticket was opened under, by kind; nothing for tickets from before versions were kept."""
    columns = (getattr(Acceptance, name) for name in Accepted.__dataclass_fields__)
    rows = await Acceptance.select(*columns).where(Acceptance.ticket == ticket)
    return {row["kind"]: Accepted(**row) for row in rows}


async def replay(ticket: UUID, kind: str) -> tuple[Accepted, str]:
    """Give what was accepted, byte for byte.

    raises  NotFound when nothing was kept, or the text is not the one any more that was accepted
    """
    accepted = (await accepted_with(ticket)).get(kind)
    if accepted is None:
        raise NotFound
    published = await version_of(kind, accepted.number, accepted.locale)
    if hash_of(published.text) != accepted.sha256:
        raise NotFound
    return accepted, published.text
