"""What helps an agent write: drafts on the server, what will be sealed, macros, and taking a reply back."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import NotFound
from helpdesk.privacy.redaction.spans import Known
from helpdesk.privacy.vault.keys import key_of
from helpdesk.privacy.vault.values import numbers_of
from helpdesk.tickets import access, drafts
from helpdesk.tickets.macros import macros_for
from helpdesk.tickets.submit import BODY_LIMIT
from helpdesk.tickets.tags import all_tags
from helpdesk.tickets.take_back import take_back
from helpdesk.tickets.texts import hide
from helpdesk.web import session
from helpdesk.web.chips import Chip
from helpdesk.web.desk.composer_view import effect_views
from helpdesk.web.desk.ticket import act, entry_of, read_composer
from helpdesk.web.forms import AnyRequest, form_key
from helpdesk.web.limits import Bucket
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form


@post("/desk/tickets/{reference:str}/draft", status_code=200)
async def save(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Keep what is typed; a script gets a line that says so, a browser without one the ticket again."""
    agent = await session.agent(request)
    typed = await read_composer(request)
    is_kept = await drafts.save_draft(reference, _writing(typed), agent=agent, now=clock.now())
    if request.headers.get("sec-fetch-mode") == "navigate":
        return go_to(f"/desk/tickets/{reference}?mode={_writing(typed).mode}")
    words = i18n.words(locale_of(request))
    return Response(words.plain("draft-saved", time=i18n.clock_time(clock.now())) if is_kept else "")


@post("/desk/tickets/{reference:str}/hint", status_code=200)
async def hint(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """Say what of a text will be sealed; nothing is stored, and what is known of the requester is not looked at."""
    agent = await session.agent(request)
    typed = await read_composer(request)
    bucket: Bucket = request.app.state.preview_limit
    bucket.take(str(agent.id))
    async with access.seen_by(agent):
        ticket = await access.ticket_to_read(reference, viewer=agent)
        numbers = await numbers_of(await key_of(ticket.id))
    hidden = await hide(typed.get("body", "")[:BODY_LIMIT], known=Known(), numbers=numbers)
    chips = {(str(found.kind), found.number) for found in hidden.sealed}
    context = {"sealed": [Chip.sealed(kind, number) for kind, number in sorted(chips)]}
    return page(request, "desk/tickets/_hint.html", context)


@get("/desk/tickets/{reference:str}/macros")
async def macros(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """List the macros as they would go into this ticket."""
    agent = await session.agent(request)
    async with access.seen_by(agent):
        ticket = await access.ticket_to_read(reference, viewer=agent)
        found = await macros_for(ticket, agent=agent, locale=locale_of(request), now=clock.now())
        tags = await all_tags()
    ready = [
        {"name": macro.name, "text": macro.text, "effects": effect_views(macro.effects.codes, tags, locale_of(request))}
        for macro in found
    ]
    return page(request, "desk/tickets/_macros.html", {"macros": ready})


@post("/desk/tickets/{reference:str}/macros", status_code=200)
async def insert(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Put a macro's text behind what is typed, and keep both as the draft."""
    agent = await session.agent(request)
    typed = await read_composer(request)
    async with access.seen_by(agent):
        ticket = await access.ticket_to_read(reference, viewer=agent)
        ready = await macros_for(ticket, agent=agent, locale=locale_of(request), now=clock.now())
        found = {macro.id: macro for macro in ready}
    chosen = found.get(form_key(typed.get("macro", "")) or UUID(int=0))
    if chosen is None:
        raise NotFound
    writing = _writing(typed)
    await drafts.add_to_draft(reference, writing, chosen.text, agent=agent, now=clock.now())
    return go_to(f"/desk/tickets/{reference}?mode={writing.mode}&macro={chosen.id}#f-body")


@post("/desk/tickets/{reference:str}/messages/{message:uuid}/undo", status_code=200)
async def undo(request: AnyRequest, reference: FromPath[str], message: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Take a reply back before the requester gets it; its text is the draft again."""
    agent = await session.agent(request)
    await read_staff_form(request, allowed=())
    return await act(request, reference, agent, take_back(reference, message, agent=agent, now=clock.now()))


def _writing(typed: Mapping[str, str]) -> drafts.Writing:
    entry = entry_of(typed)
    return drafts.Writing(typed.get("mode", "reply"), entry.body, entry.direction, entry.form_key)
