"""Find by an exact private value: a form of its own, for a purpose; the value comes by POST and goes nowhere else."""

from collections.abc import Mapping

from litestar import Response, get, post

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, Invalid, TooMany
from helpdesk.people.staff import StaffMember
from helpdesk.tickets import access
from helpdesk.tickets.exact import KINDS
from helpdesk.tickets.look_up import LONGEST, MOST, Sought, look_up, purposes
from helpdesk.tickets.queries import QueuePage, queue_counts
from helpdesk.tickets.tags import all_tags
from helpdesk.web import session
from helpdesk.web.chips import kind_name
from helpdesk.web.desk.queue import row_view
from helpdesk.web.forms import AnyRequest
from helpdesk.web.limits import look_ups
from helpdesk.web.responses import locale_of, page
from helpdesk.web.session import read_staff_form
from helpdesk.web.views import purpose_name

PLACE = "/desk/search/exact"


@get(PLACE)
async def form(request: AnyRequest) -> Response[str]:
    """Show the empty form."""
    return await _show(request, await session.agent(request), {})


@post(PLACE, status_code=200)
async def find(request: AnyRequest) -> Response[str]:
    """Show the tickets that hold exactly the value; it is not shown again, but where something is wrong with it."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"kind", "value", "purpose"})
    sought = Sought(typed.get("kind", ""), typed.get("value", ""), typed.get("purpose", ""))
    try:
        found = await look_up(sought, viewer=agent, count=look_ups(request), now=clock.now())
    except (Invalid, TooMany) as error:
        return await _show(request, agent, typed, error=error)
    return await _show(request, agent, {**typed, "value": ""}, found=found)


async def _show(
    request: AnyRequest,
    agent: StaffMember,
    typed: Mapping[str, str],
    *,
    found: QueuePage | None = None,
    error: HelpdeskError | None = None,
) -> Response[str]:
    locale = locale_of(request)
    async with access.seen_by(agent):
        counts, tags = await queue_counts(viewer=agent), await all_tags()
    context = {
        "typed": {name: typed.get(name, "") for name in ("kind", "value", "purpose")},
        "kinds": [{"value": kind, "label": kind_name(kind, locale)} for kind in KINDS],
        "purposes": [{"value": purpose, "label": purpose_name(purpose, locale)} for purpose in purposes()],
        "longest": LONGEST,
        "rows": [row_view(row, locale, tags=tags, now=clock.now()) for row in found.rows] if found else None,
        "most": MOST if found and found.next_cursor else 0,
        "errors": _errors(error, locale),
        "counts": counts,
    }
    return page(request, "desk/search/exact.html", context, status=error.status if error else 200)


def _errors(error: HelpdeskError | None, locale: str) -> list[Mapping[str, str]]:
    if error is None:
        return []
    words = i18n.words(locale)
    codes = error.fields.items() if isinstance(error, Invalid) else [("value", error.code)]
    return [{"field": field, "message": words.plain(code, **error.arguments)} for field, code in codes]
