"""Where managers keep the list of tags, and filters for everybody."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import Invalid
from helpdesk.people.staff import StaffMember, agents
from helpdesk.tickets import access
from helpdesk.tickets.choices import forget_choice, read_choice, save_choice, saved_choices
from helpdesk.tickets.queries import View
from helpdesk.tickets.tags import LONGEST, all_tags, list_tag, rename_tag, retire_tag
from helpdesk.web import session
from helpdesk.web.desk.queue import filter_options
from helpdesk.web.desk.saved import PARTS
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form

TAGS, FILTERS = "/manage/tags", "/manage/filters"


@get(TAGS)
async def index(request: AnyRequest) -> Response[str]:
    """Show the list of tags."""
    return await _show_tags(request, await session.manager(request))


@post(TAGS, status_code=200)
async def add(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Put a tag on the list."""
    manager = await session.manager(request)
    typed = await read_staff_form(request, allowed={"name"})
    try:
        await list_tag(typed.get("name", ""), by=manager, now=clock.now())
    except Invalid as error:
        return await _show_tags(request, manager, typed, error)
    return go_to(TAGS)


@post(TAGS + "/{tag:uuid}", status_code=200)
async def change(request: AnyRequest, tag: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Rename a tag, take it off the list or put it back; raises NotFound."""
    manager, now = await session.manager(request), clock.now()
    typed = await read_staff_form(request, allowed={"name", "act"})
    try:
        if typed.get("act") in ("retire", "back"):
            await retire_tag(tag, back=typed["act"] == "back", by=manager, now=now)
        else:
            await rename_tag(tag, typed.get("name", ""), by=manager, now=now)
    except Invalid as error:
        return await _show_tags(request, manager, error=error)
    return go_to(TAGS)


@get(FILTERS)
async def filters(request: AnyRequest) -> Response[str]:
    """Show the filters that everybody at the desk has."""
    return await _show_filters(request, await session.manager(request))


@post(FILTERS, status_code=200)
async def share(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Give everybody at the desk a filter."""
    manager = await session.manager(request)
    typed = await read_staff_form(request, allowed={"name", *PARTS})
    try:
        await save_choice(typed.get("name", ""), read_choice(typed), by=manager, now=clock.now())
    except Invalid as error:
        return await _show_filters(request, manager, typed, error)
    return go_to(FILTERS)


@post(FILTERS + "/{saved:uuid}/removal", status_code=200)
async def unshare(request: AnyRequest, saved: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Take a filter away from everybody; raises NotFound."""
    manager = await session.manager(request)
    await read_staff_form(request, allowed=())
    await forget_choice(saved, by=manager, now=clock.now())
    return go_to(FILTERS)


async def _show_tags(
    request: AnyRequest, manager: StaffMember, typed: Mapping[str, str] | None = None, error: Invalid | None = None
) -> Response[str]:
    async with access.seen_by(manager):
        tags = await all_tags()
    context = {
        "place": TAGS,
        "tags": [{"id": str(tag.id), "name": tag.name, "is_retired": tag.is_retired} for tag in tags],
        "longest": LONGEST,
        "name": typed.get("name", "") if typed else "",
        "errors": _errors(error, locale_of(request)),
    }
    return page(request, "manage/tags.html", context, status=error.status if error else 200)


async def _show_filters(
    request: AnyRequest, manager: StaffMember, typed: Mapping[str, str] | None = None, error: Invalid | None = None
) -> Response[str]:
    locale, words = locale_of(request), i18n.words(locale_of(request))
    async with access.seen_by(manager):
        tags, people, saved = await all_tags(), await agents(), await saved_choices()
    options = filter_options(tags, people, manager, locale)
    names = {name: dict(pairs) for name, pairs in options.items()}
    context = {
        "place": FILTERS,
        "views": [(str(view), words.plain(f"queue-{view}")) for view in View],
        "options": options,
        "longest": LONGEST,
        "typed": {name: (typed or {}).get(name, "") for name in ("name", *PARTS)},
        "saved": [
            {
                "id": str(one.id),
                "name": one.name,
                "view": words.plain(f"queue-{one.choice.view}"),
                "parts": [names[key].get(value, value) for key, value in one.choice.query.items() if key != "view"],
            }
            for one in saved
        ],
        "errors": _errors(error, locale),
    }
    return page(request, "manage/filters.html", context, status=error.status if error else 200)


def _errors(error: Invalid | None, locale: str) -> list[Mapping[str, str]]:
    words = i18n.words(locale)
    return [{"field": field, "message": words.plain(code)} for field, code in error.fields.items()] if error else []
