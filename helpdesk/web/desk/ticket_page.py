"""What an agent sees of a ticket: the redacted thread, what the case needs, and who saw what."""

import contextlib
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, Invalid, RepliedMeanwhile, ValueGone
from helpdesk.people.staff import StaffMember, agents
from helpdesk.privacy.disclosure.consent import questions_about
from helpdesk.privacy.disclosure.disclose import Shown, shown_to
from helpdesk.privacy.policy import policy
from helpdesk.privacy.subject_requests.limits import limit_since
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import access, mergers
from helpdesk.tickets.download import files_of
from helpdesk.tickets.merge import may_separate
from helpdesk.tickets.presence import present_at
from helpdesk.tickets.queries import View, neighbours, queue_counts
from helpdesk.tickets.reveal import lengths
from helpdesk.tickets.threads import ThreadMessage, close_reason, subject_of, thread
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.tickets.undelivered import last_undelivered
from helpdesk.web.chips import Chip
from helpdesk.web.desk.composer_view import Draft, composer_view, length_view, sent_view
from helpdesk.web.desk.properties_view import properties_view
from helpdesk.web.desk.undo import undo_view
from helpdesk.web.files_view import field_view, files_again, staff_file_view
from helpdesk.web.forms import AnyRequest
from helpdesk.web.kept import kept_view
from helpdesk.web.ledger import whole_ledger
from helpdesk.web.responses import locale_of
from helpdesk.web.views import chips, questions_view


async def ticket_page(
    request: AnyRequest, reference: str, agent: StaffMember, draft: Draft | None, error: HelpdeskError | None
) -> Mapping[str, object]:
    """Gather all that the page of a ticket shows to an agent; the caller reads as that agent."""
    ticket = await access.ticket_to_read(reference, viewer=agent)
    locale, now = locale_of(request), clock.now()
    mine = ticket.assignee == agent.id
    values = await faces([ticket.id, ticket.requester])
    running = await shown_to(agent.id, about=ticket.id, now=now) if mine else {}
    shown = _on_this_page(request, running)
    asked = await questions_about(ticket.id, now=now)
    own = {question.value: question for question in asked if question.asked_by == agent.id}
    rules = ticket.rules if mine and not ticket.is_closed else None
    all_chips = chips(values, shown=shown, rules=rules, asked=own, locale=locale)
    merged = await _merged_views(request, ticket, agent, locale)
    messages, colleagues = await _messages(ticket, all_chips, locale, agent), await agents()
    return {
        "ticket": {
            **await _ticket_view(ticket, colleagues, locale),
            "is_mine": mine,
            "unscanned": any(message["unscanned"] for message in messages),
        },
        "can": _can(ticket, mine=mine),
        "limited_since": await limit_since(ticket.requester),
        "colleagues": [{"id": str(person.id), "name": person.name} for person in colleagues],
        "details": _details(ticket, all_chips, locale),
        "messages": messages,
        "chips": all_chips,
        "sealed_count": sum(value.owner == ticket.id and not value.is_gone for value in values),
        "questions": await questions_view(asked, agent, locale),
        "minutes": policy.in_use().disclosure_minutes,
        **await whole_ledger(ticket.face, locale=locale, now=now, for_staff=True),
        "kept": await kept_view(ticket),
        "merged": merged,
        "open_count": _open_for_a_while(running) + sum(other["open_count"] for other in merged),
        "undelivered": await last_undelivered(ticket.id),
        "goes_on_in": await _target(ticket, agent),
        "errors": _errors(request, error, locale),
        "attach": field_view(),
        "overtaken": isinstance(error, RepliedMeanwhile),
        **await composer_view(request, ticket, agent, draft),
        "seen": str(messages[-1]["id"]) if messages else "",
        "sent": sent_view(ticket, messages, locale),
        "present": await present_at(ticket, viewer=agent, now=now),
        "shown": request.query_params.get("shown", ""),
        "reseal": min((int((one.until - now).total_seconds()) for one in shown.values() if one.until), default=0),
        "lengths": [length_view(seconds, locale) for seconds in lengths()],
        "news": 0,
        "now": int(now.timestamp() * 1000),
        **await _beside(ticket, agent, mine=mine),
        "counts": await queue_counts(viewer=agent),
        "properties": await properties_view(ticket, colleagues, agent, locale, now=now),
        "undo_step": await undo_view(agent, locale, back=f"/desk/tickets/{ticket.reference}", now=now),
    }


