"""Where managers write macros: the texts that agents insert."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import Invalid, NotFound
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.policy import policy
from helpdesk.tickets import access
from helpdesk.tickets.effects import LONGEST, Effects
from helpdesk.tickets.macros import FIELDS, VARIABLES, delete_macro, macros, save_macro
from helpdesk.tickets.tables import Priority, Status
from helpdesk.tickets.tags import all_tags
from helpdesk.web import session
from helpdesk.web.forms import SEVERAL, AnyRequest, form_key
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form

PLACE = "/manage/macros"
EFFECTS = ("status", "wake_days", "priority", "team")


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
            texts = {name: getattr(row, name) for name in FIELDS}
            return await _show(request, manager, macro, {**texts, **_of(row.effects)})
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
    typed = await read_staff_form(request, allowed={*FIELDS, *EFFECTS}, several={"tags"})
    try:
        await save_macro(macro, typed, _effects(typed), manager=manager, now=clock.now())
    except Invalid as error:
        return await _show(request, manager, macro, typed, error)
    return go_to(PLACE)


def _effects(typed: Mapping[str, str]) -> Effects:
    days = typed.get("wake_days", "")
    waits = typed.get("status") == Status.PENDING
    return Effects(
        status=typed.get("status", ""),
        wake_days=int(days) if waits and days.isdecimal() and len(days) < 4 else 0,
        priority=typed.get("priority", ""),
        team=typed.get("team", ""),
        tags=tuple(tag for one in typed.get("tags", "").split(SEVERAL) if (tag := form_key(one))),
    )


def _of(effects: Effects) -> Mapping[str, str]:
    """Give what a macro does as its form has it."""
    return {
        "status": effects.status,
        "wake_days": str(effects.wake_days or ""),
        "priority": effects.priority,
        "team": effects.team,
        "tags": SEVERAL.join(str(tag) for tag in effects.tags),
    }


async def _show(
    request: AnyRequest,
    manager: StaffMember,
    macro: UUID | None,
    typed: Mapping[str, str],
    error: Invalid | None = None,
) -> Response[str]:
    locale = locale_of(request)
    words = i18n.words(locale)
    async with access.seen_by(manager):
        tags = [tag for tag in await all_tags() if not tag.is_retired]
    mistakes = {name: words.plain(code) for name, code in error.fields.items()} if error else {}
    context = {
        "place": PLACE,
        "macros": await macros(viewer=manager),
        "macro": str(macro) if macro else "",
        "typed": {name: typed.get(name, "") for name in (*FIELDS, *EFFECTS)},
        "chosen_tags": typed.get("tags", "").split(SEVERAL),
        "tags": [{"id": str(tag.id), "name": tag.name} for tag in tags],
        "priorities": [str(step) for step in Priority],
        "teams": [{"id": slug, "name": team.name[locale]} for slug, team in policy.in_use().teams.items()],
        "longest": LONGEST,
        "limits": FIELDS,
        "variables": [f"{{{{ {name} }}}}" for name in VARIABLES],
        "mistakes": mistakes,
        "errors": [{"field": name, "message": message} for name, message in mistakes.items()],
    }
    return page(request, "manage/macros.html", context, status=error.status if error else 200)
