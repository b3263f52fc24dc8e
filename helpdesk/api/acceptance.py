"""What a ticket was opened under, for its requester."""

from litestar import get
from litestar.params import FromPath

from helpdesk.api import schema
from helpdesk.api.caller import bearer
from helpdesk.errors import SignInNeeded
from helpdesk.tickets import doors
from helpdesk.tickets.accept import accepted_with, replay
from helpdesk.web.forms import AnyRequest


@get("/tickets/{reference:str}/acceptance")
async def read_acceptance(request: AnyRequest, reference: FromPath[str]) -> list[schema.AcceptedOut]:
    """Read the accepted terms and the privacy notice of that time, byte for byte: with the token of the own link."""
    token = bearer(request)
    if not token:
        raise SignInNeeded
    async with doors.seen_through(token):
        ticket = await doors.ticket_of_own_link(reference, token)
        found = [await replay(ticket.id, kind) for kind in sorted(await accepted_with(ticket.id), reverse=True)]
    return [schema.AcceptedOut(one.kind, one.number, one.locale, one.sha256.hex(), one.at, text) for one, text in found]
