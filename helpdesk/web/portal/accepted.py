"""What a requester's ticket was opened under: named on its page, given byte for byte on request."""

from collections.abc import Sequence
from uuid import UUID

from litestar import Response, get
from litestar.enums import MediaType
from litestar.params import FromPath

from helpdesk.tickets import doors
from helpdesk.tickets.accept import accepted_with, replay
from helpdesk.web.forms import AnyRequest
from helpdesk.web.portal.history import PLAIN
from helpdesk.web.session import requester


async def accepted_view(ticket: UUID, place: str) -> Sequence[dict[str, object]]:
    """Give what a ticket was opened under as its page names it, terms first; joins the reader's transaction.

    place  the address of the requester's page of the ticket
    """
    found = sorted((await accepted_with(ticket)).values(), key=lambda accepted: accepted.kind, reverse=True)
    return [
        {"kind": one.kind, "number": one.number, "at": one.at, "href": f"{place}/accepted/{one.kind}"} for one in found
    ]


@get("/t/{token:str}/accepted/{kind:str}", media_type=MediaType.TEXT)
async def through_link(token: FromPath[str], kind: FromPath[str]) -> Response[bytes]:
    """Give what was accepted with the ticket that a link opens, byte for byte; raises LinkNotFound, NotFound."""
    async with doors.seen_through(token):
        ticket = await doors.ticket_of_link(token)
        return await accepted_bytes(ticket.id, kind)


@get("/me/requests/{reference:str}/accepted/{kind:str}", media_type=MediaType.TEXT)
async def of_own(request: AnyRequest, reference: FromPath[str], kind: FromPath[str]) -> Response[bytes]:
    """Give what was accepted with a request of who signed in, byte for byte; raises TicketNotFound, NotFound."""
    door = doors.by_number(reference, await requester(request))
    async with doors.seen_from(door):
        ticket = await doors.ticket_through(door)
        return await accepted_bytes(ticket.id, kind)


async def accepted_bytes(ticket: UUID, kind: str) -> Response[bytes]:
    """Answer with what was accepted, byte for byte; joins the reader's transaction. Raises NotFound."""
    accepted, text = await replay(ticket, kind)
    return Response(text.encode(), media_type=PLAIN, headers={"Content-Language": accepted.locale})
