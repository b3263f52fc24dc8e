"""Where an officer asks that the business be passed on, another agrees, and the sealed archive is fetched or ended."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath
from litestar.response import Stream

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, Invalid, Refused, TransferStale
from helpdesk.people.staff import StaffMember, names_of
from helpdesk.people.tables import Role
from helpdesk.privacy.transfer import hand
from helpdesk.privacy.transfer.ask import Wish, ask, decide, mistakes_in
from helpdesk.privacy.transfer.desk import transfer_of, transfers
from helpdesk.privacy.transfer.make import file_of
from helpdesk.tickets import access
from helpdesk.web import session
from helpdesk.web.desk.approvals import agrees
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form

PLACE = "/privacy/transfer"
FIELDS = ("successor", "ground", "recipient")
_PIECE = 1 << 20  # bytes that are read from the disk at once


@get(PLACE)
async def index(request: AnyRequest) -> Response[str]:
    """Show all transfers and the form of a new one."""
    return await _index(request, await _keeper(request), {})


@post(PLACE, status_code=200)
async def send(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Ask that the business be passed on; what was typed stays when something is wrong."""
    officer = await session.officer(request)
    typed = await read_staff_form(request, allowed={*FIELDS, "sure"})
    wish = Wish(*(typed.get(name, "") for name in FIELDS))
    try:
        _sure(typed, mistakes_in(wish))
        made = await ask(wish, by=officer.actor, now=clock.now())
    except Invalid as error:
        return await _index(request, officer, typed, error)
    return go_to(f"{PLACE}/{made}")


@get(PLACE + "/{transfer:uuid}")
async def show(request: AnyRequest, transfer: FromPath[UUID]) -> Response[str]:
    """Show one transfer: who agreed, how far its archive is, its hashes."""
    return await _show(request, transfer, await _keeper(request))


@post(PLACE + "/{transfer:uuid}/decision", status_code=200)
async def answer(request: AnyRequest, transfer: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Agree to what somebody else asked, or decline it."""
    keeper = await _keeper(request)
    typed = await read_staff_form(request, allowed={"decision"})
    await decide(transfer, agree=agrees(typed.get("decision", "")), by=keeper.actor, now=clock.now())
    return go_to(f"{PLACE}/{transfer}")


@post(PLACE + "/{transfer:uuid}/archive", status_code=200)
async def fetch(request: AnyRequest, transfer: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Hand the sealed archive to who asked for it, piece by piece; raises NotFound."""
    officer, folder = await session.officer(request), _folder(request)
    await read_staff_form(request, allowed=())
    try:
        found = await hand.fetch(transfer, folder=folder, by=officer.actor, now=clock.now())
    except TransferStale as error:
        return await _show(request, transfer, officer, error)
    name = f'attachment; filename="T-{found.number}.tar.age"'
    headers = {"Content-Disposition": name, "Content-Length": str(found.size)}
    return Stream(_pieces(file_of(folder, transfer)), media_type="application/octet-stream", headers=headers)


@post(PLACE + "/{transfer:uuid}/end", status_code=200)
async def end(request: AnyRequest, transfer: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """End a transfer and delete its archive, after a confirmation."""
    keeper = await _keeper(request)
    typed = await read_staff_form(request, allowed={"sure"})
    try:
        _sure(typed)
    except Invalid as error:
        return await _show(request, transfer, keeper, error)
    await hand.end(transfer, folder=_folder(request), by=keeper.actor, now=clock.now())
    return go_to(f"{PLACE}/{transfer}")


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    file = await asyncio.to_thread(path.open, "rb")
    try:
        while piece := await asyncio.to_thread(file.read, _PIECE):
            yield piece
    finally:
        file.close()


def _folder(request: AnyRequest) -> Path:
    folder: Path = request.app.state.transfers
    return folder


def _sure(typed: Mapping[str, str], mistakes: Mapping[str, str] | None = None) -> None:
    """Raise Invalid when the tick that one means it is missing, with what else is wrong."""
    if typed.get("sure") != "yes":
        raise Invalid({**(mistakes or {}), "sure": "error-transfer-sure"})


async def _keeper(request: AnyRequest) -> StaffMember:
    """Give the signed-in officer or administrator; raises SignInNeeded, Refused."""
    member = await session.guardian(request)
    if member.role not in (Role.OFFICER, Role.ADMIN):
        raise Refused
    return member


async def _index(
    request: AnyRequest, member: StaffMember, typed: Mapping[str, str], error: Invalid | None = None
) -> Response[str]:
    now, locale = clock.now(), locale_of(request)
    async with access.seen_by(member):
        rows = [{"transfer": one, "state": one.state(now)} for one in await transfers()]
    context = {
        "rows": rows,
        "may_ask": member.role is Role.OFFICER,
        "typed": {**dict.fromkeys(FIELDS, ""), **typed},
        "errors": _errors(error, locale),
        "place": PLACE,
    }
    return page(request, "privacy/transfer/index.html", context, status=error.status if error else 200)


async def _show(
    request: AnyRequest, transfer: UUID, member: StaffMember, error: HelpdeskError | None = None
) -> Response[str]:
    now, locale = clock.now(), locale_of(request)
    async with access.seen_by(member):
        one = await transfer_of(transfer)
    people = [person for person in (one.asked_by, one.approved_by, one.declined_by) if person]
    state, mine = one.state(now), one.asked_by == member.id
    context = {
        "transfer": one,
        "state": state,
        "names": {str(person): name for person, name in (await names_of(people)).items()},
        "may_decide": state == "waiting" and not mine,
        "is_own": state == "waiting" and mine,
        "may_fetch": state == "ready" and mine and member.role is Role.OFFICER,
        "may_end": state in ("waiting", "making", "ready"),
        "manifest": one.manifest.hex() if one.manifest else "",
        "sha256": one.sha256.hex() if one.sha256 else "",
        "megabytes": one.size / 1_000_000,
        "errors": _errors(error, locale),
        "place": PLACE,
    }
    return page(request, "privacy/transfer/show.html", context, status=error.status if error else 200)


def _errors(error: HelpdeskError | None, locale: str) -> Sequence[Mapping[str, str]]:
    words = i18n.words(locale)
    if error is None:
        return []
    if not isinstance(error, Invalid):
        return [{"field": "", "message": words.plain(error.code)}]
    return [
        {"field": field, "message": f"{words.plain(f'transfer-field-{field}')}: {words.plain(code)}"}
        for field, code in error.fields.items()
    ]
