"""The desk's queues: what stands in them, filters as links, fifty tickets a page, what came since."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from litestar import Response, get
from litestar.params import FromQuery

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError
from helpdesk.people.staff import StaffMember, agents
from helpdesk.privacy.policy import policy
from helpdesk.tickets import access
from helpdesk.tickets.choices import DUE, Choice, conditions, count_newer, read_choice
from helpdesk.tickets.queries import QueuePage, QueueRow, Sort, View, page_of, queue_counts
from helpdesk.tickets.tables import Priority, Status
from helpdesk.tickets.tags import TagRow, all_tags
from helpdesk.web import session
from helpdesk.web.desk.due_words import due_view
from helpdesk.web.desk.properties_view import DAYS
from helpdesk.web.desk.saved import saved_views
from helpdesk.web.desk.undo import undo_view
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to, locale_of, page

LIMIT = 50  # tickets a page


@get("/desk")
async def home(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Go to the queue of what nobody has taken yet."""
    await session.agent(request)
    return go_to("/desk/tickets")


@get("/desk/tickets")
async def index(request: AnyRequest, sort: FromQuery[str] = "", cursor: FromQuery[str] = "") -> Response[str]:
    """Show one page of a queue."""
    agent = await session.agent(request)
    return await show_queue(request, agent, read_choice(request.query_params), sort=sort, cursor=cursor)


@get("/desk/tickets/newer")
async def newer(request: AnyRequest, since: FromQuery[str] = "") -> Response[str]:
    """Say how many tickets of a queue something happened in since a page of it was made; for a part of that page."""
    agent, choice = await session.agent(request), read_choice(request.query_params)
    async with access.seen_by(agent):
        found = await count_newer(choice, since, viewer=agent)
    context = {"newer": found, "since": since, "query": urlencode(choice.query)}
    return page(request, "desk/tickets/_newer.html", context)


async def show_queue(
    request: AnyRequest,
    agent: StaffMember,
    choice: Choice,
    *,
    sort: str = "",
    cursor: str = "",
    report: Mapping[str, object] | None = None,
    error: HelpdeskError | None = None,
) -> Response[str]:
    """Show one page of a queue, and what became of a change of many tickets."""
    order = _sort(sort, choice)
    locale, now = locale_of(request), clock.now()
    async with access.seen_by(agent):
        wanted = conditions(choice, agent)
        found = await page_of(wanted, viewer=agent, cursor=cursor, limit=LIMIT, sort=order)
        tags, people = await all_tags(), await agents()
        query = urlencode({**choice.query, "sort": str(order)})
        context = {
            "view": str(choice.view),
            "choice": choice.query,
            "sort": str(order),
            "query": query,
            "filters": _filters(choice, tags, people, agent, locale),
            "chosen": _chosen(choice, tags, people, agent, locale),
            "rows": [row_view(row, locale, tags=tags, now=now) for row in found.rows],
            "next_cursor": found.next_cursor,
            "first": not cursor,
            "since": f"{now:%Y-%m-%dT%H:%M:%S.%fZ}",
            "next_due": await _next_due(choice, found, agent, locale, now=now),
            "bulk": _bulk(tags, people, agent, locale),
            "report": report,
            "errors": _errors(error, locale),
            "saved": await saved_views(agent, open_one=choice),
            "counts": await queue_counts(viewer=agent),
            "undo_step": await undo_view(agent, locale, back=f"/desk/tickets?{query}", now=now),
        }
    return page(request, "desk/tickets/index.html", context, status=error.status if error else 200)


def _sort(sort: str, choice: Choice) -> Sort:
    """What is closed is due no more, so it comes by what happened last."""
    default = Sort.ACTIVITY if choice.view is View.CLOSED or choice.status == Status.CLOSED else Sort.DUE
    return Sort(sort) if sort in list(Sort) else default


def row_view(row: QueueRow, locale: str, *, tags: Sequence[TagRow], now: datetime) -> dict[str, object]:
    """Give a queue's row in a reader's language."""
    rules = policy.in_use()
    category, team = rules.categories.get(row.category), rules.teams.get(row.team)
    return {
        "reference": row.reference,
        "subject": row.subject,
        "locale": row.locale,
        "status": row.status,
        "category_name": category.name[locale] if category else row.category,
        "team": team.name[locale] if team else row.team,
        "opened_at": row.opened_at,
        "active_at": row.active_at,
        "assignee": row.assignee,
        "is_mine": row.is_mine,
        "sealed_count": row.sealed_count,
        "is_erased": row.is_erased,
        "priority": row.priority,
        "due": due_view(row.due_at, locale, now=now),
        "wake_at": row.wake_at,
        "tags": [tag.name for tag in tags if tag.id in row.tags],
        "is_unread": row.is_unread,
    }


