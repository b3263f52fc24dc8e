"""Seal a piece of a message by hand: its page, which says that nobody takes it back, and the act."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import Invalid, NotFound
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import access
from helpdesk.tickets.queries import queue_counts
from helpdesk.tickets.seal import KINDS, LONGEST, REASONS, seal_by_hand
from helpdesk.tickets.threads import thread
from helpdesk.web import session
from helpdesk.web.chips import kind_name
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form
from helpdesk.web.views import chips


@get("/desk/tickets/{reference:str}/messages/{message:uuid}/sealing")
async def form(request: AnyRequest, reference: FromPath[str], message: FromPath[UUID]) -> Response[str]:
    """Show one message, and the form that seals a piece of it."""
    return await _show(request, reference, message, await session.agent(request), {})


@post("/desk/tickets/{reference:str}/messages/{message:uuid}/sealing", status_code=200)
async def seal(request: AnyRequest, reference: FromPath[str], message: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Seal it when that was confirmed; before, show the form with the words that were selected on the ticket's page."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"words", "kind", "reason", "sure"})
    if typed.get("sure") != "yes":
        return await _show(request, reference, message, agent, typed)
    try:
        await seal_by_hand(
            reference,
            message,
            typed.get("words", ""),
            kind=typed.get("kind", ""),
            reason=typed.get("reason", ""),
            agent=agent,
            now=clock.now(),
        )
    except Invalid as error:
        return await _show(request, reference, message, agent, typed, error)
    return go_to(f"/desk/tickets/{reference.upper()}#m-{message}")


async def _show(
    request: AnyRequest,
    reference: str,
    message: UUID,
    agent: StaffMember,
    typed: Mapping[str, str],
    error: Invalid | None = None,
) -> Response[str]:
    locale = locale_of(request)
    async with access.seen_by(agent):
        ticket = await access.ticket_to_read(reference, viewer=agent)
        entries = [entry for entry in await thread(ticket, with_notes=True) if entry.id == message]
        values, counts = await faces([ticket.id, ticket.requester]), await queue_counts(viewer=agent)
    if not entries:
        raise NotFound
    words = i18n.words(locale)
    context = {
        "reference": ticket.reference,
        "message": {"id": str(message), "text": entries[0].text, "direction": entries[0].direction},
        "chips": chips(values, shown={}, locale=locale),
        "typed": {name: typed.get(name, "") for name in ("words", "kind", "reason")},
        "kinds": [{"value": str(kind), "label": kind_name(kind, locale)} for kind in KINDS],
        "reasons": REASONS,
        "longest": LONGEST,
        "errors": [{"field": field, "message": words.plain(code)} for field, code in error.fields.items()]
        if error
        else [],
        "counts": counts,
    }
    return page(request, "desk/tickets/seal.html", context, status=error.status if error else 200)
