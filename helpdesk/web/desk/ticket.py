"""One ticket at the desk: its page, and every act on it as a form of its own."""

from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock
from helpdesk.errors import HelpdeskError, Invalid, NotForYourRole, NotFound, TicketErased
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.disclosure.disclose import Shown
from helpdesk.tickets import access, mergers, write
from helpdesk.tickets.approve import ask_second_person
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.change import change_ticket
from helpdesk.tickets.close import close_ticket, reopen_ticket
from helpdesk.tickets.effects import read_effects
from helpdesk.tickets.finish import reply_with
from helpdesk.tickets.merge import merge_ticket, separate_ticket
from helpdesk.tickets.reveal import end_reveal, end_reveals, extend_reveal, reveal
from helpdesk.tickets.tables import Reason
from helpdesk.web import session
from helpdesk.web.desk.composer_view import Draft
from helpdesk.web.desk.erased_page import erased_page
from helpdesk.web.desk.ticket_page import ticket_page
from helpdesk.web.forms import FILES, FILES_BODY_LIMIT, SEVERAL, AnyRequest, form_key, take_files
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

    operation = change_ticket(reference, give, verb="assign", agent=agent, now=now)
    return await act(request, reference, agent, operation)


@post("/desk/tickets/{reference:str}/replies", status_code=200, request_max_body_size=FILES_BODY_LIMIT)
async def reply(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Send a reply to the requester; the ticket waits for them or is closed if that is wished."""
    agent = await session.agent(request)
    typed = await read_composer(request)
    operation = _reply(request, reference, typed, agent)
    return await act(request, reference, agent, operation, _draft("reply", typed))


async def _reply(request: AnyRequest, reference: str, typed: Mapping[str, str], agent: StaffMember) -> None:
    effects, entry = read_effects(codes_of(typed)), await _entry_with_files(request, typed)
    await reply_with(reference, entry, effects, then=typed.get("then", ""), agent=agent, now=clock.now())


@post("/desk/tickets/{reference:str}/notes", status_code=200, request_max_body_size=FILES_BODY_LIMIT)
async def note(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Write an internal note."""
    agent = await session.agent(request)
    typed = await read_composer(request)
    operation = _note(request, reference, typed, agent)
    return await act(request, reference, agent, operation, _draft("note", typed))


async def _note(request: AnyRequest, reference: str, typed: Mapping[str, str], agent: StaffMember) -> None:
    await write.post_note(reference, await _entry_with_files(request, typed), agent=agent, now=clock.now())


async def _entry_with_files(request: AnyRequest, typed: Mapping[str, str]) -> write.Entry:
    """Give what was written, and the files that came along, cleaned; raises FileRefused."""
    return replace(entry_of(typed), files=await take_files(request))


@post("/desk/tickets/{reference:str}/closure", status_code=200)
async def close(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Close the ticket with a reason."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"reason"})
    if typed.get("reason") not in list(Reason):
        return await _show(request, reference, agent, error=Invalid({"reason": "error-unknown-reason"}))
    operation = close_ticket(reference, Reason(typed["reason"]), agent=agent, now=clock.now())
    return await act(request, reference, agent, operation)


@post("/desk/tickets/{reference:str}/reopening", status_code=200)
async def reopen(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Open the ticket again."""
    agent = await session.agent(request)
    await read_staff_form(request, allowed=())
    return await act(request, reference, agent, reopen_ticket(reference, agent=agent, now=clock.now()))


@post("/desk/tickets/{reference:str}/merger", status_code=200)
async def merge(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Merge the ticket into another of the agent's."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"into"})
    operation = merge_ticket(reference, into=typed.get("into", ""), agent=agent, now=clock.now())
    return await act(request, reference, agent, operation, Draft(into=typed.get("into", "")))


@post("/desk/tickets/{reference:str}/separation", status_code=200)
async def separate(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Take a merger back."""
    agent = await session.agent(request)
    await read_staff_form(request, allowed=())
    return await act(request, reference, agent, separate_ticket(reference, agent=agent, now=clock.now()))


@post("/desk/tickets/{reference:str}/disclosures", status_code=200)
async def disclose(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Open one sealed detail for a purpose and a while; who is refused stands in the officers' list."""
    agent = await session.staff(request)  # of any role: `reveal` refuses and writes that down
    typed = await read_staff_form(request, allowed={"placeholder", "purpose", "reason", "seconds"})
    seconds = typed.get("seconds", "")
    operation = reveal(
        reference,
        typed.get("placeholder", ""),
        purpose=typed.get("purpose", ""),
        reason=typed.get("reason", ""),
        seconds=int(seconds) if seconds.isdecimal() and len(seconds) < 6 else None,
        agent=agent,
        now=clock.now(),
    )
    return await act(request, reference, agent, operation)


@post("/desk/tickets/{reference:str}/disclosures/{disclosure:uuid}/ending", status_code=200)
async def hide(request: AnyRequest, reference: FromPath[str], disclosure: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Hide a detail again before its time is over."""
    agent = await session.agent(request)
    await read_staff_form(request, allowed=())
    return await act(request, reference, agent, end_reveal(reference, disclosure, agent=agent, now=clock.now()))


@post("/desk/tickets/{reference:str}/disclosures/{disclosure:uuid}/extension", status_code=200)
async def extend(request: AnyRequest, reference: FromPath[str], disclosure: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Give a detail that is open more time."""
    agent = await session.agent(request)
    await read_staff_form(request, allowed=())
    return await act(request, reference, agent, extend_reveal(reference, disclosure, agent=agent, now=clock.now()))


@post("/desk/tickets/{reference:str}/disclosures/ending", status_code=200)
async def hide_all(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Hide every detail that is open for a while."""
    agent = await session.agent(request)
    await read_staff_form(request, allowed=())
    return await act(request, reference, agent, end_reveals(reference, agent=agent, now=clock.now()))


@post("/desk/tickets/{reference:str}/requests", status_code=200)
async def ask(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Ask a second person whether a detail may be opened."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"placeholder", "purpose", "reason"})
    operation = ask_second_person(
        reference,
        typed.get("placeholder", ""),
        purpose=typed.get("purpose", ""),
        reason=typed.get("reason", ""),
        agent=agent,
        now=clock.now(),
    )
    return await act(request, reference, agent, operation)


# What the composer's form has: all its buttons send it whole.
COMPOSED = frozenset({FILES, "mode", "body", "direction", "form_key", "hold", "seen", "then", "anyway", "macro"})


async def read_composer(request: AnyRequest) -> Mapping[str, str]:
    """Read the composer's form: its fields, and what a macro is to do to the ticket."""
    return await read_staff_form(request, allowed=COMPOSED, several={"effects"})


def codes_of(typed: Mapping[str, str]) -> Sequence[str]:
    """Give the effects that are ticked in the composer."""
    return [code for code in typed.get("effects", "").split(SEVERAL) if code]


def entry_of(typed: Mapping[str, str]) -> write.Entry:
    """Give what the composer's form holds."""
    return write.Entry(
        typed.get("body", ""),
        form_key(typed.get("form_key", "")),
        direction=typed.get("direction", "auto"),
        hold=typed.get("hold") == "yes",
        seen=None if typed.get("anyway") == "yes" else form_key(typed.get("seen", "")),
    )


def _draft(mode: str, typed: Mapping[str, str]) -> Draft:
    return Draft(mode, typed.get("body", ""), typed.get("form_key", ""), effects=tuple(codes_of(typed)))


async def act(
    request: AnyRequest, reference: str, agent: StaffMember, operation: Awaitable[object], draft: Draft | None = None
) -> Response:  # type: ignore[type-arg]
    """Do one thing and show the ticket anew; what goes wrong is said on the ticket itself, the draft kept."""
    try:
        done = await operation
    except (NotFound, NotForYourRole):
        raise
    except HelpdeskError as error:
        if error.status >= 500:
            raise
        return await _show(request, reference, agent, draft, error)
    shown = f"?shown={done.disclosure}" if isinstance(done, Shown) else ""
    return go_to(f"{await _where_it_goes_on(reference, agent)}{shown}")


async def _where_it_goes_on(reference: str, agent: StaffMember) -> str:
    """Give the page on which a ticket is worked on: its own, or that of the open one it was merged into.

    Who may not read it any more, since a macro gave it to another team, goes to the queue.
    """
    async with access.seen_by(agent):
        ticket = await access.find_to_read(reference, viewer=agent)
        merger = await mergers.merger_of(ticket) if ticket else None
        target = await mergers.target_of(merger, viewer=agent) if merger and not merger.settled_at else None
    return f"/desk/tickets/{target.reference if target else reference}" if ticket else "/desk/tickets"


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
