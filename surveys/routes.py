"""The survey's pages. They say nothing of the ticket; GET and HEAD record nothing; POST records once."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeAlias

from litestar import Request, Response, Router, get, post
from litestar.datastructures import State
from litestar.params import FromPath, FromQuery

from surveys.answers import (
    COMMENT_LIMIT,
    Counter,
    Given,
    Outcome,
    PersonOf,
    Question,
    ended_on,
    object_to_surveys,
    record,
)
from surveys.answers import question as look
from surveys.questions import Asked, Kind, as_asked, current

Page: TypeAlias = Callable[..., Response[str]]
AnyRequest: TypeAlias = Request[Any, Any, State]
BODY_LIMIT = 16 * 1024  # bytes


def router(*, counter: Counter, person_of: PersonOf, page: Page, now: Callable[[], datetime]) -> Router:
    """Make the routes. `page(request, template, context, status=…, locale=…)` renders in the reader's language."""

    @get("/s/{token:str}")
    async def show(request: AnyRequest, token: FromPath[str], rating: FromQuery[str] = "") -> Response[str]:
        """Ask; a rating in the link is only chosen beforehand."""
        asked = await look(token, box=counter.box, now=now())
        if asked is None:
            return await _closed(request, token)
        questions = await current(asked.category, asked.locale)
        chosen = _chosen(questions, {"rating": rating})
        return _ask(request, token, asked, questions, {"chosen": chosen, "preselected": chosen.get("rating", 0)})

    @post("/s/{token:str}", status_code=200)
    async def answer(request: AnyRequest, token: FromPath[str]) -> Response[str]:
        """Record the answer, or another one in its place while it waits."""
        form = {name: str(value) for name, value in (await request.form()).items()}
        asked = await look(token, box=counter.box, now=now())
        if asked is None:
            return await _closed(request, token)
        questions = await as_asked(form.get("asked", ""), category=asked.category, locale=asked.locale)
        questions = questions or await current(asked.category, asked.locale)
        values, comment = _chosen(questions, form), form.get("comment", "")
        error = "survey-error-choose" if Kind.RATING not in values else None
        if error is None and len(comment) > COMMENT_LIMIT:
            error = "survey-error-long"
        if error:
            typed = {"chosen": values, "comment": comment, "error": error, "follow_up": "follow_up" in form}
            return _ask(request, token, asked, questions, typed)
        given = Given(values, comment, questions.name, is_contact_wanted=bool(form.get("follow_up")))
        outcome = await record(token, given, counter=counter, now=now())
        if outcome is None:
            return await _closed(request, token)
        context = {"token": token, "is_changed": outcome is Outcome.CHANGED}
        return page(request, "surveys/thanks.html", context, locale=asked.locale)

    @get("/s/{token:str}/stop")
    async def ask_to_stop(request: AnyRequest, token: FromPath[str]) -> Response[str]:
        """Ask whether to stop; a mail scanner that follows the link changes nothing."""
        return await _stop(request, token, done=False)

    @post("/s/{token:str}/stop", status_code=200)
    async def stop(request: AnyRequest, token: FromPath[str]) -> Response[str]:
        """Stop, by the page's button or by the mail program's one click (RFC 8058); a stranger learns nothing."""
        asked = await look(token, box=counter.box, now=now())
        await object_to_surveys(token, person_of=person_of, now=now())
        return page(request, "surveys/stop.html", {"token": token, "done": True}, locale=asked.locale if asked else "")

    async def _stop(request: AnyRequest, token: str, *, done: bool) -> Response[str]:
        asked = await look(token, box=counter.box, now=now())
        locale = asked.locale if asked else ""
        return page(request, "surveys/stop.html", {"token": token, "done": done}, locale=locale)

    async def _closed(request: AnyRequest, token: str) -> Response[str]:
        ended = await ended_on(token, now=now())
        return page(request, "surveys/closed.html", {"ended": ended}, status=410 if ended else 404)

    def _ask(
        request: AnyRequest, token: str, asked: Question, questions: Asked, typed: Mapping[str, object]
    ) -> Response[str]:
        context = {**form_context(questions, typed.get("chosen"), action=f"/s/{token}"), "token": token, **typed}
        context["is_answered"] = asked.is_answered
        status = 422 if typed.get("error") else 200
        return page(request, "surveys/show.html", context, status=status, locale=asked.locale)

    return Router(path="/", route_handlers=[show, answer, ask_to_stop, stop], request_max_body_size=BODY_LIMIT)


def form_context(questions: Asked, chosen: object = None, *, action: str) -> dict[str, object]:
    """Give what the survey's form is rendered from; `action` is "" for a preview, which cannot be sent."""
    picked = chosen if isinstance(chosen, dict) else {}
    items = [
        {
            "kind": str(item.kind),
            "text": item.text,
            "options": list(item.options),
            "values": list(item.values),
            "picked": picked.get(item.kind, -1),
        }
        for item in questions.items
    ]
    return {
        "items": items,
        "asked": questions.name,
        "action": action,
        "comment": "",
        "error": None,
        "follow_up": False,
        "preselected": 0,
        "is_answered": False,
        "limit": COMMENT_LIMIT,
        "token": "",
    }


def _chosen(questions: Asked, form: Mapping[str, str]) -> dict[str, int]:
    """Read what was chosen, digits of any script; what is not among a question's values was not chosen."""
    found = {}
    for item in questions.items:
        text = form.get(item.kind, "")
        if text.isdecimal() and len(text) <= 2 and int(text) in item.values:
            found[str(item.kind)] = int(text)
    return found
