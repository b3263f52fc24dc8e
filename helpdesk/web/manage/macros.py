"""Where managers write macros: the texts that agents insert."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import Invalid, NotFound
from helpdesk.people.staff import StaffMember
from helpdesk.tickets.macros import FIELDS, VARIABLES, delete_macro, macros, save_macro
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form

PLACE = "/manage/macros"


@get(PLACE)
async def index(request: AnyRequest) -> Response[str]:
    """List the macros, with the form of a new one."""
    return await _show(request, await session.manager(request), None, {})


@get(PLACE + "/{macro:uuid}")
async def show(request: AnyRequest, macro: FromPath[UUID]) -> Response[str]:
    """Show a macro in its form; raises NotFound."""
    manager = await session.manager(request)
    for row in await macros(viewer=manager):
        if row.id == macro:
            return await _show(request, manager, macro, {name: getattr(row, name) for name in FIELDS})
    raise NotFound


@post(PLACE, status_code=200)
async def add(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Write a new macro; what was typed stays when something is wrong."""
    return await _save(request, None)


@post(PLACE + "/{macro:uuid}", status_code=200)
async def change(request: AnyRequest, macro: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Write a macro anew; what was typed stays when something is wrong. Raises NotFound."""
    return await _save(request, macro)


@post(PLACE + "/{macro:uuid}/deletion", status_code=200)
async def delete(request: AnyRequest, macro: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Take a macro away; raises NotFound."""
    manager = await session.manager(request)
    await read_staff_form(request, allowed=())
    await delete_macro(macro, manager=manager, now=clock.now())
    return go_to(PLACE)


async def _save(request: AnyRequest, macro: UUID | None) -> Response:  # type: ignore[type-arg]
    manager = await session.manager(request)
    typed = await read_staff_form(request, allowed=FIELDS)
    try:
        await save_macro(macro, typed, manager=manager, now=clock.now())
    except Invalid as error:
        return await _show(request, manager, macro, typed, error)
    return go_to(PLACE)


async def _show(
    request: AnyRequest,
    manager: StaffMember,
    macro: UUID | None,
    typed: Mapping[str, str],
    error: Invalid | None = None,
) -> Response[str]:
    words = i18n.words(locale_of(request))
    mistakes = {name: words.plain(code) for name, code in error.fields.items()} if error else {}
    context = {
        "place": PLACE,
        "macros": await macros(viewer=manager),
        "macro": str(macro) if macro else "",
        "typed": {name: typed.get(name, "") for name in FIELDS},
        "limits": FIELDS,
        "variables": [f"{{{{ {name} }}}}" for name in VARIABLES],
        "mistakes": mistakes,
        "errors": [{"field": name, "message": message} for name, message in mistakes.items()],
    }
    return page(request, "manage/macros.html", context, status=error.status if error else 200)
