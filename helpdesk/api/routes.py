"""The JSON API: the same operations as the pages, for programs. Bearer tokens carry their staff member's rights."""

import contextlib
from dataclasses import asdict
from uuid import UUID

from litestar import Router, get, post
from litestar.params import FromPath, FromQuery, JSONBody

from helpdesk import clock
from helpdesk.api import schema, ticket_schema
from helpdesk.errors import Invalid, Refused, SignInNeeded, ValueGone
from helpdesk.people.staff import StaffMember, find_by_address, names_of, staff_of_token
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure.disclose import Shown, shown_to
from helpdesk.privacy.disclosure.ledger import LedgerEntry, ledger_of
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault.values import ValueFace, faces
from helpdesk.results.csat import csat
from helpdesk.results.figures import Figures
from helpdesk.tickets import access, write
from helpdesk.tickets.access import TicketFace, TicketRow
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket, reopen_ticket
from helpdesk.tickets.merge import merge_ticket
from helpdesk.tickets.queries import QueueRow, View, close_reason, queue_page, subject_of, thread
from helpdesk.tickets.reveal import reveal
from helpdesk.tickets.search import Question, search
from helpdesk.tickets.submit import NewTicket, submit_ticket
from helpdesk.tickets.tables import Reason, Status
from helpdesk.web.forms import BODY_LIMIT, AnyRequest, form_key
from helpdesk.web.limits import Bucket, caller, look_ups
from helpdesk.web.results import read_window

PAGE = 100  # tickets at most


def bearer(request: AnyRequest) -> str:
    """Give the bearer token of a request (RFC 6750, section 2.1), or ""."""
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


async def staff(request: AnyRequest) -> StaffMember:
    """Give the staff member whose token this is; raises SignInNeeded."""
    token = bearer(request)
    member = await staff_of_token(token) if token else None
    if member is None:
        raise SignInNeeded
    return member


async def agent(request: AnyRequest) -> StaffMember:
    """Give the agent whose token this is; raises SignInNeeded, Refused."""
    member = await staff(request)
    if member.role is not Role.AGENT:
        raise Refused
    return member


@post("/tickets", status_code=201)
async def create(request: AnyRequest, data: JSONBody[schema.NewTicketIn]) -> schema.TicketCreated:
    """Open a ticket; anyone may, within a rate limit. `Idempotency-Key` (a UUID) makes a repeat harmless.

    What each topic asks for: /api/v1/schema/ticket
    """
    bucket: Bucket = request.app.state.ticket_limit
    bucket.take(caller(request))
    new = NewTicket(
        category=data.category,
        email=data.email,
        name=data.name,
        locale=data.locale,
        subject=data.subject,
        body=data.body,
        terms_version=data.terms_version,
        fields=data.fields,
        shown=tuple(data.shown),
        hidden=tuple(data.hidden),
        form_key=_once(request),
    )
    submitted = await submit_ticket(new, now=clock.now())
    url = f"{request.app.state.base_url}/t/{submitted.token}" if submitted.token else ""
    return schema.TicketCreated(submitted.reference, url)


@get("/tickets")
async def index(
    request: AnyRequest, view: FromQuery[str] = "unassigned", cursor: FromQuery[str] = "", limit: FromQuery[int] = 50
) -> schema.QueueOut:
    """Read one page of a queue of open tickets, newest activity first."""
    viewer = await agent(request)
    if view not in list(View):
        raise Invalid({"view": "error-unknown-view"})
    if not 1 <= limit <= PAGE:
        raise Invalid({"limit": "error-limit"})
    async with access.seen_by(viewer):
        page = await queue_page(View(view), viewer=viewer, cursor=cursor, limit=limit)
    return schema.QueueOut([_item(row) for row in page.rows], page.next_cursor)


def _item(row: QueueRow) -> schema.QueueItem:
    return schema.QueueItem(
        reference=row.reference,
        subject=row.subject,
        category=row.category,
        team=row.team,
        locale=row.locale,
        status=row.status,
        opened_at=row.opened_at,
        active_at=row.active_at,
        assignee=row.assignee,
        sealed_details=row.sealed_count,
    )


@post("/search", status_code=200)
async def find(request: AnyRequest, data: JSONBody[schema.SearchIn]) -> schema.QueueOut:
    """Find tickets by words, reference, the requester's exact address or the exact domain, newest activity first.

    The question stands in the body, so that it is in no log of addresses. A look-up by address or domain is counted
    and written down, without its value.
    """
    viewer = await agent(request)
    if not 1 <= data.limit <= PAGE:
        raise Invalid({"limit": "error-limit"})
    question = Question(
        text=data.q,
        status=Status(data.status) if data.status else None,
        category=data.category,
        team=data.team,
        assignee=await _assignee(data.assignee),
        cursor=data.cursor,
        limit=data.limit,
    )
    answer = await search(question, viewer=viewer, count=look_ups(request), now=clock.now())
    return schema.QueueOut([_item(row) for row in answer.page.rows], answer.page.next_cursor)


