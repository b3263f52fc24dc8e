"""One ticket as its reader may see it."""

import contextlib

from litestar import Response, get
from litestar.params import FromPath

from helpdesk import clock
from helpdesk.api import schema
from helpdesk.api.caller import agent, staff
from helpdesk.errors import ValueGone
from helpdesk.people.staff import StaffMember, names_of
from helpdesk.privacy.disclosure.disclose import Shown, shown_to
from helpdesk.privacy.files.kinds import SENT_AS
from helpdesk.privacy.vault.values import ValueFace, faces
from helpdesk.tickets import access, mergers
from helpdesk.tickets.download import FileFace, download, files_of
from helpdesk.tickets.threads import close_reason, subject_of, thread
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.web.files_view import as_download
from helpdesk.web.forms import AnyRequest


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
    merger = await mergers.merger_of(ticket)
    target = await mergers.target_of(merger, viewer=viewer) if merger else None
    return target.reference if target else None


async def _all_merged(ticket: TicketRow, viewer: StaffMember) -> list[schema.MergedOut]:
    found = []
    for other in await mergers.merged_to_read(ticket, viewer=viewer):
        with contextlib.suppress(ValueGone):  # one that was erased leaves nothing to show
            found.append(await _merged(other, viewer))
    return found


async def _merged(other: TicketRow, viewer: StaffMember) -> schema.MergedOut:
    values = await faces([other.id, other.requester])
    mine = other.assignee == viewer.id and await mergers.is_worked_on(other)
    shown = await shown_to(viewer.id, about=other.id, now=clock.now()) if mine else {}
    return schema.MergedOut(
        reference=other.reference,
        subject=await subject_of(other),
        category=other.category,
        messages=await _messages(other),
        details=[_detail(face, shown.get(face.name)) for face in values],
    )


async def _messages(ticket: TicketRow) -> list[schema.MessageOut]:
    files = await files_of([ticket.id])
    return [
        schema.MessageOut(
            id=str(message.id),
            author=message.author or "requester",
            audience=message.audience,
            body=message.text,
            posted_at=message.posted_at,
            attachments=[_attachment(ticket, file) for file in files.get(message.id, ())],
        )
        for message in await thread(ticket, with_notes=True)
    ]


def _attachment(ticket: TicketRow, file: FileFace) -> schema.AttachmentOut:
    state = "deleted" if file.is_gone else "sealed" if file.is_sealed else "readable"
    return schema.AttachmentOut(
        number=file.number,
        type=SENT_AS[file.kind][0],
        size=file.size,
        state=state,
        placeholder=f"⟦{file.value}⟧" if file.is_sealed else None,
        url=f"/api/v1/tickets/{ticket.reference}/attachments/{file.number}",
    )


@get("/tickets/{reference:str}/attachments/{number:int}")
async def attachment(request: AnyRequest, reference: FromPath[str], number: FromPath[int]) -> Response[bytes]:
    """Download a file; a sealed one while the caller has it open: disclose its placeholder first."""
    return as_download(await download(reference, number, agent=await agent(request), now=clock.now()))


def _detail(face: ValueFace, shown: Shown | None) -> schema.DetailOut:
    placeholder = face.name if face.number == 0 else f"⟦{face.name}⟧"
    if shown:
        return schema.DetailOut(placeholder, face.kind, "shown", shown.value, shown.until)
    return schema.DetailOut(placeholder, face.kind, "erased" if face.is_gone else "sealed")
