"""Search at the desk. What is looked for comes in a form and stands in no address, so that no log or history has it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from litestar import Response, get, post

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, Invalid, TooMany
from helpdesk.people.staff import StaffMember, agents
from helpdesk.privacy.policy import policy
from helpdesk.tickets import access
from helpdesk.tickets.queries import queue_counts
from helpdesk.tickets.search import Answer, Question, Shape, search
from helpdesk.tickets.tables import Priority, Status
from helpdesk.tickets.tags import TagRow, all_tags
from helpdesk.web import session
from helpdesk.web.desk.queue import row_view
from helpdesk.web.forms import AnyRequest, form_key
from helpdesk.web.limits import look_ups
from helpdesk.web.responses import locale_of, page
from helpdesk.web.session import read_staff_form

FILTERS = ("status", "category", "team", "tag", "priority", "locale", "assignee")


@get("/desk/search")
async def form(request: AnyRequest) -> Response[str]:
    """Show the empty search form."""
    return await _show(request, await session.agent(request), {})


@post("/desk/search", status_code=200)
async def find(request: AnyRequest) -> Response[str]:
    """Show one page of what was found; what was typed stays in the form."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"q", "cursor", *FILTERS})
    try:
        question = _question(typed, agent)
        answer = await search(question, viewer=agent, count=look_ups(request), now=clock.now())
    except (Invalid, TooMany) as error:
        return await _show(request, agent, typed, error=error)
    return await _show(request, agent, typed, answer=answer)


def _question(typed: Mapping[str, str], agent: StaffMember) -> Question:
    status, assignee = typed.get("status", ""), typed.get("assignee", "")
    who: str | UUID = agent.id if assignee == "me" else form_key(assignee) or ("none" if assignee == "none" else "")
    return Question(
        text=typed.get("q", ""),
        status=Status(status) if status in list(Status) else None,
        category=typed.get("category", ""),
        team=typed.get("team", ""),
        assignee=who,
        tag=form_key(typed.get("tag", "")),
        priority=typed.get("priority", ""),
        locale=typed.get("locale", ""),
        cursor=typed.get("cursor", ""),
    )


async def _show(
    request: AnyRequest,
    agent: StaffMember,
    typed: Mapping[str, str],
    *,
    answer: Answer | None = None,
    error: HelpdeskError | None = None,
) -> Response[str]:
    locale = locale_of(request)
    first = ["", "to-the-newest"] if typed.get("cursor") else None
    older = [answer.page.next_cursor, "older-tickets"] if answer and answer.page.next_cursor else None
    async with access.seen_by(agent):
        counts, tags = await queue_counts(viewer=agent), await all_tags()
    context = {
        "q": typed.get("q", ""),
        "filters": {name: typed.get(name, "") for name in FILTERS},
        "choices": await _choices(tags, locale),
        "rows": [row_view(row, locale, tags=tags, now=clock.now()) for row in answer.page.rows] if answer else None,
        "turns": [turn for turn in (first, older) if turn],
        "recorded": answer is not None and answer.shape in (Shape.ADDRESS, Shape.DOMAIN),
        "errors": _errors(error, locale),
        "counts": counts,
    }
    return page(request, "desk/search/index.html", context, status=error.status if error else 200)


def _errors(error: HelpdeskError | None, locale: str) -> list[Mapping[str, str]]:
    if error is None:
        return []
    codes = error.fields.values() if isinstance(error, Invalid) else [error.code]
    return [{"field": "q", "message": i18n.words(locale).plain(code)} for code in codes]


async def _choices(tags: Sequence[TagRow], locale: str) -> list[Mapping[str, object]]:
    words, rules = i18n.words(locale), policy.in_use()
    people = [("me", words.plain("search-me")), ("none", words.plain("nobody-yet"))]
    people += [(str(person.id), person.name) for person in await agents()]
    return [
        _choice("status", "status", [(state, words.plain(f"status-{state}")) for state in Status]),
        _choice("category", "category", [(slug, rule.name[locale]) for slug, rule in rules.categories.items()]),
        _choice("team", "team", [(slug, team.name[locale]) for slug, team in rules.teams.items()]),
        _choice("tag", "filter-tag", [(str(tag.id), tag.name) for tag in tags]),
        _choice("priority", "priority", [(step, words.plain(f"priority-{step}")) for step in reversed(Priority)]),
        _choice("locale", "language", [(tongue, words.plain(f"language-{tongue}")) for tongue in i18n.LOCALES]),
        _choice("assignee", "assignee", people),
    ]


def _choice(name: str, label: str, options: list[tuple[str, str]]) -> Mapping[str, object]:
    return {
        "name": name,
        "label": label,
        "options": [{"value": str(value), "label": words} for value, words in options],
    }
