"""Take back the last change: what the bar says, and its form."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.people.staff import StaffMember
from helpdesk.tickets.undo import last_step, undo
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to
from helpdesk.web.session import read_staff_form


async def undo_view(agent: StaffMember, locale: str, *, back: str, now: datetime) -> Mapping[str, object] | None:
    """Give what an agent may still take back as `desk/_undo.html` shows it; the caller reads as that agent."""
    step = await last_step(agent, now=now)
    if step is None:
        return None
    return {
        "action": f"/desk/undo/{step.id}",
        "sentence": i18n.words(locale).plain(f"undo-{step.verb}", n=step.count),
        "seconds": int((step.until - now).total_seconds()),
        "next": back,
    }


@post("/desk/undo/{step:uuid}", status_code=200)
async def take_back(request: AnyRequest, step: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Take back one's own last change and go back to the page it was made on, if that is one of the desk's."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"next"})
    await undo(step, agent=agent, now=clock.now())
    return go_to(place(typed.get("next", "")))


def place(wish: str) -> str:
    """Give where to go on: a page of the desk, else its first queue."""
    return wish if wish.startswith("/desk/") and "//" not in wish and "\\" not in wish else "/desk/tickets"