async def _next_due(
    choice: Choice, found: QueuePage, agent: StaffMember, locale: str, *, now: datetime
) -> Mapping[str, object] | None:
    """Give what is due next anywhere, for who looks at an empty queue."""
    if found.rows or choice.is_filtered:
        return None
    everything = conditions(Choice(View.ALL), agent)
    rows = (await page_of(everything, viewer=agent, cursor="", limit=1, sort=Sort.DUE)).rows
    return row_view(rows[0], locale, tags=(), now=now) if rows else None


def _filters(
    choice: Choice, tags: Sequence[TagRow], people: Sequence[StaffMember], agent: StaffMember, locale: str
) -> Sequence[Mapping[str, object]]:
    """Give every filter with its options, the chosen one marked."""
    options = filter_options(tags, people, agent, locale)
    return [
        {"name": name, "label": f"filter-{name}", "chosen": choice.query.get(name, ""), "options": pairs}
        for name, pairs in options.items()
    ]


def filter_options(
    tags: Sequence[TagRow], people: Sequence[StaffMember], agent: StaffMember, locale: str
) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Give what each filter may be: name -> value and words."""
    rules, say = policy.in_use(), i18n.words(locale).plain
    return {
        "category": [(slug, category.name[locale]) for slug, category in rules.categories.items()],
        "team": [(slug, team.name[locale]) for slug, team in rules.teams.items()],
        "priority": [(str(priority), say(f"priority-{priority}")) for priority in reversed(Priority)],
        "tag": [(str(tag.id), tag.name) for tag in tags],
        "locale": [(tongue, say(f"language-{tongue}")) for tongue in i18n.LOCALES],
        "status": [(str(status), say(f"status-{status}")) for status in Status],
        "assignee": [
            ("me", say("you")),
            ("none", say("nobody-yet")),
            *((str(person.id), person.name) for person in people if person.id != agent.id),
        ],
        "due": [(name, say(f"filter-due-{name}")) for name in [*DUE, "never"]],
    }


def _chosen(
    choice: Choice, tags: Sequence[TagRow], people: Sequence[StaffMember], agent: StaffMember, locale: str
) -> Sequence[Mapping[str, str]]:
    """Give each filter that is set, with the address of the queue without it."""
    words = {name: dict(pairs) for name, pairs in filter_options(tags, people, agent, locale).items()}
    return [
        {
            "label": words[name].get(value, value),
            "without": urlencode({key: kept for key, kept in choice.query.items() if key != name}),
        }
        for name, value in choice.query.items()
        if name != "view"
    ]


def _bulk(
    tags: Sequence[TagRow], people: Sequence[StaffMember], agent: StaffMember, locale: str
) -> Mapping[str, Sequence[tuple[str, str]]]:
    """Give what may be done to chosen tickets at once: verb -> value and words."""
    say = i18n.words(locale).plain
    others = [(str(person.id), person.name) for person in people if person.id != agent.id]
    return {
        "assign": [("me", say("you")), *others, ("none", say("back-to-queue"))],
        "tag": [(str(tag.id), tag.name) for tag in tags if not tag.is_retired],
        "priority": [(str(priority), say(f"priority-{priority}")) for priority in reversed(Priority)],
        "status": [
            *((f"wait-{days}", f"{say('status-pending')}: {say('wait-days', n=days)}") for days in DAYS),
            ("open", say("status-open")),
            *((f"close-{reason}", f"{say('close-ticket')}: {say(f'reason-{reason}')}") for reason in REASONS),
        ],
    }


REASONS = ("solved", "duplicate", "inactive", "spam")


def _errors(error: HelpdeskError | None, locale: str) -> list[Mapping[str, str]]:
    if error is None:
        return []
    codes = sorted(set(getattr(error, "fields", {"": error.code}).values()))
    return [{"field": "", "message": i18n.words(locale).plain(code)} for code in codes]