def _on_this_page(request: AnyRequest, shown: Mapping[str, Shown]) -> Mapping[str, Shown]:
    """Leave what is shown for as long as the ticket is theirs, and the one detail that was just opened.

    A page that is loaded again, gone back to or copied into another tab is asked for nothing, and shows nothing.
    """
    wanted = request.query_params.get("shown", "")
    return {name: one for name, one in shown.items() if one.until is None or str(one.disclosure) == wanted}


def _open_for_a_while(running: Mapping[str, Shown]) -> int:
    """Count what is open for a time, on whatever page it was opened."""
    return sum(one.until is not None for one in running.values())


async def _beside(ticket: TicketRow, agent: StaffMember, *, mine: bool) -> Mapping[str, object]:
    newer, older = await neighbours(ticket, View.MINE if mine else View.UNASSIGNED, viewer=agent)
    return {"newer": newer, "older": older}


def news_since(after: UUID, context: Mapping[str, object]) -> int:
    """Count the messages of a page that came after one, by others."""
    messages = context["messages"]
    assert isinstance(messages, list)
    return sum(message["id"] > after and not message["mine"] for message in messages)


async def _target(ticket: TicketRow, agent: StaffMember) -> str | None:
    merger = await mergers.merger_of(ticket)
    target = await mergers.target_of(merger, viewer=agent) if merger else None
    return target.reference if target else None


async def _merged_views(
    request: AnyRequest, ticket: TicketRow, agent: StaffMember, locale: str
) -> list[Mapping[str, Any]]:
    views = []
    for other in await mergers.merged_to_read(ticket, viewer=agent):
        with contextlib.suppress(ValueGone):  # one that was erased leaves nothing to show
            views.append(await _merged_view(request, other, agent, locale))
    return views


async def _merged_view(request: AnyRequest, other: TicketRow, agent: StaffMember, locale: str) -> Mapping[str, Any]:
    """Give what is shown of a merged ticket on the page of the one it goes on in, with chips and forms of its own."""
    merger = await mergers.merger_of(other)
    mine, running = other.assignee == agent.id, merger is not None and merger.settled_at is None
    at_hand = await shown_to(agent.id, about=other.id, now=clock.now()) if mine and running else {}
    shown = _on_this_page(request, at_hand)
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
        "messages": await _messages(other, own, locale, agent),
        "open_count": _open_for_a_while(at_hand),
        "can_separate": merger is not None and await may_separate(merger, agent=agent),
    }


def _errors(request: AnyRequest, error: HelpdeskError | None, locale: str) -> list[Mapping[str, str]]:
    if error is None:
        return []
    words = i18n.words(locale)
    fields = error.fields if isinstance(error, Invalid) else {"": error.code}
    said = [{"field": field, "message": words.plain(code, **error.arguments)} for field, code in fields.items()]
    return [*said, *files_again(request, locale)]


async def _messages(
    ticket: TicketRow, own: Mapping[str, Chip], locale: str, agent: StaffMember
) -> list[Mapping[str, object]]:
    files, texts = await files_of([ticket.id]), await thread(ticket, with_notes=True)
    place = f"/desk/tickets/{ticket.reference}"

    def of(message: ThreadMessage) -> list[Mapping[str, object]]:
        return [staff_file_view(file, locale, place=place, chips=own) for file in files.get(message.id, ())]

    return [{**_message_view(message, ticket, locale, agent), "files": of(message)} for message in texts]


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


async def _ticket_view(ticket: TicketRow, colleagues: Sequence[StaffMember], locale: str) -> Mapping[str, object]:
    names = {person.id: person.name for person in colleagues}
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
        "assignee": names.get(ticket.assignee) if ticket.assignee else None,
        "assignee_id": str(ticket.assignee) if ticket.assignee else "",
    }


def _message_view(message: ThreadMessage, ticket: TicketRow, locale: str, agent: StaffMember) -> Mapping[str, object]:
    return {
        "id": message.id,
        "kind": message.kind,
        "author": message.author,
        "posted_at": message.posted_at,
        "text": message.text,
        "direction": message.direction,
        "mine": message.author_id == agent.id,
        "sealed_count": message.sealed,
        "unscanned": message.is_unscanned,
        "visible_at": message.visible_at,
        "team": policy.in_use().teams[ticket.team].name[locale],
    }