async def _assignee(wish: str) -> str | UUID:
    return wish if wish in ("", "none") else await _agent_id(wish)


@get("/tickets/{reference:str}")
async def show(request: AnyRequest, reference: FromPath[str]) -> schema.TicketOut:
    """Read a ticket: redacted text, and the details that are open to the caller right now."""
    viewer = await staff(request)
    async with access.seen_by(viewer):
        return await _ticket(reference, viewer)


async def _ticket(reference: str, viewer: StaffMember) -> schema.TicketOut:
    ticket = await access.ticket_to_read(reference, viewer=viewer)
    names = await names_of([ticket.assignee] if ticket.assignee else [])
    values = await faces([ticket.id, ticket.requester])
    mine = ticket.assignee == viewer.id
    shown = await shown_to(viewer.id, about=ticket.id, now=clock.now()) if mine else {}
    return schema.TicketOut(
        reference=ticket.reference,
        subject=await subject_of(ticket),
        category=ticket.category,
        team=ticket.team,
        locale=ticket.locale,
        status=ticket.status,
        opened_at=ticket.opened_at,
        closed_at=ticket.closed_at,
        close_reason=await close_reason(ticket),
        assignee=names.get(ticket.assignee) if ticket.assignee else None,
        messages=await _messages(ticket),
        details=[_detail(face, shown.get(face.name)) for face in values],
        merged_into=await _merged_into(ticket, viewer),
        merged=await _all_merged(ticket, viewer),
    )


async def _merged_into(ticket: TicketRow, viewer: StaffMember) -> str | None:
    merger = await access.merger_of(ticket)
    target = await access.target_of(merger, viewer=viewer) if merger else None
    return target.reference if target else None


async def _all_merged(ticket: TicketRow, viewer: StaffMember) -> list[schema.MergedOut]:
    found = []
    for other in await access.merged_to_read(ticket, viewer=viewer):
        with contextlib.suppress(ValueGone):  # one that was erased leaves nothing to show
            found.append(await _merged(other, viewer))
    return found


async def _merged(other: TicketRow, viewer: StaffMember) -> schema.MergedOut:
    values = await faces([other.id, other.requester])
    mine = other.assignee == viewer.id and await access.is_worked_on(other)
    shown = await shown_to(viewer.id, about=other.id, now=clock.now()) if mine else {}
    return schema.MergedOut(
        reference=other.reference,
        subject=await subject_of(other),
        category=other.category,
        messages=await _messages(other),
        details=[_detail(face, shown.get(face.name)) for face in values],
    )


async def _messages(ticket: TicketRow) -> list[schema.MessageOut]:
    return [
        schema.MessageOut(
            id=str(message.id),
            author=message.author or "requester",
            audience=message.audience,
            body=message.text,
            posted_at=message.posted_at,
        )
        for message in await thread(ticket, with_notes=True)
    ]


def _detail(face: ValueFace, shown: Shown | None) -> schema.DetailOut:
    placeholder = face.name if face.number == 0 else f"⟦{face.name}⟧"
    if shown:
        return schema.DetailOut(placeholder, face.kind, "shown", shown.value, shown.until)
    return schema.DetailOut(placeholder, face.kind, "erased" if face.is_gone else "sealed")


@post("/tickets/{reference:str}/assignment", status_code=204)
async def assign(request: AnyRequest, reference: FromPath[str], data: JSONBody[schema.AssignmentIn]) -> None:
    """Give a ticket to an agent, or back to the queue."""
    by = await agent(request)
    to = await _agent_id(data.agent) if data.agent is not None else None
    taken_from = await _agent_id(data.taken_from) if data.taken_from else None
    await assign_ticket(reference, to=to, taken_from=taken_from, by=by, now=clock.now())


async def _agent_id(email: str) -> UUID:
    member = await find_by_address(email)
    if member is None:
        raise Invalid({"agent": "error-unknown-agent"})
    return member.id


@post("/tickets/{reference:str}/replies", status_code=201)
async def reply(request: AnyRequest, reference: FromPath[str], data: JSONBody[schema.TextIn]) -> schema.Created:
    """Post a public reply; private details in it are sealed as well."""
    by = await agent(request)
    message = await write.post_reply(reference, write.Entry(data.body, _once(request)), agent=by, now=clock.now())
    return schema.Created(str(message))


@post("/tickets/{reference:str}/notes", status_code=201)
async def note(request: AnyRequest, reference: FromPath[str], data: JSONBody[schema.TextIn]) -> schema.Created:
    """Post an internal note."""
    by = await agent(request)
    message = await write.post_note(reference, write.Entry(data.body, _once(request)), agent=by, now=clock.now())
    return schema.Created(str(message))


