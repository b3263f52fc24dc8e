"""Who saw what, for staff and for the requester."""

from litestar import get
from litestar.params import FromPath

from helpdesk.api import schema
from helpdesk.api.caller import bearer
from helpdesk.errors import SignInNeeded
from helpdesk.people.staff import names_of, staff_of_token
from helpdesk.privacy.disclosure.ledger import LedgerEntry, ledger_of
from helpdesk.privacy.policy import policy
from helpdesk.tickets import access, doors
from helpdesk.tickets.ticket_rows import TicketFace
from helpdesk.web.forms import AnyRequest


@get("/tickets/{reference:str}/ledger")
async def read_ledger(request: AnyRequest, reference: FromPath[str]) -> list[schema.LedgerOut]:
    """Read who saw what, when and why: with a staff token, or with the token of the requester's own link."""
    token = bearer(request)
    if not token:
        raise SignInNeeded
    viewer = await staff_of_token(token)
    if viewer is None:
        async with doors.seen_through(token):
            return await _ledger((await doors.ticket_of_own_link(reference, token)).face, with_names=False)
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
