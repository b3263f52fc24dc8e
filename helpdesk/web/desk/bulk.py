"""Change many tickets of a queue with one form: what was done, what was not and why."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlencode

from litestar import Response, post

from helpdesk import clock, i18n
from helpdesk.errors import Invalid
from helpdesk.people.staff import StaffMember
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.change import Act, Outcome, change_tickets
from helpdesk.tickets.choices import read_choice
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.postpone import postpone_ticket
from helpdesk.tickets.prioritise import prioritise_ticket
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.tag import tag_ticket
from helpdesk.tickets.wake import wake_ticket
from helpdesk.web import session
from helpdesk.web.desk.properties import read_day, read_priority
from helpdesk.web.desk.queue import show_queue
from helpdesk.web.desk.saved import PARTS
from helpdesk.web.forms import SEVERAL, AnyRequest, form_key
from helpdesk.web.responses import go_to, locale_of
from helpdesk.web.session import read_staff_form

VERBS = ("assign", "tag", "priority", "status")


@post("/desk/tickets/changes", status_code=200)
async def change(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Change the chosen tickets; the queue says what was not changed and why, and offers to take back the rest."""
    agent, now = await session.agent(request), clock.now()
    typed = await read_staff_form(
        request, allowed={"verb", *(f"to_{verb}" for verb in VERBS), "sort", *PARTS}, several={"reference"}
    )
    choice, sort = read_choice(typed), typed.get("sort", "")
    chosen = list(filter(None, typed.get("reference", "").split(SEVERAL)))
    try:
        verb, act = _act(typed, agent, now)
        outcome = await change_tickets(chosen, act, verb=verb, agent=agent, now=now)
    except Invalid as error:
        return await show_queue(request, agent, choice, sort=sort, error=error)
    if outcome.refused:
        return await show_queue(request, agent, choice, sort=sort, report=_report(outcome, locale_of(request)))
    return go_to(f"/desk/tickets?{urlencode({**choice.query, 'sort': sort})}")


def _act(typed: Mapping[str, str], agent: StaffMember, now: datetime) -> tuple[str, Act]:
    """Give the verb and what it does to one ticket; raises Invalid."""
    verb = typed.get("verb", "")
    wish = typed.get(f"to_{verb}", "") if verb in VERBS else ""
    if verb == "assign":
        return verb, _assignment(wish, agent, now)
    if verb == "priority":
        priority = read_priority(wish)
        return verb, lambda one: prioritise_ticket(one, priority, agent=agent, now=now)
    if verb == "tag" and (tag := form_key(wish)):
        return verb, lambda one: tag_ticket(one, tag, agent=agent, now=now)
    if verb == "status":
        return _status(wish, agent, now)
    raise Invalid({"verb": "error-choose-change"})


def _assignment(wish: str, agent: StaffMember, now: datetime) -> Act:
    to = {"me": agent.id, "none": None}.get(wish, form_key(wish))
    if to is None and wish != "none":
        raise Invalid({"verb": "error-choose-change"})
    return lambda one: assign_ticket(one, to=to, by=agent, now=now)


def _status(wish: str, agent: StaffMember, now: datetime) -> tuple[str, Act]:
    kind, _, rest = wish.partition("-")
    if kind == "wait":
        until = read_day("", rest, today=now.date())
        return "postpone", lambda one: postpone_ticket(one, until=until, agent=agent, now=now)
    if kind == "close" and rest in list(Reason):
        return "close", lambda one: close_ticket(one, Reason(rest), agent=agent, now=now)
    if kind == "open":
        return "wake", lambda one: wake_ticket(one, agent=agent, now=now)
    raise Invalid({"verb": "error-choose-change"})


def _report(outcome: Outcome, locale: str) -> Mapping[str, object]:
    words = i18n.words(locale)
    return {
        "changed": outcome.changed,
        "refused": [
            {"reference": reference, "why": words.plain(error.code, **error.arguments), "code": error.code}
            for reference, error in outcome.refused
        ],
    }
