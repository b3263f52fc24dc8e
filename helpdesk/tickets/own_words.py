"""A requester reads their own words as they wrote them: what they sealed themselves, and nothing of a note of ours."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from helpdesk.audit.record import record
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.privacy.disclosure.disclose import open_own
from helpdesk.privacy.redaction.redact import PLACEHOLDER
from helpdesk.tickets import doors
from helpdesk.tickets.threads import subject_of, thread
from piccolo_conf import acting


async def show_own_words(reference: str, person: SignedInRequester, *, now: datetime) -> Mapping[str, str]:
    """Open the details of somebody's own words to themselves: name -> value, in the transaction that writes it down.

    raises   TicketNotFound, TicketErased
    effects  one audit entry; no disclosure, since nobody else sees anything. Without a fresh session nothing is given
    """
    async with acting(person.actor):
        ticket = await doors.ticket_through(doors.by_number(reference, person))
        texts = [await subject_of(ticket)]
        texts += [message.text for message in await thread(ticket, with_notes=False) if message.author_id is None]
        written, opened = names_in(texts), await open_own(ticket.id)
        await record("ticket.own_words_shown", actor=person.id, about=ticket.id, at=now)
    return {name: value for name, value in opened.items() if name in written or name.startswith("field:")}


def names_in(texts: Sequence[str]) -> set[str]:
    """Give the names of the details whose placeholders stand in some texts."""
    return {f"{found['kind']} {found['number']}" for text in texts for found in PLACEHOLDER.finditer(text)}
