"""Where officers write down what authorities demand, others agree, packages are made and fetched, gags extended."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, Invalid, Refused
from helpdesk.people.staff import StaffMember, names_of
from helpdesk.people.tables import Role
from helpdesk.privacy.lawful.decide import ask_for_gag, decide, decide_gag
from helpdesk.privacy.lawful.demand import Gag
from helpdesk.privacy.lawful.desk import Case, case_of, cases
from helpdesk.privacy.lawful.package import Sealed, fetch_package
from helpdesk.privacy.policy.spreadsheet import spreadsheet
from helpdesk.tickets import access
from helpdesk.tickets.lawful import ASKABLE, Form, ask, read_day
from helpdesk.tickets.lawful_release import release
from helpdesk.web import pages, session
from helpdesk.web.chips import kind_name
from helpdesk.web.desk.approvals import agrees
from helpdesk.web.forms import SEVERAL, AnyRequest
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form

PLACE = "/privacy/lawful"
LINES = ("authority", "basis", "document", "remark", "email", "references", "from_day", "until_day", "named")
GAG = ("gag_until", "gag_reason")
TICKS = ("with_texts", "with_notes")
COLUMNS = ("number", "state", "authority", "basis", "document", "asked", "released", "requests", "details", "told")


@get(PLACE)
async def index(request: AnyRequest) -> Response[str]:
    """Show the register of disclosures and the form of a new demand."""
    return await _index(request, await _keeper(request), {})


@post(PLACE, status_code=200)
async def send(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Write a demand down; what was typed stays when something is wrong."""
    officer = await session.officer(request)
    typed = await read_staff_form(request, allowed={*LINES, *GAG, *TICKS}, several={"kinds"})
    try:
        made = await ask(_form(typed), by=officer, now=clock.now())
    except Invalid as error:
        return await _index(request, officer, typed, error)
    return go_to(f"{PLACE}/{made}")


@get(PLACE + ".csv")
async def as_csv_file(request: AnyRequest) -> Response[bytes]:
    """Give the register of disclosures as a CSV file, safe to open in a spreadsheet."""
    keeper, locale = await _keeper(request), locale_of(request)
    async with access.seen_by(keeper):
        rows = [_register_row(case, locale) for case in await cases()]
    heads = [i18n.words(locale).plain(f"lawful-column-{column}") for column in COLUMNS]
    content = spreadsheet([heads, *([row[column] for column in COLUMNS] for row in rows)])
    headers = {"Content-Disposition": 'attachment; filename="lawful.csv"'}
    return Response(content, media_type="text/csv", headers=headers)


@get(PLACE + "/{demand:uuid}")
async def show(request: AnyRequest, demand: FromPath[UUID]) -> Response[str]:
    """Show a demand: its scope, who agreed, what comes next."""
    return await _show(request, demand, await _keeper(request))


