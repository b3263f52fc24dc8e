"""One ticket at the desk: the redacted thread, what the case needs, and every act on it as a form of its own."""

import contextlib
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, Invalid, NotFound, ValueGone
from helpdesk.people.staff import StaffMember, agents, names_of
from helpdesk.privacy.disclosure.consent import Question, questions_about
from helpdesk.privacy.disclosure.disclose import shown_to
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import access, write
from helpdesk.tickets.access import TicketRow
from helpdesk.tickets.approve import ask_second_person
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket, reopen_ticket
from helpdesk.tickets.merge import may_separate, merge_ticket, separate_ticket
from helpdesk.tickets.queries import ThreadMessage, close_reason, queue_counts, subject_of, thread
from helpdesk.tickets.reveal import end_reveal, extend_reveal, reveal
from helpdesk.tickets.tables import Reason
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest, form_key
from helpdesk.web.ledger import whole_ledger
from helpdesk.web.pages import Chip
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form
from helpdesk.web.views import chips, purpose_name
from notifications.outbox import undelivered


@dataclass(frozen=True, slots=True)
class Draft:
    """What was typed into the composer when something went wrong; it is shown again so that nothing is lost."""

    mode: str = "reply"
    body: str = ""
    form_key: str = ""
    into: str = ""


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
    act = assign_ticket(reference, to=to, taken_from=form_key(typed.get("from", "")), by=agent, now=clock.now())
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


async def _show(
    request: AnyRequest,
    reference: str,
    agent: StaffMember,
    draft: Draft | None = None,
    error: HelpdeskError | None = None,
) -> Response[str]:
    async with access.seen_by(agent):
        context = await _context(request, reference, agent, draft, error)
    return page(request, "desk/tickets/show.html", context, status=error.status if error else 200)


async def _context(
    request: AnyRequest, reference: str, agent: StaffMember, draft: Draft | None, error: HelpdeskError | None
) -> Mapping[str, object]:
    ticket = await access.ticket_to_read(reference, viewer=agent)
    locale, now = locale_of(request), clock.now()
    mine = ticket.assignee == agent.id
    values = await faces([ticket.id, ticket.requester])
    shown = await shown_to(agent.id, about=ticket.id, now=now) if mine else {}
    asked = await questions_about(ticket.id, now=now)
    own = {question.value: question for question in asked if question.asked_by == agent.id}
    rules = ticket.rules if mine and not ticket.is_closed else None
    all_chips = chips(values, shown=shown, rules=rules, asked=own, locale=locale)
    return {
        "ticket": await _ticket_view(ticket, agent, locale),
        "can": _can(ticket, mine=mine),
        "colleagues": [{"id": str(person.id), "name": person.name} for person in await agents()],
        "details": _details(ticket, all_chips, locale),
        "messages": [_message_view(message, ticket, locale) for message in await thread(ticket, with_notes=True)],
        "chips": all_chips,
        "questions": await questions_view(asked, agent, locale),
        "minutes": policy.in_use().disclosure_minutes,
        **await whole_ledger(ticket.face, locale=locale, now=now, for_staff=True),
        "merged": await _merged_views(ticket, agent, locale),
        "undelivered": (await undelivered(ticket.id))[-1:],
        "goes_on_in": await _target(ticket, agent),
        "errors": _errors(error, locale),
        "draft": {
            "mode": draft.mode if draft else "reply",
            "body": draft.body if draft else "",
            "into": draft.into if draft else "",
        },
        "form_key": (draft and draft.form_key) or str(uuid4()),
        "counts": await queue_counts(viewer=agent),
    }


async def _target(ticket: TicketRow, agent: StaffMember) -> str | None:
    merger = await access.merger_of(ticket)
    target = await access.target_of(merger, viewer=agent) if merger else None
    return target.reference if target else None


