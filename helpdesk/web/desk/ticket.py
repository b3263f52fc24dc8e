"""One ticket at the desk: its page, and every act on it as a form of its own."""

from collections.abc import Awaitable, Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock
from helpdesk.errors import HelpdeskError, Invalid, NotFound, TicketErased
from helpdesk.people.staff import StaffMember
from helpdesk.tickets import access, write
from helpdesk.tickets.approve import ask_second_person
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.change import change_ticket
from helpdesk.tickets.close import close_ticket, reopen_ticket
from helpdesk.tickets.merge import merge_ticket, separate_ticket
from helpdesk.tickets.reveal import end_reveal, extend_reveal, reveal
from helpdesk.tickets.tables import Reason
from helpdesk.web import session
from helpdesk.web.desk.erased_page import erased_page
from helpdesk.web.desk.ticket_page import Draft, ticket_page
from helpdesk.web.forms import AnyRequest, form_key
from helpdesk.web.responses import go_to, page
from helpdesk.web.session import read_staff_form


@get("/desk/tickets/{reference:str}")
async def show(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """Show a ticket."""
    return await _show(request, reference, await session.agent(request))


@post("/desk/tickets/{reference:str}/assignment", status_code=200)
async def assign(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Take the ticket, hand it over, or give it back."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"agent", "from"})
    to = {"me": agent.id, "none": None}.get(typed.get("agent", ""), form_key(typed.get("agent", "")))
    if to is None and typed.get("agent") != "none":
        raise NotFound
    now, taken_from = clock.now(), form_key(typed.get("from", ""))

    async def give(one: str) -> None:
        await assign_ticket(one, to=to, taken_from=taken_from, by=agent, now=now)

    act = change_ticket(reference, give, verb="assign", agent=agent, now=now)
    return await _act(request, reference, agent, act)


@post("/desk/tickets/{reference:str}/replies", status_code=200)
async def reply(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Send a reply to the requester."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"body", "form_key"})
    act = write.post_reply(reference, _entry(typed), agent=agent, now=clock.now())
    return await _act(request, reference, agent, act, Draft("reply", typed.get("body", ""), typed.get("form_key", "")))


@post("/desk/tickets/{reference:str}/notes", status_code=200)
async def note(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Write an internal note."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"body", "form_key"})
    act = write.post_note(reference, _entry(typed), agent=agent, now=clock.now())
    return await _act(request, reference, agent, act, Draft("note", typed.get("body", ""), typed.get("form_key", "")))


@post("/desk/tickets/{reference:str}/closure", status_code=200)
async def close(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Close the ticket with a reason."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"reason"})
    if typed.get("reason") not in list(Reason):
        return await _show(request, reference, agent, error=Invalid({"reason": "error-unknown-reason"}))
    act = close_ticket(reference, Reason(typed["reason"]), agent=agent, now=clock.now())
    return await _act(request, reference, agent, act)


@post("/desk/tickets/{reference:str}/reopening", status_code=200)
async def reopen(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Open the ticket again."""
    agent = await session.agent(request)
    await read_staff_form(request, allowed=())
    return await _act(request, reference, agent, reopen_ticket(reference, agent=agent, now=clock.now()))


@post("/desk/tickets/{reference:str}/merger", status_code=200)
async def merge(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Merge the ticket into another of the agent's."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"into"})
    act = merge_ticket(reference, into=typed.get("into", ""), agent=agent, now=clock.now())
    return await _act(request, reference, agent, act, Draft(into=typed.get("into", "")))


@post("/desk/tickets/{reference:str}/separation", status_code=200)
async def separate(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Take a merger back."""
    agent = await session.agent(request)
    await read_staff_form(request, allowed=())
    return await _act(request, reference, agent, separate_ticket(reference, agent=agent, now=clock.now()))


@post("/desk/tickets/{reference:str}/disclosures", status_code=200)
async def disclose(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Open one sealed detail for a purpose and a while."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"placeholder", "purpose", "reason"})
    act = reveal(
        reference,
        typed.get("placeholder", ""),
        purpose=typed.get("purpose", ""),
        reason=typed.get("reason", ""),
        agent=agent,
        now=clock.now(),
    )
    return await _act(request, reference, agent, act)


@post("/desk/tickets/{reference:str}/disclosures/{disclosure:uuid}/ending", status_code=200)
async def hide(request: AnyRequest, reference: FromPath[str], disclosure: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Hide a detail again before its time is over."""
    agent = await session.agent(request)
    await read_staff_form(request, allowed=())
    return await _act(request, reference, agent, end_reveal(reference, disclosure, agent=agent, now=clock.now()))


@post("/desk/tickets/{reference:str}/disclosures/{disclosure:uuid}/extension", status_code=200)
async def extend(request: AnyRequest, reference: FromPath[str], disclosure: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Give a detail that is open more time."""
    agent = await session.agent(request)
    await read_staff_form(request, allowed=())
    return await _act(request, reference, agent, extend_reveal(reference, disclosure, agent=agent, now=clock.now()))


@post("/desk/tickets/{reference:str}/requests", status_code=200)
async def ask(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Ask a second person whether a detail may be opened."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"placeholder", "purpose", "reason"})
    act = ask_second_person(
        reference,
        typed.get("placeholder", ""),
        purpose=typed.get("purpose", ""),
        reason=typed.get("reason", ""),
        agent=agent,
        now=clock.now(),
    )
    return await _act(request, reference, agent, act)


def _entry(typed: Mapping[str, str]) -> write.Entry:
    return write.Entry(typed.get("body", ""), form_key(typed.get("form_key", "")))


async def _act(
    request: AnyRequest, reference: str, agent: StaffMember, act: Awaitable[object], draft: Draft | None = None
) -> Response:  # type: ignore[type-arg]
    """Do one thing and show the ticket anew; what goes wrong is said on the ticket itself, the draft kept."""
    try:
        await act
    except NotFound:
        raise
    except HelpdeskError as error:
        if error.status >= 500:
            raise
        return await _show(request, reference, agent, draft, error)
    return go_to(f"/desk/tickets/{await _where_it_goes_on(reference, agent)}")


async def _where_it_goes_on(reference: str, agent: StaffMember) -> str:
    """Give the page on which a ticket is worked on: its own, or that of the open one it was merged into."""
    async with access.seen_by(agent):
        ticket = await access.find_to_read(reference, viewer=agent)
        merger = await access.merger_of(ticket) if ticket else None
        target = await access.target_of(merger, viewer=agent) if merger and not merger.settled_at else None
    return target.reference if target else reference


async def shown_again(request: AnyRequest, reference: str, agent: StaffMember, error: HelpdeskError) -> Response[str]:
    """Show the ticket anew with what went wrong."""
    return await _show(request, reference, agent, error=error)


async def _show(
    request: AnyRequest,
    reference: str,
    agent: StaffMember,
    draft: Draft | None = None,
    error: HelpdeskError | None = None,
) -> Response[str]:
    try:
        async with access.seen_by(agent):
            context = await ticket_page(request, reference, agent, draft, error)
    except TicketErased as erased:
        async with access.seen_by(agent):
            context = await erased_page(request, reference, agent)
        return page(request, "desk/tickets/erased.html", context, status=erased.status)
    return page(request, "desk/tickets/show.html", context, status=error.status if error else 200)