@post(PLACE + "/{demand:uuid}/decision", status_code=200)
async def answer(request: AnyRequest, demand: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Agree to somebody else's demand, or decline it with a reason."""
    keeper = await _keeper(request)
    typed = await read_staff_form(request, allowed={"decision", "reason"})
    agree = agrees(typed.get("decision", ""))
    try:
        await decide(demand, agree=agree, reason=typed.get("reason", ""), by=keeper.actor, now=clock.now())
    except Invalid as error:
        return await _show(request, demand, keeper, error=error)
    return go_to(f"{PLACE}/{demand}")


@post(PLACE + "/{demand:uuid}/release", status_code=200)
async def make(request: AnyRequest, demand: FromPath[UUID]) -> Response[str]:
    """Make the package and show its passphrase, this once."""
    officer, locale = await session.officer(request), locale_of(request)
    await read_staff_form(request, allowed=())

    def to_html(context: Mapping[str, Any]) -> str:
        return pages.render("privacy/lawful/package.html", context, locale=locale, nonce="", path="")

    sealed = await release(demand, to_html=to_html, by=officer, now=clock.now())
    return await _show(request, demand, officer, sealed=sealed)


@post(PLACE + "/{demand:uuid}/package", status_code=200)
async def fetch(request: AnyRequest, demand: FromPath[UUID]) -> Response[bytes]:
    """Hand the package out, once; raises NotFound."""
    officer = await session.officer(request)
    await read_staff_form(request, allowed=())
    number, content = await fetch_package(demand, by=officer.actor, now=clock.now())
    headers = {"Content-Disposition": f'attachment; filename="D-{number}.zip.age"'}
    return Response(content, media_type="application/octet-stream", headers=headers)


@post(PLACE + "/{demand:uuid}/gags", status_code=200)
async def quiet(request: AnyRequest, demand: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Ask that the person be told later; somebody else has to agree."""
    officer = await session.officer(request)
    typed = await read_staff_form(request, allowed=GAG)
    try:
        gag = Gag(read_day(typed.get("gag_until", ""), "gag_until"), typed.get("gag_reason", ""))
        await ask_for_gag(demand, gag, by=officer.actor, now=clock.now())
    except Invalid as error:
        return await _show(request, demand, officer, typed=typed, error=error)
    return go_to(f"{PLACE}/{demand}")


@post(PLACE + "/{demand:uuid}/gags/{gag:uuid}/decision", status_code=200)
async def answer_quiet(request: AnyRequest, demand: FromPath[UUID], gag: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Agree that the person be told later, or decline."""
    keeper = await _keeper(request)
    typed = await read_staff_form(request, allowed={"decision"})
    await decide_gag(gag, agree=agrees(typed.get("decision", "")), by=keeper.actor, now=clock.now())
    return go_to(f"{PLACE}/{demand}")


async def _keeper(request: AnyRequest) -> StaffMember:
    """Give the signed-in officer or administrator; raises SignInNeeded, Refused."""
    member = await session.guardian(request)
    if member.role not in (Role.OFFICER, Role.ADMIN):
        raise Refused
    return member


def _form(typed: Mapping[str, str]) -> Form:
    return Form(
        **{name: typed.get(name, "") for name in (*LINES, *GAG)},
        kinds=tuple(kind for kind in typed.get("kinds", "").split(SEVERAL) if kind),
        with_texts=typed.get("with_texts") == "yes",
        with_notes=typed.get("with_notes") == "yes",
    )


async def _index(
    request: AnyRequest, member: StaffMember, typed: Mapping[str, str], error: Invalid | None = None
) -> Response[str]:
    locale = locale_of(request)
    async with access.seen_by(member):
        rows = [{**_register_row(case, locale), "id": str(case.id)} for case in await cases()]
    context = {
        "rows": rows,
        "may_ask": member.role is Role.OFFICER,
        "typed": {**dict.fromkeys((*LINES, *GAG, *TICKS), ""), **typed},
        "kinds": [{"id": kind, "name": kind_name(kind, locale)} for kind in ASKABLE],
        "chosen": typed.get("kinds", "").split(SEVERAL),
        "errors": _errors(error, locale),
        "place": PLACE,
    }
    return page(request, "privacy/lawful/index.html", context, status=error.status if error else 200)


async def _show(
    request: AnyRequest,
    demand: UUID,
    member: StaffMember,
    *,
    typed: Mapping[str, str] | None = None,
    error: HelpdeskError | None = None,
    sealed: Sealed | None = None,
) -> Response[str]:
    locale, now = locale_of(request), clock.now()
    async with access.seen_by(member):
        case = await case_of(demand)
        tickets = await access.faces_of(case.scope.tickets) if case.scope.tickets else {}
    people = [case.asked_by, *(one.by for one in case.decisions), *(gag.asked_by for gag in case.gags)]
    state, mine = case.state(now), case.asked_by == member.id
    context = {
        "case": case,
        "state": state,
        "names": {str(person): name for person, name in (await names_of(people)).items()},
        "references": [ticket.reference for ticket in tickets.values()],
        "kinds": [kind_name(kind, locale) for kind in case.scope.kinds],
        "left": case.approvals - len([one for one in case.decisions if one.decision == "approved"]),
        "may_decide": state == "waiting" and not mine and member.id not in [one.by for one in case.decisions],
        "may_release": state == "approved" and mine and member.role is Role.OFFICER,
        "may_fetch": bool(mine and case.package and case.package.is_there and case.package.expires_at > now),
        "may_quiet": member.role is Role.OFFICER and case.told_at is None and state in ("approved", "released"),
        "viewer_id": member.id,
        "may_answer_gag": case.told_at is None and state in ("approved", "released"),
        "hash": case.package.manifest.hex() if case.package else "",
        "package_hash": case.package.sha256.hex() if case.package else "",
        "passphrase": sealed.passphrase if sealed else "",
        "typed": {**dict.fromkeys((*GAG, "reason"), ""), **(typed or {})},
        "errors": _errors(error, locale),
        "place": PLACE,
    }
    return page(request, "privacy/lawful/show.html", context, status=error.status if error else 200)


def _errors(error: HelpdeskError | None, locale: str) -> Sequence[Mapping[str, str]]:
    words = i18n.words(locale)
    fields = error.fields.items() if isinstance(error, Invalid) else ()
    return [
        {"field": field, "message": f"{words.plain(f'lawful-field-{field}')}: {words.plain(code)}"}
        for field, code in fields
    ]


def _register_row(case: Case, locale: str) -> dict[str, str]:
    """Give a demand as a line of the register, in a language; times in ISO 8601 (UTC)."""

    def iso(moment: object) -> str:
        return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else ""

    return {
        "number": f"D-{case.number}",
        "state": i18n.words(locale).plain(f"lawful-state-{case.state(clock.now())}"),
        "authority": case.words.authority,
        "basis": case.words.basis,
        "document": case.words.document,
        "asked": iso(case.asked_at),
        "released": iso(case.released_at),
        "requests": str(case.tickets_given),
        "details": str(case.details_given),
        "told": iso(case.told_at),
    }