async def _merged_views(ticket: TicketRow, agent: StaffMember, locale: str) -> list[Mapping[str, object]]:
    views = []
    for other in await access.merged_to_read(ticket, viewer=agent):
        with contextlib.suppress(ValueGone):  # one that was erased leaves nothing to show
            views.append(await _merged_view(other, agent, locale))
    return views


async def _merged_view(other: TicketRow, agent: StaffMember, locale: str) -> Mapping[str, object]:
    """Give what is shown of a merged ticket on the page of the one it goes on in, with chips and forms of its own."""
    merger = await access.merger_of(other)
    mine, running = other.assignee == agent.id, merger is not None and merger.settled_at is None
    shown = await shown_to(agent.id, about=other.id, now=clock.now()) if mine and running else {}
    values = await faces([other.id, other.requester])
    asked = await questions_about(other.id, now=clock.now())
    own_asked = {question.value: question for question in asked if question.asked_by == agent.id}
    rules = other.rules if mine and running else None
    own = chips(values, shown=shown, rules=rules, asked=own_asked, locale=locale, place=other.reference)
    return {
        "ticket": {"reference": other.reference, "team": policy.in_use().teams[other.team].name[locale]},
        "subject": await subject_of(other),
        "category_name": other.rules.name[locale],
        "chips": own,
        "details": _details(other, own, locale),
        "messages": [_message_view(message, other, locale) for message in await thread(other, with_notes=True)],
        "can_separate": merger is not None and await may_separate(merger, agent=agent),
    }


def _errors(error: HelpdeskError | None, locale: str) -> list[Mapping[str, str]]:
    words = i18n.words(locale)
    if isinstance(error, Invalid):
        return [{"field": field, "message": words.plain(code)} for field, code in error.fields.items()]
    return [{"field": "", "message": words.plain(error.code, **error.arguments)}] if error else []


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


def _can(ticket: TicketRow, *, mine: bool) -> Mapping[str, bool]:
    is_open = not ticket.is_closed
    return {
        "take": is_open and not mine,
        "release": is_open and mine,
        "reply": is_open and mine,
        "note": is_open,
        "close": is_open and mine,
        "reopen": ticket.is_closed,
        "merge": is_open,
        "reveal": is_open and mine,
    }


def _details(ticket: TicketRow, all_chips: Mapping[str, Chip], locale: str) -> list[Mapping[str, object]]:
    """List what the category asked for, in its order, and the name if one was given."""
    fields = policy.in_use().fields
    asked = [name for name in [*ticket.rules.fields, "name"] if f"field:{name}" in all_chips]
    return [
        {"name": name, "label": fields[name].label[locale], "chip": all_chips[f"field:{name}"]}
        for name in dict.fromkeys(asked)
    ]


async def _ticket_view(ticket: TicketRow, agent: StaffMember, locale: str) -> Mapping[str, object]:
    messages = await thread(ticket, with_notes=True)
    names = {person.id: person.name for person in await agents()}
    return {
        "reference": ticket.reference,
        "status": ticket.status,
        "subject": await subject_of(ticket),
        "category_name": ticket.rules.name[locale],
        "team": policy.in_use().teams[ticket.team].name[locale],
        "locale": ticket.locale,
        "opened_at": ticket.opened_at,
        "closed_at": ticket.closed_at,
        "close_reason": await close_reason(ticket),
        "is_mine": ticket.assignee == agent.id,
        "assignee": names.get(ticket.assignee) if ticket.assignee else None,
        "assignee_id": str(ticket.assignee) if ticket.assignee else "",
        "unscanned": any(message.is_unscanned for message in messages),
    }


def _message_view(message: ThreadMessage, ticket: TicketRow, locale: str) -> Mapping[str, object]:
    return {
        "id": message.id,
        "kind": message.kind,
        "author": message.author,
        "posted_at": message.posted_at,
        "text": message.text,
        "sealed_count": message.sealed,
        "team": policy.in_use().teams[ticket.team].name[locale],
    }
