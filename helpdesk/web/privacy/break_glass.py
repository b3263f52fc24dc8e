"""Break-glass: officers and administrators ask to be let into one ticket, a second person decides, then it is read."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, Invalid, NotFound
from helpdesk.people.staff import StaffMember, names_of
from helpdesk.privacy.disclosure.disclose import shown_to
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import access
from helpdesk.tickets.break_glass import (
    MAY_ASK,
    Glass,
    ask,
    decide,
    end,
    open_value,
    opens_behind_glass,
    recent,
    running,
)
from helpdesk.tickets.threads import subject_of, thread
from helpdesk.web import session
from helpdesk.web.desk.approvals import agrees
from helpdesk.web.forms import AnyRequest
from helpdesk.web.ledger import whole_ledger
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form
from helpdesk.web.views import chips, team_name

PLACE = "/privacy/break-glass"


@get(PLACE)
async def index(request: AnyRequest) -> Response[str]:
    """Show the form, what waits for a second person, and what there was."""
    return await _index(request, await session.guardian(request))


@post(PLACE, status_code=200)
async def send(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Ask to be let into a ticket; what was typed stays when something is wrong."""
    member = await session.guardian(request)
    typed = await read_staff_form(request, allowed={"reference", "reason"})
    try:
        await ask(typed.get("reference", ""), reason=typed.get("reason", ""), by=member, now=clock.now())
    except (Invalid, NotFound) as error:
        return await _index(request, member, typed, error)
    return go_to(PLACE)


@post(PLACE + "/{question:uuid}/decision", status_code=200)
async def answer(request: AnyRequest, question: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Let somebody else in, or decline."""
    member = await session.guardian(request)
    typed = await read_staff_form(request, allowed={"decision"})
    await decide(question, agree=agrees(typed.get("decision", "")), by=member, now=clock.now())
    return go_to(PLACE)


@post(PLACE + "/{question:uuid}/ending", status_code=200)
async def leave(request: AnyRequest, question: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Leave the ticket before the time is over."""
    member = await session.guardian(request)
    await read_staff_form(request, allowed=())
    await end(question, by=member, now=clock.now())
    return go_to(PLACE)


@get(PLACE + "/{reference:str}")
async def show(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """Read the ticket behind the glass."""
    member = await session.guardian(request)
    locale, now = locale_of(request), clock.now()
    async with access.seen_by(member):
        ticket = await access.ticket_behind_glass(reference)
        glass = await running(ticket.face, member, now=now)
        values = await faces([ticket.id, ticket.requester])
        shown = await shown_to(member.id, about=ticket.id, now=now)
        context = {
            "reference": ticket.reference,
            "category_name": ticket.rules.name[locale],
            "subject": await subject_of(ticket),
            "messages": await thread(ticket, with_notes=True),
            "chips": chips(values, shown=shown),
            "openable": [face.name for face in values if opens_behind_glass(face, ticket) and face.name not in shown],
            "glass": {"id": str(glass.id), "until": glass.expires_at, "reason": glass.reason},
            "team": policy.in_use().teams[ticket.team].name[locale],
            **await whole_ledger(ticket.face, locale=locale, now=now, for_staff=True),
            "place": PLACE,
        }
    return page(request, "privacy/break_glass/show.html", context)


@post(PLACE + "/{reference:str}/disclosures", status_code=200)
async def disclose(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Open one detail behind the glass."""
    member = await session.guardian(request)
    typed = await read_staff_form(request, allowed={"placeholder"})
    await open_value(reference, typed.get("placeholder", ""), by=member, now=clock.now())
    return go_to(f"{PLACE}/{reference}")


async def _index(
    request: AnyRequest, member: StaffMember, typed: Mapping[str, str] | None = None, error: HelpdeskError | None = None
) -> Response[str]:
    locale = locale_of(request)
    async with access.seen_by(member):
        rows = await _views(await recent(), member, locale)
    context = {
        "rows": rows,
        "may_ask": member.role in MAY_ASK,
        "typed": {"reference": "", "reason": "", **(typed or {})},
        "minutes": policy.in_use().break_glass_minutes,
        "errors": _errors(error, locale),
        "place": PLACE,
    }
    return page(request, "privacy/break_glass/index.html", context, status=error.status if error else 200)


def _errors(error: HelpdeskError | None, locale: str) -> list[Mapping[str, str]]:
    words = i18n.words(locale)
    if isinstance(error, Invalid):
        return [{"field": field, "message": words.plain(code)} for field, code in error.fields.items()]
    return [{"field": "reference", "message": words.plain(error.code)}] if error else []


async def _views(glasses: Sequence[Glass], member: StaffMember, locale: str) -> list[Mapping[str, object]]:
    names = await names_of(
        person for glass in glasses for person in (glass.asked_by, glass.decided_by) if person is not None
    )
    return [_view(glass, member, locale, names) for glass in glasses]


def _view(glass: Glass, member: StaffMember, locale: str, names: Mapping[UUID, str]) -> Mapping[str, object]:
    now, mine = clock.now(), glass.asked_by == member.id
    return {
        "id": str(glass.id),
        "reference": glass.ticket.reference,
        "reason": glass.reason,
        "asked_by": names.get(glass.asked_by, ""),
        "role": team_name(glass.role, locale),
        "asked_at": glass.asked_at,
        "decided_by": names.get(glass.decided_by, "") if glass.decided_by else "",
        "until": glass.expires_at,
        "state": _state(glass),
        "may_decide": glass.waits(now) and not mine,
        "may_read": glass.runs(now) and mine,
    }


def _state(glass: Glass) -> str:
    now = clock.now()
    if glass.decision is None:
        return "waiting" if glass.waits(now) else "lapsed"
    if glass.decision == "declined":
        return "declined"
    return "running" if glass.runs(now) else "over"
