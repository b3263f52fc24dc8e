"""The copy of one's data leaves only so: signed in just now, by a link signed for this browser and five minutes."""

import hmac
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Stream

from helpdesk import clock
from helpdesk.errors import LinkNotFound
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.privacy.subject_requests.package import fetch as note_fetch
from helpdesk.privacy.subject_requests.package import pieces_of, progress_of
from helpdesk.privacy.subject_requests.queries import Row, request_named
from helpdesk.privacy.vault import keyring
from helpdesk.tickets import doors
from helpdesk.web.forms import AnyRequest
from helpdesk.web.portal.own_rights import PLACE, _context
from helpdesk.web.responses import locale_of, page
from helpdesk.web.session import fresh_requester, read_requester_form, requester_token

LIFE = timedelta(minutes=5)


@post(PLACE + "/{number:str}/copy", status_code=200)
async def sign(request: AnyRequest, number: FromPath[str]) -> Response[str]:
    """Make the link to one's copy and show it; the fetching is written down here, so that GET changes nothing."""
    person, now = await fresh_requester(request), clock.now()
    await read_requester_form(request)
    async with doors.seen_as(person.actor):
        row = await request_named(number)
        await note_fetch(row.id, by=person.actor, now=now)
        context = await _context(row, person, locale_of(request, person.locale))
    until = int((now + LIFE).timestamp())
    context |= {"link": f"{PLACE}/{row.number}/copy/{until}-{_signature(request, row, until)}", "errors": []}
    return page(request, "rights/show.html", context, locale=person.locale)


@get(PLACE + "/{number:str}/copy/{signed:str}")
async def fetch(request: AnyRequest, number: FromPath[str], signed: FromPath[str]) -> Stream:
    """Give the file, decrypted piece by piece; raises LinkNotFound for a link of another browser, person or hour."""
    person = await fresh_requester(request)
    async with doors.seen_as(person.actor):
        row = await request_named(number)
        progress = await progress_of(row.id)
    until, _, signature = signed.partition("-")
    is_whole = until.isdigit() and hmac.compare_digest(signature, _signature(request, row, int(until)))
    now = clock.now()
    if not is_whole or datetime.fromtimestamp(int(until), UTC) < now:
        raise LinkNotFound
    if progress is None or progress.state != "ready" or progress.expires_at is None or progress.expires_at <= now:
        raise LinkNotFound
    headers = {"Content-Disposition": f'attachment; filename="{row.number}.zip"', "Content-Length": str(progress.size)}
    return Stream(_pieces(row.id, person), media_type="application/zip", headers=headers)


async def _pieces(request: UUID, person: SignedInRequester) -> AsyncIterator[bytes]:
    async for piece in pieces_of(request, person.id, by=person.actor):
        yield piece


def _signature(request: AnyRequest, row: Row, until: int) -> str:
    return keyring.in_use().blind_index("copy link", f"{row.id} {requester_token(request)} {until}").hex()
