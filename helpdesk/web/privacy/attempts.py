"""What officers read of attempts: openings that were refused, and searches by an exact private value."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get

from helpdesk.people.staff import names_of
from helpdesk.tickets import access
from helpdesk.tickets.look_up import LookUpRow, newest_look_ups
from helpdesk.tickets.refusals import RefusalRow, newest_refusals
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import locale_of, page
from helpdesk.web.views import purpose_name

MOST = 100


@get("/privacy/disclosures/attempts")
async def index(request: AnyRequest) -> Response[str]:
    """List the newest of both, for officers."""
    officer = await session.officer(request)
    async with access.seen_by(officer):
        refused, searched = await newest_refusals(limit=MOST), await newest_look_ups(limit=MOST)
        rows: list[RefusalRow | LookUpRow] = [*refused, *searched]
        faces = await access.faces_of([row.ticket for row in rows if row.ticket])
    names = await names_of(row.staff for row in rows)
    references: dict[UUID | None, str] = {ticket: face.reference for ticket, face in faces.items()}
    context = {
        "place": "/privacy/disclosures",
        "most": MOST,
        "refused": [{**_view(row, references, names), "role": row.role, "reason": row.reason} for row in refused],
        "searched": [
            {**_view(row, references, names), "purpose": purpose_name(row.purpose, locale_of(request))}
            for row in searched
        ],
    }
    return page(request, "privacy/disclosures/attempts.html", context)


def _view(
    row: RefusalRow | LookUpRow, references: Mapping[UUID | None, str], names: Mapping[UUID, str]
) -> Mapping[str, object]:
    return {
        "agent": names.get(row.staff, ""),
        "reference": references.get(row.ticket, ""),
        "kind": row.kind,
        "at": row.at,
    }
