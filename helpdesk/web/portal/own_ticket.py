"""The requester's own ticket by private link: the thread as the team reads it, an answer, and who saw what."""

from collections.abc import Mapping
from uuid import uuid4

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, Invalid, TicketClosed
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import access
from helpdesk.tickets.access import TicketRow
from helpdesk.tickets.queries import ThreadMessage, close_reason, subject_of, thread
from helpdesk.tickets.write import Entry, post_answer
from helpdesk.web.forms import AnyRequest, form_key, read_form
from helpdesk.web.ledger import whole_ledger
from helpdesk.web.portal.accepted import accepted_view
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.views import chips


@get("/t/{token:str}")
async def show(request: AnyRequest, token: FromPath[str]) -> Response[str]:
    """Show the ticket that the link opens."""
    return await _show(request, token, {}, status=200)


@post("/t/{token:str}/replies", status_code=200)
async def answer(request: AnyRequest, token: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Add the requester's answer; whatever is wrong, the typed text stays in the form."""
    typed = await read_form(request, allowed={"body", "form_key"})
    try:
        await post_answer(token, Entry(typed.get("body", ""), form_key(typed.get("form_key", ""))), now=clock.now())
    except (Invalid, TicketClosed) as error:
        return await _show(request, token, typed, status=error.status, error=error)
    return go_to(f"/t/{token}?sent=1#end")


async def _show(
    request: AnyRequest, token: str, typed: Mapping[str, str], *, status: int, error: HelpdeskError | None = None
) -> Response[str]:
    async with access.seen_through(token):
        ticket = await access.ticket_of_link(token)
        context = await _context(request, ticket, token, typed, error)
    return page(request, "requester/ticket.html", {"token": token, **context}, status=status, locale=ticket.locale)


async def _context(
    request: AnyRequest, ticket: TicketRow, token: str, typed: Mapping[str, str], error: HelpdeskError | None
) -> Mapping[str, object]:
    locale = locale_of(request, ticket.locale)
    merger = await access.merger_of(ticket)
    goes_on = merger if merger and merger.settled_at is None else None
    return {
        "ticket": {**await _ticket_view(ticket, locale), **({"status": "open"} if goes_on else {})},
        "goes_on": goes_on is not None,
        "told": goes_on.told if goes_on else "",
        "messages": [_message_view(message, ticket, locale) for message in await thread(ticket, with_notes=False)],
        "chips": chips(await faces([ticket.id]), shown={}),
        **await whole_ledger(ticket.face, locale=locale, now=clock.now(), for_staff=False),
        "accepted": await accepted_view(ticket.id, f"/t/{token}"),
        "can_reply": goes_on is not None or not ticket.is_closed,
        "body": typed.get("body", ""),
        "errors": _errors(error, locale),
        "form_key": typed.get("form_key") or str(uuid4()),
        "sent": "sent" in request.query_params,
    }


def _errors(error: HelpdeskError | None, locale: str) -> list[Mapping[str, str]]:
    if error is None:
        return []
    code = error.fields.get("body", error.code) if isinstance(error, Invalid) else error.code
    return [{"field": "body", "message": i18n.words(locale).plain(code)}]


async def _ticket_view(ticket: TicketRow, locale: str) -> Mapping[str, object]:
    return {
        "reference": ticket.reference,
        "status": ticket.status,
        "category_name": ticket.rules.name[locale],
        "subject": await subject_of(ticket),
        "opened_at": ticket.opened_at,
        "closed_at": ticket.closed_at,
        "close_reason": await close_reason(ticket),
    }


def _message_view(message: ThreadMessage, ticket: TicketRow, locale: str) -> Mapping[str, object]:
    mine = message.author_id is None
    return {
        "id": message.id,
        "mine": mine,
        "posted_at": message.posted_at,
        "text": message.text,
        "author": "" if mine else policy.in_use().teams[ticket.team].name[locale],
    }
