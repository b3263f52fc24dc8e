"""Where an officer sees what of terms and notice is public, what would change, publishes it, and follows the mails."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, Invalid
from helpdesk.notices.policy_change import Telling, stop_telling, tellings
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.policy.publish import Proposal, TermsNumberTaken, proposals
from helpdesk.privacy.policy.publish import publish as publish_texts
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.portal.history import changed_lines
from helpdesk.web.portal.privacy_notice import policy_texts
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form

PLACE = "/privacy/versions"


@get(PLACE)
async def show(request: AnyRequest) -> Response[str]:
    """Show what would change, in both languages, and how far earlier changes have been told."""
    return await _show(request, await session.officer(request))


@post(PLACE, status_code=200)
async def publish(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Publish what differs, once the officer says that they have read it."""
    officer = await session.officer(request)
    typed = await read_staff_form(request, allowed={"confirm"})
    if typed.get("confirm") != "yes":
        return await _show(request, officer, Invalid({"confirm": "error-versions-confirm"}))
    await publish_texts(policy_texts(), by=officer.actor, now=clock.now())
    return go_to(PLACE)


@post(PLACE + "/tellings/{change:uuid}/stop", status_code=200)
async def stop(request: AnyRequest, change: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Take back the mails that are not sent yet; raises NotFound."""
    officer = await session.officer(request)
    await read_staff_form(request, allowed=())
    await stop_telling(change, by=officer, now=clock.now())
    return go_to(PLACE)


async def _show(request: AnyRequest, officer: StaffMember, error: HelpdeskError | None = None) -> Response[str]:
    words, found = i18n.words(locale_of(request)), list[Proposal]()
    try:
        found = list(await proposals(policy_texts()))
    except TermsNumberTaken as taken:
        error = taken
    context = {
        "proposals": [_view(proposal) for proposal in found],
        "tellings": [_telling(telling) for telling in await tellings(viewer=officer)],
        "errors": _errors(error, words),
        "place": PLACE,
    }
    return page(request, "privacy/versions.html", context, status=422 if isinstance(error, Invalid) else 200)


def _errors(error: HelpdeskError | None, words: i18n.Words) -> Sequence[Mapping[str, str]]:
    if isinstance(error, Invalid):
        return [{"field": field, "message": words.plain(code)} for field, code in error.fields.items()]
    return [{"field": "", "message": words.plain(error.code)}] if error else []


def _view(proposal: Proposal) -> Mapping[str, object]:
    return {
        "kind": str(proposal.kind),
        "number": proposal.number,
        "changes": [
            {
                "locale": locale,
                "dir": i18n.direction(locale),
                "lines": changed_lines(before.text if before else "", text),
            }
            for locale, text in proposal.after.items()
            for before in [proposal.before[locale]]
        ],
    }


def _telling(telling: Telling) -> Mapping[str, object]:
    state = "stopped" if telling.is_stopped else "done" if telling.is_finished else "going"
    return {
        "id": str(telling.id),
        "what": telling.what,
        "since": telling.since,
        "state": state,
        "progress": {"sent": telling.sent, "waiting": telling.waiting, "promised": telling.promised},
    }