@post("/tickets/{reference:str}/closure", status_code=204)
async def close(request: AnyRequest, reference: FromPath[str], data: JSONBody[schema.ClosureIn]) -> None:
    """Close the caller's ticket."""
    by = await agent(request)
    if data.reason not in list(Reason):
        raise Invalid({"reason": "error-unknown-reason"})
    await close_ticket(reference, Reason(data.reason), agent=by, now=clock.now())


@post("/tickets/{reference:str}/reopening", status_code=204)
async def reopen(request: AnyRequest, reference: FromPath[str]) -> None:
    """Open a closed ticket again."""
    await reopen_ticket(reference, agent=await agent(request), now=clock.now())


@post("/tickets/{reference:str}/merger", status_code=204)
async def merge(request: AnyRequest, reference: FromPath[str], data: JSONBody[schema.MergerIn]) -> None:
    """Merge an open ticket into another of the caller's; reopening it puts it on its own again."""
    await merge_ticket(reference, into=data.into, agent=await agent(request), now=clock.now())


@post("/tickets/{reference:str}/disclosures", status_code=201)
async def disclose(
    request: AnyRequest, reference: FromPath[str], data: JSONBody[schema.DisclosureIn]
) -> schema.DisclosureOut:
    """Open one sealed detail of the caller's ticket; it is written down before the value is read."""
    by = await agent(request)
    shown = await reveal(
        reference, data.placeholder, purpose=data.purpose, reason=data.reason, agent=by, now=clock.now()
    )
    return schema.DisclosureOut(str(shown.disclosure), shown.value, shown.until)


@get("/tickets/{reference:str}/ledger")
async def read_ledger(request: AnyRequest, reference: FromPath[str]) -> list[schema.LedgerOut]:
    """Read who saw what, when and why: with a staff token, or with the token of the requester's own link."""
    token = bearer(request)
    if not token:
        raise SignInNeeded
    viewer = await staff_of_token(token)
    if viewer is None:
        async with access.seen_through(token):
            return await _ledger((await access.ticket_of_own_link(reference, token)).face, with_names=False)
    async with access.seen_by(viewer):
        return await _ledger(await access.ticket_of_ledger(reference, viewer=viewer), with_names=True)


async def _ledger(ticket: TicketFace, *, with_names: bool) -> list[schema.LedgerOut]:
    entries = await ledger_of(ticket.id)
    with_names = with_names or policy.in_use().ledger_names
    names = await names_of(entry.staff for entry in entries) if with_names else {}
    return [_entry(entry, names.get(entry.staff)) for entry in entries]


def _entry(entry: LedgerEntry, name: str | None) -> schema.LedgerOut:
    return schema.LedgerOut(
        placeholder=entry.name if entry.number == 0 else f"⟦{entry.name}⟧",
        kind=entry.kind,
        team=entry.team,
        agent=name,
        purpose=entry.purpose,
        reason=entry.reason or None,
        at=entry.at,
        until=entry.until,
        ended_at=entry.ended_at,
        extended_to=list(entry.extended),
        second_person=entry.agreed_by is not None,
    )


@get("/results/csat")
async def read_csat(request: AnyRequest, to: FromQuery[str] = "", by: FromQuery[str] = "period") -> schema.CsatOut:
    """Read satisfaction in a window (`from`, `to`: days) by period, category, team, agent, locale or version."""
    member = await staff(request)
    if member.role is not Role.MANAGER:
        raise Refused
    since = request.query_params.get("from", "")
    first, last, grouping = read_window(since, to, by, today=clock.now().date())
    report = await csat(since=first, until=last, by=grouping, reader=member)
    return schema.CsatOut(
        report.since.isoformat(),
        report.until.isoformat(),
        str(report.by),
        _figures(report.total) if report.total else None,
        [_figures(group) for group in report.groups],
    )


def _figures(figures: Figures) -> schema.CsatGroup:
    values = asdict(figures)
    values["response_rate"] = values.pop("response")
    values["ratings"] = list(figures.ratings) if figures.ratings else None
    values["interval"] = list(figures.interval) if figures.interval else None
    values.pop("others")
    return schema.CsatGroup(**values)


def _once(request: AnyRequest) -> UUID | None:
    return form_key(request.headers.get("idempotency-key", ""))


ROUTER = Router(
    path="/api/v1",
    route_handlers=[
        create,
        index,
        show,
        assign,
        reply,
        note,
        close,
        reopen,
        disclose,
        read_ledger,
        read_csat,
        find,
        merge,
        ticket_schema.show,
    ],
    request_max_body_size=BODY_LIMIT,
)
