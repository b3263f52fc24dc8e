"""The officers' home: what waits for them, what shows that this desk keeps to its rules, and the proof of the trail."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import TypeAlias

from litestar import Response, get, post

from helpdesk import clock, i18n
from helpdesk.audit.check import Check
from helpdesk.audit.check import check as check_trail
from helpdesk.audit.queries import newest_checkpoint, unsealed
from helpdesk.audit.signer import Signer
from helpdesk.people.staff import StaffMember
from helpdesk.privacy import holds
from helpdesk.privacy.disclosure.review import next_opening
from helpdesk.privacy.gauge import gauge
from helpdesk.privacy.lawful import desk
from helpdesk.privacy.policy.publish import TermsNumberTaken, proposals
from helpdesk.privacy.subject_requests.queries import open_requests
from helpdesk.privacy.transfer import desk as transfer_desk
from helpdesk.privacy.vault import keyring
from helpdesk.tickets import access
from helpdesk.tickets.approve import waiting_for
from helpdesk.tickets.break_glass import recent
from helpdesk.tickets.retain import due
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.portal.privacy_notice import policy_texts
from helpdesk.web.privacy.processors import ending_soon
from helpdesk.web.responses import locale_of, page
from helpdesk.web.session import read_staff_form

Count: TypeAlias = Callable[[StaffMember, datetime], Awaitable[int]]
MONTH = timedelta(days=30)
SOON = 4  # weeks

# address, message of its name (its description is the message ending in -what), icon
PLACES = (
    ("/privacy/requests", "privacy-rights", "user-check"),
    ("/privacy/disclosures", "privacy-disclosures", "eye"),
    ("/privacy/disclosures/flagged", "privacy-flagged", "triangle-alert"),
    ("/privacy/approvals", "privacy-approvals", "users"),
    ("/privacy/break-glass", "privacy-break-glass", "lock"),
    ("/privacy/holds", "privacy-holds", "lock"),
    ("/privacy/retention", "privacy-retention", "hourglass"),
    ("/privacy/lawful", "privacy-lawful", "send"),
    ("/privacy/transfer", "privacy-transfer", "send"),
    ("/privacy/versions", "privacy-versions", "history"),
    ("/privacy/processors", "privacy-processors", "mail"),
    ("/privacy/register", "privacy-register", "history"),
    ("/privacy-notice", "notice-heading", "shield-check"),
)


async def _to_review(officer: StaffMember, _now: datetime) -> int:
    opening = await next_opening(officer.id)
    return opening.left if opening else 0


async def _to_agree(officer: StaffMember, now: datetime) -> int:
    return len(await waiting_for(officer, now=now))


async def _to_let_in(officer: StaffMember, now: datetime) -> int:
    return sum(glass.waits(now) and glass.asked_by != officer.id for glass in await recent())


async def _demands(officer: StaffMember, now: datetime) -> int:
    return await desk.count_waiting(not_by=officer.id, now=now)


async def _transfers(officer: StaffMember, now: datetime) -> int:
    return await transfer_desk.count_waiting(not_by=officer.id, now=now)


async def _to_publish(_officer: StaffMember, _now: datetime) -> int:
    try:
        return len(await proposals(policy_texts()))
    except TermsNumberTaken:
        return 1


async def _contracts(_officer: StaffMember, now: datetime) -> int:
    return len(ending_soon(now))


async def _requests(_officer: StaffMember, _now: datetime) -> int:
    return len(await open_requests())


async def _in_force(_officer: StaffMember, _now: datetime) -> int:
    return sum(hold.state in ("in-force", "lifting") for hold in await holds.all_holds())


# What waits for an officer at a place, counted as whoever acts; a place without one shows no number.
COUNTS: Mapping[str, Count] = {
    "/privacy/requests": _requests,
    "/privacy/disclosures": _to_review,
    "/privacy/approvals": _to_agree,
    "/privacy/break-glass": _to_let_in,
    "/privacy/lawful": _demands,
    "/privacy/transfer": _transfers,
    "/privacy/versions": _to_publish,
    "/privacy/processors": _contracts,
    "/privacy/holds": _in_force,
}


@get("/privacy")
async def show(request: AnyRequest) -> Response[str]:
    """Show the officer's places, each with what waits there, the gauge of the last month, and how far the trail is."""
    return await _show(request, await session.officer(request))


@post("/privacy/proof", status_code=200)
async def check(request: AnyRequest) -> Response[str]:
    """Recompute the audit trail's chain and say in a sentence what was found; changes nothing."""
    officer = await session.officer(request)
    await read_staff_form(request, allowed=())
    found = await check_trail(signer=Signer(keyring.in_use().signing_key()))
    return await _show(request, officer, found)


async def _show(request: AnyRequest, officer: StaffMember, found: Check | None = None) -> Response[str]:
    now, locale = clock.now(), locale_of(request)
    async with access.seen_by(officer):
        numbers = {href: await COUNTS[href](officer, now) for href, _, _ in PLACES if href in COUNTS}
        point, waiting = await newest_checkpoint(), await unsealed()
        ends = sum(one.tickets for one in await due(now=now, weeks=SOON))
    places = [
        {"href": href, "name": name, "what": _what(name), "icon": icon, "count": numbers.get(href)}
        for href, name, icon in PLACES
    ]
    context = {
        "places": places,
        "ends": ends,
        "gauge": await gauge(since=now - MONTH, until=now),
        "trail": {"entries": point.size if point else 0, "at": point.at if point else None, "waiting": waiting.count},
        "proof": proof(found, locale) if found else None,
        "place": "/privacy",
    }
    return page(request, "privacy/index.html", context)


def proof(found: Check, locale: str) -> Mapping[str, object]:
    """Say what a check found, in a sentence that can be read aloud."""
    words, fault = i18n.words(locale), found.fault
    first, last = i18n.number(found.first), i18n.number(found.last)
    if fault is None:
        sentence = words.plain("proof-whole", first=first, last=last) if found.last else words.plain("proof-nothing")
        return {"is_whole": True, "sentence": sentence, "entry": "", "head": found.head}
    why = words.plain(f"proof-fault-{fault.fault.replace('_', '-')}")
    position = i18n.number(fault.first) if fault.first else ""
    sentence = words.plain("proof-broken", position=position, why=why) if position else why
    return {"is_whole": False, "sentence": sentence, "entry": str(fault.entry or ""), "head": found.head}


def _what(name: str) -> str:
    return {"notice-heading": "privacy-notice-what"}.get(name, f"{name}-what")
