"""Officers look over what was opened: the oldest first, the next one appears by itself; what was flagged is listed."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import Invalid, Refused
from helpdesk.people.staff import StaffMember, names_of
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure.review import Opening, flagged, next_opening, review
from helpdesk.tickets import access
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form
from helpdesk.web.views import ledger_line


@get("/privacy/disclosures")
async def show(request: AnyRequest) -> Response[str]:
    """Show the next opening to look over."""
    return await _show(request, await session.officer(request))


@post("/privacy/disclosures/{disclosure:uuid}", status_code=200)
async def answer(request: AnyRequest, disclosure: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Approve or flag it; the next one appears."""
    officer = await session.officer(request)
    typed = await read_staff_form(request, allowed={"verdict", "note"})
    verdict, note = typed.get("verdict", ""), typed.get("note", "")
    try:
        await review(disclosure, verdict, note=note, by=officer.actor, now=clock.now())
    except Invalid as error:
        return await _show(request, officer, note, error)
    return go_to("/privacy/disclosures")


async def _show(
    request: AnyRequest, officer: StaffMember, note: str = "", error: Invalid | None = None
) -> Response[str]:
    locale = locale_of(request)
    async with access.seen_by(officer):
        opening = await next_opening(officer.id)
        views = await _views([opening] if opening else [], locale)
    words = i18n.words(locale)
    errors = [{"field": field, "message": words.plain(code)} for field, code in error.fields.items()] if error else []
    context = {"opening": views[0] if views else None, "note": note, "errors": errors, "place": "/privacy/disclosures"}
    return page(request, "privacy/disclosures/show.html", context, status=error.status if error else 200)


@get("/privacy/disclosures/flagged")
async def index(request: AnyRequest) -> Response[str]:
    """List what officers flagged, for officers and managers."""
    member = await session.guardian(request)
    if member.role is Role.ADMIN:
        raise Refused
    async with access.seen_by(member):
        views = await _views(await flagged(), locale_of(request))
    return page(
        request, "privacy/disclosures/flagged.html", {"openings": views, "place": "/privacy/disclosures/flagged"}
    )


async def _views(openings: Sequence[Opening], locale: str) -> list[Mapping[str, object]]:
    tickets = await access.faces_of([opening.about for opening in openings])
    people = [person for opening in openings for person in (opening.entry.staff, opening.reviewer) if person]
    names, now = await names_of(people), clock.now()
    return [
        {
            **ledger_line(opening.entry, locale, now, names.get(opening.entry.staff)),
            "id": str(opening.entry.id),
            "reference": tickets[opening.about].reference if opening.about in tickets else "",
            "left": opening.left,
            "note": opening.note,
            "reviewer": names.get(opening.reviewer, "") if opening.reviewer else "",
            "reviewed_at": opening.reviewed_at,
        }
        for opening in openings
    ]
